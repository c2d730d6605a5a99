"""The organiser's own workbook comes back, or a sentence does: parts of it that our reader never opened may be anything."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl.comments import Comment

from tests.exchange.importing import HEADINGS, LOST, NING, page

pytestmark = pytest.mark.django_db
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
ODD = {
    "nothing": b"",
    "no XML": b"\x00\xff\xfe not XML <",
    "half": b"<comments><commentList><comment ref='C3'",
    "an entity": DOCTYPE,
    "deep": b"<a>" * 3_000 + b"</a>" * 3_000,
    "another root": b"<a/>",
    "odd numbers": b'<comments><authors><author>UMKM Virtual Expo</author></authors><commentList><comment ref="ZZZZ9999999999" authorId="-1"/>'
    b'<comment authorId="99999999999999999999"><text><t>x</t></text></comment></commentList></comments>',
    "odd looks": b'<styleSheet><fills count="x"><fill/></fills><cellXfs count="-1"><xf fillId="99999999999999999999"/></cellXfs></styleSheet>',
    "odd drawing": b'<xml><v:shape><x:Row>99999999999999999999</x:Row><x:Column>-1</x:Column></v:shape></xml><xml id="_x0000_s999999999">',
    "UTF-16": "<?xml version='1.0' encoding='UTF-16'?><comments><commentList/></comments>".encode("utf-16"),
    "odd letters": b"<?xml version='1.0' encoding='x-none'?><comments/>",
    "wide letters": b"<?xml version='1.0' encoding='gb18030'?><comments/>",
    "no letters": b"<?xml version='1.0' encoding='hex'?><comments/>",
}


def with_part(path, content):
    """A workbook that has a fault and a comment at its cell, with a part of it replaced."""
    book = openpyxl.Workbook()
    for row in (HEADINGS, NING, LOST):
        book.active.append(row)
    book.active["C3"].comment = Comment("apa ini?", "Ratna")
    file, out = io.BytesIO(), io.BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, content if name == path else source.read(name))
        assert path in source.namelist(), source.namelist()
    return SimpleUploadedFile("data.xlsx", out.getvalue())


@pytest.mark.parametrize(
    "path",
    [
        "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml",
        "xl/styles.xml",
        "[Content_Types].xml",
        "xl/worksheets/_rels/sheet1.xml.rels",
    ],
)
@pytest.mark.parametrize("odd", ODD)
def test_an_odd_part_is_no_fault_of_ours(office, sent, path, odd):
    row = sent(with_part(path, ODD[odd]))

    answer = office.get(reverse("admin:import_marked", args=[row.pk]))

    assert "pihak kami" not in row.sentence
    if answer.status_code == 200:
        assert answer.getvalue()[:2] == b"PK"
    else:
        assert answer.status_code == 404 if row.state == "ditolak" else "errornote" in page(office, row) or answer.status_code == 302
