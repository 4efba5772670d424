"""Rules that look at the evidence, and what they found."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned

OPEN = ("open", "seen")


def rule_kinds() -> list[tuple[str, Any]]:
    """How rules look; a function, so that another way is no change of the database."""
    return [
        ("count", _("So many events within the time")),
        ("volume", _("So many times the usual number within the time")),
        ("absence", _("No event within the time")),
    ]


class Rule(Owned):
    """What to look for in the evidence."""

    class Per(models.TextChoices):
        """Of whom events are counted together."""

        ALL = "", _("All together")
        ACTOR = "actor", _("Each person or program")
        ORGANISATION = "organisation", _("Each organisation")
        SUBJECT = "subject", _("Each object")

    class Severity(models.TextChoices):
        """How bad it is."""

        HIGH = "high", _("High")
        MIDDLE = "middle", _("Middle")
        LOW = "low", _("Low")

    key = models.CharField(max_length=60, blank=True, editable=False)
    name = models.CharField(_("Name"), max_length=120)
    way = models.CharField(_("Looks for"), max_length=10, choices=rule_kinds, default="count")
    kinds = models.CharField(
        _("Kinds of events"),
        max_length=400,
        help_text=_("Separated by commas; a star stands for anything: person.sign-in-failed, certificate.*"),
    )
    outcome = models.CharField(
        _("Outcome"),
        max_length=10,
        blank=True,
        choices=[("done", _("Done")), ("refused", _("Refused")), ("failed", _("Failed"))],
    )
    codes = models.CharField(
        _("Codes of refusal"), max_length=200, blank=True, help_text=_("Separated by commas; empty for all.")
    )
    per = models.CharField(_("Counted together"), max_length=12, choices=Per.choices, default=Per.ALL, blank=True)
    threshold = models.PositiveIntegerField(_("From how many events"), default=1, validators=[MinValueValidator(1)])
    factor = models.PositiveIntegerField(
        _("How many times the usual number"), default=5, validators=[MinValueValidator(2)]
    )
    window_hours = models.PositiveIntegerField(
        _("Within how many hours"), default=24, validators=[MinValueValidator(1)]
    )
    severity = models.CharField(_("Severity"), max_length=8, choices=Severity.choices, default=Severity.MIDDLE)
    is_on = models.BooleanField(_("In use"), default=True)

    class Meta(Owned.Meta):
        ordering = ("name",)
        verbose_name = _("alert rule")
        verbose_name_plural = _("alert rules")

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """Its name; that of a rule that came with the program in the reader's language."""
        from sluis.portal.oversight.starting.rules import name_of

        return name_of(self.key) or self.name

    @property
    def patterns(self) -> list[str]:
        """The kinds of events, with stars."""
        return [each.strip() for each in self.kinds.split(",") if each.strip()]

    def clean(self) -> None:
        """A star stands at the end only, so that events are found by index."""
        import re

        if not self.patterns or not all(re.fullmatch(r"[a-z.-]*\*?", each) for each in self.patterns):
            raise ValidationError({"kinds": _("Small letters, dots and dashes, with a star at the end if needed.")})


class Alert(Owned):
    """What a rule found, until somebody has looked into it."""

    class State(models.TextChoices):
        """What was done with it."""

        OPEN = "open", _("Open")
        SEEN = "seen", _("Seen")
        CLOSED = "closed", _("Closed")

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="+", verbose_name=_("Rule"))
    about = models.CharField(_("About"), max_length=200, blank=True)
    state = models.CharField(_("State"), max_length=8, choices=State.choices, default=State.OPEN)
    severity = models.CharField(_("Severity"), max_length=8, choices=Rule.Severity.choices)
    count = models.PositiveIntegerField(_("Events"), default=0)
    first_at = models.DateTimeField(_("First event"), null=True, blank=True)
    last_at = models.DateTimeField(_("Last event"), null=True, blank=True)
    until = models.BigIntegerField(_("Up to event"), default=-1)
    raised_at = models.DateTimeField(_("Raised"))
    remark = models.TextField(_("Remark"), blank=True, max_length=2000)
    handled_at = models.DateTimeField(_("Handled"), null=True, blank=True)
    handled_by = models.CharField(max_length=200, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-raised_at",)
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints = (
            models.UniqueConstraint(
                fields=["rule", "about"], condition=Q(state__in=OPEN), name="oversight_one_open_alert"
            ),
        )

    def __str__(self) -> str:
        return str(self.rule)
