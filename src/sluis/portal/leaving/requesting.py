"""A destruction is asked for by one person and confirmed by another of the same organisation; until then it can be
withdrawn. What would happen is shown before (`consequences`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError
from django.utils.translation import gettext_noop as _

from sluis.deadlines import Deadline, Term, day_of, end_of_day
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role
from sluis.portal.holdings.choosing import ALL, Choice
from sluis.portal.holdings.going import Going
from sluis.portal.holdings.holds import held_back
from sluis.portal.holdings.register import Holding
from sluis.portal.holdings.residual import Left, remaining
from sluis.portal.holdings.sorting import ordered
from sluis.portal.leaving.models import Bearer, Destruction, locked
from sluis.portal.leaving.rights import CONFIRM, REQUEST
from sluis.portal.tasks.giving import give, settle
from sluis.portal.ui.navigation import Text
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import holdings as codes

TO_CONFIRM = "destruction"
State = Destruction.State


@dataclass(frozen=True, slots=True)
class Consequences:
    """What destroying would come to now.

    Attributes:
        going: kinds with the number of records that go.
        back: kinds that cannot be destroyed and are blocked instead, with the reason.
        staying: what remains with the operator after everything is destroyed, and why.
    """

    going: list[tuple[Holding, int]]
    back: list[tuple[Holding, Text]]
    staying: list[Left]


def consequences(organisation: Organisation, choice: Choice, actor: Actor) -> Consequences:
    """What destroying this choice would come to."""
    back: Mapping[str, Text] = held_back(organisation, actor.at)
    kinds = [each for each in ordered() if choice.has(each)]
    gone = Going(organisation, choice, back.keys())
    counted = [(each, gone.of(each).count()) for each in kinds]
    held = [(each, back[each.record]) for each in kinds if each.record in back]
    return Consequences([one for one in counted if one[1]], held, remaining(organisation))


def request(
    actor: Actor,
    *,
    organisation: Organisation,
    reason: str,
    due_on: date,
    choice: Choice = ALL,
    cost: Decimal | None = None,
    borne_by: str = Bearer.OPERATOR,
) -> Destruction:
    """Ask that data are destroyed.

    Raises:
        Refused: DESTRUCTION_OPEN; DAY_PASSED; no right.
    """
    with changing(actor, REQUEST, on=organisation) as change:
        if due_on < day_of(actor.at):
            raise Refused(codes.DAY_PASSED)
        made = Destruction(
            organisation=organisation, chosen=choice.value(), reason=reason, due_on=due_on, cost=cost,
            borne_by=borne_by, asked_at=actor.at, asked_by=actor.name,
        )  # fmt: skip
        made.full_clean(validate_constraints=False)
        try:
            made.save(force_insert=True)
        except IntegrityError:
            raise Refused(codes.DESTRUCTION_OPEN) from None
        change.record("destruction.requested", made)
        due = Deadline.ending(end_of_day(due_on), [Term.read("2 days")])
        give(
            change, organisation=organisation, kind=TO_CONFIRM, title=_("Confirm or withdraw a destruction of data"),
            subject=made, role=Role.BOARD, due=due, url_name="leaving:destruction", args=[made.pk],
        )  # fmt: skip
    return made


def confirm(actor: Actor, *, destruction: Destruction) -> Destruction:
    """Confirm it; what is in use is destroyed within minutes.

    Raises:
        Refused: OWN_DESTRUCTION; GONE_ALREADY when it does not wait for this any more; no right.
    """
    with changing(actor, CONFIRM, on=destruction) as change:
        found = _waiting(destruction)
        if actor.name == found.asked_by:
            raise Refused(codes.OWN_DESTRUCTION)
        found.state, found.confirmed_at, found.confirmed_by = State.CONFIRMED, actor.at, actor.name
        _end(change, found, "destruction.confirmed")
    return found


def withdraw(actor: Actor, *, destruction: Destruction) -> Destruction:
    """Withdraw it before it was confirmed.

    Raises:
        Refused: GONE_ALREADY; no right.
    """
    with changing(actor, REQUEST, on=destruction) as change:
        found = _waiting(destruction)
        found.state, found.withdrawn_at, found.withdrawn_by = State.WITHDRAWN, actor.at, actor.name
        _end(change, found, "destruction.withdrawn")
    return found


def _waiting(destruction: Destruction) -> Destruction:
    found: Destruction = locked(destruction.pk)
    if found.state != State.REQUESTED:
        raise Refused(access.GONE_ALREADY)
    return found


def _end(change: Change, found: Destruction, kind: str) -> None:
    found.save()
    change.record(kind, found)
    settle(change, kind=TO_CONFIRM, subject=found)
