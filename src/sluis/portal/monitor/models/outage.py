"""That something does not work, or will not: for everybody who signs in, and for programs."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.tenancy import Owned


class Outage(Owned):
    """An outage notice.

    Attributes:
        ends_at: none while nobody knows.
        over_at: when it was said to be over; before it began, it was called off.
        told, told_over: how many were mailed when it was announced, and when it was over.
    """

    planned = models.BooleanField(_("Planned"), default=True)
    starts_at = models.DateTimeField(_("From"))
    ends_at = models.DateTimeField(_("Until"), null=True, blank=True)
    text_nl = models.TextField(_("Text in Dutch"), max_length=1000)
    text_en = models.TextField(_("Text in English"), max_length=1000)
    announced_at = models.DateTimeField(_("Announced"))
    announced_by = models.CharField(max_length=200)
    told = models.PositiveIntegerField(_("People told"), default=0)
    over_at = models.DateTimeField(_("Over"), null=True, blank=True)
    over_by = models.CharField(max_length=200, blank=True)
    told_over = models.PositiveIntegerField(default=0)

    class Meta(Owned.Meta):
        ordering = ("-starts_at", "pk")
        verbose_name = _("outage notice")
        verbose_name_plural = _("outage notices")
        indexes = (models.Index(fields=["over_at"], name="monitor_outages_open"),)

    def __str__(self) -> str:
        return self.text_en[:60]

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """It is for everybody who signs in."""
        return Q(pk__isnull=actor.person is None)

    @property
    def called_off(self) -> bool:
        """Whether it was ended before it began."""
        return self.over_at is not None and self.over_at < self.starts_at

    def text(self, language: str) -> str:
        """What it says, in the reader's language."""
        return self.text_en if language.startswith("en") else self.text_nl

    def is_on(self, at: datetime) -> bool:
        """Whether it goes on at a moment, rather than being announced."""
        return self.over_at is None and self.starts_at <= at
