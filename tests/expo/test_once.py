"""A form that is sent twice is carried out once, and says the same both times."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from accounts.models import SentForm
from exhibitors.models import Category
from expo.once import new_key, once, only_once
from tests import race


@pytest.fixture
def deeds(db):
    """What was carried out; each row in the database beside it goes back with a transaction that fails."""
    return Category.objects.filter(slug__startswith="sekali-")


@pytest.fixture
def send(rf, deeds):
    """send(user, kunci): a POST to a view that makes one row and leads to it."""

    @once
    def view(request):
        if request.method != "POST" or request.POST.get("name") == "":
            return HttpResponse(status=422)
        made = Category.objects.create(slug=f"sekali-{deeds.count()}", name=f"Sekali {deeds.count()}", name_en="Once", position=99)
        return HttpResponseRedirect(f"/di/{made.pk}/")

    def post(user, key=None, **fields):
        request = rf.post("/", fields | ({"kunci": key} if key else {}))
        request.user = user
        return view(request)

    return post


def test_the_same_key_twice_makes_one_thing_and_leads_to_it(send, sari, deeds):
    key = new_key()

    first, second = send(sari, key), send(sari, key)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"] == f"/di/{deeds.get().pk}/"


def test_another_key_is_another_deed(send, sari, deeds):
    assert send(sari, new_key())["Location"] != send(sari, new_key())["Location"]
    assert deeds.count() == 2


def test_a_form_with_faults_may_be_sent_again(send, sari, deeds):
    key = new_key()

    assert send(sari, key, name="").status_code == 422
    assert not SentForm.objects.exists()
    assert send(sari, key).status_code == 302
    assert deeds.count() == 1


def test_the_same_key_of_another_person_is_another_key(send, sari, budi, deeds):
    key = new_key()

    assert send(sari, key)["Location"] != send(budi, key)["Location"]
    assert deeds.count() == 2


def test_without_a_key_every_post_counts(send, sari, deeds):
    send(sari), send(sari)

    assert deeds.count() == 2
    assert not SentForm.objects.exists()


def test_a_key_in_the_address_of_a_get_is_no_key(rf, sari):
    request = rf.get("/?kunci=x")
    request.user = sari

    assert once(lambda _request: HttpResponse("form"))(request).content == b"form"


def test_a_key_of_any_length_is_cut_and_still_counts(send, sari, deeds):
    send(sari, "k" * 500), send(sari, "k" * 600)

    assert deeds.count() == 1


def test_keys_are_kept_as_long_as_a_phone_keeps_its_draft(sari, budi):
    for user, days in ((sari, 31), (budi, 29)):
        SentForm.objects.create(user=user, key="a-key", location="/kelola/")
        SentForm.objects.filter(user=user).update(created_at=timezone.now() - timedelta(days=days))
    out = io.StringIO()

    call_command("hapus_data", stdout=out, dry_run=True)
    assert SentForm.objects.count() == 2
    call_command("hapus_data", stdout=out)

    assert out.getvalue() == "Would delete 1 keys of sent forms.\nDeleted 1 keys of sent forms.\n"
    assert list(SentForm.objects.values_list("user", flat=True)) == [budi.pk]


def test_only_once_remembers_where_the_deed_led(sari):
    key, calls = new_key(), []

    def deed():
        calls.append(1)
        return f"/di/{len(calls)}/"

    assert [only_once(sari, key, deed), only_once(sari, key, deed)] == ["/di/1/", "/di/1/"]
    assert [only_once(sari, "", deed), only_once(sari, "", deed)] == ["/di/2/", "/di/3/"]


AT_ONCE = """
import time
from accounts.models import User
from django.http import HttpResponseRedirect
from django.test import RequestFactory
from exhibitors.models import Category
from expo.once import new_key, once, only_once

def make():
    made = Category.objects.create(slug=new_key()[:30], name=new_key(), name_en="Once", position=99)
    time.sleep(0.2)  # long enough for the others to begin
    return f"/di/{made.pk}/"

user, key = User.objects.create_user(new_key(), name="Bu Ning"), new_key()

def through_the_view():
    request = RequestFactory().post("/", {"kunci": key})
    request.user = user
    return once(lambda _request: HttpResponseRedirect(make()))(request)["Location"]

before = Category.objects.count()
"""


@pytest.mark.parametrize("way", ["through_the_view", "lambda: only_once(user, key, make)"])
def test_of_several_at_once_one_is_carried_out(own_database, way):
    answers = race.run(
        own_database,
        AT_ONCE + f"places = at_once({way}, 3)\nprint(json.dumps([len(places), len(set(places)), Category.objects.count() - before]))",
    )

    assert answers == [3, 1, 1]
