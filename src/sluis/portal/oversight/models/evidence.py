"""What auditors leave behind: verifications that were asked for, and samples that can be drawn again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.tenancy import Owned


class Mark(models.Model):
    """How far a program of this app has come in the chain. Only a help: nothing is lost with it but some work."""

    name = models.CharField(primary_key=True, max_length=80)
    n = models.BigIntegerField(default=-1)


class Verification(Owned):
    """Whether the chain was whole at a moment. There is one chain, so the outcome is for all who see evidence."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("Waiting")
        SOUND = "sound", _("The chain is whole")
        BROKEN = "broken", _("The chain is not whole")
        FAILED = "failed", _("Not finished")

    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.WAITING)
    thorough = models.BooleanField(
        _("Thorough"),
        default=False,
        help_text=_("Also hold what stands beside each event to find it by against the event itself; takes longer."),
    )
    against = models.BinaryField(null=True, blank=True)
    asked_at = models.DateTimeField(_("Asked"))
    asked_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(_("Verified"), null=True, blank=True)
    until = models.BigIntegerField(_("Up to event"), null=True, blank=True)
    head = models.CharField(_("Hash"), max_length=64, blank=True)
    events = models.BigIntegerField(_("Events"), default=0)
    findings = models.JSONField(default=list)

    class Meta(Owned.Meta):
        ordering = ("-asked_at",)
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.until if self.until is not None else ''}".strip()

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """The outcome of a chain is for whoever has events in it; what an organisation asked by itself too."""
        from sluis.portal.oversight.rights import SEE_EVIDENCE

        return Q(organisation__is_operator=True) if actor.may(SEE_EVIDENCE) else Q(pk__in=())

    @property
    def mark(self) -> str:
        """The name under which its progress is kept."""
        return f"verification:{self.pk}"


class Sample(Owned):
    """A sample: what it was drawn from, and what is needed to draw it again."""

    purpose = models.CharField(_("Purpose"), max_length=200)
    criteria = models.JSONField(_("Criteria"), default=dict)
    seed = models.CharField(_("Seed"), max_length=64)
    size = models.PositiveIntegerField(_("Sample size"))
    until = models.BigIntegerField(_("Up to event"))
    whole = models.BooleanField(_("From all organisations"), default=False)
    population = models.BigIntegerField(_("Population"))
    numbers = models.JSONField(default=list)
    digest = models.CharField(_("Hash of the sample"), max_length=64)
    drawn_at = models.DateTimeField(_("Drawn"))
    drawn_by = models.CharField(max_length=200)

    class Meta(Owned.Meta):
        ordering = ("-drawn_at",)
        verbose_name = _("sample")
        verbose_name_plural = _("samples")

    def __str__(self) -> str:
        return self.purpose
