"""The calendar of deliveries: per flow a schedule, per period a round, and what was asked about a round.

They belong to the source, the controller of what is delivered. The recipient, who plans them, sees them too.
"""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Term
from sluis.portal.access.tenancy import Owned
from sluis.portal.rounds.rights import PLAN, SEE

if TYPE_CHECKING:
    from sluis.portal.access.actor import Actor


class Rhythm(models.TextChoices):
    """How often something is delivered."""

    ONCE = "once", _("Once")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    HALF_YEARLY = "half-yearly", _("Every half-year")
    YEARLY = "yearly", _("Every year")
    BY_HAND = "by-hand", _("On days entered by hand")


def rhythms() -> list[tuple[str, Any]]:
    """For the field; a function, so that another one is no change of the database."""
    return list(Rhythm.choices)


class State(models.TextChoices):
    """Where a round stands: planned → open → delivered → signed off; or late, when its last day went without it."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    PROVISIONAL = "provisional", _("Delivered provisionally")
    LATE = "late", _("Late")
    DELIVERED = "delivered", _("Delivery received")
    SIGNED_OFF = "signed-off", _("Signed off")
    NOTHING = "nothing", _("Nothing to deliver")
    CLOSED = "closed", _("Closed")


def states() -> list[tuple[str, Any]]:
    """For the field; a function, so that another one is no change of the database."""
    return list(State.choices)


WAITING = (State.OPEN, State.PROVISIONAL, State.LATE)
"""In these states a final delivery is still expected."""
COMPLETE = (State.DELIVERED, State.SIGNED_OFF, State.NOTHING)
"""In these states what was expected is there."""


class Shared(Owned):
    """A record of the source that the recipient keeps."""

    recipient = models.ForeignKey("access.Organisation", models.PROTECT, related_name="+", verbose_name=_("Recipient"))

    class Meta(Owned.Meta):
        abstract = True

    @classmethod
    def shared_with(cls, actor: "Actor") -> Q:
        """The recipient of the deliveries."""
        if not (actor.may(SEE) or actor.may(PLAN)):
            return super().shared_with(actor)
        return Q(recipient=actor.organisation)


class Schedule(Shared):
    """When is delivered in one flow.

    Attributes:
        starts_on: first day of the first period, the first of a month.
        ends_on: of the only period, or the last day on which a period can begin; none without end.
        test_after, provisional_after, final_after: terms from the last day of a period; one is empty where there is no such
            day.
        reminders: how many days before each day people are reminded.
        refuses_late: production deliveries after the last day are refused, unless there is more time.
        stopped_at: no further rounds are made.
    """

    flow = models.ForeignKey("agreements.Flow", models.PROTECT, related_name="+", verbose_name=_("Flow"))
    rhythm = models.CharField(_("Rhythm"), max_length=12, choices=rhythms)
    starts_on = models.DateField(_("First day of the first period"))
    ends_on = models.DateField(_("Last day"), null=True, blank=True)
    test_after = models.CharField(_("Test delivery"), max_length=30, blank=True)
    provisional_after = models.CharField(_("Provisional delivery"), max_length=30, blank=True)
    final_after = models.CharField(_("Final delivery"), max_length=30, blank=True)
    sign_off = models.BooleanField(_("Sign-off is asked"), default=False)
    refuses_late = models.BooleanField(_("Late deliveries are refused"), default=False)
    reminders = models.JSONField(_("Reminders"), default=list, blank=True)
    made_at = models.DateTimeField(_("Made"))
    made_by = models.CharField(max_length=200)
    stopped_at = models.DateTimeField(_("Stopped"), null=True, blank=True)

    class Meta(Shared.Meta):
        ordering = ("organisation__name", "pk")
        verbose_name = _("schedule of deliveries")
        verbose_name_plural = _("schedules of deliveries")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["flow"], condition=Q(stopped_at=None), name="rounds_one_schedule"),
        ]

    def __str__(self) -> str:
        return str(self.flow)

    def term(self, name: str) -> Term | None:
        """The term to one of the days: `test`, `provisional`, `final`."""
        text = getattr(self, f"{name}_after")
        return Term.read(text) if text else None


class Round(Shared):
    """One period for which something is expected.

    Attributes:
        starts_on, ends_on: of the period.
        opens_on: from this day on deliveries count for it.
        test_until, provisional_until, final_until: last days; extensions move the final one.
        first_until: the final day before any extension.
        test_delivery, delivery: the last that counted, as its app names it.
        delivered_at: when the last final delivery came.
        late_at: when the last day had gone by without it; kept when it came later.
        asked_again_at: when the source asked for a second delivery that nobody decided about yet.
        reminded: what people were reminded of, so that they are once.
    """

    schedule = models.ForeignKey(Schedule, models.PROTECT, related_name="rounds", verbose_name=_("Schedule"))
    name = models.CharField(_("Round"), max_length=40)
    starts_on = models.DateField(_("First day of the period"))
    ends_on = models.DateField(_("Last day of the period"))
    opens_on = models.DateField(_("Opens"))
    test_until = models.DateField(_("Test until"), null=True, blank=True)
    provisional_until = models.DateField(_("Provisional until"), null=True, blank=True)
    final_until = models.DateField(_("Final until"))
    first_until = models.DateField()
    state = models.CharField(_("State"), max_length=12, choices=states, default=State.PLANNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    test_at = models.DateTimeField(_("Test delivered"), null=True, blank=True)
    test_delivery = models.CharField(max_length=64, blank=True)
    provisional_at = models.DateTimeField(_("Delivered provisionally"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("Delivery received"), null=True, blank=True)
    delivery = models.CharField(max_length=64, blank=True)
    late_at = models.DateTimeField(_("Late since"), null=True, blank=True)
    nothing_at = models.DateTimeField(_("Nothing to deliver"), null=True, blank=True)
    nothing_by = models.CharField(max_length=200, blank=True)
    nothing_why = models.CharField(_("Why there is nothing"), max_length=1000, blank=True)
    signed_off_at = models.DateTimeField(_("Signed off"), null=True, blank=True)
    signed_off_by = models.CharField(max_length=200, blank=True)
    asked_again_at = models.DateTimeField(_("Second delivery asked"), null=True, blank=True)
    asked_again_by = models.CharField(max_length=200, blank=True)
    asked_again_why = models.CharField(_("Why a second delivery"), max_length=1000, blank=True)
    declined_at = models.DateTimeField(_("Second delivery declined"), null=True, blank=True)
    declined_by = models.CharField(max_length=200, blank=True)
    declined_why = models.CharField(_("Why no second delivery"), max_length=1000, blank=True)
    reopened_at = models.DateTimeField(_("Opened again"), null=True, blank=True)
    reopened_by = models.CharField(max_length=200, blank=True)
    reopened_why = models.CharField(_("Why it was opened again"), max_length=1000, blank=True)
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True)
    closed_by = models.CharField(max_length=200, blank=True)
    closed_why = models.CharField(_("Why it was closed"), max_length=1000, blank=True)
    reminded = models.JSONField(default=list, blank=True)

    class Meta(Shared.Meta):
        ordering = ("final_until", "organisation__name", "pk")
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["schedule", "name"], name="rounds_one_name"),
            models.CheckConstraint(condition=Q(final_until__gte=models.F("first_until")), name="rounds_never_shorter"),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="rounds_period_in_order"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "final_until"], name="rounds_due")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_extended(self) -> bool:
        """Whether there is more time than was planned."""
        return self.final_until > self.first_until

    @property
    def waits(self) -> bool:
        """Whether a final delivery is still expected."""
        return self.state in WAITING


class Extension(Shared):
    """More time for a round: asked by the source with a reason, decided by the recipient or the operator for it."""

    class Decision(models.TextChoices):
        """What became of it."""

        ASKED = "asked", _("Asked")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")

    round = models.ForeignKey(Round, models.PROTECT, related_name="extensions", verbose_name=_("Round"))
    until = models.DateField(_("Until"))
    before = models.DateField(_("Instead of"))
    reason = models.CharField(_("Reason"), max_length=1000)
    asked_at = models.DateTimeField(_("Asked"))
    asked_by = models.CharField(max_length=200)
    decision = models.CharField(_("Decision"), max_length=8, choices=Decision.choices, default=Decision.ASKED)
    decided_at = models.DateTimeField(_("Decided"), null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    answer = models.CharField(_("Answer"), max_length=1000, blank=True)

    class Meta(Shared.Meta):
        ordering = ("-asked_at", "pk")
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round"], condition=Q(decision="asked"), name="rounds_one_question"),
        ]

    def __str__(self) -> str:
        return str(self.round)
