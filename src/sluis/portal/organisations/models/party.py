"""A party: everything that an agreement, an invoice and a report must know about an organisation."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import LANGUAGES
from sluis.portal.access.tenancy import Owned
from sluis.portal.organisations import choices
from sluis.portal.organisations.fields import KvkField, PhoneField, VatField, postcode
from sluis.portal.organisations.models.dated import Dated, in_order


class Counter(models.Model):
    """The last number of a row of numbers; whoever takes the next one locks it, so that there are no gaps."""

    name = models.CharField(primary_key=True, max_length=40)
    last = models.PositiveIntegerField(default=0)


class Party(Owned):
    """The data of an organisation; one record, whose earlier values are in `Revision`."""

    number = models.CharField(_("Organisation number"), max_length=20, unique=True, editable=False)
    statutory_name = models.CharField(_("Statutory name"), max_length=200)
    trade_name = models.CharField(_("Trade name"), max_length=200, blank=True)
    legal_form = models.CharField(_("Legal form"), max_length=30, choices=choices.legal_forms, blank=True)
    chamber_of_commerce_number = KvkField(_("Chamber of Commerce number"), max_length=16, blank=True)
    vat_number = VatField(_("VAT number"), max_length=24, blank=True)

    visiting_street = models.CharField(_("Street"), max_length=120, blank=True)
    visiting_number = models.CharField(_("House number"), max_length=20, blank=True)
    visiting_postcode = models.CharField(_("Postcode"), max_length=12, blank=True)
    visiting_city = models.CharField(_("City"), max_length=120, blank=True)
    visiting_country = models.CharField(_("Country"), max_length=2, choices=choices.countries, default="NL")
    postal_street = models.CharField(_("Street or P.O. box"), max_length=120, blank=True)
    postal_number = models.CharField(_("Number in the street or of the box"), max_length=20, blank=True)
    postal_postcode = models.CharField(_("Postcode"), max_length=12, blank=True)
    postal_city = models.CharField(_("City"), max_length=120, blank=True)
    postal_country = models.CharField(_("Country"), max_length=2, choices=choices.countries, default="NL")

    email = models.EmailField(_("E-mail address"), blank=True)
    phone = PhoneField(_("Telephone"), max_length=40, blank=True)
    website = models.URLField(_("Website"), blank=True)
    language = models.CharField(_("Language of correspondence"), max_length=2, choices=LANGUAGES, default="nl")

    sector = models.CharField(_("Sector"), max_length=30, choices=choices.sectors, blank=True)
    in_care_sector = models.BooleanField(_("Active in the care sector"), default=False)
    size_fte = models.DecimalField(
        _("Size in FTE"), max_digits=8, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    supervised_by_ap = models.BooleanField(_("Supervised by the Dutch Data Protection Authority (AP)"), default=False)
    supervised_by_igj = models.BooleanField(
        _("Supervised by the Health and Youth Care Inspectorate (IGJ)"), default=False
    )
    dpo_required = models.BooleanField(_("Obliged by law to have a data protection officer"), default=False)
    note = models.TextField(_("Note"), max_length=2000, blank=True)

    class Meta(Owned.Meta):
        ordering = ("statutory_name",)
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = (models.UniqueConstraint(fields=["organisation"], name="organisations_one_party"),)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How people call it."""
        return self.trade_name or self.statutory_name

    def clean(self) -> None:
        """Bring the postcodes into one form."""
        super().clean()
        wrong: dict[str, Any] = {}
        for kind in ("visiting", "postal"):
            try:
                code = postcode(getattr(self, f"{kind}_postcode"), getattr(self, f"{kind}_country"))
                setattr(self, f"{kind}_postcode", code)
            except ValidationError as error:
                wrong[f"{kind}_postcode"] = error
        if wrong:
            raise ValidationError(wrong)


class PartyRole(Dated):
    """Something that a party is, from a day; several at once."""

    kind = models.CharField(_("Role"), max_length=30, choices=choices.party_roles)

    class Meta(Dated.Meta):
        ordering = ("starts_on", "kind")
        verbose_name = _("role of an organisation")
        verbose_name_plural = _("roles of organisations")
        constraints: ClassVar = [
            in_order("organisations_role_in_order"),
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=models.Q(ends_on=None),
                name="organisations_one_role_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return str(choices.PartyRoleKind(self.kind).label)


class Representative(Dated):
    """Who may sign for a party."""

    class Authority(models.TextChoices):
        """How far it goes."""

        ALONE = "alone", _("Alone")
        TOGETHER = "together", _("Together with another")

    name = models.CharField(_("Name"), max_length=200)
    position = models.CharField(_("Position"), max_length=120)
    authority = models.CharField(_("Authorised"), max_length=12, choices=Authority.choices, default=Authority.ALONE)
    basis = models.CharField(
        _("By what authority"),
        max_length=200,
        blank=True,
        help_text=_("For example the trade register, an article of the statutes, or a power of attorney and its date."),
    )
    email = models.EmailField(
        _("Signs in as"),
        blank=True,
        help_text=_("The address with which this person signs in here; needed to sign agreements in the portal."),
    )

    class Meta(Dated.Meta):
        ordering = ("name",)
        verbose_name = _("legal representative")
        verbose_name_plural = _("legal representatives")
        constraints = (in_order("organisations_representative_in_order"),)

    def __str__(self) -> str:
        return self.name
