"""Tasks and messages about rounds, for the source, the recipient and the operator."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Deadline, end_of_day
from sluis.portal.access.changing import Change
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.agreements.telling import operator
from sluis.portal.notifications.sending import send
from sluis.portal.people.selectors import holders, role_held
from sluis.portal.rounds.models import Extension, Round, State
from sluis.portal.tasks.giving import give, settle
from sluis.portal.ui import moments

Fact = str | int | date
DELIVER, SIGN_OFF, DECIDE, AGAIN = "round-deliver", "round-sign-off", "round-extension", "round-again"
DELIVERERS = (Role.DELIVERER, Role.ADMINISTRATOR)
SIGNERS = (Role.CONTRACT_MANAGER, Role.BOARD, Role.ADMINISTRATOR)
PLANNERS = (Role.MANAGER, Role.CONTRACT_MANAGER, Role.ADMINISTRATOR)
DESK = (Role.SERVICE_DESK, Role.CONTRACT_MANAGER)


def ask_delivery(change: Change, found: Round) -> None:
    """The source delivers on the last day at the latest; the calendar itself reminds of it."""
    give(
        change, organisation=found.organisation, kind=DELIVER, title=_("Deliver %(round)s"),
        facts={"round": found.name}, subject=found, role=_role(change, found.organisation, DELIVERERS),
        due=_until(found.final_until), url_name="rounds:round", args=[found.pk],
    )  # fmt: skip


def ask_sign_off(change: Change, found: Round) -> None:
    """The source signs off what it delivered; it has at least until the last day."""
    last = max(found.final_until, day_of(change.actor.at))
    give(
        change, organisation=found.organisation, kind=SIGN_OFF, title=_("Sign off %(round)s"),
        facts={"round": found.name}, subject=found, role=_role(change, found.organisation, SIGNERS),
        due=_until(last), url_name="rounds:round", args=[found.pk],
    )  # fmt: skip


def ask_decision(change: Change, extension: Extension) -> None:
    """The recipient decides whether there is more time, before the last day goes by."""
    found = extension.round
    last = max(found.final_until, day_of(change.actor.at))
    give(
        change, organisation=found.recipient, kind=DECIDE, title=_("Decide about more time for %(round)s"),
        facts={"round": found.name}, subject=extension, role=_role(change, found.recipient, PLANNERS),
        due=_until(last), url_name="rounds:decide", args=[extension.pk],
    )  # fmt: skip


def ask_second(change: Change, found: Round) -> None:
    """The recipient decides whether a second delivery may come."""
    give(
        change, organisation=found.recipient, kind=AGAIN, title=_("Decide about a second delivery of %(round)s"),
        facts={"round": found.name}, subject=found, role=_role(change, found.recipient, PLANNERS),
        url_name="rounds:round", args=[found.pk],
    )  # fmt: skip


def done(change: Change, found: Round) -> None:
    """What was expected is there."""
    for kind in (DELIVER, AGAIN):
        settle(change, kind=kind, subject=found)


def settle_all(change: Change, found: Round) -> None:
    """Nothing has to be done about it any more."""
    for kind in (DELIVER, SIGN_OFF, AGAIN):
        settle(change, kind=kind, subject=found)


def tell_source(change: Change, found: Round, template: str, **facts: Fact) -> int:
    """A message to those who deliver."""
    return _send(change, found, template, [(found.organisation, DELIVERERS[:1], DELIVERERS[1:])], facts)


def tell_recipient(change: Change, found: Round, template: str, **facts: Fact) -> int:
    """A message to those who plan."""
    return _send(change, found, template, [(found.recipient, PLANNERS[:2], PLANNERS[2:])], facts)


def tell_late(change: Change, found: Round) -> int:
    """Everybody hears that a last day went by: source, recipient and the operator's service desk."""
    facts: dict[str, Fact] = {"source": found.organisation.name, "provisional": int(found.provisional_at is not None)}
    places = [
        (found.organisation, DELIVERERS[:1], DELIVERERS[1:]),
        (found.recipient, PLANNERS[:2], PLANNERS[2:]),
        (operator(), DESK[:1], DESK[1:]),
    ]
    return _send(change, found, "late", places, facts)


Place = tuple[Organisation, tuple[Role, ...], tuple[Role, ...]]


def _send(change: Change, found: Round, template: str, places: Iterable[Place], facts: Mapping[str, Fact]) -> int:
    """To the people with the first roles in a place, else to those with the others; to each person once."""
    people: dict[object, Person] = {}
    for place, roles, others in places:
        today = day_of(change.actor.at)
        asked = list(holders(place, today, [role.value for role in roles]))
        asked = asked or list(holders(place, today, [role.value for role in others]))
        people |= {person.pk: person for person in asked}
    about: dict[str, Fact] = {"round": found.name, "until": found.final_until, "pk": str(found.pk), **facts}
    for person in people.values():
        said = {name: _said(value, person.language) for name, value in about.items()}
        send(change, to=person, template=f"rounds/{template}", facts=said, organisation=found.organisation)
    return len(people)


def _said(value: Fact, language: str) -> str | int:
    """A day as the reader writes it."""
    if not isinstance(value, date):
        return value
    with translation.override(language):
        return moments.day(value)


def _role(change: Change, organisation: Organisation, roles: tuple[Role, ...]) -> Role:
    return role_held(organisation, day_of(change.actor.at), roles)


def _until(last: date) -> Deadline:
    return Deadline(end_of_day(last))


def waits_for_sign_off(found: Round) -> bool:
    """Whether it was delivered and nobody signed it off yet, where that is asked."""
    return found.state == State.DELIVERED and found.schedule.sign_off
