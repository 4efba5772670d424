"""A step of a request: the row is held, its state is asked, one moment and one event are left."""

from uuid import UUID

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change
from sluis.portal.access.models import Person
from sluis.portal.access.recognising import day_of
from sluis.portal.support.agreed import require_agreed
from sluis.portal.support.models import HelpOffer, HelpRequest, State, Way
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import support as codes


def person_of(actor: Actor) -> Person:
    """The person at work: nothing here is ever done by a program.

    Raises:
        Refused: NOT_ALLOWED.
    """
    if actor.person is None:
        raise Refused(access.NOT_ALLOWED)
    return actor.person


def locked(pk: UUID, *states: State) -> HelpRequest:
    """A request as it is now, held until the commit.

    Raises:
        Refused: GONE_ALREADY; NOT_NOW when it is in none of these states.
    """
    found: HelpRequest | None = HelpRequest.everything.select_for_update().filter(pk=pk).first()
    if found is None:
        raise Refused(access.GONE_ALREADY)
    if states and found.state not in states:
        raise not_now(found)
    return found


def not_now(found: HelpRequest) -> Refused:
    """That this cannot be done as it stands."""
    return Refused(codes.NOT_NOW, number=found.number, state=str(found.state))


def counting(found: HelpRequest) -> HelpOffer | None:
    """The offer that waits for an answer, or was consented to."""
    offer: HelpOffer | None = HelpOffer.everything.filter(
        request=found, state__in=(HelpOffer.State.OPEN, HelpOffer.State.CONSENTED)
    ).first()
    return offer


def consented(found: HelpRequest, actor: Actor, *ways: Way) -> HelpOffer:
    """The offer to which the source consented, when it covers this now.

    Raises:
        Refused: NO_CONSENT; or what the agreement does not allow any more.
    """
    offer = counting(found)
    if offer is None or offer.state != HelpOffer.State.CONSENTED or offer.way not in ways:
        raise Refused(codes.NO_CONSENT, number=found.number)
    if offer.until_on is None or offer.until_on < day_of(actor.at):
        raise Refused(codes.NO_CONSENT, number=found.number)
    require_agreed(found.agreement, actor.at)
    return offer


def require_handler(found: HelpRequest, actor: Actor) -> Person:
    """Refuse whoever does not handle the request.

    Raises:
        Refused: NOT_ASSIGNED.
    """
    person = person_of(actor)
    if found.handler_id != person.pk:
        raise Refused(codes.NOT_ASSIGNED, number=found.number)
    return person


def end_offer(change: Change, found: HelpRequest, state: HelpOffer.State) -> HelpOffer | None:
    """The offer that counts does so no more."""
    offer = counting(found)
    if offer is None:
        return None
    offer.state, offer.ended_at, offer.ended_by = state, change.actor.at, change.actor.name
    offer.save()
    change.record(f"helpoffer.{state.value}", offer, objects={"helprequest": str(found.pk)})
    return offer
