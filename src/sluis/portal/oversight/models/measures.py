"""Security measures in eleven themes, their evaluations, evidence and improvements."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.oversight.models.shared import ForParties, document_field, person_field
from sluis.portal.oversight.models.standards import Standard


class Theme(models.TextChoices):
    """The eleven themes under which measures are listed (Z-84)."""

    POLICY = "policy", _("Security policy")
    ORGANISATION = "organisation", _("Organisation of security")
    ASSETS = "assets", _("Assets")
    PERSONNEL = "personnel", _("Personnel")
    PHYSICAL = "physical", _("Buildings and equipment")
    OPERATIONS = "operations", _("Communication and operation")
    ACCESS = "access", _("Access")
    DEVELOPMENT = "development", _("Development and maintenance")
    INCIDENTS = "incidents", _("Incidents")
    CONTINUITY = "continuity", _("Continuity")
    AUDITS = "audits", _("Compliance and audits")


class Measure(ForParties):
    """What is done against a risk."""

    class Status(models.TextChoices):
        """Where it stands."""

        PLANNED = "planned", _("Planned")
        IN_FORCE = "in-force", _("In force")
        IMPROVE = "improve", _("Improvement needed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    theme = models.CharField(_("Theme"), max_length=12, choices=Theme.choices)
    title = models.CharField(_("Measure"), max_length=200)
    title_en = models.CharField(_("Measure, in English"), max_length=200, blank=True)
    description = models.TextField(_("Description"), max_length=4000, blank=True)
    description_en = models.TextField(_("Description, in English"), max_length=4000, blank=True)
    owner = person_field(_("Owner"), null=True, blank=True)
    status = models.CharField(_("Status"), max_length=10, choices=Status.choices, default=Status.PLANNED)
    kinds = models.CharField(
        _("Shown by events of the kinds"),
        max_length=400,
        blank=True,
        help_text=_("Separated by commas; a star at the end stands for anything: grant.*, backup.made"),
    )
    evaluated_on = models.DateField(_("Last evaluated"), null=True, blank=True)
    evaluate_by = models.DateField(_("Next evaluation before"), null=True, blank=True)

    class Meta(ForParties.Meta):
        ordering = ("theme", "title")
        verbose_name = _("measure")
        verbose_name_plural = _("measures")

    def __str__(self) -> str:
        return self.shown_title

    @property
    def shown_title(self) -> str:
        """In the reader's language, where it was written in both."""
        return (self.title_en or self.title) if _english() else self.title

    @property
    def shown_description(self) -> str:
        """The same."""
        return (self.description_en or self.description) if _english() else self.description

    @property
    def patterns(self) -> list[str]:
        """The kinds of events that show that it works."""
        return [each.strip() for each in self.kinds.split(",") if each.strip()]


class Reference(Owned):
    """The number under which a standard asks for a measure; never the standard's text."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="references", verbose_name=_("Measure"))
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="+", verbose_name=_("Standard"))
    number = models.CharField(_("Number in the standard"), max_length=20)

    class Meta(Owned.Meta):
        ordering = ("standard__code", "number")
        verbose_name = _("reference to a standard")
        verbose_name_plural = _("references to standards")
        constraints = (
            models.UniqueConstraint(fields=["measure", "standard", "number"], name="oversight_reference_once"),
        )

    def __str__(self) -> str:
        return f"{self.standard} {self.number}"


class Evaluation(Owned):
    """Whether a measure does what it should."""

    class Result(models.TextChoices):
        """What was found."""

        WORKS = "works", _("Works")
        PARTLY = "partly", _("Works partly")
        FAILS = "fails", _("Does not work")

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+", verbose_name=_("Measure"))
    evaluated_on = models.DateField(_("Evaluated on"))
    result = models.CharField(_("Result"), max_length=8, choices=Result.choices)
    remark = models.TextField(_("Remark"), max_length=2000, blank=True)
    evaluate_by = models.DateField(_("Next evaluation before"))
    recorded_by = models.CharField(max_length=200)

    class Meta(Owned.Meta):
        ordering = ("-evaluated_on",)
        verbose_name = _("evaluation of a measure")
        verbose_name_plural = _("evaluations of measures")

    def __str__(self) -> str:
        return str(self.get_result_display())

    def clean(self) -> None:
        """The next one comes later."""
        if self.evaluated_on and self.evaluate_by and self.evaluate_by <= self.evaluated_on:
            raise ValidationError({"evaluate_by": _("The next evaluation comes after this one.")})


class Proof(Owned):
    """Something that shows that a measure is in force: a document, or an event of the chain."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+", verbose_name=_("Measure"))
    title = models.CharField(_("What it shows"), max_length=200)
    shown_on = models.DateField(_("Date"))
    document = document_field(_("Document"))
    event = models.BigIntegerField(_("Number of an event"), null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-shown_on",)
        verbose_name = _("evidence of a measure")
        verbose_name_plural = _("evidence of measures")

    def __str__(self) -> str:
        return self.title


def origins() -> list[tuple[str, Any]]:
    """Where a proposal comes from."""
    return [
        ("evaluation", _("Evaluation of a measure")),
        ("exercise", _("Exercise or test")),
        ("analysis", _("Analysis of the infrastructure")),
        ("alert", _("Alert")),
        ("incident", _("Incident")),
        ("audit", _("Audit")),
        ("other", _("Other")),
    ]


class Improvement(Owned):
    """A proposal to do something better, and what became of it."""

    class State(models.TextChoices):
        """Where it stands."""

        PROPOSED = "proposed", _("Proposed")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        DONE = "done", _("Done")

    title = models.CharField(_("Proposal"), max_length=200)
    description = models.TextField(_("Description"), max_length=4000, blank=True)
    origin = models.CharField(_("Origin"), max_length=12, choices=origins, default="evaluation")
    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Measure")
    )
    owner = person_field(_("Carried out by"), null=True, blank=True)
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.PROPOSED, editable=False)
    proposed_at = models.DateTimeField(_("Proposed"), editable=False)
    proposed_by = models.CharField(max_length=200, editable=False)
    decided_at = models.DateTimeField(_("Decided"), null=True, blank=True, editable=False)
    decided_by = models.CharField(max_length=200, blank=True, editable=False)
    done_at = models.DateTimeField(_("Done"), null=True, blank=True, editable=False)

    class Meta(Owned.Meta):
        ordering = ("-proposed_at",)
        verbose_name = _("proposal for improvement")
        verbose_name_plural = _("proposals for improvement")

    def __str__(self) -> str:
        return self.title


def _english() -> bool:
    from django.utils.translation import get_language

    return (get_language() or "nl").startswith("en")
