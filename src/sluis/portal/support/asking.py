"""Asking for help, and who handles it."""

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.agreements.models import Agreement
from sluis.portal.deliveries.models import Delivery
from sluis.portal.organisations.numbering import take_turn
from sluis.portal.people.selectors import holders
from sluis.portal.support import rights, telling
from sluis.portal.support.agreed import agreement_of
from sluis.portal.support.models import HelpOffer, HelpRequest, State, Way
from sluis.portal.support.plainness import plain
from sluis.portal.support.stepping import end_offer, locked, person_of
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import support as codes


def ask(
    actor: Actor,
    *,
    organisation: Organisation,
    way: Way,
    question: str,
    delivery: Delivery | None = None,
    agreement: Agreement | None = None,
) -> HelpRequest:
    """Ask for help, or write down that somebody asked for it on the telephone.

    Raises:
        Refused: NO_AGREEMENT, LOOKS_PERSONAL, NOT_YOURS for another's delivery or agreement, no right.
    """
    actor.require(rights.ASK, organisation)
    person = person_of(actor)
    under = agreement_of(delivery) if delivery else agreement
    if under is None:
        raise Refused(codes.NO_AGREEMENT)
    for each in (under, *((delivery,) if delivery else ())):
        if each.organisation_id != organisation.pk:
            raise Refused(access.NOT_YOURS)
    plain(question)
    with changing(actor, rights.ASK, on=organisation) as change:
        found = HelpRequest(
            organisation=organisation, number=_number(actor), agreement=under, delivery=delivery, way=way,
            question=question.strip(), by_phone=actor.is_operator, asked_at=actor.at, asked_by=actor.name,
            handler=person if actor.is_operator else None,
        )  # fmt: skip
        found.full_clean()
        found.save(force_insert=True)
        about = {"delivery": str(delivery.pk)} if delivery else {}
        change.record("helprequest.asked", found, objects=about | {"code": found.way})
        telling.tell_asked(change, found)
    return found


def assign(actor: Actor, *, request: HelpRequest, person: Person) -> HelpRequest:
    """Somebody of the service desk handles it from now on; whoever did so before sees nothing more of it.

    Raises:
        Refused: NOT_ALLOWED when that person does not work at the service desk, NOT_NOW, GONE_ALREADY, no right.
    """
    actor.require(rights.HELP, request)
    operator = person_of(actor).organisation
    if not holders(operator, day_of(actor.at), [Role.SERVICE_DESK.value]).filter(pk=person.pk).exists():
        raise Refused(access.NOT_ALLOWED)
    with changing(actor, rights.HELP, on=request) as change:
        found = locked(request.pk)
        if not (found.is_open or found.holds_data):
            raise Refused(codes.NOT_NOW, number=found.number, state=str(found.state))
        if found.handler_id == person.pk:
            raise Refused(access.GONE_ALREADY)
        found.handler = person
        found.save()
        change.record("helprequest.assigned", found, objects={"person": str(person.pk)})
    return found


def cancel(actor: Actor, *, request: HelpRequest) -> HelpRequest:
    """Help is not needed any more, before anything was consented to.

    Raises:
        Refused: NOT_NOW, GONE_ALREADY, no right.
    """
    with changing(actor, rights.ASK, on=request) as change:
        found = locked(request.pk, State.ASKED, State.OFFERED, State.DECLINED)
        person_of(actor)
        end_offer(change, found, HelpOffer.State.RETRACTED)
        found.state, found.closed_at, found.closed_by = State.CLOSED, actor.at, actor.name
        found.save()
        change.record("helprequest.cancelled", found)
        telling.settle_all(change, found)
    return found


def _number(actor: Actor) -> str:
    """`HV-2026-0012`: it can be read over the telephone."""
    year = day_of(actor.at).year
    counter = take_turn(f"help-{year}")
    counter.last += 1
    counter.save()
    return f"HV-{year}-{counter.last:04d}"
