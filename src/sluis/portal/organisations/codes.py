"""Codes by which organisations are known elsewhere, and their forms.

AGB, URA and KvK numbers have no check digit, so only their form can be checked; of a VAT number more is known. Leading
zeros are part of a code: one that lost them in a spreadsheet is refused, not repaired.
"""

import re
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluis.kernel.eleventest import is_bsn
from sluis.refusals import Refused
from sluis.refusals.catalogue import organisations as refusals


class CodeKind(StrEnum):
    """Who gave the code."""

    KVK = "kvk"
    BRANCH = "branch"
    AGB = "agb"
    URA = "ura"
    UZOVI = "uzovi"
    MUNICIPALITY = "municipality"
    OIN = "oin"
    HRN = "hrn"

    @property
    def label(self) -> Promise:
        """Its name."""
        return _LABELS[self]


_LABELS = {
    CodeKind.KVK: _("Chamber of Commerce number"),
    CodeKind.BRANCH: _("Branch number"),
    CodeKind.AGB: _("AGB code"),
    CodeKind.URA: _("URA number"),
    CodeKind.UZOVI: _("UZOVI number"),
    CodeKind.MUNICIPALITY: _("Municipality code (CBS)"),
    CodeKind.OIN: _("OIN"),
    CodeKind.HRN: _("HRN"),
}

_LENGTHS = {
    CodeKind.KVK: 8,
    CodeKind.BRANCH: 12,
    CodeKind.AGB: 8,
    CodeKind.URA: 8,
    CodeKind.UZOVI: 4,
    CodeKind.MUNICIPALITY: 4,
    CodeKind.OIN: 20,
    CodeKind.HRN: 20,
}

_FORMS = {
    # Logius, OIN-stelsel: eight digits for the register that the number comes from, then the number, filled up to 20.
    CodeKind.OIN: re.compile(r"000000[0-9]{14}"),
    # The HRN is made of the KvK number: register 3, the number, four digits.
    CodeKind.HRN: re.compile(r"00000003[0-9]{12}"),
}

KEPT_BY_HAND = tuple(kind for kind in CodeKind if kind is not CodeKind.KVK)
"""The KvK number stands in the party's data, and follows from there."""

OF_AN_ESTABLISHMENT = (CodeKind.BRANCH, CodeKind.AGB, CodeKind.URA)
"""What an establishment can have of its own."""

_BETWEEN = re.compile(r"[\s.\-\u00a0]")


def bare(text: str) -> str:
    """A code without what people write between its digits."""
    return _BETWEEN.sub("", text).upper()


def canonical(kind: CodeKind, text: str) -> str:
    """The code in its one form.

    Raises:
        Refused: CODE_FORM.
    """
    code = bare(text)
    if kind is CodeKind.MUNICIPALITY:
        code = code.removeprefix("GM")
    form = _FORMS.get(kind, re.compile(rf"[0-9]{{{_LENGTHS[kind]}}}"))
    if not form.fullmatch(code) or not code.strip("0"):
        raise Refused(refusals.CODE_FORM, kind=kind.value, digits=_LENGTHS[kind])
    return code


def could_be(text: str) -> list[tuple[CodeKind, str]]:
    """What a text that somebody typed can be."""
    found = []
    for kind in CodeKind:
        try:
            found.append((kind, canonical(kind, text)))
        except Refused:
            continue
    return found


def is_vat_number(text: str) -> bool:
    """Whether a bare VAT number can be one: of the Netherlands by its check digits, of another country by its form.

    Source: Belastingdienst: "NL", nine digits, "B", two digits; either the nine pass the eleven-test (legal entities), or
    the whole passes modulo 97 as an IBAN does (the VAT identification number of natural persons, since 2020).
    """
    if not text.startswith("NL"):
        return re.fullmatch(r"[A-Z]{2}[0-9A-Z+*]{2,12}", text) is not None
    if not re.fullmatch(r"NL[0-9]{9}B[0-9]{2}", text):
        return False
    return is_bsn(text[2:11]) or int("".join(str(int(sign, 36)) for sign in text)) % 97 == 1
