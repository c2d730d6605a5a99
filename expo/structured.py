"""Structured data (schema.org) for search engines: only what the page itself says."""

from django.conf import settings
from django.templatetags.static import static

from expo.text import translated


def absolute(path):
    return settings.SITE_URL + path


def organization_data():
    return {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": "UMKM Virtual Expo",
        "url": absolute("/"),
        "logo": absolute(static("img/favicon-512.png")),
    }


def event_data(edition):
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": translated(edition, "name"),
        "description": translated(edition, "summary"),
        "startDate": edition.starts_on.isoformat(),
        "endDate": edition.ends_on.isoformat(),
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode"
        if edition.venue
        else "https://schema.org/OnlineEventAttendanceMode",
        "eventStatus": "https://schema.org/EventScheduled",
        "organizer": {"@type": "Organization", "name": translated(edition, "organiser")},
        "location": [
            {"@type": "VirtualLocation", "url": absolute("/")},
            *(
                [{"@type": "Place", "name": translated(edition, "venue"), "address": edition.venue_address or translated(edition, "venue")}]
                if edition.venue
                else []
            ),
        ],
    }


def breadcrumb_data(crumbs):
    """crumbs: [(label, path)], the page itself last."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": str(label), "item": absolute(path)}
            for number, (label, path) in enumerate(crumbs, start=1)
        ],
    }


def booth_data(booth, path, region, photo):
    return _without_empty(
        {
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": booth.name,
            "description": translated(booth, "tagline"),
            "url": absolute(path),
            "image": absolute(photo.url640) if photo else None,
            "foundingDate": str(booth.founded_year) if booth.founded_year else None,
            "address": {
                "@type": "PostalAddress",
                "addressLocality": booth.village.name,
                "addressRegion": region.name,
                "postalCode": booth.village.postal_code,
                "addressCountry": "ID",
            },
            "sameAs": booth.links or None,
        }
    )


def product_data(product, path, booth_path, photos):
    offer = {
        "@type": "Offer",
        "priceCurrency": "IDR",
        "price": product.price,
        "availability": _availability(product),
        "url": absolute(path),
    }
    if product.price_max:
        offer = {
            "@type": "AggregateOffer",
            "priceCurrency": "IDR",
            "lowPrice": product.price,
            "highPrice": product.price_max,
            "availability": _availability(product),
        }
    return _without_empty(
        {
            "@context": "https://schema.org",
            "@type": "Product",
            "name": translated(product, "name"),
            "description": translated(product, "description"),
            "url": absolute(path),
            "image": [absolute(photo.url640) for photo in photos],
            "category": translated(product.category, "name"),
            "brand": {"@type": "Brand", "name": product.exhibitor.name},
            "manufacturer": {"@type": "Organization", "name": product.exhibitor.name, "url": absolute(booth_path)},
            "material": translated(product, "material"),
            "offers": offer if product.price else None,
        }
    )


def _availability(product):
    return "https://schema.org/" + {"ada": "InStock", "pesan": "MadeToOrder", "habis": "OutOfStock"}[product.stock]


def _without_empty(data):
    return {name: value for name, value in data.items() if value not in (None, "", [])}
