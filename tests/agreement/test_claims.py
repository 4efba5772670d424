"""The question before every operation: may this happen, now, under this agreement?"""

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from agreement.parties import AT, agreement
from sluis.agreement.claims import (
    Claim,
    claim,
    require_claim,
    require_in_force,
    require_scheme,
    require_specification,
)
from sluis.agreement.terms import read_terms, write_terms
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as codes
from sluis.specification.model import Scheme
from sluis.specification.reading import read_specification

SPECIFICATION = """\
name: knees
version: 1.0.0
scheme: {scheme}
{valid}
format: {{type: csv}}
fields:
  - {{name: BSN, type: string, identifier: bsn, treatment: pseudonymise, justification: j}}
"""


def test_a_claim_names_everything_that_the_agreement_fixes_and_keeps_test_apart() -> None:
    made = read_terms(write_terms(agreement()))
    real, test = claim(made, test=False), claim(made, test=True)
    assert (real.agreement, real.agreement_sha256, real.domain_version) == ("clinic-registry", made.sha256, 1)
    different = {part.name for part in fields(Claim) if getattr(real, part.name) != getattr(test, part.name)}
    assert different == {"recipient_content", "recipient_point"}
    for kind in (False, True):
        require_claim(made, claim(made, test=kind), test=kind)


@pytest.mark.parametrize("part", [field.name for field in fields(Claim)])
def test_a_package_that_claims_one_other_thing_is_refused_and_the_part_is_named(part: str) -> None:
    made = read_terms(write_terms(agreement()))
    right = claim(made, test=False)
    value = getattr(right, part)
    wrong = replace(right, **{part: value + 1 if isinstance(value, int) else f"{value}x"})  # type: ignore[arg-type]
    with pytest.raises(Refused) as refusal:
        require_claim(made, wrong, test=False)
    assert (refusal.value.code, refusal.value.facts["part"]) == (codes.OTHER_AGREEMENT, part)


def test_an_older_version_is_told_apart_from_any_other_difference() -> None:
    old, new = agreement(), read_terms(write_terms(agreement(version=2)))
    with pytest.raises(Refused) as refusal:
        require_claim(new, claim(old, test=False), test=False)
    assert (refusal.value.code, refusal.value.facts["version"]) == (codes.SUPERSEDED, 1)


def test_a_test_package_is_no_real_one() -> None:
    made = agreement()
    for kind in (False, True):
        with pytest.raises(Refused):
            require_claim(made, claim(made, test=kind), test=not kind)


def test_before_the_first_and_after_the_last_day_nothing_happens() -> None:
    require_in_force(agreement(), AT)
    for at in (datetime(2025, 12, 31, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)):
        with pytest.raises(Refused) as refusal:
            require_in_force(agreement(), at)
        assert refusal.value.code is codes.NOT_IN_FORCE
        assert (refusal.value.facts["starts"], refusal.value.facts["ends"]) == ("2026-01-01", "2026-12-31")


def test_a_party_takes_part_in_the_schemes_of_its_own_settings_only() -> None:
    require_scheme(agreement(), (Scheme.POLYMORPHIC,))
    with pytest.raises(Refused) as refusal:
        require_scheme(agreement(), (Scheme.KEYED,))
    assert refusal.value.code is codes.SCHEME_NOT_ALLOWED


@pytest.mark.covers("Z-23")
def test_only_the_agreed_specification_is_used_and_only_while_it_is_valid() -> None:
    text = SPECIFICATION.format(scheme="polymorphic", valid="valid: {from: 2026-02-01, until: 2026-04-01}")
    specification = read_specification(text.encode())
    made = agreement(specification_sha256=specification.sha256)
    require_specification(made, specification, AT)
    with pytest.raises(Refused) as refusal:
        require_specification(agreement(), specification, AT)
    assert refusal.value.code is codes.OTHER_SPECIFICATION
    for at in (datetime(2026, 1, 31, tzinfo=UTC), datetime(2026, 4, 2, tzinfo=UTC)):
        with pytest.raises(Refused) as refusal:
            require_specification(made, specification, at)
        assert refusal.value.code is codes.OUTSIDE_VALIDITY


def test_a_specification_of_another_scheme_is_refused() -> None:
    specification = read_specification(SPECIFICATION.format(scheme="keyed", valid="").encode())
    made = agreement(specification_sha256=specification.sha256)
    with pytest.raises(Refused) as refusal:
        require_specification(made, specification, AT)
    assert refusal.value.code is codes.OTHER_SPECIFICATION
