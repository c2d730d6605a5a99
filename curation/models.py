"""What organisers judge and decide beside the rows themselves."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exhibitors.models import Exhibitor
from exhibitors.states import Status
from products.models import Product
from regions.models import ScopedQuerySet

# Proposed changes (docs/adr/0025)


class ProposedChangeQuerySet(ScopedQuerySet):
    region_path = "exhibitor__village__district__region"

    def open(self):
        """Those that somebody still has to do something about: the organisers, or the owner."""
        return self.filter(state__in=ProposedChange.OPEN)

    def waiting(self):
        """Those that wait for the organisers; not of what its owner took out meanwhile."""
        kept = self.exclude(exhibitor__status=Status.WITHDRAWN).exclude(product__status=Status.WITHDRAWN)
        return kept.filter(state=ProposedChange.State.WAITING)

    def about(self, row):
        """Those about a booth itself, or about a product."""
        return self.filter(product=row) if isinstance(row, Product) else self.filter(exhibitor=row, product=None)

    def owned_by(self, user):
        return self.filter(exhibitor__memberships__user=user)


class ProposedChange(models.Model):
    """What an owner wants to change in a row that visitors see or are about to: they go on seeing the old until it is taken.

    The new values of fields are here; photos are rows of their own with a state (products.models.ProductPhoto), all of the
    product's belong to its one open proposal.
    """

    class State(models.TextChoices):
        WAITING = "menunggu", _("Menunggu panitia")
        RETURNED = "dikembalikan", _("Dikembalikan ke pemilik")
        TAKEN = "diterima", _("Diterima")
        WITHDRAWN = "ditarik", _("Ditarik pemilik")

    OPEN = (State.WAITING, State.RETURNED)

    exhibitor = models.ForeignKey(Exhibitor, models.CASCADE, related_name="proposals", verbose_name=_("stan"))
    product = models.ForeignKey(
        Product,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("produk"),
        help_text="None: the booth itself.",
    )
    state = models.CharField(_("keadaan"), max_length=12, choices=State, default=State.WAITING)
    fields = models.JSONField(default=dict, help_text="{field of the row: its new value, as stored; of a relation its key}")
    photo_words = models.JSONField(default=dict, help_text='{id of a shown photo: {"alt": …, "alt_en": …}}')
    version = models.PositiveIntegerField(default=0, help_text="Moved on with every change: a decision names the one that was seen.")
    author = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", verbose_name=_("diusulkan oleh"))
    proposed_at = models.DateTimeField(_("menunggu sejak"), default=timezone.now)
    changed_at = models.DateTimeField(_("terakhir diubah"), default=timezone.now)
    decided_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", verbose_name=_("diputuskan oleh"))
    decided_at = models.DateTimeField(_("diputuskan"), null=True)
    reason = models.TextField(_("alasan"), blank=True)

    objects = ProposedChangeQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        verbose_name = _("usulan perubahan")
        verbose_name_plural = _("perubahan menunggu")
        constraints = [
            models.UniqueConstraint(
                fields=["product"], condition=Q(state__in=["menunggu", "dikembalikan"]), name="proposal_once_open_of_product"
            ),
            models.UniqueConstraint(
                fields=["exhibitor"],
                condition=Q(product=None, state__in=["menunggu", "dikembalikan"]),
                name="proposal_once_open_of_booth",
            ),
        ]

    def __str__(self):
        return str(self.row)

    @property
    def row(self):
        """The booth or product that it is about."""
        return self.product or self.exhibitor

    @property
    def name(self):
        return self.row.name

    @property
    def region_code(self):
        return self.exhibitor.region_code

    @property
    def is_open(self):
        return self.state in self.OPEN

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING
