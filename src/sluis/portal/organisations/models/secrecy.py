"""Confidentiality agreements that an organisation itself made with others (P-96)."""

from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.organisations import choices


class SecrecyAgreement(Owned):
    """Who keeps what secret for whom, until when; its text is a document with versions."""

    counterparty = models.CharField(_("With whom"), max_length=200)
    about = models.TextField(_("What it is about"), max_length=2000)
    kind = models.CharField(_("Who is bound"), max_length=12, choices=choices.secrecy_kinds, default="mutual")
    signed_on = models.DateField(_("Signed on"))
    valid_until = models.DateField(
        _("Valid until and including"), null=True, blank=True, help_text=_("Empty: until further notice.")
    )
    continues_until = models.DateField(
        _("Confidentiality continues until and including"),
        null=True,
        blank=True,
        help_text=_("When what was told stays secret after the agreement ends."),
    )
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Text")
    )
    ended_on = models.DateField(_("Ended as of"), null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=40, blank=True)

    class Meta(Owned.Meta):
        ordering = ("counterparty", "signed_on")
        verbose_name = _("confidentiality agreement")
        verbose_name_plural = _("confidentiality agreements")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("signed_on")),
                name="organisations_secrecy_in_order",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("signed_on")), name="organisations_secrecy_ends_after"
            ),
        ]

    def __str__(self) -> str:
        return self.counterparty

    def clean(self) -> None:
        """It was signed, and ends after that; what stays secret, stays so at least as long."""
        super().clean()
        wrong = {}
        if self.signed_on and self.signed_on > timezone.localdate():
            wrong["signed_on"] = ValidationError(_("This day is still to come."), code="future")
        if self.signed_on and self.valid_until and self.valid_until < self.signed_on:
            wrong["valid_until"] = ValidationError(_("The last day lies before the first."), code="order")
        last = self.valid_until or self.signed_on
        if last and self.continues_until and self.continues_until < last:
            wrong["continues_until"] = ValidationError(
                _("This lies before the end of the agreement itself."), code="order"
            )
        if wrong:
            raise ValidationError(wrong)

    def state_on(self, day: date) -> "SecrecyState":
        """Where it stands on a day."""
        if self.ended_on is not None and self.ended_on <= day:
            return SecrecyState.ENDED
        if self.valid_until is not None and self.valid_until < day:
            return SecrecyState.EXPIRED
        return SecrecyState.IN_FORCE


class SecrecyState(models.TextChoices):
    """Where an agreement stands; it follows from its days."""

    IN_FORCE = "in-force", _("Valid")
    EXPIRED = "expired", _("Expired")
    ENDED = "ended", _("Ended")


def in_state(state: str, day: date) -> Q:
    """The agreements that stand so on a day, as `state_on` says."""
    ended = Q(ended_on__isnull=False, ended_on__lte=day)
    expired = Q(valid_until__isnull=False, valid_until__lt=day)
    match SecrecyState(state):
        case SecrecyState.ENDED:
            return ended
        case SecrecyState.EXPIRED:
            return expired & ~ended
    return ~ended & ~expired
