"""Data specifications: of which flow, who delivers under them, their versions, and what each party decided.

They belong to the commissioning party that keeps the flow. Its sources see them too; the TTP is the operator.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.tenancy import Owned
from sluis.portal.specifications.rights import SEE


class PartyKind(models.TextChoices):
    """What an organisation is to a specification (Z-23)."""

    SOURCE = "source", _("Data source")
    COMMISSIONER = "commissioner", _("Commissioning party")
    TTP = "ttp", _("Trusted third party")


class Dataspec(Owned):
    """The specification of one flow, in all its versions."""

    name = models.CharField(
        _("Name"), max_length=64, help_text=_("Lower-case letters, digits and hyphens; the name in the file.")
    )
    title = models.CharField(_("Title"), max_length=200)
    closed = models.BooleanField(
        _("The list of fields is closed"),
        default=False,
        help_text=_(
            "Every version must say closed: true, so that a column that it does not name refuses the whole delivery."
        ),
    )
    made_at = models.DateTimeField(_("Made"))
    made_by = models.CharField(max_length=200)

    class Meta(Owned.Meta):
        ordering = ("title", "pk")
        verbose_name = _("data specification")
        verbose_name_plural = _("data specifications")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="specifications_one_name"),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """Its sources, and who decided about a version when it was one."""
        decided = _decided(actor).values("version__dataspec")
        return Q(pk__in=delivered(actor)) | Q(pk__in=decided)


class Specsource(Owned):
    """An organisation that delivers under a specification, from one day until it ends."""

    dataspec = models.ForeignKey(Dataspec, models.PROTECT, related_name="sources", verbose_name=_("Specification"))
    source = models.ForeignKey("access.Organisation", models.PROTECT, related_name="+", verbose_name=_("Data source"))
    added_at = models.DateTimeField(_("Added"))
    added_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(_("Ended"), null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta(Owned.Meta):
        ordering = ("source__name", "pk")
        verbose_name = _("data source of a specification")
        verbose_name_plural = _("data sources of specifications")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dataspec", "source"], condition=Q(ended_at=None), name="specifications_one_source"
            ),
        ]

    def __str__(self) -> str:
        return str(self.source)

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """The sources themselves."""
        return Q(dataspec__in=delivered(actor))


class Specversion(Owned):
    """A version: the exact bytes of a file, the way to its approval, and the days on which it holds.

    `valid_from` and `valid_until` stand in the file. `starts_on` and `ends_on` are the days on which it holds: not before
    it was signed, and until the day before the next one begins.
    """

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("Draft")
        PROPOSED = "proposed", _("Waits for approval")
        APPROVED = "approved", _("Waits for the signature")
        ACTIVE = "active", _("Signed")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        SUPERSEDED = "superseded", _("Superseded")

    dataspec = models.ForeignKey(Dataspec, models.PROTECT, related_name="versions", verbose_name=_("Specification"))
    label = models.CharField(_("Version"), max_length=64)
    content = models.BinaryField()
    sha256 = models.CharField("SHA-256", max_length=64)
    fields = models.PositiveIntegerField(_("Fields"), default=0)
    note = models.CharField(_("What changed, and why"), max_length=500)
    valid_from = models.DateField(_("First day in the file"), null=True, blank=True)
    valid_until = models.DateField(_("Last day in the file"), null=True, blank=True)
    starts_on = models.DateField(_("Holds from"), null=True, blank=True)
    ends_on = models.DateField(_("Holds until and including"), null=True, blank=True)
    state = models.CharField(_("State"), max_length=12, choices=State.choices, default=State.DRAFT)
    party = models.ForeignKey("access.Organisation", models.PROTECT, related_name="+", verbose_name=_("Proposed by"))
    drafted_at = models.DateTimeField(_("Uploaded"))
    drafted_by = models.CharField(max_length=200)
    proposed_at = models.DateTimeField(_("Proposed"), null=True, blank=True)
    proposed_by = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(_("Approved by all"), null=True, blank=True)
    signed_at = models.DateTimeField(_("Signed"), null=True, blank=True)
    signature = models.BinaryField(null=True, blank=True)
    signing_key = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True)
    closed_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(_("Reason"), max_length=500, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-drafted_at", "pk")
        verbose_name = _("version of a specification")
        verbose_name_plural = _("versions of specifications")
        constraints: ClassVar = [
            # A version that was once approved keeps its name for ever; one that never was gives it free.
            models.UniqueConstraint(
                fields=["dataspec", "label"],
                condition=~Q(state__in=("refused", "withdrawn")) | Q(approved_at__isnull=False),
                name="specifications_one_label",
            ),
            models.CheckConstraint(
                condition=~Q(state="active")
                | Q(approved_at__isnull=False, signature__isnull=False, starts_on__isnull=False),
                name="specifications_active_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """Its sources, and who decided about it when it was one."""
        return Q(dataspec__in=delivered(actor)) | Q(pk__in=_decided(actor).values("version"))

    @staticmethod
    def holding(on: date) -> Q:
        """Those that hold on a day."""
        return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))

    @property
    def authors(self) -> frozenset[str]:
        """Who drew it up or proposed it, as evidence names them."""
        return frozenset((self.drafted_by, self.proposed_by)) - {""}


class Specapproval(Owned):
    """What one party decided about a version: who, when, and of which bytes; the party's own record."""

    class Decision(models.TextChoices):
        """What it was."""

        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    version = models.ForeignKey(Specversion, models.PROTECT, related_name="approvals", verbose_name=_("Version"))
    kind = models.CharField(_("As"), max_length=12, choices=PartyKind.choices)
    decision = models.CharField(_("Decision"), max_length=8, choices=Decision.choices)
    person = models.ForeignKey("access.Person", models.PROTECT, related_name="+", verbose_name=_("Decided by"))
    decided_at = models.DateTimeField(_("Decided"))
    digest = models.CharField("SHA-256", max_length=64)
    reason = models.CharField(_("Reason"), max_length=500, blank=True)
    record = models.BinaryField()

    class Meta(Owned.Meta):
        ordering = ("decided_at", "pk")
        verbose_name = _("approval of a specification")
        verbose_name_plural = _("approvals of specifications")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "kind", "organisation"], name="specifications_one_decision"),
            models.UniqueConstraint(fields=["version", "person"], name="specifications_one_party_each"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_decision_display()}"

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """The other parties to the version."""
        own = Q(version__dataspec__organisation=actor.organisation) if actor.may(SEE) else Q(pk__in=())
        return own | Q(version__dataspec__in=delivered(actor)) | Q(version__in=_decided(actor).values("version"))

    @property
    def recorded(self) -> Mapping[str, Any]:
        """What was recorded of it: exact JSON, which evidence names by its digest."""
        from sluis.portal.specifications.recording import read

        return read(bytes(self.record))


def delivered(actor: Actor) -> "QuerySet[Any, Any]":
    """The specifications under which the actor's organisation delivers, for who may see any."""
    mine = Specsource.everything.filter(source=actor.organisation, ended_at=None)
    return (mine if actor.organisation and actor.may(SEE) else mine.none()).values("dataspec")


def _decided(actor: Actor) -> "QuerySet[Any]":
    """What the actor's organisation decided."""
    mine = Specapproval.everything.filter(organisation=actor.organisation)
    return mine if actor.organisation and actor.may(SEE) else mine.none()
