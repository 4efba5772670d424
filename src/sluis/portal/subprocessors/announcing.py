"""A new subprocessor is announced to every controller, on the terms of each agreement; and who comes later is told too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sluis.agreement.standing import RUNNING, State
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.agreements.models import Agreement
from sluis.portal.organisations.keeping import locked
from sluis.portal.subprocessors import telling
from sluis.portal.subprocessors.counting import Terms, terms_of
from sluis.portal.subprocessors.following import follow
from sluis.portal.subprocessors.matching import listed_in
from sluis.portal.subprocessors.models import Subnotice, Subprocessor
from sluis.portal.subprocessors.rights import KEEP, RUN
from sluis.portal.tasks.giving import settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import subprocessing as codes

At = Subnotice.State
_BOUND = [state.value for state in (*RUNNING, State.SIGNED)]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an announcement would mean under one agreement."""

    agreement: Agreement
    terms: Terms


def foresee(subprocessor: Subprocessor, at: datetime) -> list[Outlook]:
    """Under each agreement that binds, what an announcement now would bring; nothing is changed."""
    told = set(
        Subnotice.everything.filter(Subnotice.living(), subprocessor=subprocessor).values_list("agreement", flat=True)
    )
    return [Outlook(one, _terms(one, subprocessor, at)) for one in _bound() if one.pk not in told]


def announce(actor: Actor, *, subprocessor: Subprocessor) -> list[Subnotice]:
    """Announce it: each controller is told at once, and its terms begin to run.

    Raises:
        Refused: WRONG_STATE when it was announced already.
    """
    with changing(actor, KEEP, on=subprocessor) as change:
        found = locked(Subprocessor, subprocessor.pk)
        if found.announced_at is not None:
            raise Refused(codes.WRONG_STATE, state=str(found.get_state_display()))
        outlook = foresee(found, actor.at)
        if found.state != Subprocessor.State.ACTIVE:
            found.state, found.ends_on = Subprocessor.State.ANNOUNCED, None
        found.announced_at = actor.at
        found.save()
        made = [_tell(change, found, each) for each in outlook]
        change.record("subprocessor.announced", found, counts={"messages": len(made)})
    return made


def withdraw(actor: Actor, *, subprocessor: Subprocessor) -> Subprocessor:
    """Take an announcement back; where it works already, it goes on.

    Raises:
        Refused: WRONG_STATE when it was not announced.
    """
    with changing(actor, KEEP, on=subprocessor) as change:
        found = locked(Subprocessor, subprocessor.pk)
        if found.announced_at is None:
            raise Refused(codes.WRONG_STATE, state=str(found.get_state_display()))
        waiting = _living(found).filter(started_on=None).exclude(state=At.LISTED)
        for notice in waiting:
            call_off(change, notice)
        found.announced_at = None
        if found.state == Subprocessor.State.ANNOUNCED:
            found.state = Subprocessor.State.LISTED
        found.save()
        change.record("subprocessor.withdrawn", found, counts={"messages": len(waiting)})
    return found


def call_off(change: Change, notice: Subnotice) -> None:
    """It does not come under this agreement any more."""
    notice.state = At.WITHDRAWN
    notice.save()
    change.record("subnotice.withdrawn", notice)
    settle_all(change, notice)
    follow(change, notice.agreement)
    telling.tell_controller(change, notice, "withdrawn")


def settle_all(change: Change, notice: Subnotice) -> None:
    """Nobody has to answer any more."""
    for kind in (telling.OBJECT, telling.ANSWER):
        settle(change, kind=kind, subject=notice)


def catch_up(actor: Actor) -> int:
    """Agreements that came later, and annexes that name somebody: for the timetable. How many notices were made.

    An agreement that comes into force is told what was announced before, on its own terms from that day. Who stands in
    an annex that both parties signed needs no announcement (Z-79).
    """
    agreements, made = list(_bound()), 0
    known = Subprocessor.everything.exclude(state=Subprocessor.State.STOPPED).order_by("pk")
    for subprocessor in known:
        there = {one.agreement_id: one for one in _living(subprocessor)}
        for agreement in agreements:
            made += _catch_up(actor, subprocessor, agreement, there.get(agreement.pk))
    return made


def _catch_up(actor: Actor, subprocessor: Subprocessor, agreement: Agreement, notice: Subnotice | None) -> int:
    listed = listed_in(agreement.contract, subprocessor) is not None
    if notice is None:
        if not listed and subprocessor.announced_at is None:
            return 0
        with changing(actor, RUN, on=agreement) as change:
            _tell(change, subprocessor, Outlook(agreement, _terms(agreement, subprocessor, actor.at)))
        return 1
    moves = listed and notice.state != At.LISTED and notice.started_on is None
    reopened = not listed and notice.started_on is None and _differs(notice, subprocessor, agreement)
    if not moves and not reopened:
        return 0
    with changing(actor, RUN, on=notice) as change:
        found = locked(Subnotice, notice.pk)
        _set(found, agreement, _terms(agreement, subprocessor, actor.at), actor.at)
        found.save()
        change.record("subnotice.moved", found, objects={"code": found.state})
        settle_all(change, found)
        follow(change, agreement)
        if not listed:
            _ask(change, found)
    return 1


def _differs(notice: Subnotice, subprocessor: Subprocessor, agreement: Agreement) -> bool:
    """Whether an amendment opened what was closed, or left out of the annex who stood there."""
    if notice.state == At.LISTED:
        return subprocessor.announced_at is not None
    return notice.state == At.CLOSED and agreement.contract.regime.subprocessors.regime != notice.regime


def _terms(agreement: Agreement, subprocessor: Subprocessor, at: datetime) -> Terms:
    if listed_in(agreement.contract, subprocessor) is not None:
        return Terms(At.LISTED, None, None)
    return terms_of(agreement.contract.regime.subprocessors, at)


def _tell(change: Change, subprocessor: Subprocessor, outlook: Outlook) -> Subnotice:
    agreement, at = outlook.agreement, change.actor.at
    notice = Subnotice(organisation=agreement.organisation, subprocessor=subprocessor, agreement=agreement)
    _set(notice, agreement, outlook.terms, at)
    notice.full_clean()
    notice.save(force_insert=True)
    change.record("subnotice.told", notice, objects={"agreement": str(agreement.pk), "code": notice.state})
    if notice.state != At.LISTED:
        _ask(change, notice)
    return notice


def _set(notice: Subnotice, agreement: Agreement, terms: Terms, at: datetime) -> None:
    notice.regime = agreement.contract.regime.subprocessors.regime.value
    notice.state, notice.told_at = terms.state, at
    notice.earliest_start, notice.objection_until = terms.earliest_start, terms.objection_until


def _ask(change: Change, notice: Subnotice) -> None:
    """Tell the controller; where it can object, it is asked to say so."""
    telling.tell_controller(change, notice, "announced" if notice.state == At.OPEN else "informed")
    if notice.state == At.OPEN:
        telling.ask(
            change, notice.organisation, telling.OBJECT, _("Say whether you object to subprocessor %(name)s"), notice,
            facts={"name": notice.subprocessor.name}, url_name="subprocessors:notice", until=notice.objection_until,
        )  # fmt: skip


def _bound() -> Iterable[Agreement]:
    found = Agreement.everything.filter(state__in=_BOUND).select_related("current", "main", "organisation")
    return list(found.order_by("number"))


def _living(subprocessor: Subprocessor) -> "QuerySet[Subnotice]":
    found = Subnotice.everything.filter(Subnotice.living(), subprocessor=subprocessor)
    rows: QuerySet[Subnotice] = found.select_related(
        "agreement__current", "agreement__main", "organisation", "subprocessor"
    )
    return rows.order_by("pk")
