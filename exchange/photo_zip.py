"""Photos in a ZIP, from strangers: which entries may be photos, what was left out and why, and each photo's bytes, one at a time.

Names are labels: nothing is ever written under one. What an entry is says its content, once expo.images has opened it.
"""

import stat
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from exchange.archives import Archive, FileRefused, is_folder, is_locked
from expo.images import PictureRefused
from products.photos import MAX_BYTES

MAX_ZIP_BYTES = 2_000 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_CLAIMED = 2 * MAX_ZIP_BYTES  # what its table of contents says that comes out: photos hardly shrink in a ZIP
LONGEST_NAME = 300  # characters: a booth's and a product's longest names fit
ENDINGS = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".avif", ".heic", ".heif")  # of what may be a photo
ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz")
SYSTEM = ("thumbs.db", "desktop.ini", ".ds_store")


@dataclass(frozen=True)
class Entry:
    id: int  # its place in the archive
    name: str  # as it is shown: with its folders, without what cannot be seen
    size: int  # as it claims


@dataclass(frozen=True)
class LeftOut:
    name: str
    why: str


class PhotoZip:
    """An opened ZIP (anything with read() and seek(), which stays the caller's): `photos` and `left_out`. Raises archives.FileRefused."""

    def __init__(self, file):
        _refuse_strangers(file)
        self._archive = Archive(file, most_entries=MAX_ENTRIES, as_whole=False)
        if sum(entry.file_size for entry in self._archive.entries) > MAX_CLAIMED:
            raise FileRefused(_("Isi berkas ini terlalu besar untuk dibuka. Pecah menjadi beberapa."))
        self.photos, self.left_out = [], []
        for number, entry in enumerate(self._archive.entries):
            name = shown(_decoded(entry)) or _("(tanpa nama)")
            if why := _why_not(entry, name):
                self.left_out.append(LeftOut(name, why))
            else:
                self.photos.append(Entry(number, name, entry.file_size))

    def read(self, id):
        """The bytes of one of `photos`. Raises expo.images.PictureRefused, which says nothing of the others."""
        data = bytearray()
        try:
            for chunk in self._archive.chunks(self._archive.entries[id]):
                data += chunk
                if len(data) > MAX_BYTES:
                    raise PictureRefused(_too_large())
        except FileRefused as refusal:
            raise PictureRefused(str(refusal)) from refusal
        return bytes(data)


def _refuse_strangers(file):
    size = file.seek(0, 2)
    file.seek(0)
    if not size:
        raise FileRefused(_("Berkas ini kosong. Pilih berkasnya sekali lagi."))
    if size > MAX_ZIP_BYTES:
        raise FileRefused(_("ZIP ini lebih dari %(most)s MB. Pecah menjadi beberapa.") % {"most": MAX_ZIP_BYTES >> 20})
    if file.read(2) != b"PK":
        raise FileRefused(_("Isi berkas ini bukan ZIP. Kumpulkan fotonya dalam satu folder, jadikan ZIP, lalu kirim lagi."))


def _why_not(entry, name):
    """Why an entry is no photo to be had; '' when it may be one."""
    path, kind = name.lower(), stat.S_IFMT(entry.external_attr >> 16)
    file_name = path.rpartition("/")[2]
    if "__macosx/" in f"/{path}" or file_name in SYSTEM or file_name.startswith("._"):
        return _("Catatan komputer, bukan foto.")
    if is_folder(entry) or kind == stat.S_IFDIR:
        return _("Folder. Yang dibaca isinya.")
    if kind not in (0, stat.S_IFREG):
        return _("Pintasan ke berkas lain. Masukkan fotonya sendiri.")
    if is_locked(entry):
        return _("Terkunci sandi. Masukkan tanpa sandi.")
    if file_name.endswith(ARCHIVES):
        return _("ZIP di dalam ZIP tidak dibuka. Keluarkan dulu isinya.")
    if not file_name.endswith(ENDINGS):
        return _("Bukan foto. Yang dibaca JPEG, PNG, atau WebP.")
    if not entry.file_size:
        return _("Berkas ini kosong. Pilih foto lalu kirim lagi.")
    return _too_large() if entry.file_size > MAX_BYTES else ""


def _too_large():
    return _("Foto ini lebih dari %(most)s MB. Kirim foto yang lebih kecil.") % {"most": MAX_BYTES >> 20}


def _decoded(entry):
    """Its name. Who does not say that it is UTF-8 mostly means UTF-8 all the same, unless it is none."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode()
    except UnicodeError:
        return entry.filename


def shown(name):
    """A path as it can be shown in a line: folders with /, no steps up, nothing that hides or turns letters, not too long."""
    letters = unicodedata.normalize("NFC", name.replace("\\", "/"))
    visible = "".join(" " if letter.isspace() else letter for letter in letters if letter.isspace() or letter.isprintable())
    path = "/".join(part for part in map(str.strip, visible.split("/")) if part.strip(". "))
    half = LONGEST_NAME // 2
    return path if len(path) <= LONGEST_NAME else f"{path[: half - 1]}…{path[-half:]}"
