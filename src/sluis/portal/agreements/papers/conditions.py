"""Whether a text belongs in an agreement, by a condition on the contract's fields; the language is told in the texts."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from sluis.agreement.contract import Contract
from sluis.agreement.grounds import By
from sluis.deadlines import Term, Unit

DERIVED: Mapping[str, Callable[[Contract], Any]] = {
    "verbs": lambda contract: contract.verbs,
    "vulnerable": lambda contract: any(row.vulnerable for row in contract.processings),
    "transported": lambda contract: tuple(flow for flow in contract.flows if flow.transport),
    "returned": lambda contract: tuple(flow for flow in contract.flows if not flow.transport),
    "outside_eea": lambda contract: (
        any(row.transfer_outside_eea for row in contract.processings)
        or any(one.transfer_outside_eea for one in contract.subprocessors)
    ),
    "standards": lambda contract: {measure.standard for measure in contract.measures if measure.standard},
    "office_days": lambda contract: any(
        term.unit in (Unit.OFFICE_DAYS, Unit.OFFICE_HOURS) for term in terms(contract.regime)
    ),
    By.EITHER.value: lambda contract: grounds(contract, By.EITHER),
    By.CONTROLLER.value: lambda contract: grounds(contract, By.CONTROLLER),
    By.PROCESSOR.value: lambda contract: grounds(contract, By.PROCESSOR),
}
"""What a condition can ask that is no field of its own."""


def grounds(contract: Contract, by: By) -> tuple[Any, ...]:
    """The grounds that a side has."""
    return tuple(ground for ground in contract.regime.default.grounds if ground.by is by)


def terms(part: Any) -> Iterator[Term]:
    """Every term in a part of a regime."""
    if isinstance(part, Term):
        yield part
    elif is_dataclass(part):
        for each in fields(part):
            yield from terms(getattr(part, each.name))


def holds(condition: str, contract: Contract) -> bool:
    """Whether a condition holds; an empty one does.

    Raises:
        AttributeError: it names no field; a mistake in the texts.
    """
    return all(_holds(part.split(), contract) for part in condition.split(" and ") if part)


def _holds(words: list[str], contract: Contract) -> bool:
    turned = words[0] == "not"
    path, *rest = words[turned:]
    return _matches(found(path, contract), rest) is not turned


def _matches(value: Any, rest: list[str]) -> bool:
    match rest:
        case []:
            return bool(value)
        case ["is", choices]:
            return _plain(value) in choices.split("|")
        case ["has", choices]:
            return not {_plain(each) for each in value}.isdisjoint(choices.split("|"))
    raise AttributeError(" ".join(rest))


def found(path: str, contract: Contract) -> Any:
    """What a path names."""
    first, *rest = path.split(".")
    if not rest and first in DERIVED:
        return DERIVED[first](contract)
    value: Any = contract if first == "contract" else getattr(contract.regime, first)
    for name in rest:
        value = getattr(value, name)
    return value


def _plain(value: Any) -> str:
    return str(value.value) if isinstance(value, Enum) else str(value)


def paths(condition: str) -> Collection[str]:
    """Which paths it names; for who checks the texts."""
    return {part.removeprefix("not ").split()[0] for part in condition.split(" and ") if part}
