"""The scorecard as a form, and the criteria of a round in the back office."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from curation.models import Review, Round

SCORES = [(1, _("1 kurang")), (2, "2"), (3, "3"), (4, "4"), (5, _("5 sangat baik"))]
FIXED = _("Sudah ada penilaian, jadi kriterianya tetap: nilai yang sudah diberikan harus tetap berarti sama.")


class ScorecardForm(forms.Form):
    """One choice of 1 to 5 per criterion, whether it is the same as in the photo, and a remark. review: from results.reviews_of()."""

    def __init__(self, *args, criteria, review=None, **kwargs):
        given = review.given if review else {}
        super().__init__(*args, label_suffix="", **kwargs)
        for criterion in criteria:
            field = forms.TypedChoiceField(
                label=criterion.name,
                help_text=criterion.look_at,
                choices=SCORES,
                coerce=int,
                widget=forms.RadioSelect,
                initial=given.get(criterion.pk),
                error_messages={"required": _("Beri nilai 1 sampai 5."), "invalid_choice": _("Beri nilai 1 sampai 5.")},
            )
            self.fields[self.name_of(criterion)] = field
        self.fields["sama"] = forms.ChoiceField(
            label=_("Sama seperti di foto?"),
            choices=Review.SameAsPhoto,
            widget=forms.RadioSelect,
            initial=review.same_as_photo if review else None,
            error_messages={
                "required": _("Pilih ya, tidak, atau belum melihat."),
                "invalid_choice": _("Pilih ya, tidak, atau belum melihat."),
            },
        )
        self.fields["catatan"] = forms.CharField(
            label=_("Catatan untuk panitia"),
            help_text=_("Pemilik tidak membacanya."),
            required=False,
            max_length=Review._meta.get_field("remark").max_length,
            widget=forms.Textarea(attrs={"rows": 2}),
            initial=review.remark if review else "",
        )
        self.criteria = criteria

    @staticmethod
    def name_of(criterion):
        return f"nilai_{criterion.pk}"

    def choices(self):
        """The fields that are chosen by one key, in the order of the page."""
        return [self[name] for name in self.fields if name != "catatan"]

    def found(self):
        """What curation.rounds.judge() takes."""
        return {
            "scores": {criterion.pk: self.cleaned_data[self.name_of(criterion)] for criterion in self.criteria},
            "same_as_photo": self.cleaned_data["sama"],
            "remark": self.cleaned_data["catatan"],
        }


class CriterionFormSet(forms.BaseInlineFormSet):
    def clean(self):
        """Runs in the transaction of the change: scores that come in meanwhile wait for it."""
        super().clean()
        if not self.has_changed():
            return
        if Round.objects.select_for_update().get(pk=self.instance.pk).is_judged:
            raise ValidationError(gettext(FIXED))
        if not any(form.cleaned_data and form not in self.deleted_forms for form in self.forms if hasattr(form, "cleaned_data")):
            raise ValidationError(gettext("Tinggalkan sedikitnya satu kriteria."))
