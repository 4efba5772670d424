"""Subprocessors, their certificates and their agreements; the operator's own records."""

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.subprocessors.wording import countries, states

if TYPE_CHECKING:
    from sluis.portal.access.actor import Actor


def told_to(actor: "Actor", path: str = "pk") -> Q:
    """Records about subprocessors of which an actor's organisation was told; `path` leads to the subprocessor."""
    from sluis.portal.subprocessors.models.noticing import Subnotice

    if actor.person is None or actor.closed or actor.organisation is None:
        return Q(pk__in=())
    told = Subnotice.everything.filter(organisation=actor.organisation).values("subprocessor")
    return Q(**{f"{path}__in": told})


class Subprocessor(Owned):
    """Somebody who works for the processor with data of controllers (Z-80, I-54).

    Attributes:
        in_use: off for who is listed but not used now (A28).
        party: the same organisation, when it is a party here in another role.
        announced_at: when the announcement that counts was made.
    """

    class State(models.TextChoices):
        """Where it stands."""

        LISTED = "listed"
        ANNOUNCED = "announced"
        ACTIVE = "active"
        STOPPED = "stopped"

    name = models.CharField(_("Name"), max_length=160)
    address = models.CharField(_("Street and number"), max_length=200)
    city = models.CharField(_("City"), max_length=100)
    country = models.CharField(
        _("Country"), max_length=2, choices=countries, default="NL", help_text=_("Where the data are processed.")
    )
    trade_register_number = models.CharField(_("Trade register number"), max_length=40, blank=True)
    service = models.CharField(_("Description of the service"), max_length=400)
    data = models.CharField(_("Personal data"), max_length=400, help_text=_("Which personal data it can reach."))
    transfer_outside_eea = models.BooleanField(
        _("Transfer outside the European Economic Area"),
        default=False,
        help_text=_("Also when it is established inside, and somebody outside can reach the data."),
    )
    agreement_description = models.CharField(
        _("Agreement with it"), max_length=300, blank=True, help_text=_("As the annexes name it.")
    )
    party = models.ForeignKey(
        "access.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Party in this portal"),
        help_text=_("When the same organisation has another role here as well."),
    )
    in_use = models.BooleanField(_("In use"), default=True, help_text=_("Off: listed, but not used now."))
    state = models.CharField(_("Stands"), max_length=10, choices=states, default=State.LISTED)
    announced_at = models.DateTimeField(_("Announced"), null=True, blank=True)
    starts_on = models.DateField(_("Works since"), null=True, blank=True)
    ends_on = models.DateField(_("Worked until and including"), null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ("name",)
        verbose_name = _("subprocessor")
        verbose_name_plural = _("subprocessors")
        constraints = (models.UniqueConstraint(fields=["organisation", "name"], name="subprocessors_name_once"),)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def shared_with(cls, actor: "Actor") -> Q:
        """For every controller that was told of it, or in whose annex it stands."""
        return told_to(actor)


class Subcertificate(Owned):
    """What a subprocessor was certified for; the edition of the standard is data, and may be withdrawn (A29)."""

    subprocessor = models.ForeignKey(Subprocessor, on_delete=models.PROTECT, related_name="certificates")
    standard = models.ForeignKey(
        "oversight.Standard", on_delete=models.PROTECT, related_name="+", verbose_name=_("Standard and edition")
    )
    valid_until = models.DateField(_("Valid until and including"))
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Copy")
    )
    replaced_at = models.DateTimeField(_("Replaced"), null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ("standard", "-valid_until")
        verbose_name = _("certificate of a subprocessor")
        verbose_name_plural = _("certificates of subprocessors")

    def __str__(self) -> str:
        return str(self.standard)

    @classmethod
    def shared_with(cls, actor: "Actor") -> Q:
        """With whom its subprocessor is."""
        return told_to(actor, "subprocessor")


class Subcontract(Owned):
    """The agreement with a subprocessor; without one that has the same obligations, nobody starts (Z-81, I-52).

    Attributes:
        version: the document; a controller gets it when it asked and the operator released it.
        confirmed_by: who confirmed that it imposes at least the same obligations.
    """

    subprocessor = models.ForeignKey(Subprocessor, on_delete=models.PROTECT, related_name="contracts")
    signed_on = models.DateField(_("Signed on"))
    ends_on = models.DateField(_("Until and including"), null=True, blank=True)
    same_obligations = models.BooleanField(_("Imposes at least the same obligations"), default=False)
    confirmed_by = models.CharField(max_length=200, blank=True)
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        ordering = ("-signed_on", "pk")
        verbose_name = _("agreement with a subprocessor")
        verbose_name_plural = _("agreements with subprocessors")

    def __str__(self) -> str:
        return f"{self.subprocessor} {self.signed_on}"

    def clean(self) -> None:
        """It ends after it was signed."""
        if self.signed_on and self.ends_on and self.ends_on < self.signed_on:
            raise ValidationError({"ends_on": _("The end lies before the beginning.")})

    @classmethod
    def holding(cls, day: date) -> Q:
        """Those that bind a subprocessor on a day, as strictly as the processor is bound."""
        return Q(signed_on__lte=day, same_obligations=True) & (Q(ends_on=None) | Q(ends_on__gte=day))

    @classmethod
    def shared_with(cls, actor: "Actor") -> Q:
        """That there is one, not what stands in it."""
        return told_to(actor, "subprocessor")


class Subfinding(Owned):
    """How compliance with an agreement was supervised: when, and what was found; the operator's own."""

    contract = models.ForeignKey(Subcontract, on_delete=models.PROTECT, related_name="findings")
    on = models.DateField(_("Checked on"))
    complies = models.BooleanField(_("It complies"), default=False)
    finding = models.TextField(_("What was checked, and what was found"), max_length=2000)
    by = models.CharField(max_length=200)

    class Meta(Owned.Meta):
        ordering = ("-on", "pk")
        verbose_name = _("finding about a subprocessor")
        verbose_name_plural = _("findings about subprocessors")

    def __str__(self) -> str:
        return str(self.on)
