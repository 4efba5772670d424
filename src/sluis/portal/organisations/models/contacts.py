"""Whom to reach for what, who stands in, and the data protection officer that the operator provides."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations import choices
from sluis.portal.organisations.fields import PhoneField
from sluis.portal.organisations.models.dated import Dated, in_order


class Contact(Dated):
    """Somebody of an organisation who is told things; need not be able to sign in."""

    role = models.CharField(_("Contact for"), max_length=30, choices=choices.contact_roles)
    rank = models.PositiveSmallIntegerField(
        _("Order"), default=1, help_text=_("1 is told first; who has the same role and a higher number comes after.")
    )
    name = models.CharField(_("Name"), max_length=200)
    position = models.CharField(_("Position"), max_length=120, blank=True)
    email = models.EmailField(_("E-mail address"))
    phone = PhoneField(_("Telephone"), max_length=40, blank=True)
    mobile = PhoneField(_("Mobile telephone"), max_length=40, blank=True)
    out_of_hours = PhoneField(_("Telephone outside office hours"), max_length=40, blank=True)
    deputy = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("In absence"),
        help_text=_("Who is told when this contact is absent or does not answer."),
    )

    class Meta(Dated.Meta):
        ordering = ("role", "rank", "name")
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = (in_order("organisations_contact_in_order"),)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A breach cannot wait for an answer by e-mail, and nobody stands in for themselves."""
        super().clean()
        wrong = {}
        if not (self.phone or self.mobile):
            wrong["phone"] = ValidationError(_("Give a telephone number, fixed or mobile."), code="phone")
        deputy = self.deputy
        if deputy is not None and (deputy.pk == self.pk or deputy.organisation_id != self.organisation_id):
            wrong["deputy"] = ValidationError(_("Choose another contact of the same organisation."), code="deputy")
        if wrong:
            raise ValidationError(wrong)


class Absence(Dated):
    """Days on which a contact is not there."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="absences")

    class Meta(Dated.Meta):
        ordering = ("starts_on",)
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints: ClassVar = [
            in_order("organisations_absence_in_order"),
            models.CheckConstraint(condition=models.Q(ends_on__isnull=False), name="organisations_absence_ends"),
        ]

    def __str__(self) -> str:
        return str(self.contact)


class Assignment(Dated):
    """An employee of the operator is the data protection officer of an organisation, registered with the AP (P-12)."""

    person = models.ForeignKey(
        "access.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("Data protection officer")
    )
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    registration_number = models.CharField(
        _("Registration number at the AP"),
        max_length=40,
        blank=True,
        help_text=_("Fill it in when the AP has given it."),
    )

    class Meta(Dated.Meta):
        ordering = ("-starts_on", "pk")
        verbose_name = _("assignment of a data protection officer")
        verbose_name_plural = _("assignments of data protection officers")
        constraints: ClassVar = [
            in_order("organisations_assignment_in_order"),
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(ends_on=None), name="organisations_one_assignment"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)
