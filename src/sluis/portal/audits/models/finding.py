"""What audits found."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.audits.models.auditing import Audit


class Finding(Owned):
    """What an audit found, and what became of it.

    Attributes:
        fails: the agreement, or the standard, is not complied with on this point.
        controller_view, processor_view: what each party thinks of it; they assess it jointly.
        carried_by: who carries the recommendation out.
        due_on: the term that the controller set.
    """

    class Stage(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("To be assessed")
        DISPUTED = "disputed", _("Parties disagree")
        AGREED = "agreed", _("To be carried out")
        DONE = "done", _("Carried out, to be verified")
        CLOSED = "closed", _("Closed")
        REJECTED = "rejected", _("Rejected by both")

    class View(models.TextChoices):
        """What a party thinks."""

        AGREES = "agrees", _("Agrees")
        DISPUTES = "disputes", _("Disputes")

    class Bearer(models.TextChoices):
        """Who carries it out."""

        PROCESSOR = "processor", _("Processor")
        CONTROLLER = "controller", _("Controller")
        BOTH = "both", _("Both parties")

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="findings", verbose_name=_("Audit"))
    number = models.PositiveIntegerField(_("Number"), editable=False)
    text = models.TextField(_("Finding"), max_length=4000)
    recommendation = models.TextField(_("Recommendation"), max_length=4000, blank=True)
    fails = models.BooleanField(_("What was agreed is not complied with on this point"), default=False)
    measure = models.ForeignKey(
        "oversight.Measure", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Measure")
    )
    carried_by = models.CharField(_("Carried out by"), max_length=12, choices=Bearer.choices, default=Bearer.PROCESSOR)
    due_on = models.DateField(_("To be carried out on or before"))
    stage = models.CharField(_("State"), max_length=10, choices=Stage.choices, default=Stage.OPEN, editable=False)
    controller_view = models.CharField(max_length=8, choices=View.choices, blank=True, editable=False)
    processor_view = models.CharField(max_length=8, choices=View.choices, blank=True, editable=False)
    dispute = models.TextField(_("Why it is disputed"), max_length=4000, blank=True, editable=False)
    outcome = models.TextField(_("What was done"), max_length=4000, blank=True, editable=False)
    recorded_at = models.DateTimeField(_("Recorded"), editable=False)
    done_at = models.DateTimeField(_("Carried out"), null=True, blank=True, editable=False)
    verified_at = models.DateTimeField(_("Verified"), null=True, blank=True, editable=False)

    class Meta(Owned.Meta):
        ordering = ("audit", "number")
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = (models.UniqueConstraint(fields=["audit", "number"], name="audits_finding_number"),)

    def __str__(self) -> str:
        return f"{self.audit_number}.{self.number}"

    @property
    def audit_number(self) -> str:
        """Of the audit, without asking for it when it was read along."""
        return self.audit.number

    @property
    def is_settled(self) -> bool:
        """Whether nothing has to be done about it any more."""
        return self.stage in (self.Stage.CLOSED, self.Stage.REJECTED)

    def is_late(self, on: date) -> bool:
        """Whether its term has passed."""
        return not self.is_settled and self.stage != self.Stage.DONE and self.due_on < on
