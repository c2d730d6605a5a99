"""What happens beside an import: files that are gone, photos that change under it, workers that meet, organisers who lose their office."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchange import imports, work
from exchange.models import Import, ImportPhoto
from exhibitors.models import Exhibitor
from exhibitors.models import private_storage as private
from products.models import Product, ProductPhoto
from regions.models import Region, Scope
from tests.exchange.importing import LOST, NING, WATI, apply, archive, let_it_work, page, photo, step, workbook

pytestmark = pytest.mark.django_db
AS_SCRIPT = {"Accept": "application/json"}


def send_part(browser, row, data, start, end, *, name="foto.zip"):
    upload = {"foto": SimpleUploadedFile(name, data[start:end]), "nama": name, "besar": len(data), "mulai": start}
    return browser.post(reverse("admin:import_photos_receive", args=[row.pk]), upload, headers=AS_SCRIPT)


def old(path):
    os.utime(private().path(path), (time.time() - 90_000,) * 2)


# Photos that change under it


def test_another_zip_takes_what_was_matched_in_the_one_before_with_it(office, sent):
    row = sent(workbook(NING), archive(**{"wajik kletik.jpg": photo(1)}))
    other = archive(**{"lain.jpg": photo(2)}).read()

    send_part(office, row, other, 0, 30, name="lain.zip")
    left = ImportPhoto.objects.count()
    apply(office, row)

    assert left == 0
    assert row.state == "selesai" and Product.objects.get().name == "Wajik kletik"
    assert not ProductPhoto.objects.exists()


def test_what_was_confirmed_before_another_zip_came_is_looked_at_again(office, sent):
    row = sent(workbook(NING), archive(**{"wajik kletik.jpg": photo(1)}))
    seen = row.version
    send_part(office, row, archive(**{"lain.jpg": photo(2)}).read(), 0, 30, name="lain.zip")

    answer = office.post(reverse("admin:import", args=[row.pk]), {"langkah": "tulis", "versi": seen, "tulis": ["baru"]}, follow=True)

    assert "Rencana ini baru saja berubah" in answer.content.decode()
    assert not Exhibitor.objects.exists()


def test_a_reading_under_way_does_not_keep_photos_of_a_zip_that_is_gone(office, sent, monkeypatch):
    row = sent(workbook(NING), archive(**{"wajik kletik.jpg": photo(1)}))
    step(office, row, "ulang")
    real = work.photo_match.match

    def meanwhile(*args):
        monkeypatch.setattr(work.photo_match, "match", real)
        send_part(office, row, archive(**{"lain.jpg": photo(2)}).read(), 0, 30, name="lain.zip")
        return real(*args)

    monkeypatch.setattr(work.photo_match, "match", meanwhile)
    let_it_work(row)

    assert row.state == "siap" and row.photos_name == "lain.zip"
    assert not ImportPhoto.objects.exists()


def test_a_part_that_comes_after_the_import_has_begun_changes_nothing(office, sent, monkeypatch):
    """The state is looked at again where the part is written: the page's own look is a moment older."""
    row = sent(workbook(NING), archive(**{"wajik kletik.jpg": photo(1)}))
    before = row.photos.name
    stale = Import.objects.get(pk=row.pk)
    step(office, row, "tulis", tulis=["baru"])
    with monkeypatch.context() as patched:
        patched.setattr("exchange.views.office_import_photos.own_without_plan", lambda request, pk: stale)
        late = send_part(office, row, archive(**{"lain.jpg": photo(2)}).read(), 0, 30, name="lain.zip")
    let_it_work(row)

    assert late.status_code == 409
    assert row.photos.name == before and Product.objects.get().photos.count() == 1


def test_two_windows_that_send_two_zips_do_not_start_each_other_anew_for_ever(office, sent):
    row = sent(workbook(NING))
    one, other = (archive(**{"wajik kletik.jpg": photo(seed)}).read() for seed in (1, 2))

    send_part(office, row, one, 0, 100, name="satu.zip")
    send_part(office, row, other, 0, 100, name="dua.zip")
    refused = send_part(office, row, one, 100, 200, name="satu.zip")
    last = send_part(office, row, other, 100, len(other), name="dua.zip")

    assert refused.status_code == 409 and "jendela lain" in refused.json()["fault"]
    assert last.json() == {"there": len(other), "fault": ""}


def test_a_whole_zip_goes_past_one_that_came_only_in_part(office, sent):
    row = sent(workbook(NING))
    data = archive(**{"wajik kletik.jpg": photo()}).read()
    send_part(office, row, data, 0, 100)

    answer = office.post(reverse("admin:import_photos_receive", args=[row.pk]), {"foto": SimpleUploadedFile("foto.zip", data)})
    let_it_work(row)

    assert answer.status_code == 302
    assert "1 dari 1 foto sudah ada pasangannya." in page(office, row)


def test_the_last_part_and_the_reading_are_one_deed(office, sent, monkeypatch):
    """Killed behind it, nobody would ever have read the photos."""
    row = sent(workbook(NING))
    data = archive(**{"wajik kletik.jpg": photo()}).read()

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("exchange.views.office_import_photos._received", lambda *args, **kwargs: (_ for _ in ()).throw(KeyboardInterrupt))
        send_part(office, row, data, 0, len(data))

    row.refresh_from_db()
    assert row.state == "dibaca"
    assert let_it_work(row).pictures.count() == 1


# What is gone


def test_without_its_zip_an_import_is_done_all_the_same(office, sent):
    row = sent(workbook(NING), archive(**{"wajik kletik.jpg": photo()}))
    step(office, row, "tulis", tulis=["baru"])
    private().delete(row.photos.name)

    let_it_work(row)

    assert row.state == "selesai" and Product.objects.count() == 1
    assert "tidak bisa dibuka lagi" in page(office, row)


def test_without_its_workbook_it_says_so(office, sent):
    row = sent(workbook(NING))
    private().delete(row.workbook.name)

    marked = office.get(reverse("admin:import_marked", args=[row.pk]), follow=True)
    step(office, row, "ulang")
    let_it_work(row)

    assert "tidak ada lagi di server" in marked.content.decode()
    assert row.state == "ditolak" and "tidak ada lagi di server" in page(office, row)


@pytest.mark.parametrize(
    "plan", ['{"file_name": "lain"}', "[]", "{", '{"layouts": [], "records": [{"x": 1}], "outcomes": {}, "questions": {}}']
)
def test_a_plan_of_another_version_is_made_again(office, sent, plan):
    row = sent(workbook(NING))
    Import.objects.update(plan_json=plan)

    shown = page(office, row)
    late = [step(office, row, name, tulis=["baru"]) for name in ("kolom", "jawab", "tulis")]
    marked = office.get(reverse("admin:import_marked", args=[row.pk]))
    again = step(office, row, "ulang")
    let_it_work(row)

    assert "Baca ulang berkasnya dulu." in shown
    assert {answer.status_code for answer in late} == {302} and marked.status_code == 404 and again.status_code == 302
    assert "1 stan dan 1 produk" in page(office, row)


def test_confirmed_and_then_made_by_another_version_it_is_read_again_not_written(office, sent):
    row = sent(workbook(NING))
    step(office, row, "tulis", tulis=["baru"])
    Import.objects.update(plan_json="{}")

    let_it_work(row)

    assert row.state == "siap" and not Exhibitor.objects.exists()


def test_files_that_no_row_knows_go_after_a_day(office, sent):
    row = sent(workbook(NING), archive(**{"wajik kletik.jpg": photo()}))
    for path in ("impor/lama", "impor/baru", "katalog/9-1.pdf"):
        private().save(path, ContentFile(b"x"))
    for path in (row.workbook.name, row.photos.name, "impor/lama", "katalog/9-1.pdf"):
        old(path)

    work.sweep_imports.call()

    assert sorted(private().listdir("impor")[1]) == sorted(["baru", Path(row.workbook.name).name, Path(row.photos.name).name])
    assert private().listdir("katalog")[1] == []


def test_thrown_away_in_one_window_and_confirmed_in_another_it_is_written(office, sent):
    row = sent(workbook(NING))
    stale = Import.objects.get(pk=row.pk)
    step(office, row, "tulis", tulis=["baru"])

    assert not stale.discard()
    assert let_it_work(row).state == "selesai"


# Organisers who lose their office


def test_who_lost_a_region_sees_nothing_new_of_it(office, ratna, sent):
    Scope.objects.create(user=ratna, region=Region.objects.get(slug="nganjuk"))
    row = sent(workbook(NING, WATI, hidden_rows={"Data": [3]}))
    question = next(iter(row.plan.questions))
    ratna.scopes.filter(region__slug="nganjuk").delete()

    answer = step(office, row, "jawab", **{f"jawab-{question}": "impor"})
    let_it_work(row)

    assert answer.status_code == 302
    assert row.plan.scope == ["35.72"] and row.answers == {question: "impor"}


def test_whoever_is_no_organiser_any_more_writes_nothing_and_hangs_nothing(office, ratna, sent):
    row = sent(workbook(NING), archive(**{"wajik kletik.jpg": photo()}))
    step(office, row, "tulis", tulis=["baru"])
    work.carry_on.call(row.pk)
    ratna.is_active = False
    ratna.save()

    let_it_work(row)

    assert row.state == "selesai" and Product.objects.get().photos.count() == 0
    assert ImportPhoto.objects.get().state == "tidak"


def test_whoever_is_deleted_meanwhile_takes_the_import_along(office, ratna, sent, monkeypatch):
    row = sent(workbook(NING))
    step(office, row, "tulis", tulis=["baru"])
    real = imports.writing.prepare

    def meanwhile(*args, **kwargs):
        Import.objects.all().delete()
        return real(*args, **kwargs)

    monkeypatch.setattr(imports.writing, "prepare", meanwhile)
    work.carry_on.call(row.pk)

    assert not Import.objects.exists() and not Exhibitor.objects.exists()


def test_what_somebody_else_published_meanwhile_gets_no_photo(office, sent):
    row = sent(workbook(NING), archive(**{"wajik kletik.jpg": photo()}))
    step(office, row, "tulis", tulis=["baru"])
    work.carry_on.call(row.pk)
    Product.objects.filter(name="Wajik kletik").update(status="published")

    let_it_work(row)

    assert row.state == "selesai" and not ProductPhoto.objects.exists()
    assert "Sudah tampil" in page(office, row)


def test_a_photo_is_not_given_to_a_row_that_stays_out(office, sent):
    row = sent(workbook(NING, LOST), archive(**{"IMG-20231105-WA0012.jpg": photo()}))
    number, lost = ImportPhoto.objects.get().number, next(record for record in row.plan.records if record.name == "Bawang goreng")
    address = reverse("admin:import_photo", args=[row.pk, number])

    shown = office.get(address).content.decode()

    assert "Wajik kletik" in shown and "Bawang goreng" not in shown
    assert office.post(address, {"catatan": lost.id}).status_code == 404
    assert ImportPhoto.objects.get().record == ""
