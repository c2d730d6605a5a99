"""One stylesheet per kind of page, joined from its parts: five requests cost more than they carry on a weak line."""

import re

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SHARED = ("tokens", "base", "components")  # in this order: the first names the cascade layers
JOINED = {"css/site.css": (*SHARED, "pages", "shop"), "css/kelola.css": (*SHARED, "owner")}  # visitors' pages, the owners' portal
SOURCE = settings.BASE_DIR / "static" / "css"


class StylesheetFinder(BaseFinder):
    """Finds the joined files, made anew whenever somebody asks: by runserver for a page, by collectstatic once."""

    storage = FileSystemStorage(location=settings.DATA_DIR / "joined")

    def find(self, path, find_all=False, **_kwargs):
        if path not in JOINED:
            return []
        found = self._write(path)
        return [found] if find_all else found

    def list(self, ignore_patterns):
        for name in JOINED:
            self._write(name)
            yield name, self.storage

    def check(self, **_kwargs):
        return []

    def _write(self, name):
        target = settings.DATA_DIR / "joined" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        joined = "\n".join(smaller((SOURCE / f"{part}.css").read_text()) for part in JOINED[name])
        if not target.exists() or target.read_text() != joined:
            target.write_text(joined)
        return str(target)


def smaller(css):
    """Without comments and needless white space; nothing that means anything is touched."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};]) ?", r"\1", css).replace(";}", "}").strip()
