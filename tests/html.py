"""Reads a page as a person would: by element, class and attribute, never by looking for a string in the markup.

page = parse(response)
page.one("h1").text                     # exactly one, or AssertionError
[card["href"] for card in page.all("a", cls="card")]
page.all("meta", name="robots")         # attributes by keyword; `_` stands for `-`, True for "has it"
"""

from html.parser import HTMLParser

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
_CLOSED_BY = {
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "option": {"option"},
    "tr": {"tr"},
    "td": {"td", "th"},
    "th": {"td", "th"},
}


class Element:
    def __init__(self, tag, attributes, parent=None, line=0):
        self.tag, self.attributes, self.parent, self.line = tag, attributes, parent, line
        self.children = []  # elements and strings

    def __repr__(self):
        attributes = "".join(f' {name}="{value}"' for name, value in self.attributes.items())
        return f"<{self.tag}{attributes}> (line {self.line})"

    def __getitem__(self, name):
        return self.attributes[name]

    def get(self, name, default=None):
        return self.attributes.get(name, default)

    @property
    def classes(self):
        return (self.attributes.get("class") or "").split()

    @property
    def text(self):
        """All words inside, with single spaces. Scripts and styles have none."""
        return " ".join(" ".join(self._words()).split())

    def _words(self):
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in ("script", "style", "template"):
                yield from child._words()

    def walk(self):
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    def all(self, tag=None, *, cls=None, text=None, **attributes):
        """The elements inside that fit everything that is given, in the order of the page."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.walk()
            if (tag is None or element.tag == tag)
            and (cls is None or set(cls.split()) <= set(element.classes))
            and (text is None or element.text == text)
            and all(_fits(element.attributes, name, value) for name, value in wanted.items())
        ]

    def one(self, tag=None, **wanted):
        found = self.all(tag, **wanted)
        assert len(found) == 1, f"{len(found)} elements fit {tag} {wanted}: {found[:5]}"
        return found[0]


def _fits(attributes, name, value):
    if value is True:
        return name in attributes
    if value is False or value is None:
        return name not in attributes
    return attributes.get(name) == value


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = self.open = Element("", {})

    def handle_starttag(self, tag, attrs):
        if self.open.tag in _CLOSED_BY.get(tag, ()):
            self.open = self.open.parent
        element = Element(tag, {name: value if value is not None else "" for name, value in attrs}, self.open, self.getpos()[0])
        self.open.children.append(element)
        if tag not in VOID:
            self.open = element

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open = self.open.parent

    def handle_endtag(self, tag):
        element = self.open
        while element.parent is not None and element.tag != tag:
            element = element.parent
        if element.parent is not None:
            self.open = element.parent

    def handle_data(self, data):
        self.open.children.append(data)


def parse(page):
    """The elements of a response, of bytes or of a string, under a nameless root."""
    if hasattr(page, "content"):
        page = page.content
    if isinstance(page, bytes):
        page = page.decode("utf-8")
    builder = _Builder()
    builder.feed(page)
    builder.close()
    return builder.root
