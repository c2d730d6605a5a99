"""Permits and certificates of the demo's booths. Forms are the real ones (P-IRT, BPOM, halal, NIB); numbers lie where none is given out."""

import datetime
from dataclasses import dataclass, field

from exhibitors.models import LegalityDocument
from expo.demo.plan import lots

Kind, Status = LegalityDocument.Kind, LegalityDocument.Status
PERMITTED, HALAL, EXPIRED = 171, 158, 4  # products
PACKAGING = {"botol": 1, "toples": 2, "kotak": 3, "dus": 3, "besek": 3, "kaleng": 4}  # first digit of a P-IRT number; else 2, plastic
MAYORS = {
    "35.72": "Wali Kota Blitar",
    "35.05": "Bupati Blitar",
    "35.18": "Bupati Nganjuk",
    "35.04": "Bupati Tulungagung",
    "35.03": "Bupati Trenggalek",
}


@dataclass(eq=False)
class Paper:
    booth: object
    kind: str
    number: str
    issuer: str
    valid_until: datetime.date | None = None
    status: str = Status.VERIFIED
    checked_on: datetime.date | None = None
    items: list = field(default_factory=list)


def write(plan, today):
    """All documents of the plan, each with the items that it is for."""
    draw = lots("papers")
    papers = [paper for booth in plan.booths for paper in _of_the_booth(booth, plan, draw)]
    papers += _permits(plan, today, draw) + _halal(plan, today, draw)
    for paper in papers:
        if paper.status == Status.VERIFIED:
            paper.checked_on = today - datetime.timedelta(days=draw.randint(9, 60))
    return papers


def _of_the_booth(booth, plan, draw):
    asked = any(item.export_ready or item.retail_ready for item in booth.items)  # by the rules of products/readiness.py
    if draw.random() < 0.93 or asked:
        status = Status.VERIFIED if draw.random() < 0.88 or asked else Status.CLAIMED
        yield Paper(booth, Kind.NIB, f"0000{draw.randrange(10**9):09}", "OSS, Kementerian Investasi dan Hilirisasi/BKPM", status=status)
    if draw.random() < 0.14:
        yield Paper(booth, Kind.BRAND, f"IDM999{draw.randrange(10**6):06}", "Direktorat Jenderal Kekayaan Intelektual")


def _permits(plan, today, draw):
    """A P-IRT or BPOM document per product: for those that need one most first, so that the counts come out."""
    packaged = [item for item in plan.items if item.permit != "none"]
    draw.shuffle(packaged)
    packaged.sort(key=lambda item: (not item.retail_ready, not item.export_ready))
    papers = []
    for rank, item in enumerate(packaged):
        expired = PERMITTED <= rank < PERMITTED + EXPIRED
        until = datetime.date(today.year + (-1 if expired else draw.randint(1, 4)), draw.randint(1, 12), draw.randint(1, 28))
        status = Status.VERIFIED if rank < PERMITTED + EXPIRED else Status.CLAIMED
        papers.append(Paper(item.booth, *_permit(plan, item, until, draw), valid_until=until, status=status, items=[item]))
    return papers


def _permit(plan, item, until, draw):
    if item.permit == "bpom":
        return Kind.BPOM, f"BPOM RI MD 000{draw.randrange(10**9):09}", "Badan POM"
    packaging, region = PACKAGING.get(item.unit[0], 2), item.booth.region
    serial, maker = item.booth.items.index(item) + 1, 9000 + plan.numbers[item.booth]
    number = f"P-IRT {packaging}{item.pirt_type}{region.replace('.', '')}{serial:02}{maker:04}-{until.year % 100:02}"
    return Kind.PIRT, number, f"{MAYORS[region]} melalui OSS"


def _halal(plan, today, draw):
    """One certificate per booth for all its food, until the wanted number of products has one; some of the others have applied."""
    fed = [(booth, [item for item in booth.items if item.pirt_type or item.category == "minuman-kopi"]) for booth in plan.booths]
    fed = [(booth, items) for booth, items in fed if items]
    draw.shuffle(fed)
    fed.sort(key=lambda entry: not any(item.retail_ready for item in entry[1]))
    papers, left = [], HALAL
    for serial, (booth, items) in enumerate(fed):
        status = Status.VERIFIED if left else Status.CLAIMED
        covered = items[:left] if left else items
        left -= len(covered) if left else 0
        if status == Status.VERIFIED or serial % 3 == 0:
            since = today - datetime.timedelta(days=draw.randint(60, 900))
            papers.append(Paper(booth, Kind.HALAL, f"ID3511999{serial:06}{since:%m%y}", "BPJPH", status=status, items=covered))
    return papers
