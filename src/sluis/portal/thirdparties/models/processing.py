"""Who processes for an organisation, and what was agreed."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Term
from sluis.portal.access.tenancy import Owned
from sluis.portal.oversight.models.shared import document_field, person_field
from sluis.portal.subprocessors.wording import countries
from sluis.portal.thirdparties.points import Outcome, failed, is_complete


def dpa_kinds() -> list[tuple[str, Any]]:
    """What is agreed; a function, so that another kind is no change of the database."""
    return [
        ("processing", _("Processing agreement")),
        ("addendum", _("Addendum to a processing agreement")),
        ("clauses", _("Standard clauses for transfer")),
    ]


def notice_terms() -> list[tuple[str, Any]]:
    """How long before the end one gives notice."""
    return [
        ("1 month", _("1 month")),
        ("2 months", _("2 months")),
        ("3 months", _("3 months")),
        ("6 months", _("6 months")),
        ("12 months", _("12 months")),
    ]


class Processor(Owned):
    """Somebody who processes personal data for an organisation."""

    name = models.CharField(_("Name"), max_length=160)
    trade_register_number = models.CharField(_("Trade register number"), max_length=40, blank=True)
    country = models.CharField(
        _("Country"), max_length=2, choices=countries, default="NL", help_text=_("Where the data are processed.")
    )
    service = models.CharField(_("Service"), max_length=400)
    data = models.CharField(
        _("Personal data"), max_length=400, help_text=_("Which personal data it can reach for you.")
    )
    contact = models.CharField(
        _("Point of contact"), max_length=300, blank=True, help_text=_("Where it can be reached, such as a department.")
    )
    notes = models.TextField(_("Notes"), max_length=2000, blank=True)
    ended_on = models.DateField(_("Works no longer as of"), null=True, blank=True, editable=False)
    reason = models.CharField(_("Reason"), max_length=500, blank=True, editable=False)

    class Meta(Owned.Meta):
        ordering = ("name",)
        verbose_name = _("processor")
        verbose_name_plural = _("processors")
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(ended_on=None),
                name="thirdparties_processor_name",
                violation_error_message=_("There is a processor with this name already."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Dpa(Owned):
    """An agreement with a processor.

    Attributes:
        origin: whose model it is.
        document: what they submitted; of one's own model the signed copy.
        notice: how long before its end one gives notice.
        review: each point with its outcome and remark (`points.Review`); empty until it was reviewed.
        remarks: with what it was returned, or why it ended.
        warned_of: the last day of which people were warned.
    """

    class Origin(models.TextChoices):
        """Whose model."""

        OWN = "own", _("Our own model")
        THEIRS = "theirs", _("Submitted by the processor")

    class State(models.TextChoices):
        """Where it stands."""

        OFFERED = "offered", _("Offered")
        UNDER_REVIEW = "under-review", _("Under review")
        RETURNED = "returned", _("Returned")
        CONCLUDED = "concluded", _("Concluded")
        EXPIRED = "expired", _("Expired")
        ENDED = "ended", _("Ended")

    processor = models.ForeignKey(Processor, models.PROTECT, related_name="agreements", verbose_name=_("Processor"))
    kind = models.CharField(_("Kind"), max_length=12, choices=dpa_kinds, default="processing")
    origin = models.CharField(_("Model"), max_length=8, choices=Origin.choices, editable=False)
    state = models.CharField(_("State"), max_length=14, choices=State.choices, editable=False)
    version = models.CharField(_("Version of the document"), max_length=40, default="1.0")
    document = document_field(_("Document"))
    begun_at = models.DateTimeField(_("Offered or submitted"), editable=False)
    starts_on = models.DateField(_("From"), null=True, blank=True)
    expires_on = models.DateField(
        _("Until and including"), null=True, blank=True, help_text=_("Empty: until it is ended.")
    )
    notice = models.CharField(_("Term of notice"), max_length=12, choices=notice_terms, blank=True)
    review = models.JSONField(default=dict, blank=True, editable=False)
    reviewer = person_field(_("Reviewer"), null=True, blank=True, editable=False)
    reviewed_at = models.DateTimeField(_("Reviewed"), null=True, blank=True, editable=False)
    remarks = models.TextField(_("Remarks"), max_length=4000, blank=True, editable=False)
    ended_on = models.DateField(_("Ended as of"), null=True, blank=True, editable=False)
    warned_of = models.DateField(null=True, blank=True, editable=False)

    class Meta(Owned.Meta):
        ordering = ("-begun_at",)
        verbose_name = _("agreement with a processor")
        verbose_name_plural = _("agreements with processors")
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=models.F("starts_on")),
                name="thirdparties_dpa_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"

    def clean(self) -> None:
        """It ends after it begins, and one gives notice of an end that is known."""
        if self.starts_on and self.expires_on and self.expires_on < self.starts_on:
            raise ValidationError({"expires_on": _("The last day lies before the first.")})
        if self.notice and not self.expires_on:
            raise ValidationError({"notice": _("A term of notice is counted from a last day.")})

    @property
    def is_own(self) -> bool:
        """Whether the organisation offered it."""
        return self.origin == self.Origin.OWN

    @property
    def passed(self) -> bool:
        """Whether its review found nothing in the way of concluding it."""
        return is_complete(self.review) and not failed(self.review)

    @property
    def notice_on(self) -> date | None:
        """The last day on which notice can be given."""
        if not (self.notice and self.expires_on):
            return None
        return Term.read(self.notice).day_before(self.expires_on)

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """What the reviewer thought, point by point."""
        return {point: Outcome(said["outcome"]) for point, said in self.review.items()}
