"""That a recipient was reminded of a result that waits, so that nobody is reminded twice."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned


class Reminder(Owned):
    """One reminder about one result; the organisation is the recipient's."""

    class Kind(models.TextChoices):
        """Why."""

        WAITS = "waits", _("Not downloaded yet")
        GOES = "goes", _("Will soon be removed")

    delivery = models.ForeignKey("deliveries.Delivery", models.CASCADE, related_name="+", verbose_name=_("Delivery"))
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind.choices)
    sent_at = models.DateTimeField(_("Sent"))
    people = models.PositiveIntegerField(_("People told"), default=0)

    class Meta(Owned.Meta):
        ordering = ("-sent_at", "pk")
        verbose_name = _("reminder of a result")
        verbose_name_plural = _("reminders of results")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["delivery", "kind"], name="monitor_reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery} – {self.get_kind_display()}"
