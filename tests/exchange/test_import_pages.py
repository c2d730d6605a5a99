"""The way of a workbook through the back office: sent in, looked at, answered, written once, its photos hung; and everything that may go wrong on it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import Record
from exchange import imports, work
from exchange.models import Import, ImportPhoto, KnownHeading
from exhibitors.models import Exhibitor, Status
from exhibitors.models import private_storage as private
from products.models import Product, ProductPhoto
from tests.exchange.importing import LOST, NING, WATI, apply, archive, let_it_work, page, photo, step, workbook
from tests.factories import make_exhibitor, make_organiser
from tests.html import parse

pytestmark = pytest.mark.django_db


# The straight way


def test_a_workbook_becomes_drafts_in_its_village_on_record(office, ratna, sent):
    row = sent(workbook(NING, WATI))

    before = page(office, row)
    assert not Exhibitor.objects.exists()
    done = apply(office, row)

    assert "2 stan dan 2 produk" in before
    assert "Wajik kletik" in before and "Rp22.500" in before
    booth = Exhibitor.objects.get(name="Dapur Ning")
    assert (booth.status, booth.village.name, booth.entered_by, booth.whatsapp) == (Status.DRAFT, "Sentul", ratna, "+6281234567890")
    assert Record.objects.about(booth).get().actor == ratna
    assert (done.state, done.result["booths"], done.result["products"]) == ("selesai", 2, 2)
    assert "stan baru" in page(office, row)


def test_the_list_shows_her_own_imports_only(office, ratna, client_of, sent):
    other = make_organiser("lain", role="Penyelenggara wilayah", regions=["kota-blitar"])
    row = sent(workbook(NING, name="milik ratna.xlsx"))

    assert "milik ratna.xlsx" in office.get(reverse("admin:imports")).content.decode()
    assert "milik ratna.xlsx" not in client_of(other).get(reverse("admin:imports")).content.decode()
    assert client_of(other).get(reverse("admin:import", args=[row.pk])).status_code == 404


def test_what_is_wrong_is_said_by_its_cell_and_the_rest_is_written(office, sent):
    row = sent(workbook(NING, LOST))

    shown = page(office, row, lihat="salah")
    apply(office, row)

    assert "C3" in shown or "D3" in shown
    assert "Kebun Jauh" in shown
    assert list(Exhibitor.objects.values_list("name", flat=True)) == ["Dapur Ning"]


def test_nothing_is_written_while_something_is_wrong_if_she_says_so(office, sent):
    row = sent(workbook(NING, LOST))

    response = step(office, row, "tulis", tulis=["baru"], ketat="on")

    assert response.status_code == 422
    assert "Masih ada yang salah" in response.content.decode()
    assert not Exhibitor.objects.exists()


def test_the_same_workbook_again_changes_nothing(office, sent):
    apply(office, sent(workbook(NING, WATI)))

    again = sent(workbook(NING, WATI))

    assert "Tidak ada yang baru dan tidak ada yang berubah." in page(office, again)
    assert Exhibitor.objects.count() == 2 and Product.objects.count() == 2


def test_changed_rows_show_old_and_new_and_may_be_left_out(office, sent):
    apply(office, sent(workbook(NING)))
    row = sent(workbook([*NING[:6], "25rb", ""]))

    shown = page(office, row, lihat="berubah")
    response = step(office, row, "tulis", tulis=["baru"])
    let_it_work(row)

    assert (parse(shown).one("del").text, parse(shown).one("ins").text) == ("Rp22.500", "Rp25.000")
    assert response.status_code == 302
    assert Product.objects.get().price == 22_500


# Twice, late, killed


def test_sent_twice_it_is_kept_once(office, ratna):
    key = "0b0ff7a2-1111-4222-8333-444455556666"
    first = office.post(reverse("admin:imports"), {"berkas": workbook(NING), "kunci": key})
    second = office.post(reverse("admin:imports"), {"berkas": workbook(NING), "kunci": key})

    assert first.headers["Location"] == second.headers["Location"]
    assert Import.objects.count() == 1
    assert len(private().listdir("impor")[1]) == 1


def test_a_second_click_writes_nothing_again(office, sent):
    row = sent(workbook(NING))
    assert step(office, row, "tulis", tulis=["baru"]).status_code == 302
    again = step(office, row, "tulis", tulis=["baru"])
    let_it_work(row)
    late = step(office, row, "tulis", tulis=["baru"])

    assert again.status_code == late.status_code == 302
    assert Exhibitor.objects.count() == 1
    assert Record.objects.count() == 2  # a booth, a product


def test_two_workers_write_it_once(office, sent, monkeypatch):
    row = sent(workbook(NING))
    step(office, row, "tulis", tulis=["baru"])
    row.refresh_from_db()
    mine = Import.objects.get(pk=row.pk)

    work.write(Import.objects.get(pk=row.pk))
    work.write(mine)  # read the row before the first was done

    row.refresh_from_db()
    assert (row.state, row.result["booths"]) == ("foto", 1)
    assert Exhibitor.objects.count() == 1


def test_killed_while_writing_nothing_is_there_and_the_sweep_goes_on(office, sent, monkeypatch):
    row = sent(workbook(NING, WATI))
    step(office, row, "tulis", tulis=["baru"])
    with monkeypatch.context() as patched:
        patched.setattr(imports.writing, "put_on_record", lambda *args, **kwargs: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            work.carry_on.call(row.pk)
    assert not Exhibitor.objects.exists()
    DBTaskResult.objects.all().delete()  # it was lost with the worker

    work.sweep_imports.call()

    assert DBTaskResult.objects.filter(task_path="exchange.work.carry_on").count() == 1
    assert let_it_work(row).state == "selesai"
    assert Exhibitor.objects.count() == 2


def test_a_plan_that_moved_is_not_written_unseen(office, sent):
    row = sent(workbook(NING))
    old = row.version
    step(office, row, "ulang")
    let_it_work(row)

    response = office.post(reverse("admin:import", args=[row.pk]), {"langkah": "tulis", "versi": old, "tulis": ["baru"]}, follow=True)

    assert "Rencana ini baru saja berubah" in response.content.decode()
    assert not Exhibitor.objects.exists()


def test_what_somebody_did_meanwhile_is_shown_before_anything_is_written(office, sent):
    row = sent(workbook(NING))
    make_exhibitor(name="Dapur Ning", whatsapp="+6281234567890", status=Status.DRAFT)

    apply(office, row)

    assert row.state == "siap"
    assert "Data sudah berubah" in page(office, row)
    assert Exhibitor.objects.count() == 1


def test_who_lost_the_region_meanwhile_writes_nothing(office, ratna, sent):
    row = sent(workbook(NING))
    step(office, row, "tulis", tulis=["baru"])
    ratna.scopes.all().delete()

    let_it_work(row)

    assert row.state == "siap" and "Wilayah Anda sudah berubah" in row.sentence
    assert not Exhibitor.objects.exists()


def test_a_fault_of_ours_is_said_and_can_be_tried_again(office, sent, monkeypatch, caplog):
    row = sent(workbook(NING))
    step(office, row, "tulis", tulis=["baru"])
    with monkeypatch.context() as patched:
        patched.setattr(imports, "apply", lambda *args, **kwargs: 1 / 0)
        let_it_work(row)

    assert "kesalahan di pihak kami" in page(office, row)
    assert apply(office, row).state == "selesai"


def test_a_broken_file_is_a_sentence_and_nothing_is_kept_of_it_but_that(office, sent):
    row = sent(SimpleUploadedFile("daftar.xlsx", b"PK\x03\x04 nothing more"))

    assert row.state == "ditolak"
    assert "rusak atau terpotong" in page(office, row)
    assert reverse("admin:import_marked", args=[row.pk]) not in page(office, row)
    assert office.get(reverse("admin:import_marked", args=[row.pk])).status_code == 404


def test_without_a_file_the_page_says_so(office):
    response = office.post(reverse("admin:imports"), {})

    assert response.status_code == 422
    assert "Pilih berkas Excel-nya dulu." in response.content.decode()


def test_an_unknown_step_is_not_found(office, sent):
    row = sent(workbook(NING))

    assert step(office, row, "apa saja").status_code == 404


# Columns and questions


def test_a_column_is_corrected_and_the_office_remembers(office, sent, client_of):
    row = sent(workbook(NING))
    assert Import.objects.get().plan.layouts[0].of("contact_name") == []
    keep = {f"kolom-0-{column.letter}": column.key for column in row.plan.layouts[0].columns}

    response = step(office, row, "kolom", **keep | {"kolom-0-H": "contact_name"})
    apply(office, let_it_work(row))
    colleague = make_organiser("rekan", role="Penyelenggara wilayah", regions=["kota-blitar"])
    client_of(colleague).post(reverse("admin:imports"), {"berkas": workbook(WATI)})
    theirs = let_it_work(Import.objects.get(by=colleague))

    assert response.status_code == 302
    assert Exhibitor.objects.get().contact_name == "Bu Ning"
    assert [column.letter for column in theirs.plan.layouts[0].of("contact_name")] == ["H"]
    assert not KnownHeading.of({"35.18"})


def test_three_samples_stand_beside_each_guess(office, sent):
    shown = page(office, sent(workbook(NING, WATI)))

    samples = [span.text for span in parse(shown).all("span", cls="import__sample")]
    assert samples[samples.index("Dapur Ning") :][:2] == ["Dapur Ning", "Batik Wati"]


def test_two_columns_cannot_be_the_same_field(office, sent):
    row = sent(workbook(NING))
    keep = {f"kolom-0-{column.letter}": column.key for column in row.plan.layouts[0].columns}

    response = step(office, row, "kolom", **keep | {"kolom-0-H": "name"})

    assert response.status_code == 422
    assert "kolom A, H sama-sama dibaca sebagai Nama stan" in response.content.decode()
    assert step(office, row, "kolom", **{"kolom-0-H": "status"}).status_code == 404


def test_hidden_rows_are_asked_about_and_come_in_when_she_says_so(office, sent):
    row = sent(workbook(NING, WATI, hidden_rows={"Data": [3]}))
    question = next(iter(row.plan.questions))

    asked = page(office, row)
    empty = step(office, row, "jawab")
    forged = step(office, row, "jawab", **{f"jawab-{question}": "apa saja"})
    answered = step(office, row, "jawab", **{f"jawab-{question}": "impor"})
    apply(office, row)

    assert "baris tersembunyi" in asked
    assert (empty.status_code, forged.status_code, answered.status_code) == (422, 422, 302)
    assert Exhibitor.objects.count() == 2


# Photos


def test_photos_find_their_products_and_one_bad_one_loses_nothing(office, sent):
    foto = archive(
        **{
            "Wajik Kletik.jpg": photo(1),
            "wajik kletik (2).jpg": photo(2),
            "selendang lurik.jpg": b"\xff\xd8 no photo",
            "IMG-20231105-WA0012.jpg": photo(3),
        }
    )
    row = sent(workbook(NING, WATI), foto)

    before = page(office, row)
    done = apply(office, row)

    assert "3 dari 4 foto sudah ada pasangannya." in before
    assert Product.objects.get(name="Wajik kletik").photos.count() == 2
    assert Product.objects.get(name="Selendang lurik").photos.count() == 0
    assert done.state == "selesai"
    assert "selendang lurik.jpg" in page(office, row)


def test_a_photo_is_assigned_with_a_click_and_the_next_one_follows(office, sent):
    foto = archive(**{"IMG-20231105-WA0012.jpg": photo(1), "IMG-20231105-WA0013.jpg": photo(2)})
    row = sent(workbook(NING, WATI), foto)
    product = next(record for record in row.plan.records if record.name == "Selendang lurik")
    first, second = ImportPhoto.objects.all()

    grid = office.get(reverse("admin:import_photos", args=[row.pk]))
    one = office.get(reverse("admin:import_photo", args=[row.pk, first.number]), {"q": "lurik"})
    small = office.get(reverse("admin:import_thumbnail", args=[row.pk, first.number]))
    clicked = office.post(reverse("admin:import_photo", args=[row.pk, first.number]), {"catatan": product.id})
    left = office.post(reverse("admin:import_photo", args=[row.pk, second.number]), {"catatan": ""})
    forged = office.post(reverse("admin:import_photo", args=[row.pk, second.number]), {"catatan": "Data!99 produk"})
    apply(office, row)

    assert grid.content.decode().count("WA0012") == 1
    assert parse(one).one("button", name="catatan", text="Selendang lurik")
    assert "Wajik kletik" not in one.content.decode()
    assert small.status_code == 200 and len(small.content) < 20_000 and "private" in small.headers["Cache-Control"]
    assert clicked.headers["Location"] == reverse("admin:import_photo", args=[row.pk, second.number])
    assert left.status_code == 302 and forged.status_code == 404
    assert [photo.product.name for photo in ProductPhoto.objects.all()] == ["Selendang lurik"]


def test_what_was_assigned_stays_when_it_is_read_again(office, sent):
    row = sent(workbook(NING), archive(**{"IMG-20231105-WA0012.jpg": photo()}))
    record = next(record for record in row.plan.records if record.of == "produk")
    office.post(reverse("admin:import_photo", args=[row.pk, ImportPhoto.objects.get().number]), {"catatan": record.id})

    step(office, row, "ulang")
    let_it_work(row)

    assert (ImportPhoto.objects.get().record, ImportPhoto.objects.get().by_hand) == (record.id, True)


def test_a_photo_of_a_row_that_stays_out_is_named_in_the_end(office, sent):
    row = sent(workbook(NING, LOST), archive(**{"bawang goreng.jpg": photo()}))

    apply(office, row)

    assert not ProductPhoto.objects.exists()
    assert "bawang goreng.jpg" in page(office, row) and "tidak diimpor" in page(office, row)


def test_killed_between_two_photos_the_rest_comes_and_none_twice(office, sent, monkeypatch):
    row = sent(workbook(NING), archive(**{"wajik kletik.jpg": photo(1), "wajik kletik 2.jpg": photo(2)}))
    step(office, row, "tulis", tulis=["baru"])
    work.carry_on.call(row.pk)
    row.refresh_from_db()
    work.hang_some(row, seconds=0)  # one photo
    first = ImportPhoto.objects.get(state="dipasang")
    ImportPhoto.objects.filter(pk=first.pk).update(state="menunggu")  # as if the worker had ended before it was noted

    let_it_work(row)

    assert Product.objects.get().photos.count() == 2
    assert row.state == "selesai"


def test_a_photo_that_ends_its_workers_is_left_out_and_the_others_come(office, sent):
    row = sent(workbook(NING), archive(**{"wajik kletik.jpg": photo(1), "wajik kletik 2.jpg": photo(2)}))
    step(office, row, "tulis", tulis=["baru"])
    work.carry_on.call(row.pk)
    Import.objects.update(tries=Import.TRIES)  # so many have begun it and never come back

    let_it_work(row)

    assert row.state == "selesai"
    assert [one.state for one in ImportPhoto.objects.order_by("order")] == ["tidak", "dipasang"]
    assert "wajik kletik.jpg" in page(office, row)


def test_a_workbook_that_ends_its_workers_is_given_up(office, ratna):
    office.post(reverse("admin:imports"), {"berkas": workbook(NING)})
    for _death in range(Import.TRIES):
        Import.objects.update(changed_at=timezone.now() - timedelta(minutes=2))
        work.sweep_imports.call()

    row = let_it_work(Import.objects.get())

    assert row.state == "ditolak"
    assert "kesalahan di pihak kami" in page(office, row)


def test_a_zip_comes_in_parts_and_goes_on_where_the_line_broke(office, sent):
    row = sent(workbook(NING))
    data = archive(**{"wajik kletik.jpg": photo()}).read()
    half = len(data) // 2

    def part(start, end, **more):
        upload = {"foto": SimpleUploadedFile("foto.zip", data[start:end]), "nama": "foto.zip", "besar": len(data), "mulai": start} | more
        return office.post(reverse("admin:import_photos_receive", args=[row.pk]), upload, headers={"Accept": "application/json"})

    first = part(0, half)
    again = part(0, half)
    ahead = part(half + 5, len(data))
    broken = page(office, row)
    last = part(half, len(data))
    let_it_work(row)

    assert [answer.json()["there"] for answer in (first, again, ahead, last)] == [half, half, half, len(data)]
    assert "Pilih berkas yang sama untuk melanjutkan." in broken
    assert "1 dari 1 foto sudah ada pasangannya." in page(office, row)
    assert len(private().listdir("impor")[1]) == 2


def test_photos_that_are_too_many_or_too_late_are_refused(office, sent):
    row = sent(workbook(NING))
    address = reverse("admin:import_photos_receive", args=[row.pk])
    as_script = {"Accept": "application/json"}

    huge = office.post(address, {"foto": archive(), "besar": 3_000_000_000, "mulai": 0}, headers=as_script)
    none = office.post(address, {}, headers=as_script)
    apply(office, row)
    late = office.post(address, {"foto": archive()}, headers=as_script)

    assert (huge.status_code, none.status_code, late.status_code) == (422, 422, 409)
    assert "ZIP paling besar" in huge.json()["fault"] and late.json()["fault"]


def test_a_zip_that_is_none_leaves_the_workbook_as_it_is(office, sent):
    row = sent(workbook(NING), SimpleUploadedFile("foto.zip", b"no zip at all"))

    assert row.state == "siap"
    assert "foto.zip: " in page(office, row)
    assert apply(office, row).result["booths"] == 1


# What stays, what goes


def test_thrown_away_its_files_go_and_what_was_written_stays(office, sent, django_capture_on_commit_callbacks):
    row = sent(workbook(NING), archive(**{"wajik kletik.jpg": photo()}))
    apply(office, row)

    with django_capture_on_commit_callbacks(execute=True):
        response = step(office, row, "hapus")

    assert response.status_code == 302 and not Import.objects.exists()
    assert private().listdir("impor")[1] == []
    assert Exhibitor.objects.count() == 1


def test_old_imports_are_forgotten_with_their_files(office, sent, django_capture_on_commit_callbacks):
    row = sent(workbook(NING))
    Import.objects.update(changed_at=timezone.now() - timedelta(days=31))

    with django_capture_on_commit_callbacks(execute=True):
        work.sweep_imports.call()

    assert not Import.objects.filter(pk=row.pk).exists()
    assert private().listdir("impor")[1] == []


@pytest.mark.parametrize("role", ["Kurator", "Auditor", "Petugas pintu"])
def test_who_fills_in_nothing_imports_nothing(client_of, role):
    browser = client_of(make_organiser("orang", role=role, regions=["kota-blitar"]))

    assert browser.get(reverse("admin:imports")).status_code == 403
    assert browser.post(reverse("admin:imports"), {"berkas": workbook(NING)}).status_code == 403
    assert not Import.objects.exists()


def test_an_address_of_another_import_is_not_found(office, sent, client_of, joko):
    row = sent(workbook(NING), archive(**{"IMG-20231105-WA0012.jpg": photo()}))
    number = ImportPhoto.objects.get().number
    other = client_of(joko)

    for name, arguments in (
        ("import", [row.pk]),
        ("import_marked", [row.pk]),
        ("import_photos", [row.pk]),
        ("import_photo", [row.pk, number]),
        ("import_thumbnail", [row.pk, number]),
    ):
        assert other.get(reverse(f"admin:{name}", args=arguments)).status_code == 404, name
    assert other.post(reverse("admin:import_photos_receive", args=[row.pk]), {"foto": archive()}).status_code == 404
    assert step(other, row, "tulis", tulis=["baru"]).status_code == 404
