"""What the curators found in a round, product by product, for who decides."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.db.models import Avg, Count, F, Max, Min, Q, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curation.legality import lacks
from curation.models import Entry, Outcome, Review, Score

DISAGREE = 2  # points between the lowest and the highest score of a criterion
SHOWS = {
    "belum": (gettext_lazy("belum diputuskan"), Q(outcome="")),
    **{outcome.value: (outcome.label, Q(outcome=outcome)) for outcome in Outcome},
}


MARKS = {"beda": gettext_lazy("kurator berbeda"), "kosong": gettext_lazy("belum dinilai")}


class Filter(forms.Form):
    """What the address may ask for; anything else is as if it said nothing."""

    wilayah = forms.ChoiceField(label=gettext_lazy("Wilayah"), required=False)
    hasil = forms.ChoiceField(label=gettext_lazy("Hasil"), required=False)
    tanda = forms.ChoiceField(label=gettext_lazy("Tanda"), required=False, choices=[("", gettext_lazy("semua")), *MARKS.items()])
    urut = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, regions, criteria):
        super().__init__(data, auto_id="saring_%s", label_suffix="")
        given = "reviews__scores__value"
        here = [Q(reviews__scores__criterion=criterion) for criterion in criteria]
        apart = [Coalesce(Max(given, filter=one) - Min(given, filter=one), 0) for one in here]
        self.spread = Greatest(Value(0), *apart)
        self.sorts = {
            "nama": F("product__name"),
            "wilayah": F("product__exhibitor__village__district__region__position"),
            "penilai": Count("reviews"),
            "jumlah": Avg(given),
            "beda": self.spread,
            **{f"k{place}": Avg(given, filter=one) for place, one in enumerate(here)},
        }
        self.fields["wilayah"].choices = [("", _("semua")), *((region.slug, region.short_name) for region in regions)]
        self.fields["hasil"].choices = [("", _("semua")), *((name, words) for name, (words, _condition) in SHOWS.items())]
        self.fields["urut"].choices = [(name, "") for sort in self.sorts for name in (sort, f"-{sort}")]
        self.full_clean()  # what does not fit is left out of cleaned_data

    def apply(self, entries):
        """Those that are asked for, in the order that is asked for: numbers only, so that scores are counted by number alone."""
        asked = self.cleaned_data
        if slug := asked.get("wilayah"):
            entries = entries.filter(product__exhibitor__village__district__region__slug=slug)
        if shows := asked.get("hasil"):
            entries = entries.filter(SHOWS[shows][1])
        if mark := asked.get("tanda"):
            wanted = entries.order_by().alias(spread=self.spread).filter(spread__gte=DISAGREE) if mark == "beda" else None
            entries = entries.filter(reviews=None) if wanted is None else entries.filter(pk__in=wanted.values("pk"))
        if not (sort := asked.get("urut")):
            return entries.order_by("pk").values_list("pk", flat=True)
        entries, key = entries.alias(key=self.sorts[sort.removeprefix("-")]), F("key")
        order = key.desc(nulls_last=True) if sort.startswith("-") else key.asc(nulls_last=True)
        return entries.order_by(order, "pk").values_list("pk", flat=True)

    def address(self, **changed):
        """The same list with something changed, from its first page."""
        return "?" + urlencode({name: value for name, value in (self.cleaned_data | changed).items() if value})

    def column(self, name, label):
        """The head of a column: its words, where it leads (once more turns the order round), and what it says for aria-sort."""
        sort = self.cleaned_data.get("urut")
        first, second = (name, f"-{name}") if name in ("nama", "wilayah") else (f"-{name}", name)  # figures begin with the highest
        says = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
        return {"label": label, "address": self.address(urut=second if sort == first else first), "sort": says}


def entries_of(round, user):
    """The entries that somebody decides about."""
    own = user.memberships.values("exhibitor")
    return Entry.objects.in_scope_of(user).filter(round=round).exclude(product__exhibitor__in=own)


def reviews_of(pks):
    """{entry's number: its reviews, the first given first, each with given = {criterion's number: score}}. One query."""
    found = {}
    for score in Score.objects.filter(review__entry__in=pks).select_related("review__curator").order_by("review__submitted_at", "review"):
        reviews = found.setdefault(score.review.entry_id, {})
        review = reviews.setdefault(score.review_id, score.review)
        review.given = getattr(review, "given", {}) | {score.criterion_id: score.value}
    return {pk: list(reviews.values()) for pk, reviews in found.items()}


def described(pks, criteria, day):
    """These entries in this order, each with found (its reviews), means, total, spreads, lacks, and how many found it not as in the
    photo. Two queries."""
    rows, found = Entry.objects.with_place().in_bulk(pks), reviews_of(pks)
    return [_describe(rows[pk], found.get(pk, []), criteria, day) for pk in pks if pk in rows]


def _describe(entry, found, criteria, day):
    entry.found = found
    entry.sheet = side_by_side(entry.found, criteria)
    entry.means = [row.mean for row in entry.sheet]
    entry.total = sum(entry.means) if entry.found and None not in entry.means else None
    entry.spreads = [row for row in entry.sheet if row.apart]
    entry.others = sum(review.same_as_photo == Review.SameAsPhoto.NO for review in entry.found)
    entry.lacks = lacks(entry.product, day)
    return entry


def most(criteria):
    return Score.MOST * len(criteria)


@dataclass(frozen=True)
class Row:
    """A criterion with what each curator gave, in the order of the reviews; None: nothing."""

    name: str
    values: list

    @property
    def known(self):
        return [value for value in self.values if value is not None]

    @property
    def mean(self):
        return sum(self.known) / len(self.known) if self.known else None

    @property
    def low(self):
        return min(self.known, default=0)

    @property
    def high(self):
        return max(self.known, default=0)

    @property
    def apart(self):
        return self.high - self.low >= DISAGREE

    @property
    def words(self):
        return _("beda %d") % (self.high - self.low) if self.apart else ""


def side_by_side(reviews, criteria):
    """The reviews of an entry, from reviews_of(), as rows: a criterion each."""
    return [Row(criterion.name, [review.given.get(criterion.pk) for review in reviews]) for criterion in criteria]
