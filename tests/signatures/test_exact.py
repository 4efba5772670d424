"""Exact documents: one byte form, and nothing else is read."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import signing
from sluis.signatures import exact

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SCALARS = TEXT | st.booleans() | st.none() | st.integers(-exact.LARGEST, exact.LARGEST)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3))
DOCUMENTS = st.dictionaries(TEXT, VALUES, max_size=4)


@settings(max_examples=100)
@given(DOCUMENTS)
def test_what_is_dumped_is_loaded(document: dict[str, Any]) -> None:
    assert exact.load(exact.dump(document), depth=20) == document


@settings(max_examples=100)
@given(st.binary(max_size=40) | DOCUMENTS.map(lambda value: json.dumps(value).encode()))
def test_only_the_exact_form_is_loaded(data: bytes) -> None:
    try:
        assert exact.dump(exact.load(data, depth=20)) == data
    except Refused as refusal:
        assert "25" in refusal.code.number


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"a":1,"a":1}\n', signing.DOCUMENT_REPEATED_KEY),
        (b'{"a":{"b":"x","b":"y"}}\n', signing.DOCUMENT_REPEATED_KEY),
        (b'{"a":"x","\\u0061":"x"}\n', signing.DOCUMENT_REPEATED_KEY),
        (b'{"a":NaN}\n', signing.DOCUMENT_VALUE),
        (b'{"a":-Infinity}\n', signing.DOCUMENT_VALUE),
        (b'{"a":1.0}\n', signing.DOCUMENT_VALUE),
        (b'{"a":1e3}\n', signing.DOCUMENT_VALUE),
        (b'{"a":9007199254740992}\n', signing.DOCUMENT_VALUE),
        (b'{"a":' + b"9" * 5000 + b"}\n", signing.DOCUMENT_VALUE),
        (b'{"a":"\\ud800"}\n', signing.DOCUMENT_VALUE),
        (b'{"a":"\xff"}\n', signing.DOCUMENT_NOT_JSON),
        (b'\xef\xbb\xbf{"a":1}\n', signing.DOCUMENT_NOT_JSON),
        (b'["a"]\n', signing.DOCUMENT_NOT_JSON),
        (b"", signing.DOCUMENT_NOT_JSON),
        (b'{"a":1}\n{"a":1}\n', signing.DOCUMENT_NOT_JSON),
        (b'{"a":1}', signing.DOCUMENT_NOT_EXACT),
        (b'{"a":1}\r\n', signing.DOCUMENT_NOT_EXACT),
        (b'{"a": 1}\n', signing.DOCUMENT_NOT_EXACT),
        (b'{"b":1,"a":1}\n', signing.DOCUMENT_NOT_EXACT),
        (b'{"a":-0}\n', signing.DOCUMENT_NOT_EXACT),
        (b'{"a":"\\u0062"}\n', signing.DOCUMENT_NOT_EXACT),
        (b'{"a":"\\/"}\n', signing.DOCUMENT_NOT_EXACT),
        (b'{"a":' * 9 + b"1" + b"}" * 9 + b"\n", signing.DOCUMENT_TOO_DEEP),
        (b'{"a":' + b"[" * 200_000, signing.DOCUMENT_TOO_DEEP),
        (b'{"a":"' + b"x" * (1 << 20) + b'"}\n', signing.DOCUMENT_TOO_LARGE),
    ],
)
def test_another_form_is_refused(data: bytes, code: Code) -> None:
    with pytest.raises(Refused) as refusal:
        exact.load(data, where="manifest.json")
    assert refusal.value.code is code
    assert refusal.value.where == "manifest.json"


def test_limits_are_inclusive() -> None:
    data = exact.dump({"a": [{"b": 1}]})
    assert exact.load(data, limit=len(data), depth=3) == {"a": [{"b": 1}]}
    with pytest.raises(Refused):
        exact.load(data, depth=2)
    with pytest.raises(Refused):
        exact.load(data, limit=len(data) - 1)


@pytest.mark.parametrize("value", [{"a": 1.5}, {"a": b"x"}, {1: "a"}, {"a": {1, 2}}, ["a"]])
def test_what_has_no_exact_form_is_a_mistake(value: Any) -> None:
    with pytest.raises(TypeError):
        exact.dump(value)


@pytest.mark.parametrize("value", [{"a": 2**53}, {"a": "\ud800"}, {"\ud800": "a"}])
def test_what_cannot_be_written_exactly_is_a_mistake(value: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        exact.dump(value)


def test_form() -> None:
    assert exact.dump({"ü": [1, True, None], "b": "é\n", "a": {}}) == '{"a":{},"b":"é\\n","ü":[1,true,null]}\n'.encode()
