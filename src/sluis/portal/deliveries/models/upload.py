"""A package that is arriving."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.deliveries.models.account import Account
from sluis.portal.deliveries.models.delivery import Delivery


class Upload(Owned):
    """An upload of a source's program. How much has arrived, its file says.

    Attributes:
        length: bytes that were announced.
        delivery: known from the start when the manifest came first; else from the end on.
        manifest, signature: what the source said beforehand; empty when the package itself brings it.
        ends_at: after which an upload that was not finished goes.
    """

    class State(models.TextChoices):
        """Where it is."""

        ARRIVING = "arriving", _("Arriving")
        COMPLETE = "complete", _("Complete")
        REFUSED = "refused", _("Refused")
        DROPPED = "dropped", _("Dropped")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.ARRIVING)
    length = models.PositiveBigIntegerField(_("Size in bytes"))
    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="upload", null=True, blank=True)
    manifest = models.BinaryField(default=b"", blank=True)
    signature = models.BinaryField(default=b"", blank=True)
    began_at = models.DateTimeField(_("Began"))
    ends_at = models.DateTimeField(_("Goes at the latest"))
    code = models.CharField(_("Code"), max_length=8, blank=True)
    report = models.JSONField(default=dict, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-began_at", "pk")
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")

    def __str__(self) -> str:
        return str(self.delivery) if self.delivery else str(self.pk)
