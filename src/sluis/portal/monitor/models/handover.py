"""The end of a shift: what is open then, for whoever takes over."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned


class ShiftHandover(Owned):
    """What one shift leaves to the next.

    Attributes:
        items: what was open at that moment, as the monitor showed it: kind, number, id and since when.
        left_out: how many more there were than are kept.
    """

    window = models.PositiveSmallIntegerField(_("Service window"))
    note = models.TextField(_("Note"), max_length=4000, blank=True)
    items = models.JSONField(default=list, blank=True)
    left_out = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(_("Handed over"))
    made_by = models.CharField(max_length=200)
    accepted_at = models.DateTimeField(_("Accepted"), null=True, blank=True)
    accepted_by = models.CharField(max_length=200, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-made_at", "pk")
        verbose_name = _("shift handover")
        verbose_name_plural = _("shift handovers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(accepted_at=None), name="monitor_one_open_handover"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"
