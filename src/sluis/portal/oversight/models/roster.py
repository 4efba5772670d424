"""Who is on duty in which service window (P-102)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.oversight.models.shared import person_field


class Shift(Owned):
    """Somebody on duty in one service window, from one moment to another."""

    class Window(models.IntegerChoices):
        """The service windows of `sluis.deadlines`."""

        OFFICE = 1, _("1 – office days, office hours")
        EVENING = 2, _("2 – office days, evening")
        REST = 3, _("3 – nights, weekends and holidays")

    window = models.PositiveSmallIntegerField(_("Service window"), choices=Window.choices)
    starts_at = models.DateTimeField(_("From"))
    ends_at = models.DateTimeField(_("Until"))
    person = person_field(_("On duty"))
    phone = models.CharField(_("Telephone"), max_length=40)
    deputy = person_field(_("Deputy"), null=True, blank=True)
    deputy_phone = models.CharField(_("Deputy's telephone"), max_length=40, blank=True)

    class Meta(Owned.Meta):
        ordering = ("starts_at", "window")
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")

    def __str__(self) -> str:
        return f"{self.get_window_display()}: {self.person}"

    def clean(self) -> None:
        """It ends after it begins, and somebody else stands in."""
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end lies before the beginning.")})
        if self.deputy_id and self.deputy_id == self.person_id:
            raise ValidationError({"deputy": _("Somebody else stands in.")})
