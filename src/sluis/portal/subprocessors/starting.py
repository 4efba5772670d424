"""A subprocessor starts under an agreement, when nothing stands in its way; and stops."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from sluis.agreement.completeness import EEA
from sluis.agreement.contract import ListedSubprocessor
from sluis.agreement.regime import SubprocessorRegime
from sluis.agreement.standing import RUNNING, State
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.recognising import day_of
from sluis.portal.agreements.models import Consent
from sluis.portal.agreements.wording import ConsentKind
from sluis.portal.organisations.keeping import locked
from sluis.portal.subprocessors import telling
from sluis.portal.subprocessors.announcing import call_off, settle_all
from sluis.portal.subprocessors.matching import listed_in
from sluis.portal.subprocessors.models import Subcondition, Subcontract, Subnotice, Subprocessor
from sluis.portal.subprocessors.objecting import clause_of, held
from sluis.portal.subprocessors.rights import KEEP
from sluis.portal.ui.moments import day as in_words
from sluis.refusals import Refused
from sluis.refusals.catalogue import subprocessing as codes

At = Subnotice.State


@dataclass(frozen=True)
class Records:
    """What is on record about a number of notices, read at once.

    Attributes:
        bound: subprocessors with an agreement that holds and imposes the same obligations.
        consents: by agreement.
        conditions: that were not imposed yet, by notice.
    """

    at: datetime
    bound: frozenset[UUID] = frozenset()
    consents: dict[UUID, list[Consent]] = field(default_factory=dict)
    conditions: Counter[UUID] = field(default_factory=Counter)

    @classmethod
    def of(cls, notices: Iterable[Subnotice], at: datetime) -> "Records":
        """Read them, in three queries."""
        today, listed = day_of(at), list(notices)
        bound = Subcontract.everything.filter(
            Subcontract.holding(today), subprocessor__in={one.subprocessor_id for one in listed}
        ).values_list("subprocessor", flat=True)
        consents = defaultdict[UUID, list[Consent]](list)
        for consent in Consent.everything.filter(
            Q(until=None) | Q(until__gte=today), agreement__in={one.agreement_id for one in listed}, withdrawn_on=None
        ):
            consents[consent.agreement_id].append(consent)
        waiting = Subcondition.everything.filter(notice__in=[one.pk for one in listed], met_at=None)
        return cls(at, frozenset(bound), dict(consents), Counter(waiting.values_list("notice", flat=True)))


def obstacles(notice: Subnotice, records: Records) -> list[Refused]:
    """Why a subprocessor may not start under an agreement; nothing when it may."""
    return list(_obstacles(notice, records))


def _obstacles(notice: Subnotice, records: Records) -> Iterator[Refused]:
    agreement, subprocessor = notice.agreement, notice.subprocessor
    if notice.started_on is not None or notice.ended_on is not None or notice.state == At.WITHDRAWN:
        yield Refused(codes.WRONG_STATE, state=str(notice.get_state_display()))
        return
    if State(agreement.state) not in RUNNING:
        yield Refused(codes.NOT_RUNNING)
    row = listed_in(agreement.contract, subprocessor)
    if row is None:
        yield from _not_yet(notice, records.at)
    if not _place_agreed(notice, row, records.consents.get(agreement.pk, [])):
        yield Refused(codes.PLACE_NOT_AGREED, country=subprocessor.country)
    if subprocessor.pk not in records.bound:
        yield Refused(codes.NO_SAME_OBLIGATIONS)
    if records.conditions[notice.pk]:
        yield Refused(codes.CONDITIONS_OPEN, count=records.conditions[notice.pk])


def _not_yet(notice: Subnotice, at: datetime) -> Iterator[Refused]:
    """What the announcement procedure still asks; who stands in the annex is exempt (Z-79)."""
    clause = clause_of(notice.agreement)
    if notice.regime == SubprocessorRegime.NONE.value:
        yield Refused(codes.ONLY_BY_AMENDMENT, clause=clause)
        return
    if notice.disputed:
        yield Refused(codes.OBJECTION_OPEN, clause=clause)
    if notice.state == At.AVOIDED:
        yield Refused(codes.AVOIDED)
    if notice.first_day is None:
        yield Refused(codes.NOT_TOLD)
    elif day_of(at) < notice.first_day:
        yield Refused(codes.TOO_EARLY, day=in_words(notice.first_day), clause=clause)


def _place_agreed(notice: Subnotice, row: ListedSubprocessor | None, consents: Iterable[Consent]) -> bool:
    """Inside the agreed countries and the EEA, or with consent: by signing the annex that says so, or on record (A1)."""
    subprocessor = notice.subprocessor
    country, given = subprocessor.country, list(consents)
    if any(one.kind == ConsentKind.SUBPROCESSOR.value and _names(one, subprocessor) for one in given):
        return True
    if subprocessor.transfer_outside_eea and country in EEA:
        return row is not None and row.transfer_outside_eea
    if any(one.kind == ConsentKind.COUNTRY.value and one.country == country for one in given):
        return True
    if country not in EEA:
        return row is not None and row.transfer_outside_eea
    return country in notice.agreement.contract.regime.place.countries


def _names(consent: Consent, subprocessor: Subprocessor) -> bool:
    return consent.country == subprocessor.country and consent.about.casefold() == subprocessor.name.casefold()


def needs_consent(notice: Subnotice, records: Records) -> bool:
    """Whether the controller's consent to the place is missing."""
    row = listed_in(notice.agreement.contract, notice.subprocessor)
    return not _place_agreed(notice, row, records.consents.get(notice.agreement_id, []))


def start(actor: Actor, *, notice: Subnotice) -> Subnotice:
    """It starts today under this agreement.

    Raises:
        Refused: the first of `obstacles`.
    """
    with changing(actor, KEEP, on=notice):
        subprocessor = locked(Subprocessor, notice.subprocessor_id)  # first, as whoever stops it does
        with held(actor, KEEP, notice) as (change, found):
            _start(change, found, subprocessor)
    return found


def _start(change: Change, notice: Subnotice, subprocessor: Subprocessor) -> None:
    notice.subprocessor, today = subprocessor, day_of(change.actor.at)
    for reason in obstacles(notice, Records.of([notice], change.actor.at)):
        raise reason
    notice.started_on = today
    notice.save()
    subprocessor.state, subprocessor.in_use = Subprocessor.State.ACTIVE, True
    subprocessor.starts_on, subprocessor.ends_on = subprocessor.starts_on or today, None
    subprocessor.save()
    change.record("subnotice.started", notice, objects={"subprocessor": str(subprocessor.pk)})
    settle_all(change, notice)
    telling.tell_controller(change, notice, "started")


def start_all(actor: Actor, *, subprocessor: Subprocessor, notices: Iterable[Subnotice]) -> int:
    """It starts under several agreements, all or none.

    Raises:
        Refused: as `start`.
    """
    with changing(actor, KEEP, on=subprocessor):
        return len([start(actor, notice=one) for one in notices])


def stop(actor: Actor, *, subprocessor: Subprocessor) -> Subprocessor:
    """It stops today under every agreement; announcements that run are withdrawn.

    Raises:
        Refused: WRONG_STATE when it stopped already.
    """
    with changing(actor, KEEP, on=subprocessor) as change:
        found = locked(Subprocessor, subprocessor.pk)
        if found.state == Subprocessor.State.STOPPED:
            raise Refused(codes.WRONG_STATE, state=str(found.get_state_display()))
        living = Subnotice.everything.filter(Subnotice.living(), subprocessor=found)
        for notice in living.select_related(
            "agreement__current", "agreement__main", "organisation", "subprocessor"
        ).order_by("pk"):
            if notice.started_on is None and notice.state != At.LISTED:
                call_off(change, notice)
                continue
            notice.ended_on = day_of(actor.at)
            notice.save()
            change.record("subnotice.stopped", notice)
            telling.tell_controller(change, notice, "stopped")
        found.state, found.ends_on, found.announced_at = Subprocessor.State.STOPPED, day_of(actor.at), None
        found.save()
        change.record("subprocessor.stopped", found)
    return found
