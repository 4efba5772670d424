"""A bad specification is refused for its own reason, at its own line."""

import re

import pytest

from sluis.refusals import Refused, advice, sentence
from sluis.refusals.catalogue import ALL
from sluis.specification import read_specification
from sluis.specification.names import says_bsn
from sluis.specification.yaml_lines import MAX_BYTES

from .bad import BAD, FIXED, GOOD, TABLES


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        read_specification(data, "delivery.yaml")
    return caught.value


@pytest.mark.parametrize("good", [GOOD, TABLES, FIXED])
def test_what_the_bad_ones_are_made_from_is_good(good: str) -> None:
    read_specification(good.encode())


@pytest.mark.parametrize(
    ("good", "old", "new", "code", "line"), [case[1:] for case in BAD], ids=[case[0] for case in BAD]
)
def test_bad_specification_is_refused_with_its_code_and_line(
    good: str, old: str, new: str, code: str, line: int
) -> None:
    assert old in good

    refused = refusal(good.replace(old, new, 1).encode("utf-8", "surrogatepass"))

    assert refused.code.number == code, sentence(refused.code, refused.facts, "en")
    assert refused.where == "delivery.yaml" if line == 0 else re.match(rf"line {line}(,|$)", refused.where), (
        refused.where
    )
    assert sentence(refused.code, refused.facts, "en") and advice(refused.code, refused.facts, "en")


def test_every_code_of_a_specification_is_shown_by_a_case() -> None:
    shown = {case[4] for case in BAD} | {"2301", "2302"}

    assert {number for number in ALL if number.startswith("23")} == shown


@pytest.mark.covers("Z-24")
@pytest.mark.parametrize("written", ["", ", justification: ''", ", justification: ' '", ", justification: ~"])
def test_field_without_a_justification_is_refused(written: str) -> None:
    refused = refusal(GOOD.replace(", justification: routing", written).encode())

    assert refused.code.number in ("2311", "2314", "2317")
    assert refused.where == "line 13, field PERIOD"


def test_place_names_the_table_and_the_field() -> None:
    refused = refusal(TABLES.replace("SEEN, type: date", "SEEN, type: day").encode())

    assert refused.where == "line 19, table visits, field SEEN"


def test_field_without_a_name_is_named_by_its_number() -> None:
    assert refusal(GOOD.replace("name: PERIOD, ", "").encode()).where == "line 13, field 8"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("decimal_char", "decimalChar"), ("missing_values", "missingValues"), ("Justification", "justification"),
     ("onError", "on_error"), ("treatement", "treatment"), ("freetext", "free_text")],
)  # fmt: skip
def test_unknown_key_comes_with_the_one_that_was_meant(written: str, meant: str) -> None:
    refused = refusal(GOOD.replace("name: PERIOD", f"{written}: x, name: PERIOD").encode())

    assert refused.facts["key"] == written
    assert refused.facts["meant"] == meant


def test_file_over_the_limit_is_refused_before_it_is_read() -> None:
    assert refusal(b"\xff" * (MAX_BYTES + 1)).code.number == "2301"


@pytest.mark.parametrize("data", [b"name: \xe9\n", GOOD.encode("utf-16"), b"\x50\x4b\x03\x04\x80"])
def test_file_that_is_not_utf8_is_refused(data: bytes) -> None:
    assert refusal(data).code.number == "2302"


def test_billion_laughs_is_refused() -> None:
    levels = "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9))

    assert refusal(f"a: &a [x]\n{levels}".encode()).code.number == "2305"


@pytest.mark.parametrize("opened", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_and_not_followed(opened: str) -> None:
    assert refusal((opened * 20_000).encode()).code.number in ("2304", "2307")


@pytest.mark.parametrize(
    "name",
    ["BSN", "bsn", "BSN_MOEDER", "bsnMoeder", "MotherBSN", "Burgerservicenummer", "burger service nummer", "SOFI-nr",
     "Sofinummer", "bsn2", "ＢＳＮ", "client.bsn", "citizen_service_number", "sofi"],
)  # fmt: skip
def test_name_that_says_bsn(name: str) -> None:
    assert says_bsn(name)


@pytest.mark.parametrize(
    "name", ["absence", "ABSNESS", "obsnr", "service", "nummer", "b s n", "sofia", "subsnelheid", "clubsnaam"]
)
def test_name_that_does_not_say_bsn(name: str) -> None:
    assert not says_bsn(name)
