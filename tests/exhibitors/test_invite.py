"""One-time links made in the back office: for whom, by whom, and that they are shown once."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import OneTimeLink, User
from exhibitors.models import Membership
from tests.factories import make_exhibitor, make_owner
from tests.html import parse

CHANGELIST = "/panitia/exhibitors/exhibitor/"


@pytest.fixture
def booth(db):
    return make_exhibitor(name="Batik Mawar", whatsapp="+6281234567890", contact_name="Bu Ning")


def links_page(booth):
    return reverse("admin:exhibitors_exhibitor_links", args=[booth.pk])


def made_links(page):
    return [field["value"] for field in page.all("input", readonly=True)]


def test_a_link_makes_the_owners_account_and_opens_her_booth(client_of, dewi, booth, settings):
    page = parse(client_of(dewi).post(links_page(booth)))

    owner = User.objects.get(phone="+6281234567890")
    assert (owner.name, owner.called, owner.has_usable_password(), owner.is_staff) == ("Bu Ning", "Bu Ning", False, False)
    assert Membership.objects.get().user == owner
    link = made_links(page)[0]
    assert link.startswith(settings.SITE_URL)
    visitor = Client()
    visitor.post(urlsplit(link).path)
    assert visitor.session["_auth_user_id"] == str(owner.pk)


def test_whatsapp_opens_with_the_number_and_the_words(client_of, dewi, booth):
    page = parse(client_of(dewi).post(links_page(booth)))

    way = urlsplit(page.one("a", text="Buka WhatsApp")["href"])
    text = parse_qs(way.query)["text"][0]
    assert (way.netloc, way.path) == ("wa.me", "/6281234567890")
    assert text.startswith('Halo Bu Ning, ini tautan untuk masuk ke stan "Batik Mawar"')
    assert made_links(page)[0] in text
    assert re.search(r"Berlaku sampai \w+, \d+ \w+, pukul \d+\.\d\d WIB dan hanya sekali", text)


def test_is_shown_once(client_of, dewi, booth):
    client = client_of(dewi)
    token = made_links(parse(client.post(links_page(booth))))[0].rstrip("/").rsplit("/", 1)[1]

    pages = [client.get(links_page(booth)), client.get("/panitia/accounts/onetimelink/")]

    assert all(token not in page.content.decode() for page in pages)
    assert "Belum dipakai" in pages[0].content.decode()


def test_a_new_link_replaces_the_one_before(client_of, dewi, booth):
    client = client_of(dewi)
    first, second = (urlsplit(made_links(parse(client.post(links_page(booth))))[0]).path for _ in range(2))

    assert [Client().post(path).status_code for path in (first, second)] == [410, 302]


def test_for_several_booths_at_once(client_of, dewi, booth):
    other = make_exhibitor(name="Tempe Jaya", whatsapp="", contact_name="")

    response = client_of(dewi).post(CHANGELIST, {"action": "make_links", "_selected_action": [booth.pk, other.pk]})

    page = parse(response)
    assert len(made_links(page)) == OneTimeLink.objects.count() == 2
    assert sorted(User.objects.filter(is_staff=False).values_list("name", "phone")) == [("Bu Ning", "+6281234567890"), ("Tempe Jaya", None)]


def test_one_person_with_two_booths_is_one_account(client_of, dewi, booth):
    other = make_exhibitor(name="Batik Melati", whatsapp=booth.whatsapp, contact_name="Bu Ning")
    client = client_of(dewi)

    for one in (booth, other, booth):
        client.post(links_page(one))

    owner = User.objects.get(phone=booth.whatsapp)
    assert set(owner.memberships.values_list("exhibitor", flat=True)) == {booth.pk, other.pk}


def test_goes_to_who_runs_the_booth_already(client_of, dewi, booth):
    owner = make_owner(booth)

    client_of(dewi).post(links_page(booth))

    assert OneTimeLink.objects.get().user == owner


@pytest.mark.parametrize("change", [{"is_staff": True}, {"is_active": False}])
def test_never_opens_an_organisers_or_a_closed_account(client_of, dewi, booth, change):
    User.objects.create_user("ratna", name="Ratna", phone=booth.whatsapp, **change)

    page = parse(client_of(dewi).post(links_page(booth)))

    assert page.one("p", cls="errornote").text
    assert made_links(page) == []
    assert not OneTimeLink.objects.exists()
    assert not Membership.objects.exists()


def test_looking_makes_nothing(client_of, dewi, booth):
    client_of(dewi).get(links_page(booth))

    assert not OneTimeLink.objects.exists()
    assert not Membership.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("joko", 404), ("sari", 403)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_is_for_organisers_who_may(request, client_of, booth, role, status, method):
    client = client_of(request.getfixturevalue(role))

    response = getattr(client, method)(links_page(booth))

    assert response.status_code == status
    assert not OneTimeLink.objects.exists()


def test_the_list_says_what_became_of_them_and_revokes(client_of, dewi, sari, booth):
    link, token = OneTimeLink.make(sari, by=dewi)
    phone = Client()
    phone.post(f"/kelola/masuk/tautan/{token}/")
    client = client_of(dewi)
    page = client.get("/panitia/accounts/onetimelink/?keadaan=dipakai")

    client.post("/panitia/accounts/onetimelink/", {"action": "revoke", "_selected_action": [link.pk]})

    link.refresh_from_db()
    assert parse(page).one("td", cls="field-current_state").text == "Sudah dipakai"
    assert link.state() == OneTimeLink.State.REVOKED
    assert phone.get("/kelola/bantuan/").status_code == 302
