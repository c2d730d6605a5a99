"""A PDF as a person reads it, a phone scans it, and a reader's side bar lists it."""

import ctypes
from io import BytesIO

import pypdfium2
import pypdfium2.raw as raw
import zxingcpp


def pages(pdf):
    """The words of each page, with single spaces between them."""
    found = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(BytesIO(pdf))]
    return [" ".join(text.replace("\ufffe", "-").split()) for text in found]  # \ufffe: a hyphen at the end of a line


def words(pdf):
    return " ".join(pages(pdf))


def pictures(pdf, dpi=110):
    """Each page as it looks."""
    return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in pypdfium2.PdfDocument(BytesIO(pdf))]


def sizes(pdf):
    """Width and height of each page in millimetres."""
    return [tuple(round(side * 25.4 / 72) for side in page.get_size()) for page in pypdfium2.PdfDocument(BytesIO(pdf))]


def codes(pdf):
    """What the QR codes of each page say."""
    return [[code.text for code in zxingcpp.read_barcodes(picture)] for picture in pictures(pdf)]


def outline(pdf):
    """[(level, title, page from 1)]"""
    found = pypdfium2.PdfDocument(BytesIO(pdf)).get_toc()
    return [(entry.level, entry.get_title(), entry.get_dest().get_index() + 1) for entry in found]


def links(pdf):
    """What may be pressed on each page: addresses, and numbers of pages."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    return [[_target(document.raw, link) for link in _links(page.raw)] for page in document]


def _links(page):
    place, link = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page, place, link):
        yield link


def _target(document, link):
    if found := raw.FPDFLink_GetDest(document, link):
        return raw.FPDFDest_GetDestPageIndex(document, found) + 1
    address = ctypes.create_string_buffer(1000)
    raw.FPDFAction_GetURIPath(document, raw.FPDFLink_GetAction(link), address, 1000)
    return address.value.decode()


def about(pdf):
    """Title, author and so on."""
    return pypdfium2.PdfDocument(BytesIO(pdf)).get_metadata_dict()


def edges(pdf, number=0):
    """(left, bottom, right, top) of all words on a page, in millimetres."""
    text = pypdfium2.PdfDocument(BytesIO(pdf))[number].get_textpage()
    boxes = [text.get_charbox(i) for i in range(text.count_chars()) if text.get_text_range(i, 1).strip()]
    left, bottom, right, top = zip(*boxes, strict=True)
    return [side * 25.4 / 72 for side in (min(left), min(bottom), max(right), max(top))]
