"""Prices, as people write them: 'Rp 15.000,-', '15rb', '15.000 - 25.000', '± 20.000', or as Excel left them: 15000.0, 15.5."""

import datetime
import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from exchange.mending import Mended, clean, is_nothing
from expo.forms import RUPIAH_MOST
from expo.templatetags.ui import rupiah
from products.models import Product


class Price(NamedTuple):
    kind: str
    price: int | None = None
    price_max: int | None = None
    unit: str = ""  # where it was written behind the price: 15.000/bungkus


AMOUNT = re.compile(r"(\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)\s*(juta|jt|ribu|rban|rb|k)?(?![a-z\d])", re.ASCII)
TIMES = {"juta": 1_000_000, "jt": 1_000_000, "ribu": 1000, "rban": 1000, "rb": 1000, "k": 1000}
ASK = re.compile(r"nego|tanya|hub(ungi|\.|$)|japri|menyesuaikan|tergantung|sesuai|request|penawaran|call|variasi|bervariasi")
ABOUT = re.compile(
    r"±|\+/?-|~|\b(?:kurang lebih|lebih kurang|kisaran|sekitar|kira-kira|kira|mulai dari|mulai|start from|start|dari|ca\.)(?!\w)"
)
OF_UNIT = re.compile(r"(?:/|\bper\b|@)\s*(?!\d+\s*(?:juta|jt|ribu|rban|rb|k)\b)((?:\d+\s*)?[a-z][a-z0-9 .]{0,17})$")
UNTIL = re.compile(r"\b(?:s\.?\s?/?\s?d|sampai dengan|sampai|hingga|to)\b\.?")
BETWEEN = re.compile(r"[\s\-–—/,.;&():]|\b(?:dan|atau)\b")
LEAST_SPOKEN = 500  # rupiah; below, a number among words counts something else


def read(value):
    """A `Price` from 'Rp 15.000,-', '15rb', '15.000 - 25.000', '± 20.000', 15000.0 or 'nego'."""
    typed = clean(value)
    if is_nothing(typed):
        return Mended()
    if isinstance(value, (datetime.date, datetime.time)):
        return Mended(fault=_("Excel mengubah isi sel ini menjadi tanggal (%s). Ketik ulang harganya, dengan tanda ' di depan.") % typed)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _price_of_number(value, typed)
    if ASK.search(typed.lower()) and not re.search(r"\d", typed):
        return Mended(Price(Product.PriceKind.ASK))
    plain = re.sub(r"\b(?:rp|idr)\b\.?|rupiah|(?<![a-z])rp\.?(?=\s*\d)", " ", typed.lower())
    plain = UNTIL.sub(" - ", plain).strip()
    unit = OF_UNIT.search(plain)
    if unit:
        plain = plain[: unit.start()]
    about = bool(ABOUT.search(plain))
    plain = re.sub(r"[.,]?\s*[-–=]+\s*$", "", ABOUT.sub(" ", plain))
    plain = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", ".", plain)
    found = [(match[1], match[2]) for match in AMOUNT.finditer(plain)]
    rest = BETWEEN.sub("", AMOUNT.sub("", plain))
    amounts = _amounts(found, spoken=bool(rest))
    if not amounts or len(amounts) > 6 or (rest and min(amounts) < LEAST_SPOKEN):
        return Mended(fault=_("“%s” tidak terbaca sebagai harga. Tulis dengan angka saja, misalnya 22500 atau 22.500.") % typed[:40])
    spoken = rest or about or unit or len(found) > 1 or any(times for _digits, times in found) or amounts[0] != _digits_of(found[0][0])
    return _price(amounts, unit[1].strip() if unit else "", typed if spoken else "")


def _amounts(found, *, spoken):
    """Whole rupiah. In '15-25rb' the word counts for both, and in '15 - 25.000' the thousands do, unless words stand between."""
    times = [TIMES.get(word) for _digits, word in found]
    numbers = [_number(digits, time) for (digits, _word), time in zip(found, times, strict=True)]
    if spoken or len(numbers) != 2:
        return numbers
    if times[1] and not times[0] and numbers[0] < numbers[1] // times[1]:
        numbers[0] *= times[1]
    elif not any(times) and numbers[0] < 1000 <= numbers[1] and numbers[0] * 1000 < numbers[1]:
        numbers[0] *= 1000
    return numbers


def _digits_of(digits):
    return int(re.sub(r"\D", "", re.sub(r"[.,]\d{1,2}$", "", digits)))


def _number(digits, times):
    """'15.000' 15000, '1,5' jt 1500000, '15.000,00' 15000; '15.5' is what is left of 15.500 where the point is for fractions."""
    whole, fraction = (match[1], match[2]) if (match := re.fullmatch(r"(.*\d)[.,](\d{1,2})", digits)) else (digits, "")
    number = int(re.sub(r"\D", "", whole))
    if times == TIMES["jt"] and (match := re.fullmatch(r"(\d)[.,](\d{3})", digits)):
        return int(match[1] + match[2]) * 1000
    if times or (fraction and number < 1000):
        return round((number + (int(fraction) / 10 ** len(fraction) if fraction else 0)) * (times or 1000))
    return number


def _price_of_number(value, words):
    if value < 0:
        return Mended(fault=_("Harga tidak bisa kurang dari nol."))
    if value < 1000 and value != int(value):
        return _price([round(value * 1000)], "", words.replace(".", ","))
    return _price([round(value)], "", "")


def _price(amounts, unit, spoken):
    low, high = min(amounts), max(amounts)
    if high > RUPIAH_MOST:
        return Mended(fault=_("Harga %s terlalu tinggi. Periksa nolnya.") % rupiah(high))
    if not high:
        return Mended(warnings=(_("Harga 0 dianggap belum diisi."),))
    price = Price(Product.PriceKind.FIXED, high, None, unit) if low == high or not low else Price(Product.PriceKind.RANGE, low, high, unit)
    shown = rupiah(price.price) if price.price_max is None else f"{rupiah(low)} – {rupiah(high)}"
    notes = (_("“%(typed)s” dibaca %(price)s.") % {"typed": spoken[:40], "price": shown},) if spoken else ()
    doubts = (_("Harga %s sangat murah. Kalau maksudnya ribuan, betulkan.") % rupiah(price.price),) if price.price < 100 else ()
    return Mended(price, notes, "", doubts)
