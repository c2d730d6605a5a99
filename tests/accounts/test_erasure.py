"""Deletion on request: asked, confirmed by a person, carried out by the command, nothing of hers left."""

import datetime
import io

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from accounts.erasure import carry_out, confirm
from accounts.models import DeletionRequest, Erasure, OneTimeLink, User
from exhibitors.models import Exhibitor, Membership
from expo.models import SiteState
from tests.factories import make_document, make_exhibitor, make_owner, make_product, make_product_photo
from tests.html import parse

DELETE = "/kelola/data-saya/hapus/"


@pytest.fixture(autouse=True)
def private_files(tmp_path):
    from exhibitors.models import private_storage

    storage = private_storage()
    before, storage._location = storage._location, tmp_path / "private"
    for name in ("base_location", "location"):
        storage.__dict__.pop(name, None)
    yield
    storage._location = before
    for name in ("base_location", "location"):
        storage.__dict__.pop(name, None)


@pytest.fixture
def booth(sari):
    booth = make_exhibitor(name="Batik Bu Sari", contact_name="Bu Sari", whatsapp=sari.phone)
    make_owner(booth, user=sari)
    return booth


@pytest.fixture
def asked(sari, dewi):
    request = DeletionRequest.objects.create(user=sari)
    confirm(request, dewi)
    request.refresh_from_db()
    return request


def run(**options):
    out, err = io.StringIO(), io.StringIO()
    call_command("hapus_data", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def everything():
    """Every text in every row of the database."""
    for model in apps.get_models():
        for row in model._default_manager.values():
            yield from ((model._meta.label, str(value)) for value in row.values() if value not in (None, ""))


def test_she_asks_and_sees_until_when(client_of, sari, booth):
    client = client_of(sari)
    before = parse(client.get(DELETE)).one("main").text

    client.post(DELETE)
    client.post(DELETE)

    request = DeletionRequest.objects.get()
    page = parse(client.get(DELETE))
    assert "Batik Bu Sari" in before
    assert request.due_at - request.asked_at == datetime.timedelta(hours=72)
    assert timezone.localtime(request.due_at).strftime("%H.%M WIB") in page.one("main").text
    assert Exhibitor.objects.filter(pk=booth.pk, status="published").exists()


def test_she_takes_it_back(client_of, sari, asked):
    client_of(sari).post(f"{DELETE}batal/")

    run()

    assert User.objects.filter(pk=sari.pk).exists()


def test_nothing_goes_before_a_person_confirmed(sari):
    DeletionRequest.objects.create(user=sari)

    _out, waits = run()

    assert User.objects.filter(pk=sari.pk).exists()
    assert f"Account {sari.pk} waits to be confirmed" in waits


def test_a_request_that_waits_too_long_is_called_late(sari):
    request = DeletionRequest.objects.create(user=sari)
    DeletionRequest.objects.filter(pk=request.pk).update(asked_at=timezone.now() - datetime.timedelta(hours=73))

    assert "(LATE)" in run()[1]


def test_an_organiser_confirms_in_the_back_office_once(client_of, dewi, sari, db):
    request = DeletionRequest.objects.create(user=sari)
    for _ in range(2):
        client_of(dewi).post("/panitia/accounts/deletionrequest/", {"action": "confirm", "_selected_action": [request.pk]})

    request.refresh_from_db()
    assert request.confirmed_by == dewi
    assert not confirm(request, sari)


def test_organisers_without_the_permission_do_not(client_of, joko, sari):
    request = DeletionRequest.objects.create(user=sari)

    make_owner(make_exhibitor(region="nganjuk"), user=sari)
    joko.groups.set([Group.objects.get(name="Kurator")])

    response = client_of(joko).post("/panitia/accounts/deletionrequest/", {"action": "confirm", "_selected_action": [request.pk]})

    request.refresh_from_db()
    assert (response.status_code, request.confirmed_at) == (403, None)


def test_nothing_of_hers_is_left(client_of, sari, dewi, booth, asked, django_capture_on_commit_callbacks):
    photo = make_product_photo(product=make_product(exhibitor=booth, name="Selendang Sari"))
    for width in (160, 320, 640, 1280):
        default_storage.save(f"{photo.key}-{width}.webp", ContentFile(b"RIFF"))
    document = make_document(exhibitor=booth, number="ID35119999145391021")
    document.proof.save("surat.pdf", ContentFile(b"%PDF"))
    proof = document.proof.name
    OneTimeLink.make(sari, by=dewi)
    client_of(sari).get("/kelola/bantuan/")
    for obj in (sari, booth):
        LogEntry.objects.create(
            user=dewi, content_type=ContentType.objects.get_for_model(obj), object_id=str(obj.pk), object_repr=str(obj), action_flag=CHANGE
        )

    with django_capture_on_commit_callbacks(execute=True):
        said, _waits = run()

    assert said == "Deleted one account, 1 booths, 1 products.\n"
    left = [(label, text) for label, text in everything() for word in ("Sari", "6281234500001", "ID35119999145391021") if word in text]
    assert left == []
    assert not [s for s in Session.objects.all() if s.get_decoded().get("_auth_user_id") == str(sari.pk)]
    assert not default_storage.exists(f"{photo.key}-320.webp")
    assert not document.proof.storage.exists(proof)


def test_the_record_says_that_and_when_but_not_whose(booth, asked):
    run()

    record = Erasure.objects.get()
    assert (record.booths, record.booths_kept, record.in_time, record.asked_at) == (1, 0, True, asked.asked_at)
    assert {field.name for field in Erasure._meta.fields} == {
        "id",
        "asked_at",
        "confirmed_at",
        "done_at",
        "booths",
        "booths_kept",
        "products",
    }


def test_visitors_see_it_gone(client, booth, asked):
    before = SiteState.objects.filter(pk=1).values_list("version", flat=True).first() or 0

    run()

    assert client.get(booth.get_absolute_url()).status_code == 404
    assert SiteState.objects.get(pk=1).version > before


def test_a_booth_that_somebody_else_runs_goes_on_without_her(budi, booth, asked):
    Membership.objects.create(exhibitor=booth, user=budi, role=Membership.Role.HELPER)

    run()

    booth.refresh_from_db()
    assert (booth.whatsapp, booth.contact_name) == ("", "")
    assert list(booth.memberships.values_list("user", "role")) == [(budi.pk, Membership.Role.OWNER)]
    assert Erasure.objects.get().booths_kept == 1


def test_a_booth_that_she_only_helps_stays(sari, budi, asked):
    other = make_exhibitor(name="Tempe Budi")
    make_owner(other, user=budi)
    Membership.objects.create(exhibitor=other, user=sari, role=Membership.Role.HELPER)

    run()

    assert list(other.memberships.values_list("user", flat=True)) == [budi.pk]


def test_saying_only_what_would_happen_does_nothing(sari, asked):
    out, _err = run(dry_run=True)

    assert f"Would delete account {sari.pk}" in out
    assert User.objects.filter(pk=sari.pk).exists()


def test_a_request_taken_back_at_the_last_moment_is_not_carried_out(sari, asked):
    DeletionRequest.objects.all().delete()

    assert carry_out(asked) is None
    assert User.objects.filter(pk=sari.pk).exists()


def test_a_second_run_finds_nothing(asked):
    run()

    assert run() == ("", "")
