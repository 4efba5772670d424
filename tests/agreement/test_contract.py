"""Contracts and policies in exact bytes: what is read is what was written, and nothing else is read at all."""

import json
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreement.contracts import AT, FLOW, REGIMES, contract, walk
from agreement.test_walks import contracts
from sluis.agreement.contract import LIMIT_BYTES, Contract, read_contract, write_contract
from sluis.agreement.plain import plain, read
from sluis.agreement.policy import Policy, Version, policy_of, read_policy, same_rule, write_policy
from sluis.agreement.standing import Standing
from sluis.deadlines import Term
from sluis.refusals import Refused
from sluis.signatures import exact


def policy() -> Policy:
    """What follows from a contract in force."""
    agreed = contract()
    versions = (Version("ab" * 32, date(2026, 1, 1), None),)
    return policy_of(agreed, walk(agreed), FLOW.agreement, versions, AT, 3)


@given(contracts())
@settings(max_examples=60, deadline=None)
def test_a_contract_comes_back_as_it_was(agreed: Contract) -> None:
    data = write_contract(agreed)
    again = read_contract(data)
    assert again == agreed and write_contract(again) == data
    assert again.sha256 == agreed.signed.sha256 != ""
    assert write_contract(agreed.signed) == data, "the digest is no part of what is signed"


@pytest.mark.parametrize("name", sorted(REGIMES))
def test_one_other_field_is_another_digest(name: str) -> None:
    agreed = contract(REGIMES[name])
    seen = {agreed.signed.sha256}
    for group in fields(agreed.regime):
        value = getattr(agreed.regime, group.name)
        for field in fields(value):
            changed = replace(value, **{field.name: _other(getattr(value, field.name))})
            other = replace(agreed, regime=replace(agreed.regime, **{group.name: changed}))
            seen.add(other.signed.sha256)
    assert len(seen) == 1 + sum(len(fields(getattr(agreed.regime, group.name))) for group in fields(agreed.regime))


def test_a_policy_comes_back_as_it_was_and_serials_make_no_other_rule() -> None:
    made = policy()
    assert read_policy(write_policy(made)) == made
    assert same_rule(made, replace(made, serial=9)) and not same_rule(made, replace(made, warranted=False))


@given(
    st.builds(lambda path, value: (path, value), st.integers(0, 10_000), st.sampled_from([None, 3, "x", [], {}, True]))
)
@settings(max_examples=150, deadline=None)
def test_a_part_of_another_kind_is_refused_by_its_name(chance: tuple[int, Any]) -> None:
    """Whatever part is replaced by whatever: it is refused, or read as a value that is written the same again."""
    number, other = chance
    value = json.loads(write_contract(contract()))
    places = list(_places(value["contract"], ()))
    *path, last = places[number % len(places)]
    inside: Any = value["contract"]
    for step in path:
        inside = inside[step]
    inside[last] = other
    data = exact.dump(value)
    try:
        again = read_contract(data)
    except Refused as refused:
        assert refused.code.number == "2401"
        assert str(refused.facts["part"]).split(".")[-1] or not path
    else:
        assert write_contract(again) == data


@pytest.mark.parametrize("kind", ["contract", "policy"])
def test_missing_and_unknown_parts_are_refused(kind: str) -> None:
    written, reading = (
        (write_contract(contract()), read_contract) if kind == "contract" else (write_policy(policy()), read_policy)
    )
    value = json.loads(written)
    for path in [*_places(value[kind], ())]:
        inside = _inside(value[kind], path[:-1])
        if not isinstance(inside, dict):
            continue
        kept = inside.pop(path[-1])
        with pytest.raises(Refused) as refused:
            reading(exact.dump(value))
        assert refused.value.code.number == "2401"
        inside[path[-1]] = kept
        inside["zz"] = 1
        with pytest.raises(Refused):
            reading(exact.dump(value))
        del inside["zz"]
    assert reading(exact.dump(value))


@pytest.mark.parametrize(("kind", "reading"), [("contract", read_contract), ("policy", read_policy)])
def test_form_depth_and_size_are_bounded(kind: str, reading: Any) -> None:
    deep: Any = []
    for _ in range(20):
        deep = [deep]
    for data, code in (
        (exact.dump({"format": "sluis-other/1", kind: {}}), "2401"),
        (exact.dump({"format": f"sluis-{kind}/1", kind: {}, "more": 1}), "2401"),
        (exact.dump({"format": f"sluis-{kind}/1", kind: deep}), "253"),
        (exact.dump({"format": f"sluis-{kind}/1", kind: "x" * LIMIT_BYTES}), "253"),
        (b'{ "format":"x"}\n', "253"),
        (b"", "253"),
    ):
        with pytest.raises(Refused) as refused:
            reading(data)
        assert refused.value.code.number.startswith(code)


def test_a_standing_comes_back_as_it_was() -> None:
    standing = walk(contract())
    assert read(Standing, plain(standing)) == standing


def _other(value: Any) -> Any:
    """Another value of the same kind."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case Term():
            return replace(value, count=value.count + 1)
        case None:
            return Term.read("7 days")
        case tuple():
            return value[1:] if value else ("XX",)
        case _ if hasattr(type(value), "__members__"):
            return next(one for one in type(value) if one is not value)
        case str():
            return value + "x"
    raise TypeError(type(value).__name__)


def _places(value: Any, path: tuple[Any, ...]) -> Any:
    """Where something stands, by keys and numbers."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        yield (*path, key)
        yield from _places(each, (*path, key))


def _inside(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value
