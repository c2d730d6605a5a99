"""Plain functions that make one row each, in real villages, public unless told otherwise.

    booth = make_exhibitor(name="Batik Mawar", region="tulungagung")
    make_product(exhibitor=booth, name="Selendang", price=150_000)

Every argument that is not named here goes to the model. Names and slugs are unique without being told to be.
"""

import datetime
import hashlib
import io
import itertools
import secrets
import zipfile

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image

from accounts.consents import answer
from accounts.models import Consent, User
from curation.models import Entry, Round
from curation.propose import propose
from events.models import Edition, Session
from exchange import work
from exchange.models import Import, PrintedCatalogue
from exchange.offers import all_offers
from exhibitors.models import Category, Exhibitor, ExhibitorPhoto, LegalityDocument, Membership, Participation, Status
from expo.models import SiteState
from inquiries.models import Inquiry
from products.models import Product, ProductPhoto
from regions.models import Region, Scope, Village

WHATSAPP = "+6281234567890"
_numbers = itertools.count(1)


def _png():
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, "PNG")
    return out.getvalue()


PHOTO = _png()


def make_edition(*, today=None, day=1, days=4, **fields):
    """A public edition of `days` days in which `today` (default: really today, in Jakarta) is day number `day`.

    day=0 is the eve, day=days + 1 the day after.
    """
    number = next(_numbers)
    starts_on = (today or timezone.localdate()) - datetime.timedelta(days=day - 1)
    defaults = {
        "slug": f"edisi-{number}",
        "name": f"UMKM Virtual Expo {number}",
        "name_en": f"MSME Virtual Expo {number}",
        "organiser": "Bank Indonesia Kediri",
        "host": Region.objects.get(slug="kota-blitar"),
        "starts_on": starts_on,
        "ends_on": starts_on + datetime.timedelta(days=days - 1),
        "is_public": True,
    }
    return Edition.objects.create(**defaults | fields)


def make_session(*, edition=None, starts_at=None, minutes=60, **fields):
    """An agenda entry, at 09.00 of the edition's first day unless told otherwise."""
    edition = edition or make_edition()
    nine = datetime.datetime.combine(edition.starts_on, datetime.time(9), timezone.get_default_timezone())
    starts_at = starts_at or nine
    defaults = {
        "title": f"Acara {next(_numbers)}",
        "place": "Balai Kota Blitar",
        "ends_at": starts_at + datetime.timedelta(minutes=minutes),
    }
    return Session.objects.create(edition=edition, starts_at=starts_at, **defaults | fields)


def village_in(region="kota-blitar"):
    """The first village of a region, by code."""
    return Village.objects.filter(district__region__slug=region).order_by("code").first()


def make_exhibitor(*, region="kota-blitar", category="makanan-olahan", stall_number=None, edition=None, **fields):
    """A booth. With `edition` or `stall_number` it takes part in that (or a new) edition."""
    number = next(_numbers)
    name = fields.setdefault("name", f"Dapur Contoh {number}")
    defaults = {
        "slug": f"{slugify(name)}-{number}"[:80],
        "tagline": "Dibuat tangan setiap pagi",
        "tagline_en": "Made by hand every morning",
        "category": Category.objects.get(slug=category),
        "whatsapp": WHATSAPP,
        "status": Status.PUBLISHED,
    }
    if "village" not in fields:
        defaults["village"] = village_in(region)
    exhibitor = Exhibitor.objects.create(**defaults | fields)
    if edition or stall_number:
        make_participation(exhibitor=exhibitor, edition=edition, stall_number=stall_number)
    return exhibitor


def make_owner(exhibitor, *, user=None, **fields):
    """Somebody who runs the booth: `user`, or a new person with a phone number. Returns the user."""
    if user is None:
        number = next(_numbers)
        defaults = {"username": f"pemilik-{number}", "name": f"Pemilik Contoh {number}", "phone": f"+6281300{number:06d}"}
        user = give_consents(User.objects.create_user(**defaults | fields))
    Membership.objects.create(exhibitor=exhibitor, user=user)
    return user


def make_organiser(username, *, role, regions=(), **fields):
    """Somebody who works for the organisers, in a role of the site's (a group's name), in regions by their slugs."""
    user = User.objects.create_user(username, is_staff=True, **fields)
    user.groups.add(Group.objects.get(name=role))
    Scope.objects.bulk_create(Scope(user=user, region=region) for region in Region.objects.filter(slug__in=regions))
    return user


def give_consents(user, *purposes):
    """Her first visit is behind her: she ticked these, or all of them. Returns the user."""
    answer(user, set(purposes or Consent.Purpose))
    return user


def make_participation(*, exhibitor=None, edition=None, **fields):
    fields = {"status": Participation.Status.ACCEPTED} | fields
    return Participation.objects.create(exhibitor=exhibitor or make_exhibitor(), edition=edition or make_edition(), **fields)


def make_product(*, exhibitor=None, category=None, **fields):
    """A product with one price, in the booth's own category unless told otherwise."""
    number = next(_numbers)
    exhibitor = exhibitor or make_exhibitor()
    name = fields.setdefault("name", f"Keripik Contoh {number}")
    asking = fields.get("price_kind") == Product.PriceKind.ASK
    defaults = {
        "slug": f"{slugify(name)}-{number}"[:100],
        "name_en": f"Sample Crisps {number}",
        "category": Category.objects.get(slug=category) if category else exhibitor.category,
        "price": None if asking else 15_000,
        "unit": "bungkus",
        "unit_en": "pack",
        "status": Status.PUBLISHED,
        "published_at": timezone.now(),
    }
    return Product.objects.create(exhibitor=exhibitor, **defaults | fields)


def make_round(*, edition=None, today=None, **fields):
    """A round of curation with its criteria, in which scores are given from yesterday to the day after tomorrow."""
    today = today or timezone.localdate()
    defaults = {"name": f"Kurasi {next(_numbers)}", "opens_on": today - datetime.timedelta(days=1)}
    defaults["closes_on"] = today + datetime.timedelta(days=2)
    round = Round.objects.create(edition=edition or make_edition(), **defaults | fields)
    round.add_default_criteria()
    return round


def make_entry(*, round, product=None, **fields):
    """A product in a round; a new one is handed in, and its booth too."""
    if product is None:
        booth = fields.pop("exhibitor", None) or make_exhibitor(status=Status.SUBMITTED)
        product = make_product(exhibitor=booth, status=Status.SUBMITTED, published_at=None, **fields)
    return Entry.objects.create(round=round, product=product)


def make_document(*, exhibitor=None, kind=LegalityDocument.Kind.HALAL, **fields):
    """A verified document that is valid for another year."""
    defaults = {
        "number": f"ID351100{next(_numbers):08d}",
        "issuer": "BPJPH",
        "valid_until": timezone.localdate() + datetime.timedelta(days=365),
        "status": LegalityDocument.Status.VERIFIED,
        "checked_on": timezone.localdate(),
    }
    return LegalityDocument.objects.create(exhibitor=exhibitor or make_exhibitor(), kind=kind, **defaults | fields)


def make_inquiry(*, exhibitor=None, **fields):
    """A message from a buyer who left a WhatsApp number, not read yet."""
    number = next(_numbers)
    defaults = {
        "code": f"KB017-T{number:04d}",
        "language": "id",
        "name": f"Pembeli Contoh {number}",
        "whatsapp": f"+6281400{number:06d}",
        "message": "Apakah bisa dikirim ke Kediri?",
        "consent_version": "2026-11-26",
        "fingerprint": secrets.token_hex(32),
    }
    return Inquiry.objects.create(exhibitor=exhibitor or make_exhibitor(), **defaults | fields)


def make_printed_catalogue(*, edition=None, region=None, published=False, data=b"%PDF-1.7 contoh", **fields):
    """One that is ready, with its file. region: a slug. `published`: visitors find it."""
    number, edition = next(_numbers), edition or make_edition()
    defaults = {"language": "id", "variant": "kecil", "what": f"{number:032d}", "address": f"katalog-{number}", "state": "siap"}
    made = {
        "made_at": timezone.now(),
        "day": timezone.localdate(),
        "version": 0,
        "size": len(data),
        "digest": hashlib.sha256(data).hexdigest(),
    }
    row = PrintedCatalogue(edition=edition, region=region and Region.objects.get(slug=region), **defaults | made | fields)
    row.file.save(f"{number}.pdf", ContentFile(data), save=False)
    row.published_at = timezone.now() if published else None
    row.save()
    if published:
        SiteState.move_on(catalogues=all_offers())
    return row


def make_product_photo(*, product=None, cover=True, **fields):
    """The row of a picture; its files are not made. It becomes the product's cover unless told otherwise."""
    product = product or make_product()
    photo = ProductPhoto.objects.create(product=product, **_picture(1280, 1280) | fields)
    if cover:
        product.cover = photo
        product.save(update_fields=["cover"])
    return photo


def make_proposal(row, *, by=None, **fields):
    """What its owner wants these fields of a booth or product to be; it waits for the organisers."""
    with transaction.atomic():
        return propose(row, by=by, fields=fields)


def make_exhibitor_photo(*, exhibitor=None, **fields):
    """The row of a picture; its files are not made."""
    return ExhibitorPhoto.objects.create(exhibitor=exhibitor or make_exhibitor(), **_picture(1280, 853) | fields)


def _picture(width, height):
    return {
        "key": f"aa/{secrets.token_hex(8)}",
        "width": width,
        "height": height,
        "fingerprint": secrets.token_hex(16),
        "alt": "Contoh",
    }


def make_import(
    *, by, name="daftar.csv", text="Nama Usaha,Desa,Nama Produk\nDapur Contoh,Sentul,Wajik contoh\n", photos=("IMG-20201105-WA0001.png",)
):
    """A workbook and photos that somebody has sent in and that were read."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        for photo in photos:
            zipped.writestr(photo, PHOTO)
    row = Import(by=by, name=name, photos_name="foto.zip", photos_bytes=len(archive.getvalue()))
    row.workbook.save("contoh", ContentFile(text.encode()), save=False)
    row.photos.save("foto", ContentFile(archive.getvalue()), save=False)
    row.save()
    work.carry_on.call(row.pk)
    row.refresh_from_db()
    return row
