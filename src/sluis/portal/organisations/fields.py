"""Fields that bring what people type into one form, and refuse what cannot be meant."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations.codes import CodeKind, bare, canonical, is_vat_number
from sluis.refusals import Refused

_PHONE = re.compile(r"\+?[0-9 ()/\-]{6,30}(?: ?(?:ext|toestel|tst)\.? ?[0-9]{1,6})?")
_DUTCH_POSTCODE = re.compile(r"([1-9][0-9]{3})\s?([A-Za-z]{2})")
_NEVER = ("SA", "SD", "SS")
"""Letters that no Dutch postcode has."""


class _Typed(models.CharField):  # type: ignore[type-arg] # generic only for the checker
    """A text with a form."""

    def to_python(self, value: Any) -> Any:
        """As it is stored; empty stays empty."""
        text = super().to_python(value)
        return self.formed(text.strip()) if text and text.strip() else text and ""

    def formed(self, text: str) -> str:
        """The one form, or a ValidationError."""
        raise NotImplementedError


class KvkField(_Typed):
    """Eight digits."""

    def formed(self, text: str) -> str:
        """Without what stands between them."""
        try:
            return canonical(CodeKind.KVK, text)
        except Refused:
            raise ValidationError(_("A Chamber of Commerce number has eight digits."), code="kvk") from None


class VatField(_Typed):
    """A VAT number."""

    def formed(self, text: str) -> str:
        """NL123456789B01."""
        number = bare(text)
        if not is_vat_number(number):
            raise ValidationError(
                _("This is not a VAT number: the country, and for the Netherlands nine digits, B and two digits."),
                code="vat",
            )
        return number


class PhoneField(_Typed):
    """A telephone number, as people write it."""

    def formed(self, text: str) -> str:
        """With single spaces."""
        number = " ".join(text.split())
        if not _PHONE.fullmatch(number) or not 6 <= sum(sign.isdigit() for sign in number) <= 21:
            raise ValidationError(
                _("Type a telephone number, such as 030 123 45 67 or +31 30 123 45 67."), code="phone"
            )
        return number


def postcode(text: str, country: str) -> str:
    """A postcode in its one form; of other countries only its length is known."""
    text = " ".join(text.upper().split())
    if country != "NL" or not text:
        return text
    found = _DUTCH_POSTCODE.fullmatch(text)
    if not found or found[2] in _NEVER:
        raise ValidationError(_("A Dutch postcode has four digits and two letters: 1234 AB."), code="postcode")
    return f"{found[1]} {found[2]}"
