"""Service agreements: recorded, changed, extended and ended; what is attached to them ends with them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sluis.agreement import steps
from sluis.agreement.grounds import GroundKind
from sluis.agreement.regime import TermType
from sluis.agreement.standing import State
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Organisation
from sluis.portal.agreements import offering, stepping
from sluis.portal.agreements.happening import held, keep, now, remember
from sluis.portal.agreements.models import Agreement, MainAgreement, Stage, Version
from sluis.portal.agreements.rights import KEEP_MAIN
from sluis.portal.agreements.wording import Happened
from sluis.portal.organisations.keeping import add, alter, locked
from sluis.portal.organisations.remembering import remember as remember_values
from sluis.portal.organisations.remembering import values
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreeing as codes

ENDING = [state.value for state in State if state in steps.EndWithMain.possible]
UNSIGNED = [State.DRAFT.value, State.OFFERED.value]


class MainGround(StrEnum):
    """Why a service agreement ended, beside the grounds that processing agreements know."""

    NOTICE = "notice"
    TOGETHER = "together"
    EXPIRED = "expired"


Ground = GroundKind | MainGround


@dataclass(frozen=True, slots=True)
class Following:
    """What the end of a service agreement does to one that is attached to it.

    Attributes:
        foreseen: what follows; none for one that was not signed yet, which is taken back.
    """

    agreement: Agreement
    foreseen: stepping.Foreseen | None


def record(actor: Actor, *, organisation: Organisation, data: Mapping[str, Any]) -> MainAgreement:
    """Record a service agreement with an organisation.

    Raises:
        ValidationError: the data cannot be so.
    """
    return add(actor, KEEP_MAIN, MainAgreement(organisation=organisation, **data), "main.recorded")


def change(actor: Actor, *, main: MainAgreement, data: Mapping[str, Any]) -> MainAgreement:
    """Change what is on record; the earlier values are kept beside it. Its last day changes by `extend` and `end`.

    Raises:
        Refused: MAIN_IS_OVER.
        ValidationError: the data cannot be so.
    """
    with changing(actor, KEEP_MAIN, on=main) as change_:
        _require_open(locked(MainAgreement, main.pk))
        new = {name: value for name, value in data.items() if name != "ends_on"}
        return alter(change_.actor, KEEP_MAIN, main, "main.changed", new)


def extend(actor: Actor, *, main: MainAgreement, ends_on: date, reason: str = "") -> MainAgreement:
    """Let it end later; what ends with it does so too (Z-03).

    Raises:
        Refused: MAIN_IS_OVER, EXTENDS_NOT.
    """
    with changing(actor, KEEP_MAIN, on=main) as change_:
        found = locked(MainAgreement, main.pk)
        _require_open(found)
        if found.ends_on is None or ends_on <= found.ends_on:
            raise Refused(codes.EXTENDS_NOT)
        before = values(found)
        found.ends_on = ends_on
        found.save()
        remember_values(change_, found, before, "main.changed", reason=reason)
        change_.record("main.changed", found)
        for agreement in attached(found, ENDING):
            _extend(change_, agreement, ends_on)
    return found


def _extend(change_: Change, agreement: Agreement, ends_on: date) -> None:
    found = held(agreement)
    if found.contract.regime.duration.type is TermType.FOLLOWS_MAIN:
        keep(change_, found, now(found, change_.actor.at))
        remember(change_, found, Happened.EXTENDED, facts={"on": str(ends_on)})


def foresee_end(main: MainAgreement, *, ground: Ground, on: date, at: datetime) -> list[Following]:
    """What the end of a service agreement would do to each that is attached to it; nothing is changed.

    Raises:
        Refused: MAIN_END_OUTSIDE.
    """
    _require_within(main, on)
    step = _step(ground, on)
    running = [Following(each, stepping.foresee(each, step, at)) for each in attached(main, ENDING)]
    return running + [Following(each, None) for each in attached(main, UNSIGNED)]


def end(
    actor: Actor,
    *,
    main: MainAgreement,
    ground: Ground,
    on: date,
    reason: str,
    deviating: Collection[UUID] = (),
    deviation: str = "",
) -> MainAgreement:
    """Record that it ends, and end what is attached to it on the same ground and day.

    Args:
        on: its last day.
        deviating: ids of agreements that go on, because both parties agreed so.
        deviation: what they agreed, and where that stands.
    Raises:
        Refused: MAIN_IS_OVER, MAIN_END_OUTSIDE, DEVIATION_UNEXPLAINED.
    """
    if deviating and not deviation.strip():
        raise Refused(codes.DEVIATION_UNEXPLAINED)
    with changing(actor, KEEP_MAIN, on=main) as change_:
        found = locked(MainAgreement, main.pk)
        _require_open(found)
        _require_within(found, on)
        before = values(found)
        found.ended_on, found.ended_ground = on, ground.value
        found.save()
        remember_values(change_, found, before, "main.ended", reason=reason)
        for each in attached(found, ENDING):
            if each.pk in deviating:
                remember(change_, held(each), Happened.DEVIATED, reason=deviation, facts={"on": str(on)})
            else:
                stepping.take(actor, agreement=each, step=_step(ground, on), reason=reason)
        _take_back(actor, attached(found, UNSIGNED), reason)
        change_.record("main.ended", found, objects={"code": ground.value})
    return found


def attached(main: MainAgreement, states: Iterable[str]) -> list[Agreement]:
    """The agreements in these states that are attached to it."""
    found = Agreement.everything.filter(main=main, state__in=list(states))
    return list(found.select_related("current", "organisation", "main").order_by("number"))


def _step(ground: Ground, on: date) -> steps.EndWithMain:
    return steps.EndWithMain(ground if isinstance(ground, GroundKind) else None, on)


def _take_back(actor: Actor, unsigned: Iterable[Agreement], reason: str) -> None:
    """What was not signed yet can no longer be: it would stand on its own (Z-02)."""
    making = Version.everything.filter(agreement__in=list(unsigned), stage__in=[Stage.DRAFT, Stage.OFFERED])
    for version in making.select_related("agreement").order_by("pk"):
        offering.withdraw(actor, version=version, reason=reason)


def _require_open(main: MainAgreement) -> None:
    if main.ended_on is not None:
        raise Refused(codes.MAIN_IS_OVER)


def _require_within(main: MainAgreement, on: date) -> None:
    if on < main.starts_on or (main.ends_on is not None and on > main.ends_on):
        raise Refused(codes.MAIN_END_OUTSIDE)
