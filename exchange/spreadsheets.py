"""Workbooks from strangers, .xlsx and .csv, into plain sheets.

What kind of file it is says its content, not its name. Whatever cannot be read is refused with a sentence (FileRefused).
"""

import hashlib
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from exchange import delimited
from exchange.archives import CHUNK, Archive, FileRefused
from exchange.grid import Sheet, Tally
from exchange.sheet_xml import Cells, Relations, Strings, Styles, Workbook

MAX_BYTES = 40 * 1024 * 1024  # of the file; pictures in it are never unpacked
MAX_UNPACKED = 80 * 1024 * 1024  # of its XML, in all
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TEXT_NAMES = (".csv", ".tsv", ".txt")
MACROS = ("vbaproject.bin", "vbaprojectsignature.bin")


@dataclass
class Book:
    name: str
    fingerprint: str  # of the bytes, SHA-256
    sheets: list = field(default_factory=list)


def read(file, name):
    """The `Book` in an uploaded file (anything with read() and seek()). Raises FileRefused."""
    fingerprint, beginning = _fingerprint(file)
    tally = Tally()
    if beginning.startswith(ZIP):
        sheets = _xlsx(file, tally)
    else:
        _refuse_strangers(file, beginning, name)
        file.seek(0)
        sheets = [delimited.read(file.read(delimited.MAX_BYTES), tally)]
    for sheet in sheets:
        sheet.fill_merged_down(tally)
    return Book(name, fingerprint, sheets)


def _fingerprint(file):
    """(SHA-256 of all bytes, the first of them)."""
    file.seek(0)
    digest, size, beginning = hashlib.sha256(), 0, b""
    while chunk := file.read(CHUNK):
        beginning = beginning or chunk
        digest.update(chunk)
        size += len(chunk)
        if size > MAX_BYTES:
            raise FileRefused(
                _("Berkas ini lebih dari %(most)s MB. Hapus gambar di dalamnya, atau pecah menjadi beberapa.") % {"most": MAX_BYTES >> 20}
            )
    if not size:
        raise FileRefused(_("Berkas ini kosong. Pilih berkasnya sekali lagi."))
    return digest.hexdigest(), beginning


def _refuse_strangers(file, beginning, name):
    """Everything that is neither an .xlsx nor text with separators."""
    head = beginning.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith(OLE):
        raise FileRefused(_ole_sentence(file))
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<style", b"mime-version")):
        raise FileRefused(_("Isi berkas ini halaman web, bukan Excel. Buka di Excel, lalu Simpan Sebagai Excel (.xlsx)."))
    if head.startswith((b"<?xml", b"<workbook", b"<office")):
        raise FileRefused(_("Berkas ini XML, bukan .xlsx. Buka di Excel, lalu Simpan Sebagai Excel (.xlsx)."))
    if not name.lower().endswith(TEXT_NAMES) or not delimited.looks_like_text(beginning):
        raise FileRefused(_("Isi berkas ini bukan Excel. Kirim .xlsx, atau .csv."))
    file.seek(0, 2)
    if file.tell() > delimited.MAX_BYTES:
        raise FileRefused(_("Berkas .csv paling besar %(most)s MB. Pecah menjadi beberapa.") % {"most": delimited.MAX_BYTES >> 20})


def _ole_sentence(file):
    file.seek(0)
    before = b""
    while chunk := file.read(CHUNK):
        if ENCRYPTED in before + chunk:
            return _("Buku kerja ini terkunci sandi. Di Excel hapus sandinya, simpan, lalu kirim lagi.")
        before = chunk[-len(ENCRYPTED) :]
    return _("Ini Excel lama (.xls). Buka di Excel, lalu Simpan Sebagai Excel (.xlsx).")


def _xlsx(file, tally):
    archive = Archive(file, most_bytes=MAX_UNPACKED)
    _refuse_other_packages(archive)
    book, targets = _book(archive, tally)
    strings = _part(Strings(tally), archive, targets, "sharedStrings").values
    dates = _part(Styles(tally), archive, targets, "styles").dates
    sheets = []
    for title, hidden, path in _worksheets(archive, book, targets):
        sheet = Sheet(title, hidden)
        Cells(tally, sheet, strings=strings, dates=dates, epoch=book.epoch).read(archive.chunks(path))
        sheets.append(sheet)
    if not sheets:
        raise FileRefused(_("Di buku kerja ini tidak ada lembar yang bisa dibaca."))
    return sheets


def _book(archive, tally):
    """(the Workbook, {relation: (kind, path)}) of a package."""
    root = Relations(tally, "").read(archive.chunks("_rels/.rels")).targets if "_rels/.rels" in archive else {}
    path = next((target for kind, target in root.values() if kind == "officeDocument"), "xl/workbook.xml")
    if path not in archive:
        raise FileRefused(_("Isi berkas ini bukan Excel. Kirim .xlsx, atau .csv."))
    book = Workbook(tally).read(archive.chunks(path))
    folder, _slash, file_name = path.rpartition("/")
    relations = f"{folder}/_rels/{file_name}.rels".lstrip("/")
    targets = Relations(tally, folder).read(archive.chunks(relations)).targets if relations in archive else {}
    return book, targets


def parts(archive, tally):
    """({name of a sheet: its path in the package}, path of the styles or "")."""
    book, targets = _book(archive, tally)
    styles = next((target for kind, target in targets.values() if kind == "styles" and target in archive), "")
    return {title: path for title, _hidden, path in _worksheets(archive, book, targets)}, styles


def _worksheets(archive, book, targets):
    for title, hidden, relation in book.sheets:
        kind, target = targets.get(relation, ("", ""))
        if kind == "worksheet" and target in archive:
            yield title, hidden, target


def _part(reader, archive, targets, wanted):
    """Read the part of this kind, where there is one."""
    path = next((target for kind, target in targets.values() if kind == wanted), None)
    return reader.read(archive.chunks(path)) if path in archive else reader


def _refuse_other_packages(archive):
    names = [name.lower() for name in archive.names()]
    if len(names) != len(archive.entries):
        raise FileRefused(_("Berkas ini disusun tidak wajar, jadi tidak dibuka."))
    if any(name.endswith(MACROS) or "/macrosheets/" in name for name in names):
        raise FileRefused(_("Buku kerja ini berisi makro. Simpan Sebagai Excel biasa (.xlsx), lalu kirim lagi."))
    if "xl/workbook.bin" in names:
        raise FileRefused(_("Ini Excel biner (.xlsb). Buka di Excel, lalu Simpan Sebagai Excel (.xlsx)."))
    if "mimetype" in names:
        raise FileRefused(_("Ini berkas LibreOffice (.ods). Buka, lalu Simpan Sebagai Excel (.xlsx)."))
