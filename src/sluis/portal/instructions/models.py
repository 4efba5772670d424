"""Instructions, and processing that a legal provision or order compels."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.agreement.processings import Verb
from sluis.portal.access.tenancy import Owned
from sluis.portal.instructions.rights import SEE

if TYPE_CHECKING:
    from sluis.portal.access.actor import Actor


class Kind(models.TextChoices):
    """What an instruction is about."""

    PROCESSING = "processing", _("Processing")
    MEASURE = "measure", _("Extra security measure")
    NORM = "norm", _("Norm or standard")
    CONTINUITY = "continuity", _("Continuity arrangement")


def kinds() -> list[tuple[str, Any]]:
    """For the field; a function, so that another kind is no change of the database."""
    return list(Kind.choices)


class State(models.TextChoices):
    """Where an instruction stands: given → accepted → carried out, or held until the controller decided."""

    GIVEN = "given", _("To be assessed")
    ACCEPTED = "accepted", _("Accepted")
    HELD = "held", _("Held")
    CONFIRMED = "confirmed", _("Confirmed by the controller")
    DONE = "done", _("Carried out")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ADAPTED = "adapted", _("Replaced by an adapted instruction")


COUNTING = (State.ACCEPTED, State.CONFIRMED)
"""In these states it has to be followed, and can be a ground for processing."""


class Instruction(Owned):
    """A written instruction of the controller under an agreement.

    Attributes:
        author: name of who gave it, at that moment.
        rows: activities of annex 1 that it is about.
        verbs: what it is about, or allows.
        react_on: last day for the processor's reaction.
        carry_out_by: last day for carrying it out, when the controller named one.
        lawful: what the processor thinks of it; none while it was not assessed.
        effective_at, ended_at: between these moments it has to be followed.
        replaces: the instruction of which it is the adapted form.
        arrangement: what was arranged, for continuity; oversight keeps those.
    """

    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="+", verbose_name=_("Agreement"))
    number = models.CharField(_("Number"), max_length=60, unique=True, editable=False)
    kind = models.CharField(_("Kind"), max_length=12, choices=kinds, default=Kind.PROCESSING)
    text = models.TextField(_("Instruction"), max_length=4000)
    rows = models.JSONField(default=list, blank=True)
    verbs = models.JSONField(default=list, blank=True)
    starts_on = models.DateField(_("First day"), null=True, blank=True)
    ends_on = models.DateField(_("Last day"), null=True, blank=True)
    react_on = models.DateField(_("Reaction on or before"))
    carry_out_by = models.DateField(_("To be carried out on or before"), null=True, blank=True)
    document = models.ForeignKey("documents.Version", models.PROTECT, related_name="+", null=True, blank=True)
    author = models.CharField(_("Given by"), max_length=200)
    given_at = models.DateTimeField(_("Given"))
    given_by = models.CharField(max_length=200)
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.GIVEN)
    lawful = models.BooleanField(_("Lawful, in the eyes of the processor"), null=True, blank=True)
    why = models.TextField(_("Why"), max_length=4000, blank=True)
    assessed_at = models.DateTimeField(_("Assessed"), null=True, blank=True)
    assessed_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(_("Decided by the controller"), null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decision = models.TextField(_("Explanation of the controller"), max_length=4000, blank=True)
    effective_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(_("What was done"), max_length=4000, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, blank=True)
    arrangement = models.ForeignKey(
        "oversight.Arrangement",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("What was arranged"),
    )

    class Meta(Owned.Meta):
        ordering = ("-given_at",)
        verbose_name = _("instruction")
        verbose_name_plural = _("instructions")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "confirmed"]) | Q(effective_at__isnull=False),
                name="instructions_followed_since",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(effective_at__isnull=True), name="instructions_held_allows_nothing"
            ),
        )

    def __str__(self) -> str:
        return self.number

    def clean(self) -> None:
        """It ends after it begins."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The end lies before the beginning.")})

    @property
    def is_open(self) -> bool:
        """Whether something has to be done about it still."""
        return self.state not in (State.DONE, State.WITHDRAWN, State.ADAPTED)

    @property
    def scope(self) -> tuple[Verb, ...]:
        """What it allows, in the words of annex 1."""
        return tuple(Verb(each) for each in self.verbs)

    def covers(self, on: date) -> bool:
        """Whether a day lies in its period."""
        return (self.starts_on is None or self.starts_on <= on) and (self.ends_on is None or on <= self.ends_on)


class Compelled(Owned):
    """Processing, or a deviation from an instruction, because a provision or an order compels it (Z-09, I-09).

    The operator keeps them; the controller sees one from when it was told. Where the law forbids to tell, the controller
    does not see it: not here, and not in what it takes along.

    Attributes:
        provision: the legal provision, or the court's or authority's order.
        necessity: to what it is limited, being strictly necessary.
        secret_reason: of public interest, for which the law forbids to tell beforehand.
        response: of the controller, such as its defence.
    """

    class Way(models.TextChoices):
        """What is compelled."""

        PROCESSING = "processing", _("Processing without an instruction")
        DEVIATION = "deviation", _("Deviation from an instruction")

    class Stage(models.TextChoices):
        """Where it stands."""

        RECORDED = "recorded", _("Recorded")
        NOTIFIED = "notified", _("Controller notified")
        SECRET = "secret", _("Notice forbidden")
        STARTED = "started", _("Under way")
        ENDED = "ended", _("Ended")
        DROPPED = "dropped", _("Not carried out")

    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="+", verbose_name=_("Agreement"))
    number = models.CharField(_("Number"), max_length=60, unique=True, editable=False)
    way = models.CharField(_("Kind"), max_length=12, choices=Way.choices, default=Way.PROCESSING)
    instruction = models.ForeignKey(
        Instruction, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Instruction")
    )
    provision = models.CharField(
        _("Legal provision or order"), max_length=300, help_text=_("Law and article, or who ordered it, when and under which number.")
    )  # fmt: skip
    intended = models.TextField(_("Intended processing"), max_length=4000)
    necessity = models.TextField(
        _("Limited to what is strictly necessary"), max_length=4000, help_text=_("Which data, of whom, for how long; and why not less.")
    )  # fmt: skip
    verbs = models.JSONField(default=list, blank=True)
    stage = models.CharField(_("State"), max_length=10, choices=Stage.choices, default=Stage.RECORDED, editable=False)
    recorded_at = models.DateTimeField(_("Recorded"), editable=False)
    recorded_by = models.CharField(max_length=200, editable=False)
    notified_at = models.DateTimeField(_("Controller notified"), null=True, blank=True, editable=False)
    secret_reason = models.TextField(_("Why the law forbids to tell"), max_length=2000, blank=True)
    response = models.TextField(_("Response of the controller"), max_length=4000, blank=True)
    responded_at = models.DateTimeField(_("Responded"), null=True, blank=True, editable=False)
    started_at = models.DateTimeField(_("Started"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("Ended"), null=True, blank=True, editable=False)
    outcome = models.TextField(_("What was done"), max_length=4000, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-recorded_at",)
        verbose_name = _("compelled processing")
        verbose_name_plural = _("compelled processings")
        constraints = (
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(notified_at__isnull=False) | ~Q(secret_reason=""),
                name="instructions_told_before",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @classmethod
    def shared_with(cls, actor: "Actor") -> Q:
        """The controller sees what it was told of."""
        if not actor.may(SEE):
            return super().shared_with(actor)
        return Q(agreement__organisation=actor.organisation, notified_at__isnull=False)
