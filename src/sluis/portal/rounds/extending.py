"""More time: the source asks, the recipient decides, or gives it unasked. It never gets less."""

from datetime import date

from django.db import IntegrityError, transaction

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.recognising import day_of
from sluis.portal.organisations.keeping import locked
from sluis.portal.rounds import telling
from sluis.portal.rounds.models import WAITING, Extension, Round, State
from sluis.portal.rounds.rights import ANSWER, PLAN
from sluis.portal.tasks.giving import settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import rounds as codes

Decision = Extension.Decision


def ask(actor: Actor, *, round: Round, until: date, reason: str) -> Extension:
    """Ask for more time.

    Raises:
        Refused: ROUND_MOVED when nothing is expected, or somebody asked already; DAY_NOT_LATER.
    """
    with changing(actor, ANSWER, on=round) as change:
        found = in_state(round, *WAITING)
        made = _new(change, found, until, reason)
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError:
            raise Refused(codes.ROUND_MOVED) from None
        change.record("extension.asked", made, objects={"round": str(found.pk)})
        telling.ask_decision(change, made)
        telling.tell_recipient(change, found, "extension-asked", source=found.organisation.name, day=until)
    return made


def grant(actor: Actor, *, extension: Extension, until: date, answer: str = "") -> Extension:
    """Give more time: until the day that was asked, or another one that is later than the day that holds.

    Raises:
        Refused: ROUND_MOVED, DAY_NOT_LATER, OWN_REQUEST.
    """
    with changing(actor, PLAN, on=extension.recipient) as change:
        asked = _asked(actor, extension)
        found = in_state(asked.round, *WAITING)
        _require_later(found, until, day_of(actor.at))
        asked.until = until
        _decide(change, asked, Decision.GRANTED, answer)
        _move(change, found, until)
        telling.tell_source(change, found, "extended")
    return asked


def refuse(actor: Actor, *, extension: Extension, answer: str) -> Extension:
    """Give no more time; the day that holds stays.

    Raises:
        Refused: ROUND_MOVED, OWN_REQUEST.
    """
    with changing(actor, PLAN, on=extension.recipient) as change:
        asked = _asked(actor, extension)
        _decide(change, asked, Decision.REFUSED, answer)
        telling.tell_source(change, asked.round, "extension-refused")
    return asked


def extend(actor: Actor, *, round: Round, until: date, reason: str) -> Extension:
    """Give more time unasked; a question that is open is answered with it.

    Raises:
        Refused: ROUND_MOVED, DAY_NOT_LATER.
    """
    open_one = Extension.everything.filter(round=round, decision=Decision.ASKED).first()
    if open_one is not None:
        return grant(actor, extension=open_one, until=until, answer=reason)
    with changing(actor, PLAN, on=round.recipient) as change:
        found = in_state(round, *WAITING)
        made = _new(change, found, until, reason)
        made.decision, made.decided_at, made.decided_by = Decision.GRANTED, actor.at, actor.name
        made.save(force_insert=True)
        change.record("extension.granted", made, objects={"round": str(found.pk)})
        _move(change, found, until)
        telling.tell_source(change, found, "extended")
    return made


def in_state(round: Round, *allowed: State) -> Round:
    """A round as it is now, held until the commit; in one of these states.

    Raises:
        Refused: ROUND_MOVED.
    """
    found = locked(Round, round.pk)
    if found.state not in allowed:
        raise Refused(codes.ROUND_MOVED)
    return found


def _asked(actor: Actor, extension: Extension) -> Extension:
    found = locked(Extension, extension.pk)
    if found.decision != Decision.ASKED:
        raise Refused(codes.ROUND_MOVED)
    if found.asked_by == actor.name:
        raise Refused(codes.OWN_REQUEST)
    return found


def _new(change: Change, found: Round, until: date, reason: str) -> Extension:
    _require_later(found, until, day_of(change.actor.at))
    made = Extension(
        organisation=found.organisation, recipient=found.recipient, round=found, until=until, before=found.final_until,
        reason=reason.strip(), asked_at=change.actor.at, asked_by=change.actor.name,
    )  # fmt: skip
    made.full_clean(validate_constraints=False)
    return made


def _require_later(found: Round, until: date, today: date) -> None:
    if until <= found.final_until or until < today:
        raise Refused(codes.DAY_NOT_LATER)


def _decide(change: Change, asked: Extension, decision: Decision, answer: str) -> None:
    asked.decision, asked.answer = decision, answer.strip()
    asked.decided_at, asked.decided_by = change.actor.at, change.actor.name
    asked.full_clean(validate_constraints=False)
    asked.save()
    change.record(f"extension.{decision.value}", asked, objects={"round": str(asked.round_id)})
    settle(change, kind=telling.DECIDE, subject=asked)


def _move(change: Change, found: Round, until: date) -> None:
    """The last day is another one; who was late is so no more."""
    found.final_until = until
    if found.state == State.LATE:
        found.state = State.PROVISIONAL if found.provisional_at else State.OPEN
        found.late_at = None
    found.save()
    telling.ask_delivery(change, found)
