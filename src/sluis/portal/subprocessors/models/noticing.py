"""What was announced under an agreement; the records of its controller."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import day_of
from sluis.portal.access.tenancy import Owned
from sluis.portal.subprocessors.models.register import Subprocessor
from sluis.portal.subprocessors.wording import notice_states, regimes


class Subnotice(Owned):
    """A subprocessor under one agreement: when its controller was told, and on which terms.

    Attributes:
        regime: of the agreement at the moment of telling; later amendments do not change a term that runs.
        earliest_start: the agreed notice after the day of telling; none when it may not start at all.
        objection_until: last day on which the controller can object.
        adapted: how the service does without it, when an objection was met so.
    """

    class State(models.TextChoices):
        """Where it stands."""

        LISTED = "listed"
        INFORMED = "informed"
        OPEN = "open"
        ACCEPTED = "accepted"
        LAPSED = "lapsed"
        OBJECTED = "objected"
        RESOLVED = "resolved"
        AVOIDED = "avoided"
        UNRESOLVED = "unresolved"
        CLOSED = "closed"
        WITHDRAWN = "withdrawn"

    subprocessor = models.ForeignKey(Subprocessor, on_delete=models.PROTECT, related_name="notices")
    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.PROTECT, related_name="+")
    regime = models.CharField(_("Agreed"), max_length=12, choices=regimes)
    state = models.CharField(_("Stands"), max_length=12, choices=notice_states)
    told_at = models.DateTimeField(_("Told"))
    earliest_start = models.DateField(_("Earliest start"), null=True, blank=True)
    objection_until = models.DateField(_("Objection until and including"), null=True, blank=True)
    started_on = models.DateField(_("Works since"), null=True, blank=True)
    ended_on = models.DateField(_("Worked until and including"), null=True, blank=True)
    adapted = models.TextField(_("Adapted service"), max_length=2000, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-told_at", "pk")
        verbose_name = _("notice of a subprocessor")
        verbose_name_plural = _("notices of subprocessors")
        constraints = (
            models.UniqueConstraint(
                fields=["subprocessor", "agreement"],
                condition=Q(ended_on=None) & ~Q(state="withdrawn"),
                name="subprocessors_one_notice",
            ),
        )

    def __str__(self) -> str:
        return str(self.subprocessor)

    @classmethod
    def living(cls) -> Q:
        """Those that still count."""
        return Q(ended_on=None) & ~Q(state=cls.State.WITHDRAWN)

    @property
    def told_on(self) -> date:
        """The day from which its terms run."""
        return day_of(self.told_at)

    @property
    def first_day(self) -> date | None:
        """The first day on which it may start: after the objection period, unless the controller answered before."""
        answered = self.state in (self.State.ACCEPTED, self.State.RESOLVED)
        if self.earliest_start is None or self.objection_until is None or answered:
            return self.earliest_start
        return max(self.earliest_start, self.objection_until + timedelta(days=1))

    @property
    def disputed(self) -> bool:
        """Whether an objection stands."""
        return self.state in (self.State.OBJECTED, self.State.UNRESOLVED)

    def takes_objection(self, day: date) -> bool:
        """Whether the controller can object on a day."""
        there = self.state in (self.State.OPEN, self.State.ACCEPTED) and self.started_on is None
        return there and self.objection_until is not None and day <= self.objection_until


class Subobjection(Owned):
    """An objection of the controller (Z-77)."""

    notice = models.ForeignKey(Subnotice, on_delete=models.PROTECT, related_name="objections")
    text = models.TextField(_("Objection"), max_length=4000)
    at = models.DateTimeField(_("Made"))
    by = models.CharField(max_length=200)

    class Meta(Owned.Meta):
        ordering = ("at", "pk")
        verbose_name = _("objection to a subprocessor")
        verbose_name_plural = _("objections to subprocessors")

    def __str__(self) -> str:
        return str(self.at)


class Subeffort(Owned):
    """What the processor did to resolve an objection (Z-77)."""

    notice = models.ForeignKey(Subnotice, on_delete=models.PROTECT, related_name="efforts")
    text = models.TextField(_("What was done"), max_length=4000)
    at = models.DateTimeField(_("Recorded"))
    by = models.CharField(max_length=200)

    class Meta(Owned.Meta):
        ordering = ("at", "pk")
        verbose_name = _("effort about an objection")
        verbose_name_plural = _("efforts about objections")

    def __str__(self) -> str:
        return str(self.at)
