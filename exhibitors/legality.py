"""The numbers of permits and certificates: read as people type them, checked for form, taken apart where they say something.

A right form proves nothing: no registry can be asked from here, a curator looks at the evidence. So a wrong form is refused
with a sentence that says what is wrong, and what is merely odd is a warning. Sources: docs/naik-kelas.md.
"""

import re
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exhibitors.models import LegalityDocument

Kind = LegalityDocument.Kind
PACKAGINGS = {
    "1": gettext_lazy("kaca"),
    "2": gettext_lazy("plastik"),
    "3": gettext_lazy("karton atau kertas"),
    "4": gettext_lazy("kaleng"),
    "5": gettext_lazy("aluminium foil"),
    "6": gettext_lazy("lain-lain"),
    "7": gettext_lazy("komposit"),
    "8": gettext_lazy("ganda"),
}
FOODS = {  # the types 07 to 15 were found in no source that can be trusted: their number is shown instead
    "01": gettext_lazy("daging kering"),
    "02": gettext_lazy("ikan kering"),
    "03": gettext_lazy("unggas kering"),
    "04": gettext_lazy("sayur asin atau kering"),
    "05": gettext_lazy("olahan kelapa"),
    "06": gettext_lazy("tepung dan olahannya"),
}
REGIONS = {
    "3572": "Kota Blitar",
    "3505": "Kabupaten Blitar",
    "3518": "Kabupaten Nganjuk",
    "3504": "Kabupaten Tulungagung",
    "3503": "Kabupaten Trenggalek",
}
FROZEN = re.compile(r"\b(beku|frozen)\b", re.IGNORECASE)


class Guide(NamedTuple):
    """What the form says about a kind of document."""

    name: str  # within a sentence
    what: str
    example: str
    ends: bool  # whether it has a date on which it ends


GUIDES = {
    Kind.NIB: Guide("NIB", gettext_lazy("Nomor induk berusaha dari OSS, gratis. 13 angka."), "9120001234567", False),
    Kind.PIRT: Guide(
        "P-IRT",
        gettext_lazy("Untuk makanan kering dan awetan buatan rumah. 15 angka, sering diawali “P-IRT”."),
        "P-IRT 2063572010001-29",
        True,
    ),
    Kind.BPOM: Guide(
        gettext_lazy("izin BPOM"),
        gettext_lazy("Izin edar Badan POM, juga untuk makanan beku. Diawali MD atau ML, lalu 12 angka atau lebih."),
        "BPOM RI MD 123456789012",
        True,
    ),
    Kind.HALAL: Guide(
        gettext_lazy("sertifikat halal"),
        gettext_lazy("Nomor sertifikat dari BPJPH, seperti di label: ID lalu 17 angka. Bukan nomor ketetapan “KH”."),
        "ID35110000145391021",
        True,
    ),
    Kind.BRAND: Guide(
        gettext_lazy("sertifikat merek"),
        gettext_lazy("Merek terdaftar di DJKI: IDM lalu 9 angka. Masih permohonan? Tulis nomor DID atau JID-nya."),
        "IDM001047956",
        True,
    ),
    Kind.SNI: Guide(
        gettext_lazy("sertifikat SNI"),
        gettext_lazy("Kalau ada. Kebanyakan kerajinan dan makanan tidak wajib SNI."),
        "SNI 01-2886-2000",
        True,
    ),
}


def read_number(kind, text):
    """The number of a document as it is written on it. ValidationError with the sentence for the owner."""
    words = " ".join(str(text).replace("\x00", "").upper().split())
    return _READERS[kind](words)


def _nib(words):
    digits = re.sub(r"[\s.\-]|^NIB:?", "", words)
    _only_digits(digits, _("NIB hanya berisi angka, tanpa huruf."))
    _as_long_as("NIB", digits, 13)
    return digits


def _pirt(words):
    digits = _pirt_digits(words)
    _only_digits(digits, _("Nomor P-IRT hanya berisi angka sesudah “P-IRT”."))
    _as_long_as("P-IRT", digits, 15)
    if digits[0] not in PACKAGINGS:
        raise ValidationError(
            _("Angka pertama P-IRT menunjukkan kemasan: 1 sampai 8. Yang tertulis %(digit)s."), params={"digit": digits[0]}
        )
    return f"P-IRT {digits[:13]}-{digits[13:]}"


def _pirt_digits(words):
    return re.sub(r"^(SPP)?(P?IRT)?(NOMOR|NO)?", "", re.sub(r"[\s.:\-]", "", words))


def _bpom(words):
    match = re.fullmatch(r"(?:BPOM)?\s*(?:RI)?\s*:?\s*(MD|ML)\s*([\d\s.\-]*)", words, re.ASCII)
    if not match:
        raise ValidationError(_("Nomor BPOM diawali MD (buatan Indonesia) atau ML, lalu angka."))
    digits = re.sub(r"\D", "", match[2])
    if len(digits) < 12:
        raise ValidationError(
            _("Sesudah %(letters)s paling sedikit 12 angka. Baru terisi %(count)d."), params={"letters": match[1], "count": len(digits)}
        )
    if len(digits) > 18:
        raise ValidationError(
            _("Sesudah %(letters)s paling banyak 18 angka. Sudah terisi %(count)d."), params={"letters": match[1], "count": len(digits)}
        )
    return f"BPOM RI {match[1]} {digits}"


def _halal(words):
    number = re.sub(r"[\s.\-]", "", words)
    if re.match(r"KH|\d+KH", number):
        raise ValidationError(_("Itu nomor ketetapan halal (KH). Yang dicatat nomor sertifikatnya, diawali ID."))
    if not number.startswith("ID"):
        raise ValidationError(_("Nomor sertifikat halal diawali ID."))
    _only_digits(number[2:], _("Sesudah ID hanya angka."))
    _as_long_as(_("Nomor halal sesudah ID"), number[2:], 17)
    return number


def _brand(words):
    number = re.sub(r"[\s.\-]", "", words)
    letters, digits = number[:3], number[3:]
    if letters in ("DID", "JID") and re.fullmatch(r"\d{6,15}", digits, re.ASCII):
        return number
    if letters != "IDM":
        raise ValidationError(_("Nomor merek terdaftar diawali IDM, permohonan diawali DID atau JID."))
    _only_digits(digits, _("Sesudah IDM hanya angka."))
    _as_long_as(_("Nomor merek sesudah IDM"), digits, 9)
    return number


def _sni(words):
    number = "SNI " + re.sub(r"^SNI\s*:?\s*", "", words)
    if not re.fullmatch(r"SNI [A-Z0-9 .:/\-]{3,50}", number, re.ASCII) or not re.search(r"\d{3}", number):
        raise ValidationError(_("Tulis nomor SNI seperti di sertifikatnya, misalnya SNI 01-2886-2000."))
    return number


_READERS = {Kind.NIB: _nib, Kind.PIRT: _pirt, Kind.BPOM: _bpom, Kind.HALAL: _halal, Kind.BRAND: _brand, Kind.SNI: _sni}


def _only_digits(text, sentence):
    if not re.fullmatch(r"[0-9]*", text):
        raise ValidationError(sentence)


def _as_long_as(name, digits, wanted):
    params = {"name": name, "wanted": wanted, "count": len(digits)}
    if len(digits) < wanted:
        raise ValidationError(_("%(name)s harus %(wanted)d angka. Baru terisi %(count)d."), params=params)
    if len(digits) > wanted:
        raise ValidationError(_("%(name)s harus %(wanted)d angka. Yang tertulis %(count)d."), params=params)


# What a P-IRT number says


class Pirt(NamedTuple):
    packaging: str
    food: str
    region_code: str  # as in REGIONS: 3572
    year: int  # in which it ends

    @property
    def region(self):
        return REGIONS.get(self.region_code, "")


def read_pirt(number):
    """The parts of a P-IRT number as it is stored; None when it is none (it came from elsewhere)."""
    match = re.fullmatch(r"([1-8])(\d{2})(\d{4})\d{6}(\d{2})", _pirt_digits(number.upper()), re.ASCII)
    if not match:
        return None
    food = FOODS.get(match[2]) or _("jenis nomor %s") % match[2]
    return Pirt(str(PACKAGINGS[match[1]]), str(food), match[3], 2000 + int(match[4]))


def remarks(document, *, region, today, product_names=()):
    """What looks odd about a document of a booth in `region`: sentences, none of which stops anybody. No query."""
    found = list(_expiry_remarks(document, today))
    if document.kind == Kind.PIRT and (pirt := read_pirt(document.number)):
        found += _pirt_remarks(pirt, document, region, today, product_names)
    if document.kind == Kind.BRAND and not document.number.startswith("IDM"):
        found.append(_("Ini nomor permohonan. Ubah menjadi nomor IDM bila mereknya sudah terdaftar."))
    if document.kind == Kind.SNI and not re.search(r"[-:]\d{4}$", document.number):
        found.append(_("Nomor SNI biasanya diakhiri tahun. Cocokkan dengan sertifikatnya."))
    return found


def _expiry_remarks(document, today):
    if document.valid_until is None:
        return
    days = (document.valid_until - today).days
    if days < 0:
        yield _("Masa berlakunya sudah habis, jadi tidak tampil di stan.")
    elif days == 0:
        yield _("Masa berlakunya habis hari ini.")
    elif days <= 60:
        yield ngettext("Masa berlakunya habis %d hari lagi.", "Masa berlakunya habis %d hari lagi.", days) % days


def _pirt_remarks(pirt, document, region, today, product_names):
    if pirt.region_code != region.code.replace(".", ""):
        place = pirt.region or _("daerah berkode %s") % pirt.region_code
        yield _("Nomor ini untuk %(place)s, sedangkan stan Anda di %(region)s. Cocokkan dengan suratnya.") % {
            "place": place,
            "region": region.name,
        }
    if document.valid_until is None and pirt.year < today.year:
        yield _("Menurut dua angka terakhirnya, P-IRT ini habis tahun %d.") % pirt.year
    elif document.valid_until and document.valid_until.year != pirt.year:
        yield _("Dua angka terakhirnya berarti habis tahun %(year)d, berbeda dari tanggal yang diisi.") % {"year": pirt.year}
    if frozen := next((name for name in product_names if FROZEN.search(name)), None):
        yield _("“%s” makanan beku: itu perlu izin BPOM (MD), tidak cukup P-IRT.") % frozen
