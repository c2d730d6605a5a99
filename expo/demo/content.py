"""What the demo edition tells, as written by hand in data/*.toml: one file per speciality, its booths, their products."""

import csv
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
PICTURES = HERE / "pictures"
_AMOUNT = re.compile(r"(\d+(?:,\d+)?) (g|kg|ml|liter)$")


@dataclass(frozen=True)
class Master:
    """One drawn picture; it shows its speciality and nothing else."""

    file: Path
    alt: str
    alt_en: str


@dataclass(eq=False)
class Item:
    """A product as it stands in its file, with what its speciality says about all of them."""

    booth: "Booth"
    speciality: str
    name: str
    name_en: str
    about: tuple
    kind: str  # Product.PriceKind
    price: int | None
    price_max: int | None
    covers: tuple  # numbers of the masters that show just this product
    details: tuple  # numbers of those that may follow in the gallery
    category: str
    unit: tuple
    material: tuple
    hs_code: str
    shelf_life_days: int | None
    permit: str  # what a packaged food needs: pirt, bpom; none if it is sold fresh or is no food
    pirt_type: str
    stock: str
    export: dict
    export_ready: bool
    retail_ready: bool
    net_weight: str


@dataclass(eq=False)
class Booth:
    speciality: str
    region: str  # code
    village: str
    district: str
    name: str
    contact: str
    number: int | None
    tagline: tuple
    story: tuple
    process: tuple  # pairs of sentences that are true of it; its speciality's, or some of them
    category: str
    scene: str
    founded_year: int | None  # where its story says so
    employees: int | None
    items: list = field(default_factory=list)


@cache
def masters():
    """{'3572-sambal-pecel-1': Master} of both folders; booth scenes are named like '3572-dapur-pecel'."""
    found = {}
    for folder in ("products", "booths"):
        with open(PICTURES / folder / "index.csv", newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                path = PICTURES / folder / row["file"]
                found[path.stem] = Master(path, row["alt_id"], row["alt_en"])
    return found


def booths():
    """All booths with their items, in the order of the files."""
    texts = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((HERE / "data").glob("*.toml"))}
    return [_booth(slug, text, written, texts) for slug, text in texts.items() for written in text["booths"]]


def _booth(slug, text, written, texts):
    village, district = written["place"].split(", ")
    chosen = written.get("process") or range(1, len(text["process"]) + 1)
    booth = Booth(
        speciality=slug,
        region=f"{slug[:2]}.{slug[2:4]}",
        village=village,
        district=district,
        name=written["name"],
        contact=written.get("contact", ""),
        number=written.get("number"),
        tagline=tuple(written["tagline"]),
        story=tuple(written["story"]),
        process=tuple(text["process"][number - 1] for number in chosen),
        category=text["category"],
        scene=text.get("scene", ""),
        founded_year=written.get("founded_year"),
        employees=written.get("employees"),
    )
    for own in written["products"]:
        speciality = own.get("speciality", slug)
        booth.items.append(_item(booth, speciality, texts[speciality], own))
    return booth


def _item(booth, speciality, text, own):
    both = {key: value for key, value in text.items() if key not in ("booths", "process")} | own
    kind, price, price_max = _price(own["price"])
    amount = _AMOUNT.search(own["name"][0])
    is_food = "pirt_type" in both or both["category"] == "minuman-kopi"
    return Item(
        booth=booth,
        speciality=speciality,
        name=own["name"][0],
        name_en=own["name"][1],
        about=tuple(own["about"]),
        kind=kind,
        price=price,
        price_max=price_max,
        covers=tuple(own.get("covers", ())),
        details=tuple(own.get("details", ())),
        category=both["category"],
        unit=tuple(both["unit"]),
        material=tuple(both.get("material", ("", ""))),
        hs_code=both.get("hs_code", ""),
        shelf_life_days=both.get("shelf_life_days"),
        permit=own.get("permit", "pirt" if is_food else "none"),
        pirt_type=both.get("pirt_type", ""),
        stock=own.get("stock", "ada"),
        export=text.get("export", {}),
        export_ready=own.get("export_ready", False),
        retail_ready=own.get("retail_ready", False),
        net_weight=amount[0] if amount and is_food else "",
    )


def _price(written):
    """16000, [12000, 15000] or 'tanya' → kind, price, highest price."""
    if isinstance(written, list):
        return "rentang", written[0], written[1]
    return ("tanya", None, None) if written == "tanya" else ("tetap", written, None)
