"""Webhooks, the notices to them, and, only as long as they are needed: secrets, leases and what each try came to."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.webhooks.addresses import LONGEST, is_well_formed
from sluis.portal.webhooks.kinds import LONGEST as LONGEST_KIND


def well_formed(address: str) -> None:
    """Held against an address wherever it comes from."""
    if not is_well_formed(address):
        raise ValidationError(_("This is no address that can be used."))


def names_of_kinds(kinds: object) -> None:
    """Held against what a webhook asks for wherever it comes from."""
    if not isinstance(kinds, list) or not all(isinstance(each, str) and len(each) <= LONGEST_KIND for each in kinds):
        raise ValidationError(_("These are no kinds of notices."))


class Webhook(Owned):
    """An address that is told what happens, and of which kinds of things."""

    class State(models.TextChoices):
        """Whether notices go to it."""

        ON = "on", _("On")
        OFF = "off", _("Switched off")
        GONE = "gone", _("Off: the receiver is gone")
        FAILING = "failing", _("Off: it kept failing")

    address = models.CharField(_("Address"), max_length=LONGEST, validators=[well_formed])
    description = models.CharField(_("Description"), max_length=120, blank=True)
    kinds = models.JSONField(_("Tells of"), default=list, blank=True, validators=[names_of_kinds])
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.ON)
    since_at = models.DateTimeField(_("Since"))
    made_at = models.DateTimeField(_("Made"))

    class Meta(Owned.Meta):
        ordering = ("made_at",)
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.description or self.address

    @property
    def is_on(self) -> bool:
        """Whether notices go to it."""
        return self.state == self.State.ON


class WebhookNotice(Owned):
    """A notice to one webhook: the exact text that is sent at every try."""

    class State(models.TextChoices):
        """Where it is."""

        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        GIVEN_UP = "given-up", _("Given up")

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("Kind"), max_length=LONGEST_KIND)
    body = models.TextField()
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField(_("Made"))
    ended_at = models.DateTimeField(_("Closed at"), null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-made_at",)
        verbose_name = _("notice to a webhook")
        verbose_name_plural = _("notices to webhooks")
        indexes = (models.Index(fields=["made_at"], name="webhooks_made"),)

    def __str__(self) -> str:
        return self.kind


class Secret(models.Model):
    """A secret, sealed (`sealing`); no record of an organisation, so that it is in no export."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)


class Posting(models.Model):
    """What is needed to send a notice; gone once that ended. Taken out by one process at a time, by a lease."""

    notice = models.OneToOneField(WebhookNotice, on_delete=models.CASCADE, related_name="posting", primary_key=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = (models.Index(fields=["next_try_at"], name="webhooks_next"),)


def faults() -> list[tuple[str, Any]]:
    """A function, so that another one is no change of the database."""
    return list(Try.Fault.choices)


class Try(models.Model):
    """What one try came to; never anything that the receiver said but its status."""

    class Fault(models.TextChoices):
        """Why a notice did not arrive."""

        STATUS = "status", _("The receiver did not take it")
        REDIRECT = "redirect", _("The receiver pointed to another address, which is not followed")
        NAME = "name", _("The name of the receiver is not known")
        ADDRESS = "address", _("The address is not on the public internet, and nothing was sent")
        CONNECTION = "connection", _("There was no connection")
        TIMEOUT = "timeout", _("The receiver took too long")
        TLS = "tls", _("The connection could not be secured, or the certificate is not right")
        SECRET = "secret", _("There is no secret to sign with; make a new one")

    notice = models.ForeignKey(WebhookNotice, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    fault = models.CharField(max_length=12, choices=faults, blank=True)
    milliseconds = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["at"], name="webhooks_tried"),)
