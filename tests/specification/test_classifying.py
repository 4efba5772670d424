"""What kind of personal data a field holds, and what a specification does not say of it."""

from pathlib import Path

import pytest

from sluis.specification import classified, export_dictionary, read_specification, remarks
from sluis.specification.classifying import Concern, Remark
from sluis.specification.model import Classification

TEXT = """\
name: knees
version: "1"
scheme: keyed
fields:
  - {name: BSN, type: string, identifier: bsn, treatment: pseudonymise, justification: one person}
  - {name: SEX, type: string, classification: ordinary, treatment: seal, justification: case mix}
  - {name: PAIN, type: integer, classification: special, treatment: seal, justification: outcome}
  - {name: BORN, type: date, treatment: {generalise: year}, justification: age group}
  - {name: NOTE, type: string, free_text: true, treatment: seal, justification: remarks}
  - {name: WORD, type: string, free_text: true, classification: ordinary, treatment: seal, justification: remarks}
  - {name: TALE, type: string, free_text: true, classification: secret, treatment: seal, justification: remarks}
  - {name: NAME, type: string, treatment: drop, justification: never leaves}
"""


@pytest.mark.covers("Z-29", "P-14")
def test_what_is_not_said_is_remarked_on() -> None:
    assert list(remarks(read_specification(TEXT.encode()))) == [
        Remark(Concern.UNCLASSIFIED, "knees", "BORN"),
        Remark(Concern.FREE_TEXT, "knees", "NOTE"),
        Remark(Concern.FREE_TEXT, "knees", "WORD"),
    ]


@pytest.mark.covers("Z-29")
def test_kinds_are_those_of_the_file_and_pseudonyms_come_of_identifiers() -> None:
    table = read_specification(TEXT.encode()).tables[0]
    found = {field.name: classified(field) for field in table.fields}
    assert (found["BSN"], found["SEX"]) == (Classification.IDENTIFIER, Classification.ORDINARY)
    assert (found["PAIN"], found["TALE"]) == (Classification.SPECIAL, Classification.SECRET)
    assert found["BORN"] is None and found["NAME"] is None
    assert "| BSN |  | bsn |  | identifier |" in export_dictionary(read_specification(TEXT.encode()), "en")


def test_layout_of_youth_care_leaves_nothing_unsaid() -> None:
    path = Path(__file__).with_name("youth-outcomes.yaml")
    assert [each.field for each in remarks(read_specification(path.read_bytes()))] == []
