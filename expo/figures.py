"""The figures that visitors read: how many booths and products, by region and by kind. All from products.index."""

from collections import Counter

from exhibitors.reference import reference
from expo.text import path_to
from products.index import index


def pavilions():
    """The five regions in the order of the expo, each with address, what it is known for and its counts."""
    booths = Counter(row.region for row in index().booths.values())
    products = Counter(row.region for row in index().products.values())
    return [
        {
            "region_slug": slug,
            "name": term.name,
            "short_name": term.extra,
            "url": path_to("regions:pavilion", slug),
            "known_for": term.known_for,
            "booth_count": booths[slug],
            "product_count": products[slug],
        }
        for slug, term in reference().regions.items()
    ]


def category_counts(rows):
    """The ten kinds with the number of `rows` (of products.index) in each."""
    counts = Counter(row.category for row in rows)
    return [
        {"slug": slug, "name": term.name, "icon": term.extra, "url": path_to("products:category", slug), "count": counts[slug]}
        for slug, term in reference().categories.items()
    ]


def totals():
    booths, products = index().booths, index().products
    return {
        "exhibitors": len(booths),
        "products": len(products),
        "regions": len({row.region for row in booths.values()}),
        "export_ready": sum("export" in row.badges for row in products.values()),
    }
