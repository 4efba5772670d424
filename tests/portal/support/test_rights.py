"""Who may do what: the controller's own people decide, one of the desk looks, and no program does anything."""

from collections.abc import Callable
from typing import Any

import casting
import contracting
import pytest
import supporting
from organising import mandate, refuses
from supporting import Place

from sluis.portal.access.actor import Actor
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.support import asking, closing, consenting, looking, offering, receiving, rights
from sluis.portal.support.models import HelpRequest, Selection, Way
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import support as codes

pytestmark = pytest.mark.usefixtures("sqlite")
S = Role
OWN = {
    rights.SEE: {S.ADMINISTRATOR, S.BOARD, S.PRIVACY_COORDINATOR, S.DPO, S.DELIVERER, S.CONTRACT_MANAGER, S.AUDITOR},
    rights.ASK: {S.ADMINISTRATOR, S.DELIVERER},
    rights.CONSENT: {S.ADMINISTRATOR, S.BOARD, S.PRIVACY_COORDINATOR, S.DPO},
    rights.HAND_OVER: {S.ADMINISTRATOR, S.DELIVERER},
    rights.HELP: set(),
    rights.LOOK: set(),
    rights.DELETE: set(),
    rights.WATCH: set(),
}
OPERATOR = {
    rights.SEE: {S.SERVICE_DESK, S.DPO, S.SECURITY_OFFICER, S.AUDITOR},
    rights.ASK: {S.SERVICE_DESK},
    rights.CONSENT: set(),
    rights.HAND_OVER: set(),
    rights.HELP: {S.SERVICE_DESK},
    rights.LOOK: {S.SERVICE_DESK},
    rights.DELETE: {S.SERVICE_DESK, S.SECURITY_OFFICER, S.DPO},
    rights.WATCH: set(),
}


@pytest.mark.covers("Z-61")
@pytest.mark.parametrize("operator", [False, True])
def test_each_role_has_exactly_these_rights(operator: bool) -> None:
    home = casting.organisation(operator=operator)
    for role in roles_for(operator=operator):
        actor = casting.actor(casting.person(home, role))
        held = {right for right in OWN if actor.may(right)}
        assert held == {right for right, who in (OPERATOR if operator else OWN).items() if role in who}, role
    assert not any(right.held_by(Role.DELIVERY_DESK, operator=True) for right in OWN)


Deed = Callable[[Actor, Place, HelpRequest], object]
DEEDS: dict[str, tuple[Callable[[Place], HelpRequest], Deed, Role, bool]] = {
    "ask": (supporting.asked, lambda who, there, _f: asking.ask(
        who, organisation=there.home, delivery=there.delivery, way=Way.REPORT, question="Hoe?"), Role.DELIVERER, False),
    "cancel": (supporting.asked, lambda who, _t, found: asking.cancel(who, request=found), Role.DELIVERER, False),
    "assign": (supporting.asked, lambda who, there, found: asking.assign(who, request=found, person=there.other),
               Role.SERVICE_DESK, True),
    "offer": (supporting.asked, lambda who, _t, found: offering.offer(
        who, request=found, way=Way.REPORT, what="Verslag", why="Code"), Role.SERVICE_DESK, True),
    "consent": (lambda there: supporting.offered(there).request, lambda who, _t, found: consenting.consent(
        who, offer=_offer(found), until_on=casting.today(), seen=consenting.terms_of(_offer(found))), Role.BOARD, False),
    "decline": (lambda there: supporting.offered(there).request,
                lambda who, _t, found: consenting.decline(who, offer=_offer(found)), Role.PRIVACY_COORDINATOR, False),
    "withdraw": (supporting.consented, lambda who, _t, found: consenting.withdraw(who, request=found),
                 Role.ADMINISTRATOR, False),
    "hand over": (supporting.consented, lambda who, _t, found: receiving.hand_over(
        who, request=found, file=supporting.upload()), Role.DELIVERER, False),
    "close": (supporting.received, lambda who, _t, found: closing.close(who, request=found, result="Klaar."),
              Role.SERVICE_DESK, True),
    "delete": (supporting.closed, lambda who, _t, found: closing.delete(who, request=found),
               Role.SECURITY_OFFICER, True),
}  # fmt: skip


def _offer(found: HelpRequest) -> Any:
    return found.offers.get()


@pytest.mark.covers("Z-61")
@pytest.mark.parametrize("deed", DEEDS)
def test_others_by_mandate_and_programs_do_nothing(deed: str) -> None:
    there = supporting.place()
    make, do, role, operator = DEEDS[deed]
    found = make(there)
    stranger = casting.organisation()
    everything = casting.person(stranger, *roles_for(operator=False))
    others = [
        casting.actor(everything),
        casting.actor(casting.person(contracting.operator(), Role.DELIVERY_DESK, Role.ADMINISTRATOR)),
        casting.tester(),
    ]
    if deed not in ("ask", "cancel"):  # a mandate is for asking, and never for deciding or handing over
        given = mandate(there.home, stranger, *roles_for(operator=False))
        others.append(casting.actor(everything, mandate=given))
    if not operator and deed not in ("ask", "cancel"):
        others.append(casting.actor(casting.person(contracting.operator(), *roles_for(operator=True))))
    for who in others:
        with pytest.raises(Refused) as refusal:
            do(who, there, found)
        assert refusal.value.code in (access.NOT_ALLOWED, access.NOT_YOURS), (who.name, refusal.value.code)
    assert supporting.fresh(found).state == found.state
    do(casting.actor(casting.person(contracting.operator() if operator else there.home, role)), there, found)


@pytest.mark.covers("Z-61")
def test_nobody_but_the_handler_looks_not_even_a_program_or_the_source() -> None:
    there = supporting.place()
    found = supporting.received(there)
    for who in (there.actor("deliverer"), there.actor("officer"), casting.tester()):
        with pytest.raises(Refused) as refusal:
            looking.look(who, request=found)
        assert refusal.value.code is access.NOT_ALLOWED
    everybody = casting.person(contracting.operator(), *roles_for(operator=True))
    with refuses(codes.NOT_ASSIGNED):
        looking.look(casting.actor(everybody), request=found)
    assert Selection.objects.count() == 1


def test_seeing_is_for_the_source_and_the_desk() -> None:
    there, other = supporting.place(), supporting.place()
    found = supporting.asked(there)

    def seen(who: Any) -> set[Any]:
        return set(HelpRequest.objects.visible_to(casting.actor(who), rights.SEE).values_list("pk", flat=True))

    assert seen(there.officer) == seen(there.desk) == {found.pk}
    assert seen(other.officer) == set()
    assert seen(casting.person(contracting.operator(), Role.DELIVERY_DESK, Role.ADMINISTRATOR)) == set()
