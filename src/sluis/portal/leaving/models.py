"""Handovers and destructions, as they were asked for and as they went."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.holdings.choosing import Choice


class Bearer(models.TextChoices):
    """Who bears the cost."""

    OPERATOR = "operator", _("The operator")
    ORGANISATION = "organisation", _("The organisation")
    AGREED = "agreed", _("As was agreed otherwise")


class Work(Owned):
    """Work at the end of a co-operation, or before: what was asked, why, and what it costs."""

    chosen = models.JSONField(_("Choice"), default=dict, blank=True)
    reason = models.CharField(_("Reason"), max_length=500)
    cost = models.DecimalField(_("Cost in euros"), max_digits=10, decimal_places=2, null=True, blank=True)
    borne_by = models.CharField(_("Cost is borne by"), max_length=12, choices=Bearer.choices, default=Bearer.OPERATOR)
    asked_at = models.DateTimeField(_("Asked"))
    asked_by = models.CharField(max_length=200)

    class Meta(Owned.Meta):
        abstract = True

    @property
    def choice(self) -> Choice:
        """Which records are meant."""
        return Choice.read(self.chosen)


class Handover(Work):
    """Data that were taken along: everything, or a part (Z-103, Z-105, I-73, I-75)."""

    forms = models.JSONField(_("Form"), default=list, blank=True)
    fetched_at = models.DateTimeField(_("Fetched"), null=True, blank=True)
    fetched_by = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.BigIntegerField(_("Size in bytes"), default=0)
    records = models.BigIntegerField(_("Records"), default=0)
    files = models.BigIntegerField(_("Files"), default=0)

    class Meta(Work.Meta):
        ordering = ("-asked_at",)
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Its page."""
        from django.urls import reverse

        return reverse("leaving:handover", args=[self.pk])


class Destruction(Work):
    """Data that are destroyed: what is in use first, and proven once more when the last backup is gone (Z-104)."""

    class State(models.TextChoices):
        """How far it is."""

        REQUESTED = "requested", _("Waits for confirmation")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        CONFIRMED = "confirmed", _("Is being destroyed")
        DESTROYED = "destroyed", _("Still in backups")
        BLOCKED = "blocked", _("Blocked, confidential")
        EXPIRED = "expired", _("Gone from backups too")
        PROVEN = "proven", _("Proven")

    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.REQUESTED)
    due_on = models.DateField(_("Agreed last day"))
    confirmed_at = models.DateTimeField(_("Confirmed"), null=True, blank=True)
    confirmed_by = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(_("Withdrawn"), null=True, blank=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    counts = models.JSONField(_("Destroyed per kind"), default=dict, blank=True)
    files = models.BigIntegerField(_("Files"), default=0)
    blocked = models.JSONField(_("Blocked per kind"), default=dict, blank=True)
    destroyed_at = models.DateTimeField(_("Destroyed"), null=True, blank=True)
    destroyed_by = models.CharField(max_length=200, blank=True)
    backups_until = models.DateField(_("In backups until"), null=True, blank=True)
    expired_at = models.DateTimeField(_("Gone from backups"), null=True, blank=True)
    expired_by = models.CharField(max_length=200, blank=True)
    first_proof = models.BinaryField(null=True)
    second_proof = models.BinaryField(null=True)
    proven_at = models.DateTimeField(_("Proven"), null=True, blank=True)

    class Meta(Work.Meta):
        ordering = ("-asked_at",)
        verbose_name = _("destruction")
        verbose_name_plural = _("destructions")
        constraints = (
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state__in=("requested", "confirmed")), name="leaving_one_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Its page."""
        from django.urls import reverse

        return reverse("leaving:destruction", args=[self.pk])

    @property
    def records(self) -> int:
        """How many records were destroyed."""
        counts: dict[str, int] = self.counts
        return sum(counts.values())


def locked(pk: uuid.UUID) -> Any:
    """A destruction as it is now, held until the commit."""
    return Destruction.everything.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)
