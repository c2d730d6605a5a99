"""What owners change in booths and products that were accepted: what is out at once, what waits, and how it is decided."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

import exhibitors.search
from accounts.models import Record
from curation.decide import decide
from curation.models import ProposedChange
from curation.propose import LIVE
from curation.take import send_back, take
from exhibitors.models import Exhibitor, Membership, Status
from exhibitors.owner_forms import BoothForm
from expo import pagecache
from products.models import Product
from products.owner_forms import DetailsForm, PriceForm
from products.search import found
from tests import race
from tests.factories import make_exhibitor, make_organiser, make_owner, make_product, make_product_photo, make_proposal
from tests.html import parse
from tests.site_map import address, arguments, make_site, url_names
from tests.test_access import SITE

CANARY = "Kenari-belum-diterima"
ACCEPTED = ["approved", "published", "suspended"]


@pytest.fixture
def booth(db):
    return make_exhibitor(name="Wajik Bu Sari", story="Sejak 1995.", answer_hours="08.00", founded_year=1995)


@pytest.fixture
def product(booth):
    return make_product(exhibitor=booth, name="Wajik lama", description="Manis", slug="wajik-lama", material="Ketan")


@pytest.fixture
def phone(client_of, booth, sari):
    make_owner(booth, user=sari)
    return client_of(sari)


def form_of(phone, path):
    """What a browser would send back from the owner's form there, untouched."""
    form = next(form for form in parse(phone.get(path)).all("form") if form.get("data-draft"))
    fields = [field for field in form.all("input") if field.get("type") not in ("submit", "file")]
    data = {
        field["name"]: field.get("value", "")
        for field in fields
        if field.get("type") not in ("radio", "checkbox") or "checked" in field.attributes
    }
    data |= {area["name"]: "".join(area.children).lstrip("\n") for area in form.all("textarea")}
    for box in form.all("select"):
        chosen = [option.get("value", "") for option in box.all("option") if "selected" in option.attributes]
        data[box["name"]] = (chosen or [""])[0]
    return data


def save(phone, path, **changes):
    response = phone.post(path, form_of(phone, path) | changes)
    assert response.status_code == 302, parse(response).text
    return phone.get(response["Location"])


def booth_form(booth):
    return f"/kelola/stan/{booth.pk}/ubah/"


def price(product):
    return f"/kelola/produk/{product.pk}/harga/"


def details(product):
    return f"/kelola/produk/{product.pk}/rincian/"


def page_of(proposal):
    return reverse("admin:curation_proposedchange_change", args=[proposal.pk])


def look(client, row):
    pagecache.forget()
    return parse(client.get(row.get_absolute_url()))


def only(**fields):
    return ProposedChange.objects.get(**fields)


def answer(office, proposal, *keys, **data):
    """What the organiser sends after he ticked these."""
    return office.post(page_of(proposal), {"versi": only(pk=proposal.pk).version, "terima": keys, "langkah": "terima"} | data)


def told(response):
    return parse(response).one("ul", cls="messagelist").text


# What waits and what does not


@pytest.mark.parametrize("status", ACCEPTED)
def test_the_name_waits_the_price_does_not(phone, product, status):
    Product.objects.update(status=status)

    said = save(phone, price(product), name="Wajik baru", price="30.000")

    product.refresh_from_db()
    assert (product.name, product.price, product.slug) == ("Wajik lama", 30_000, "wajik-lama")
    assert (only().fields, only().product, only().state, only().author.username) == ({"name": "Wajik baru"}, product, "menunggu", "sari")
    words = "Tersimpan. Menunggu panitia; pembeli masih melihat yang lama." if status == "published" else "Tersimpan. Menunggu panitia."
    assert parse(said).one(cls="toast").text == words
    assert parse(phone.get(price(product))).one("input", name="name")["value"] == "Wajik baru", "she sees her own version"


@pytest.mark.parametrize("status", ["draft", "needs_work", "submitted", "rejected"])
def test_before_that_she_changes_the_row_itself(phone, booth, product, status):
    Product.objects.update(status=status)
    Exhibitor.objects.update(status=status)

    save(phone, price(product), name="Wajik baru")
    save(phone, booth_form(booth), name="Wajik Bu Ning")

    product.refresh_from_db()
    booth.refresh_from_db()
    assert (product.name, booth.name) == ("Wajik baru", "Wajik Bu Ning")
    assert not ProposedChange.objects.exists()


def test_of_a_booth_the_ways_to_reach_it_are_out_at_once(phone, client, booth):
    save(phone, booth_form(booth), answer_hours="09.00", contact_name="Bu Sari", links="instagram.com/wajik", story=CANARY, tagline="Baru")

    booth.refresh_from_db()
    assert (booth.answer_hours, booth.contact_name, booth.links) == ("09.00", "Bu Sari", ["https://instagram.com/wajik"])
    assert (booth.story, only().fields) == ("Sejak 1995.", {"story": CANARY, "tagline": "Baru"})
    assert "Sejak 1995." in look(client, booth).one("main").text


def test_every_field_of_the_owners_forms_is_live_or_waits(phone, booth, product):
    """Named here once more, so that a new field is looked at: whatever LIVE does not name waits."""
    fields = {Exhibitor: {*BoothForm.Meta.fields}, Product: {*PriceForm.Meta.fields, *DetailsForm.Meta.fields}}

    assert fields[Exhibitor] - LIVE[Exhibitor] == {
        *("name", "tagline", "story", "tagline_en", "story_en"),
        *("village", "founded_year", "employees", "legal_form", "size"),
    }
    assert fields[Product] - LIVE[Product] == {
        *("name", "name_en", "category", "description", "description_en", "material", "material_en", "net_weight", "shelf_life_days"),
        *("packing", "packing_en", "capacity_per_month", "barcode", "lead_time_days", "export_moq", "hs_code"),
    }
    assert LIVE[Exhibitor] < fields[Exhibitor] and LIVE[Product] < fields[Product]


def test_claims_for_export_wait(phone, product, client):
    save(phone, details(product), hs_code="1704.90", capacity_per_month="500", stock="pesan", min_order="3")

    product.refresh_from_db()
    assert (product.hs_code, product.capacity_per_month, product.stock, product.min_order) == ("", None, "pesan", 3)
    assert only().fields == {"hs_code": "1704.90", "capacity_per_month": 500}


def test_while_it_is_taken_out_her_changes_wait_too(phone, booth):
    booth.move("withdraw", by=None)

    save(phone, booth_form(booth), name="Nama lain")

    booth.refresh_from_db()
    assert (booth.name, only().fields) == ("Wajik Bu Sari", {"name": "Nama lain"})


def test_forged_fields_neither_go_out_nor_wait(phone, product, ratna):
    forged = {"status": "published", "slug": "x", "exhibitor": "1", "retail_until": "2030-01-01", "state": "diterima", "author": ratna.pk}

    save(phone, price(product), name="Wajik baru", **forged)

    assert (only().fields, only().state, only().author.username) == ({"name": "Wajik baru"}, "menunggu", "sari")


# One proposal, amended


def test_changes_gather_in_one_proposal_and_what_is_set_back_leaves_it(phone, product):
    save(phone, price(product), name="Wajik baru")
    save(phone, details(product), description="Manis sekali")
    assert only().fields == {"name": "Wajik baru", "description": "Manis sekali"}

    save(phone, price(product), name="Wajik lama")
    assert (only().fields, only().state) == ({"description": "Manis sekali"}, "menunggu")

    save(phone, details(product), description="Manis")
    assert (only().fields, only().state) == ({}, "ditarik")
    assert not parse(phone.get(f"/kelola/produk/{product.pk}/")).all(id="perubahan")


def test_sent_twice_it_is_the_same_proposal(phone, product):
    data = form_of(phone, price(product)) | {"name": "Wajik baru"}
    for _tap in range(2):
        phone.post(price(product), data)

    assert (only().fields, only().version) == ({"name": "Wajik baru"}, 1)


def test_of_two_tabs_neither_undoes_the_other(phone, booth):
    """Both were opened before either was saved."""
    one, other = form_of(phone, booth_form(booth)), form_of(phone, booth_form(booth))

    phone.post(booth_form(booth), one | {"tagline": "Kalimat baru", "answer_hours": "10.00"})
    phone.post(booth_form(booth), other | {"story": "Cerita baru"})

    booth.refresh_from_db()
    assert only().fields == {"tagline": "Kalimat baru", "story": "Cerita baru"}
    assert booth.answer_hours == "10.00"


def test_of_two_tabs_with_prices_the_last_price_counts_whole(phone, product):
    one, other = form_of(phone, price(product)), form_of(phone, price(product))

    phone.post(price(product), one | {"price_kind": "rentang", "price": "10000", "price_max": "20000"})
    answer = phone.post(price(product), other | {"price": "30000"})

    product.refresh_from_db()
    assert (answer.status_code, product.price_kind, product.price, product.price_max) == (302, "tetap", 30_000, None)


@pytest.mark.parametrize("decision", ["taken", "returned"])
def test_a_decision_that_comes_while_she_writes_loses_nothing(phone, product, dewi, decision):
    save(phone, price(product), name="Wajik baru")
    typed = form_of(phone, details(product)) | {"description": "Manis sekali"}
    if decision == "taken":
        take(only(), {"name"}, by=dewi, version=1)
    else:
        send_back(only(), by=dewi, version=1, reason="Terlalu panjang")

    phone.post(details(product), typed)

    product.refresh_from_db()
    open_now = ProposedChange.objects.open().get()
    assert open_now.state == "menunggu"
    if decision == "taken":
        assert (product.name, open_now.fields) == ("Wajik baru", {"description": "Manis sekali"})
    else:
        assert (product.name, open_now.fields) == ("Wajik lama", {"name": "Wajik baru", "description": "Manis sekali"})


def test_a_form_with_faults_keeps_what_it_showed_first(phone, product):
    typed = form_of(phone, details(product)) | {"description": "Manis sekali", "hs_code": "jambu"}
    save(phone, details(product), material="Ketan dan gula")  # in another tab

    faulty = phone.post(details(product), typed)
    again = {"terlihat": parse(faulty).one("input", name="terlihat")["value"], "hs_code": ""}
    phone.post(details(product), typed | again)

    assert (faulty.status_code, only().fields) == (422, {"material": "Ketan dan gula", "description": "Manis sekali"})


def test_line_ends_are_no_change(phone, booth):
    Exhibitor.objects.update(story="Satu.\nDua.")

    save(phone, booth_form(booth), story="Satu.\r\nDua.")

    assert not ProposedChange.objects.exists()


def test_she_may_take_it_back(phone, product, client):
    save(phone, price(product), name="Wajik baru")
    form = parse(phone.get(f"/kelola/produk/{product.pk}/")).one("form", action=f"/kelola/perubahan/{only().pk}/tarik/")

    for _tap in range(2):
        assert phone.post(form["action"]).status_code == 302

    assert (only().state, only().fields) == ("ditarik", {})
    assert parse(phone.get(price(product))).one("input", name="name")["value"] == "Wajik lama"


def test_what_was_taken_meanwhile_is_not_taken_back(phone, product, dewi):
    save(phone, price(product), name="Wajik baru")
    take(only(), {"name"}, by=dewi, version=1)

    page = parse(phone.post(f"/kelola/perubahan/{only().pk}/tarik/", follow=True))

    product.refresh_from_db()
    assert (product.name, only().state) == ("Wajik baru", "diterima")
    assert "Panitia sudah menerima" in page.one(cls="callout").text


def test_anothers_proposal_is_not_there(phone, client_of, budi, product):
    proposal = make_proposal(product, name="Wajik baru")
    stranger = client_of(budi)

    for deed in ("tarik", "ajukan"):
        assert stranger.post(f"/kelola/perubahan/{proposal.pk}/{deed}/").status_code == 404
        assert phone.get(f"/kelola/perubahan/{proposal.pk}/{deed}/").status_code == 405
    assert only().state == "menunggu"


def test_a_copy_is_of_her_own_version(phone, product):
    make_proposal(product, description="Manis sekali")

    phone.post(f"/kelola/produk/{product.pk}/salin/", {"kunci": "k"})

    assert Product.objects.get(name="Wajik lama (salinan)").description == "Manis sekali"


# What she sees


def test_her_pages_say_that_it_waits_and_show_her_version(phone, booth, product):
    save(phone, booth_form(booth), story="Cerita baru")
    save(phone, price(product), name="Wajik baru")
    sentence = "Menunggu panitia; pembeli masih melihat yang lama."

    for path in (f"/kelola/stan/{booth.pk}/", booth_form(booth), f"/kelola/produk/{product.pk}/", price(product), details(product)):
        assert parse(phone.get(path)).one(id="perubahan-judul").text == sentence, path
    row = parse(phone.get(f"/kelola/stan/{booth.pk}/produk/")).one("li", cls="product-row")
    assert row.one("h2").text == "Wajik baru"
    assert [state.text for state in row.all(cls="state")] == ["Tampil", "Perubahan menunggu"]
    preview = parse(phone.get(f"/kelola/stan/{booth.pk}/pratinjau/")).one("main").text
    assert "Cerita baru" in preview and "Wajik baru" in preview


def test_nobody_nags_for_what_waits(phone, booth, product):
    Exhibitor.objects.update(story="", tagline="")
    make_product_photo(product=product)
    make_proposal(booth, story="Cerita baru", tagline="Kalimat baru")

    task = parse(phone.get(f"/kelola/stan/{booth.pk}/")).one("section", cls="sheet--next").text

    assert "Tulis satu kalimat" not in task and "Ceritakan usaha" not in task


def test_sent_back_she_reads_why_mends_it_and_it_waits_again(phone, client_of, ratna, booth, product):
    save(phone, price(product), name="Wajik baru")
    answer(client_of(ratna), only(), kembalikan="1", alasan="Sebut beratnya")

    home = parse(phone.get(f"/kelola/stan/{booth.pk}/")).one("section", cls="sheet--next")
    assert "Perubahan pada “Wajik lama” perlu diperbaiki" in home.text and "“Sebut beratnya”" in home.text
    assert home.one("a")["href"] == f"/kelola/produk/{product.pk}/"
    assert "“Sebut beratnya”" in parse(phone.get(f"/kelola/produk/{product.pk}/")).one(id="perubahan").text
    assert "“Sebut beratnya”" in parse(phone.get(f"/kelola/stan/{booth.pk}/kabar/")).one("main").text
    assert parse(phone.get(price(product))).one("input", name="name")["value"] == "Wajik baru", "nothing is lost"

    save(phone, price(product), price="31000")  # something else: it is still hers to mend
    assert only().state == "dikembalikan"
    save(phone, price(product), name="Wajik baru 500 g")
    assert (only().state, only().fields) == ("menunggu", {"name": "Wajik baru 500 g"})


def test_sent_back_it_may_be_sent_again_as_it_is(phone, dewi, product):
    make_proposal(product, name="Wajik baru")
    send_back(only(), by=dewi, version=1, reason="Sertifikatnya belum ada")
    form = parse(phone.get(f"/kelola/produk/{product.pk}/")).one("form", action=f"/kelola/perubahan/{only().pk}/ajukan/")

    for _tap in range(2):
        phone.post(form["action"])

    assert (only().state, only().version) == ("menunggu", 3)


@pytest.mark.parametrize("number", [1, 3])
def test_her_pages_cost_the_same_with_one_proposal_and_with_three(phone, booth, number, django_assert_max_num_queries):
    for _number in range(number):
        product = make_product(exhibitor=booth)
        make_product_photo(product=product)
        make_proposal(product, name="Wajik baru")
    make_proposal(booth, story="Cerita baru")
    phone.get(f"/kelola/stan/{booth.pk}/")

    for path, most in (("", 13), ("produk/", 9), ("pratinjau/", 12), ("naik-kelas/", 13), ("ubah/", 12)):
        with django_assert_max_num_queries(most):
            assert phone.get(f"/kelola/stan/{booth.pk}/{path}").status_code == 200


# What visitors see


def test_nothing_of_a_proposal_is_on_any_page_of_visitors(db, client, settings):
    site = make_site()
    texts = {"name", "name_en", "description", "description_en", "material", "material_en", "packing", "packing_en", "net_weight"}
    make_proposal(site.product, **dict.fromkeys(texts, CANARY), hs_code="7777.77", barcode="2000000000008")
    make_proposal(site.booth, **dict.fromkeys(("name", "tagline", "tagline_en", "story", "story_en"), CANARY), founded_year=1777)
    site.product.photos.create(key="cc/kenari", width=1280, height=1280, fingerprint="f" * 32, alt=CANARY, state="usulan", position=0)
    picture = settings.MEDIA_ROOT / arguments(site)["media"][0]
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"RIFF")
    pages = [address(name, site, language) for name in set(url_names()) & set(SITE) - {"media", "styleguide"} for language in ("id", "en")]
    sections = [f"/sitemap-{section}.xml" for section in ("stan", "produk", "halaman", "jenis", "pavilion")]
    searches = ["/produk/?q=diterima", "/stan/?q=diterima", "/en/produk/?q=diterima", "/produk/?hemat=1"]

    for path in {*pages, *sections, *searches}:
        pagecache.forget()
        response = client.get(path)
        text = b"".join(response.streaming_content) if response.streaming else response.content
        for canary in (CANARY.encode(), b"cc/kenari", b"7777.77", b"1777", b"2000000000008"):
            assert canary not in text, f"{canary} on {path}"
        assert CANARY not in str(response.headers.get("Location", "")), path
    assert not found("kenari")
    assert not exhibitors.search.found("kenari")


# What organisers see and decide


def test_old_and_new_stand_beside_each_other(client_of, ratna, product):
    proposal = make_proposal(product, description="Manis sekali\ndan legit", category=product.category_id, shelf_life_days=90)

    page = parse(client_of(ratna).get(page_of(proposal)))

    sections = page.all("section", cls="compare")
    assert [section.one("h2").text for section in sections] == ["Keterangan", "Tahan (hari)"]
    old, new = sections[0].one("div", cls="compare__sides").all("div")
    assert (old.one("h3").text, new.one("h3").text) == ("Lama", "Baru")
    assert (old.one("p").text, new.one("p").text) == ("Manis", "Manis sekali dan legit")
    assert new.one("ins").text == "sekali dan legit"
    assert [box["value"] for box in page.all("input", name="terima", checked=True)] == ["description", "shelf_life_days"]
    assert [button.text for button in page.all("button", cls="button") if button.get("name")] == [
        "Terima yang dicentang",
        "Kembalikan semua",
    ]


def test_taken_it_is_what_visitors_see(client_of, client, ratna, phone, product):
    save(phone, price(product), name="Wajik sukun")

    response = answer(client_of(ratna), only(), "name")

    product.refresh_from_db()
    assert response["Location"] == page_of(only())
    assert (product.name, product.slug) == ("Wajik sukun", "wajik-lama"), "its address stays: it was passed on"
    assert look(client, product).one("h1").text == "Wajik sukun"
    pagecache.forget()
    assert [card.one("h3").text for card in parse(client.get("/produk/?q=sukun")).all(cls="product-card")] == ["Wajik sukun"]
    record = Record.objects.about(product).get()
    assert (record.deed, record.actor, record.region) == ("take", ratna, "35.72")
    assert record.changes == [{"field": "Nama", "old": "Wajik lama", "new": "Wajik sukun"}]
    assert "Perubahan Anda sudah diterima." in parse(phone.get(f"/kelola/stan/{product.exhibitor_id}/kabar/")).one("main").text
    assert "“Wajik sukun” sudah diterima" in parse(client_of(ratna).get(page_of(only()))).one("textarea", readonly=True).text


def test_what_was_never_published_gets_the_address_of_its_new_name(product, dewi):
    Product.objects.update(status="approved", published_at=None)
    make_proposal(product, name="Wajik sukun")

    take(only(), {"name"}, by=dewi, version=1)

    product.refresh_from_db()
    assert product.slug == "wajik-sukun"


def test_a_booth_is_taken_with_what_follows_from_it(client, booth, dewi):
    make_product(exhibitor=booth, name="Jenang")
    make_proposal(booth, name="Gadung Jaya", village=booth.village_id)

    take(only(), {"name", "village"}, by=dewi, version=1)

    booth.refresh_from_db()
    assert look(client, booth).one("h1").text == "Gadung Jaya"
    assert "gadung" not in booth.slug
    pagecache.forget()
    assert [card.one("h3").text for card in parse(client.get("/produk/?q=gadung")).all(cls="product-card")] == ["Jenang"]


def test_a_part_is_taken_and_the_rest_goes_back_with_its_reason(client_of, ratna, phone, product):
    save(phone, price(product), name="Wajik sukun")
    save(phone, details(product), description="Paling enak sedunia")
    office = client_of(ratna)

    without = answer(office, only(), "name")
    assert (without.status_code, only().state) == (422, "menunggu")
    assert "Tulis alasannya untuk yang tidak dicentang" in told(without)
    assert [box["value"] for box in parse(without).all("input", name="terima", checked=True)] == ["name"], "his ticks stay"

    assert answer(office, only(), "name", "slug", alasan="Tanpa pujian").status_code == 302

    product.refresh_from_db()
    assert (product.name, product.description) == ("Wajik sukun", "Manis")
    assert (only().state, only().fields, only().reason) == ("dikembalikan", {"description": "Paling enak sedunia"}, "Tanpa pujian")
    record = Record.objects.about(product).get()
    assert (record.deed, [change["field"] for change in record.changes]) == ("take_part", ["Nama", "Keterangan (dikembalikan)"])
    assert parse(phone.get(details(product))).one("textarea", name="description").text == "Paling enak sedunia"


@pytest.mark.parametrize("sent", [{}, {"kembalikan": "1"}, {"kembalikan": "1", "alasan": "   "}])
def test_nothing_ticked_or_no_reason_changes_nothing(client_of, ratna, product, sent):
    proposal = make_proposal(product, name="Wajik baru")

    response = answer(client_of(ratna), proposal, **sent)

    product.refresh_from_db()
    assert (response.status_code, product.name, only().state) == (422, "Wajik lama", "menunggu")
    assert not Record.objects.exists()


def test_what_changed_since_he_looked_is_not_decided(client_of, ratna, phone, product):
    save(phone, price(product), name="Wajik baru")
    seen = only().version
    save(phone, price(product), name=CANARY)

    response = client_of(ratna).post(page_of(only()), {"versi": seen, "terima": ["name"], "alasan": "Bagus"})

    product.refresh_from_db()
    assert (response.status_code, product.name, only().state) == (422, "Wajik lama", "menunggu")
    assert "Pemilik baru saja mengubahnya" in told(response)
    assert CANARY in parse(response).one("section", cls="compare").text, "what there is to decide now"
    assert parse(response).one("textarea", id="alasan").text == "Bagus"


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 40, "１"])
def test_a_forged_version_decides_nothing(client_of, ratna, product, version):
    proposal = make_proposal(product, name="Wajik baru")

    assert client_of(ratna).post(page_of(proposal), {"versi": version, "terima": ["name"]}).status_code == 422
    assert only().state == "menunggu"


def test_the_second_is_told_who_and_when(client_of, dewi, ratna, product):
    make_proposal(product, name="Wajik baru")
    take(only(), {"name"}, by=dewi, version=1)

    response = client_of(ratna).post(page_of(only()), {"versi": 1, "kembalikan": "1", "alasan": "Belum"})

    assert response.status_code == 422
    assert "Sudah diputuskan: Diterima oleh Dewi Lestari" in told(response)
    assert Record.objects.count() == 1


def test_what_she_took_out_waits_for_nobody(client_of, ratna, phone, product):
    proposal = make_proposal(product, name="Wajik baru")
    phone.post(f"/kelola/produk/{product.pk}/hapus/")

    assert queue(client_of(ratna)) == []
    assert "Pemilik sudah menariknya" in told(answer(client_of(ratna), proposal, "name"))
    phone.post(f"/kelola/produk/{product.pk}/kembalikan/")
    assert queue(client_of(ratna)) == ["Wajik lama"]


def test_nobody_decides_about_a_booth_that_he_runs(client_of, ratna, booth, product):
    Membership.objects.create(exhibitor=booth, user=ratna)
    for row in (booth, product):
        proposal = make_proposal(row, name="Milik sendiri")
        assert "Anda mengelola stan ini" in told(answer(client_of(ratna), proposal, "name"))
        row.refresh_from_db()
        assert row.name != "Milik sendiri"


@pytest.mark.parametrize("role", ["Kurator", "Pendamping", "Auditor"])
def test_other_roles_look_and_decide_nothing(client_of, product, role):
    proposal = make_proposal(product, name="Wajik baru")
    user = make_organiser("lain", role=role, regions=["kota-blitar"], name="Lain")

    page = parse(client_of(user).get(page_of(proposal)))
    assert page.all("section", cls="compare") and not page.all("input", name="terima") and not page.all("button", name="kembalikan")
    with pytest.raises(PermissionDenied):
        take(proposal, {"name"}, by=user, version=1)
    assert answer(client_of(user), proposal, "name").status_code == 403
    assert only().state == "menunggu"


def test_another_regions_proposal_is_absent(client_of, joko, product):
    proposal = make_proposal(product, name=CANARY)
    office = client_of(joko)
    missing = page_of(proposal).replace(str(proposal.pk), "999999")

    for url in (page_of(proposal), missing, page_of(proposal).replace("change", "history")):
        assert [office.get(url).status_code, office.post(url, {"versi": 1, "terima": ["name"]}).status_code] in ([404, 404], [404, 405])
    assert queue(office, f"?keadaan=semua&q={product.name}") == []
    for query in ("", "?keadaan=semua", f"?q={product.exhibitor.name}", "?_facets=True", f"?id__exact={proposal.pk}"):
        assert CANARY not in office.get(reverse("admin:curation_proposedchange_changelist") + query, follow=True).content.decode()
    with pytest.raises(PermissionDenied):
        take(proposal, {"name"}, by=joko, version=1)
    assert only().state == "menunggu"


def queue(office, query=""):
    page = parse(office.get(reverse("admin:curation_proposedchange_changelist") + query))
    return [cell.text for cell in page.all(cls="field-row_name")]


def test_the_queue_begins_with_who_waits_longest_and_says_what_and_where(client_of, ratna, dewi, booth, product):
    make_proposal(product, name="Wajik baru", hs_code="1704.90")
    make_proposal(booth, story="Cerita baru")
    far = make_proposal(make_exhibitor(name="Jauh", region="nganjuk"), story="Lain")
    ProposedChange.objects.filter(product=None, exhibitor=booth).update(proposed_at=timezone.now() - datetime.timedelta(days=3))

    assert queue(client_of(ratna)) == ["Wajik Bu Sari", "Wajik lama"]
    assert sorted(queue(client_of(dewi))) == ["Jauh", "Wajik Bu Sari", "Wajik lama"]
    page = parse(client_of(ratna).get(reverse("admin:curation_proposedchange_changelist")))
    first, second = page.one("tbody").all("tr")
    assert (first.one(cls="field-age").text, first.one(cls="field-region").text) == ("3\xa0hari".replace("\xa0", " "), "Kota Blitar")
    assert second.one(cls="field-what").text == "nama, kode HS"

    send_back(far, by=dewi, version=1, reason="Belum")
    assert queue(client_of(dewi), "?keadaan=dikembalikan") == ["Jauh"]
    assert sorted(queue(client_of(dewi), "?keadaan=semua")) == ["Jauh", "Wajik Bu Sari", "Wajik lama"]


@pytest.mark.parametrize("number", [1, 3])
def test_queue_and_page_cost_few_queries(client_of, ratna, number, django_assert_max_num_queries):
    office = client_of(ratna)
    for turn in range(number):
        proposal = make_proposal(make_product(exhibitor=make_exhibitor(slug=f"stan-{number}-{turn}")), name="Baru", material="Ketan")
    office.get("/panitia/")

    with django_assert_max_num_queries(12):
        assert office.get(reverse("admin:curation_proposedchange_changelist")).status_code == 200
    with django_assert_max_num_queries(16):
        assert office.get(page_of(proposal)).status_code == 200


def test_the_page_of_the_row_leads_there(client_of, ratna, product):
    proposal = make_proposal(product, name="Wajik baru")

    page = parse(client_of(ratna).get(reverse("admin:products_product_decide", args=[product.pk])))

    assert page.one("a", text="Ada perubahan dari pemilik yang menunggu. Bandingkan lama dan baru.")["href"] == page_of(proposal)


def test_sent_back_to_work_it_is_hers_again_with_what_she_proposed(phone, product, dewi):
    Product.objects.update(status="approved")
    make_proposal(product, name="Wajik baru")
    product.refresh_from_db()

    decide(product, "send_back", by=dewi, reason="Foto gelap")

    product.refresh_from_db()
    assert (product.name, product.status, only().state) == ("Wajik baru", Status.NEEDS_WORK, "diterima")
    save(phone, price(product), name="Wajik lain")
    product.refresh_from_db()
    assert product.name == "Wajik lain"


def test_a_product_that_goes_to_another_booth_takes_its_proposal_along(product, dewi, client_of):
    from tests.expo.test_admin import change

    proposal, other = make_proposal(product, name="Wajik baru"), make_exhibitor(region="nganjuk")

    assert change(client_of(dewi), product, exhibitor=other.pk).status_code == 302

    proposal.refresh_from_db()
    assert proposal.exhibitor == other


def test_long_texts_are_compared_in_time_and_shown_whole(client_of, ratna, product):
    Product.objects.update(description="a b " * 450)
    proposal = make_proposal(product, description="b a " * 450)

    new = parse(client_of(ratna).get(page_of(proposal))).one("section", cls="compare").all("div")[2]

    assert new.one("p").text == ("b a " * 450).strip()


def test_what_she_writes_is_text_and_never_markup(client_of, ratna, product):
    proposal = make_proposal(product, description="Manis <script>alert(1)</script> <b>sekali</b>")

    page = parse(client_of(ratna).get(page_of(proposal)))

    assert "<script>alert(1)</script>" in page.one("section", cls="compare").text
    assert not [script for script in page.all("script") if not script.get("src")]


# At once


RACE = """
from accounts.models import Record
from curation.models import ProposedChange
from curation.take import send_back, take
from exhibitors.states import Refused
from tests.factories import make_exhibitor, make_organiser, make_product, make_proposal
import uuid
mark = uuid.uuid4().hex[:8]
people = [make_organiser(f"{name}-{mark}", role="Penyelenggara pusat", name=name) for name in ("Satu", "Dua")]
booth = make_exhibitor(slug=f"usulan-{mark}")
def decide(act, by, seen):
    try:
        act(seen, by)
        return "done"
    except Refused as refusal:
        return str(refusal)
def accept(seen, by): take(seen, {"name"}, by=by, version=1)
def refuse(seen, by): send_back(seen, by=by, version=1, reason="Belum")
results = []
for turn in range(50):
    product = make_product(exhibitor=booth, slug=f"usulan-{mark}-{turn}", name="Lama")
    make_proposal(product, name="Baru")
    seen = [ProposedChange.objects.get(product=product) for _ in range(2)]
    acts = zip([accept, refuse if turn % 2 else accept], [people[0], people[turn % 2]], seen)
    answers = at_once(lambda: decide(*next(acts)), 2)
    product.refresh_from_db()
    state = ProposedChange.objects.get(product=product).state
    told = [answer for answer in answers if answer.startswith("Sudah diputuskan: ") and (" oleh Satu, " in answer or " oleh Dua, " in answer)]
    results.append([answers.count("done"), len(told), Record.objects.about(product).count(), (product.name, state) in (("Baru", "diterima"), ("Lama", "dikembalikan"))])
print(json.dumps(results))
"""


def test_of_two_organisers_at_once_exactly_one_decides_fifty_times(own_database):
    assert race.run(own_database, RACE) == [[1, 1, 1, True]] * 50


OWNER = """
from curation.models import ProposedChange
from curation.take import take
from exhibitors.states import Refused
from tests.factories import make_exhibitor, make_organiser, make_owner, make_product, make_proposal
import uuid
mark = uuid.uuid4().hex[:8]
organiser = make_organiser(f"satu-{mark}", role="Penyelenggara pusat", name="Satu")
booth = make_exhibitor(slug=f"pemilik-{mark}")
owner = make_owner(booth, username=f"pemilik-{mark}", phone=None)
client = Client()
client.force_login(owner)
def accept(product):
    try:
        take(ProposedChange.objects.get(product=product), {"name"}, by=organiser, version=1)
        return "taken"
    except Refused:
        return "refused"
def amend(product):
    data = {"name": "Belum dilihat", "price_kind": "tetap", "price": "15000", "unit": "bungkus"}
    return str(client.post(f"/kelola/produk/{product.pk}/harga/", data).status_code)
results = []
for turn in range(20):
    product = make_product(exhibitor=booth, slug=f"pemilik-{mark}-{turn}", name="Lama", name_en="")
    make_proposal(product, name="Dilihat")
    acts = iter([lambda: accept(product), lambda: amend(product)])
    answers = at_once(lambda: next(acts)(), 2)
    product.refresh_from_db()
    waits = ProposedChange.objects.open().get(product=product).fields
    results.append([answers[0], waits, product.name == ("Dilihat" if "taken" in answers else "Lama")])
print(json.dumps(results))
"""


def test_an_organiser_takes_what_he_saw_or_nothing_however_fast_the_owner_is(own_database):
    assert race.run(own_database, OWNER) == [["302", {"name": "Belum dilihat"}, True]] * 20


FIRST = """
from curation.models import ProposedChange
from tests.factories import make_exhibitor, make_owner, make_product
import uuid
mark = uuid.uuid4().hex[:8]
booth = make_exhibitor(slug=f"pertama-{mark}")
owner = make_owner(booth, username=f"pertama-{mark}", phone=None)
product = make_product(exhibitor=booth, slug=f"pertama-{mark}", name="Lama")
names = iter(["Satu", "Dua", "Tiga", "Empat"])
def send():
    client = Client()
    client.force_login(owner)
    return client.post(f"/kelola/produk/{product.pk}/harga/", {"name": next(names), "price_kind": "tetap", "price": "15000", "unit": "bungkus"}).status_code
print(json.dumps([at_once(send, 4), ProposedChange.objects.filter(product=product).count(), ProposedChange.objects.get(product=product).version]))
"""


def test_of_several_tabs_at_once_one_proposal_is_made(own_database):
    assert race.run(own_database, FIRST) == [[302] * 4, 1, 4]
