"""A list that visitors filter: facets with counts that match, chips, sorts, pages. Knows nothing about what it lists.

Rows come from products.index, so counting and choosing follow one rule and cost no query.
"""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Group:
    """One facet: parameter name, heading, the options as (value, label, region slug or ''), and what a row has of it."""

    name: str
    title: str
    options: list
    values: callable  # row → collection of option values
    all_of: bool = False  # every chosen value must be there (badges), instead of any of them (regions)

    def holds(self, row, chosen):
        if not chosen:
            return True
        return chosen <= set(self.values(row)) if self.all_of else not chosen.isdisjoint(self.values(row))


class Listing:
    """`rows` (already narrowed by words and price) under the chosen facets.

    chosen: parameter name → set of values. parameters: name → list of strings as typed, known names only; what links keep.
    """

    def __init__(self, rows, groups, chosen, parameters, path, page_size):
        self.page_size = page_size
        self.groups, self.chosen, self.parameters, self.path = groups, chosen, parameters, path
        self.counts = {group.name: dict.fromkeys((value for value, *_ in group.options), 0) for group in groups}
        self.rows = [row for row in rows if self._count(row)]

    def _count(self, row):
        """Add the row to the counts it belongs to; whether it is in the result."""
        failed = [group for group in self.groups if not group.holds(row, self.chosen[group.name])]
        if not failed:
            counted = self.groups
        elif len(failed) == 1 and not failed[0].all_of:
            counted = failed
        else:
            counted = ()
        for group in counted:
            counts = self.counts[group.name]
            for value in group.values(row):
                if value in counts:
                    counts[value] += 1
        return not failed

    def url(self, **changes):
        """This list's address with some parameters changed; None removes one. Always back on the first page."""
        kept = {**self.parameters, "halaman": None, **changes}
        pairs = [(name, value) for name, values in kept.items() if values for value in ([values] if isinstance(values, str) else values)]
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    def without(self, name, value):
        return self.url(**{name: [kept for kept in self.parameters.get(name, []) if kept != value] or None})

    @cached_property
    def group_context(self):
        return [
            {
                "name": group.name,
                "title": group.title,
                "open": index < 3 or bool(self.chosen[group.name]),
                "options": [
                    {
                        "value": value,
                        "label": label,
                        "count": self.counts[group.name][value],
                        "checked": value in self.chosen[group.name],
                        "region_slug": region,
                    }
                    for value, label, region in group.options
                ],
            }
            for index, group in enumerate(self.groups)
        ]

    @cached_property
    def chips(self):
        return [
            {"label": option["label"], "url": self.without(group["name"], option["value"])}
            for group in self.group_context
            for option in group["options"]
            if option["checked"]
        ]

    def page(self, number):
        """The context of one page of the result; a number outside is brought to the nearest page."""
        count = max(1, -(-len(self.rows) // self.page_size))
        number = min(max(number, 1), count)
        shown = sorted({1, 2, number - 1, number, number + 1, count} & set(range(1, count + 1)))
        links, before = [], 0
        for page in shown:
            if page - before == 2:
                links.append(self._link(before + 1, number))
            elif page - before > 2:
                links.append(None)
            links.append(self._link(page, number))
            before = page
        return {
            "number": number,
            "count": count,
            "rows": self.rows[(number - 1) * self.page_size : number * self.page_size],
            "links": links,
            "previous_url": self._link(number - 1, number)["url"] if number > 1 else "",
            "next_url": self._link(number + 1, number)["url"] if number < count else "",
        }

    def _link(self, page, current):
        return {"number": page, "url": self.url(halaman=str(page) if page > 1 else None), "current": page == current}


def page_number(text):
    """A page number from an address: digits only, anything else is the first page."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else 1


def sort_links(listing, sorts, current):
    return [
        {"value": value, "label": label, "url": listing.url(urut=value if index else None), "current": value == current}
        for index, (value, label) in enumerate(sorts)
    ]


def error_sentences(form):
    """A form's errors as sentences that name the field, once each."""
    labels = {name: field.label for name, field in form.fields.items()}
    return [
        _("%(field)s: %(error)s") % {"field": labels.get(name) or name, "error": error}
        for name, errors in form.errors.items()
        for error in errors
    ]
