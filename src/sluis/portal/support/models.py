"""Help requests, offers of help, what was looked at; and, apart from these, what was handed over."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned

MOST_RECORDS = 25
"""In one offer, unless an installation says otherwise (`agreed.most_records`)."""
MOST_BYTES = 1 << 20
MOST_NAMES = 60
LONGEST_NAME = 80


class Way(models.TextChoices):
    """How help is given."""

    REPORT = "report", _("By the processing report alone")
    SCREEN = "screen", _("By sharing the screen")
    SELECTION = "selection", _("With a selection of the records that failed")


class State(models.TextChoices):
    """Where a request stands."""

    ASKED = "asked", _("Asked")
    OFFERED = "offered", _("Waits for consent")
    DECLINED = "declined", _("Declined")
    CONSENTED = "consented", _("Consented")
    RECEIVED = "received", _("Selection received")
    WITHDRAWN = "withdrawn", _("Consent withdrawn")
    CLOSED = "closed", _("Closed")
    DELETED = "deleted", _("Closed, data deleted")


ENDED = (State.CLOSED, State.DELETED)


def names(value: object) -> None:
    """Held against lists of codes and fields, wherever they come from."""
    right = isinstance(value, list) and len(value) <= MOST_NAMES
    if not right or not all(isinstance(each, str) and 0 < len(each) <= LONGEST_NAME for each in value):  # type: ignore[attr-defined]
        raise ValidationError(_("This is no list of names."))


class HelpRequest(Owned):
    """A source asks for help.

    Attributes:
        organisation: the source, whose data it is about.
        by_phone: the service desk wrote it down during a call.
        handler: of the service desk; nobody else sees what is handed over.
        kept: on closing, somebody chose to keep the selection until the term has passed.
        delete_by: the last moment that is in time for deleting what was handed over.
        late_at: when others were told that it was not deleted in time.
        gone_by: until when what was deleted may still lie, unreadable, in backups.
        proof: digest of what lay here sealed, from before it was deleted.
    """

    number = models.CharField(_("Number"), max_length=20, unique=True, editable=False)
    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="+", verbose_name=_("Agreement"))
    delivery = models.ForeignKey(
        "deliveries.Delivery", models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("Delivery")
    )
    way = models.CharField(_("Kind of help"), max_length=10, choices=Way.choices, default=Way.REPORT)
    question = models.TextField(_("What goes wrong"), max_length=2000)
    by_phone = models.BooleanField(_("By telephone"), default=False)
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(_("Asked"))
    asked_by = models.CharField(max_length=200)
    handler = models.ForeignKey("access.Person", models.SET_NULL, related_name="+", null=True, blank=True)
    received_at = models.DateTimeField(_("Selection received"), null=True, blank=True)
    received_by = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True)
    closed_by = models.CharField(max_length=200, blank=True)
    result = models.TextField(_("What came of it"), max_length=2000, blank=True)
    kept = models.BooleanField(default=False)
    delete_by = models.DateTimeField(_("To be deleted on or before"), null=True, blank=True)
    late_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(_("Deleted"), null=True, blank=True)
    deleted_by = models.CharField(max_length=200, blank=True)
    gone_by = models.DateTimeField(_("In backups at the latest until"), null=True, blank=True)
    proof = models.CharField(max_length=64, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-asked_at", "pk")
        verbose_name = _("help request")
        verbose_name_plural = _("help requests")
        indexes: ClassVar = [models.Index(fields=["state", "delete_by"], name="support_by_state")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something for it, besides deleting."""
        return self.state not in ENDED

    @property
    def holds_data(self) -> bool:
        """Whether a selection is here."""
        return self.received_at is not None and self.deleted_at is None

    def is_late(self, at: Any) -> bool:
        """Whether what was handed over ought to have been deleted before."""
        return self.holds_data and self.delete_by is not None and self.delete_by < at


class HelpOffer(Owned):
    """What the service desk asks to see, and what the controller answered; never changed once it was made.

    Attributes:
        clause: of the agreement on which it rests.
        until_on: the last day of the consent, chosen by who gave it.
        terms: digest of exactly what was consented to.
    """

    class State(models.TextChoices):
        """Where an offer stands."""

        OPEN = "open", _("Waits for an answer")
        CONSENTED = "consented", _("Consented")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Consent withdrawn")
        LAPSED = "lapsed", _("Consent has ended")
        RETRACTED = "retracted", _("Taken back")

    request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="offers")
    way = models.CharField(_("Kind of help"), max_length=10, choices=Way.choices)
    what = models.TextField(_("What we want to see"), max_length=1000)
    why = models.TextField(_("Why that is needed"), max_length=1000)
    codes = models.JSONField(_("Codes of the report"), default=list, blank=True, validators=[names])
    fields = models.JSONField(_("Fields"), default=list, blank=True, validators=[names])
    records = models.PositiveSmallIntegerField(
        _("Records, at most"), default=0, validators=[MinValueValidator(0), MaxValueValidator(1000)]
    )
    clause = models.CharField(_("Clause"), max_length=100)
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.OPEN)
    offered_at = models.DateTimeField(_("Offered"))
    offered_by = models.CharField(max_length=200)
    answered_at = models.DateTimeField(_("Answered"), null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_name = models.CharField(_("Answered by"), max_length=200, blank=True)
    until_on = models.DateField(_("Consent until and including"), null=True, blank=True)
    terms = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(_("Ended"), null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-offered_at", "pk")
        verbose_name = _("offer of help")
        verbose_name_plural = _("offers of help")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(state__in=["open", "consented"]), name="support_one_offer_counts"
            ),
            models.CheckConstraint(
                condition=~Q(state="consented") | (Q(until_on__isnull=False) & ~Q(answered_by="")),
                name="support_consent_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_way_display())


class HelpLook(Owned):
    """That somebody of the service desk looked: at the selection, the report, or a shared screen. Never what was seen."""

    request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="looks")
    way = models.CharField(_("How"), max_length=10, choices=Way.choices)
    at = models.DateTimeField(_("When"))
    by = models.CharField(max_length=200)
    name = models.CharField(_("Who"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("Minutes"), default=0)

    class Meta(Owned.Meta):
        ordering = ("-at", "pk")
        verbose_name = _("look at what was shown for help")
        verbose_name_plural = _("looks at what was shown for help")

    def __str__(self) -> str:
        return str(self.get_way_display())


class Selection(models.Model):
    """What was handed over, sealed (`shredding`); no record of an organisation, so that it is in no export."""

    request = models.OneToOneField(HelpRequest, models.CASCADE, primary_key=True, related_name="selection")
    sealed = models.BinaryField()
    records = models.PositiveIntegerField()
