"""What a record was before: who changed which fields, when, from what to what. The evidence has only that it happened."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned


class Revision(Owned):
    """One change of one record."""

    record = models.CharField(_("Record"), max_length=80)
    label = models.CharField(_("About"), max_length=200)
    action = models.CharField(_("What happened"), max_length=60)
    made_at = models.DateTimeField(_("When"))
    made_by = models.CharField(max_length=200)
    person = models.ForeignKey(
        "access.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Who")
    )
    changes = models.JSONField(_("Changes"), default=dict)
    reason = models.CharField(_("Reason"), max_length=500, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-made_at", "-pk")
        verbose_name = _("earlier value")
        verbose_name_plural = _("earlier values")
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-made_at"], name="organisations_revisions"),
            models.Index(fields=["record", "made_at"], name="organisations_revision_record"),
        ]

    def __str__(self) -> str:
        return self.label
