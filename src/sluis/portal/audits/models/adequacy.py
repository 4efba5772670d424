"""Evidence that measures are adequate."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.audits.models.auditing import Audit
from sluis.portal.oversight.models.shared import ForParties, document_field


def evidence_kinds() -> list[tuple[str, Any]]:
    """By what adequacy is shown (I-62); a function, so that another kind is no change of the database."""
    return [
        ("certification", _("Certification")),
        ("external", _("External check")),
        ("audit", _("Audit")),
        ("own-check", _("Own check")),
        ("statement", _("Own statement")),
    ]


class Adequacy(ForParties):
    """A dated piece of evidence that a measure is adequate, held against a standard."""

    measure = models.ForeignKey("oversight.Measure", models.PROTECT, related_name="+", verbose_name=_("Measure"))
    standard = models.ForeignKey("oversight.Standard", models.PROTECT, related_name="+", verbose_name=_("Standard"))
    kind = models.CharField(_("Shown by"), max_length=14, choices=evidence_kinds)
    shown_on = models.DateField(_("Date"))
    until = models.DateField(
        _("Holds until and including"), help_text=_("When it expires, or when it is looked at again.")
    )
    result = models.TextField(_("What it shows"), max_length=2000)
    attestation = models.ForeignKey(
        "oversight.Attestation", models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("Certificate or statement"),
    )  # fmt: skip
    audit = models.ForeignKey(
        Audit, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Audit"),
        help_text=_("Only that there was one is shown to parties; what it found is not."),
    )  # fmt: skip
    document = document_field(_("Document"))

    class Meta(ForParties.Meta):
        ordering = ("-shown_on",)
        verbose_name = _("evidence of adequacy")
        verbose_name_plural = _("evidence of adequacy")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.shown_on}"

    def clean(self) -> None:
        """It ends after it begins."""
        if self.shown_on and self.until and self.until < self.shown_on:
            raise ValidationError({"until": _("The end lies before the beginning.")})

    def holds(self, on: date) -> bool:
        """Whether it is not too old on a day."""
        return self.shown_on <= on <= self.until
