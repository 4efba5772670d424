"""Acceptance of delivery terms; the terms themselves are a public document in versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned


class Acceptance(Owned):
    """An organisation accepted a version of the terms (P-01)."""

    terms = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="+", verbose_name=_("Terms"))
    accepted_at = models.DateTimeField(_("Accepted"))
    accepted_by = models.CharField(max_length=200)

    class Meta(Owned.Meta):
        ordering = ("-accepted_at",)
        verbose_name = _("acceptance of terms")
        verbose_name_plural = _("acceptances of terms")
        constraints = (models.UniqueConstraint(fields=["organisation", "terms"], name="agreements_accepts_once"),)

    def __str__(self) -> str:
        return str(self.accepted_at)
