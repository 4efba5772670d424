"""Codes and fields in their one form."""

import pytest
from django.core.exceptions import ValidationError

from sluis.portal.organisations.codes import CodeKind, canonical, could_be, is_vat_number
from sluis.portal.organisations.fields import KvkField, PhoneField, VatField, postcode
from sluis.refusals import Refused
from sluis.refusals.catalogue import organisations as codes

GOOD = [
    (CodeKind.AGB, "01234567", "01234567"),
    (CodeKind.AGB, " 0123.4567 ", "01234567"),
    (CodeKind.URA, "00012345", "00012345"),
    (CodeKind.KVK, "1234 56 78", "12345678"),
    (CodeKind.BRANCH, "000012345678", "000012345678"),
    (CodeKind.UZOVI, "0101", "0101"),
    (CodeKind.MUNICIPALITY, "GM0344", "0344"),
    (CodeKind.MUNICIPALITY, "gm 0344", "0344"),
    (CodeKind.OIN, "00000001123456780000", "00000001123456780000"),
    (CodeKind.HRN, "00000003123456780000", "00000003123456780000"),
]


@pytest.mark.parametrize(("kind", "typed", "kept"), GOOD)
def test_code_is_kept_in_one_form(kind: CodeKind, typed: str, kept: str) -> None:
    assert canonical(kind, typed) == kept
    assert canonical(kind, kept) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (CodeKind.AGB, "1234567"),  # the zero that a spreadsheet ate
        (CodeKind.AGB, "012345678"),
        (CodeKind.AGB, "00000000"),
        (CodeKind.AGB, "0123456A"),
        (CodeKind.AGB, "٠١٢٣٤٥٦٧"),
        (CodeKind.KVK, ""),
        (CodeKind.MUNICIPALITY, "344"),
        (CodeKind.MUNICIPALITY, "GM00344"),
        (CodeKind.OIN, "10000001123456780000"),
        (CodeKind.HRN, "00000001123456780000"),
        (CodeKind.BRANCH, "12345678"),
    ],
)
def test_code_of_another_form_is_refused_without_its_value(kind: CodeKind, typed: str) -> None:
    with pytest.raises(Refused) as refusal:
        canonical(kind, typed)
    assert refusal.value.code is codes.CODE_FORM
    assert not typed or typed not in str(refusal.value.facts)


def test_what_somebody_typed_can_be_several_things() -> None:
    assert {kind for kind, _ in could_be("01234567")} == {CodeKind.AGB, CodeKind.URA, CodeKind.KVK}
    assert could_be("ORG-2026-0001") == [] and could_be("") == []


@pytest.mark.parametrize(
    ("number", "good"),
    [
        ("NL000099998B57", True),  # the example of the tax office for natural persons: modulo 97
        ("NL123456782B01", True),  # eleven-test over the nine digits
        ("NL123456783B01", False),
        ("NL000099998B58", False),
        ("NL12345678B01", False),
        ("NL123456782C01", False),
        ("BE0123456749", True),
        ("DE123456789", True),
        ("123456782B01", False),
        ("", False),
    ],
)
def test_vat_number(number: str, good: bool) -> None:
    assert is_vat_number(number) is good


def test_fields_bring_what_was_typed_into_one_form() -> None:
    assert KvkField(max_length=16).clean("1234.5678", None) == "12345678"
    assert VatField(max_length=24).clean("nl 1234.56.782 b01", None) == "NL123456782B01"
    assert PhoneField(max_length=40).clean(" 030  123 45 67 ", None) == "030 123 45 67"
    assert KvkField(max_length=16, blank=True).clean("", None) == ""


@pytest.mark.parametrize(
    ("field", "typed"),
    [(KvkField(max_length=16), "123"), (VatField(max_length=24), "NL1B1"), (PhoneField(max_length=40), "bel me"),
     (PhoneField(max_length=40), "12"), (PhoneField(max_length=40), "030<script>1234567")],
)  # fmt: skip
def test_field_refuses_what_cannot_be(field: KvkField, typed: str) -> None:
    with pytest.raises(ValidationError):
        field.clean(typed, None)


def test_postcode() -> None:
    assert postcode("1234ab", "NL") == postcode(" 1234  AB", "NL") == "1234 AB"
    assert postcode("", "NL") == "" and postcode("b-1000", "BE") == "B-1000"
    for wrong in ("0234 AB", "1234", "1234 SS", "12345 AB"):
        with pytest.raises(ValidationError):
            postcode(wrong, "NL")
