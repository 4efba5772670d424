"""The outbox: that a message was to be sent and when it was; and, only until then, to which address with which facts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import LANGUAGES
from sluis.portal.access.tenancy import Owned


class Message(Owned):
    """A message. What remains after sending: to whom of the portal's people, which text, and when."""

    class State(models.TextChoices):
        """Where it is."""

        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        GIVEN_UP = "given-up", _("Given up")
        DROPPED = "dropped", _("Dropped")

    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    template = models.CharField(_("Text"), max_length=80)
    language = models.CharField(_("Language"), max_length=2, choices=LANGUAGES)
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.WAITING)
    queued_at = models.DateTimeField(_("Made"))
    ended_at = models.DateTimeField(_("Closed at"), null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-queued_at",)
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = (models.Index(fields=["queued_at"], name="notifications_queued"),)

    def __str__(self) -> str:
        return self.template


class Envelope(models.Model):
    """What is needed to send a message; gone once it was sent. Taken out by one process at a time, by a lease."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="envelope", primary_key=True)
    address = models.EmailField()
    facts = models.JSONField(default=dict, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=40, blank=True)
    fault = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = (models.Index(fields=["next_try_at"], name="notifications_next"),)
