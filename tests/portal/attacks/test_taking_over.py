"""The operator's administrator wants to be somebody of another organisation: a new address, and no second factor."""

import casting
import pytest

from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Person
from sluis.portal.access.roles import Role
from sluis.portal.ledger.models import Entry
from sluis.portal.people import correcting
from sluis.refusals import Refused
from sluis.refusals.catalogue import people as codes

pytestmark = pytest.mark.usefixtures("database")


def readdress(actor: Actor, who: Person, email: str) -> Person:
    """Change nothing but the address."""
    return correcting.change_person(
        actor, person=who, name=who.name, email=email, position="", phone="", language=who.language
    )


@pytest.mark.covers("P-97")
def test_operator_keeps_out_where_an_administrator_can_help() -> None:
    operator, home = casting.organisation(operator=True), casting.organisation()
    ours = casting.actor(casting.person(operator, Role.ADMINISTRATOR))
    casting.person(home, Role.ADMINISTRATOR)
    board = casting.person(home, Role.BOARD)
    events = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        readdress(ours, board, "mij@sluis.example")
    assert refused.value.code is codes.HAS_ADMINISTRATOR
    with pytest.raises(Refused) as refused:
        correcting.reset_factors(ours, person=board)
    assert refused.value.code is codes.HAS_ADMINISTRATOR
    assert Entry.objects.count() == events and Person.everything.get(pk=board.pk).email == board.email
    assert readdress(ours, board, board.email.upper()).email == board.email  # other data it may put right


def test_operator_helps_the_only_administrator() -> None:
    operator, home = casting.organisation(operator=True), casting.organisation()
    ours, only = casting.actor(casting.person(operator, Role.ADMINISTRATOR)), casting.person(home, Role.ADMINISTRATOR)
    correcting.reset_factors(ours, person=only)
    assert readdress(ours, only, "nieuw@voorbeeld.example").email == "nieuw@voorbeeld.example"
