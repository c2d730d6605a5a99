"""Rounds of curation: what enters, who judges what, what is decided, and what the owner reads of it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

import exhibitors.badges
import products.badges
from accounts.models import Record
from curation import rounds
from curation.decide import decide
from curation.models import CRITERIA, Criterion, Entry, Review, Round, Score
from curation.said import mark
from exhibitors.models import Membership
from exhibitors.states import Refused, Status
from products.models import Product
from tests import race
from tests.factories import (
    make_document,
    make_edition,
    make_entry,
    make_exhibitor,
    make_organiser,
    make_owner,
    make_product,
    make_product_photo,
    make_round,
)
from tests.html import parse

KEPT = "Kemasannya bocor"
CHANGED = "Isinya berubah sejak Anda membukanya. Lihat sekali lagi, lalu putuskan."


def address(name, *objects):
    return reverse(f"admin:curation_{name}", args=[one.pk for one in objects])


def card(entry):
    return address("entry_judge", entry.round, entry)


def decision(entry):
    return address("entry_settle", entry.round, entry)


def outcome_of(entry, outcome, reason="", **more):
    """What a browser sends from the page as it is now."""
    return {"hasil": outcome, "alasan": reason, "terlihat": mark(Product.objects.get(pk=entry.product_id))} | more


def outcome_of_many(entries, outcome, reason=""):
    marks = {f"terlihat-{entry.pk}": mark(Product.objects.get(pk=entry.product_id)) for entry in entries}
    return {"hasil": outcome, "alasan": reason, "entri": [entry.pk for entry in entries]} | marks


def scores(round, *values, sama="ya", catatan=""):
    """What a browser sends: a score per criterion, the last for all that follow."""
    values = [*values, *[values[-1]] * 5]
    given = {f"nilai_{criterion.pk}": value for criterion, value in zip(round.criteria.all(), values, strict=False)}
    return given | {"sama": sama, "catatan": catatan}


def judged(entry, by, *values, remark=""):
    values = [*values, *[values[-1]] * 5]
    given = dict(zip(entry.round.criteria.values_list("pk", flat=True), values, strict=False))
    return rounds.judge(entry, by=by, scores=given, same_as_photo="ya", remark=remark)


def stands(row):
    row.refresh_from_db()
    return row.status


def hold_papers(*entries):
    """What the gate asks, verified."""
    for booth in {entry.product.exhibitor for entry in entries}:
        make_document(exhibitor=booth, kind="nib")
    for entry in entries:
        entry.product.documents.add(make_document(exhibitor=entry.product.exhibitor, kind="pirt"))
    exhibitors.badges.refresh()
    products.badges.refresh()


def told(answer):
    return parse(answer).one("ul", cls="messagelist").text


@pytest.fixture
def wulan(db):
    return make_organiser("wulan", role="Kurator", regions=["kota-blitar"], name="Wulan Pertiwi")


@pytest.fixture
def round(db):
    return make_round()


@pytest.fixture
def entry(round):
    entry = make_entry(round=round, name="Wajik kletik")
    hold_papers(entry)
    return Entry.objects.with_place().get()


# A round is opened, and products enter


def test_a_new_round_has_the_banks_criteria(client_of, dewi):
    edition, today = make_edition(), timezone.localdate()
    url = reverse("admin:curation_round_add")
    data = {"edition": edition.pk, "kind": "pameran", "name": "Kurasi 2026", "opens_on": today, "closes_on": today}

    assert client_of(dewi).post(url, data).status_code == 302
    assert [criterion.name for criterion in Round.objects.get().criteria.all()] == [name for name, _en, _look in CRITERIA]
    again = client_of(dewi).post(url, data)
    assert "Edisi ini sudah punya putaran dengan nama itu." in parse(again).one("main").text
    assert "tidak boleh sebelum" in parse(client_of(dewi).post(url, data | {"name": "Lain", "closes_on": "2020-01-01"})).one("main").text
    assert Round.objects.count() == 1


def change_criteria(office, round, **changed):
    first = round.criteria.first()
    inline = {"criteria-TOTAL_FORMS": 1, "criteria-INITIAL_FORMS": 1, "criteria-0-id": first.pk, "criteria-0-round": round.pk}
    inline |= {"criteria-0-name": first.name, "criteria-0-position": first.position, "criteria-0-look_at": first.look_at}
    data = {"name": round.name, "opens_on": round.opens_on, "closes_on": round.closes_on}
    return office.post(reverse("admin:curation_round_change", args=[round.pk]), data | inline | changed)


def test_criteria_are_fixed_with_the_first_review(client_of, dewi, wulan, entry):
    office, round = client_of(dewi), entry.round
    assert change_criteria(office, round, **{"criteria-0-name": "Kekhasan"}).status_code == 302
    assert round.criteria.filter(name="Kekhasan").exists()

    judged(entry, wulan, 4)

    change_criteria(office, round, **{"criteria-0-name": "Lain lagi"})
    assert not Criterion.objects.filter(name="Lain lagi").exists()
    page = parse(office.get(reverse("admin:curation_round_change", args=[round.pk])))
    assert "Sudah ada penilaian, jadi kriterianya tetap" in page.one("main").text
    assert not page.all("input", name="criteria-0-name")


def test_all_that_was_handed_in_enters_once_and_region_by_region(client_of, ratna, round):
    own = [make_product(status=Status.SUBMITTED) for _ in range(3)]
    make_product(status=Status.DRAFT)
    make_product(exhibitor=make_exhibitor(region="nganjuk"), status=Status.SUBMITTED)
    url = address("round_enter", round)

    page = parse(client_of(ratna).get(url))
    assert [row.text for row in page.one("tbody").all("tr")] == ["Kota Blitar 0 3"]
    for _twice in range(2):
        assert client_of(ratna).post(url)["Location"] == url

    assert {entry.product for entry in round.entries.all()} == set(own)
    assert Record.objects.about(own[0]).get().changes == [{"field": "putaran kurasi", "old": "", "new": round.name}]


def test_ticked_products_enter_the_round_that_is_chosen(client_of, ratna, round):
    product, draft = make_product(status=Status.SUBMITTED), make_product(status=Status.DRAFT)
    other = make_product(exhibitor=make_exhibitor(region="nganjuk"), status=Status.SUBMITTED)
    url, office = reverse("admin:products_product_changelist"), client_of(ratna)
    chosen = {"action": "enter_round", "_selected_action": [product.pk, draft.pk, other.pk]}

    asked = parse(office.post(url, chosen))
    assert {field["value"] for field in asked.all("input", name="_selected_action")} == {str(product.pk), str(draft.pk)}
    assert asked.one("input", name="putaran")["value"] == str(round.pk)
    assert "Pilih putarannya" in parse(office.post(url, chosen | {"putaran": "abc"})).one("main").text
    answer = office.post(url, chosen | {"putaran": round.pk}, follow=True)

    assert [entry.product for entry in Entry.objects.all()] == [product]
    assert "1 produk masuk" in told(answer) and "1 produk tidak masuk" in told(answer)


def test_a_round_for_export_takes_what_has_passed(client_of, dewi, entry):
    rounds.settle(entry, "ekspor", by=dewi)
    coded = make_product(hs_code="9206.00")
    make_product()
    make_product(status=Status.SUBMITTED, hs_code="9206.00")
    export = make_round(edition=entry.round.edition, kind="ekspor")

    client_of(dewi).post(address("round_enter", export))

    assert {one.product for one in export.entries.all()} == {entry.product, coded}


def test_other_roles_put_nothing_in(client_of, wulan, round):
    product = make_product(status=Status.SUBMITTED)
    for user in (wulan, make_organiser("bagas", role="Pendamping", regions=["kota-blitar"], name="Bagas Prakoso")):
        assert client_of(user).post(address("round_enter", round)).status_code == 403
        with pytest.raises(PermissionDenied):
            rounds.enter(round, type(product).objects.all(), by=user)
    assert not Entry.objects.exists()


# A curator judges


def test_a_curator_goes_through_her_queue(client_of, wulan, round):
    first, second, third = (make_entry(round=round, name=name) for name in ("Wajik", "Sale", "Getuk"))
    office = client_of(wulan)

    start = parse(office.get(address("round_queue", round)))
    assert "0 dari 3 sudah Anda nilai" in start.one("main").text
    assert office.post(address("round_queue", round))["Location"] == card(first)
    page = parse(office.get(card(first)))
    assert page.one("h1").text == "Wajik"
    assert [link["href"] for link in page.all("a", rel="next")] == [card(second)]
    assert not page.all("a", rel="prev")
    assert office.post(card(first), scores(round, 4, 5, 3, catatan="Rapi"))["Location"] == card(second)
    assert office.post(card(third), scores(round, 2))["Location"] == card(second)
    assert office.post(card(second), scores(round, 2))["Location"] == address("round_queue", round)

    review = Review.objects.get(entry=first)
    assert [score.value for score in review.scores.all()] == [4, 5, 3, 3, 3]
    assert (review.curator, review.same_as_photo, review.remark) == (wulan, "ya", "Rapi")
    end = parse(office.get(address("round_queue", round)))
    assert "3 dari 3 sudah Anda nilai" in end.one("main").text
    assert not end.all("button", text="Lanjut menilai")


def test_sent_twice_it_is_one_review_and_a_change_is_on_record(client_of, wulan, entry):
    office = client_of(wulan)
    for _twice in range(2):
        assert office.post(card(entry), scores(entry.round, 4)).status_code == 302
    assert (Review.objects.count(), Score.objects.count()) == (1, 5)
    assert not Record.objects.about(Review.objects.get()).exists()

    office.post(card(entry), scores(entry.round, 2, 4, catatan=KEPT))

    changes = Record.objects.about(Review.objects.get()).get().changes
    assert changes == [{"field": "Keaslian", "old": "4", "new": "2"}, {"field": "catatan", "old": "", "new": KEPT}]


@pytest.mark.parametrize("value", ["0", "6", "abc", "", "4.5"])
def test_a_score_that_is_none_is_told_and_the_rest_stays(client_of, wulan, entry, value):
    sent = scores(entry.round, value, 4, sama="tidak", catatan=KEPT)

    answer = client_of(wulan).post(card(entry), sent)

    page = parse(answer)
    faulty = page.one("fieldset", cls="score--faulty")
    assert (answer.status_code, Review.objects.count()) == (422, 0)
    assert faulty.one("legend").text == "Keaslian" and faulty.one(cls="score__error").text == "Beri nilai 1 sampai 5."
    assert [box["value"] for box in page.all("input", type="radio", checked=True)] == ["4", "4", "4", "4", "tidak"]
    assert page.one("textarea").text == KEPT


def test_a_missing_answer_and_far_too_many_words(client_of, wulan, entry):
    sent = scores(entry.round, 4, catatan="a" * 10_000)
    del sent["sama"]

    answer = client_of(wulan).post(card(entry), sent)

    page = parse(answer)
    assert answer.status_code == 422
    assert {error.text for error in page.all(cls="score__error")} >= {"Pilih ya, tidak, atau belum melihat."}
    assert len(page.one("textarea").text) == 10_000
    assert not Review.objects.exists()


def test_the_database_keeps_scores_within_one_and_five(wulan, entry):
    review = judged(entry, wulan, 3)
    for value in (0, 6):
        with pytest.raises(IntegrityError), transaction.atomic():
            review.scores.update(value=value)


def test_the_page_shows_the_papers_and_what_ends_too_soon(client_of, wulan, round):
    entry = make_entry(round=round)
    booth, soon = entry.product.exhibitor, timezone.localdate() + datetime.timedelta(days=1)
    make_document(exhibitor=booth, kind="nib", status="diajukan")
    entry.product.documents.add(make_document(exhibitor=booth, kind="pirt", number="P-IRT 2063572010001-29", valid_until=soon))
    products.badges.refresh()

    page = parse(client_of(wulan).get(card(entry))).one("main")

    gate = page.one(cls="gate--shut").text
    assert "NIB belum terverifikasi." in gate and "sebelum pameran selesai" in gate
    assert any("sejak 17 Oktober 2026" in note.text for note in page.all(cls="gate--warn"))
    papers = {row.one("th").text: [cell.text for cell in row.all("td")] for row in page.one("tbody").all("tr")}
    assert papers["P-IRT P-IRT 2063572010001-29"][1].endswith("(habis sebelum pameran selesai)")
    assert [words[0] for words in papers.values()] == ["Diajukan", "Terverifikasi"]


def test_another_regions_product_is_absent(client_of, wulan, round):
    other = make_entry(round=round, exhibitor=make_exhibitor(region="nganjuk", status=Status.SUBMITTED))
    office = client_of(wulan)

    missing = card(other).replace(f"/{other.pk}/", "/999999/")
    assert [office.get(url).status_code for url in (card(other), missing)] == [404, 404]
    assert [office.post(url, scores(round, 4)).status_code for url in (card(other), missing)] == [404, 404]
    assert other.product.name not in parse(office.get(address("round_queue", round))).one("main").text
    with pytest.raises(PermissionDenied):
        judged(other, wulan, 4)
    assert not Review.objects.exists()


def test_nobody_judges_a_booth_that_he_runs(client_of, wulan, ratna, entry):
    make_entry(round=entry.round)
    for user in (wulan, ratna):
        Membership.objects.create(exhibitor=entry.product.exhibitor, user=user)
        office = client_of(user)
        assert "0 dari 1" in parse(office.get(address("round_queue", entry.round))).one("main").text
        assert office.get(card(entry)).status_code == office.post(card(entry), scores(entry.round, 5)).status_code == 404
        with pytest.raises(PermissionDenied):
            judged(entry, user, 5)
    office = client_of(ratna)
    assert entry.product.name not in parse(office.get(address("round_results", entry.round))).one("main").text
    assert office.get(decision(entry)).status_code == office.post(decision(entry), {"hasil": "lolos"}).status_code == 404
    with pytest.raises(Refused, match="Anda mengelola stan ini"):
        rounds.settle(entry, "lolos", by=ratna)
    answer = office.post(address("round_results", entry.round), {"entri": entry.pk, "hasil": "lolos"})
    assert answer.status_code == 422
    assert (Review.objects.count(), stands(entry.product)) == (0, Status.SUBMITTED)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"closed_at": timezone.now()}, "Putaran ini sudah ditutup."),
        ({"opens_on": timezone.localdate() + datetime.timedelta(days=1)}, "Menilai mulai"),
        ({"opens_on": datetime.date(2026, 1, 1), "closes_on": datetime.date(2026, 1, 3)}, "Waktu menilai selesai 3 Januari 2026."),
    ],
)
def test_a_round_that_takes_no_scores_says_so(client_of, wulan, entry, fields, sentence):
    Round.objects.update(**fields)

    answer = client_of(wulan).post(card(entry), scores(entry.round, 4, catatan=KEPT))

    assert answer.status_code == 422
    assert sentence in parse(answer).one(cls="errornote").text
    assert parse(answer).one("textarea").text == KEPT
    assert sentence in parse(client_of(wulan).get(card(entry))).one(cls="round__card").text
    assert not Review.objects.exists()


def test_what_was_decided_takes_no_more_scores(client_of, wulan, dewi, entry):
    rounds.settle(entry, "lolos", by=dewi)

    answer = client_of(wulan).post(card(entry), scores(entry.round, 1))

    assert answer.status_code == 422
    assert "Sudah diputuskan: Lolos oleh Dewi Lestari" in parse(answer).one(cls="errornote").text
    assert "Belum ada produk" in parse(client_of(wulan).get(address("round_queue", entry.round))).one("main").text


def test_others_scores_are_seen_after_ones_own(client_of, wulan, ratna, entry):
    review = judged(entry, ratna, 1, remark=KEPT)
    judged(entry, ratna, 2, remark=KEPT)
    office = client_of(wulan)

    before = parse(office.get(card(entry))).one("main")
    assert KEPT not in before.text and not before.all("table", cls="sheet")
    assert office.get(address("round_results", entry.round)).status_code == office.get(decision(entry)).status_code == 403
    record = Record.objects.about(review).get()
    assert office.get(reverse("admin:accounts_record_change", args=[record.pk])).status_code == 404
    office.post(card(entry), scores(entry.round, 5))

    assert KEPT in parse(office.get(card(entry))).one("table", cls="sheet").text


@pytest.mark.parametrize("role", ["Pendamping", "Auditor", "Petugas pintu"])
def test_other_roles_give_no_scores(client_of, entry, role):
    user = make_organiser("lain", role=role, regions=["kota-blitar"], name="Lain")

    assert client_of(user).get(card(entry)).status_code == client_of(user).post(card(entry), scores(entry.round, 4)).status_code == 403
    with pytest.raises(PermissionDenied):
        judged(entry, user, 4)


def test_an_auditor_reads_and_decides_nothing(client_of, wulan, entry):
    judged(entry, wulan, 4)
    auditor = client_of(make_organiser("auditor", role="Auditor", regions=["kota-blitar"], name="Auditor"))

    page = parse(auditor.get(address("round_results", entry.round)))
    assert not page.all("button", name="hasil")
    assert not parse(auditor.get(decision(entry))).all("button", name="hasil")
    assert auditor.post(decision(entry), {"hasil": "lolos"}).status_code == 403
    assert auditor.post(address("round_close", entry.round)).status_code == 403
    assert stands(entry.product) == Status.SUBMITTED


# Organisers look and decide


def test_the_results_show_means_and_who_differs_in_words(client_of, wulan, ratna, dewi, entry):
    quiet = make_entry(round=entry.round, name="Sale pisang")
    judged(entry, wulan, 5, 4, remark="Bagus sekali")
    judged(entry, ratna, 2, 3, 4, remark=KEPT)

    page = parse(client_of(dewi).get(address("round_results", entry.round)))
    cells = [cell.text for cell in page.one("tbody").all("tr")[0].all("td")]
    assert cells[1:9] == ["Kota Blitar", "2", "3,5", "3,5", "4,0", "4,0", "4,0", "19,0"]
    assert cells[9] == "Keaslian 2–5"
    assert [cell.text for cell in page.one("tbody").all("tr")[1].all("td")][2:9] == ["0", "–", "–", "–", "–", "–", "–"]
    sheet = parse(client_of(dewi).get(decision(entry))).one("table", cls="sheet")
    assert sheet.all("tr")[1].text == "Keaslian 5 2 beda 3"
    assert sheet.all("tr")[-1].text == f"Catatan Bagus sekali {KEPT}"
    office, url = client_of(dewi), address("round_results", entry.round)
    queries = ("urut=-jumlah", "urut=nama", "urut=jahat", "tanda=beda", "tanda=kosong", "hasil=belum&wilayah=kota-blitar", "hasil=lolos")
    names = {query: [row.one("th").one("a").text for row in parse(office.get(f"{url}?{query}")).all("tr")[1:]] for query in queries}
    both = [entry.product.name, quiet.product.name]
    assert names == {
        "urut=-jumlah": both,
        "urut=nama": both[::-1],
        "urut=jahat": both,
        "tanda=beda": both[:1],
        "tanda=kosong": both[1:],
        "hasil=belum&wilayah=kota-blitar": both,
        "hasil=lolos": [],
    }


@pytest.mark.parametrize(
    ("outcome", "reason", "status", "deed", "words"),
    [
        ("lolos", "", Status.APPROVED, "approve", "Lolos kurasi pameran."),
        ("ekspor", "Kemasannya siap kirim", Status.APPROVED, "approve", "Lolos kurasi pameran, dan dicalonkan untuk ekspor."),
        ("perbaiki", "Label belum ada", Status.NEEDS_WORK, "send_back", "Perlu diperbaiki dulu. Ubah, lalu ajukan lagi."),
        ("tidak", "Bukan buatan sendiri", Status.REJECTED, "reject", "Belum bisa ikut."),
    ],
)
def test_an_outcome_moves_the_product_and_reaches_its_owner(client_of, ratna, wulan, sari, entry, outcome, reason, status, deed, words):
    booth = entry.product.exhibitor
    make_owner(booth, user=sari)
    judged(entry, wulan, 3, remark=KEPT)
    office = client_of(ratna)

    assert office.post(decision(entry), outcome_of(entry, outcome, reason))["Location"] == decision(entry)

    assert stands(entry.product) == status
    record = Record.objects.about(entry.product).get()
    assert (record.deed, record.reason, record.actor) == (deed, reason, ratna)
    assert {change["field"] for change in record.changes} == {"status", entry.round.name}
    page = parse(office.get(decision(entry)))
    text = page.one("textarea", readonly=True).text
    assert f"“Wajik kletik”: {words}" in text and reason in text
    assert page.one("a", target="_blank")["href"].startswith("https://wa.me/628")
    news = parse(client_of(sari).get(f"/kelola/stan/{booth.pk}/kabar/")).one("main").text
    assert words in news and reason in news
    assert KEPT not in news and "Wulan" not in news


@pytest.mark.parametrize("outcome", ["perbaiki", "tidak"])
def test_a_refusal_needs_a_reason(client_of, ratna, entry, outcome):
    answer = client_of(ratna).post(decision(entry), outcome_of(entry, outcome, " "))

    assert answer.status_code == 422
    assert "Tulis alasannya" in told(answer)
    assert stands(entry.product) == Status.SUBMITTED and not Record.objects.about(entry.product).exists()


def test_the_gate_of_legality_opens_by_papers_or_by_a_reason(client_of, ratna, round):
    entry = make_entry(round=round)
    office = client_of(ratna)

    answer = office.post(decision(entry), outcome_of(entry, "lolos"))
    assert answer.status_code == 422
    assert "Legalitasnya belum lengkap: NIB belum terverifikasi. P-IRT atau BPOM belum terverifikasi." in told(answer)
    assert stands(entry.product) == Status.SUBMITTED
    assert office.post(decision(entry), outcome_of(entry, "lolos", "NIB sudah dilihat di kantor")).status_code == 302
    assert stands(entry.product) == Status.APPROVED


def test_ticked_products_are_decided_together(client_of, ratna, round):
    entries = [make_entry(round=round) for _ in range(3)]
    hold_papers(*entries[:2])
    other = make_entry(round=round, exhibitor=make_exhibitor(region="nganjuk", status=Status.SUBMITTED))
    office, url = client_of(ratna), address("round_results", round)

    answer = office.post(url, outcome_of_many([*entries, other], "lolos"))

    page = parse(answer)
    assert answer.status_code == 422
    assert "Lolos: 2 produk." in told(answer) and "Legalitasnya belum lengkap" in told(answer)
    assert [box["value"] for box in page.all("input", name="entri", checked=True)] == [str(entries[2].pk)]
    assert [stands(entry.product) for entry in (*entries, other)] == ["approved", "approved", "submitted", "submitted"]
    assert "Centang dulu" in told(office.post(url, {"hasil": "lolos", "entri": ["abc", other.pk]}))
    assert office.post(url, {"hasil": "juara", "entri": entries[2].pk}).status_code == 404
    done = office.post(url + "?urut=nama", outcome_of_many(entries[2:], "tidak", "Bukan buatan sendiri"))
    assert done["Location"] == url + "?urut=nama"
    assert stands(entries[2].product) == Status.REJECTED


def test_the_second_is_told_who_and_when(client_of, dewi, ratna, entry):
    form = outcome_of(entry, "tidak", "Belum rapi")
    rounds.settle(entry, "lolos", by=dewi)

    answer = client_of(ratna).post(decision(entry), form)

    assert answer.status_code == 422
    assert "Sudah diputuskan: Lolos oleh Dewi Lestari" in told(answer)
    assert Record.objects.about(entry.product).count() == 1


def test_what_was_decided_elsewhere_meanwhile_is_told(client_of, dewi, ratna, entry):
    form = outcome_of(entry, "lolos")
    decide(entry.product, "approve", by=dewi)

    late = client_of(ratna).post(decision(entry), form)
    assert late.status_code == 422 and "Sudah diputuskan: Disetujui oleh Dewi Lestari" in told(late)
    forged = client_of(ratna).post(decision(entry), {"hasil": "lolos", "terlihat": "published.x"})
    assert forged.status_code == 422 and "baru saja berubah" in told(forged)
    assert client_of(ratna).post(decision(entry), outcome_of(entry, "lolos")).status_code == 302
    assert list(Record.objects.about(entry.product).values_list("deed", flat=True)) == ["curate", "approve"]


def test_sent_back_mended_and_judged_again(client_of, ratna, wulan, sari, entry):
    booth = entry.product.exhibitor
    make_owner(booth, user=sari)
    judged(entry, wulan, 2)
    rounds.settle(entry, "perbaiki", by=ratna, reason="Label belum ada")
    with pytest.raises(Refused, match="Sudah diputuskan: Perlu diperbaiki oleh Ratna"):
        rounds.settle(entry, "lolos", by=ratna)

    client_of(sari).post(f"/kelola/stan/{booth.pk}/ajukan/")
    assert stands(entry.product) == Status.SUBMITTED

    assert client_of(wulan).post(card(entry), scores(entry.round, 5)).status_code == 302
    rounds.settle(entry, "lolos", by=ratna)
    assert stands(entry.product) == Status.APPROVED
    news = parse(client_of(sari).get(f"/kelola/stan/{booth.pk}/kabar/")).one("main").text
    assert news.index("Lolos kurasi pameran.") < news.index("Label belum ada")


def test_in_a_round_for_export_nothing_moves(client_of, dewi, sari):
    entry = make_entry(round=make_round(kind="ekspor"), product=make_product())
    make_owner(entry.product.exhibitor, user=sari)
    hold_papers(entry)
    office = client_of(dewi)

    assert [button.text for button in parse(office.get(decision(entry))).all("button", name="hasil")] == [
        "Calon ekspor",
        "Perlu diperbaiki",
        "Tidak",
    ]
    assert office.post(decision(entry), outcome_of(entry, "lolos")).status_code == 422
    assert office.post(decision(entry), outcome_of(entry, "perbaiki")).status_code == 422
    assert office.post(decision(entry), outcome_of(entry, "perbaiki", "Isi kode HS")).status_code == 302
    assert office.post(decision(entry), outcome_of(entry, "ekspor")).status_code == 302
    assert stands(entry.product) == Status.PUBLISHED
    news = parse(client_of(sari).get(f"/kelola/stan/{entry.product.exhibitor_id}/kabar/")).one("main").text
    assert "Terpilih sebagai calon ekspor." in news and "Isi kode HS" in news


def test_another_regions_decision_is_absent(client_of, joko, entry):
    office = client_of(joko)

    missing = decision(entry).replace(f"/{entry.pk}/", "/999999/")
    assert [office.get(url).status_code for url in (decision(entry), missing)] == [404, 404]
    assert [office.post(url, {"hasil": "lolos"}).status_code for url in (decision(entry), missing)] == [404, 404]
    page = parse(office.get(address("round_results", entry.round))).one("main").text
    assert entry.product.name not in page
    with pytest.raises(PermissionDenied):
        rounds.settle(entry, "lolos", by=joko)
    counted = parse(office.get(reverse("admin:curation_round_changelist"))).one("td", cls="field-entry_count")
    assert counted.text == "0"


def test_a_round_is_closed_once_and_opened_again(client_of, dewi, ratna, entry):
    office, url = client_of(dewi), address("round_close", entry.round)
    assert client_of(ratna).post(url).status_code == 403
    assert "ditutup." in told(office.post(url, follow=True))
    assert "Putaran ini sudah ditutup." in told(office.post(url, follow=True))
    assert Record.objects.about(entry.round).count() == 1

    for outcome in ("lolos", "tidak"):
        answer = office.post(decision(entry), outcome_of(entry, outcome, "Begini"))
        assert answer.status_code == 422 and "Putaran ini sudah ditutup." in told(answer)
    with pytest.raises(Refused, match="sudah ditutup"):
        rounds.enter(Round.objects.get(), type(entry.product).objects.all(), by=dewi)
    assert client_of(dewi).post(address("round_enter", entry.round)).status_code == 422
    assert stands(entry.product) == Status.SUBMITTED

    office.post(url, {"buka": "1"})
    assert office.post(decision(entry), outcome_of(entry, "lolos")).status_code == 302


def test_an_erased_product_takes_its_scores_along(wulan, dewi, entry):
    judged(entry, wulan, 4)
    rounds.settle(entry, "lolos", by=dewi)

    entry.product.exhibitor.delete()

    assert (Entry.objects.count(), Review.objects.count(), Score.objects.count()) == (0, 0, 0)


# What lists cost


def fill(round, curators, count):
    for _ in range(count):
        entry = make_entry(round=round)
        for place, curator in enumerate(curators):
            judged(entry, curator, 1 + place * 2, 3)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("who", ["dewi", "ratna"])
def test_pages_of_a_round_keep_to_their_queries(client_of, dewi, ratna, wulan, django_assert_max_num_queries, count, who):
    round = make_round()
    fill(round, [ratna, dewi, wulan], count)
    office, entry = client_of({"dewi": dewi, "ratna": ratna}[who]), Entry.objects.first()
    office.get("/panitia/")
    pages = {"round_queue": 12, "round_results": 12, "round_enter": 12}
    for name, most in pages.items():
        with django_assert_max_num_queries(most):
            assert office.get(address(name, round)).status_code == 200
    with django_assert_max_num_queries(15):
        assert office.get(card(entry)).status_code == 200
    with django_assert_max_num_queries(13):
        assert office.get(decision(entry)).status_code == 200


def test_four_hundred_and_forty_products_are_one_list(client_of, dewi, django_assert_max_num_queries):
    round, booth = make_round(), make_exhibitor(status=Status.SUBMITTED)
    for _ in range(440):
        make_product(exhibitor=booth, status=Status.SUBMITTED)
    office = client_of(dewi)
    office.post(address("round_enter", round))
    office.get("/panitia/")  # shows, and so removes, what the deed said
    with django_assert_max_num_queries(12):
        page = parse(office.get(address("round_results", round) + "?urut=-beda"))
    assert len(page.one("tbody").all("tr")) == 50
    assert page.one("nav", cls="paginator").all("a")[-1].text == "9"
    with django_assert_max_num_queries(12):
        assert "0 dari 440" in parse(office.get(address("round_queue", round))).one("main").text


# What was seen


def test_what_changed_since_it_was_seen_is_not_decided(client_of, ratna, entry):
    hold_papers(entry)
    office = client_of(ratna)
    form = outcome_of(entry, "lolos") | {"terlihat": parse(office.get(decision(entry))).one("input", name="terlihat")["value"]}
    Product.objects.filter(pk=entry.product_id).update(description="Isinya lain")

    answer = office.post(decision(entry), form)

    assert answer.status_code == 422 and CHANGED in told(answer)
    assert "Isinya lain" in parse(answer).one("section", cls="said").text
    entry.refresh_from_db()
    assert (stands(entry.product), entry.outcome) == (Status.SUBMITTED, "")
    again = form | {"terlihat": parse(answer).one("input", name="terlihat")["value"]}
    assert office.post(decision(entry), again).status_code == 302
    assert stands(entry.product) == Status.APPROVED


def test_of_the_ticked_ones_only_those_that_changed_wait(client_of, ratna, round):
    entries = [make_entry(round=round) for _ in range(2)]
    hold_papers(*entries)
    office, url = client_of(ratna), address("round_results", round)
    page = parse(office.get(url))
    form = {field["name"]: field["value"] for field in page.all("input", type="hidden") if field["name"].startswith("terlihat-")}
    make_product_photo(product=entries[1].product)

    answer = office.post(url, form | {"hasil": "lolos", "entri": [entry.pk for entry in entries]})

    assert answer.status_code == 422 and f"{entries[1]}: {CHANGED}" in told(answer)
    assert [stands(entry.product) for entry in entries] == [Status.APPROVED, Status.SUBMITTED]


def test_in_a_round_for_export_too_what_changed_is_looked_at_again(client_of, dewi):
    entry = make_entry(round=make_round(kind="ekspor"), product=make_product())
    hold_papers(entry)
    form = outcome_of(entry, "ekspor")
    Product.objects.filter(pk=entry.product_id).update(packing="Kardus lain")

    answer = client_of(dewi).post(decision(entry), form)

    assert answer.status_code == 422 and CHANGED in told(answer)
    assert not Record.objects.about(entry.product).exists()
    assert client_of(dewi).post(decision(entry), outcome_of(entry, "ekspor")).status_code == 302


# Of two at once


RACE = """
from accounts.models import Record
from curation import rounds, said
from curation.models import Entry, Review, Round
from exhibitors.states import Refused, Status
from tests.factories import make_edition, make_entry, make_exhibitor, make_organiser, make_round
import uuid
mark = uuid.uuid4().hex[:8]
people = [make_organiser(f"{name}-{mark}", role="Penyelenggara pusat", name=name) for name in ("Satu", "Dua")]
round = make_round(edition=make_edition(slug=f"edisi-{mark}"))
def try_it(outcome, by, entry, mark):
    try:
        rounds.settle(entry, outcome, by=by, reason="Begini", seen=mark)
        return "done"
    except Refused as refusal:
        return str(refusal)
results = []
for turn in range(50):
    booth = make_exhibitor(slug=f"kurasi-{mark}-{turn}", status=Status.SUBMITTED)
    entry = make_entry(round=round, exhibitor=booth, slug=f"produk-{mark}-{turn}")
    seen = [Entry.objects.with_place().get(pk=entry.pk) for _ in range(2)]
    marks = [said.mark(one.product) for one in seen]
    acts = zip(["lolos", "tidak" if turn % 2 else "lolos"], [people[0], people[turn % 2]], seen, marks)
    answers = at_once(lambda: try_it(*next(acts)), 2)
    told = [answer for answer in answers if answer.startswith("Sudah diputuskan: ") and (" oleh Satu, " in answer or " oleh Dua, " in answer)]
    entry.refresh_from_db()
    stands = {"lolos": "approved", "tidak": "rejected"}[entry.outcome] == type(entry.product).objects.get(pk=entry.product_id).status
    results.append([answers.count("done"), len(told), Record.objects.about(entry.product).count(), stands])
entry = make_entry(round=round, exhibitor=make_exhibitor(slug=f"dua-{mark}", status=Status.SUBMITTED), slug=f"dua-{mark}")
scores = dict.fromkeys(round.criteria.values_list("pk", flat=True), 4)
at_once(lambda: rounds.judge(entry, by=people[0], scores=scores, same_as_photo="ya", remark="").pk, 4)
print(json.dumps([results, Review.objects.filter(entry=entry).count()]))
"""


def test_of_two_who_decide_at_once_exactly_one_wins_fifty_times(own_database):
    assert race.run(own_database, RACE) == [[[1, 1, 1, True]] * 50, 1]
