"""styles.xml of a workbook, to which looks of cells are added as they are asked for."""

from exchange.package import Part, tag_at, with_attribute
from exchange.resolve import FAULT, WARNING

COLOURS = {FAULT: b"FFFFC7CE", WARNING: b"FFFFF1C2"}
NO_FILL = 0  # every workbook's first


class Looks(Part):
    """`s` of a cell is the number of its look: here a text, as it stands in the attribute."""

    def __init__(self, data):
        self._fills, self._looks, self._places = [], [], {}
        self._inside, self._at = "", 0
        self._asked = {}  # what was asked for → its number
        self._new_fills, self._new_looks = [], []
        super().__init__(data)

    def start(self, name, attributes, at):
        if name in ("fills", "cellXfs"):
            self._inside, self._places[name] = name, [at, at]
        elif name in ("fill", "xf"):
            self._at = at

    def end(self, name, at, after):
        if name == "fill" and self._inside == "fills":
            self._fills.append(self.data[self._at : after])
        elif name == "xf" and self._inside == "cellXfs":
            self._looks.append(self.data[self._at : after])
        elif name == self._inside:
            self._places[name][1], self._inside = at, ""

    @property
    def _can_grow(self):
        return bool(self._fills and self._looks)

    def tinted(self, look, state):
        """A look like this one in the colour of a fault or a warning; with None, in none."""
        number = int(look) if look.isdecimal() and len(look) < 7 else 0
        if not self._can_grow or number >= len(self._looks):
            return look or "0"
        if (number, state) not in self._asked:
            whole = self._looks[number]
            tag = tag_at(whole, 0)
            fill = NO_FILL if state is None else self._fill(COLOURS[state])
            self._append((number, state), with_attribute(tag, fillId=str(fill), applyFill="1") + whole[len(tag) :])
        return self._asked[number, state]

    def is_tinted(self, look):
        """Whether an earlier marking gave it its colour."""
        number = int(look) if look.isdecimal() and len(look) < 7 else 0
        fill = self._looks[number].partition(b'fillId="')[2].partition(b'"')[0] if number < len(self._looks) else b""
        return (
            fill.isdigit() and int(fill) < len(self._fills) and any(colour in self._fills[int(fill)].upper() for colour in COLOURS.values())
        )

    def wrapped(self):
        """The look of a long text."""
        if not self._can_grow:
            return "0"
        if "wrapped" not in self._asked:
            inside = self.element("alignment", vertical="top", wrapText="1")
            self._append("wrapped", self.element("xf", inside, numFmtId=0, fontId=0, fillId=0, borderId=0, xfId=0, applyAlignment=1))
        return self._asked["wrapped"]

    def _append(self, key, look):
        self._asked[key] = str(len(self._looks) + len(self._new_looks))
        self._new_looks.append(look)

    def _fill(self, colour):
        for number, fill in enumerate([*self._fills, *self._new_fills]):
            if colour in fill.upper():
                return number
        pattern = self.element("fgColor", rgb=colour.decode()) + self.element("bgColor", indexed=64)
        self._new_fills.append(self.element("fill", self.element("patternFill", pattern, patternType="solid")))
        return len(self._fills) + len(self._new_fills) - 1

    def written(self):
        for name, old, new in (("fills", self._fills, self._new_fills), ("cellXfs", self._looks, self._new_looks)):
            if new:
                at, closing = self._places[name]
                self.retag(at, count=str(len(old) + len(new)))
                self.insert(closing, b"".join(new))
        return super().written()
