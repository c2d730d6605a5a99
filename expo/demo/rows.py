"""The rows of the demo edition. All of them in one transaction, in bulk."""

import datetime
import re

from django.contrib.auth.models import Group
from django.utils import timezone

import exhibitors.badges
import products.badges
import products.search
from accounts.consents import answer
from accounts.models import Consent, User
from exhibitors.models import Category, Exhibitor, ExhibitorPhoto, LegalityDocument, Membership, Participation, Status
from expo.avif import ask_for_avif
from expo.demo import editions, letters, papers, people
from expo.demo.plan import REGIONS, lots
from expo.text import unique_slug
from products.models import Product, ProductPhoto
from regions.models import Region, Scope, Village

STAFF = {  # user name: name, role, slugs of regions
    "dewi": ("Dewi Lestari", "Penyelenggara pusat", []),
    "ratna": ("Ratna Wulandari", "Penyelenggara wilayah", ["kota-blitar"]),
    "joko": ("Joko Santoso", "Penyelenggara wilayah", ["nganjuk"]),
    "wulan": ("Wulan Pertiwi", "Kurator", ["kota-blitar", "kabupaten-blitar"]),
    "bagas": ("Bagas Prakoso", "Pendamping", ["kota-blitar"]),
}
OUT_OF_STOCK = 18
SHOP_TERMS = {"capacity_per_month": 600, "packing": ("Karton isi 24", "Carton of 24")}  # of a speciality that exports nothing


def write(plan, shown, scenes, *, today, password):
    _users(password)
    current, past = editions.create(today)
    booths = _booths(plan, today)
    _participations(plan, booths, current, past)
    items = _products(plan, booths, today)
    _photos(plan, booths, items, shown, scenes)
    ask_for_avif()
    _documents(plan, booths, items, today)
    _owners(booths, password)
    letters.write({booth.name: row for booth, row in booths.items()}, current, today)
    exhibitors.badges.refresh()
    products.badges.refresh()
    products.search.refresh()


def _users(password):
    for username, (name, role, regions) in STAFF.items():
        user = User(username=username, name=name, is_staff=True)
        user.set_password(password)
        user.save()
        user.groups.add(Group.objects.get(name=role))
        Scope.objects.bulk_create(Scope(user=user, region=region) for region in Region.objects.filter(slug__in=regions))


def _owners(booths, password):
    """Sari has been here before; Budi will be asked for his consents."""
    for booth, row in booths.items():
        if booth.name in people.OWNERS:
            username, name, called = people.OWNERS[booth.name]
            user = User(username=username, name=name, called=called, phone=row.whatsapp)
            user.set_password(password)
            user.save()
            Membership.objects.create(exhibitor=row, user=user)
            if username == "sari":
                answer(user, set(Consent.Purpose))


def _booths(plan, today):
    """{Booth: Exhibitor}"""
    villages = {
        (village.district.region_id, village.district.name, village.name): village for village in Village.objects.select_related("district")
    }
    categories, taken, rows = {category.slug: category for category in Category.objects.all()}, set(), {}
    for number, booth in enumerate(plan.booths, start=1):
        slug = unique_slug(booth.name, taken.__contains__)
        taken.add(slug)
        story, story_en = _story(booth)
        rows[booth] = Exhibitor(
            slug=slug,
            name=booth.name,
            tagline=booth.tagline[0],
            tagline_en=booth.tagline[1],
            story=story,
            story_en=story_en,
            village=villages[booth.region, booth.district, booth.village],
            category=categories[booth.category],
            whatsapp=people.whatsapp(number),
            contact_name=people.contact(booth, number),
            status=Status.PUBLISHED,
            still_selling_on=today - datetime.timedelta(days=lots("seen", booth.name).randint(0, 12)),
            **people.facts(booth),
        )
    Exhibitor.objects.bulk_create(rows.values())
    return rows


def _story(booth):
    """Its own sentences, then at most two that say how such things are made, in both languages."""
    first = 0 if len(booth.process) <= 2 else lots("story", booth.name).randrange(len(booth.process) - 1)
    return tuple(" ".join(texts) for texts in zip(booth.story, *booth.process[first : first + 2], strict=True))


def _participations(plan, booths, current, past):
    """All of them take part this year; those that are old enough and drew a lot also did in 2020."""
    prefixes = dict(Region.objects.values_list("code", "stall_prefix"))
    spots, rows = iter(f"{row}-{spot:02}" for row in "ABCDEF" for spot in range(1, 21)), []
    earlier = dict.fromkeys(REGIONS, 0)
    for booth in plan.booths:
        draw = lots("participation", booth.name)
        prefix = prefixes[booth.region]
        spot = next(spots) if booth.number or draw.random() < 0.45 else ""
        rows.append(
            Participation(
                exhibitor=booths[booth],
                edition=current,
                status="accepted",
                stall_number=f"{prefix}-{plan.numbers[booth]:03}",
                venue_spot=spot,
            )
        )
        if booths[booth].founded_year <= 2020 and draw.random() < 0.75:
            earlier[booth.region] += 1
            rows.append(
                Participation(exhibitor=booths[booth], edition=past, status="accepted", stall_number=f"{prefix}-{earlier[booth.region]:03}")
            )
    Participation.objects.bulk_create(rows)


def _products(plan, booths, today):
    """{Item: Product}"""
    categories, taken, rows = {category.slug: category for category in Category.objects.all()}, set(), {}
    published = _published(plan, today)
    in_stock = [item for item in plan.items if item.stock == Product.Stock.READY]
    gone = set(lots("stock").sample(in_stock, OUT_OF_STOCK))
    for item in plan.items:
        slug = unique_slug(item.name, taken.__contains__, max_length=100)
        taken.add(slug)
        rows[item] = Product(
            exhibitor=booths[item.booth],
            category=categories[item.category],
            slug=slug,
            name=item.name,
            name_en=item.name_en,
            description=item.about[0],
            description_en=item.about[1],
            price_kind=item.kind,
            price=item.price,
            price_max=item.price_max,
            unit=item.unit[0],
            unit_en=item.unit[1],
            min_order=_min_order(item),
            net_weight=item.net_weight or _sachets(item),
            material=item.material[0],
            material_en=item.material[1],
            shelf_life_days=item.shelf_life_days,
            stock=Product.Stock.OUT if item in gone else item.stock,
            position=item.booth.items.index(item),
            status=Status.PUBLISHED,
            published_at=published[item],
            **_trade(item, len(rows) + 1),
        )
    Product.objects.bulk_create(rows.values())
    return rows


def _published(plan, today):
    """{Item: time}: one after the other over the last five weeks."""
    latest = datetime.datetime.combine(today - datetime.timedelta(days=1), datetime.time(19), timezone.get_default_timezone())
    draw, step = lots("published"), datetime.timedelta(days=35) / len(plan.items)
    return {item: latest - number * step - draw.random() * 0.8 * step for number, item in enumerate(plan.newest)}


def _min_order(item):
    draw = lots("order", item.booth.name, item.name)
    if item.stock == Product.Stock.TO_ORDER and (item.price or 0) < 200_000:
        return draw.choice((5, 10, 20, 50)) if item.price else 1
    if item.price and item.price < 20_000:
        return draw.choice((1, 2, 3, 5, 6))
    return draw.choice((1, 1, 1, 2)) if item.price and item.price < 60_000 else 1


def _sachets(item):
    """What a box that goes to shops weighs, where its name counts the sachets."""
    count = re.search(r"isi (\d+)", item.name)
    return f"{count[1]} x 20 g" if item.retail_ready and count else ""


def _trade(item, number):
    """What products/readiness.py asks of a product for shops and for export."""
    draw, terms = lots("export", item.booth.name, item.name), item.export or SHOP_TERMS
    if not item.export_ready and not item.retail_ready:
        return {}
    fields = {
        "capacity_per_month": round(terms["capacity_per_month"] * draw.choice((0.5, 0.75, 1, 1.25))) or 1,
        "packing": terms["packing"][0],
        "packing_en": terms["packing"][1],
    }
    if item.retail_ready:
        fields["barcode"] = _barcode(number)
    if item.export_ready:
        fields |= {"hs_code": item.hs_code, "export_moq": terms["moq"], "lead_time_days": terms["lead_time_days"]}
    return fields


def _barcode(number):
    """One of those that begin with 2: they are for use inside a shop and never given to anybody's goods."""
    digits = f"2000{number:08}"
    return digits + str(-sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10)


def _photos(plan, booths, items, shown, scenes):
    rows = [ProductPhoto(product=items[item], position=i, **photo) for item in plan.items for i, photo in enumerate(shown[item])]
    ProductPhoto.objects.bulk_create(rows)
    for row in rows:
        if row.position == 0:
            row.product.cover = row
    ExhibitorPhoto.objects.bulk_create(ExhibitorPhoto(exhibitor=booths[booth], **photo) for booth, photo in scenes.items())
    for product in items.values():
        product.created_at = product.published_at - datetime.timedelta(days=4)
    for booth, row in booths.items():
        row.created_at = min(items[item].created_at for item in booth.items) - datetime.timedelta(days=2)
    Product.objects.bulk_update(items.values(), ["cover", "created_at"], batch_size=500)
    Exhibitor.objects.bulk_update(booths.values(), ["created_at"], batch_size=500)


def _documents(plan, booths, items, today):
    written = papers.write(plan, today)
    rows = [
        LegalityDocument(
            exhibitor=booths[paper.booth],
            kind=paper.kind,
            number=paper.number,
            issuer=paper.issuer,
            valid_until=paper.valid_until,
            status=paper.status,
            checked_on=paper.checked_on,
        )
        for paper in written
    ]
    LegalityDocument.objects.bulk_create(rows)
    link = Product.documents.through
    link.objects.bulk_create(
        link(product_id=items[item].pk, legalitydocument_id=row.pk)
        for paper, row in zip(written, rows, strict=True)
        for item in paper.items
    )
