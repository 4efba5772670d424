"""How long records are kept (P-101), and which are blocked (Z-106)."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned

if TYPE_CHECKING:
    from sluis.portal.access.actor import Actor


class Retention(Owned):
    """For how long one kind of record is kept for an organisation; the operator's own is the default for all."""

    record = models.CharField(_("Kind of record"), max_length=80)
    term = models.CharField(_("Term"), max_length=40)

    class Meta(Owned.Meta):
        ordering = ("record",)
        verbose_name = _("retention term")
        verbose_name_plural = _("retention terms")
        constraints = (models.UniqueConstraint(fields=["organisation", "record"], name="holdings_one_term"),)

    def __str__(self) -> str:
        return f"{self.record}: {self.term}"

    @classmethod
    def shared_with(cls, actor: "Actor") -> Q:
        """The defaults hold for everybody."""
        return Q(organisation__is_operator=True) if actor.person else super().shared_with(actor)


class Block(Owned):
    """Records of one kind of an organisation that can be neither given back nor destroyed: confidential, at rest."""

    record = models.CharField(_("Kind of record"), max_length=80)
    reason = models.CharField(_("Reason"), max_length=500)
    blocked_at = models.DateTimeField(_("Blocked"))
    blocked_by = models.CharField(max_length=200)
    lifted_at = models.DateTimeField(_("Lifted"), null=True, blank=True)
    lifted_by = models.CharField(max_length=200, blank=True)

    class Meta(Owned.Meta):
        ordering = ("record",)
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = (
            models.UniqueConstraint(
                fields=["record", "organisation"], condition=Q(lifted_at=None), name="holdings_one_block"
            ),
        )

    def __str__(self) -> str:
        return self.record
