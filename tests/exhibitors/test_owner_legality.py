"""Permits and certificates as their owner states them, and who may open the proof files."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

import exhibitors.badges
from exhibitors import owner_forms
from exhibitors.models import LegalityDocument
from tests.expo.test_admin import form_data
from tests.factories import make_document, make_exhibitor, make_owner, make_product
from tests.html import parse

Status = LegalityDocument.Status
PDF = b"%PDF-1.7 surat"
JPEG = b"\xff\xd8\xff\xe0 foto"
PNG = b"\x89PNG\r\n\x1a\n foto"
WEBP = b"RIFF\x00\x00\x00\x00WEBPVP8 "
PIRT = "P-IRT 2063572010001-29"


@pytest.fixture
def booth(db):
    return make_exhibitor(name="Wajik", region="kota-blitar")


@pytest.fixture
def browser(client, booth):
    client.force_login(make_owner(booth))
    return client


def pages(booth, *rest):
    return f"/kelola/stan/{booth.pk}/legalitas/" + "".join(f"{part}/" for part in rest)


def upload(content=PDF, name="surat.pdf"):
    return SimpleUploadedFile(name, content)


def files(root):
    return sorted(path for path in root.rglob("*") if path.is_file())


def test_every_kind_has_its_place(browser, booth):
    page = parse(browser.get(pages(booth)))

    assert [heading.text for heading in page.one("main").all("h2")] == ["NIB", "P-IRT", "BPOM", "Halal", "Merek", "SNI"]


def test_a_claim_waits_to_be_looked_at(browser, booth, private_root):
    response = browser.post(pages(booth, "tambah", "pirt"), {"number": "206357201000129", "issuer": "Dinkes", "upload": upload()})

    assert response["Location"] == pages(booth)
    document = booth.documents.get()
    assert (document.kind, document.number, document.issuer, document.status) == ("pirt", PIRT, "Dinkes", Status.CLAIMED)
    assert [path.read_bytes() for path in files(private_root)] == [PDF]
    page = parse(browser.get(pages(booth)))
    assert page.one("p", cls="state").text == "Menunggu dicocokkan"
    assert "kemasan plastik, tepung dan olahannya, habis tahun 2029" in page.one("main").text


@pytest.mark.parametrize(
    ("kind", "number", "sentence"),
    [
        ("nib", "91200", "NIB harus 13 angka. Baru terisi 5."),
        ("nib", "", "Tulis nomornya."),
        ("halal", "KH-1", "Itu nomor ketetapan halal (KH). Yang dicatat nomor sertifikatnya, diawali ID."),
    ],
)
def test_a_wrong_number_is_answered_with_what_is_wrong(browser, booth, kind, number, sentence):
    response = browser.post(pages(booth, "tambah", kind), {"number": number, "issuer": "OSS"})

    assert response.status_code == 422
    page = parse(response)
    assert page.one("div", id="id_number_error").text == sentence
    assert page.one("input", name="number").get("value", "") == number
    assert page.one("input", name="issuer")["value"] == "OSS"
    assert not booth.documents.exists()


def test_an_odd_number_is_kept_and_remarked_on(browser, booth):
    make_product(exhibitor=booth, name="Pangsit beku")

    browser.post(pages(booth, "tambah", "pirt"), {"number": "P-IRT 2063518010001-24"})

    remarks = [callout.text for callout in parse(browser.get(pages(booth))).all("p", cls="callout")]
    assert len(remarks) == 3
    assert remarks[0].startswith("Nomor ini untuk Kabupaten Nganjuk")


def test_sent_twice_it_is_one_document(browser, booth):
    data = {"number": "9120001234567", "kunci": "a-key"}
    answers = [browser.post(pages(booth, "tambah", "nib"), data)["Location"] for _twice in range(2)]

    assert answers == [pages(booth)] * 2
    assert booth.documents.count() == 1


def test_the_same_document_again_is_said_to_be_there(browser, booth):
    make_document(exhibitor=booth, kind="nib", number="9120001234567")

    response = browser.post(pages(booth, "tambah", "nib"), {"number": "9120001234567"})

    assert response.status_code == 422
    assert parse(response).one("div", id="id_number_error").text == "Dokumen ini sudah tercatat."


@pytest.mark.parametrize("kind", ["ktp", "NIB", "npwp"])
def test_other_kinds_are_not_collected(browser, booth, kind):
    assert browser.get(pages(booth, "tambah", kind)).status_code == 404


# Proof files


@pytest.mark.parametrize(("content", "suffix"), [(PDF, "pdf"), (JPEG, "jpg"), (PNG, "png"), (WEBP, "webp")])
def test_a_proof_is_known_by_its_content_and_lies_under_a_random_name(browser, booth, private_root, content, suffix):
    browser.post(pages(booth, "tambah", "nib"), {"number": "9120001234567", "upload": upload(content, "../../NIB Bu Ning.exe")})

    (path,) = files(private_root)
    assert path.suffix == f".{suffix}"
    assert len(path.stem) == 32
    assert "Ning" not in booth.documents.get().proof.name


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"<svg onload=alert(1)>", "surat.pdf"), (b"PK\x03\x04", "surat.docx"), (b"<html>", "foto.jpg"), (b"MZ", "surat.png")],
)
def test_other_files_are_refused_with_what_to_send(browser, booth, private_root, content, name):
    response = browser.post(pages(booth, "tambah", "nib"), {"number": "9120001234567", "upload": upload(content, name)})

    assert response.status_code == 422
    assert parse(response).one("div", id="id_upload_error").text.endswith("Kirim foto suratnya (JPG, PNG, WebP) atau PDF.")
    assert files(private_root) == []


def test_a_file_that_is_too_large_is_refused_with_its_size(browser, booth, monkeypatch):
    monkeypatch.setattr(owner_forms, "PROOF_MOST_BYTES", 1024)

    response = browser.post(pages(booth, "tambah", "nib"), {"number": "9120001234567", "upload": upload(PDF + bytes(3 * 1024 * 1024))})

    assert "Berkas ini 3.0 MB" in parse(response).one("div", id="id_upload_error").text.replace("3,0", "3.0")


def test_a_proof_is_a_download_for_its_owner_and_the_organisers(browser, client, client_of, booth, sari, joko, ratna, dewi):
    document = make_document(exhibitor=booth, kind="nib", number="9120001234567")
    document.proof.save("a.pdf", upload())
    url = pages(booth, document.pk, "berkas")

    response = browser.get(url)

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == f'attachment; filename="nib-{document.pk}.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert client_of(sari).get(url).status_code == 404
    assert client_of(joko).get(url).status_code == 404, "another region's organiser"
    list(client_of(ratna).get(url).streaming_content)
    list(client_of(dewi).get(url).streaming_content)
    assert client_of(dewi).get(f"/media/{document.proof.name}").status_code == 404


def test_a_permission_alone_does_not_make_an_organiser(client_of, booth, sari):
    document = make_document(exhibitor=booth, kind="nib")
    document.proof.save("a.pdf", upload())
    sari.user_permissions.add(Permission.objects.get(codename="view_legalitydocument"))

    assert client_of(sari).get(pages(booth, document.pk, "berkas")).status_code == 404


def test_a_proof_that_is_gone_or_never_was_is_absent(browser, booth, private_root):
    without = make_document(exhibitor=booth, kind="nib")
    lost = make_document(exhibitor=booth, kind="halal")
    lost.proof.save("a.pdf", upload())
    files(private_root)[0].unlink()

    assert [browser.get(pages(booth, document.pk, "berkas")).status_code for document in (without, lost)] == [404, 404]


# Changes


@pytest.fixture
def verified(booth):
    document = make_document(exhibitor=booth, kind="pirt", number=PIRT, valid_until=datetime.date(2029, 5, 1))
    product = make_product(exhibitor=booth)
    product.documents.add(document)
    exhibitors.badges.refresh()
    booth.refresh_from_db()
    assert booth.proofs
    return document


def prolonged(verified, **changes):
    return {"number": PIRT, "issuer": verified.issuer, "valid_until": "2029-06-01"} | changes


def verify(client_of, user, booth, document):
    """An organiser marks it as verified on the booth's page in the back office."""
    url = f"/panitia/exhibitors/exhibitor/{booth.pk}/change/"
    data = form_data(parse(client_of(user).get(url)))
    row = next(name for name, value in data.items() if name.endswith("-id") and name.startswith("documents-") and value == str(document.pk))
    checked = {row.replace("-id", "-status"): Status.VERIFIED.value, row.replace("-id", "-checked_on"): "2026-11-01"}
    assert client_of(user).post(url, data | checked).status_code == 302


def test_a_changed_document_is_looked_at_again_and_the_verified_one_stays_in_force(browser, booth, verified):
    answer = browser.post(pages(booth, verified.pk), prolonged(verified), follow=True)

    assert parse(answer).one(cls="toast").text == "Tersimpan. Menunggu panitia; pembeli masih melihat yang lama."
    claim = booth.documents.get(replaces=verified)
    assert (claim.status, claim.checked_on, claim.valid_until) == (Status.CLAIMED, None, datetime.date(2029, 6, 1))
    verified.refresh_from_db()
    booth.refresh_from_db()
    assert (verified.status, verified.valid_until) == (Status.VERIFIED, datetime.date(2029, 5, 1))
    assert [proof["valid_until"] for proof in (*booth.proofs, *booth.products.get().proofs)] == ["2029-05-01"] * 2
    page = parse(answer)
    assert len(page.one("section", aria_labelledby="pirt").all("a", text=f"Ubah {verified}")) == 1, "one document for her"
    assert "Perubahan Anda menunggu dicocokkan" in page.one("section", aria_labelledby="pirt").one(cls="callout").text


def test_changed_again_it_is_the_same_claim_and_set_back_it_is_none(browser, booth, verified):
    browser.post(pages(booth, verified.pk), prolonged(verified))
    assert parse(browser.get(pages(booth, verified.pk))).one("input", name="valid_until")["value"] == "2029-06-01", "her version"
    browser.post(pages(booth, verified.pk), prolonged(verified, valid_until="2029-07-01"))
    assert booth.documents.get(replaces=verified).valid_until == datetime.date(2029, 7, 1)

    browser.post(pages(booth, verified.pk), prolonged(verified, valid_until="2029-05-01"))

    assert booth.documents.get() == verified


def test_once_verified_the_claim_is_the_document(
    browser, booth, verified, ratna, client_of, private_root, django_capture_on_commit_callbacks
):
    verified.proof.save("a.pdf", upload())
    browser.post(pages(booth, verified.pk), prolonged(verified, upload=upload(JPEG)))

    with django_capture_on_commit_callbacks(execute=True):
        verify(client_of, ratna, booth, booth.documents.get(replaces=verified))

    document = booth.documents.get()
    booth.refresh_from_db()
    assert (document.pk, document.valid_until, document.status) == (verified.pk, datetime.date(2029, 6, 1), Status.VERIFIED)
    assert [proof["valid_until"] for proof in (*booth.proofs, *booth.products.get().proofs)] == ["2029-06-01"] * 2
    assert [path.read_bytes() for path in files(private_root)] == [JPEG]


def test_without_a_new_file_the_old_proof_stays(
    browser, booth, verified, ratna, client_of, private_root, django_capture_on_commit_callbacks
):
    verified.proof.save("a.pdf", upload())
    browser.post(pages(booth, verified.pk), prolonged(verified))

    with django_capture_on_commit_callbacks(execute=True):
        verify(client_of, ratna, booth, booth.documents.get(replaces=verified))

    assert [path.read_bytes() for path in files(private_root)] == [PDF]
    assert booth.documents.get().proof.name


def test_a_claim_may_be_taken_back_and_the_document_too(browser, booth, verified, private_root, django_capture_on_commit_callbacks):
    browser.post(pages(booth, verified.pk), prolonged(verified, upload=upload(JPEG)))
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(pages(booth, booth.documents.get(replaces=verified).pk, "hapus"))
    assert (booth.documents.get(), files(private_root)) == (verified, [])

    browser.post(pages(booth, verified.pk), prolonged(verified, upload=upload(JPEG)))
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(pages(booth, verified.pk, "hapus"))

    booth.refresh_from_db()
    assert (booth.documents.count(), booth.proofs, files(private_root)) == (0, [], [])


def test_the_number_of_another_document_is_taken(browser, booth, verified):
    other = make_document(exhibitor=booth, kind="pirt", number="P-IRT 2063572010002-29")

    response = browser.post(pages(booth, verified.pk), prolonged(verified, number=other.number))

    assert response.status_code == 422
    assert parse(response).one("div", id="id_number_error").text == "Dokumen ini sudah tercatat."
    assert booth.documents.count() == 2


def test_saved_unchanged_it_stays_verified(browser, booth, verified):
    browser.post(pages(booth, verified.pk), {"number": PIRT, "issuer": verified.issuer, "valid_until": "2029-05-01"})

    verified.refresh_from_db()
    assert verified.status == Status.VERIFIED


def test_forged_fields_change_nothing(browser, booth, verified):
    other = make_exhibitor()
    today = timezone.localdate().isoformat()
    forged = {"status": "terverifikasi", "checked_on": today, "kind": "halal", "exhibitor": other.pk, "proof": "bukti/../secret_key"}

    browser.post(pages(booth, verified.pk), {"number": "P-IRT 2063572010002-29", **forged})

    claim = LegalityDocument.objects.get(replaces=verified)
    assert (claim.status, claim.checked_on, claim.kind, claim.exhibitor, claim.proof.name) == (
        Status.CLAIMED,
        None,
        "pirt",
        booth,
        "",
    )


def test_a_new_proof_replaces_the_old_file_of_what_nobody_verified(
    browser, booth, verified, private_root, django_capture_on_commit_callbacks
):
    verified.status = Status.CLAIMED
    verified.proof.save("a.pdf", upload())
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(pages(booth, verified.pk), {"number": PIRT, "valid_until": "2029-05-01", "upload": upload(JPEG)})

    assert [path.read_bytes() for path in files(private_root)] == [JPEG]


def test_what_is_removed_is_gone_with_its_file_and_badge(browser, booth, verified, private_root, django_capture_on_commit_callbacks):
    verified.proof.save("a.pdf", upload())
    with django_capture_on_commit_callbacks(execute=True):
        response = browser.post(pages(booth, verified.pk, "hapus"))

    assert response["Location"] == pages(booth)
    booth.refresh_from_db()
    assert (booth.documents.count(), booth.proofs, files(private_root)) == (0, [], [])
    assert browser.post(pages(booth, verified.pk, "hapus")).status_code == 404


def test_organisers_open_a_proof_from_the_back_office(client_of, booth, verified, dewi):
    verified.proof.save("a.pdf", upload())

    page = parse(client_of(dewi).get(f"/panitia/exhibitors/exhibitor/{booth.pk}/change/"))

    assert page.one("a", text="Unduh")["href"] == pages(booth, verified.pk, "berkas")
    assert page.all("input", name="documents-0-proof") == []


def test_a_booth_that_is_deleted_leaves_no_proof_behind(client_of, booth, verified, dewi, private_root, django_capture_on_commit_callbacks):
    verified.proof.save("a.pdf", upload())
    booth.products.all().delete()
    booth.move("suspend", by=dewi, reason="Tutup")

    with django_capture_on_commit_callbacks(execute=True):
        client_of(dewi).post(f"/panitia/exhibitors/exhibitor/{booth.pk}/delete/", {"post": "yes"})

    assert (LegalityDocument.objects.count(), files(private_root)) == (0, [])


def test_another_owner_reaches_nothing(client, booth, verified):
    other = make_exhibitor()
    client.force_login(make_owner(other))
    before = LegalityDocument.objects.values().get()

    for owner_of_address in (booth, other):  # her own booth in the address does not open another's document either
        assert client.get(pages(owner_of_address, verified.pk)).status_code == 404
        assert client.post(pages(owner_of_address, verified.pk), {"number": "9120001234567"}).status_code == 404
        assert client.post(pages(owner_of_address, verified.pk, "hapus")).status_code == 404
        assert client.get(pages(owner_of_address, verified.pk, "berkas")).status_code == 404
    assert client.get(pages(booth)).status_code == 404
    assert client.post(pages(booth, "tambah", "nib"), {"number": "9120001234567"}).status_code == 404

    assert LegalityDocument.objects.values().get() == before


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_few_queries(browser, booth, number, django_assert_max_num_queries):
    for kind in ("nib", "pirt", "halal")[:number]:
        make_document(exhibitor=booth, kind=kind)
        make_product(exhibitor=booth)

    with django_assert_max_num_queries(12):
        response = browser.get(pages(booth))

    assert len(response.content) <= 60_000
