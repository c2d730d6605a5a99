"""What the cells of one row say, field by field: mended, with notes, faults and warnings in the workbook's own coordinates."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from exchange import mending, money, places, words
from exchange.fields import BOOTH, FIELDS, PAPERS, UNTIL
from exchange.grid import Broken, Place
from exhibitors.models import Exhibitor
from products.models import Product, check_barcode
from products.owner_forms import MOST_DAYS

MOST_COUNT = 999_999_999
MOST_SMALL = 32_767
LONGEST = 400  # characters of a cell that holds no story
LONG = frozenset(["story", "story_en", "description", "description_en", "material", "material_en", "sells", "links"])
PLACE = ("village", "district", "region", "address")


class Remark(NamedTuple):
    """A sentence about a cell ('Data!F5') or about a whole row ('Data!5')."""

    cell: str
    text: str


@dataclass
class Said:
    """What one row says of a booth or of a product. `values` has only what is there: a blank erases nothing."""

    values: dict = field(default_factory=dict)
    cells: dict = field(default_factory=dict)  # field → the cell it came from
    typed: dict = field(default_factory=dict)  # names as typed, where their capitals were set small
    notes: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    villages: list = field(default_factory=list)  # codes to choose from
    papers: list = field(default_factory=list)  # [kind, number, last day or None]

    def remark(self, cell, mended):
        self.notes += [Remark(cell, note) for note in mended.notes]
        self.warnings += [Remark(cell, warning) for warning in mended.warnings]
        if mended.fault:
            self.faults.append(Remark(cell, mended.fault))

    def keep(self, key, cell, mended):
        self.remark(cell, mended)
        self.cells.setdefault(key, cell)
        if mended.value is not None:
            self.values[key] = mended.value
            self.cells[key] = cell


@dataclass(frozen=True)
class Ground:
    """What reading a row needs to know: the villages, the kinds {slug: name}, where the organiser works, the day."""

    places: places.Places
    categories: dict
    scope: frozenset  # region codes
    today: object


def of_row(layout, row, number, kind, ground, section=None):
    """The `Said` of a row (column → value) about the booth or the product in it; `section`: what a line above it says of its place."""
    said = Said()
    for key, known in FIELDS.items():
        if known.of == kind and key not in PLACE and key not in UNTIL:
            _read(said, key, layout, row, number, ground)
    if kind == BOOTH:
        _read_place(said, layout, row, number, ground, section or {})
    return said


def at(layout, number, column):
    """'Data!F5'"""
    return f"{layout.sheet}!{Place(number, column.number)}"


def _read(said, key, layout, row, number, ground):
    filled = [column for column in layout.of(key) if not _is_blank(row.get(column.number))]
    for place, column in enumerate(filled):
        value, cell = row[column.number], at(layout, number, column)
        if isinstance(value, Broken):
            said.faults.append(Remark(cell, broken(value)))
        elif isinstance(value, str) and len(value) > LONGEST and key not in LONG:
            said.keep(key, cell, mending.text(value, LONGEST))
        elif key in PAPERS:
            _read_paper(said, key, cell, value, layout, row, number)
        elif key == "links":
            mended = mending.links(value, column.heading)
            said.keep(key, cell, mended._replace(value=[*said.values.get(key, []), *(mended.value or [])] or None))
        elif key == "whatsapp" and place and said.values.get(key):
            break  # a second column of numbers helps only where the first has none
        else:
            said.keep(key, cell, _mend(said, key, value, column.heading, ground))
    if key == "whatsapp" and said.values.get(key):
        cells = {at(layout, number, column) for column in filled}
        said.faults = [fault for fault in said.faults if fault.cell not in cells]


def _is_blank(value):
    return value is None or (isinstance(value, str) and not mending.clean(value))


def broken(value):
    """The sentence for a cell whose value nobody knows."""
    if value.shown == "=":
        return _("Rumus di sel ini belum dihitung. Buka berkasnya di Excel, simpan, lalu kirim lagi.")
    return _("Rumus di sel ini gagal (%s). Tulis isinya, atau kosongkan.") % value.shown


# The fields


def _mend(said, key, value, heading, ground):
    if key in _OWN:
        return _OWN[key](said, value, heading, ground)
    if key in words.CHOICES:
        return _choice(key, value)
    model, name = (Exhibitor, key) if FIELDS[key].of == BOOTH else (Product, key.removeprefix("product_"))
    most = model._meta.get_field(name).max_length
    if key in ("name", "contact_name", "product_name"):
        mended = mending.name(value, most)
        if mended.notes:
            said.typed[key] = mending.clean(value)
        return mended
    return mending.text(value, most, lines=key in ("story", "story_en", "description", "description_en"))


def _choice(key, value):
    mended = words.choice(key, value)
    if not mended.fault:
        return mended
    labels = ", ".join(str(choice.label).split(" (")[0] for choice in words.CHOICES[key])
    return mending.Mended(
        warnings=(
            _("“%(typed)s” tidak dikenal, jadi tidak dicatat. Pilihannya: %(choices)s.") % {"typed": mended.fault[:40], "choices": labels},
        )
    )


def _category(said, value, heading, ground):
    typed = mending.clean(value)
    if mending.is_nothing(typed):
        return mending.Mended()
    slug = words.kind_of(typed, ground.categories)
    if not slug:
        choices = ", ".join(ground.categories.values())
        return mending.Mended(
            warnings=(_("Jenis “%(typed)s” belum dikenal. Pilih: %(choices)s.") % {"typed": typed[:40], "choices": choices},)
        )
    same = "".join(typed.lower().split()) in ("".join(ground.categories[slug].lower().split()), slug)
    note = _("“%(typed)s” dicatat sebagai %(name)s.") % {"typed": typed[:40], "name": ground.categories[slug]}
    return mending.Mended(slug, () if same else (note,))


def _stall_number(said, value, heading, ground):
    typed = mending.clean(value)
    match = words.stall_number(typed)
    if not match and not mending.is_nothing(typed):
        return mending.Mended(fault=_("Nomor stan ditulis seperti KB-017. Yang tertulis “%s”.") % typed[:20])
    return mending.Mended(match or None)


def _price(said, value, heading, ground):
    mended = money.read(value)
    if mended.value and mended.value.unit:
        _take_unit(said, mended.value.unit)
    return mended._replace(value=mended.value and [str(mended.value.kind), mended.value.price, mended.value.price_max])


def _take_unit(said, typed):
    name, english = words.unit(typed)
    if len(name) <= Product._meta.get_field("unit").max_length:
        said.values.setdefault("unit", name)
        if english:
            said.values.setdefault("unit_en", english)


def _price_max(said, value, heading, ground):
    mended = money.read(value)
    price = said.values.get("price")
    if mended.value is None or mended.fault:
        return mended
    high = mended.value.price_max or mended.value.price
    if price and price[1] and high:
        if high < price[1]:
            return mending.Mended(fault=_("Harga tertinggi harus lebih besar dari harga terendah."))
        said.values["price"] = [str(Product.PriceKind.RANGE), price[1], high] if high > price[1] else price
    elif high:
        said.values["price"] = [str(Product.PriceKind.FIXED), high, None]
    return mended._replace(value=None)


def _unit(said, value, heading, ground):
    typed = mending.text(value, Product._meta.get_field("unit").max_length)
    if typed.value is None:
        return typed
    name, english = words.unit(typed.value)
    if english:
        said.values["unit_en"] = english
    note = _("“%(typed)s” dicatat sebagai %(name)s.") % {"typed": typed.value, "name": name}
    return mending.Mended(name, (note,) if english and name != typed.value.lower() else ())


def _net_weight(said, value, heading, ground):
    mended = mending.text(value, Product._meta.get_field("net_weight").max_length)
    if mended.value and mended.value.replace(",", "").replace(".", "").isdecimal():
        if measure := words.measure_in(heading):
            return mending.Mended(f"{mended.value} {measure}")
        return mended._replace(warnings=(_("“%s” tanpa satuan. Tulis seperti 500 g atau 250 ml.") % mended.value,))
    return mended


def _barcode(said, value, heading, ground):
    typed = mending.clean(value).replace(" ", "").replace("-", "")
    if mending.is_nothing(typed):
        return mending.Mended()
    return _checked(typed, check_barcode)


def _hs_code(said, value, heading, ground):
    typed = mending.clean(value)
    if mending.is_nothing(typed):
        return mending.Mended()
    if isinstance(value, float) or (isinstance(value, int) and value < 10_000):
        typed = f"{value:07.2f}"  # 9206.00 became 9206 and 4420.10 became 4420.1
    return _checked(words.hs_code(typed), *Product._meta.get_field("hs_code").validators)


def _checked(value, *validators):
    for validator in validators:
        try:
            validator(value)
        except mending.ValidationError as error:
            return mending.Mended(fault=error.messages[0])
    return mending.Mended(value)


def _counted(most=MOST_COUNT, least=0):
    def mend(said, value, heading, ground):
        mended = mending.count(value, most)
        return mended if mended.value is None or mended.value >= least else mending.Mended(warnings=mended.warnings)

    return mend


_OWN = {
    "stall_number": _stall_number,
    "whatsapp": lambda said, value, heading, ground: mending.phone(value),
    "category": _category,
    "product_category": _category,
    "founded_year": lambda said, value, heading, ground: mending.year(value, this_year=ground.today.year),
    "employees": _counted(MOST_SMALL),
    "price": _price,
    "price_max": _price_max,
    "unit": _unit,
    "net_weight": _net_weight,
    "barcode": _barcode,
    "hs_code": _hs_code,
    "min_order": _counted(least=1),
    "export_moq": _counted(least=1),
    "capacity_per_month": _counted(least=1),
    "lead_time_days": lambda said, value, heading, ground: mending.days(value, MOST_DAYS, heading, longest=True),
    "shelf_life_days": lambda said, value, heading, ground: mending.days(value, MOST_DAYS, heading),
}


def _read_paper(said, kind, cell, value, layout, row, number):
    mended = mending.paper(kind, value)
    said.remark(cell, mended)
    said.cells[kind] = cell
    until = None
    for column in layout.of(f"{kind}_until"):
        if not _is_blank(row.get(column.number)):
            end = mending.date(row[column.number])
            said.remark(at(layout, number, column), end)
            until = end.value
    said.papers += [[kind, one, until] for one in mended.value or []]


def _read_place(said, layout, row, number, ground, section):
    typed, cell = dict(section), ""
    for key in PLACE:
        for column in layout.of(key):
            value = row.get(column.number)
            if isinstance(value, Broken):
                said.faults.append(Remark(at(layout, number, column), broken(value)))
            elif not _is_blank(value):
                typed[key] = mending.clean(value)[:LONGEST]
                cell = cell or at(layout, number, column)
    found = ground.places.find(places.said(**typed), scope=ground.scope)
    if cell:
        said.cells["village"] = cell
    said.villages = found.options
    said.remark(cell, mending.Mended(found.code, (found.note,) if found.note else (), found.fault))
    if found.code:
        said.values["village"] = found.code
