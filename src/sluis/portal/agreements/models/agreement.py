"""Agreements and their versions."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from sluis.agreement.contract import Contract, read_contract
from sluis.agreement.plain import plain, read
from sluis.agreement.regime import TermType
from sluis.agreement.standing import RUNNING, Standing, State
from sluis.portal.access.tenancy import Owned
from sluis.portal.agreements.models.main import MainAgreement
from sluis.portal.agreements.wording import STATES
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as codes

if TYPE_CHECKING:
    from datetime import datetime

    from sluis.agreement.effects import Effects


def states() -> list[tuple[str, object]]:
    """For forms; a function, so that another one is no change of the database."""
    return [(state.value, label) for state, label in STATES.items()]


class Agreement(Owned):
    """A processing agreement of an organisation, the controller, with the operator, the processor.

    Attributes:
        current: the version that counts: the last that both signed, or the first while nobody did.
        life: its standing, as the room `sluis.agreement` knows it; `state` and `ends_on` repeat what lists need.
    """

    main = models.ForeignKey(
        MainAgreement, on_delete=models.PROTECT, related_name="+", verbose_name=_("Service agreement")
    )
    number = models.CharField(_("Number"), max_length=40, unique=True)
    programme = models.CharField(_("Programme"), max_length=120)
    current = models.ForeignKey("agreements.Version", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    life = models.JSONField(default=dict)
    state = models.CharField(_("State"), max_length=12, choices=states, default=State.DRAFT.value)
    ends_on = models.DateField(_("Last day"), null=True, blank=True)
    superseded_by = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    drafted_at = models.DateTimeField(_("Drafted"))

    class Meta(Owned.Meta):
        ordering = ("number",)
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")

    def __str__(self) -> str:
        return f"{self.number} {self.programme}"

    @property
    def standing(self) -> Standing:
        """Where it stands, as it was kept; `life.passing` brings it up to a moment.

        Raises:
            Refused: UNREADABLE when something else was put in its place, in the database or by an import.
        """
        try:
            found: Standing = read(Standing, self.life) if self.life else Standing()
        except ValueError as error:
            raise Refused(codes.UNREADABLE, part=str(error)) from None
        return found

    @standing.setter
    def standing(self, standing: Standing) -> None:
        self.life = plain(standing)
        self.state = standing.state.value
        self.ends_on = standing.ends_on

    @property
    def contract(self) -> Contract:
        """What counts now; the last day of the service agreement is the one on record there, with extensions (Z-03).

        Raises:
            ValueError: there is no version yet; a mistake in the program.
        """
        if self.current is None:
            raise ValueError("an agreement has a version")
        signed = self.current.contract
        if signed.regime.duration.type is not TermType.FOLLOWS_MAIN:
            return signed
        return replace(signed, service=replace(signed.service, ends_on=self.main.ends_on))

    @property
    def runs(self) -> bool:
        """Whether both parties are bound and it has not ended."""
        return State(self.state) in RUNNING

    def effects(self, at: "datetime") -> "Effects":
        """What follows from it at a moment."""
        from sluis.agreement.effects import effects

        return effects(self.contract, self.standing, at)


class Stage(models.TextChoices):
    """Where a version stands; an agreement can be in force while a next version is being made."""

    DRAFT = "draft", _("Draft")
    OFFERED = "offered", _("Offered")
    SIGNED = "signed", _("Signed by both")
    CURRENT = "current", _("Counts")
    REPLACED = "replaced", _("Replaced")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Version(Owned):
    """One version of an agreement: exact bytes, not a letter of which changes once it was offered."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("Version"))
    content = models.TextField()
    sha256 = models.CharField("SHA-256", max_length=64)
    text_version = models.PositiveIntegerField(_("Version of the text"), default=1)
    stage = models.CharField(_("State"), max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    note = models.CharField(_("What changes, and why"), max_length=500, blank=True)
    proposed_by = models.CharField(max_length=200)
    proposed_side = models.CharField(max_length=12)
    effective_on = models.DateField(_("Counts from"), null=True, blank=True)
    made_at = models.DateTimeField(_("Made"))
    offered_at = models.DateTimeField(_("Offered"), null=True, blank=True)
    document = models.ForeignKey(
        "documents.Version",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Document that is signed"),
    )

    class Meta(Owned.Meta):
        ordering = ("-number",)
        verbose_name = _("version of an agreement")
        verbose_name_plural = _("versions of agreements")
        constraints = (
            models.UniqueConstraint(fields=["agreement", "number"], name="agreements_version_number"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(stage__in=["draft", "offered", "signed"]),
                name="agreements_one_version_in_the_making",
            ),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(stage="current"), name="agreements_one_version_counts"
            ),
        )

    def __str__(self) -> str:
        return str(self.number)

    @cached_property
    def contract(self) -> Contract:
        """What it says."""
        return read_contract(self.content.encode())
