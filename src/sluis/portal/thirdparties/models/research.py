"""Research by random samples: which processors were drawn, what was checked at them, and what was found."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.thirdparties.models.processing import Processor


class Compliancesample(Owned):
    """A sample of the processors that an organisation had at a moment.

    Attributes:
        seed: made by the machine; with the frame it says which processors are drawn.
        frame: id and name of each processor at that moment, in the order of ids.
        drawn: the ids of those that were drawn, in the order of their lots.
    """

    purpose = models.CharField(_("What for"), max_length=200)
    drawn_at = models.DateTimeField(_("Drawn"), editable=False)
    drawn_by = models.CharField(_("Drawn by"), max_length=200, editable=False)
    size = models.PositiveSmallIntegerField(_("How many"))
    seed = models.CharField(_("Seed"), max_length=64, editable=False)
    frame = models.JSONField(editable=False)
    drawn = models.JSONField(editable=False)

    class Meta(Owned.Meta):
        ordering = ("-drawn_at",)
        verbose_name = _("sample of processors")
        verbose_name_plural = _("samples of processors")

    def __str__(self) -> str:
        return self.purpose


class Compliancecheck(Owned):
    """Something that was checked at a processor that was drawn."""

    class Severity(models.TextChoices):
        """How bad it is."""

        NONE = "none", _("In order")
        LOW = "low", _("Low")
        MEDIUM = "medium", _("Medium")
        HIGH = "high", _("High")

    sample = models.ForeignKey(Compliancesample, models.PROTECT, related_name="checks", verbose_name=_("Sample"))
    processor = models.ForeignKey(Processor, models.PROTECT, related_name="checks", verbose_name=_("Processor"))
    checked_on = models.DateField(_("Checked on"))
    what = models.CharField(_("What was checked"), max_length=400)
    finding = models.TextField(_("Finding"), max_length=4000, blank=True)
    severity = models.CharField(_("Severity"), max_length=8, choices=Severity.choices, default=Severity.NONE)
    follow_up = models.TextField(
        _("Follow-up"), max_length=2000, blank=True, help_text=_("What must be done about it.")
    )
    due_on = models.DateField(_("To be done on or before"), null=True, blank=True)
    settled_at = models.DateTimeField(_("Settled"), null=True, blank=True, editable=False)
    outcome = models.TextField(_("What was done"), max_length=2000, blank=True, editable=False)

    class Meta(Owned.Meta):
        ordering = ("-checked_on",)
        verbose_name = _("check at a processor")
        verbose_name_plural = _("checks at processors")

    def __str__(self) -> str:
        return self.what

    def clean(self) -> None:
        """What is not in order is described, and followed up by a day."""
        wrong = {}
        if self.severity != self.Severity.NONE and not self.finding.strip():
            wrong["finding"] = ValidationError(_("Say what was found."))
        if self.severity != self.Severity.NONE and not self.follow_up.strip():
            wrong["follow_up"] = ValidationError(_("Say what must be done about it."))
        if self.follow_up.strip() and self.due_on is None:
            wrong["due_on"] = ValidationError(_("Say on or before which day."))
        if wrong:
            raise ValidationError(wrong)

    @property
    def is_open(self) -> bool:
        """Whether something must still be done."""
        return bool(self.follow_up) and self.settled_at is None

    def is_late(self, on: date) -> bool:
        """Whether its day has passed."""
        return self.is_open and self.due_on is not None and self.due_on < on
