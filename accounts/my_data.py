"""All that the expo holds about one person, for her to read and to take along."""

import csv
import io

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone

from accounts.models import DeletionRequest, SentForm
from exhibitors.models import Exhibitor
from expo.models import PHOTO_WIDTHS

BOOTH = [
    "name", "slug", "status", "tagline", "tagline_en", "story", "story_en", "whatsapp", "shows_whatsapp", "contact_name", "answer_hours", "links",
    "legal_form", "size", "founded_year", "employees", "export_experience", "on_break", "sells", "applied_at", "still_selling_on", "created_at",
    "confirmed_at",
]  # fmt: skip
PRODUCT = [
    "name", "name_en", "slug", "status", "description", "description_en", "price_kind", "price", "price_max", "unit", "unit_en", "min_order",
    "net_weight", "material", "material_en", "shelf_life_days", "barcode", "stock", "hs_code", "export_moq", "capacity_per_month", "lead_time_days",
    "packing", "packing_en", "created_at", "published_at",
]  # fmt: skip
INQUIRY = ["code", "language", "name", "whatsapp", "email", "message", "created_at", "read_at", "answered_at"]  # her correspondence
DOCUMENT = ["kind", "number", "issuer", "valid_until", "status", "checked_on"]


def collect(user):
    """Plain values only, under Indonesian names: what the JSON file holds. Times are Jakarta's, in ISO form."""
    addresses = EmailAddress.objects.filter(user=user)
    return {
        "dibuat": _plain(timezone.now()),
        "situs": settings.SITE_URL,
        "akun": {
            "nama": user.name,
            "dipanggil": user.called,
            "nomor_hp": user.phone,
            "email": user.email or None,
            "nama_pengguna": user.username,
            "punya_sandi": user.has_usable_password(),
            "dibuat": _plain(user.date_joined),
            "terakhir_masuk": _plain(user.last_login),
        },
        "alamat_email": [{"alamat": one.email, "dipastikan": one.verified} for one in addresses],
        "persetujuan": [_row(one, ["purpose", "text_version", "given_at", "withdrawn_at"]) for one in user.consents.order_by("given_at")],
        "tautan_masuk": [_row(one, ["created_at", "expires_at", "used_at", "revoked_at"]) for one in user.one_time_links.all()],
        "langkah_kedua": [_row(one, ["type", "created_at", "last_used_at"]) for one in Authenticator.objects.filter(user=user)],
        "formulir_terkirim": [_row(one, ["location", "created_at"]) for one in SentForm.objects.filter(user=user)],
        "permintaan_hapus": [_row(one, ["asked_at", "confirmed_at"]) for one in DeletionRequest.objects.filter(user=user)],
        "stan": [_booth(booth, user) for booth in Exhibitor.objects.owned_by(user).with_place()],
    }


def as_csv(data):
    """The same as a table: where it belongs, its name, its value. Opens in a spreadsheet, and nothing in it is taken for a formula."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(["bagian", "isian", "nilai"])
    sheet.writerows((part, name, _harmless(value)) for part, name, value in _flat(data, ""))
    return "\ufeff" + text.getvalue()


def _booth(booth, user):
    role = booth.memberships.get(user=user).role
    pictures = [booth.photo] if getattr(booth, "photo", None) else []
    return {
        "sebagai": role,
        **_row(booth, BOOTH),
        "desa": f"{booth.village.place}, {booth.village.district.region.name}",
        "jenis": booth.category.name,
        "foto": [_picture(photo) for photo in pictures],
        "keikutsertaan": [
            {"edisi": one.edition.name, **_row(one, ["stall_number", "venue_spot", "status"])}
            for one in booth.participations.select_related("edition")
        ],
        "dokumen": [{**_row(one, DOCUMENT), "ada_berkas": bool(one.proof)} for one in booth.documents.all()],
        "produk": [
            {
                **_row(one, PRODUCT),
                "jenis": one.category.name,
                "foto": [{**_picture(photo), "keadaan": photo.state} for photo in one.photos.all()],
            }
            for one in booth.products.select_related("category").prefetch_related("photos")
        ],
        "usulan_perubahan": [
            {
                "tentang": str(one.row),
                **_row(one, ["state", "proposed_at", "changed_at", "decided_at", "reason"]),
                "isian": one.fields,
                "keterangan_foto": one.photo_words,
            }
            for one in booth.proposals.select_related("product", "exhibitor")
        ],
        "pembukaan_per_hari": [_row(one, ["day", "openings"]) for one in booth.days.order_by("day")],
        "pesan_masuk": [
            {"produk": one.product and one.product.name, **_row(one, INQUIRY)} for one in booth.inquiries.select_related("product")
        ],
        "ketukan_whatsapp": [_row(one, ["code", "created_at"]) for one in booth.contact_clicks.all()],
    }


def _picture(photo):
    return {"alamat": settings.SITE_URL + photo.url(PHOTO_WIDTHS[-1]), "keterangan": photo.alt}


def _row(obj, names):
    return {name: _plain(getattr(obj, name)) for name in names}


def _plain(value):
    if hasattr(value, "hour"):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def _flat(value, path):
    """(part, name, value) of every single value; 'stan 1, produk 2' says where in a list it stands."""
    for name, inside in value.items():
        if isinstance(inside, dict):
            yield from _flat(inside, f"{path}, {name}".strip(", "))
        elif isinstance(inside, list) and all(isinstance(one, dict) for one in inside):
            for number, one in enumerate(inside, start=1):
                yield from _flat(one, f"{path}, {name} {number}".strip(", "))
        else:
            yield path or "berkas", name, ", ".join(inside) if isinstance(inside, list) else inside


def _harmless(value):
    text = "" if value is None else {True: "ya", False: "tidak"}.get(value, value) if isinstance(value, bool) else value
    return f"'{text}" if isinstance(text, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
