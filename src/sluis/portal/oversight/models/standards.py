"""Standards by edition, and what an outside party has certified or stated about us."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.oversight.models.shared import ForParties, document_field


class Standard(ForParties):
    """One edition of a standard; that an edition was withdrawn is a fact about it, not a line of the program."""

    code = models.CharField(_("Standard"), max_length=40, help_text=_("For example NEN 7510."))
    edition = models.CharField(_("Edition"), max_length=40, help_text=_("For example 2017+A1:2020."))
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Replaced by")
    )

    class Meta(ForParties.Meta):
        ordering = ("code", "edition")
        verbose_name = _("standard")
        verbose_name_plural = _("standards")
        constraints = (
            models.UniqueConstraint(fields=["organisation", "code", "edition"], name="oversight_edition_once"),
        )

    def __str__(self) -> str:
        return f"{self.code}:{self.edition}"

    def is_withdrawn(self, on: date) -> bool:
        """Whether this edition no longer counts on a day."""
        return self.withdrawn_on is not None and self.withdrawn_on <= on


def attestation_kinds() -> list[tuple[str, Any]]:
    """What it can be; a function, so that another kind is no change of the database."""
    return [
        ("certificate", _("Certificate")),
        ("tpm", _("Third party memorandum")),
        ("audit", _("Report of an outside audit")),
        ("own", _("Own statement")),
    ]


class Attestation(ForParties):
    """A certificate or another statement about our security, with the statement of applicability that goes with it."""

    kind = models.CharField(_("Kind"), max_length=12, choices=attestation_kinds, default="certificate")
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="+", verbose_name=_("Standard"))
    scope = models.TextField(_("Scope"), max_length=2000)
    issuer = models.CharField(_("Issued by"), max_length=200)
    number = models.CharField(_("Number of the certificate"), max_length=80, blank=True)
    valid_from = models.DateField(_("Valid from"))
    valid_until = models.DateField(_("Valid until and including"))
    copy = document_field(_("Copy"))
    applicability = document_field(_("Statement of applicability"))

    class Meta(ForParties.Meta):
        ordering = ("-valid_until",)
        verbose_name = _("certificate or statement")
        verbose_name_plural = _("certificates and statements")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.standard}"

    def clean(self) -> None:
        """It ends after it begins."""
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": _("The end lies before the beginning.")})
