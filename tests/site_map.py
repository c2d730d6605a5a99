"""Every address of the site, taken from the URL patterns themselves, with real objects behind it."""

from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.urls import URLResolver, get_resolver, reverse
from django.utils import translation

from tests.factories import (
    make_document,
    make_edition,
    make_exhibitor,
    make_exhibitor_photo,
    make_inquiry,
    make_printed_catalogue,
    make_product,
    make_product_photo,
    make_proposal,
    make_session,
)

STALL_NUMBER = "KB-017"


def url_names(resolver=None, namespace=""):
    """The names of all URL patterns, as reverse() takes them; a pattern without a name gives the pattern itself."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inside = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from url_names(entry, inside)
        else:
            yield f"{namespace}{entry.name}" if entry.name else str(entry.pattern)


def make_site():
    """One of everything that visitors see: a running edition with an agenda, a booth and its product, both with pictures."""
    edition = make_edition(opening_title="Pembukaan")
    session = make_session(edition=edition)
    booth = make_exhibitor(edition=edition, stall_number=STALL_NUMBER)
    product = make_product(exhibitor=booth)
    return SimpleNamespace(
        edition=edition,
        session=session,
        booth=booth,
        product=product,
        document=_document_with_proof(booth),
        booth_photo=make_exhibitor_photo(exhibitor=booth),
        product_photo=make_product_photo(product=product),
        inquiry=make_inquiry(exhibitor=booth, product=product),
        proposal=make_proposal(product, name="Keripik yang belum diterima"),
        catalogue=_catalogue_in_both_languages(edition),
    )


OF_A_BOOTH = ["owner_products", "owner_arrange", "owner_product_new", "owner_product_new_price"]
OF_A_PRODUCT = ["", "_photos", "_price", "_details", "_stock", "_move", "_copy", "_remove", "_restore"]
OF_A_PHOTO = ["_move", "_alt", "_square", "_remove", "_keep"]


def arguments(site):
    """URL name → the arguments of reverse(), for the names that need some."""
    return {
        **{f"products:{name}": [site.booth.pk] for name in OF_A_BOOTH},
        **{f"products:owner_product{name}": [site.product.pk] for name in OF_A_PRODUCT},
        **{f"products:owner_photo{name}": [site.product_photo.pk] for name in OF_A_PHOTO},
        **{f"curation:owner_proposal_{deed}": [site.proposal.pk] for deed in ("take_back", "send_again")},
        "accounts:one_time_link": ["x" * 32],
        "account_confirm_email": ["x:y:z"],
        "mfa_edit_webauthn": [1],
        "mfa_remove_webauthn": [1],
        "media": [site.product_photo.url(320).removeprefix("/media/")],
        "django.contrib.sitemaps.views.sitemap": ["produk"],
        "regions:pavilion": [site.booth.village.district.region.slug],
        "exhibitors:detail": [site.booth.slug],
        "exhibitors:short": [STALL_NUMBER],
        **{
            f"exhibitors:owner_{page}": [site.booth.pk]
            for page in ("booth", "selling", "edit", "submit", "confirm", "news", "preview", "legality")
        },
        "exhibitors:owner_document_new": [site.booth.pk, "pirt"],
        **{f"exhibitors:owner_document{page}": [site.booth.pk, site.document.pk] for page in ("", "_remove", "_proof")},
        "exhibitors:owner_readiness": [site.booth.pk],
        "exhibitors:owner_print": [site.booth.pk],
        "exhibitors:owner_print_sheet": [site.booth.pk, "papan"],
        "exhibitors:owner_print_file": [site.booth.pk, "kartu"],
        "exchange:catalogue": [site.catalogue.address],
        "products:detail": [site.product.slug],
        "products:category": [site.product.category.slug],
        **{f"inquiries:{name}_booth": [site.booth.slug] for name in ("whatsapp", "ask")},
        **{f"inquiries:{name}_product": [site.product.slug] for name in ("whatsapp", "ask")},
        "inquiries:sent": [site.inquiry.code],
        "inquiries:owner_inbox": [site.booth.pk],
        **{f"inquiries:owner_{page}": [site.inquiry.pk] for page in ("inquiry", "answered")},
    }


def address(name, site, language="id"):
    with translation.override(language):
        return reverse(name, args=arguments(site).get(name, []))


def _document_with_proof(booth):
    document = make_document(exhibitor=booth, kind="nib", number="9120001234567")
    document.proof.save("bukti.pdf", ContentFile(b"%PDF-1.7"))
    return document


def _catalogue_in_both_languages(edition):
    """One address, as every page has: in either language."""
    of = {"edition": edition, "region": "kota-blitar", "published": True, "address": "katalog-contoh"}
    make_printed_catalogue(language="en", **of)
    return make_printed_catalogue(**of)
