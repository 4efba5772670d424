"""Quality registries."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned

if TYPE_CHECKING:
    from sluis.portal.access.actor import Actor


class QualityRegistry(Owned):
    """A quality registry, with its entry in the statutory register (Wkkgz art. 11k); kept by the operator for all."""

    name = models.CharField(_("Name"), max_length=200, unique=True)
    entry = models.CharField(
        _("Entry in the statutory register"),
        max_length=60,
        blank=True,
        help_text=_("Without an entry, deliveries cannot rest on the statutory duty."),
    )
    holder = models.ForeignKey(
        "access.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Registry holder, when it is a party here"),
    )
    holder_name = models.CharField(_("Registry holder"), max_length=200)
    starts_on = models.DateField(_("In the register since"), null=True, blank=True)
    ends_on = models.DateField(_("In the register until and including"), null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ("name",)
        verbose_name = _("quality registry")
        verbose_name_plural = _("quality registries")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def shared_with(cls, actor: "Actor") -> Q:
        """Everybody reads it."""
        return Q(organisation__is_operator=True) if actor.person and not actor.closed else super().shared_with(actor)
