"""Audits."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned


class Kind(models.TextChoices):
    """Whose audit it is."""

    CONTROLLER = "controller", _("By the controller")
    AUTHORITY = "authority", _("By the supervisory authority")
    INTERNAL = "internal", _("Internal audit of the operator")
    EXTERNAL = "external", _("External audit of the operator")


OWN = (Kind.INTERNAL, Kind.EXTERNAL)
"""The operator's own, by its calendar."""


class State(models.TextChoices):
    """Where it stands."""

    REQUESTED = "requested", _("Requested")
    ADMISSIBLE = "admissible", _("Preconditions met")
    PLANNED = "planned", _("Planned")
    CARRIED_OUT = "carried-out", _("Carried out")
    FINDINGS = "findings", _("Findings in hand")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def doubts() -> list[tuple[str, Any]]:
    """Grounds for an audit; a function, so that another one is no change of the database."""
    return [
        ("none", _("There is no assurance")),
        ("insufficient", _("The assurance is insufficient")),
        ("doubt", _("There is reasonable doubt")),
    ]


def rhythms() -> list[tuple[str, Any]]:
    """How often an own audit comes back."""
    return [("6 months", _("Every half year")), ("1 year", _("Every year")), ("3 years", _("Every three years"))]


def _money(label: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(
        label, max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )


class Audit(Owned):
    """An audit under an agreement, by the authority, or of the operator by itself.

    Attributes:
        author: name of who asked for it, at that moment.
        notice: the written notice that comes first.
        opinion: what the controller thinks of the certificates.
        body: the authority or who investigates for it; `secrecy` that a commissioned one is bound to secrecy.
        proposed_by: the side that proposed day and auditor last.
        every: after which time an own audit comes back.
    """

    agreement = models.ForeignKey(
        "agreements.Agreement", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Agreement")
    )
    number = models.CharField(_("Number"), max_length=60, unique=True, editable=False)
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind.choices, default=Kind.CONTROLLER)
    state = models.CharField(_("State"), max_length=12, choices=State.choices, default=State.REQUESTED)
    scope = models.TextField(_("What is audited"), max_length=4000)
    standards = models.CharField(_("Standards"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("Asked"))
    asked_by = models.CharField(max_length=200)
    author = models.CharField(_("Asked by"), max_length=200)
    notice = models.TextField(_("Written notice"), max_length=4000, blank=True)
    certificates_asked_at = models.DateTimeField(_("Certificates requested"), null=True, blank=True)
    certificates_assessed_at = models.DateTimeField(_("Certificates assessed"), null=True, blank=True)
    opinion = models.TextField(_("Assessment of the certificates"), max_length=4000, blank=True)
    doubt = models.CharField(_("Ground"), max_length=12, choices=doubts, blank=True)
    grounds = models.TextField(_("Explanation of the ground"), max_length=4000, blank=True)
    breach_reference = models.CharField(_("Breach"), max_length=120, blank=True)
    breach_on = models.DateField(_("Date of the breach"), null=True, blank=True)
    suspected = models.BooleanField(_("It is suspected, not established"), default=False)
    body = models.CharField(_("Who investigates"), max_length=200, blank=True)
    secrecy = models.BooleanField(_("Bound to secrecy"), default=False)
    held_on = models.DateField(_("Day of the audit"), null=True, blank=True)
    auditor = models.CharField(_("Auditor"), max_length=200, blank=True)
    independent = models.BooleanField(_("Independent third party"), default=False)
    proposed_by = models.CharField(max_length=12, blank=True)
    controller_agreed_at = models.DateTimeField(_("Confirmed by the controller"), null=True, blank=True)
    processor_agreed_at = models.DateTimeField(_("Confirmed by the processor"), null=True, blank=True)
    carried_out_at = models.DateTimeField(_("Carried out"), null=True, blank=True)
    summary = models.TextField(_("Conclusion"), max_length=4000, blank=True)
    cost_controller = _money(_("Costs made by the controller, in euros"))
    cost_processor = _money(_("Costs made by the processor, in euros"))
    every = models.CharField(_("Comes back"), max_length=12, choices=rhythms, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("Reason"), max_length=2000, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-asked_at",)
        verbose_name = _("audit")
        verbose_name_plural = _("audits")
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind="controller") | Q(agreement__isnull=False), name="audits_under_an_agreement"
            ),
            models.CheckConstraint(
                condition=~Q(kind="controller", state__in=["planned", "carried-out", "findings", "closed"])
                | Q(controller_agreed_at__isnull=False, processor_agreed_at__isnull=False),
                name="audits_planned_by_both",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def is_own(self) -> bool:
        """Whether it is the operator's own."""
        return self.kind in OWN

    @property
    def is_open(self) -> bool:
        """Whether something has to be done about it still."""
        return self.state not in (State.CLOSED, State.WITHDRAWN)
