"""In each state of a help request: what can be done, and that nothing else can."""

from collections.abc import Callable
from typing import Any

import casting
import pytest
import supporting
from supporting import Place

from sluis.portal.support import asking, closing, consenting, looking, offering, receiving
from sluis.portal.support.models import HelpOffer, HelpRequest, State
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import support as codes

pytestmark = pytest.mark.usefixtures("sqlite")


def _last(found: HelpRequest) -> Any:
    return HelpOffer.everything.filter(request=found).order_by("-offered_at").first() or HelpOffer(
        request=found, organisation=found.organisation, offered_at=casting.now()
    )


def _consent(there: Place, found: HelpRequest) -> object:
    offer = _last(found)
    return consenting.consent(
        there.actor("officer"), offer=offer, until_on=casting.today(), seen=consenting.terms_of(offer)
    )


Deed = Callable[[Place, HelpRequest], object]
DEEDS: dict[str, Deed] = {
    "offer": lambda there, found: supporting.offered(there, request=found),
    "retract": lambda there, found: offering.retract(there.actor("desk"), request=found),
    "consent": _consent,
    "decline": lambda there, found: consenting.decline(there.actor("officer"), offer=_last(found)),
    "withdraw": lambda there, found: consenting.withdraw(there.actor("officer"), request=found),
    "hand over": lambda there, found: receiving.hand_over(
        there.actor("deliverer"), request=found, file=supporting.upload()
    ),
    "look": lambda there, found: looking.look(there.actor("desk"), request=found),
    "cancel": lambda there, found: asking.cancel(there.actor("deliverer"), request=found),
    "close": lambda there, found: closing.close(there.actor("desk"), request=found, result="Klaar."),
    "delete": lambda there, found: closing.delete(there.actor("desk"), request=found),
}


def _declined(there: Place) -> HelpRequest:
    offer = supporting.offered(there)
    consenting.decline(there.actor("officer"), offer=offer)
    return supporting.fresh(offer.request)


def _withdrawn(there: Place) -> HelpRequest:
    return consenting.withdraw(there.actor("officer"), request=supporting.received(there))


STATES: dict[State, tuple[Callable[[Place], HelpRequest], set[str]]] = {
    State.ASKED: (supporting.asked, {"offer", "cancel", "close"}),
    State.OFFERED: (
        lambda there: supporting.offered(there).request, {"retract", "consent", "decline", "cancel", "close"}
    ),
    State.DECLINED: (_declined, {"offer", "cancel", "close"}),
    State.CONSENTED: (supporting.consented, {"withdraw", "hand over", "close"}),
    State.RECEIVED: (supporting.received, {"withdraw", "look", "close"}),
    State.WITHDRAWN: (_withdrawn, {"delete", "close"}),
    State.CLOSED: (supporting.closed, {"look", "withdraw", "delete"}),
    State.DELETED: (lambda there: supporting.closed(there, keep=False), set()),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_in_each_state_nothing_else_can_be_done(state: State) -> None:
    there = supporting.place()
    make, possible = STATES[state]
    found = make(there)
    assert supporting.fresh(found).state == state
    for name in DEEDS.keys() - possible:
        with pytest.raises(Refused) as refusal:
            DEEDS[name](there, found)
        assert refusal.value.code in (codes.NOT_NOW, access.GONE_ALREADY), (name, refusal.value.code)
    assert supporting.fresh(found).state == state


@pytest.mark.parametrize("state", STATES)
def test_in_each_state_what_is_possible_can_be_done(state: State) -> None:
    make, possible = STATES[state]
    for name in sorted(possible):
        there = supporting.place()
        DEEDS[name](there, make(there))
