"""Certificates of the exchange: asked for here, made by the custodian from the card that the party uploads."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned


class ExchangeRole(models.TextChoices):
    """What a party does in an exchange, as its certificate says."""

    SOURCE = "source", _("Source")
    RECIPIENT = "recipient", _("Recipient")


class Enrolment(Owned):
    """The way from a wish to a certificate: asked, code given by telephone, card shown, issued or refused."""

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("Waits for a code")
        CODED = "coded", _("Waits for the card")
        PRESENTED = "presented", _("Waits for the certificate")
        ISSUED = "issued", _("Issued")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    role = models.CharField(_("Role"), max_length=12, choices=ExchangeRole.choices)
    party_id = models.CharField(
        _("Name in the exchange"),
        max_length=40,
        help_text=_("The name with which the program was set up: lower-case letters, digits and hyphens."),
    )
    state = models.CharField(_("State"), max_length=12, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(_("Asked"))
    asked_by = models.CharField(max_length=200)
    code_digest = models.CharField(max_length=64, blank=True, editable=False)
    code_made_at = models.DateTimeField(_("Code made"), null=True, blank=True)
    code_made_by = models.CharField(max_length=200, blank=True)
    code_until = models.DateTimeField(_("Code valid until"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    card = models.BinaryField(null=True, blank=True)
    fingerprint = models.CharField(_("Fingerprint of the card"), max_length=50, blank=True)
    key_id = models.CharField(max_length=40, blank=True)
    presented_at = models.DateTimeField(_("Card shown"), null=True, blank=True)
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=40, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-asked_at", "pk")
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["role", "party_id"],
                condition=Q(state__in=("asked", "coded", "presented")),
                name="organisations_one_enrolment",
            ),
        ]

    def __str__(self) -> str:
        return self.party_id

    @property
    def is_open(self) -> bool:
        """Whether something is still to happen."""
        return self.state in (self.State.ASKED, self.State.CODED, self.State.PRESENTED)


class Certificate(Owned):
    """A certificate of a party, with the chain behind it; public."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="certificates", null=True, blank=True
    )
    role = models.CharField(_("Role"), max_length=12, choices=ExchangeRole.choices)
    party_id = models.CharField(_("Name in the exchange"), max_length=40)
    serial = models.CharField(_("Serial number"), max_length=42)
    fingerprint = models.CharField(_("Fingerprint"), max_length=50)
    key_id = models.CharField(max_length=40)
    valid_from = models.DateTimeField(_("Valid from"))
    valid_until = models.DateTimeField(_("Valid until"))
    chain = models.TextField()
    issued_at = models.DateTimeField(_("Issued"))
    revoked_at = models.DateTimeField(_("Revoked"), null=True, blank=True)
    revoked_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(_("Reason"), max_length=40, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-valid_until", "pk")
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fingerprint"], name="organisations_certificate_once"),
        ]

    def __str__(self) -> str:
        return self.party_id
