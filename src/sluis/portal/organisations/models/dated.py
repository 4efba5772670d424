"""What holds from a day to a day, both included, in the Netherlands."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned


class Dated(Owned):
    """Holds from `starts_on` until and including `ends_on`, or until further notice."""

    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until and including"), null=True, blank=True)

    class Meta(Owned.Meta):
        abstract = True

    def clean(self) -> None:
        """It does not end before it begins."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day lies before the first.")})

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)

    @staticmethod
    def in_force(day: date) -> Q:
        """Those that hold on a day."""
        return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))

    @staticmethod
    def overlapping(starts_on: date, ends_on: date | None) -> Q:
        """Those that share a day with a period."""
        later = Q(ends_on=None) | Q(ends_on__gte=starts_on)
        return later & Q(starts_on__lte=ends_on) if ends_on else later


def in_order(name: str) -> Any:
    """The database's own check that the last day is not before the first."""
    return models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name=name)
