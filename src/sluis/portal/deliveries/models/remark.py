"""A recipient's validation report, sealed to the source: nobody else can read it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.deliveries.models.delivery import Delivery


class Remarks(Owned):
    """A report about one delivery; the organisation is the source's."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="remarks")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    sent_at = models.DateTimeField(_("Sent"))
    taken_at = models.DateTimeField(_("Taken by the source"), null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ("sent_at", "pk")
        verbose_name = _("validation report")
        verbose_name_plural = _("validation reports")
        constraints = (models.UniqueConstraint(fields=["delivery", "sha256"], name="deliveries_remarks_once"),)

    def __str__(self) -> str:
        return str(self.delivery)
