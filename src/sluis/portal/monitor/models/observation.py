"""What somebody of the staff noticed about a delivery or an attempt, and what follows from it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import role_choices
from sluis.portal.access.tenancy import Owned


class Observation(Owned):
    """A remark of the operator's staff; parties do not see it.

    Attributes:
        delivery, attempt: what it is about, one of the two.
        due_at: by when somebody follows it up; none when nothing follows from it.
        person, role: who follows it up; one of the two.
        result: what came of it.
    """

    delivery = models.ForeignKey(
        "deliveries.Delivery", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Delivery")
    )
    attempt = models.ForeignKey(
        "deliveries.Attempt", models.CASCADE, related_name="+", null=True, blank=True, verbose_name=_("Attempt")
    )
    text = models.TextField(_("Remark"), max_length=2000)
    made_at = models.DateTimeField(_("Made"))
    made_by = models.CharField(max_length=200)
    due_at = models.DateTimeField(_("Follow-up due"), null=True, blank=True)
    person = models.ForeignKey(
        "access.Person", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Person")
    )
    role = models.CharField(_("Role"), max_length=30, choices=role_choices, blank=True)
    result = models.TextField(_("Result"), max_length=2000, blank=True)
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True)
    closed_by = models.CharField(max_length=200, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-made_at", "pk")
        verbose_name = _("remark of the staff")
        verbose_name_plural = _("remarks of the staff")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(delivery=None, attempt__isnull=False) | Q(attempt=None, delivery__isnull=False),
                name="monitor_about_one",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["closed_at", "due_at"], name="monitor_follow_ups")]

    def __str__(self) -> str:
        return str(self.delivery or self.attempt)

    @property
    def follows(self) -> bool:
        """Whether somebody has to follow it up still."""
        return self.due_at is not None and self.closed_at is None
