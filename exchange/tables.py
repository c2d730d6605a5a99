"""Text and tables that flow over A4 sheets: for lists and reports."""

from typing import NamedTuple

from exchange.sheets import FOOT, GREY, HEIGHT, LEADING, LEFT, RIGHT, WIDTH, dots, foot, heading, shifted, wordmark
from exhibitors.signs import Column
from expo.paper import BLACK, BOLD, HEAVY, PT, REGULAR, Line, Sheet, Words, fitted

TOP, BOTTOM = 20, FOOT - 8
PADDING = 1.5  # above and below the words of a row
EDGE = 1.0  # left and right of them


class Field(NamedTuple):
    """A column of a table. `at`: "start" or "end", as in Words."""

    title: str
    width: float
    at: str = "start"
    font: str = REGULAR


class Flow:
    """Sheets that are filled from top to bottom; what does not fit any more begins the next one."""

    def __init__(self):
        self.pages, self.outline = [[]], [[]]
        self.y = TOP

    @property
    def marks(self):
        return self.pages[-1]

    def need(self, height):
        """Begin a new sheet unless that much is left of this one."""
        if self.y + height > BOTTOM:
            self.pages.append([])
            self.outline.append([])
            self.y = TOP

    def title(self, text, lines):
        """The head of the first sheet: whose it is, what it is, and lines below."""
        self.marks.extend(wordmark(LEFT, self.y - 6, 8, BLACK))
        self.outline[-1].append((0, text))
        self.y += 8
        self.add(text, HEAVY, [(22, 1), (18, 2), (15, 4)], leading=1.15)
        for line in filter(None, lines):
            self.add(line, REGULAR, [(10.5, 2), (9, 4)], colour=GREY)
        self.y += 4

    def heading(self, text, *, keep=30):
        """A heading that has at least `keep` millimetres of what follows on its sheet."""
        self.need(keep + 12)
        self.y += 10
        self.marks.extend(heading(text, self.y, size=14))
        self.outline[-1].append((1 if self.outline[0] else 0, text))
        self.y += 3

    def add(self, text, font=REGULAR, steps=((9.4, 99),), *, leading=1.35, colour=BLACK):
        words = Column(LEFT, 0, RIGHT - LEFT)
        words.add(text, font, list(steps), leading=leading, colour=colour)
        self.need(words.y)
        self.put(words.marks, words.y)

    def put(self, marks, height):
        """Marks whose origin is where the next thing stands."""
        self.marks.extend(shifted(marks, self.y))
        self.y += height

    def table(self, fields, rows, *, total=None, size=8.8, height=0.0, empty=""):
        """`rows` of strings; `height` is the least of a row. The head is repeated on every sheet; without rows it says `empty`."""
        bold = [field._replace(font=BOLD) for field in fields]
        head = _cells(bold, [field.title for field in fields], size - 0.8, GREY)
        self.need(head[1] + 8)
        self._head(*head)
        if not rows:
            self.y += PADDING
            self.add(empty, steps=[(size, 9)], colour=GREY)
            self.y += PADDING
        for row in rows:
            self._row(head, *_cells(fields, row, size), height)
        if total:
            self._row(head, *_cells(bold, total, size), height)
        self.y += 2

    def _head(self, marks, height):
        self.put(marks, height)
        self.marks.append(Line(LEFT, self.y, RIGHT, self.y, 0.4))

    def _row(self, head, marks, height, least):
        sheet = len(self.pages)
        self.need(max(height, least))
        if len(self.pages) > sheet:
            self._head(*head)
        self.put(marks, max(height, least))
        self.marks.append(dots(self.y))

    def sheets(self, title, *, demo):
        """All of it; `title` stands at the foot of each."""
        total = len(self.pages)
        for number, (marks, outline) in enumerate(zip(self.pages, self.outline, strict=True), start=1):
            yield Sheet(WIDTH, HEIGHT, (*marks, *foot(number, title, demo=demo, total=total)), tuple(outline))


def _cells(fields, row, size, colour=BLACK):
    """(marks, height) of the cells of a row, their words broken into as many lines as it takes."""
    marks, x, most = [], LEFT, 1
    step = size * PT * LEADING
    for field, text in zip(fields, row, strict=True):
        lines = fitted(text, field.font, field.width - 2 * EDGE, [(size, 99)])[1] if text else []
        place = x + EDGE if field.at == "start" else x + field.width - EDGE
        for number, line in enumerate(lines):
            marks.append(Words(place, PADDING + step * (number + 0.8), line, field.font, size, colour, 0, field.at))
        most = max(most, len(lines))
        x += field.width
    return marks, most * step + 2 * PADDING
