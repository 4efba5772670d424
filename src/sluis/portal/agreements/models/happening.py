"""What happened to an agreement, and what the controller consented to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.agreements.models.agreement import Agreement
from sluis.portal.agreements.wording import consents, happenings, sides


class Happening(Owned):
    """One step in an agreement's life, with the words of who took it; the evidence has the step without the words.

    Attributes:
        facts: what belongs to the step: ground, ref, term, day; no texts of people.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="happenings")
    kind = models.CharField(_("What"), max_length=30, choices=happenings)
    side = models.CharField(_("By"), max_length=12, choices=sides, blank=True)
    at = models.DateTimeField(_("When"))
    by = models.CharField(max_length=200)
    ref = models.CharField(_("Reference"), max_length=40, blank=True)
    reason = models.TextField(_("Reason"), blank=True)
    registered_letter = models.CharField(_("Registered letter"), max_length=60, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    until = models.DateTimeField(_("Until"), null=True, blank=True)
    settled_at = models.DateTimeField(_("Settled"), null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ("at", "pk")
        verbose_name = _("step in an agreement")
        verbose_name_plural = _("steps in agreements")
        constraints = (
            models.UniqueConstraint(
                fields=["agreement", "ref"], condition=~Q(ref=""), name="agreements_reference_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Consent(Owned):
    """An explicit written consent of the controller, without which something stays closed (Z-10, Z-16, Z-82, I-53)."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(_("To what"), max_length=20, choices=consents)
    country = models.CharField(_("Country"), max_length=2, blank=True)
    about = models.CharField(_("About"), max_length=300)
    given_on = models.DateField(_("Given on"))
    until = models.DateField(_("Until and including"), null=True, blank=True)
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)
    document = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    given_by = models.CharField(max_length=200)

    class Meta(Owned.Meta):
        ordering = ("given_on", "pk")
        verbose_name = _("consent of the controller")
        verbose_name_plural = _("consents of controllers")

    def __str__(self) -> str:
        return self.about
