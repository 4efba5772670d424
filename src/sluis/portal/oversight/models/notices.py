"""That controllers were told of a change (I-41)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.tenancy import Owned


class Notice(Owned):
    """What was decided about telling controllers of a new version of a plan or policy, once for each version."""

    version = models.OneToOneField("documents.Version", models.PROTECT, related_name="+", verbose_name=_("Version"))
    material = models.BooleanField(_("Material change"))
    summary = models.TextField(
        _("What changes"), max_length=2000, blank=True, help_text=_("Controllers read this text. No personal data.")
    )
    decided_at = models.DateTimeField(_("Decided"))
    decided_by = models.CharField(max_length=200)
    told = models.PositiveIntegerField(_("Persons told"), default=0)

    class Meta(Owned.Meta):
        ordering = ("-decided_at",)
        verbose_name = _("notice of a change")
        verbose_name_plural = _("notices of changes")

    def __str__(self) -> str:
        return str(self.version)

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """What was told is for whoever may see the version."""
        if not actor.person or actor.closed:
            return Q(pk__in=())
        return Q(organisation__is_operator=True, version__document__published=True, material=True)
