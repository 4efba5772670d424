"""Whatever bytes come, the reader answers with a specification or with a refusal that names its place."""

import string
from copy import deepcopy
from pathlib import Path

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sluis.refusals import Refused, advice, sentence
from sluis.specification import changes, export_dictionary, read_specification
from sluis.specification.model import Field, FieldType, Specification
from sluis.specification.treatments import word_of

from .bad import FIXED, GOOD, TABLES

HERE = Path(__file__).parent
CORPUS = [
    GOOD,
    TABLES,
    FIXED,
    (HERE / "youth-outcomes.yaml").read_text("utf-8"),
    (HERE / "clinic.yaml").read_text("utf-8"),
]
TOKENS = [
    "{", "}", "[", "]", ":", ": ", ",", "- ", "\n", "\n  ", "#", "'", '"', "&a ", "*a", "!", "!!map ", "|", ">", "~",
    "? ", "%YAML 1.1\n---\n", "---\n", "...", "<<: ", "null", "yes", "-1", "0", "1e999", "9" * 30, ".nan",
    "2026-02-30", "\t", "\0", "\\", "BSN", "bsn", "name", "fields", "treatment: ", "drop", "seal",
    "generalise: year", "é", "\u2028", "\ufeff", "\U0001f600",
]  # fmt: skip


def times(examples: int) -> settings:
    """So many examples, the same in every run."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=slow)


def answers(data: bytes) -> None:
    """Read; anything but the two answers is an error of the test."""
    try:
        spec = read_specification(data, "fuzzed")
    except Refused as refused:
        assert refused.code.number.startswith("23")
        assert refused.where == "fuzzed" or refused.where.startswith("line ")
        assert sentence(refused.code, refused.facts, "en") and advice(refused.code, refused.facts, "en")
    else:
        assert export_dictionary(spec, "en")
        assert changes(spec, spec) == []


@times(1000)
@given(st.data())
def test_mutated_specification_is_read_or_refused(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(CORPUS))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        stop = data.draw(st.sampled_from([start, start + 1, start + 5, start + 40]))
        text = text[:start] + data.draw(st.sampled_from(TOKENS)) + text[stop:]
    answers(text.encode())


@times(400)
@given(st.data())
def test_specification_with_two_pieces_exchanged_is_read_or_refused(data: st.DataObject) -> None:
    pieces = data.draw(st.sampled_from(CORPUS)).split(data.draw(st.sampled_from([", ", ": ", "\n", " "])))
    one, other = (data.draw(st.integers(0, len(pieces) - 1)) for _ in range(2))
    pieces[one], pieces[other] = pieces[other], pieces[one]
    answers(", ".join(pieces).encode())
    answers("\n".join(pieces).encode())


@times(200)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    answers(data)


@times(150)
@given(st.text(string.printable, max_size=30), st.sampled_from(["title", "version", "name", "description"]))
def test_text_comes_through_exactly_or_is_refused(text: str, key: str) -> None:
    known = {"name": "n", "version": "1", "scheme": "keyed", key: text}
    field = {"name": "A", "type": "string", "treatment": "seal", "justification": "needed"}
    data = yaml.safe_dump({**known, "fields": [field]}, default_style='"', allow_unicode=True).encode()
    try:
        assert getattr(read_specification(data), key) == text
    except Refused as refused:
        assert refused.code.number in ("2303", "2317", "2322", "2323")


treatments: dict[FieldType, list[object]] = {
    FieldType.STRING: ["seal", "drop", "clear", {"generalise": "pc4"}, {"generalise": "pc2", "mask": ["1234"]}],
    FieldType.DATE: [
        "seal",
        "drop",
        {"generalise": "year"},
        {"generalise": "age_band", "width": 5, "top_code_age": 90},
    ],
    FieldType.INTEGER: ["seal", "drop", "clear", {"generalise": "band", "bounds": [1, 5]}],
    FieldType.NUMBER: ["seal", "drop", {"generalise": "band", "width": 10}],
    FieldType.BOOLEAN: ["seal", "drop", "clear"],
}


@st.composite
def written(draw: st.DrawFn) -> dict[str, object]:
    """A field that is right, as keys and values."""
    kind = draw(st.sampled_from(list(FieldType)))
    name = draw(
        st.from_regex(r"[A-Z][a-z]{0,8}[0-9]{0,2}", fullmatch=True).filter(
            lambda name: name.lower() not in ("person", "sofi")
        )
    )
    treatment = deepcopy(draw(st.sampled_from(treatments[kind])))  # else the dumper writes an alias
    field: dict[str, object] = {
        "name": name,
        "type": kind.value,
        "treatment": treatment,
        "justification": draw(st.sampled_from(["no", "1", "a: b"])),
    }
    if treatment not in ("drop", "clear") and draw(st.booleans()):
        field["on_error"] = draw(st.sampled_from(["refuse", "blank", "reject_row"]))
    if treatment != "drop" and draw(st.booleans()):
        field["constraints"] = {"required": draw(st.booleans())}
    return field


@times(100)
@given(
    st.lists(written(), min_size=1, max_size=6, unique_by=lambda field: str(field["name"]).casefold()), st.booleans()
)
def test_right_fields_come_through_as_written(fields: list[dict[str, object]], flow: bool) -> None:
    sealed: dict[str, object] = {"name": "ÉÉN", "type": "string", "treatment": "seal", "justification": "needed"}
    whole = {"name": "n", "version": "1", "scheme": "keyed", "fields": [*fields, sealed]}
    spec = read_specification(yaml.safe_dump(whole, default_flow_style=flow, sort_keys=flow).encode())

    assert [_plain(each) for each in spec.tables[0].fields] == [_expected(each) for each in [*fields, sealed]]


def _plain(field: Field) -> tuple[object, ...]:
    return (
        field.name,
        field.type.value,
        word_of(field.treatment),
        field.justification,
        field.constraints.required,
        field.on_error.value,
    )


def _expected(field: dict[str, object]) -> tuple[object, ...]:
    treatment, constraints = field["treatment"], field.get("constraints", {})
    assert isinstance(constraints, dict)
    word = treatment["generalise"] if isinstance(treatment, dict) else treatment
    on_error = field.get("on_error", "refuse" if word == "clear" else "blank")
    return field["name"], field["type"], word, field["justification"], constraints.get("required", False), on_error


def test_same_bytes_give_the_same_specification() -> None:
    specs: list[Specification] = [read_specification(GOOD.encode()) for _ in range(2)]

    assert specs[0] == specs[1]
