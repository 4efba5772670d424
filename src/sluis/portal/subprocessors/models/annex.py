"""The annex of subprocessors, as it follows from the register."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned


class Subannex(Owned):
    """One version of it, made by itself when the register changes (I-55).

    Attributes:
        content: the rows, as exact JSON; what the document shows.
    """

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("Version"))
    content = models.TextField()
    sha256 = models.CharField("SHA-256", max_length=64)
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("Made"))

    class Meta(Owned.Meta):
        ordering = ("-number",)
        verbose_name = _("annex of subprocessors")
        verbose_name_plural = _("annexes of subprocessors")
        constraints = (models.UniqueConstraint(fields=["agreement", "number"], name="subprocessors_annex_number"),)

    def __str__(self) -> str:
        return str(self.number)
