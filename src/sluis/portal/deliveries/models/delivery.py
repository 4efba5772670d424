"""A delivery and where it stands: one moment per step, each with an event in the evidence."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.tenancy import Owned
from sluis.portal.deliveries.models.route import Route
from sluis.portal.deliveries.models.rule import Autorule


class State(models.TextChoices):
    """Where a delivery stands; the first ten are its life, in order."""

    OFFERED = "offered", _("Offered")
    AUTHENTICATED = "authenticated", _("Being received")
    CHECKED = "checked", _("Waits for authorisation")
    AUTHORISED = "authorised", _("Waits for the relay")
    RELAYED = "relayed", _("Relayed")
    AVAILABLE = "available", _("Available")
    DOWNLOADED = "downloaded", _("Downloaded")
    OPENED = "opened", _("Opened")
    REMOVED = "removed", _("Removed")
    EXPIRED = "expired", _("Last backup expired")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


STEPS = (
    State.OFFERED, State.AUTHENTICATED, State.CHECKED, State.AUTHORISED, State.RELAYED, State.AVAILABLE,
    State.DOWNLOADED, State.OPENED, State.REMOVED, State.EXPIRED,
)  # fmt: skip
"""The life of a delivery that goes well."""


class Delivery(Owned):
    """One delivery of a source.

    Attributes:
        organisation: of the source.
        recipient: who gets the result: the registry's organisation, or the source's own.
        delivery: its id in the manifest, 32 hex digits.
        source_key: key id of the source's signature; with the id it is taken once.
        corrects: the id of the delivery that this one corrects; empty for none.
        clear: values that the TTP may see, by the name of their field.
        relied_on: what a rule relied on: names and numbers.
        report: what was wrong when it was refused: code, facts and place, as `deliveries.reporting` keeps them.
        prepared: the source's own processing report: counts, codes and row numbers, never a value.
        remove_at: when the result goes at the latest; earlier when it was downloaded.
        proof: the TTP's signed statement that the files are gone.
    """

    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="deliveries")
    recipient = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("rounds.Round", on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    state = models.CharField(_("State"), max_length=14, choices=State.choices, default=State.OFFERED)
    delivery = models.CharField(max_length=32)
    source_key = models.CharField(max_length=64)
    number = models.CharField(_("Number"), max_length=14)
    sequence = models.PositiveIntegerField(_("Sequence"))
    predecessor = models.CharField(max_length=32, blank=True)
    corrects = models.CharField(max_length=32, blank=True)
    mode = models.CharField(_("Mode"), max_length=10)
    test = models.BooleanField(_("Test delivery"), default=False)
    created_at = models.DateTimeField(_("Made by the source"))
    agreement_version = models.PositiveIntegerField(_("Version of the agreement"))
    specification_sha256 = models.CharField(max_length=64)
    manifest_sha256 = models.CharField(max_length=64)
    clear = models.JSONField(default=dict, blank=True)
    rows = models.PositiveBigIntegerField(_("Rows"), default=0)
    persons = models.PositiveBigIntegerField(_("Persons"), default=0)
    rows_by_table = models.JSONField(default=dict, blank=True)
    size = models.PositiveBigIntegerField(_("Size in bytes"))
    unusual = models.JSONField(default=list, blank=True)
    offered_at = models.DateTimeField(_("Offered"), null=True, blank=True)
    authenticated_at = models.DateTimeField(_("Authenticated"), null=True, blank=True)
    checked_at = models.DateTimeField(_("Checked"), null=True, blank=True)
    authorised_at = models.DateTimeField(_("Authorised"), null=True, blank=True)
    relayed_at = models.DateTimeField(_("Relayed"), null=True, blank=True)
    available_at = models.DateTimeField(_("Available"), null=True, blank=True)
    downloaded_at = models.DateTimeField(_("Downloaded"), null=True, blank=True)
    opened_at = models.DateTimeField(_("Opened"), null=True, blank=True)
    removed_at = models.DateTimeField(_("Removed"), null=True, blank=True)
    expired_at = models.DateTimeField(_("Last backup expired"), null=True, blank=True)
    refused_at = models.DateTimeField(_("Refused"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("Withdrawn"), null=True, blank=True)
    authorised_by = models.CharField(max_length=200, blank=True)
    rule = models.ForeignKey(Autorule, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    relied_on = models.JSONField(default=dict, blank=True)
    code = models.CharField(_("Code"), max_length=8, blank=True)
    report = models.JSONField(default=dict, blank=True)
    explanation = models.TextField(_("Explanation"), blank=True)
    prepared = models.JSONField(default=dict, blank=True)
    downloads = models.PositiveIntegerField(_("Downloads"), default=0)
    result_size = models.PositiveBigIntegerField(default=0)
    result_sha256 = models.CharField(max_length=64, blank=True)
    remove_at = models.DateTimeField(_("Goes at the latest"), null=True, blank=True)
    gone_by = models.DateTimeField(_("In backups at the latest until"), null=True, blank=True)
    removal_asked_at = models.DateTimeField(_("Removal asked"), null=True, blank=True)
    removal_asked_by = models.CharField(max_length=200, blank=True)
    removal_reason = models.CharField(max_length=40, blank=True)
    proof = models.BinaryField(default=b"", blank=True)

    class Meta(Owned.Meta):
        ordering = ("-offered_at", "pk")
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source_key", "delivery"], name="deliveries_taken_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "offered_at"], name="deliveries_by_state"),
            models.Index(fields=["organisation", "-offered_at"], name="deliveries_by_source"),
            models.Index(fields=["recipient", "-offered_at"], name="deliveries_by_recipient"),
        ]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """The recipient sees what is on its way to it from the moment on which it was relayed."""
        return Q(recipient=actor.organisation) & ~Q(relayed_at=None)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen but that traces expire."""
        return self.state in (State.REMOVED, State.EXPIRED, State.REFUSED, State.WITHDRAWN)

    @property
    def is_held(self) -> bool:
        """Whether the result can be downloaded."""
        return self.state in (State.AVAILABLE, State.DOWNLOADED, State.OPENED)

    @property
    def returns(self) -> bool:
        """Whether the result goes back to the organisation that delivered."""
        return self.recipient_id == self.organisation_id

    def reached(self, state: State) -> object:
        """When a step was reached; none when it was not."""
        return getattr(self, f"{state.value}_at")


class Lease(models.Model):
    """Which custodian is at work on a delivery, and until when that counts; no part of the record itself.

    Attributes:
        code: why it waits, when it was tried and could not be done here.
    """

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, primary_key=True, related_name="lease")
    holder = models.CharField(max_length=40, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=12, blank=True)
