"""How long records are kept (P-101)."""

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
