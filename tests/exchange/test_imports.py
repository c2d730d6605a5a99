import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import exhibitors.badges
import products.badges
import products.search
from exchange import imports, writing
from exchange.archives import FileRefused
from exchange.imports import NotApplied, Plan
from exhibitors.models import Exhibitor, LegalityDocument, Membership, Status
from expo.models import SiteState
from products.models import Product
from regions.models import Village
from tests import race
from tests.exchange.odd_shapes import given_once_and_blank_below
from tests.exchange.plans import ALL, KOTA, plan, told
from tests.exchange.workbooks import xlsx
from tests.factories import make_document, make_exhibitor, make_participation, make_product

pytestmark = pytest.mark.django_db
HEADINGS = ["No Stan", "Nama Usaha", "No HP", "Desa", "Jenis Usaha", "Slogan"]
FLAT = [*HEADINGS, "Nama Produk", "Harga", "Satuan", "No PIRT"]
SENTUL = "35.72.01.1003"


@pytest.fixture
def ning():
    """A draft in Sentul that has everything."""
    village = Village.objects.get(pk=SENTUL)
    return make_exhibitor(name="Dapur Ning", village=village, whatsapp="+6281234567890", tagline="Renyah", status=Status.DRAFT)


def booths(*rows, **options):
    return plan(xlsx({"Data": [HEADINGS, *rows]}), **options)


def flat(*rows, **options):
    return plan(xlsx({"Data": [FLAT, *rows]}), **options)


def apply(made, **options):
    return imports.apply(made, scope=KOTA, **options)


# Whom a row means


def test_the_number_counts_before_the_telephone(ning):
    make_participation(exhibitor=ning, stall_number="KB-017")
    make_exhibitor(name="Lain", village=ning.village, whatsapp="+6281299999999", status=Status.DRAFT)

    made = booths(["kb 17", "Dapur Bu Ning", "081299999999", "Sentul", "", ""], answers={"stan:Data!2 stan": f"sama:{ning.pk}"})

    assert told(made) == ["Data!2 stan: berubah name=Dapur Ning > Dapur Bu Ning whatsapp=+6281234567890 > +6281299999999"]


def test_a_number_with_another_name_is_asked_about(ning):
    make_participation(exhibitor=ning, stall_number="KB-017")

    made = booths(["KB-017", "Kopi Turi", None, "Turi", "Kopi", ""])

    assert [question.options[0] for question in made.questions.values()] == [
        [f"sama:{ning.pk}", "Dapur Ning, Kel. Sentul, Kec. Kepanjenkidul, Kota Blitar"]
    ]
    assert [option[0] for option in made.questions["stan:Data!2 stan"].options] == [f"sama:{ning.pk}", "lewati"]


def test_the_telephone_finds_a_booth_whose_name_is_spelled_otherwise(ning):
    assert told(booths([None, "UD Dapoer Ning", "0812 3456 7890", None, None, None])) == [
        "Data!2 stan: berubah name=Dapur Ning > UD Dapoer Ning"
    ]


def test_the_telephone_with_another_name_is_asked_about(ning):
    row = [None, "Kerupuk Sari", "081234567890", "Bendo", "Makanan Olahan", None]

    made = booths(row)
    asked = told(made)
    same, another, left = (
        imports.decide(Plan.from_json(made.to_json()), {"stan:Data!2 stan": answer}) for answer in (f"sama:{ning.pk}", "baru", "lewati")
    )

    assert asked == [
        "Data!2 stan: tanya",
        "tanya stan:Data!2 stan: Nomor 0812-3456-7890 sudah dipakai stan ini. Sama dengan “Kerupuk Sari”?",
        f"  sama:{ning.pk}: Dapur Ning, Kel. Sentul, Kec. Kepanjenkidul, Kota Blitar",
        "  baru: Bukan, ini stan lain",
        "  lewati: Lewati baris ini",
    ]
    assert told(same) == [f"Data!2 stan: berubah name=Dapur Ning > Kerupuk Sari village={SENTUL} > 35.72.01.1006"]
    assert told(another)[0].startswith("Data!2 stan: baru")
    assert told(left) == ["Data!2 stan: dilewati"]


def test_name_and_village_find_a_booth_without_a_telephone(ning):
    assert told(booths([None, "DAPUR NING", None, "Sentul", None, "Gurih"])) == [
        "Data!2 stan: berubah tagline=Renyah > Gurih",
        "  ~ Data!B2 Huruf besar semua, dijadikan “Dapur Ning”.",
    ]


def test_the_same_name_in_the_same_village_with_another_telephone_is_asked_about(ning):
    assert told(booths([None, "Dapur Ning", "081111111111", "Sentul", None, None]))[:2] == [
        "Data!2 stan: tanya",
        "tanya stan:Data!2 stan: Ada yang mirip. Sama dengan “Dapur Ning”?",
    ]


def test_the_same_name_in_another_village_is_another_booth(ning):
    assert told(booths([None, "Dapur Ning", None, "Bendo", "Makanan Olahan", None]))[0].startswith("Data!2 stan: baru")


def test_a_name_without_a_village_means_the_only_one_there_is(ning):
    assert told(booths([None, "Dapur Ning", None, None, None, "Gurih"])) == ["Data!2 stan: berubah tagline=Renyah > Gurih"]


def test_booths_of_other_regions_are_left_alone():
    other = make_exhibitor(name="Geti Sari", region="kabupaten-blitar", whatsapp="+6281234567890", stall_number="BL-001")

    made = booths(
        ["BL-001", "Geti Sari", None, None, None, "Manis"],
        [None, "Geti Ning", "081234567890", "Sentul", "Makanan Olahan", None],
    )

    assert told(made) == [
        "Data!2 stan: salah",
        "  ! Data!A2 Nomor stan BL-001 milik stan di wilayah lain.",
        "Data!3 stan: baru category=makanan-olahan name=Geti Ning village=35.72.01.1003 whatsapp=+6281234567890",
        "  ? Data!C3 Nomor ini juga dipakai stan di wilayah lain.",
    ]
    apply(made)
    other.refresh_from_db()
    assert (other.name, other.tagline) == ("Geti Sari", "Dibuat tangan setiap pagi")


def test_two_rows_that_mean_one_booth_are_told(ning):
    make_participation(exhibitor=ning, stall_number="KB-017")

    made = booths(["KB-017", None, None, None, None, "Gurih"], [None, None, "081234567890", None, None, "Asin"])

    assert told(made) == [
        "Data!2 stan: berubah tagline=Renyah > Gurih",
        "Data!3 stan: salah",
        "  ! Data!3 Stan “Dapur Ning” ini sudah ada di baris 2. Satukan keduanya.",
    ]


# What a row changes


def test_a_blank_erases_nothing(ning):
    made = booths([None, "Dapur Ning", "081234567890", "Sentul", "Makanan Olahan", "-"])

    assert told(made) == ["Data!2 stan: sama"]
    apply(made)
    ning.refresh_from_db()
    assert ning.tagline == "Renyah"


def test_links_and_papers_are_added(ning):
    ning.links = ["https://shopee.co.id/ning"]
    ning.save()
    make_document(exhibitor=ning, kind=LegalityDocument.Kind.NIB, number="9120001234567", valid_until=None)
    table = [["Nama Usaha", "Desa", "IG", "NIB", "No PIRT"], ["Dapur Ning", "Sentul", "@dapurning", 9120001234567, "2063572010001-29"]]

    made = plan(xlsx({"Data": table}))
    apply(made)

    ning.refresh_from_db()
    assert ning.links == ["https://shopee.co.id/ning", "https://www.instagram.com/dapurning"]
    papers = ning.documents.values_list("kind", "number", "status")
    assert sorted(papers) == [("nib", "9120001234567", "terverifikasi"), ("pirt", "P-IRT 2063572010001-29", "diajukan")]


def test_a_checked_paper_keeps_its_date(ning):
    make_document(exhibitor=ning, kind=LegalityDocument.Kind.PIRT, number="P-IRT 2063572010001-29", valid_until=datetime.date(2029, 1, 1))
    table = [["Nama Usaha", "Desa", "No PIRT", "Masa Berlaku PIRT"], ["Dapur Ning", "Sentul", "2063572010001-29", "31/12/2029"]]

    assert told(plan(xlsx({"Data": table}))) == ["Data!2 stan: sama"]


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (Status.PUBLISHED, "Sudah tampil, jadi tidak diubah lewat impor. Ubah di halamannya."),
        (Status.APPROVED, "Sudah disetujui, jadi tidak diubah lewat impor. Ubah di halamannya."),
        (Status.SUSPENDED, "Sedang ditangguhkan, jadi tidak diubah."),
        (Status.WITHDRAWN, "Ditarik pemiliknya, jadi tidak diubah."),
        (Status.REJECTED, "Sudah ditolak, jadi tidak diubah."),
    ],
)
def test_what_is_decided_already_is_not_changed(ning, status, sentence):
    Exhibitor.objects.update(status=status)

    made = booths([None, "Dapur Ning", None, "Sentul", None, "Gurih"])
    done = apply(made)

    assert told(made) == ["Data!2 stan: peringatan tagline=Renyah > Gurih", f"  ? Data!B2 {sentence}"]
    assert done.pks == {}
    ning.refresh_from_db()
    assert ning.tagline == "Renyah"


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.NEEDS_WORK])
def test_what_is_on_its_way_is_changed(ning, status):
    Exhibitor.objects.update(status=status)

    apply(booths([None, "Dapur Ning", None, "Sentul", None, "Gurih"]))

    ning.refresh_from_db()
    assert (ning.tagline, ning.status) == ("Gurih", status)


def test_a_public_booth_gets_new_products_as_drafts_and_visitors_see_nothing(ning):
    Exhibitor.objects.update(status=Status.PUBLISHED)
    public = make_product(exhibitor=ning, name="Opak", price=9000, position=3)
    version = SiteState.objects.get_or_create(pk=1)[0].version

    made = flat(
        [None, "Dapur Ning", None, "Sentul", None, None, "Opak", 10000, None, None],
        [None, None, None, None, None, None, "Keripik", 15000, "bungkus", None],
    )
    apply(made)

    assert [line for line in told(made) if "produk" in line] == [
        "Data!2 produk: peringatan price=tetap|9000|None > tetap|10000|None",
        "Data!3 produk: baru price=tetap|15000|None product_name=Keripik unit=bungkus unit_en=pack",
    ]
    public.refresh_from_db()
    fresh = Product.objects.get(name="Keripik")
    assert (public.price, fresh.status, fresh.position, fresh.category) == (9000, Status.DRAFT, 4, ning.category)
    assert SiteState.objects.get(pk=1).version == version


def test_a_product_that_its_owner_took_out_stays_away(ning):
    make_product(exhibitor=ning, name="Opak", status=Status.WITHDRAWN, status_before_removal=Status.DRAFT)

    made = flat([None, "Dapur Ning", None, "Sentul", None, None, "Opak", 9000, None, None])

    assert told(made)[1:] == ["Data!2 produk: peringatan", "  ? Data!G2 Produk ini dihapus pemiliknya, jadi tidak dibuat lagi."]


def test_a_booth_holds_forty_products(ning):
    for number in range(39):
        make_product(exhibitor=ning, name=f"Opak {number}", status=Status.DRAFT)
    rows = [[None, "Dapur Ning", None, "Sentul", None, None, name, 9000, None, None] for name in ("Keripik", "Kerupuk")]

    made = flat(*rows)

    assert told(made)[1:] == [
        "Data!2 produk: baru price=tetap|9000|None product_name=Keripik",
        "Data!3 produk: salah price=tetap|9000|None product_name=Kerupuk",
        "  ! Data!G3 Satu stan memuat paling banyak 40 produk.",
    ]


def test_a_booth_that_is_suspended_gets_no_new_products(ning):
    Exhibitor.objects.update(status=Status.SUSPENDED)

    made = flat([None, "Dapur Ning", None, "Sentul", None, None, "Opak", 9000, None, None])

    assert told(made) == ["Data!2 stan: sama", "Data!2 produk: peringatan", "  ? Data!G2 Sedang ditangguhkan, jadi tidak diubah."]


def test_a_claim_gets_another_last_day(ning):
    claimed = {"status": LegalityDocument.Status.REJECTED, "checked_on": None, "valid_until": None}
    paper = make_document(exhibitor=ning, kind=LegalityDocument.Kind.PIRT, number="P-IRT 2063572010001-29", **claimed)
    table = [["Nama Usaha", "Desa", "No PIRT", "Masa Berlaku PIRT"], ["Dapur Ning", "Sentul", "2063572010001-29", "31/12/2029"]]

    apply(plan(xlsx({"Data": table})))

    paper.refresh_from_db()
    assert (paper.valid_until, paper.status) == (datetime.date(2029, 12, 31), LegalityDocument.Status.CLAIMED)
    assert plan(xlsx({"Data": table})).counts() == {"sama": 1}


def test_a_name_in_capitals_and_a_unit_of_the_same_meaning_are_no_change(ning):
    Exhibitor.objects.update(name="Dapur d'Ning")
    make_product(exhibitor=ning, name="Opak", unit="bungkus", unit_en="packet", status=Status.DRAFT)

    made = flat([None, "DAPUR D'NING", "081234567890", None, None, None, "OPAK", 15000, "BKS", None])

    assert made.counts() == {"sama": 2}


def test_a_stall_number_is_found_and_never_given(ning):
    made = booths(["KB-099", "Dapur Ning", None, "Sentul", None, "Gurih"])

    apply(made)

    assert told(made)[1:] == ["  ? Data!A2 Nomor stan KB-099 belum dipakai siapa pun, jadi tidak dicatat."]
    assert ning.participations.count() == 0


def test_products_of_a_row_that_is_said_to_be_another_row_go_there():
    rows = [
        [None, "Dapur Ning", "081234567890", "Sentul", "Makanan Olahan", None, "Opak", 9000, None, None],
        [None, "Dapoer Ning", "081299999999", "Sentul", "Makanan Olahan", None, "Keripik", 9000, None, None],
    ]

    apply(flat(*rows, answers={"stan:Data!3 stan": "baris:Data!2 stan"}))

    assert [product.name for product in Exhibitor.objects.get().products.all()] == ["Opak", "Keripik"]


def test_what_was_said_of_the_columns_is_remembered():
    table = [["Nama Usaha", "Dukuhan", "Kode", "Jenis Usaha"], ["Dapur Ning", "Sentul", "x", "Makanan Olahan"]]

    first = plan(xlsx({"Data": table}), chosen={"Data": {"B": "village", "C": ""}})
    second = plan(xlsx({"Data": table}), remembered=first.remembered())

    assert first.remembered() == second.remembered() == {"dukuhan": "village", "kode": ""}
    assert told(second)[0] == told(first)[0]


def test_more_than_a_plan_holds_is_refused(monkeypatch):
    monkeypatch.setattr("exchange.records.MOST_RECORDS", 3)

    with pytest.raises(FileRefused) as refusal:
        plan(**given_once_and_blank_below())

    assert "lebih dari 3 stan dan produk" in str(refusal.value)


# The deed


def test_new_booths_and_products_are_drafts_of_which_everything_is_kept():
    row = [None, "KERIPIK BU NING", 81234567890, "Sentul", "Makanan", "Renyah", "Keripik Tempe", "15rb", "pcs", "2063572010001-29"]

    done = apply(flat(row))

    booth, product = Exhibitor.objects.get(), Product.objects.get()
    assert (done.new_booths, done.new_products, done.changed) == (1, 1, 0)
    assert done.pks == {"Data!2 stan": booth.pk, "Data!2 produk": product.pk}
    assert (booth.name, booth.whatsapp, booth.village_id, booth.category.slug) == (
        "Keripik Bu Ning",
        "+6281234567890",
        SENTUL,
        "makanan-olahan",
    )
    assert (booth.tagline, booth.slug, booth.status, booth.shows_whatsapp) == ("Renyah", "keripik-bu-ning", Status.DRAFT, False)
    assert (product.exhibitor, product.name, product.price, product.unit) == (booth, "Keripik Tempe", 15000, "buah")
    assert (product.status, product.category, product.published_at) == (Status.DRAFT, booth.category, None)
    assert [(paper.kind, paper.status) for paper in product.documents.all()] == [("pirt", "diajukan")]
    assert Membership.objects.count() == 0


def test_the_second_time_nothing_changes():
    made = plan(**given_once_and_blank_below())
    first = apply(made)
    before = list(Exhibitor.objects.values()) + list(Product.objects.values())

    again, anew = apply(made), plan(**given_once_and_blank_below())

    assert (first.new_booths, first.new_products) == (2, 4)
    assert (again.pks, again.changed) == ({}, 0)
    assert anew.counts() == {"sama": 6}
    assert list(Exhibitor.objects.values()) + list(Product.objects.values()) == before


def test_addresses_are_given_once():
    make_exhibitor(name="Dapur Ning", slug="dapur-ning", region="trenggalek")

    apply(booths(*([None, "Dapur Ning", None, village, "Makanan Olahan", None] for village in ("Sentul", "Bendo"))))

    assert sorted(Exhibitor.objects.values_list("slug", flat=True)) == ["dapur-ning", "dapur-ning-2", "dapur-ning-3"]


def test_words_and_badges_are_up_to_date(ning):
    make_product(exhibitor=ning, name="Opak", status=Status.DRAFT)
    exhibitors.badges.refresh()
    products.badges.refresh()
    products.search.refresh()

    apply(
        flat(
            [None, "Dapur Ning", None, "Sentul", None, "Gurih sekali", "Rengginang", 9000, None, "2063572010001-29"],
            [None, "Kopi Turi", None, "Turi", "Kopi", None, "Kopi Bubuk", 9000, None, None],
        )
    )

    assert set(products.search.found("rengginang")) == set(Product.objects.filter(name="Rengginang").values_list("pk", flat=True))
    assert set(exhibitors.search.found("gurih")) == {ning.pk}
    assert set(exhibitors.search.found("turi")) == set(Exhibitor.objects.filter(name="Kopi Turi").values_list("pk", flat=True))
    assert (exhibitors.badges.refresh(), products.badges.refresh()) == (0, 0)


def test_only_what_was_confirmed_is_written():
    made = plan(**given_once_and_blank_below())

    done = apply(made, only={"Data!2 stan", "Data!3 produk", "Data!4 produk"})

    assert set(done.pks) == {"Data!2 stan", "Data!3 produk"}
    assert [product.name for product in Product.objects.all()] == ["Keripik"]


def test_a_fault_stops_the_others_only_when_told_to():
    rows = [[None, "Dapur Ning", "12", "Sentul", "Makanan Olahan", None], [None, "Kopi Turi", None, "Turi", "Kopi", None]]
    made = booths(*rows)

    with pytest.raises(NotApplied) as refusal:
        apply(made, strict=True)

    assert refusal.value.ids == ["Data!2 stan"]
    assert Exhibitor.objects.count() == 0
    assert apply(made).new_booths == 1


def test_what_changed_meanwhile_is_not_overwritten(ning):
    made = booths([None, "Dapur Ning", None, "Sentul", None, "Gurih"], [None, "Kopi Turi", None, "Turi", "Kopi", None])
    Exhibitor.objects.filter(pk=ning.pk).update(tagline="Dari pemilik")

    with pytest.raises(NotApplied) as refusal:
        apply(made)

    assert refusal.value.ids == ["Data!2 stan"]
    assert list(Exhibitor.objects.values_list("tagline", flat=True)) == ["Dari pemilik"]


def test_a_booth_that_somebody_else_made_meanwhile_is_not_made_twice():
    made = booths([None, "Kopi Turi", "081234567890", "Turi", "Kopi", None])
    make_exhibitor(name="Kopi Turi", region="kota-blitar", whatsapp="+6281234567890")

    with pytest.raises(NotApplied):
        apply(made)

    assert Exhibitor.objects.count() == 1


def test_what_changed_elsewhere_is_in_nobodys_way(ning):
    made = booths([None, "Dapur Ning", None, "Sentul", None, "Gurih"])
    make_exhibitor(name="Batik Turi")
    Exhibitor.objects.filter(pk=ning.pk).update(story="Dari pemilik")

    apply(made)

    ning.refresh_from_db()
    assert (ning.tagline, ning.story) == ("Gurih", "Dari pemilik")


def test_whoever_lost_a_region_writes_nothing():
    made = booths([None, "Kopi Turi", None, "Turi", "Kopi", None], scope=ALL)

    with pytest.raises(NotApplied):
        imports.apply(made, scope=KOTA)

    assert Exhibitor.objects.count() == 0


def test_killed_in_the_middle_nothing_is_written_and_it_can_be_started_again(monkeypatch):
    made = plan(**given_once_and_blank_below())
    with monkeypatch.context() as patch:
        patch.setattr(writing, "_follow", lambda *arguments: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            apply(made)

    assert (Exhibitor.objects.count(), Product.objects.count()) == (0, 0)
    assert apply(made).new_products == 4


def test_somebody_who_writes_all_the_time_is_waited_for_and_then_told(monkeypatch):
    made = plan(**given_once_and_blank_below())
    monkeypatch.setattr(imports, "digest", lambda **options: "another")

    with pytest.raises(NotApplied) as refusal:
        apply(made)

    assert "sedang diubah orang lain" in str(refusal.value)
    assert Exhibitor.objects.count() == 0


def test_a_plan_survives_being_stored(ning):
    made = flat([None, "Kerupuk Sari", "081234567890", "Tlumpuu", "apa", None, "Opak", "x", None, "123"])

    restored = Plan.from_json(made.to_json())

    assert restored.to_json() == made.to_json()
    assert told(restored) == told(made)
    assert json.loads(made.to_json())["fingerprint"] == made.fingerprint


def test_personal_numbers_are_in_no_plan():
    table = [["Nama Usaha", "Desa", "NIK", "Data lain"], ["Dapur Ning", "Sentul", "3572014107800001", "KTP 3572014107800002"]]

    stored = plan(xlsx({"Data": table})).to_json()

    assert "4107800001" not in stored
    assert "4107800002" not in stored


def test_queries_do_not_grow_with_the_rows():
    def rows(count):
        return [
            [None, f"Dapur {n}", f"08123456{n:04}", "Sentul", "Makanan Olahan", None, f"Opak {n}", 9000, None, None] for n in range(count)
        ]

    counts = []
    for number in (1, 3, 60):
        with CaptureQueriesContext(connection) as planned:
            made = flat(*rows(number))
        with CaptureQueriesContext(connection) as applied:
            apply(made)
        counts.append((len(planned), len(applied)))

    assert {planned for planned, _applied in counts} == {9}
    assert max(applied for _planned, applied in counts) <= 45


RACE = """
from exchange import imports
from exhibitors.models import Exhibitor
from products.models import Product
from tests.exchange.odd_shapes import given_once_and_blank_below
from tests.exchange.plans import KOTA, plan
made = plan(**given_once_and_blank_below()).to_json()
def act():
    try:
        return imports.apply(imports.Plan.from_json(made), scope=KOTA).new_products
    except imports.NotApplied:
        return -1
answers = at_once(act, 3)
print(json.dumps([answers, Exhibitor.objects.count(), Product.objects.count()]))
"""


def test_of_several_at_once_one_writes(own_database):
    answers, booths_, products_ = race.run(own_database, RACE)

    assert answers == [0, 0, 4]
    assert (booths_, products_) == (2, 4)
