"""Establishments, and the codes by which parties and their establishments are known elsewhere."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations import choices
from sluis.portal.organisations.fields import postcode
from sluis.portal.organisations.models.dated import Dated, in_order


class Establishment(Dated):
    """A place where a party works; its branch number, AGB code and URA number are codes of it."""

    name = models.CharField(_("Name"), max_length=200)
    street = models.CharField(_("Street"), max_length=120)
    number = models.CharField(_("House number"), max_length=20)
    postcode = models.CharField(_("Postcode"), max_length=12)
    city = models.CharField(_("City"), max_length=120)
    country = models.CharField(_("Country"), max_length=2, choices=choices.countries, default="NL")

    class Meta(Dated.Meta):
        ordering = ("name",)
        verbose_name = _("establishment")
        verbose_name_plural = _("establishments")
        constraints = (in_order("organisations_establishment_in_order"),)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Bring the postcode into one form."""
        super().clean()
        try:
            self.postcode = postcode(self.postcode, self.country)
        except ValidationError as error:
            raise ValidationError({"postcode": error}) from None


class PartyCode(Dated):
    """A code of a party or of one establishment, from a day; no two parties have one code on one day."""

    kind = models.CharField(_("Kind"), max_length=20, choices=choices.code_kinds)
    code = models.CharField(_("Code"), max_length=24)
    establishment = models.ForeignKey(
        Establishment,
        on_delete=models.PROTECT,
        related_name="codes",
        null=True,
        blank=True,
        verbose_name=_("Establishment"),
    )

    class Meta(Dated.Meta):
        ordering = ("kind", "code", "starts_on")
        verbose_name = _("code of an organisation")
        verbose_name_plural = _("codes of organisations")
        constraints: ClassVar = [
            in_order("organisations_code_in_order"),
            models.UniqueConstraint(
                fields=["kind", "code"], condition=models.Q(ends_on=None), name="organisations_code_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "code"], name="organisations_code")]

    def __str__(self) -> str:
        return self.code
