"""Links for many owners at once, and for whom an organiser may make none: a link opens all that its account runs."""

from urllib.parse import urlsplit

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import OneTimeLink, Record, User
from exhibitors.apply import apply
from exhibitors.invite import invite, invite_all
from exhibitors.models import Membership
from tests.factories import make_exhibitor, make_organiser, make_owner, village_in
from tests.html import parse

pytestmark = pytest.mark.django_db
PAGE = "/panitia/undangan/"
ELSEWHERE = "Pemilik ini juga mengelola stan di wilayah lain. Minta Bank Indonesia membuat tautannya."
KNOWN = "Nomor WhatsApp stan ini milik akun yang sudah ada. Minta Bank Indonesia membuat tautannya."
NANI = "+6281355500001"


@pytest.fixture
def mentor(db):
    return make_organiser("bagas", role="Pendamping", regions=["kota-blitar"], name="Bagas Prakoso")


@pytest.fixture
def nani(db):
    """Who runs a booth in Nganjuk."""
    return make_owner(make_exhibitor(name="Bawang Nani", region="nganjuk", whatsapp=NANI), name="Nani Astuti", phone=NANI)


def refusals(page):
    return [note.text for note in parse(page).all("p", cls="errornote")]


def links_in(page):
    return [field["value"] for field in parse(page).all("input", readonly=True)]


@pytest.mark.parametrize("who", ["ratna", "mentor"])
@pytest.mark.parametrize("door", ["page", "action", "many", "call"])
def test_typing_an_owners_number_does_not_hand_over_her_account(request, client_of, nani, who, door):
    organiser = request.getfixturevalue(who)
    trap = make_exhibitor(name="Umpan", whatsapp=NANI)
    office = client_of(organiser)

    if door == "call":
        assert invite(trap, by=organiser).refusal == KNOWN
    else:
        page = {
            "page": lambda: office.post(reverse("admin:exhibitors_exhibitor_links", args=[trap.pk])),
            "action": lambda: office.post("/panitia/exhibitors/exhibitor/", {"action": "make_links", "_selected_action": [trap.pk]}),
            "many": lambda: office.post(PAGE, {"stan": [trap.pk]}),
        }[door]()
        assert (refusals(page), links_in(page)) == ([KNOWN], [])
        assert "Nani" not in page.content.decode()
        assert "Nganjuk" not in parse(page).one("main").text

    assert not OneTimeLink.objects.exists()
    assert not trap.memberships.exists()


@pytest.mark.parametrize("who", ["ratna", "mentor"])
def test_an_owner_with_a_booth_elsewhere_is_for_the_central_organiser(request, dewi, nani, who):
    organiser = request.getfixturevalue(who)
    here = make_exhibitor(name="Cabang Nani")
    make_owner(here, user=nani)

    assert invite(here, by=organiser).refusal == ELSEWHERE
    assert not OneTimeLink.objects.exists()
    assert invite(here, by=dewi).owner == nani


@pytest.mark.parametrize("status", ["draft", "withdrawn", "rejected"])
def test_a_booth_that_nobody_sees_counts_too(ratna, status):
    here = make_exhibitor()
    owner = make_owner(here)
    make_owner(make_exhibitor(region="trenggalek", status=status), user=owner)

    assert invite(here, by=ratna).refusal == ELSEWHERE


def test_helping_elsewhere_counts_too(ratna):
    here = make_exhibitor()
    owner = make_owner(here)
    Membership.objects.create(exhibitor=make_exhibitor(region="nganjuk"), user=owner, role=Membership.Role.HELPER)

    assert invite(here, by=ratna).refusal == ELSEWHERE


def test_an_account_that_runs_nothing_is_not_handed_over_either(ratna, dewi):
    User.objects.create_user("lama", name="Dulu Panitia", phone=NANI)
    booth = make_exhibitor(whatsapp=NANI)

    assert invite(booth, by=ratna).refusal == KNOWN
    assert not booth.memberships.exists()
    assert invite(booth, by=dewi).url


def test_her_second_booth_in_the_same_region_is_no_matter(ratna):
    first = make_exhibitor(whatsapp=NANI)
    owner = make_owner(first, phone=NANI)
    second = make_exhibitor(whatsapp=NANI)

    assert invite(second, by=ratna).owner == owner
    assert set(owner.memberships.values_list("exhibitor", flat=True)) == {first.pk, second.pk}


@pytest.mark.parametrize("change", [{"is_staff": True}, {"is_superuser": True}])
def test_no_link_opens_what_an_organiser_may(dewi, change):
    booth = make_exhibitor()
    make_owner(booth, **change)

    assert "Akun ini milik panitia" in invite(booth, by=dewi).refusal
    assert not OneTimeLink.objects.exists()


def test_a_link_made_before_ends_when_the_account_gets_another_booth(ratna, client_of, dewi):
    booth = make_exhibitor(whatsapp=NANI)
    owner = invite(booth, by=ratna).owner
    held = OneTimeLink.objects.get()
    phone = client_of(owner)

    invite(make_exhibitor(region="nganjuk", whatsapp=NANI), by=dewi)

    held.refresh_from_db()
    assert held.state() == OneTimeLink.State.REVOKED
    assert phone.get("/kelola/bantuan/").status_code == 302  # whoever had come in by it is out


def test_a_link_made_before_ends_when_she_applies_elsewhere(ratna):
    booth = make_exhibitor(whatsapp=NANI)
    link = urlsplit(invite(booth, by=ratna).url).path
    owner = booth.memberships.get().user
    fields = {"village": village_in("nganjuk"), "category": booth.category, "phone": NANI, "contact_name": "Nani", "sells": "Bawang"}

    apply(name="Bawang Nani", by=owner, **fields)

    assert Client().post(link).status_code == 410


@pytest.mark.parametrize("role", ["Kurator", "Auditor", "Petugas pintu"])
def test_other_roles_make_none(client_of, role):
    booth = make_exhibitor()
    user = make_organiser("lain", role=role, regions=["kota-blitar"], name="Lain")
    office = client_of(user)

    with pytest.raises(PermissionDenied):
        invite(booth, by=user)
    assert [office.get(PAGE).status_code, office.post(PAGE, {"stan": [booth.pk]}).status_code] == [403, 403]
    assert office.post(f"{PAGE}terkirim/").status_code == 403
    assert not OneTimeLink.objects.exists()


def test_another_regions_booth_is_absent(client_of, ratna, nani):
    own, other = make_exhibitor(name="Dapur Kota"), nani.memberships.get().exhibitor
    office = client_of(ratna)

    assert "Bawang Nani" not in office.get(f"{PAGE}?keadaan=semua").content.decode()
    page = office.post(PAGE, {"stan": [own.pk, other.pk, "x", "9" * 40]})

    assert [heading.text for heading in parse(page).one("ol").all("h2")] == ["Dapur Kota"]
    assert not OneTimeLink.objects.filter(user=nani).exists()
    with pytest.raises(PermissionDenied):
        invite_all([own, other], by=ratna)


def test_who_made_a_link_is_on_record(ratna, client_of):
    booth = make_exhibitor()
    make_owner(booth, name="Siti Aminah")

    client_of(ratna).post(PAGE, {"stan": [booth.pk]})

    record = Record.objects.about(booth).get()
    assert (record.deed_label, record.actor, record.region) == ("Membuat tautan masuk", ratna, "35.72")
    assert "Siti Aminah" in parse(client_of(ratna).get(reverse("admin:exhibitors_exhibitor_history", args=[booth.pk]))).one("tbody").text


def test_one_person_with_several_booths_gets_one_link_that_works(client_of, dewi):
    booths = [make_exhibitor(name=f"Stan {number}", whatsapp=NANI) for number in (1, 2)]

    page = client_of(dewi).post(PAGE, {"stan": [booth.pk for booth in booths]})

    assert refusals(page) == ["Pemiliknya sama dengan Stan 1: cukup tautan yang itu."]
    (link,) = links_in(page)
    assert Client().post(urlsplit(link).path).status_code == 302
    assert User.objects.get(phone=NANI).memberships.count() == 2


def test_the_list_says_how_far_everybody_is(client_of, ratna):
    never, late, came = (make_exhibitor(name=name) for name in ("Belum", "Lewat", "Sudah"))
    make_owner(never)
    for booth in (late, came):
        OneTimeLink.make(make_owner(booth), by=ratna)
    OneTimeLink.objects.filter(user__memberships__exhibitor=late).update(expires_at=timezone.now())
    User.objects.filter(memberships__exhibitor=came).update(last_login=timezone.now())
    office = client_of(ratna)

    def booths(state):
        table = parse(office.get(f"{PAGE}?keadaan={state}")).one("table", cls="wide")
        return [row.one("th").one("a").text for row in table.one("tbody").all("tr")]

    assert {state: booths(state) for state in ("belum", "lewat", "sudah", "semua")} == {
        "belum": ["Belum", "Lewat"],
        "lewat": ["Lewat"],
        "sudah": ["Sudah"],
        "semua": ["Belum", "Lewat", "Sudah"],
    }
    tabs = [link.text for link in parse(office.get(PAGE)).one("ul", cls="tabs").all("a")]
    assert tabs == ["Belum pernah masuk 2", "Tautan lewat waktu 1", "Sudah masuk 1", "Semua 3"]


def test_for_all_that_the_list_is_narrowed_to(client_of, dewi):
    make_exhibitor(region="nganjuk")
    for number in range(3):
        make_exhibitor(name=f"Batik {number}", whatsapp="")
    make_exhibitor(name="Tempe", whatsapp="")

    page = client_of(dewi).post(PAGE, {"semua": "1", "keadaan": "belum", "wilayah": "kota-blitar", "q": "batik"})

    assert len(links_in(page)) == OneTimeLink.objects.count() == 3
    assert "dari 3 sudah dikirim" in parse(page).one(cls="invitations__progress").text


def test_a_page_of_links_that_is_loaded_again_does_not_end_them(client_of, dewi):
    booth = make_exhibitor()
    office = client_of(dewi)
    form = {"stan": [booth.pk], "kunci": parse(office.get(PAGE)).one("input", name="kunci")["value"]}
    link = urlsplit(links_in(office.post(PAGE, form))[0]).path

    again = office.post(PAGE, form)

    assert again.status_code == 302
    assert "hanya terlihat sekali" in parse(office.get(again["Location"])).one("ul", cls="messagelist").text
    assert OneTimeLink.objects.count() == 1
    assert Client().post(link).status_code == 302


def test_nothing_ticked_makes_nothing_and_says_so(client_of, dewi):
    make_exhibitor()
    office = client_of(dewi)

    answer = office.post(PAGE, {"keadaan": "semua"}, follow=True)

    assert "Centang dulu" in parse(answer).one("ul", cls="messagelist").text
    assert not OneTimeLink.objects.exists()


def test_what_was_sent_is_marked_and_counted(client_of, ratna):
    for number in range(3):
        make_exhibitor(name=f"Batik {number}", whatsapp="")
    office = client_of(ratna)
    page = parse(office.post(PAGE, {"semua": "1"}))
    shown = [field["value"] for field in page.all("input", name="tautan")]

    answer = office.post(f"{PAGE}terkirim/", {"tautan": shown, "terkirim": shown[:2]}, follow=True)

    assert "2 dari 3 sudah dikirim." in parse(answer).one("ul", cls="messagelist").text
    assert "2 dari 3 sudah dikirim" in parse(answer).one("p", cls="infonote").text
    office.post(f"{PAGE}terkirim/", {"tautan": shown, "terkirim": shown[:1]}, headers={"x-requested-with": "fetch"})
    assert OneTimeLink.objects.exclude(sent_at=None).count() == 1


def test_marks_are_for_who_made_the_links(client_of, ratna, dewi):
    invite(make_exhibitor(), by=dewi)
    link = OneTimeLink.objects.get()

    client_of(ratna).post(f"{PAGE}terkirim/", {"tautan": [link.pk, "x"], "terkirim": [link.pk, "x"]})

    link.refresh_from_db()
    assert link.sent_at is None


def test_a_reminder_says_that_the_old_link_is_over(dewi):
    booth = make_exhibitor(contact_name="Bu Ning")

    first, second = (invite(booth, by=dewi).text for _twice in range(2))

    assert first.startswith('Halo Bu Ning, ini tautan untuk masuk ke stan "')
    assert "ini tautan baru" in second and "Tautan yang lama tidak berlaku lagi." in second


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_costs_the_same_for_many(client_of, ratna, count, django_assert_max_num_queries):
    for _number in range(count):
        OneTimeLink.make(make_owner(make_exhibitor()), by=ratna)
    office = client_of(ratna)
    office.get(PAGE)

    with django_assert_max_num_queries(12):
        assert office.get(PAGE).status_code == 200


def test_225_links_are_a_matter_of_few_queries_each(dewi, django_assert_max_num_queries):
    booths = [make_exhibitor(whatsapp=f"+62813{number:07}") for number in range(10)]

    with django_assert_max_num_queries(300):
        assert sum(bool(one.url) for one in invite_all(booths, by=dewi)) == 10
