"""Codes about values: each warning has a fatal twin that says the same."""

import pytest

from sluis.refusals import Code, Severity
from sluis.refusals.catalogue import values

CODES = [code for code in vars(values).values() if isinstance(code, Code)]
INFORMATIVE = (values.BSN_PADDED, values.BSN_UNKNOWN)
WARNINGS = [code for code in CODES if code.severity is Severity.WARNING and code not in INFORMATIVE]


@pytest.mark.parametrize("code", WARNINGS, ids=lambda code: code.number)
def test_a_warning_and_its_fatal_twin_say_the_same(code: Code) -> None:
    twin = values.fatal_twin(code)
    assert twin.number == f"22{code.number[2:]}" and twin.severity is Severity.FATAL
    assert twin.message == code.message and twin.facts == code.facts


def test_every_fatal_code_is_a_twin() -> None:
    assert {values.fatal_twin(code) for code in WARNINGS} == {code for code in CODES if code.severity is Severity.FATAL}


@pytest.mark.parametrize("code", INFORMATIVE, ids=lambda code: code.number)
def test_what_only_informs_is_never_fatal(code: Code) -> None:
    with pytest.raises(KeyError):
        values.fatal_twin(code)
