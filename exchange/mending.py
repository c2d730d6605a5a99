"""What Excel and haste make of a value, put right. Pure functions: a cell in, a `Mended` out; nothing here looks anything up.

What was changed is said (notes), what cannot be read is a fault with a sentence, and what is doubtful a warning.
"""

import datetime
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from exchange.sheet_xml import EPOCH, from_serial
from exhibitors.legality import GUIDES, read_number
from expo.links import clean_link

NOTHING = frozenset(  # written where there is nothing
    [
        "-",
        "--",
        "---",
        "–",
        "—",
        ".",
        "..",
        "?",
        "x",
        "n/a",
        "na",
        "nihil",
        "kosong",
        "tidak ada",
        "tdk ada",
        "tidak",
        "belum",
        "belum ada",
        "blm ada",
        "blm",
    ]
)
UNDER_WAY = frozenset(
    [
        "proses",
        "dalam proses",
        "sedang proses",
        "sedang diproses",
        "pengajuan",
        "diajukan",
        "sedang diurus",
        "on process",
        "proses pengajuan",
    ]
)
YES = frozenset(
    ["ada", "sudah", "sudah ada", "ya", "punya", "v", "√", "✓", "✔", "yes", "y", "true", "ok", "aktif", "1"]
)  # says that there is one, not which
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff]")
BLANK = re.compile("[\x00-\x09\x0b-\x1f\x7f-\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
EXCEL_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
POWER = re.compile(r"(\d)(?:[.,](\d+))?E\+?(\d{1,2})")
FIRST_YEAR = 1800


class Mended(NamedTuple):
    value: object = None  # None: nothing is there, and nothing is changed by it
    notes: tuple = ()
    fault: str = ""
    warnings: tuple = ()


def clean(value, *, lines=False):
    """The text of a cell without what cannot be seen; `lines` keeps the ends of its lines."""
    if isinstance(value, str):
        return _clean(value, lines)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return getattr(value, "shown", None) or str(value)


@lru_cache(maxsize=1024)  # a cell is looked at several times while its row is read
def _clean(text, lines):
    text = EXCEL_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode()))
    text = re.sub(r"^'(?=\s*[=+\-@＝＋－＠]|[\t\r\n])", "", text)  # how a formula is kept from being one
    if not lines:
        return " ".join(BLANK.sub(" ", text).split())
    text = "\n".join(" ".join(BLANK.sub(" ", line).split()) for line in text.replace("\r\n", "\n").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def is_nothing(text):
    return not text or text.lower().strip(" .()") in NOTHING or text.lower() in NOTHING


def text(value, most, *, lines=False):
    words = clean(value, lines=lines)
    if is_nothing(words):
        return Mended()
    if len(words) > most:
        return Mended(fault=_("Paling banyak %(most)d huruf. Yang tertulis %(count)d.") % {"most": most, "count": len(words)})
    return Mended(words)


# Names

KEPT = {
    word.upper(): word
    for word in "UD CV PT TB PD RT RW PKK KWT UMKM IKM KUB KUBE UPPKS BUMDes BUMDesa PKBM LMDH P4S SMK SMKN SMA SD MI II III IV VI VII VIII IX XI XII".split()  # noqa: SIM905
}
SMALL = frozenset("dan di ke dari untuk yang dengan atau".split())  # noqa: SIM905
UNITS = frozenset("G GR KG ML L CM M MM PCS".split())  # noqa: SIM905
TITLES = {"HJ": "Hj", "DR": "Dr", "DRS": "Drs", "ST": "St", "MBK": "Mbk", "BP": "Bp"}


def name(value, most):
    """A name; one written in capitals is set in small letters, except for what is an abbreviation."""
    mended = text(value, most)
    if not mended.value or not _is_shouted(mended.value):
        return mended
    words = [_quietly(word, number) for number, word in enumerate(mended.value.split())]
    return Mended(" ".join(words), (_("Huruf besar semua, dijadikan “%s”.") % " ".join(words),))


def _is_shouted(words):
    letters = [letter for letter in words if letter.isalpha()]
    return len(letters) > 5 and all(letter.isupper() for letter in letters)


def _quietly(word, number):
    bare = word.strip('()"“”,.')
    if bare in KEPT or bare in TITLES:
        return word.replace(bare, KEPT.get(bare) or TITLES[bare])
    if number and bare.lower() in SMALL:
        return word.lower()
    if bare in UNITS:
        return word.lower()
    if len(bare) <= 5 and bare.isalpha() and not set(bare) & set("AEIOUY"):  # nobody can speak it: an abbreviation
        return word
    small = re.sub(r"(^|[(\"“/.&-])([a-z])", lambda match: match[1] + match[2].upper(), word.lower())
    return re.sub(r"^([a-z])'([a-z]{3,})", lambda match: f"{match[1].upper()}'{match[2].capitalize()}", small, flags=re.IGNORECASE)


# Telephone numbers


def phone(value):
    """'+628…' from however it was typed; of several numbers the first that WhatsApp can have."""
    words = clean(value)
    if is_nothing(words):
        return Mended()
    words = re.sub(r"(?<=\d)[oO](?=[\d\s-])|\b[oO](?=8)", "0", words)
    words, rounded = _written_out(words)
    if rounded:
        return Mended(
            fault=_("Excel membulatkan nomor ini menjadi %s, angka belakangnya hilang. Ketik ulang nomornya, dengan tanda ' di depan.")
            % clean(value)
        )
    parts = [words] if _mobile(words) else [part for part in re.split(r"[/;,|&\n]|\b(?:atau|dan|or)\b", words) if re.search(r"\d", part)]
    parts = [piece for part in parts for piece in ([part] if _mobile(part) else re.split(r"\s+(?=(?:\+62|62|0)\s?8)", part))]
    numbers = list(dict.fromkeys(number for part in parts if (number := _mobile(part))))
    if not numbers:
        return _no_mobile(parts or [words], clean(value))
    notes = []
    if re.match(r"\D*8", parts[0]):
        notes.append(_("Angka 0 di depan dilengkapi: %s.") % dialled(numbers[0]))
    if len(numbers) > 1:
        notes.append(_("Ada beberapa nomor. Yang dipakai %s.") % dialled(numbers[0]))
    return Mended(numbers[0], tuple(notes))


def _written_out(words):
    """('81234567890', False) for '8,123456789E+10'; (…, True) when digits are missing."""
    words = re.sub(r"(?<=\d)[.,]0$", "", words)
    match = POWER.fullmatch(words.replace(" ", "").upper())
    if not match:
        return words, False
    digits, missing = match[1] + (match[2] or ""), int(match[3]) - len(match[2] or "")
    return digits + "0" * max(0, missing), missing > (1 if len(digits) > 8 else 0)


def _mobile(words):
    match = re.fullmatch(r"(?:\+|00)?(?:62)?0?(8\d{8,11})", re.sub(r"[^\d+]", "", words), re.ASCII)
    return match and "+62" + match[1]


def _no_mobile(parts, shown):
    digits = re.sub(r"^(?:62|0)", "", re.sub(r"\D", "", parts[0]))
    if re.fullmatch(r"[2-79]\d{6,10}", digits):
        return Mended(warnings=(_("“%s” nomor telepon rumah, tidak bisa WhatsApp, jadi tidak dicatat.") % shown[:40],))
    if not digits:
        return Mended(fault=_("“%s” bukan nomor telepon.") % shown[:40])
    return Mended(fault=_("Nomor WhatsApp harus diawali 08, 62, atau +62, lalu 9 sampai 12 angka. Yang tertulis “%s”.") % shown[:40])


def dialled(number):
    """+6281234567890 as people know it: 0812-3456-7890."""
    digits = number.replace("+62", "0", 1)
    return "-".join(part for part in (digits[:4], digits[4:8], digits[8:]) if part)


# Counts and times

PERIODS = {"hari": 1, "hr": 1, "minggu": 7, "mgg": 7, "pekan": 7, "bulan": 30, "bln": 30, "bl": 30, "tahun": 365, "thn": 365, "th": 365}
MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan januari january",
            "feb februari february pebruari",
            "mar maret march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "agu agustus august ags agt aug",
            "sep september sept",
            "okt oktober october oct",
            "nov november nopember",
            "des desember december dec",
        ],
        start=1,
    )
    for name in names.split()
}


def count(value, most):
    """A whole number: '1.000', '24 pcs', '± 50'; of '5-10' the first."""
    words = clean(value)
    if is_nothing(words):
        return Mended()
    if isinstance(value, (datetime.date, datetime.time)):
        return Mended(fault=_("Excel mengubah isi sel ini menjadi tanggal (%s). Ketik ulang angkanya, dengan tanda ' di depan.") % words)
    numbers = [
        int(re.sub(r"\D", "", number))
        for number in re.findall(r"\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+", re.sub(r"(?<=\d)[.,]0{1,2}$", "", words))
    ]
    if not numbers or (isinstance(value, float) and not value.is_integer()):
        return Mended(fault=_("“%s” bukan angka bulat. Tulis dengan angka saja, misalnya 24.") % words[:40])
    if numbers[0] > most:
        return Mended(fault=_("Angka ini terlalu besar: “%s”.") % words[:40])
    notes = () if re.fullmatch(r"[\d.,]+", words) else (_("“%(typed)s” dibaca %(number)d.") % {"typed": words[:40], "number": numbers[0]},)
    return Mended(numbers[0], notes)


def year(value, *, this_year):
    words = str(value.year) if isinstance(value, datetime.date) else clean(value)
    if is_nothing(words):
        return Mended()
    found = re.findall(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)", words)
    if len(set(found)) != 1 or not FIRST_YEAR <= int(found[0]) <= this_year:
        return Mended(fault=_("“%s” bukan tahun yang sudah lewat. Tulis seperti 1998.") % words[:40])
    return Mended(
        int(found[0]), () if words == found[0] else (_("“%(typed)s” dibaca %(number)s.") % {"typed": words[:40], "number": found[0]},)
    )


def days(value, most, heading="", *, longest=False):
    """A time in days: 90, '3 bulan', '1 th'; of '6-12 bulan' the shorter or `longest`. A bare number is counted in what the heading says."""
    words = clean(value)
    period = next((word for word in ("bulan", "tahun", "minggu") if word in heading.lower()), "")
    if period and re.fullmatch(r"\d+(\s*-\s*\d+)?", words):
        words = f"{words} {period}"
    match = re.search(r"(\d+)(?:\s*(?:-|–|s/d|sampai)\s*(\d+))?\s*([a-z]+)", words.lower())
    if not match or match[3] not in PERIODS or isinstance(value, (datetime.date, datetime.time)):
        return count(value, most)
    number = int(match[2] or match[1] if longest else match[1]) * PERIODS[match[3]]
    if number > most:
        return Mended(fault=_("Angka ini terlalu besar: “%s”.") % words[:40])
    return Mended(number, (_("“%(typed)s” dibaca %(number)d hari.") % {"typed": words[:40], "number": number},))


def date(value):
    """A day, from a date, Excel's number of one, or text as people here write it."""
    if isinstance(value, datetime.datetime):
        return Mended(value.date().isoformat())
    if isinstance(value, datetime.date):
        return Mended(value.isoformat())
    words = clean(value)
    if is_nothing(words) or re.fullmatch(r"(berlaku )?(seumur hidup|selamanya|tanpa batas)", words.lower()):
        return Mended()
    if re.fullmatch(r"[2-8]\d{4}", words):
        day = from_serial(int(words), EPOCH)
        return Mended(day.isoformat(), (_("“%(typed)s” dibaca %(date)s.") % {"typed": words, "date": f"{day:%d/%m/%Y}"},))
    return _date_of_text(words)


def _date_of_text(words):
    parts = re.findall(r"\d+|[a-z]+", words.lower())
    parts = [part for part in parts if part not in ("tgl", "tanggal", "sampai", "sd", "s", "d")]
    if len(parts) == 4 and not parts[0].isdecimal():
        parts = parts[1:]  # the day of the week
    fault = Mended(fault=_("“%s” tidak terbaca sebagai tanggal. Tulis seperti 26/11/2027.") % words[:40])
    if len(parts) != 3:
        return fault
    numbers = [MONTHS.get(part, 0) if part.isalpha() else int(part[:4]) for part in parts]
    first, month, last = numbers if len(parts[0]) < 4 else reversed(numbers)
    swapped = month > 12 >= first and parts[1].isdecimal()
    if swapped:
        first, month = month, first
    try:
        day = datetime.date(last + 2000 if last < 100 else last, month, first)
    except ValueError:
        return fault
    return Mended(day.isoformat(), (_("“%(typed)s” dibaca %(date)s.") % {"typed": words, "date": f"{day:%d/%m/%Y}"},) if swapped else ())


# Addresses in the web, and papers


def links(value, heading):
    """A list of addresses that a booth may show. '@nama' is Instagram's; what may not be shown is a warning."""
    found, doubts = [], []
    for word in re.split(r"[\s,;]+", clean(value)):
        if is_nothing(word) or len(word) < 4:
            continue
        address = _address(word, heading.lower())
        try:
            found.append(clean_link(address))
        except ValidationError as error:
            doubts.append(error.messages[0])
    return Mended(list(dict.fromkeys(found)) or None, (), "", tuple(doubts))


def _address(word, heading):
    word = re.sub(r"^http://", "https://", word)
    if word.startswith("https://"):
        return word
    if re.fullmatch(r"@?[A-Za-z0-9._]{1,30}", word) and (word.startswith("@") or re.search(r"\big\b|instagram", heading)):
        if "tiktok" in heading or "tik tok" in heading:
            return f"https://www.tiktok.com/@{word.lstrip('@')}"
        return f"https://www.instagram.com/{word.lstrip('@')}"
    return f"https://{word}"


def paper(kind, value):
    """A list of the numbers of permits or certificates in a cell, each in its own form."""
    words = clean(value)
    if is_nothing(words) or words.lower() in UNDER_WAY:
        return Mended(notes=(_("“%s” dibaca: belum ada.") % words,) if words.lower() in UNDER_WAY else ())
    guide = GUIDES[kind]
    if words.lower() in YES:
        return Mended(
            warnings=(_("Tertulis “%(typed)s”. Tulis nomornya, misalnya %(example)s.") % {"typed": words, "example": guide.example},)
        )
    if POWER.fullmatch(words.replace(" ", "").upper()) or (isinstance(value, float) and abs(value) >= 1e15):
        return Mended(
            fault=_("Excel membulatkan nomor ini menjadi %s, angka belakangnya hilang. Ketik ulang nomornya, dengan tanda ' di depan.")
            % words
        )
    notes = ()
    if kind == "nib" and isinstance(value, int) and len(words) == 12:
        words, notes = words.zfill(13), (_("Angka 0 di depan dilengkapi: %s.") % words.zfill(13),)
    try:
        return Mended([read_number(kind, words)], notes)
    except ValidationError as error:
        sentence = error.messages[0]
    parts = [part for part in re.split(r"[;,\n|/]|\bdan\b|&", clean(value, lines=True)) if re.search(r"\d", part)]
    try:
        numbers = list(dict.fromkeys(read_number(kind, part) for part in parts))
    except ValidationError:
        numbers = []
    return Mended(numbers, notes) if len(parts) > 1 and numbers else Mended(fault=sentence)
