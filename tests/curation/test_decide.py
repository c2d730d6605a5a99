"""Decisions about booths and products: who may, what they need, what they leave behind, and that of two at once one wins."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Consent, Record
from curation.decide import decide
from curation.said import mark
from exhibitors.models import Membership
from exhibitors.states import Refused, Status
from tests import race
from tests.factories import give_consents, make_exhibitor, make_organiser, make_owner, make_product
from tests.html import parse


def page_of(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_decide", args=[row.pk])


def decision(row, act, reason="", **more):
    """What a browser sends from the page as it is now."""
    return {"langkah": act, "alasan": reason, "terlihat": mark(type(row).objects.get(pk=row.pk))} | more


def ticked(client, act, *rows):
    """What a browser sends from the list as it is now, with these rows ticked; the list carries a mark for each row that it shows."""
    page = parse(client.get(list_of(rows[0])))
    return {
        "action": act,
        "index": "0",
        "_selected_action": [row.pk for row in rows],
        "terlihat": [field["value"] for field in page.all("input", name="terlihat")],
    }


def list_of(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_changelist")


def asked_for(answer):
    """What a browser would send back from the page that asks once more."""
    form = parse(answer).one("form", cls="decide")
    data = {}
    for field in form.all("input", type="hidden"):
        data.setdefault(field["name"], []).append(field["value"])
    return data


def stands(row):
    row.refresh_from_db()
    return row.status


@pytest.fixture
def booth(db):
    return make_exhibitor(name="Dapur Contoh", status=Status.SUBMITTED)


def test_from_submitted_to_shown(client_of, ratna, client, booth):
    product = make_product(exhibitor=booth, status=Status.SUBMITTED, published_at=None)
    office = client_of(ratna)

    for row in (booth, product):
        for act in ("approve", "publish"):
            assert office.post(page_of(row), decision(row, act))["Location"] == page_of(row)

    assert client.get(booth.get_absolute_url()).status_code == 200
    assert product.name in parse(client.get(product.get_absolute_url())).one("h1").text
    product.refresh_from_db()
    assert product.published_at is not None
    assert list(Record.objects.about(booth).values_list("deed", "actor__username", "region")) == [
        ("publish", "ratna", "35.72"),
        ("approve", "ratna", "35.72"),
    ]


def test_what_was_decided_is_on_record_with_old_and_new(client_of, ratna, booth):
    client_of(ratna).post(page_of(booth), decision(booth, "send_back", "Foto gelap"))

    page = parse(client_of(ratna).get(reverse("admin:exhibitors_exhibitor_history", args=[booth.pk])))
    row = page.one("tbody").one("tr").text
    assert "Ratna Wulandari" in row and "“Foto gelap”" in row
    assert (page.one("del").text, page.one("ins").text) == ("Diajukan", "Perlu diperbaiki")


@pytest.mark.parametrize("act", ["send_back", "reject"])
def test_a_refusal_needs_a_reason_and_the_owner_reads_it(client_of, client, ratna, booth, sari, act):
    make_owner(booth, user=sari)
    office = client_of(ratna)

    without = office.post(page_of(booth), decision(booth, act, "  "))
    assert (without.status_code, stands(booth)) == (422, Status.SUBMITTED)
    assert "Tulis alasannya" in parse(without).one("ul", cls="messagelist").text

    office.post(page_of(booth), decision(booth, act, "Kemasan belum ada label"))
    news = parse(client_of(sari).get(f"/kelola/stan/{booth.pk}/kabar/"))
    assert "“Kemasan belum ada label”" in news.one("main").text


def test_needs_work_then_mended_then_submitted_again(client_of, ratna, booth, sari):
    make_owner(booth, user=sari)
    make_product(exhibitor=booth, status=Status.SUBMITTED)
    decide(booth, "send_back", by=ratna, reason="Ceritanya kurang")
    phone = client_of(sari)

    home = parse(phone.get(f"/kelola/stan/{booth.pk}/"))
    assert "Kata panitia: “Ceritanya kurang”" in home.one("section", cls="sheet--next").text
    assert phone.post(f"/kelola/stan/{booth.pk}/ajukan/").status_code == 302
    assert stands(booth) == Status.SUBMITTED
    assert phone.post(f"/kelola/stan/{booth.pk}/ajukan/").status_code == 302
    assert Record.objects.about(booth).filter(deed="submit").count() == 1


def test_the_message_is_ready_for_whatsapp(client_of, ratna, booth):
    client_of(ratna).post(page_of(booth), decision(booth, "send_back", "Foto gelap"))

    page = parse(client_of(ratna).get(page_of(booth)))

    text = page.one("textarea", readonly=True).text
    assert "“Dapur Contoh” perlu diperbaiki dulu." in text and "Foto gelap" in text
    assert page.one("a", rel=True, target="_blank")["href"].startswith("https://wa.me/628")


@pytest.mark.parametrize("act", ["publish", "approve"])
def test_a_decision_does_not_jump_over_others(ratna, booth, act):
    booth.status = Status.DRAFT
    booth.save()

    with pytest.raises(Refused, match="Langkah ini tidak bisa dari situ"):
        decide(booth, act, by=ratna)
    assert stands(booth) == Status.DRAFT
    assert not Record.objects.exists()


def test_the_second_is_told_who_and_when(client_of, dewi, ratna, booth):
    form = decision(booth, "reject", "Belum lengkap")
    decide(booth, "approve", by=dewi)

    answer = client_of(ratna).post(page_of(booth), form)

    assert answer.status_code == 422
    assert "Sudah diputuskan: Disetujui oleh Dewi Lestari" in parse(answer).one("ul", cls="messagelist").text
    assert parse(answer).one("textarea", id="alasan").text == "Belum lengkap"
    assert Record.objects.count() == 1


def test_nobody_decides_about_a_booth_that_he_runs(ratna, booth):
    Membership.objects.create(exhibitor=booth, user=ratna)

    for row in (booth, make_product(exhibitor=booth, status=Status.SUBMITTED)):
        with pytest.raises(Refused, match="Anda mengelola stan ini"):
            decide(row, "approve", by=ratna)
        assert stands(row) == Status.SUBMITTED


def test_an_owner_who_said_no_is_not_shown(dewi, booth):
    owner = make_owner(booth)
    give_consents(owner, Consent.Purpose.TERMS)
    decide(booth, "approve", by=dewi)

    with pytest.raises(Refused, match="belum mengizinkan"):
        decide(booth, "publish", by=dewi)
    assert stands(booth) == Status.APPROVED


@pytest.mark.parametrize("role", ["Kurator", "Pendamping", "Auditor", "Petugas pintu"])
def test_other_roles_decide_nothing(client_of, booth, role):
    user = make_organiser("lain", role=role, regions=["kota-blitar"], name="Lain")

    with pytest.raises(PermissionDenied):
        decide(booth, "approve", by=user)
    assert client_of(user).post(page_of(booth), decision(booth, "approve")).status_code in (403, 404)
    assert stands(booth) == Status.SUBMITTED


def test_another_regions_booth_is_absent(client_of, joko, booth):
    office = client_of(joko)

    missing = page_of(booth).replace(str(booth.pk), "999999")
    assert [office.get(url).status_code for url in (page_of(booth), missing)] == [404, 404]
    assert [office.post(url, decision(booth, "approve")).status_code for url in (page_of(booth), missing)] == [404, 404]
    with pytest.raises(PermissionDenied):
        decide(booth, "approve", by=joko)
    assert stands(booth) == Status.SUBMITTED


def test_many_at_once_and_only_ones_own(client_of, ratna):
    own = [make_exhibitor(status=Status.SUBMITTED) for _ in range(3)]
    other = make_exhibitor(region="nganjuk", status=Status.SUBMITTED)
    url = reverse("admin:exhibitors_exhibitor_changelist")
    chosen = ticked(client_of(ratna), "approve", *own, other)

    client_of(ratna).post(url, chosen)
    assert [stands(row) for row in own] == [Status.APPROVED] * 3
    assert stands(other) == Status.SUBMITTED

    asked = client_of(ratna).post(url, ticked(client_of(ratna), "send_back", *own, other))
    assert {field["value"] for field in parse(asked).all("input", name="_selected_action")} == {str(row.pk) for row in own}
    client_of(ratna).post(url, asked_for(asked) | {"alasan": "Foto gelap"})
    assert [stands(row) for row in own] == [Status.NEEDS_WORK] * 3
    assert stands(other) == Status.SUBMITTED


def test_a_mentor_fills_in_hands_in_and_the_owner_confirms(client_of, sari):
    bagas = make_organiser("bagas", role="Pendamping", regions=["kota-blitar"], name="Bagas Prakoso")
    booth = make_exhibitor(status=Status.DRAFT, entered_by=bagas)
    make_product(exhibitor=booth, status=Status.DRAFT)
    make_owner(booth, user=sari)
    phone = client_of(sari)

    task = parse(phone.get(f"/kelola/stan/{booth.pk}/")).one("section", cls="sheet--next")
    assert "Periksa isian stan Anda" in task.text
    assert "Bagas Prakoso" in parse(phone.get(f"/kelola/stan/{booth.pk}/benar/")).one("main").text
    assert client_of(bagas).post(f"/kelola/stan/{booth.pk}/benar/").status_code == 404
    for _twice in range(2):
        assert phone.post(f"/kelola/stan/{booth.pk}/benar/").status_code == 302
    booth.refresh_from_db()
    assert booth.confirmed_by == sari
    assert Record.objects.about(booth).filter(deed="confirm").count() == 1
    assert client_of(bagas).post(page_of(booth), decision(booth, "submit")).status_code == 302
    assert stands(booth) == Status.SUBMITTED
    assert client_of(bagas).get(reverse("admin:exhibitors_exhibitor_change", args=[booth.pk])).context["has_change_permission"] is False


RACE = """
from accounts.models import Record, User
from curation.decide import decide
from curation.said import mark
from exhibitors.states import Refused, Status
from tests.factories import make_exhibitor, make_organiser
from django.contrib.auth.models import Group
import uuid
mark = uuid.uuid4().hex[:8]
people = [make_organiser(f"{name}-{mark}", role="Penyelenggara pusat", name=name) for name in ("Satu", "Dua")]
def try_it(act, by, seen):
    try:
        decide(seen, act, by=by, reason="Begini")
        return "done"
    except Refused as refusal:
        return str(refusal)
results = []
for turn in range(50):
    booth = make_exhibitor(slug=f"balapan-{mark}-{turn}", status=Status.SUBMITTED)
    seen = [type(booth).objects.get(pk=booth.pk) for _ in range(2)]
    acts = zip(["approve", "reject" if turn % 2 else "approve"], [people[0], people[turn % 2]], seen)
    answers = at_once(lambda: try_it(*next(acts)), 2)
    told = [answer for answer in answers if answer.startswith("Sudah diputuskan") and (" oleh Satu, " in answer or " oleh Dua, " in answer)]
    results.append([answers.count("done"), len(told), Record.objects.about(booth).count()])
print(json.dumps(results))
"""


def test_of_two_at_once_exactly_one_wins_fifty_times(own_database):
    assert race.run(own_database, RACE) == [[1, 1, 1]] * 50


NUMBERS = """
from accounts.models import User
from exhibitors.models import Participation
from tests.factories import make_edition, make_exhibitor
import uuid
mark = uuid.uuid4().hex[:8]
edition = make_edition(slug=f"edisi-{mark}")
waiting = [Participation.objects.create(exhibitor=make_exhibitor(slug=f"nomor-{mark}-{turn}"), edition=edition) for turn in range(8)]
rows = iter(waiting)
at_once(lambda: next(rows).move_to("accepted", by=None) or 0, 8)
Participation.objects.get(edition=edition, stall_number="KB-003").move_to("declined", by=None)
late = Participation.objects.create(exhibitor=make_exhibitor(slug=f"nomor-{mark}-lagi"), edition=edition)
late.move_to("accepted", by=None)
print(json.dumps([sorted(Participation.objects.filter(edition=edition).exclude(stall_number=None).values_list("stall_number", flat=True)), late.stall_number]))
"""


def test_stall_numbers_have_no_gaps_and_no_doubles(own_database):
    assert race.run(own_database, NUMBERS) == [[f"KB-{number:03}" for number in range(1, 9)], "KB-003"]
