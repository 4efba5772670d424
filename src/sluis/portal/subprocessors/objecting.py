"""The controller objects or does not; the processor makes efforts, or adapts the service; and how it ends (Z-77, Z-78)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from sluis.agreement.clauses import Clause
from sluis.agreement.numbering import article
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.recognising import day_of
from sluis.portal.access.rights import Right
from sluis.portal.agreements.models import Agreement
from sluis.portal.agreements.wording import CLAUSES
from sluis.portal.subprocessors import telling
from sluis.portal.subprocessors.announcing import settle_all
from sluis.portal.subprocessors.following import follow
from sluis.portal.subprocessors.models import Subeffort, Subnotice, Subobjection
from sluis.portal.subprocessors.rights import KEEP, OBJECT
from sluis.portal.tasks.giving import settle
from sluis.portal.ui.moments import day as in_words
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import subprocessing as codes

At = Subnotice.State


def clause_of(agreement: Agreement) -> str:
    """Where the agreement speaks of subprocessors."""
    return article(agreement.contract, Clause.SUBPROCESSORS) or str(CLAUSES[Clause.SUBPROCESSORS])


@contextmanager
def held(actor: Actor, right: Right, notice: Subnotice) -> Iterator[tuple[Change, Subnotice]]:
    """A change of a notice, which is held until the commit."""
    with changing(actor, right, on=notice) as change:
        found = Subnotice.everything.select_for_update(of=("self",)).select_related(
            "subprocessor", "agreement__current", "agreement__main", "organisation"
        )
        current: Subnotice | None = found.filter(pk=notice.pk).first()
        if current is None:
            raise Refused(access.GONE_ALREADY)
        yield change, current


def file_objection(actor: Actor, *, notice: Subnotice, text: str) -> Subobjection:
    """Object to a subprocessor; it does not start while the objection stands.

    Raises:
        Refused: NO_OBJECTION_AGREED, PERIOD_PASSED, WRONG_STATE.
    """
    with held(actor, OBJECT, notice) as (change, found):
        _require_open(found, actor)
        made = Subobjection(
            organisation=found.organisation, notice=found, text=text.strip(), at=actor.at, by=actor.name
        )
        made.full_clean()
        made.save(force_insert=True)
        found.state = At.OBJECTED
        found.save()
        change.record("subobjection.made", made, objects={"subnotice": str(found.pk)})
        settle(change, kind=telling.OBJECT, subject=found)
        telling.ask(
            change, telling.operator(), telling.ANSWER, _("Resolve the objection of %(controller)s to %(name)s"), found,
            facts={"controller": found.organisation.name, "name": found.subprocessor.name},
            url_name="subprocessors:notice", until=found.objection_until,
        )  # fmt: skip
        telling.tell_operator(change, found, "objected")
    return made


def accept(actor: Actor, *, notice: Subnotice) -> Subnotice:
    """No objection; the agreed notice still runs.

    Raises:
        Refused: as `file_objection`.
    """
    with held(actor, OBJECT, notice) as (change, found):
        _require_open(found, actor)
        found.state = At.ACCEPTED
        found.save()
        change.record("subnotice.accepted", found)
        settle(change, kind=telling.OBJECT, subject=found)
    return found


def record_effort(actor: Actor, *, notice: Subnotice, text: str) -> Subeffort:
    """What the processor did about an objection; the controller reads it.

    Raises:
        Refused: WRONG_STATE when no objection stands.
    """
    with held(actor, KEEP, notice) as (change, found):
        _require_disputed(found)
        made = Subeffort(organisation=found.organisation, notice=found, text=text.strip(), at=actor.at, by=actor.name)
        made.full_clean()
        made.save(force_insert=True)
        change.record("subeffort.recorded", made, objects={"subnotice": str(found.pk)})
        telling.tell_controller(change, found, "effort")
    return made


def resolve(actor: Actor, *, notice: Subnotice) -> Subnotice:
    """The controller is satisfied: its objection stands no longer.

    Raises:
        Refused: WRONG_STATE when no objection stands.
    """
    with held(actor, OBJECT, notice) as (change, found):
        _require_disputed(found)
        _settle(change, found, At.RESOLVED)
        telling.tell_operator(change, found, "settled")
    return found


def avoid(actor: Actor, *, notice: Subnotice, adapted: str) -> Subnotice:
    """The processor adapts the service for this controller, which does without the subprocessor.

    Raises:
        Refused: WRONG_STATE when no objection stands.
    """
    with held(actor, KEEP, notice) as (change, found):
        _require_disputed(found)
        found.adapted = adapted.strip()
        found.full_clean()
        _settle(change, found, At.AVOIDED)
        telling.tell_controller(change, found, "avoided")
    return found


def leave_unresolved(actor: Actor, *, notice: Subnotice) -> Subnotice:
    """It cannot be resolved: the controller may suspend or leave. Either side says so; else the clock does.

    Raises:
        Refused: WRONG_STATE when no objection is open.
    """
    with held(actor, KEEP if actor.is_operator else OBJECT, notice) as (change, found):
        if found.state != At.OBJECTED:
            raise _wrong(found)
        fail(change, found)
    return found


def fail(change: Change, notice: Subnotice) -> None:
    """An objection that was not resolved; efforts can go on."""
    notice.state = At.UNRESOLVED
    notice.save()
    change.record("subnotice.unresolved", notice)
    follow(change, notice.agreement)


def _settle(change: Change, notice: Subnotice, state: Subnotice.State) -> None:
    notice.state = state
    notice.save()
    change.record(f"subnotice.{state.value}", notice)
    settle_all(change, notice)
    follow(change, notice.agreement)


def _require_open(notice: Subnotice, actor: Actor) -> None:
    if notice.objection_until is None:
        raise Refused(codes.NO_OBJECTION_AGREED, clause=clause_of(notice.agreement))
    if notice.takes_objection(day_of(actor.at)):
        return
    if notice.state in (At.OPEN, At.ACCEPTED, At.LAPSED) and notice.started_on is None:
        raise Refused(codes.PERIOD_PASSED, day=in_words(notice.objection_until))
    raise _wrong(notice)


def _require_disputed(notice: Subnotice) -> None:
    if not notice.disputed:
        raise _wrong(notice)


def _wrong(notice: Subnotice) -> Refused:
    return Refused(codes.WRONG_STATE, state=str(notice.get_state_display()))
