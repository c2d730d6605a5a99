"""The printed catalogue that visitors take along: offered where it is looked for, sent as a file, gone when it was taken down."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Record
from exchange import prints
from exchange.models import PrintedCatalogue
from exhibitors.models import Category
from expo import pagecache
from expo.models import SiteState
from tests.factories import make_edition, make_exhibitor, make_printed_catalogue, make_product
from tests.html import parse

DATA = b"%PDF-1.7 " + bytes(range(256)) * 9000  # 2.3 MB
WORDS = "Unduh katalog (PDF, 2,2 MB)"


@pytest.fixture
def edition(db):
    return make_edition(slug="pameran-2026")


@pytest.fixture
def row(edition):
    make_product(exhibitor=make_exhibitor(edition=edition))
    return make_printed_catalogue(edition=edition, data=DATA, address="katalog-pameran-2026")


@pytest.fixture
def published(row, dewi):
    prints.publish(row, by=dewi)
    row.refresh_from_db()
    return row


URL = "/unduh/katalog-pameran-2026.pdf"


def links(client, path):
    pagecache.forget()  # a process looks for a new version once a second
    return {link["href"]: link.text for link in parse(client.get(path)).all("a", type="application/pdf")}


def body(response):
    return b"".join(response) if response.streaming else response.content


def deed(client_of, user, row, **data):
    return client_of(user).post(reverse("admin:prints_publish", args=[row.pk]), data)


# Publishing


def test_published_visitors_see_it_and_taken_down_they_do_not(client, client_of, dewi, row):
    assert links(client, "/") == {}
    assert client.get(URL).status_code == 404
    before = SiteState.objects.get().version if SiteState.objects.exists() else 0

    deed(client_of, dewi, row)

    assert [links(client, path) for path in ("/", "/tentang/", "/stan/")] == [{URL: WORDS}] * 3
    file = client.get(URL)
    assert body(file) == DATA
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Length"] == str(len(DATA))
    assert file["Content-Disposition"] == 'attachment; filename="katalog-pameran-2026.pdf"'
    assert SiteState.objects.get().version > before

    deed(client_of, dewi, row, turun="1")

    assert links(client, "/") == {}
    assert client.get(URL).status_code == 404
    assert [(record.deed, record.actor) for record in Record.objects.order_by("pk")] == [("publish", dewi), ("withdraw", dewi)]


def test_a_second_press_changes_nothing(client_of, dewi, row):
    for _time in range(2):
        deed(client_of, dewi, row)
    version, when = SiteState.objects.get().version, PrintedCatalogue.objects.get().published_at
    deed(client_of, dewi, row)

    assert (SiteState.objects.get().version, PrintedCatalogue.objects.get().published_at) == (version, when)
    assert Record.objects.count() == 1


def test_a_regional_organiser_publishes_her_own_regions(client, client_of, ratna, joko, edition):
    own = make_printed_catalogue(edition=edition, region="kota-blitar", address="katalog-kb")
    whole = make_printed_catalogue(edition=edition)

    answers = [deed(client_of, user, row).status_code for user, row in ((joko, own), (ratna, whole), (ratna, own))]

    assert answers == [404, 404, 302]
    assert PrintedCatalogue.objects.published().get() == own
    assert list(links(client, "/wilayah/kota-blitar/")) == ["/unduh/katalog-kb.pdf"]
    assert links(client, "/wilayah/nganjuk/") == links(client, "/") == {}


def test_not_before_its_edition(client, client_of, dewi):
    row = make_printed_catalogue(edition=make_edition(is_public=False))

    page = client_of(dewi).post(reverse("admin:prints_publish", args=[row.pk]), follow=True)

    assert "Tampilkan dulu pamerannya" in parse(page).one("ul", cls="messagelist").text
    assert links(client, "/") == {}


@pytest.mark.parametrize("state", ["menunggu", "jalan", "gagal"])
def test_what_is_not_ready_is_not_published(client_of, dewi, edition, state):
    row = make_printed_catalogue(edition=edition, state=state)

    deed(client_of, dewi, row)

    assert not PrintedCatalogue.objects.published().exists()


def test_a_newer_one_takes_its_place(client, dewi, published, django_capture_on_commit_callbacks):
    newer = make_printed_catalogue(
        edition=published.edition, what=published.what, address=published.address, data=b"%PDF-1.7 newer", made_at=timezone.now()
    )

    with django_capture_on_commit_callbacks(execute=True):
        prints.publish(newer, by=dewi)

    assert PrintedCatalogue.objects.get() == newer
    assert body(client.get(URL)) == b"%PDF-1.7 newer"
    assert not published.file.storage.exists(published.file.name)


# Offering


def test_the_readers_language_if_there_is_one(client, published):
    assert links(client, "/en/") == {URL: links(client, "/en/")[URL]}, "the Indonesian one is better than none"
    assert parse(client.get("/en/")).one("a", href=URL)["hreflang"] == "id"
    assert client.get(f"/en{URL}").status_code == 404

    make_printed_catalogue(edition=published.edition, address=published.address, language="en", published=True)

    assert list(links(client, "/en/")) == [f"/en{URL}"]
    assert list(links(client, "/")) == [URL]
    assert 'filename="katalog-pameran-2026-en.pdf"' in client.head(f"/en{URL}")["Content-Disposition"]


def test_the_small_one_of_the_newest_edition(client, published):
    for fields in ({"variant": "cetak"}, {"edition": make_edition(day=-300)}):
        make_printed_catalogue(**{"edition": published.edition, "published": True} | fields)
    earlier = make_printed_catalogue(edition=make_edition(day=300), published=True)

    offered = list(links(client, "/"))

    assert earlier.published_at > published.published_at
    assert offered != [URL], "the next edition's"
    assert len(offered) == 1


def test_a_kind_has_its_own(client, edition):
    kind = Category.objects.get(slug="makanan-olahan")
    make_printed_catalogue(edition=edition, category=kind, published=True, address="katalog-makanan")

    assert list(links(client, "/kategori/makanan-olahan/")) == ["/unduh/katalog-makanan.pdf"]
    assert links(client, "/produk/") == {}


@pytest.mark.parametrize("path", ["/", "/produk/", "/wilayah/kota-blitar/"])
def test_the_offer_costs_no_query(client, published, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get(path)


# Sending


def test_headers(client, published):
    answer = client.get(URL)

    assert body(answer) == DATA
    assert answer["ETag"] == f'"{published.digest}"'
    assert answer["Cache-Control"] == "public, max-age=60"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["Last-Modified"]
    assert answer.cookies == {}


def test_known_already(client, published):
    first = client.get(URL)
    body(first)

    answers = [
        client.get(URL, headers=known) for known in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]})
    ]

    assert [(answer.status_code, answer.content, answer["ETag"]) for answer in answers] == [(304, b"", first["ETag"])] * 2
    other = client.get(URL, headers={"if-none-match": '"another"'})
    assert (other.status_code, body(other)) == (200, DATA)


def test_head_says_how_large_it_is(client, published):
    answer = client.head(URL)

    assert (answer.status_code, answer.content, answer["Content-Length"]) == (200, b"", str(len(DATA)))
    assert not answer.streaming


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=2000000-", 2_000_000, len(DATA) - 1),
        ("bytes=-5", len(DATA) - 5, len(DATA) - 1),
        ("bytes=9-9999999", 9, len(DATA) - 1),
    ],
)
def test_the_rest_of_it(client, published, asked, first, last):
    answer = client.get(URL, headers={"range": asked})

    assert answer.status_code == 206
    assert body(answer) == DATA[first : last + 1]
    assert answer["Content-Range"] == f"bytes {first}-{last}/{len(DATA)}"
    assert answer["Content-Length"] == str(last + 1 - first)


@pytest.mark.parametrize("asked", ["bytes=0-1,5-9", "bytes=-", "lines=1-2", "bytes=a-b", f"bytes={'9' * 50}-"])
def test_what_is_no_range_of_ours_is_all_of_it(client, published, asked):
    answer = client.get(URL, headers={"range": asked})

    assert (answer.status_code, body(answer)) == (200, DATA)


@pytest.mark.parametrize("asked", [f"bytes={len(DATA)}-", "bytes=9-5", "bytes=-0"])
def test_beyond_its_end(client, published, asked):
    answer = client.get(URL, headers={"range": asked})

    assert (answer.status_code, answer["Content-Range"], body(answer)) == (416, f"bytes */{len(DATA)}", b"")


def test_the_rest_of_another_file_is_all_of_this_one(client, published):
    answer = client.get(URL, headers={"range": "bytes=100-", "if-range": '"an-older-one"'})

    assert (answer.status_code, body(answer)) == (200, DATA)


def test_a_file_that_is_gone_is_not_there(client, published):
    published.file.storage.delete(published.file.name)

    assert client.get(URL).status_code == 404


# Old


def told_on_the_first_page(office):
    pagecache.forget()
    return [note.text for note in parse(office.get("/panitia/")).all("p", cls="warnnote")]


def test_what_changed_since_is_noticed(client_of, dewi, ratna, published):
    office, page = client_of(dewi), reverse("admin:prints_catalogue", args=[published.pk])
    assert "Data berubah" not in office.get(page).content.decode(), "to publish it changes nothing that it shows"

    assert told_on_the_first_page(office) == []

    SiteState.move_on()
    assert told_on_the_first_page(office) == ["1 katalog di situs perlu dibuat ulang: data berubah sejak dibuat. Lihat katalog"]
    assert told_on_the_first_page(client_of(ratna)) == [], "one of all regions is not hers to make"

    told = parse(office.get(page))
    assert "Data berubah sejak dibuat" in told.one("p", cls="warnnote").text
    assert told.one("form", action=reverse("admin:prints_again", args=[published.pk])).one("button").text == "Buat ulang"
    office.get("/panitia/cetak/")
    sent = office.post(reverse("admin:prints_again", args=[published.pk]))
    assert sent["Location"] != page
    assert PrintedCatalogue.objects.published().get() == published, "what was printed stays until the new one is shown"
