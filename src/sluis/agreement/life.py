"""What a step makes of an agreement's standing, and what time does by itself. Pure: the moment is an argument."""

from dataclasses import replace
from datetime import date, datetime
from functools import singledispatch

from sluis.agreement import steps
from sluis.agreement.clauses import Clause
from sluis.agreement.completeness import require_complete
from sluis.agreement.contract import Contract, Side
from sluis.agreement.grounds import By, Ground, GroundKind
from sluis.agreement.numbering import article
from sluis.agreement.regime import SubprocessorRegime, TermType
from sluis.agreement.standing import RUNNING, DefaultNotice, Standing, State
from sluis.deadlines import RenewingContract, day_of
from sluis.refusals import Refused
from sluis.refusals.catalogue import contracts as codes


def after(contract: Contract, standing: Standing, step: steps.Step, at: datetime) -> Standing:
    """The standing after a step.

    Args:
        contract: what was agreed.
        standing: before; brought up to the moment first.
        at: aware; a clock that went back counts as standing still.
    Raises:
        Refused: STEP_NOT_POSSIBLE, NOT_COMPLETE, SIGNED_ALREADY, ENDED, GROUND_NOT_AGREED, GROUND_TOO_SHORT,
            DEFAULT_NOT_PASSED, NOTICE_NOT_AGREED, DATA_LEFT, BACKUPS_LEFT.
    """
    at = max(at, standing.since or at)
    now = passing(contract, standing, at)
    if now.state not in type(step).possible:
        raise Refused(codes.STEP_NOT_POSSIBLE, state=now.state.value)
    return passing(contract, _after(step, contract, now, at), at)


def passing(contract: Contract, standing: Standing, at: datetime) -> Standing:
    """What time alone makes of a standing: the first day comes, the last day goes."""
    today = day_of(at)
    ends = _earliest(standing.ends_on, contract.ends_on, _end_of_main(contract))
    if standing.state is State.SIGNED and standing.starts_on and standing.starts_on <= today:
        standing = replace(standing, state=State.IN_FORCE, since=at)
    if standing.state in RUNNING | {State.SIGNED} and ends and ends < today:
        ground, by = (standing.end_ground, standing.end_by) if ends == standing.ends_on else (None, None)
        return replace(standing, state=State.ENDED, since=at, ends_on=ends, ground=ground, by=by)
    return standing


def last_day(contract: Contract, standing: Standing) -> date | None:
    """The last day, as far as it is known."""
    return _earliest(standing.ends_on, contract.ends_on, _end_of_main(contract))


def renewing(contract: Contract, standing: Standing, on: date) -> RenewingContract | None:
    """The periods of an agreement that renews itself, counted from its first day; none for other agreements.

    Args:
        on: a day to count from as long as nothing else is known.
    """
    duration = contract.regime.duration
    if duration.type is not TermType.FIXED_RENEWING or not (duration.first and duration.renewal and duration.notice):
        return None
    starts = standing.starts_on or contract.starts_on or contract.service.starts_on or on
    return RenewingContract(starts, duration.first, duration.renewal, duration.notice)


def notice_day(contract: Contract, standing: Standing, given: date) -> date:
    """The last day of the agreement when notice is given on a day.

    Raises:
        Refused: NOTICE_NOT_AGREED.
    """
    duration = contract.regime.duration
    if duration.notice is None:
        raise Refused(codes.NOTICE_NOT_AGREED, clause=_named(contract, Clause.TERM))
    periods = renewing(contract, standing, given)
    return periods.ends_after_notice(given) if periods else duration.notice.day_after(given)


def _end_of_main(contract: Contract) -> date | None:
    """The end of the service agreement, which takes this one with it."""
    return contract.service.ends_on if contract.regime.duration.type is TermType.FOLLOWS_MAIN else None


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)


def _named(contract: Contract, clause: Clause) -> str:
    return article(contract, clause) or clause.value


@singledispatch
def _after(step: steps.Step, _contract: Contract, _now: Standing, _at: datetime) -> Standing:
    raise TypeError(type(step).__name__)


@_after.register
def _offer(_step: steps.Offer, contract: Contract, now: Standing, at: datetime) -> Standing:
    require_complete(contract)
    return replace(now, state=State.OFFERED, since=at)


@_after.register
def _withdraw(_step: steps.Withdraw, _contract: Contract, now: Standing, at: datetime) -> Standing:
    return replace(now, state=State.WITHDRAWN, since=at, signed=frozenset())


@_after.register
def _sign(step: steps.Sign, contract: Contract, now: Standing, at: datetime) -> Standing:
    if step.by in now.signed:
        raise Refused(codes.SIGNED_ALREADY)
    require_complete(contract)
    starts, ends = max(contract.starts_on or day_of(at), day_of(at)), last_day(contract, now)
    if ends and ends < starts:
        raise Refused(codes.ENDED, agreement=contract.number, clause=_named(contract, Clause.TERM))
    signed = now.signed | {step.by}
    if signed != set(Side):
        return replace(now, signed=signed)
    return replace(now, signed=signed, state=State.SIGNED, since=at, starts_on=starts)


@_after.register
def _suspend(step: steps.Suspend, contract: Contract, now: Standing, at: datetime) -> Standing:
    if step.ground is not None:
        _require_ground(contract, now, step.ground, step.by, step.months, at)
    return replace(now, state=State.SUSPENDED, since=at, ground=step.ground, by=step.by)


@_after.register
def _resume(step: steps.Resume, _contract: Contract, now: Standing, at: datetime) -> Standing:
    if now.by is not step.by:
        raise Refused(codes.STEP_NOT_POSSIBLE, state=now.state.value)
    return replace(now, state=State.IN_FORCE, since=at, ground=None, by=None)


@_after.register
def _default(step: steps.SendDefault, contract: Contract, now: Standing, at: datetime) -> Standing:
    agreed = contract.regime.default
    if step.at_once and not agreed.at_once:
        raise Refused(codes.GROUND_NOT_AGREED, clause=_named(contract, Clause.DEFAULT))
    terms = [term.after(at) for term in (step.term, agreed.cure) if term]  # a longer one may be given, no shorter one
    until = None if step.at_once or not terms else max(terms)
    if any(notice.ref == step.ref for notice in now.notices) or not (until or step.at_once):
        raise Refused(codes.STEP_NOT_POSSIBLE, state=now.state.value)
    return replace(now, notices=(*now.notices, DefaultNotice(step.by, step.ref, at, until)))


@_after.register
def _repair(step: steps.Repair, _contract: Contract, now: Standing, _at: datetime) -> Standing:
    if not any((one.ref, one.by, one.repaired) == (step.ref, step.by, False) for one in now.notices):
        raise Refused(codes.STEP_NOT_POSSIBLE, state=now.state.value)
    mended = (replace(one, repaired=True) if one.ref == step.ref else one for one in now.notices)
    return replace(now, notices=tuple(mended))


@_after.register
def _notice(step: steps.GiveNotice, contract: Contract, now: Standing, at: datetime) -> Standing:
    objected = step.ground is GroundKind.OBJECTION
    ends = _after_objection(contract, now, step, day_of(at)) if objected else notice_day(contract, now, day_of(at))
    known = last_day(contract, now)
    if known and ends >= known:  # it ends by then anyhow
        raise Refused(codes.STEP_NOT_POSSIBLE, state=now.state.value)
    return replace(now, ends_on=ends, end_ground=step.ground, end_by=step.by)


def _after_objection(contract: Contract, now: Standing, step: steps.GiveNotice, today: date) -> date:
    """Six months, say, counted from the last day of the objection period (Z-78); never before the day of the notice."""
    term, agreed = contract.regime.subprocessors.termination_notice, usable(contract, GroundKind.OBJECTION, step.by)
    if term is None or agreed is None or now.objection_until is None:
        raise Refused(codes.GROUND_NOT_AGREED, clause=_named(contract, Clause.SUBPROCESSORS))
    return max(term.day_after(now.objection_until), today)


@_after.register
def _end_now(step: steps.EndNow, contract: Contract, now: Standing, at: datetime) -> Standing:
    _require_ground(contract, now, step.ground, step.by, step.months, at)
    return replace(now, state=State.ENDED, since=at, ends_on=day_of(at), ground=step.ground, by=step.by)


@_after.register
def _end_with_main(step: steps.EndWithMain, _contract: Contract, now: Standing, at: datetime) -> Standing:
    return _ending(now, step.on or day_of(at), at, step.ground, None)


@_after.register
def _stop_supply(step: steps.StopSupply, contract: Contract, now: Standing, at: datetime) -> Standing:
    runs_on = contract.regime.duration.type is TermType.WHILE_PROCESSING
    if not runs_on or step.by is not Side.CONTROLLER:
        raise Refused(codes.NOTICE_NOT_AGREED, clause=_named(contract, Clause.TERM))
    return _ending(now, step.on or day_of(at), at, None, step.by)


def _ending(now: Standing, on: date, at: datetime, ground: GroundKind | None, by: Side | None) -> Standing:
    """Ends on a day: at once when that is today or was earlier, else when it comes; never before its first day."""
    if on <= day_of(at):
        first = min(now.starts_on or on, day_of(at))
        return replace(now, state=State.ENDED, since=at, ends_on=max(on, first), ground=ground, by=by)
    if now.ends_on and now.ends_on <= on:
        return now
    return replace(now, ends_on=on, end_ground=ground, end_by=by)


@_after.register
def _unreliable(_step: steps.DeclareUnreliable, _contract: Contract, now: Standing, _at: datetime) -> Standing:
    return replace(now, unreliable=True)


@_after.register
def _takeover(step: steps.AnnounceTakeover, _contract: Contract, now: Standing, _at: datetime) -> Standing:
    return replace(now, takeover=step.intended)


@_after.register
def _object(step: steps.Object, contract: Contract, now: Standing, _at: datetime) -> Standing:
    if step.until and usable(contract, GroundKind.OBJECTION, Side.CONTROLLER) is None:
        raise Refused(codes.GROUND_NOT_AGREED, clause=_named(contract, Clause.SUBPROCESSORS))
    return replace(now, objection_until=step.until)


@_after.register
def _warrant(step: steps.Warrant, _contract: Contract, now: Standing, _at: datetime) -> Standing:
    return replace(now, warranty=step.given)


@_after.register
def _count(step: steps.Count, _contract: Contract, now: Standing, _at: datetime) -> Standing:
    if step.held < 0:
        raise ValueError("nothing is held less than not at all")
    return replace(now, held=step.held, backups_until=step.backups_until)


@_after.register
def _close(_step: steps.Close, _contract: Contract, now: Standing, at: datetime) -> Standing:
    if now.held is None or now.held > 0:
        raise Refused(codes.DATA_LEFT, count="?" if now.held is None else now.held)
    if now.backups_until and day_of(at) <= now.backups_until:
        raise Refused(codes.BACKUPS_LEFT, day=now.backups_until.isoformat())
    return replace(now, state=State.CLOSED, since=at)


@_after.register
def _supersede(_step: steps.Supersede, _contract: Contract, now: Standing, at: datetime) -> Standing:
    return replace(now, state=State.SUPERSEDED, since=at)


def _require_ground(contract: Contract, now: Standing, kind: GroundKind, by: Side, months: int, at: datetime) -> None:
    """Refuse a ground that this party does not have, or not yet."""
    ground = usable(contract, kind, by)
    if ground is None:
        raise Refused(codes.GROUND_NOT_AGREED, clause=_named(contract, Clause.DEFAULT))
    if months < ground.months:
        raise Refused(codes.GROUND_TOO_SHORT, months=ground.months, clause=_named(contract, Clause.DEFAULT))
    if ground.after_default and not now.in_default(by.other, at):
        raise Refused(codes.DEFAULT_NOT_PASSED, clause=_named(contract, Clause.DEFAULT))
    happened = {
        GroundKind.UNRELIABLE: (now.unreliable, Clause.DEFAULT),
        GroundKind.TAKEOVER: (now.takeover, Clause.TRANSFER),
        GroundKind.OBJECTION: (now.objection_until is not None, Clause.SUBPROCESSORS),
    }
    did, clause = happened.get(kind, (True, Clause.DEFAULT))
    if not did:
        raise Refused(codes.GROUND_NOT_AGREED, clause=_named(contract, clause))


def usable(contract: Contract, kind: GroundKind, by: Side) -> Ground | None:
    """The ground as it was agreed for this party."""
    regime = contract.regime
    extra = []
    if regime.default.reliability:
        extra.append(Ground(GroundKind.UNRELIABLE, By.CONTROLLER))
    if regime.transfer.takeover_notice:
        extra.append(Ground(GroundKind.TAKEOVER, By.CONTROLLER))
    if regime.subprocessors.regime is SubprocessorRegime.OBJECTION:
        extra.append(Ground(GroundKind.OBJECTION, By.CONTROLLER))
    for ground in (*regime.default.grounds, *extra):
        if ground.kind is kind and (ground.by is By.EITHER or ground.by.value == by.value):
            return ground
    return None
