"""The reference documents every key and every word, and its examples are right."""

import re
from pathlib import Path

import pytest

from sluis.specification import read_specification
from sluis.specification.keys import SECTIONS, Keys
from sluis.specification.model import Classification, FieldType, OnError, Scheme
from sluis.specification.names import RESERVED
from sluis.specification.reading import ENCODINGS, FORMATS
from sluis.specification.treatments import GENERALISATIONS, WORDS

REFERENCE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "specification.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", REFERENCE, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("keys", SECTIONS, ids=lambda keys: keys.section)
def test_every_key_of_a_section_is_documented_and_no_other(keys: Keys) -> None:
    section = re.split(r"^##+ ", REFERENCE.split(f"\n### {keys.section}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]
    documented = re.findall(r"^\| `(\w+)` \| (required)?", section, re.MULTILINE)

    assert sorted(key for key, _ in documented) == sorted(keys.known)
    if keys.section != "Generalising":
        assert {key for key, required in documented if required} == set(keys.required)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.split("\n")[0])
def test_every_example_is_a_specification(example: str) -> None:
    assert read_specification(example.encode())


def test_examples_hold_every_key() -> None:
    written = "\n".join(EXAMPLES)
    rare = {"description", "sheet", "unique", "minLength", "pattern"}

    assert {key for keys in SECTIONS for key in keys.known if not re.search(rf"\b{key}:", written)} == rare


@pytest.mark.parametrize(
    "words",
    [Scheme, FieldType, OnError, Classification, FORMATS, ENCODINGS.values(), GENERALISATIONS, WORDS, RESERVED],
    ids=["scheme", "type", "on_error", "classification", "format", "encoding", "generalise", "treatment", "reserved"],
)
def test_every_word_is_documented(words: list[str]) -> None:
    assert [word for word in words if f"`{word}`" not in REFERENCE] == []
