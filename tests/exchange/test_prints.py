"""Catalogues that organisers ask for: who may, that each is made once, survives a kill, and leaves no file behind."""

import datetime
import io

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import Record
from exchange import catalogue, prints
from exchange.models import PrintedCatalogue
from exhibitors.models import Status
from expo.models import SiteState
from products.models import Product
from regions.models import Region
from tests import pdf
from tests.expo.test_office_words import english_words
from tests.factories import make_edition, make_exhibitor, make_organiser, make_owner, make_printed_catalogue, make_product
from tests.html import parse

PAGE = "/panitia/cetak/"
State = PrintedCatalogue.State
OTHERS = {"wulan": "Kurator", "bagas": "Pendamping", "amir": "Auditor", "tono": "Petugas pintu"}


@pytest.fixture
def edition(db):
    return make_edition(name="UMKM Virtual Expo 2026")


@pytest.fixture
def booth(edition):
    """Of Kota Blitar, with one product; the other is of Nganjuk."""
    far = make_exhibitor(name="Bawang Nani", region="nganjuk", edition=edition, stall_number="NJ-001")
    make_product(exhibitor=far, name="Bawang goreng")
    booth = make_exhibitor(name="Sentul Perkusi", edition=edition, stall_number="KB-017")
    make_product(exhibitor=booth, name="Gambang kayu")
    return booth


@pytest.fixture
def other(request, db, client_of):
    """A browser of somebody else who works in Kota Blitar."""
    return client_of(make_organiser(request.param, role=OTHERS[request.param], regions=["kota-blitar"], name=request.param))


def wish(edition, **fields):
    return {"edisi": edition.pk, "wilayah": "kota-blitar", "kategori": "", "bahasa": "id", "ukuran": "kecil"} | fields


def ask(by, edition, **fields):
    region = Region.objects.get(slug="kota-blitar")
    return prints.ask(**{"by": by, "edition": edition, "region": region, "language": "id", "variant": "kecil"} | fields)


def made(row):
    prints.make_next()
    row.refresh_from_db()
    return row


def queued():
    return DBTaskResult.objects.filter(task_path=prints.make_catalogues.module_path).count()


def files(private_root):
    return sorted(path.name for path in private_root.rglob("*.pdf"))


def change_something():
    SiteState.move_on()


# Asking


def test_asked_for_made_and_downloaded(client_of, ratna, edition, booth, django_capture_on_commit_callbacks):
    office = client_of(ratna)

    sent = office.post(PAGE, wish(edition))
    waiting = office.get(sent["Location"])
    prints.make_next()
    ready = office.get(sent["Location"])
    file = office.get(f"{sent['Location']}berkas/")

    row = PrintedCatalogue.objects.get()
    assert sent["Location"] == reverse("admin:prints_catalogue", args=[row.pk])
    assert "Menunggu giliran" in parse(waiting).one("main").text
    assert "1 produk, 5 halaman" in parse(ready).one("main").text
    data = b"".join(file)
    assert (file["Content-Type"], len(data)) == ("application/pdf", row.size)
    assert f"katalog-{edition.slug}-kota-blitar.pdf" in file["Content-Disposition"]
    text = pdf.words(data)
    assert "Gambang kayu" in text
    assert "Bawang goreng" not in text
    assert (row.asked_by, row.version, row.day) == (ratna, prints.version_now(), timezone.localdate())


def test_everything_for_who_acts_everywhere(client_of, dewi, edition, booth):
    client_of(dewi).post(PAGE, wish(edition, wilayah="", bahasa="en", ukuran="cetak"))
    row = made(PrintedCatalogue.objects.get())

    assert row.products == 2
    assert row.file_name == f"katalog-{edition.slug}-cetak-en.pdf"
    assert "Sentul Perkusi" in pdf.words(row.file.read())
    row.file.close()


@pytest.mark.parametrize("region", ["nganjuk", "", "tidak-ada"])
def test_a_regional_organiser_asks_for_her_own_region_only(client_of, ratna, edition, booth, region):
    page = client_of(ratna).post(PAGE, wish(edition, wilayah=region))

    assert page.status_code == 422
    assert parse(page).all("ul", cls="errorlist")
    assert not PrintedCatalogue.objects.exists()


@pytest.mark.parametrize(("other", "sees"), [("wulan", 200), ("bagas", 200), ("amir", 200), ("tono", 403)], indirect=["other"])
def test_others_take_along_and_change_nothing(other, edition, booth, sees):
    row = make_printed_catalogue(edition=edition, region="kota-blitar")
    before = list(PrintedCatalogue.objects.values())
    url = reverse("admin:prints_catalogue", args=[row.pk])

    page, file = other.get(PAGE), other.get(f"{url}berkas/")
    list(file)
    looks = [page.status_code, other.get(url).status_code, file.status_code]
    deeds = [other.post(PAGE, wish(edition)), other.post(f"{url}ulang/"), other.post(f"{url}tampil/"), other.post(f"{PAGE}hadir/", {})]

    assert looks == [sees] * 3
    assert [deed.status_code for deed in deeds] == [403] * 4
    assert list(PrintedCatalogue.objects.values()) == before
    if sees == 200:
        assert [form["action"] for form in parse(page).all("form", method="post", action=True) if "cetak" in form["action"]] == []


@pytest.mark.parametrize("path", ["", "berkas/", "ulang/", "tampil/"])
def test_another_regions_looks_like_absent(client_of, joko, ratna, edition, booth, path):
    row = make_printed_catalogue(edition=edition, region="kota-blitar")
    whole = make_printed_catalogue(edition=edition)
    before = list(PrintedCatalogue.objects.values())

    answers = []
    for office in (client_of(joko), client_of(ratna)):
        call = office.post if path in ("ulang/", "tampil/") else office.get
        pks = [whole.pk, 987_654] + ([row.pk] if office.session["_auth_user_id"] == str(joko.pk) else [])
        answers += [call(f"{PAGE}{pk}/{path}").status_code for pk in pks]

    assert set(answers) == {404}
    assert list(PrintedCatalogue.objects.values()) == before
    assert str(row) not in client_of(joko).get(PAGE).content.decode()


def test_nothing_is_made_of_nothing(client_of, ratna, edition, booth):
    Product.objects.filter(exhibitor=booth).update(status=Status.DRAFT)

    page = client_of(ratna).post(PAGE, wish(edition))

    assert page.status_code == 422
    assert "Belum ada produk tampil" in parse(page).one("p", cls="errornote").text
    assert not PrintedCatalogue.objects.exists()


# Once


def test_two_clicks_and_two_organisers_get_the_same(client_of, ratna, dewi, edition, booth):
    answers = [client_of(user).post(PAGE, wish(edition))["Location"] for user in (ratna, ratna, dewi)]

    assert len(set(answers)) == 1
    assert (PrintedCatalogue.objects.count(), queued()) == (1, 1)


@pytest.mark.parametrize("other", [{"language": "en"}, {"variant": "cetak"}, {"region": None}])
def test_another_wish_is_another_row(ratna, edition, booth, other):
    assert ask(ratna, edition) != ask(ratna, edition, **other)


def test_what_is_up_to_date_is_there_at_once(ratna, dewi, edition, booth, monkeypatch):
    row = made(ask(ratna, edition))
    before = queued()

    assert ask(dewi, edition) == row
    assert queued() == before
    change_something()
    newer = ask(dewi, edition)
    assert newer != row


def test_tomorrow_it_is_made_anew(ratna, edition, booth, monkeypatch):
    row = made(ask(ratna, edition))
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    monkeypatch.setattr(prints.timezone, "localdate", lambda: tomorrow)

    assert ask(ratna, edition) != row, "a badge may have ended in the night"


def test_of_one_choice_the_newest_is_kept_and_the_one_that_visitors_see(
    ratna, edition, booth, private_root, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        shown = made(ask(ratna, edition))
        prints.publish(shown, by=ratna)
        rows = []
        for _time in range(2):
            change_something()
            rows.append(made(ask(ratna, edition)))

    assert set(PrintedCatalogue.objects.all()) == {shown, rows[1]}
    assert files(private_root) == sorted(row.file.name.rpartition("/")[2] for row in (shown, rows[1]))
    with django_capture_on_commit_callbacks(execute=True):
        prints.publish(rows[1], by=ratna)
    assert PrintedCatalogue.objects.get() == rows[1]
    assert len(files(private_root)) == 1


def test_what_nobody_published_goes_after_two_months(ratna, edition, private_root, django_capture_on_commit_callbacks):
    old, shown = make_printed_catalogue(edition=edition), make_printed_catalogue(edition=edition, published=True)
    PrintedCatalogue.objects.update(asked_at=timezone.now() - prints.KEPT * 2)

    with django_capture_on_commit_callbacks(execute=True):
        prints.make_next()

    assert PrintedCatalogue.objects.get() == shown
    assert files(private_root) == [f"{shown.file.name.rpartition('/')[2]}"]
    assert old.pk != shown.pk


# Killed, failed


class Killed(BaseException):
    """As SIGKILL: nothing of ours runs after it."""


def kill_in_the_middle(monkeypatch):
    real = catalogue.make_catalogue

    def killed(**options):
        real(**options)
        raise Killed

    monkeypatch.setattr(catalogue, "make_catalogue", killed)


def test_killed_in_the_middle_the_sweep_starts_it_again(ratna, edition, booth, monkeypatch, private_root):
    row = ask(ratna, edition)
    with monkeypatch.context() as patch:
        kill_in_the_middle(patch)
        with pytest.raises(Killed):
            prints.make_next()
    row.refresh_from_db()
    assert (row.state, row.tries) == (State.RUNNING, 1)
    (private_root / "katalog").mkdir(parents=True)
    (private_root / "katalog" / f"{row.pk}-1.pdf").write_bytes(b"%PDF half of")
    DBTaskResult.objects.all().delete()

    call_command("sweep")
    assert queued() == 1
    prints.make_next()
    assert queued() == 2, "it may be alive: looked at again in a minute"
    assert DBTaskResult.objects.latest("enqueued_at").run_after > timezone.now() + prints.LOST / 2
    row.refresh_from_db()
    assert row.state == State.RUNNING
    PrintedCatalogue.objects.update(seen_at=timezone.now() - prints.LOST * 2)

    assert made(row).state == State.READY
    assert files(private_root) == [f"{row.pk}-2.pdf"]


def test_who_was_slow_and_taken_for_dead_leaves_the_row_alone(ratna, edition, booth, monkeypatch, private_root):
    row, real = ask(ratna, edition), catalogue.make_catalogue

    def slow(**options):
        monkeypatch.setattr(catalogue, "make_catalogue", real)
        PrintedCatalogue.objects.update(seen_at=timezone.now() - prints.LOST * 2)
        prints.make_next()  # the other worker
        return real(**options | {"progress": None})

    monkeypatch.setattr(catalogue, "make_catalogue", slow)

    assert made(row).tries == 2
    assert row.is_ready
    assert files(private_root) == [f"{row.pk}-2.pdf"]


def test_one_that_kills_its_worker_is_given_up(ratna, edition, booth, monkeypatch, caplog):
    row = ask(ratna, edition)
    with monkeypatch.context() as patch:
        kill_in_the_middle(patch)
        for _time in range(prints.TRIES):
            PrintedCatalogue.objects.update(seen_at=timezone.now() - prints.LOST * 2)
            with pytest.raises(Killed):
                prints.make_next()
    PrintedCatalogue.objects.update(seen_at=timezone.now() - prints.LOST * 2)

    assert made(row).state == State.FAILED
    assert "never finished" in caplog.text


@pytest.mark.parametrize("fault", ["drawing", "disk"])
def test_a_failure_is_said_and_tried_again(client_of, ratna, edition, booth, monkeypatch, private_root, fault, caplog):
    def broken(*args, **options):
        raise OSError(28, "No space left on device")

    office, row = client_of(ratna), ask(ratna, edition)
    place = (catalogue, "make_catalogue") if fault == "drawing" else (prints.private_storage(), "save")
    with monkeypatch.context() as patch:
        patch.setattr(*place, broken)
        made(row)
    page = office.get(reverse("admin:prints_catalogue", args=[row.pk]))

    assert row.state == State.FAILED
    assert "gagal dibuat" in parse(page).one("p", cls="errornote").text
    assert "No space left" in caplog.text
    assert office.get(reverse("admin:prints_file", args=[row.pk])).status_code == 404
    sent = office.post(reverse("admin:prints_again", args=[row.pk]))
    again = PrintedCatalogue.objects.get()
    assert sent["Location"] == reverse("admin:prints_catalogue", args=[again.pk])
    assert made(again).is_ready
    assert len(files(private_root)) == 1


def test_progress_is_kept_and_shown(client_of, ratna, edition, booth, monkeypatch):
    monkeypatch.setattr(prints, "SIGN_SECONDS", 0)
    make_product(exhibitor=booth)
    row, seen = ask(ratna, edition), []
    office, real = client_of(ratna), prints._Progress.__call__

    def look(self, done, total):
        real(self, done, total)
        seen.append(parse(office.get(reverse("admin:prints_catalogue", args=[row.pk]))).one("p", role="status").text)

    monkeypatch.setattr(prints._Progress, "__call__", look)
    prints.make_next()

    assert [text.partition(".")[0] for text in seen] == [f"Sedang dibuat: {done} dari 2 produk" for done in range(3)]


def test_several_are_made_one_after_the_other(ratna, dewi, edition, booth):
    first, second = ask(ratna, edition), ask(dewi, edition, region=None)
    DBTaskResult.objects.all().delete()

    assert made(first).is_ready
    assert queued() == 1
    assert made(second).is_ready
    assert queued() == 1


# What was ticked


def tick(office, products, **fields):
    data = {"action": "print_chosen", "_selected_action": [product.pk for product in products], "index": "0"}
    return office.post("/panitia/products/product/", data | fields)


def test_a_catalogue_of_what_was_ticked(client_of, ratna, edition, booth):
    office, chosen = client_of(ratna), make_product(exhibitor=booth, name="Angklung")

    asked = tick(office, [chosen])
    sent = tick(office, [chosen], lanjut="1", edisi=edition.pk, judul="Untuk Bu Wali", bahasa="id", ukuran="kecil")
    row = made(PrintedCatalogue.objects.get())

    assert [item.text for item in parse(asked).one("ul", cls="prints__chosen").all("li")] == ["Angklung"]
    assert sent["Location"] == reverse("admin:prints_catalogue", args=[row.pk])
    assert (row.chosen, row.region_code, row.products) == ([chosen.pk], "35.72", 1)
    with row.file.open() as file:
        text = pdf.words(file.read())
    assert "Untuk Bu Wali" in text
    assert "Gambang kayu" not in text
    page = office.get(sent["Location"])
    assert "tidak ditawarkan di situs" in parse(page).one("main").text
    office.post(reverse("admin:prints_publish", args=[row.pk]))
    assert not PrintedCatalogue.objects.published().exists()


def test_ticked_products_of_two_regions_are_for_who_acts_everywhere(client_of, dewi, edition, booth):
    both = make_organiser("rina", role="Penyelenggara wilayah", regions=["kota-blitar", "nganjuk"], name="Rina")
    fields = {"lanjut": "1", "edisi": edition.pk, "judul": "", "bahasa": "id", "ukuran": "kecil"}

    refused = tick(client_of(both), Product.objects.all(), **fields)
    sent = tick(client_of(dewi), Product.objects.all(), **fields)

    assert refused.status_code == 422
    assert "satu wilayah saja" in parse(refused).one("p", cls="errornote").text
    assert sent.status_code == 302
    assert made(PrintedCatalogue.objects.get()).products == 2


def test_another_regions_product_is_not_ticked(client_of, ratna, edition, booth):
    sent = tick(client_of(ratna), Product.objects.all(), lanjut="1", edisi=edition.pk, judul="", bahasa="id", ukuran="kecil")

    assert sent.status_code == 302
    assert PrintedCatalogue.objects.get().chosen == [booth.products.get().pk]


# Made on the spot


def on_the_spot(edition, **fields):
    return {
        "papan": {"edisi": edition.pk, "wilayah": "kota-blitar", "jenis": "papan", "bahasa": "id"} | fields,
        "stan": {"edisi": edition.pk, "wilayah": "kota-blitar"} | fields,
        "laporan": {"edisi": edition.pk, "wilayah": "kota-blitar"} | fields,
    }


@pytest.mark.parametrize("other", ["wulan", "bagas", "amir"], indirect=True)
def test_signs_stalls_and_report_of_the_own_region(other, edition, booth):
    owner = make_owner(booth, name="Sari Rahasia")

    texts = {}
    for name, chosen in on_the_spot(edition).items():
        answer = other.get(f"{PAGE}{name}/", chosen)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), name
        assert "no-store" in answer["Cache-Control"]
        texts[name] = pdf.words(answer.content)

    assert "Sentul Perkusi" in texts["papan"] and "Sentul Perkusi" in texts["stan"]
    assert not [name for name, text in texts.items() if "Bawang Nani" in text or owner.name in text]


def test_the_report_of_the_own_region_as_a_workbook(client_of, ratna, edition, booth):
    answer = client_of(ratna).get(f"{PAGE}laporan/", on_the_spot(edition, berkas="xlsx")["laporan"])

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    words = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert answer["Content-Disposition"] == 'attachment; filename="laporan-kota-blitar.xlsx"'
    assert "Kota Blitar" in words and "Kabupaten Nganjuk" not in words


@pytest.mark.parametrize("name", ["papan", "stan", "laporan"])
def test_not_of_another_region_and_not_of_all(client_of, ratna, dewi, edition, booth, name):
    office = client_of(ratna)
    wishes = [on_the_spot(edition, wilayah=region)[name] for region in ("nganjuk", "", "tidak-ada")]
    wishes += [on_the_spot(edition, edisi=pk)[name] for pk in ("987654", "x", "")]

    assert [office.get(f"{PAGE}{name}/", chosen).status_code for chosen in wishes] == [404] * 6
    whole = client_of(dewi).get(f"{PAGE}{name}/", on_the_spot(edition, wilayah="")[name])
    assert whole.status_code == (404 if name == "papan" else 200)


def test_every_kind_of_sign(client_of, ratna, edition, booth):
    office = client_of(ratna)
    kinds = [option["value"] for option in parse(office.get(PAGE)).one("select", id="papan_jenis").all("option")]

    answers = [office.get(f"{PAGE}papan/", on_the_spot(edition, jenis=kind)["papan"]) for kind in kinds]

    assert len(kinds) == 4
    assert [len(pdf.sizes(answer.content)) for answer in answers] == [1] * 4


@pytest.mark.parametrize("phones", [False, True])
def test_the_attendance_list_is_on_record(client_of, ratna, edition, booth, phones):
    make_owner(booth, name="Sari Utami", phone="+6281234500009")

    answer = client_of(ratna).post(
        f"{PAGE}hadir/", {"edisi": edition.pk, "wilayah": "kota-blitar", "acara": "Pembukaan"} | ({"nomor": "on"} if phones else {})
    )

    text = pdf.words(answer.content)
    assert "Sari Utami" in text and "Pembukaan" in text
    assert ("0812" in text) == phones
    record = Record.objects.get()
    assert (record.actor, record.deed, record.region, record.object_name) == (ratna, "export", "35.72", edition.name)
    said = "Kota Blitar, 1 stan, " + ("dengan nomor WhatsApp" if phones else "tanpa nomor WhatsApp")
    assert record.changes == [{"field": "daftar hadir", "old": "", "new": said}]


@pytest.mark.parametrize("region", ["nganjuk", ""])
def test_no_attendance_list_of_another_region(client_of, ratna, edition, booth, region):
    assert client_of(ratna).post(f"{PAGE}hadir/", {"edisi": edition.pk, "wilayah": region}).status_code == 404
    assert not Record.objects.exists()


@pytest.mark.parametrize("name", ["papan", "stan", "hadir"])
def test_where_nobody_takes_part_a_sentence_says_so(client_of, ratna, edition, name):
    office, chosen = client_of(ratna), on_the_spot(edition)["papan"]

    page = office.post(f"{PAGE}hadir/", chosen, follow=True) if name == "hadir" else office.get(f"{PAGE}{name}/", chosen, follow=True)

    assert [note.text for note in parse(page).one("ul", cls="messagelist").all("li")] == ["Belum ada stan yang ikut."]
    assert not Record.objects.exists()


# The pages


@pytest.mark.parametrize("state", State.values)
def test_pages_speak_indonesian_and_cost_few_queries(client_of, ratna, edition, booth, state, django_assert_max_num_queries):
    notes = {"without_photo": [booth.products.get().pk], "broken_photo": [], "lost_letters": [987_654]}
    rows = [make_printed_catalogue(edition=edition, region="kota-blitar", state=state, notes=notes) for _row in range(3)]
    office = client_of(ratna)
    pages = [office.get(PAGE), office.post(PAGE, {})]

    for path in (PAGE, reverse("admin:prints_catalogue", args=[rows[0].pk])):
        with django_assert_max_num_queries(16):
            pages.append(office.get(path))

    assert [words for page in pages if (words := english_words(page))] == []


def test_what_is_amiss_is_named_with_a_way_to_it(client_of, ratna, edition, booth):
    row, product = made(ask(ratna, edition)), booth.products.get()

    page = parse(client_of(ratna).get(reverse("admin:prints_catalogue", args=[row.pk])))

    assert "Belum punya foto, tercetak dengan kain batik: 1 produk" in page.one("main").text
    assert page.one("a", href=reverse("admin:products_product_change", args=[product.pk])).text == "Gambang kayu"


def test_the_way_there_is_on_the_first_page(client_of, ratna, edition):
    assert parse(client_of(ratna).get("/panitia/")).one("a", href=PAGE)
    assert PAGE not in client_of(make_organiser("tono", role="Petugas pintu", name="Tono")).get("/panitia/").content.decode()
