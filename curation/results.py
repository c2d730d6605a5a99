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


@dataclass(frozen=True)
class Spread:
    """A criterion on which curators are far apart."""

    name: str
    low: int
    high: int


class Filter(forms.Form):
    """What the address may ask for; anything else is as if it said nothing."""

    wilayah = forms.ChoiceField(label=gettext_lazy("Wilayah"), required=False)
    hasil = forms.ChoiceField(label=gettext_lazy("Hasil"), required=False)
    tanda = forms.ChoiceField(label=gettext_lazy("Tanda"), required=False, choices=[("", gettext_lazy("semua")), *MARKS.items()])
    urut = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, regions, criteria):
        super().__init__(data, auto_id="saring_%s", label_suffix="")
        self.sorts = {
            "nama": F("product__name"),
            "wilayah": F("product__exhibitor__village__district__region__position"),
            "penilai": F("review_count"),
            "jumlah": F("mean"),
            "beda": F("spread"),
            **{f"k{place}": F(f"mean_{place}") for place in range(len(criteria))},
        }
        self.fields["wilayah"].choices = [("", _("semua")), *((region.slug, region.short_name) for region in regions)]
        self.fields["hasil"].choices = [("", _("semua")), *((name, words) for name, (words, _condition) in SHOWS.items())]
        self.fields["urut"].choices = [(name, "") for sort in self.sorts for name in (sort, f"-{sort}")]
        self.full_clean()  # what does not fit is left out of cleaned_data

    def apply(self, entries):
        asked = self.cleaned_data
        if slug := asked.get("wilayah"):
            entries = entries.filter(product__exhibitor__village__district__region__slug=slug)
        if shows := asked.get("hasil"):
            entries = entries.filter(SHOWS[shows][1])
        if mark := asked.get("tanda"):
            entries = entries.filter(spread__gte=DISAGREE) if mark == "beda" else entries.filter(review_count=0)
        if not (sort := asked.get("urut")):
            return entries.order_by("pk")
        key = self.sorts[sort.removeprefix("-")]
        return entries.order_by(key.desc(nulls_last=True) if sort.startswith("-") else key.asc(nulls_last=True), "pk")

    def address(self, **changed):
        """The same list with something changed, from its first page."""
        return "?" + urlencode({name: value for name, value in (self.cleaned_data | changed).items() if value})

    def column(self, name, label):
        """The head of a column: its words, where it leads (once more turns the order round), and what it says for aria-sort."""
        sort = self.cleaned_data.get("urut")
        first, second = (name, f"-{name}") if name in ("nama", "wilayah") else (f"-{name}", name)  # figures begin with the highest
        says = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
        return {"label": label, "address": self.address(urut=second if sort == first else first), "sort": says}


def entries_of(round, user, criteria):
    """The entries that somebody decides about, each with review_count, other_count ("not as in the photo"), mean, spread and per
    criterion mean_0, low_0, high_0 and so on. One query."""
    found = {}
    for place, criterion in enumerate(criteria):
        here = Q(reviews__scores__criterion=criterion)
        for name, function in (("mean", Avg), ("low", Min), ("high", Max)):
            found[f"{name}_{place}"] = function("reviews__scores__value", filter=here)
    apart = [Coalesce(F(f"high_{place}") - F(f"low_{place}"), 0) for place in range(len(criteria))]
    return (
        Entry.objects.in_scope_of(user)
        .filter(round=round)
        .exclude(product__exhibitor__in=user.memberships.values("exhibitor"))
        .with_place()
        .annotate(
            review_count=Count("reviews", distinct=True),
            other_count=Count("reviews", filter=Q(reviews__same_as_photo=Review.SameAsPhoto.NO), distinct=True),
            mean=Avg("reviews__scores__value"),
            **found,
        )
        .annotate(spread=Greatest(Value(0), *apart))
    )


def describe(entries, criteria, day):
    """Give each entry what the table shows: means, total, spreads, lacks. No query."""
    for entry in entries:
        places = range(len(criteria))
        entry.means = [getattr(entry, f"mean_{place}") for place in places]
        entry.total = None if entry.mean is None else entry.mean * len(criteria)
        entry.spreads = [
            Spread(criteria[place].name, low, high)
            for place in places
            if (low := getattr(entry, f"low_{place}")) is not None and (high := getattr(entry, f"high_{place}")) - low >= DISAGREE
        ]
        entry.lacks = lacks(entry.product, day)
    return entries


def most(criteria):
    return Score.MOST * len(criteria)


@dataclass(frozen=True)
class Row:
    """A criterion with what each curator gave, in the order of the reviews."""

    name: str
    values: list
    spread: int

    @property
    def apart(self):
        return self.spread >= DISAGREE

    @property
    def words(self):
        return _("beda %d") % self.spread if self.apart else ""


def side_by_side(reviews, criteria):
    """The reviews of an entry as rows, a criterion each. reviews: with their scores fetched before."""
    given = [{score.criterion_id: score.value for score in review.scores.all()} for review in reviews]
    rows = []
    for criterion in criteria:
        values = [scores.get(criterion.pk) for scores in given]
        known = [value for value in values if value is not None]
        rows.append(Row(criterion.name, values, max(known) - min(known) if known else 0))
    return rows
