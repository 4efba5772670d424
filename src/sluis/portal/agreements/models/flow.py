"""Deliveries of the exchange under an agreement, and what the custodian signed about them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.agreements.models.agreement import Agreement


class Flow(Owned):
    """One agreement of the exchange (with keys) under one agreement of people.

    Attributes:
        exchange: id of the exchange's agreement.
        serial: of the last policy that was signed.
        policy: the last policy, signed by the TTP: the file that programs take.
        rule_sha256: of what it says, without its serial: another one means that a new policy is due.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="flows")
    exchange = models.CharField(_("Agreement of the exchange"), max_length=40)
    serial = models.PositiveIntegerField(_("Serial"), default=0)
    policy = models.BinaryField(default=b"", blank=True)
    rule_sha256 = models.CharField(max_length=64, blank=True)
    issued_at = models.DateTimeField(_("Signed"), null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ("exchange",)
        verbose_name = _("flow")
        verbose_name_plural = _("flows")
        constraints = (models.UniqueConstraint(fields=["exchange"], name="agreements_one_flow"),)

    def __str__(self) -> str:
        return self.exchange
