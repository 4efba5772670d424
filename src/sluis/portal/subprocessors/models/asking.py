"""What a controller asks about a subprocessor: conditions, and copies of the agreement with it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.subprocessors.models.noticing import Subnotice
from sluis.portal.subprocessors.models.register import Subcontract


class Subcondition(Owned):
    """A condition that a controller attaches to a subprocessor (I-51)."""

    notice = models.ForeignKey(Subnotice, on_delete=models.PROTECT, related_name="conditions")
    text = models.TextField(_("Condition"), max_length=2000)
    set_at = models.DateTimeField(_("Set"))
    set_by = models.CharField(max_length=200)
    met_at = models.DateTimeField(_("Imposed on the subprocessor"), null=True, blank=True)
    met_by = models.CharField(max_length=200, blank=True)

    class Meta(Owned.Meta):
        ordering = ("set_at", "pk")
        verbose_name = _("condition on a subprocessor")
        verbose_name_plural = _("conditions on subprocessors")

    def __str__(self) -> str:
        return self.text[:60]


class Subcopy(Owned):
    """A controller asks for a copy of the agreement with a subprocessor (Z-81, I-52).

    Attributes:
        version: the document that was released to this controller; only then it can be downloaded.
    """

    notice = models.ForeignKey(Subnotice, on_delete=models.PROTECT, related_name="copies")
    contract = models.ForeignKey(Subcontract, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("Asked"))
    asked_by = models.CharField(max_length=200)
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    released_at = models.DateTimeField(_("Released"), null=True, blank=True)
    released_by = models.CharField(max_length=200, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-asked_at", "pk")
        verbose_name = _("request for a copy")
        verbose_name_plural = _("requests for copies")
        constraints = (
            models.UniqueConstraint(
                fields=["notice", "contract"], condition=Q(released_at=None), name="subprocessors_asked_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.contract)
