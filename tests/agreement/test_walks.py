"""The life of an agreement, walked by Hypothesis: whatever steps are tried and however the clock jumps.

The rules below say nothing about which step is possible when; they try everything. What must never happen is held
against facts that the walk keeps by itself.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from agreement.contracts import BOTH, FLOW, REGIMES, contract
from sluis.agreement import steps
from sluis.agreement.completeness import gaps
from sluis.agreement.contract import Contract, Side
from sluis.agreement.effects import CLAUSES, Fee, differences, effects, new_duties
from sluis.agreement.grounds import GroundKind
from sluis.agreement.life import after, last_day, notice_day, passing
from sluis.agreement.policy import Question, policy_of, require
from sluis.agreement.processings import STANDARD, Verb
from sluis.agreement.regime import Billing, SubprocessorRegime, TermType
from sluis.agreement.standing import OVER, DefaultNotice, Standing, State
from sluis.deadlines import Term, day_of
from sluis.refusals import Refused

TERMS = st.sampled_from([Term.read(text) for text in ("1 day", "30 days", "10 office days", "1 month", "6 months")])
SIDES, GROUNDS = st.sampled_from(Side), st.sampled_from(GroundKind)
STARTS = st.sampled_from([
    datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC),  # an hour before summer time begins
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # the hour that comes twice
    datetime(2028, 2, 28, 23, 30, tzinfo=UTC),  # already 29 February in the Netherlands
    datetime(2027, 1, 31, 12, tzinfo=UTC),
    datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC),
])  # fmt: skip
JUMPS = st.sampled_from([
    timedelta(seconds=1), timedelta(hours=1), timedelta(hours=23), timedelta(days=1), timedelta(days=28),
    timedelta(days=31), timedelta(days=100), timedelta(days=366), timedelta(days=3000),
])  # fmt: skip


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    """One of the regimes to begin with, with other choices in what the life of an agreement looks at; mostly complete."""
    regime = REGIMES[draw(st.sampled_from(sorted(REGIMES)))]
    maybe = st.none() | TERMS
    regime = replace(
        regime,
        warranty=replace(regime.warranty, consent=draw(st.booleans())),
        subprocessors=replace(
            regime.subprocessors,
            regime=draw(st.sampled_from(SubprocessorRegime)),
            notice=draw(TERMS),
            termination_notice=draw(maybe),
            fee_stops=draw(st.booleans()),
        ),
        costs=replace(regime.costs, billing=draw(st.sampled_from(Billing)), fee_per_year=draw(st.sampled_from([0, 9]))),
        default=replace(regime.default, cure=draw(maybe), at_once=draw(st.booleans()), reliability=draw(st.booleans())),
        duration=replace(
            regime.duration,
            type=draw(st.sampled_from(TermType)),
            first=Term.read("1 year"),
            renewal=Term.read("1 month"),
            notice=draw(maybe),
        ),
        end=replace(regime.end, term=draw(maybe), choice=draw(st.booleans())),
    )
    days = st.one_of(st.none(), st.none(), st.none(), st.dates(date(2026, 1, 1), date(2030, 12, 31)))
    made = contract(regime, starts_on=draw(days), ends_on=draw(days), processings=draw(_rows))
    flows = draw(st.sampled_from([(FLOW,), (replace(FLOW, transport=False),), ()]))
    return replace(made, service=replace(made.service, ends_on=draw(days)), flows=flows)


_rows = st.sampled_from([STANDARD, STANDARD[:1], STANDARD[1:], STANDARD, STANDARD, ()])
_days = st.none() | st.dates(date(2025, 12, 1), date(2031, 12, 31))
BUILD: dict[type[steps.Step], st.SearchStrategy[Any]] = {
    steps.Offer: st.builds(steps.Offer),
    steps.Withdraw: st.builds(steps.Withdraw, SIDES),
    steps.Sign: st.builds(steps.Sign, SIDES),
    steps.Suspend: st.builds(steps.Suspend, SIDES, st.none() | GROUNDS, st.sampled_from([0, 6])),
    steps.Resume: st.builds(steps.Resume, SIDES),
    steps.SendDefault: st.builds(steps.SendDefault, SIDES, st.sampled_from("ab"), st.none() | TERMS, st.booleans()),
    steps.Repair: st.builds(steps.Repair, SIDES, st.just("a")),
    steps.GiveNotice: st.builds(steps.GiveNotice, SIDES, st.none() | st.just(GroundKind.OBJECTION)),
    steps.EndNow: st.builds(steps.EndNow, SIDES, GROUNDS, st.sampled_from([0, 6])),
    steps.EndWithMain: st.builds(steps.EndWithMain, st.none() | GROUNDS, _days),
    steps.StopSupply: st.builds(steps.StopSupply, SIDES, _days),
    steps.DeclareUnreliable: st.builds(steps.DeclareUnreliable),
    steps.AnnounceTakeover: st.builds(steps.AnnounceTakeover),
    steps.Object: st.builds(steps.Object, _days),
    steps.Warrant: st.builds(steps.Warrant, st.booleans()),
    steps.Count: st.builds(steps.Count, st.integers(0, 2), _days),
    steps.Close: st.builds(steps.Close),
    steps.Supersede: st.builds(steps.Supersede),
}
FINAL = (steps.Supersede, steps.Withdraw)


class Life(RuleBasedStateMachine):
    """One agreement, whatever happens to it."""

    contract: Contract
    standing: Standing
    at: datetime
    seen: ClassVar[set[object]] = set()

    @initialize(agreed=contracts(), at=STARTS, concluded=st.sampled_from([True, True, True, False]))
    def begin(self, agreed: Contract, at: datetime, concluded: bool) -> None:
        self.contract, self.standing, self.at = agreed, Standing(), at
        self.signed: set[Side] = set()
        self.counted: tuple[int, date | None] | None = None
        if concluded:
            self.conclude()

    @precondition(lambda self: self.standing.state in OVER)
    @rule(agreed=contracts(), at=STARTS)
    def begin_another(self, agreed: Contract, at: datetime) -> None:
        self.begin(agreed, at, True)

    def conclude(self) -> None:
        for step in BOTH:
            self._take(step)

    @rule(data=st.data())
    def try_a_step_of_this_state(self, data: st.DataObject) -> None:
        kinds = [kind for kind in BUILD if self.standing.state in kind.possible and kind not in FINAL]
        if kinds:
            self._take(data.draw(st.sampled_from(kinds).flatmap(BUILD.__getitem__)))

    @rule(data=st.data())
    def try_any_step(self, data: st.DataObject) -> None:
        self._take(data.draw(st.sampled_from(list(BUILD)).flatmap(BUILD.__getitem__)))

    @rule(jump=JUMPS)
    def let_time_pass(self, jump: timedelta) -> None:
        if self.at.year < 2100:
            before = self.standing
            self.at += jump
            self.standing = passing(self.contract, before, self.at)
            assert self.standing.state == before.state or before.state not in OVER
            self.seen.add(self.standing.state)

    @rule(jump=st.sampled_from([timedelta(seconds=1), timedelta(days=2), timedelta(days=40)]))
    def set_the_clock_back(self, jump: timedelta) -> None:
        self.at -= jump

    @precondition(lambda self: self.standing.state is State.ENDED)
    @rule(held=st.integers(0, 1), backups=_days)
    def count_and_close(self, held: int, backups: date | None) -> None:
        self._take(steps.Count(held, backups))
        self._take(steps.Close())

    @rule(by=SIDES, term=st.none() | TERMS, jump=JUMPS)
    def fail_and_repair(self, by: Side, term: Term | None, jump: timedelta) -> None:
        self._take(steps.SendDefault(by, "c", term))
        self.let_time_pass(jump)
        self._take(steps.Repair(by, "c"))

    def _take(self, step: steps.Step) -> None:
        before = passing(self.contract, self.standing, self.at)
        held = effects(self.contract, before, self.at)
        try:
            self.standing = after(self.contract, before, step, self.at)
        except Refused:
            return
        assert before.state not in OVER
        self.seen.update((type(step), before.state, self.standing.state))
        self._follow(step, before)
        then = effects(self.contract, self.standing, self.at)
        told = {one.effect: (one.before, one.after) for one in differences(held, then)}
        assert told == {name: (getattr(held, name), getattr(then, name)) for name in CLAUSES}
        assert set(new_duties(held, then)) == set(then.duties) - set(held.duties)

    def _follow(self, step: steps.Step, before: Standing) -> None:
        """What each step may do at most, by facts that this walk keeps itself."""
        now = self.standing
        match step:
            case steps.Sign(by=by):
                assert by not in self.signed and not gaps(self.contract)
                self.signed.add(by)
            case steps.Withdraw():
                self.signed.clear()
            case steps.Suspend(ground=ground, by=by) if now.state is State.SUSPENDED:
                assert now.by is by and now.ground is ground
                assert ground is not GroundKind.OBJECTION or now.objection_until
                assert ground is not GroundKind.NOT_REPAIRED or _late(before.notices, by.other, self._moment())
            case steps.Resume(by=by):
                assert before.by is by and now.state in (State.IN_FORCE, State.ENDED)
            case steps.SendDefault(ref=ref, term=term, at_once=at_once):
                if now.state is not State.ENDED:
                    sent = next(one for one in now.notices if one.ref == ref)
                    agreed = self.contract.regime.default
                    lengths = [each.after(self._moment()) for each in (term, agreed.cure) if each]
                    assert agreed.at_once if at_once else lengths
                    assert sent.until == (None if at_once else max(lengths))
            case steps.GiveNotice(ground=None) if now.state is not State.ENDED:
                assert now.ends_on == notice_day(self.contract, now, day_of(self._moment()))
            case steps.GiveNotice(by=by):
                assert now.end_by is by and now.ends_on and now.ends_on >= day_of(self._moment())
            case steps.EndNow(ground=ground, by=by):
                assert (now.ground, now.by, now.ends_on) == (ground, by, day_of(self._moment()))
            case steps.Count(held=held, backups_until=backups):
                self.counted = held, backups
            case steps.Close():
                assert self.counted is not None and self.counted[0] == 0
                assert self.counted[1] is None or day_of(self._moment()) > self.counted[1]

    def _moment(self) -> datetime:
        """When the step counts as taken; not before what happened already."""
        return max(self.at, self.standing.since or self.at)

    @invariant()
    def nothing_is_processed_without_an_agreement_in_force(self) -> None:
        held = effects(self.contract, self.standing, self.at)
        if held.deliveries or held.web_service or held.verbs:
            self._require_bound(day_of(self.at))
            assert held.verbs <= {verb for row in self.contract.processings for verb in row.verbs}

    @invariant()
    def the_policy_allows_no_more_than_the_agreement_on_any_day(self) -> None:
        made = policy_of(self.contract, self.standing, FLOW.agreement, (), self.at)
        assert bool(made.recipients) == any(flow.transport for flow in self.contract.flows)
        for days in (-400, -1, 0, 1, 30, 400):
            at = self.at + timedelta(days=days)
            for verb in Verb:
                try:
                    require(made, Question(verb), at)
                except Refused:
                    continue
                self._require_bound(day_of(at))
                assert any(verb in row.verbs for row in self.contract.processings)
                assert self.contract.flows

    def _require_bound(self, today: date) -> None:
        now, ends = self.standing, last_day(self.contract, self.standing)
        assert passing(self.contract, now, self.at).state is State.IN_FORCE
        assert self.signed == set(Side) and not gaps(self.contract)
        assert now.starts_on and now.starts_on <= today
        assert ends is None or today <= ends
        assert now.warranty or not self.contract.regime.warranty.consent

    @invariant()
    def a_standing_agrees_with_itself(self) -> None:
        now = self.standing
        if now.state in (State.SIGNED, State.IN_FORCE, State.SUSPENDED, State.ENDED, State.CLOSED):
            assert now.signed == self.signed == set(Side) and now.starts_on
        if now.state is State.IN_FORCE:
            assert now.by is None and now.ground is None
        if now.state is State.SUSPENDED:
            assert now.by is not None
        if now.state in (State.ENDED, State.CLOSED):
            assert now.ends_on and now.since and now.ends_on <= day_of(now.since)
        if now.state is State.ENDED:
            assert now.ends_on and now.since and now.starts_on
            assert now.ends_on >= min(now.starts_on, day_of(now.since)), "it ended before it began, or in hindsight"

    @invariant()
    def a_fee_is_due_only_while_it_may_be(self) -> None:
        held, now = effects(self.contract, self.standing, self.at), passing(self.contract, self.standing, self.at)
        if held.fee is Fee.DUE:
            assert now.state in (State.IN_FORCE, State.SUSPENDED)
        if now.state is State.SUSPENDED and now.ground is GroundKind.OBJECTION:
            assert held.fee is not Fee.DUE or not self.contract.regime.subprocessors.fee_stops

    @invariant()
    def time_passes_the_same_in_one_jump_and_in_two(self) -> None:
        later = self.at + timedelta(days=500)
        twice = passing(self.contract, passing(self.contract, self.standing, self.at + timedelta(days=77)), later)
        once = passing(self.contract, self.standing, later)
        assert replace(once, since=None) == replace(twice, since=None)


def _late(notices: tuple[DefaultNotice, ...], side: Side, at: datetime) -> bool:
    return any(one.by is side.other and not one.repaired and (one.until is None or one.until < at) for one in notices)


def test_the_walks_know_every_step() -> None:
    assert set(BUILD) == set(steps.STEPS)


@pytest.mark.covers("Z-03", "Z-17", "I-10")
@pytest.mark.parametrize("same", [True, False], ids=["the same walks each time", "other walks each time"])
def test_nothing_happens_that_was_not_agreed_on_any_walk(same: bool) -> None:
    wide = settings(
        max_examples=120 if same else 40,
        stateful_step_count=40,
        deadline=None,
        derandomize=same,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),  # shrinking what 40 steps did takes minutes
    )
    run_state_machine_as_test(Life, settings=wide)
    if same:
        assert set(State) <= Life.seen, "a walk that does not come everywhere proves little"
        assert len([kind for kind in steps.STEPS if kind not in Life.seen]) <= 2
