"""Annex 1: a row per processing, complete or refused."""

from dataclasses import asdict, fields, replace
from typing import Any

import pytest

from agreement.parties import agreement
from sluis.agreement.processings import STANDARD, LegalBasis, Processing
from sluis.agreement.terms import read_terms, write_terms
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import agreements as codes

PSEUDONYMISING, ENCRYPTING, SUPPORTING = STANDARD

OUTCOMES = tuple(
    Processing(
        activity=activity,
        data_types=("client satisfaction", "citizen service number, hashed") if personal else (),
        data_subjects=("applicants for a provision",) if personal else (),
        purposes=("showing the effectiveness of youth care",),
        legal_basis=LegalBasis.PUBLIC_TASK if personal else None,
        countries=("NL",),
        transfer_outside_eea=False,
        retention="As agreed.",
        deletion="Automatic.",
        vulnerable=personal,
    )
    for activity, personal in (
        ("Collecting CBS outcomes", True),
        ("Checking the delivered data", True),
        ("Reporting on effectiveness", False),
        ("Determining the response", False),
        ("Passing on aggregated information", False),
    )
)
"""The five processings of an outcome service; three of them without personal data."""


def refuses(code: Code, row: Processing) -> Refused:
    """The row is refused, by itself and in an agreement."""
    with pytest.raises(Refused) as refusal:
        row.check(("NL",))
    assert refusal.value.code is code
    with pytest.raises(Refused):
        write_terms(agreement(processings=(row,)))
    return refusal.value


@pytest.mark.covers("Z-26")
def test_a_row_has_the_eight_columns_of_the_annex_and_they_come_back_from_the_signed_text() -> None:
    columns = {field.name for field in fields(Processing)}
    assert {
        "activity", "data_types", "data_subjects", "purposes", "legal_basis", "transfer_outside_eea", "retention",
        "deletion",
    } <= columns  # fmt: skip
    back = read_terms(write_terms(agreement(processings=(*STANDARD, *OUTCOMES))))
    assert back.processings == (*STANDARD, *OUTCOMES)


@pytest.mark.covers("Z-27")
def test_the_three_standard_rows_are_there_with_their_grounds() -> None:
    assert "seudonymisation" in PSEUDONYMISING.activity and "available to the recipient" in PSEUDONYMISING.activity
    assert "encryption and decryption" in ENCRYPTING.activity
    assert "processing failed" in SUPPORTING.activity
    assert [row.legal_basis for row in STANDARD] == [
        LegalBasis.LEGAL_OBLIGATION,
        LegalBasis.LEGAL_OBLIGATION,
        LegalBasis.CONTRACT,
    ]
    assert not any(row.transfer_outside_eea for row in STANDARD)
    for row in STANDARD:
        row.check(("NL",))


@pytest.mark.covers("I-20")
def test_the_five_processings_of_outcomes_can_be_written_down_three_without_personal_data() -> None:
    for row in OUTCOMES:
        row.check(("NL",))
    assert [bool(row.data_types) for row in OUTCOMES] == [True, True, False, False, False]
    read = read_terms(write_terms(agreement(processings=OUTCOMES))).processings
    assert [row.legal_basis for row in read[2:]] == [None, None, None]
    assert [row.vulnerable for row in read] == [True, True, False, False, False]


@pytest.mark.covers("Z-28")
def test_the_ground_is_one_of_six_and_nothing_else() -> None:
    assert {basis.value for basis in LegalBasis} == {
        "consent", "contract", "legal_obligation", "vital_interests", "public_task", "legitimate_interests",
    }  # fmt: skip
    for basis in LegalBasis:
        assert Processing.read(plain(PSEUDONYMISING) | {"legal_basis": basis.value}).legal_basis is basis
    others: list[Any] = ["habit", "Consent", "consent ", 1, ["consent"], {}]
    for other in others:
        with pytest.raises((TypeError, ValueError)):
            read = Processing.read(plain(PSEUDONYMISING) | {"legal_basis": other})
            assert read.legal_basis is None
            raise ValueError("no ground")
    refuses(codes.INCOMPLETE_ANNEX, replace(PSEUDONYMISING, legal_basis=None))


@pytest.mark.covers("Z-30")
@pytest.mark.parametrize("purposes", [(), ("",), ("  \t",), ("care", " ")])
def test_a_purpose_is_never_empty(purposes: tuple[str, ...]) -> None:
    for row in (PSEUDONYMISING, OUTCOMES[4]):
        assert refuses(codes.INCOMPLETE_ANNEX, replace(row, purposes=purposes)).facts["part"] == "purposes"


@pytest.mark.parametrize("part", ["activity", "retention", "deletion"])
@pytest.mark.parametrize("empty", ["", " \n"])
def test_no_text_of_a_row_is_empty(part: str, empty: str) -> None:
    row = replace(PSEUDONYMISING, **{part: empty})  # type: ignore[arg-type]  # each of these is text
    assert refuses(codes.INCOMPLETE_ANNEX, row).facts["part"] == part


def test_personal_data_need_data_subjects() -> None:
    row = replace(PSEUDONYMISING, data_subjects=())
    assert refuses(codes.INCOMPLETE_ANNEX, row).facts["part"] == "data_subjects"


def test_a_row_stays_within_the_agreed_countries() -> None:
    row = replace(PSEUDONYMISING, countries=("NL", "US"))
    assert refuses(codes.COUNTRY, row).facts["activity"] == row.activity
    row.check(("NL", "US"))


def plain(row: Processing) -> dict[str, Any]:
    """A row as JSON values."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(row).items()}


@pytest.mark.parametrize("part", [field.name for field in fields(Processing)])
def test_a_row_lacking_a_part_or_with_one_of_another_kind_is_no_row(part: str) -> None:
    whole = plain(PSEUDONYMISING)
    if part != "vulnerable":
        with pytest.raises((KeyError, TypeError, ValueError)):
            Processing.read({name: value for name, value in whole.items() if name != part})
    if isinstance(whole[part], list):
        wrong: list[Any] = ["text", [1], None, {}]
        for other in wrong:
            with pytest.raises((KeyError, TypeError, ValueError)):
                Processing.read(whole | {part: other})
