"""Service agreements."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned


class MainAgreement(Owned):
    """A service agreement between an organisation and the operator; its terms apply to what is attached to it."""

    number = models.CharField(_("Number"), max_length=40, unique=True)
    title = models.CharField(_("Title"), max_length=200)
    signed_on = models.DateField(_("Signed on"))
    starts_on = models.DateField(_("First day"))
    ends_on = models.DateField(
        _("Last day"), null=True, blank=True, help_text=_("With extensions; empty when no end was agreed.")
    )
    purpose_contract = models.CharField(
        _("Contract to which the purpose is bound"),
        max_length=200,
        blank=True,
        help_text=_("A contract of others, such as that of a municipality and a care provider."),
    )
    tender_number = models.CharField(_("Tender number"), max_length=60, blank=True)
    contract_parties = models.CharField(_("Parties to that contract"), max_length=400, blank=True)
    forum = models.CharField(_("Court or arbiter"), max_length=120, blank=True)
    ended_ground = models.CharField(max_length=40, blank=True)
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ("number",)
        verbose_name = _("service agreement")
        verbose_name_plural = _("service agreements")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
