"""The questions that organisers ask of booths and products every week: as filters of the lists, and counted on the dashboard.

One word of a queryset each, so a figure and the list behind it cannot differ.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import admin
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from exhibitors.states import Waiting


class Question(NamedTuple):
    label: str
    word: Callable  # queryset → queryset


BOOTHS = {
    "daftar": Question(_("pendaftaran baru"), lambda booths: booths.applications()),
    "buka": Question(_("masih diisi (draf atau perlu diperbaiki)"), lambda booths: booths.open()),
    "foto": Question(_("belum ada foto"), lambda booths: booths.without_photo()),
    "izin": Question(_("izin habis dalam 60 hari"), lambda booths: booths.with_papers_ending()),
    "izin-lewat": Question(_("izin sudah habis"), lambda booths: booths.with_papers_ended()),
    "diam": Question(_("tidak ada kabar 60 hari"), lambda booths: booths.silent()),
    "sendiri": Question(_("pemilik belum pernah masuk"), lambda booths: booths.never_came_in()),
    "isian": Question(_("diisikan, belum dibenarkan pemilik"), lambda booths: booths.unconfirmed()),
}
PRODUCTS = {
    "buka": Question(_("masih diisi (draf atau perlu diperbaiki)"), lambda products: products.open()),
    "foto": Question(_("belum ada foto"), lambda products: products.without_photo()),
}
WAITING = {
    value: Question(_("menunggu keputusan %s") % label, lambda rows, value=value: rows.waiting(value)) for value, label in Waiting.choices
}


def filter_of(questions):
    """A filter for the lists of the back office. One for all questions: each filter costs a query when counts are shown."""

    class QuestionFilter(admin.SimpleListFilter):
        title, parameter_name = _("perlu perhatian"), "perhatian"

        def lookups(self, request, model_admin):
            return [(key, question.label) for key, question in questions.items()]

        def queryset(self, request, queryset):
            return (
                queryset.filter(pk__in=questions[self.value()].word(queryset.model.objects.order_by()).values("pk"))
                if self.value() in questions
                else queryset
            )

    return QuestionFilter


AttentionOfBooths = filter_of(WAITING | BOOTHS)
AttentionOfProducts = filter_of(WAITING | PRODUCTS)


def counts(rows, questions):
    """How many of the rows fit each question, in one query: {key: number}."""
    whole = rows.model.objects.order_by()
    return rows.order_by().aggregate(
        **{key: Count("pk", filter=Q(pk__in=question.word(whole).values("pk"))) for key, question in questions.items()}
    )
