"""From clause to behaviour: what each field of an agreement changes, in each of the regimes to begin with."""

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest

from agreement.clause_table import CONTROLLER, PROCESSOR, TABLE, TODAY, Row, standing, term
from agreement.contracts import AT, REGIMES, contract, walk
from sluis.agreement import steps
from sluis.agreement.contract import Contract
from sluis.agreement.effects import effects
from sluis.agreement.grounds import GroundKind
from sluis.agreement.life import passing
from sluis.agreement.regime import (
    Regime,
)
from sluis.agreement.standing import State
from sluis.deadlines import end_of_day
from sluis.refusals import Refused

ELSEWHERE = {
    "retention.support_data": "holdings of the help desk",
    "instructions.only_contact": "portal, instructions",
    "instructions.hold_unlawful": "portal, instructions",
    "instructions.controller_decides": "portal, instructions",
    "breach.clock_start": "register of breaches",
    "breach.includes_suspected": "register of breaches",
    "breach.authority_notice": "register of breaches",
    "breach.authority_reporter": "register of breaches",
    "subprocessors.conditions": "portal, subprocessors",
    "subprocessors.copies": "portal, subprocessors",
    "requests.forward": "requests of data subjects",
    "requests.statutory": "requests of data subjects",
    **{f"audit.{each}": "portal, audits" for each in (
        "regime", "written_notice", "certificates_first", "grounds", "independent", "cost")},
    "reports.min_cell_count": "reports",
    "reports.min_subscribers": "reports",
    "reports.emergency_disclosure": "disclosures",
    "costs.return_cost": "portal, leaving",
    "costs.export_gate": "portal, leaving",
    **{f"costs.{each}": "subscriptions" for each in ("product", "segment", "tariff", "max_processing_files")},
    **{f"service.{each}": "help desk" for each in (
        "office_day_hours", "weekend_overrides_week", "holiday_surcharge", "measured_per")},
    "default.registered_letter": "portal, agreements: a step asks for its number",
    "default.bankruptcy_warning": "portal, agreements",
    "change.rule": "portal, agreements: amending",
    "change.notice": "portal, agreements: amending",
    "change.initials": "portal, agreements: signing",
    "end.proof": "portal, leaving",
    **{f"law.{each}": "the text of the agreement" for each in ("governing", "forum", "general_terms_excluded")},
}  # fmt: skip
"""Fields that no effect, policy or life looks at; where they are obeyed instead. Each is in the digest that is signed."""


def changed(agreed: Contract, field: str, value: Any) -> Contract:
    """The contract with one other field."""
    group, _dot, name = field.rpartition(".")
    if not group:
        return replace(agreed, **{name: value})
    if group == "service" and name == "ends_on":
        return replace(agreed, service=replace(agreed.service, ends_on=value))
    regime = replace(agreed.regime, **{group: replace(getattr(agreed.regime, group), **{name: value})})
    return replace(agreed, regime=regime)


def named(row: Row) -> str:
    return f"{row.clause.value}: {row.field}"


@pytest.mark.covers("Z-07", "Z-10", "Z-38", "Z-78", "I-03", "I-10")
@pytest.mark.parametrize("name", sorted(REGIMES))
@pytest.mark.parametrize("row", TABLE, ids=named)
def test_what_follows_from_a_field(row: Row, name: str) -> None:
    agreed = contract(REGIMES[name])
    for field, value in row.besides:
        agreed = changed(agreed, field, value)
    found = tuple((value, row.look(changed(agreed, row.field, value))) for value, _expected in row.values)
    assert found == row.values


def test_every_field_of_a_regime_stands_in_the_table_or_is_obeyed_elsewhere() -> None:
    every = {
        f"{group.name}.{field.name}" for group in fields(Regime) for field in fields(getattr(Regime(), group.name))
    }
    here = {row.field for row in TABLE}
    assert every - here == set(ELSEWHERE)


def test_every_row_of_the_table_makes_a_difference() -> None:
    shown = {(row.field, str(expected)) for row in TABLE for _value, expected in row.values}
    for field in {row.field for row in TABLE}:
        assert len({expected for name, expected in shown if name == field}) > 1, field


def test_the_last_day_itself_is_in_force_and_the_next_is_not() -> None:
    agreed = contract(ends_on=TODAY)
    now = walk(agreed)
    assert effects(agreed, now, end_of_day(TODAY)).deliveries
    assert not effects(agreed, now, end_of_day(TODAY) + timedelta(seconds=1)).deliveries


@pytest.mark.covers("Z-17")
def test_an_agreement_is_closed_when_nothing_is_left_and_the_last_backup_is_gone() -> None:
    agreed, last = contract(), date(2026, 4, 1)
    ended = standing(steps.EndNow(CONTROLLER, GroundKind.DISSOLVED))(agreed)
    for path, at, code in (
        ((steps.Close(),), AT, "2848"),
        ((steps.Count(1), steps.Close()), AT, "2848"),
        ((steps.Count(0, last), steps.Close()), end_of_day(last), "2849"),
    ):
        with pytest.raises(Refused) as refused:
            walk(agreed, path, at, ended)
        assert refused.value.code.number == code
    gone = end_of_day(last) + timedelta(seconds=1)
    assert walk(agreed, (steps.Count(0, last), steps.Close()), gone, ended).state is State.CLOSED


def test_a_notice_says_nothing_about_a_suspension() -> None:
    """Else whoever gives notice could lift the suspension of the other, or stop its fee."""
    agreed = contract(starts_on=TODAY, regime=replace(REGIMES["office"]))
    suspended = standing(steps.Suspend(CONTROLLER), steps.GiveNotice(PROCESSOR))(agreed)
    assert (suspended.by, suspended.end_by) == (CONTROLLER, PROCESSOR)
    with pytest.raises(Refused):
        walk(agreed, (steps.Resume(PROCESSOR),), AT, suspended)
    resumed = walk(agreed, (steps.Resume(CONTROLLER),), AT, suspended)
    assert resumed.ends_on and resumed.end_by is PROCESSOR
    with pytest.raises(Refused):
        walk(agreed, (steps.GiveNotice(CONTROLLER),), AT, resumed)
    over = passing(agreed, resumed, end_of_day(resumed.ends_on) + timedelta(seconds=1))
    assert (over.state, over.by) == (State.ENDED, PROCESSOR)


def test_a_default_must_have_passed_before_its_ground_counts() -> None:
    agreed = contract()
    shorter = standing(steps.SendDefault(CONTROLLER, "1", term("1 day")))(agreed)
    assert shorter.notices[0].until == end_of_day(date(2026, 4, 1)), "thirty days were agreed"
    sent = standing(steps.SendDefault(CONTROLLER, "1", term("40 days")))(agreed)
    ends = steps.EndNow(CONTROLLER, GroundKind.NOT_REPAIRED)
    with pytest.raises(Refused):
        walk(agreed, (ends,), end_of_day(date(2026, 4, 11)), sent)
    late = end_of_day(date(2026, 4, 11)) + timedelta(seconds=1)
    assert walk(agreed, (ends,), late, sent).state is State.ENDED
    with pytest.raises(Refused):
        walk(agreed, (steps.EndNow(PROCESSOR, GroundKind.NOT_REPAIRED),), late, sent)
    with pytest.raises(Refused):
        walk(agreed, (steps.Repair(ref="1"), ends), late, sent)
