"""ZIP files from strangers. Nothing that one claims about itself is believed: bytes are counted as they come out, and stay in memory."""

import math
import struct
import zipfile
import zlib

from django.utils.translation import gettext as _

CHUNK = 64 * 1024
MAX_ENTRIES = 5_000
MAX_DIRECTORY_BYTES = 2 * 1024 * 1024  # its table of contents; 5,000 entries with long names have 1 MB
LOCAL_HEADER = 30  # bytes before each entry, besides its name
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # the others have no bound on what a chunk becomes
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error, ValueError, RuntimeError, NotImplementedError, OverflowError)


class FileRefused(ValueError):
    """Carries the sentence for the person who sent the file."""


class Archive:
    """An opened ZIP.

    most_bytes: how much may come out of it in all, however often something is read. most_entries: how many it may hold.
    as_whole: one entry that is locked makes all of it useless; else only when everything is.
    """

    def __init__(self, file, *, most_bytes=math.inf, most_entries=MAX_ENTRIES, as_whole=True):
        self.left = most_bytes
        try:
            self._zip = zipfile.ZipFile(_Bounded(file))
            self.entries = self._zip.infolist()
        except FileRefused:
            raise
        except _BROKEN as error:
            raise FileRefused(_("Berkas ini rusak atau terpotong. Simpan atau kirim sekali lagi.")) from error
        self._check(most_entries, any if as_whole else all)
        self._by_name = {entry.filename: entry for entry in self.entries}

    def _check(self, most_entries, how_many):
        if len(self.entries) > most_entries:
            raise FileRefused(_("Berkas ini berisi lebih dari %(most)s berkas lain. Pecah menjadi beberapa.") % {"most": most_entries})
        files = [entry for entry in self.entries if not is_folder(entry)]
        if files and how_many(is_locked(entry) for entry in files):
            raise FileRefused(_("Berkas ini terkunci sandi. Simpan tanpa sandi, lalu kirim lagi."))
        end = 0
        for entry in sorted(self.entries, key=lambda entry: entry.header_offset):
            if entry.header_offset < end:
                raise FileRefused(_("Berkas ini disusun tidak wajar, jadi tidak dibuka."))
            end = entry.header_offset + LOCAL_HEADER + entry.compress_size
        if end > self._zip.start_dir:
            raise FileRefused(_("Berkas ini disusun tidak wajar, jadi tidak dibuka."))

    def __contains__(self, name):
        return name in self._by_name

    def names(self):
        return list(self._by_name)

    def chunks(self, entry):
        """The bytes of an entry, by its name or as one of `entries`, a chunk at a time."""
        entry = self._by_name[entry] if isinstance(entry, str) else entry
        if entry.compress_type not in METHODS:
            raise FileRefused(_("Berkas ini dimampatkan dengan cara yang tidak kami buka. Simpan sebagai ZIP biasa."))
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(CHUNK):
                    self.left -= len(chunk)
                    if self.left < 0:
                        raise FileRefused(_("Isi berkas ini terlalu besar untuk dibuka. Pecah menjadi beberapa."))
                    yield chunk
        except FileRefused:
            raise
        except _BROKEN as error:
            raise FileRefused(_("Berkas ini rusak atau terpotong. Simpan atau kirim sekali lagi.")) from error


def is_locked(entry):
    return bool(entry.flag_bits & 0x1)


def is_folder(entry):
    return entry.filename.endswith(("/", "\\"))  # Python's own is_dir() trips over a name that is empty


class _Bounded:
    """The file below a ZIP: whoever asks for more at once than a table of contents may have is refused."""

    def __init__(self, file):
        self._file = file
        self.seek, self.tell = file.seek, file.tell

    def seekable(self):
        return True

    def read(self, size=-1):
        unbounded = size is None or size < 0
        data = self._file.read(MAX_DIRECTORY_BYTES + 1 if unbounded else min(size, MAX_DIRECTORY_BYTES + 1))
        if len(data) > MAX_DIRECTORY_BYTES:
            raise FileRefused(_("Berkas ini berisi terlalu banyak berkas lain. Pecah menjadi beberapa."))
        return data
