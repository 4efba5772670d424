"""How parties hang together: successions and memberships. Each record is of the party that it happens to."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.tenancy import Owned
from sluis.portal.organisations.models.dated import Dated, in_order


class Succession(Owned):
    """From a day on, another party stands in the place of this one, wholly or for a part."""

    class Kind(models.TextChoices):
        """What happened."""

        MERGER = "merger", _("Merger into a new organisation")
        TAKEOVER = "takeover", _("Taken over by another organisation")
        SPLIT = "split", _("Split: a part goes on elsewhere")

    successor = models.ForeignKey(
        "access.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("Successor")
    )
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind.choices)
    happens_on = models.DateField(_("As of"))
    leads = models.BooleanField(
        _("The codes lead to the successor"), default=True, help_text=_("Of a split, at most one part has the codes.")
    )

    class Meta(Owned.Meta):
        ordering = ("happens_on", "pk")
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "successor"], name="organisations_succession_once"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(leads=True), name="organisations_one_successor_leads"
            ),
            models.CheckConstraint(
                condition=~Q(organisation=F("successor")), name="organisations_succession_of_another"
            ),
        ]

    def __str__(self) -> str:
        return str(self.successor)

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """The successor sees what it came from."""
        return Q(successor=actor.organisation)


class Membership(Dated):
    """A party is a member of a care group or co-operative, or is affiliated with it."""

    class Kind(models.TextChoices):
        """As what."""

        CARE_GROUP = "care-group", _("Member of a care group")
        COOPERATIVE = "cooperative", _("Member of a co-operative")
        AFFILIATED = "affiliated", _("Affiliated")

    group = models.ForeignKey(
        "access.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("Group")
    )
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind.choices, default=Kind.CARE_GROUP)

    class Meta(Dated.Meta):
        ordering = ("starts_on", "pk")
        verbose_name = _("membership of a group")
        verbose_name_plural = _("memberships of groups")
        constraints: ClassVar = [
            in_order("organisations_membership_in_order"),
            models.UniqueConstraint(
                fields=["organisation", "group"], condition=Q(ends_on=None), name="organisations_membership_once"
            ),
            models.CheckConstraint(condition=~Q(organisation=F("group")), name="organisations_membership_of_another"),
        ]

    def __str__(self) -> str:
        return str(self.group)

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """The group sees its members."""
        return Q(group=actor.organisation)
