"""What the law compels: the controller hears it before, or the reason why not is on record; and no more than needed."""

import casting
import contracting
import instructing
import pytest
from django.urls import reverse
from listing import total
from organising import refuses

from sluis.agreement.processings import Verb
from sluis.portal.access.models import Person
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.instructions import compelling
from sluis.portal.instructions.grounds import GroundKind, grounds_for
from sluis.portal.instructions.models import Compelled
from sluis.portal.instructions.rights import SEE
from sluis.portal.ledger.models import Entry
from sluis.portal.notifications.models import Message
from sluis.portal.tasks.models import Task
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import instructions as codes

pytestmark = pytest.mark.usefixtures("sqlite")
SAID = {
    "provision": "Vordering art. 126nd Sv", "intended": "Verstrekken van een dossier",
    "necessity": "Alleen dit dossier, eenmalig", "verbs": ["report"],
}  # fmt: skip
Stage = Compelled.Stage


def recorded(both: instructing.Sides) -> Compelled:
    """Not told yet."""
    return compelling.record(both.ours(), agreement=both.agreement, data=SAID)


def seen_by(who: Person) -> list[Compelled]:
    """What somebody sees."""
    return list(Compelled.objects.visible_to(casting.actor(who), SEE))


@pytest.mark.covers("Z-09", "I-09")
def test_it_does_not_start_before_the_controller_was_told() -> None:
    both = instructing.sides()
    made = recorded(both)
    with refuses(codes.NOT_NOTIFIED):
        compelling.start(both.ours(), compelled=made)
    assert grounds_for(both.agreement, Verb.REPORT, casting.now()) == ()
    compelling.notify(both.ours(), compelled=made)
    assert Message.everything.filter(template="instructions/compelled").count() > 0
    started = compelling.start(both.ours(), compelled=made)
    assert started.notified_at is not None and started.started_at is not None
    assert started.notified_at <= started.started_at
    (ground,) = grounds_for(both.agreement, Verb.REPORT, casting.now())
    assert ground.kind is GroundKind.COMPELLED
    compelling.finish(both.ours(), compelled=made, outcome="Verstrekt.")
    assert grounds_for(both.agreement, Verb.REPORT, casting.now()) == ()


@pytest.mark.covers("Z-09")
def test_the_controller_sees_it_from_when_it_was_told_and_responds() -> None:
    both = instructing.sides()
    made = recorded(both)
    home = both.agreement.organisation_id
    assert (
        seen_by(both.keeper) == []
        and not Entry.objects.filter(kind__startswith="compelled", organisation=home).exists()
    )
    with refuses(codes.COMPELLED_MOVED):
        compelling.respond(both.theirs(), compelled=made, response="Wij verzetten ons.")
    compelling.notify(both.ours(), compelled=made)
    assert seen_by(both.keeper) == [made]
    assert Entry.objects.filter(kind="compelled.notified", organisation=home).count() == 1
    answered = compelling.respond(both.theirs(), compelled=made, response="Wij verzetten ons.")
    assert answered.response == "Wij verzetten ons." and answered.responded_at is not None
    assert not Task.everything.filter(kind="compelled-respond", state=Task.State.OPEN).exists()


@pytest.mark.covers("Z-09")
def test_where_the_law_forbids_to_tell_the_reason_takes_its_place_and_the_controller_sees_nothing() -> None:
    both = instructing.sides()
    made = recorded(both)
    with refuses(codes.WHY_MISSING):
        compelling.forbid(both.ours(), compelled=made, reason="  ")
    compelling.forbid(both.ours(), compelled=made, reason="Lopend opsporingsonderzoek")
    compelling.start(both.ours(), compelled=made)
    home = both.agreement.organisation_id
    assert seen_by(both.keeper) == []
    assert not Entry.objects.filter(kind__startswith="compelled", organisation=home).exists()
    assert not Message.everything.filter(template="instructions/compelled").exists()
    client = casting.browser(both.keeper)
    assert client.get(reverse("instructions:compelled", args=[made.pk])).status_code == 404
    assert total(client.get(reverse("instructions:compelled-list"))) == 0


def test_numbers_tell_nothing_of_what_stays_untold() -> None:
    """They run over all agreements, so that a gap is no sign."""
    one, other = instructing.sides(), instructing.sides()
    numbers = [recorded(each).number for each in (one, other, one)]
    assert [each[-3:] for each in numbers] == ["001", "002", "003"]
    assert not any(one.agreement.number in each for each in numbers)


def test_another_controller_sees_nothing_and_a_role_without_the_right_neither() -> None:
    both = instructing.sides()
    compelling.notify(both.ours(), compelled=recorded(both))
    assert seen_by(casting.person(casting.organisation(), Role.BOARD)) == []
    assert seen_by(casting.person(both.agreement.organisation, Role.DELIVERER)) == []


@pytest.mark.parametrize("role", roles_for(operator=True))
def test_who_records(role: Role) -> None:
    both = instructing.sides()
    actor = casting.actor(casting.person(contracting.operator(), role))
    if role in (Role.DPO, Role.BOARD, Role.MANAGEMENT):
        assert compelling.record(actor, agreement=both.agreement, data=SAID).stage == Stage.RECORDED
    else:
        with refuses(access.NOT_ALLOWED):
            compelling.record(actor, agreement=both.agreement, data=SAID)


def test_nothing_happens_twice() -> None:
    both = instructing.sides()
    made = recorded(both)
    compelling.drop(both.ours(), compelled=made, reason="Ingetrokken")
    for step in (compelling.notify, compelling.start):
        with refuses(codes.COMPELLED_MOVED):
            step(both.ours(), compelled=made)
    with refuses(codes.COMPELLED_MOVED):
        compelling.finish(both.ours(), compelled=made, outcome="x")
