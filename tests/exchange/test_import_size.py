"""Imports that are as large as they may be: their pages stay small, quick and within what a form may send."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchange.imports import Plan
from exchange.models import Import, ImportPhoto, KnownHeading
from exhibitors.models import Exhibitor
from tests.exchange.importing import HEADINGS, NING, apply, archive, let_it_work, page, photo, step, workbook
from tests.exchange.workbooks import xlsx
from tests.factories import make_exhibitor
from tests.html import parse

pytestmark = pytest.mark.django_db


def boxes(shown):
    return {
        select["name"]: next((one["value"] for one in select.all("option") if "selected" in one.attributes), "")
        for select in parse(shown).all("select")
    }


@pytest.fixture
def wide(sent):
    """Forty sheets of two hundred columns: eight thousand of them."""
    sheets = {f"Lembar {n}": [[*HEADINGS[:5], *(f"Kolom {n} {i}" for i in range(195))], [*NING[:5], *["isi"] * 195]] for n in range(40)}
    return sent(SimpleUploadedFile("lebar.xlsx", xlsx(sheets).getvalue()))


def test_thousands_of_columns_are_shown_a_hundred_at_a_time_and_each_can_be_changed(office, wide):
    first, last = page(office, wide), page(office, wide, kolom=80)
    shown = boxes(last)

    answer = step(office, wide, "kolom", **shown | {"kolom-39-GR": "contact_name"})
    let_it_work(wide)

    assert len(first) < 600_000 and len(boxes(first)) == len(shown) == 100
    assert len(shown) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert answer.status_code == 302
    assert [column.letter for column in wide.plan.layouts[39].of("contact_name")] == ["GR"]


def test_what_was_chosen_on_one_page_of_columns_stays_when_another_is_saved(office, wide):
    step(office, wide, "kolom", **boxes(page(office, wide)) | {"kolom-0-GR": "contact_name"})
    let_it_work(wide)
    step(office, wide, "kolom", **boxes(page(office, wide, kolom=80)) | {"kolom-39-GR": "contact_name"})
    let_it_work(wide)

    assert [wide.plan.layouts[place].of("contact_name") != [] for place in (0, 20, 39)] == [True, False, True]
    assert not KnownHeading.objects.filter(heading="kolom2010").exists()  # nobody has looked at that one


def test_what_she_chose_still_stands_there_when_it_cannot_be_so(office, sent):
    row = sent(workbook(NING))

    answer = step(office, row, "kolom", **boxes(page(office, row)) | {"kolom-0-H": "name"})

    assert answer.status_code == 422
    assert boxes(answer.content.decode())["kolom-0-H"] == "name"


def test_two_headings_that_are_remembered_alike_are_no_fault_of_ours(office, sent):
    long = "\ufdfa" * 60
    data = xlsx({"Data": [[*HEADINGS[:5], f"{long}a", f"{long}b"], [*NING[:5], "x", "y"]]})
    row = sent(SimpleUploadedFile("x.xlsx", data.getvalue()))

    assert step(office, row, "kolom", **boxes(page(office, row))).status_code == 302


def test_thumbnails_do_not_read_the_plan_and_change_their_address_with_the_zip(office, sent, monkeypatch, django_assert_max_num_queries):
    row = sent(workbook(NING), archive(**{"IMG-20231105-WA0012.jpg": photo()}))
    address = reverse("admin:import_thumbnail", args=[row.pk, ImportPhoto.objects.get().number])
    before = parse(office.get(reverse("admin:import_photos", args=[row.pk]))).one("img", width="160")["src"]
    step(office, row, "ulang")
    let_it_work(row)
    after = parse(office.get(reverse("admin:import_photos", args=[row.pk]))).one("img", width="160")["src"]

    with monkeypatch.context() as patched, django_assert_max_num_queries(8) as seen:
        patched.setattr(Plan, "from_json", lambda text: 1 / 0)
        answer = office.get(address)

    assert answer.headers["Cache-Control"] == "private, max-age=86400"
    assert before != after and before.startswith(address)
    assert not any("plan_json" in query["sql"] for query in seen.captured_queries)


def test_four_thousand_records_take_no_more_queries_than_two(office, sent, django_assert_max_num_queries):
    rows = [[f"Stan {n:04d} {chr(97 + n % 26) * 5}", f"0812{n:08d}", *NING[2:5], f"Produk {n}", 15_000, ""] for n in range(1_990)]
    row = sent(workbook(*rows))

    with django_assert_max_num_queries(12):
        shown = page(office, row, p=40)

    assert row.state == "siap" and len(shown) < 200_000
    assert shown.count('class="import__question"') <= 30
    assert row.plan.counts().keys() <= {"baru", "tanya", "salah"} and len(row.plan.records) == 3_980


def test_a_thousand_questions_are_answered_thirty_at_a_time(office, sent):
    words = ["Bakul", "Cendol", "Dawet", "Emping", "Getuk", "Kripik", "Lontong", "Mendut"]
    names = [f"{one} {other}" for one in words for other in words if one != other][:40]
    hidden = {f"Lembar {n}": [HEADINGS[:5], [name, f"08123400{n:04d}", *NING[2:5]]] for n, name in enumerate(names)}
    row = sent(SimpleUploadedFile("x.xlsx", xlsx(hidden, hidden_sheets=list(hidden)[1:]).getvalue()))
    asked = len(row.plan.questions)

    for _round in range(2):
        names = {f"jawab-{key}": question.options[-1][0] for key, question in list(row.plan.questions.items())[:30]}
        assert step(office, row, "jawab", **names | {"jawab-lembar:yang tidak ada": "impor"}).status_code == 302
        row.refresh_from_db()

    assert asked > 30 and len(row.plan.questions) == 0
    assert Import.objects.get().answers.keys().isdisjoint({"lembar:yang tidak ada"})


def test_another_regions_booth_cannot_be_named_in_an_answer(office, sent):
    near = make_exhibitor(name="Dapur Nink", region="kota-blitar", status="draft")
    far = make_exhibitor(name="Dapur Ning", region="nganjuk", status="draft")
    row = sent(workbook([NING[0], "", near.village.name, near.village.district.name, *NING[4:]]))
    question = next(key for key in row.plan.questions if key.startswith("stan:"))

    forged = step(office, row, "jawab", **{f"jawab-{question}": f"sama:{far.pk}"})
    answered = step(office, row, "jawab", **{f"jawab-{question}": f"sama:{near.pk}"})
    apply(office, row)

    assert (forged.status_code, answered.status_code) == (422, 302)
    assert set(Exhibitor.objects.values_list("name", flat=True)) == {"Dapur Ning"} and Exhibitor.objects.count() == 2
    far.refresh_from_db()
    assert not far.products.exists()
