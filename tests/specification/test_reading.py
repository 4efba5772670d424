"""A good specification comes through as it was written."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from sluis.specification import read_specification
from sluis.specification.model import (
    Classification,
    Clear,
    Constraints,
    Drop,
    Field,
    FieldType,
    ForeignKey,
    Format,
    Generalise,
    OnError,
    Pseudonymise,
    Scheme,
    Seal,
    Specification,
)

HERE = Path(__file__).parent

ONE = b"""
name: one
version: 1.0.0
scheme: polymorphic
fields:
  - {name: A, type: string, treatment: seal, justification: needed}
"""


def read(name: str) -> Specification:
    return read_specification((HERE / name).read_bytes(), name)


def field(spec: Specification, name: str) -> Field:
    return next(field for table in spec.tables for field in table.fields if field.name == name)


def test_smallest_specification_has_only_defaults_beside_what_it_says() -> None:
    spec = read_specification(ONE)

    assert spec.name == "one"
    assert spec.scheme is Scheme.POLYMORPHIC
    assert spec.format == Format()
    assert spec.tables[0].name == "one"
    assert spec.tables[0].fields == (Field("A", FieldType.STRING, Seal(), "needed"),)


@pytest.mark.parametrize("written", ["1.0.0", "1.0", "2026-01-01", "1", "0x10", "1e3", "yes", "'1.0'"])
def test_version_comes_through_as_the_text_that_was_written(written: str) -> None:
    spec = read_specification(ONE.replace(b"1.0.0", written.encode()))

    assert spec.version == written.strip("'")


def test_digest_is_of_the_exact_bytes() -> None:
    data = ONE.replace(b"\n", b"\r\n") + b"# a remark\n"

    assert read_specification(data).sha256 == hashlib.sha256(data).hexdigest()


def test_byte_order_mark_is_read_over() -> None:
    assert read_specification(b"\xef\xbb\xbf" + ONE).name == "one"


@pytest.mark.covers("Z-25")
def test_operation_is_chosen_per_field() -> None:
    spec = read("clinic.yaml")

    assert field(spec, "BSN").treatment == Pseudonymise()
    assert field(spec, "born").treatment == Generalise("month", top_code_age=97, as_of=date(2026, 1, 1))
    assert field(spec, "weight").treatment == Generalise("band", width=10)
    assert field(spec, "remark").treatment == Seal()
    assert field(spec, "clinic").treatment == Clear()
    assert field(spec, "surname").treatment == Drop()


def test_tables_keep_their_keys() -> None:
    patients, visits = read("clinic.yaml").tables

    assert patients.primary_key == ("number",)
    assert visits.primary_key == ("number", "seen")
    assert visits.foreign_keys == (ForeignKey(("number",), "patients", ("number",)),)
    assert [(each.name, each.of) for each in patients.composites] == [("link", ("surname", "born"))]


def test_words_that_yaml_would_turn_into_booleans_and_dates_stay_texts() -> None:
    spec = read("clinic.yaml")

    assert field(spec, "clinic").constraints.enum == ("no", "yes", "01")
    assert field(spec, "seen").constraints == Constraints(minimum="2020-01-01", maximum="2030-12-31")
    assert spec.valid_from is None
    assert spec.valid_until == date(2030, 12, 31)


def test_notation_of_values_is_kept() -> None:
    spec = read("clinic.yaml")

    assert spec.format == Format("csv", "|", "utf-8", "'")
    assert (field(spec, "weight").decimal_char, field(spec, "weight").group_char) == (",", ".")
    assert field(spec, "surname").missing_values == ("", "-")
    assert field(spec, "born").format == "%d-%m-%Y"


def test_wrong_clear_value_refuses_the_delivery() -> None:
    assert field(read("clinic.yaml"), "clinic").on_error is OnError.REFUSE


@pytest.mark.covers("Z-29")
def test_classification_of_a_field_is_kept() -> None:
    for word in Classification:
        treatment = b"drop" if word is Classification.IDENTIFIER else b"seal"
        added = b"treatment: " + treatment + b", classification: " + word.value.encode()
        other = b"  - {name: B, type: string, treatment: seal, justification: needed}\n"
        spec = read_specification(ONE.replace(b"treatment: seal", added) + other)
        assert field(spec, "A").classification is word


@pytest.mark.covers("P-14")
def test_free_text_is_marked_as_such() -> None:
    spec = read("clinic.yaml")

    assert [each.name for table in spec.tables for each in table.fields if each.free_text] == ["remark"]


def test_positions_of_fixed_width() -> None:
    data = ONE.replace(b"fields:", b"format: {type: fixed-width, encoding: Latin-1}\nfields:")
    data = data.replace(b"needed}", b"needed, position: [1, 9]}")
    data += b"  - {name: B, type: string, treatment: seal, justification: needed, position: [10, 1]}\n"
    spec = read_specification(data)

    assert [each.position for each in spec.tables[0].fields] == [(1, 9), (10, 1)]
    assert spec.format.encoding == "iso-8859-1"


@pytest.mark.covers("I-18")
def test_youth_outcomes_are_exactly_nine_data() -> None:
    spec = read("youth-outcomes.yaml")

    assert spec.closed
    assert [each.name for table in spec.tables for each in table.fields] == [
        "BSN",
        "geslacht",
        "geboortedatum",
        "postcode",
        "periode jeugdhulp",
        "Cliënttevredenheid",
        "Zonder hulp verder",
        "Afname problematiek",
        "Realisatie doelen",
    ]


@pytest.mark.covers("I-19")
def test_youth_outcomes_flag_the_number_and_the_data_on_health() -> None:
    fields = read("youth-outcomes.yaml").tables[0].fields
    classes = {each.name: each.classification for each in fields}

    assert classes["BSN"] is Classification.IDENTIFIER
    assert {name for name, kind in classes.items() if kind is Classification.SPECIAL} == {
        "periode jeugdhulp",
        "Cliënttevredenheid",
        "Zonder hulp verder",
        "Afname problematiek",
        "Realisatie doelen",
    }


@pytest.mark.parametrize(
    "pattern", ["([0-9]+,)*[0-9]+", "(ab)+", "[(a+)+]", r"\(a+\)+", "a{1,3}(b|c)?", "(?:[A-Z][0-9]+;)+"]
)
def test_pattern_with_a_repetition_that_cannot_explode_is_taken(pattern: str) -> None:
    added = f"constraints: {{pattern: '{pattern}'}}, treatment"
    spec = read_specification(ONE.replace(b"treatment", added.encode()))

    assert spec.tables[0].fields[0].constraints.pattern == pattern


def test_one_value_may_be_minimum_and_maximum() -> None:
    data = ONE.replace(b"type: string", b"type: integer, constraints: {minimum: 1, maximum: 1}")

    assert read_specification(data).tables[0].fields[0].constraints == Constraints(minimum="1", maximum="1")


def test_table_may_refer_to_itself_and_to_a_dropped_field_that_has_rules() -> None:
    resources = b"""resources:
  - name: clients
    foreignKeys:
      - {fields: mother, reference: {resource: clients, fields: number}}
    fields:
      - {name: number, type: string, constraints: {required: true}, treatment: drop, justification: key}
      - {name: mother, type: string, treatment: seal, justification: families}
"""
    (table,) = read_specification(ONE[: ONE.index(b"fields:")] + resources).tables

    assert table.foreign_keys == (ForeignKey(("mother",), "clients", ("number",)),)
