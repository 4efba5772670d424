"""The controller instructs, the processor assesses; what seems unlawful is held, and allows nothing."""

from dataclasses import replace
from datetime import timedelta

import casting
import contracting
import instructing
import pytest
from organising import refuses

from sluis.agreement.processings import Verb
from sluis.agreement.regime import Instructions
from sluis.portal.access.changing import keeping
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.agreements import stepping
from sluis.portal.agreements.models import Agreement, Version
from sluis.portal.instructions import assessing, giving, norms
from sluis.portal.instructions.grounds import GroundKind, grounds_for
from sluis.portal.instructions.models import Instruction, State
from sluis.portal.ledger.models import Entry
from sluis.portal.notifications.models import Message
from sluis.portal.oversight.models import Arrangement
from sluis.portal.tasks.models import Task
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import instructions as codes

pytestmark = pytest.mark.usefixtures("sqlite")


def mails(template: str) -> int:
    """How many were put in the outbox."""
    return Message.everything.filter(template=f"instructions/{template}").count()


def tasks(kind: str) -> list[Task]:
    """Open ones of a kind."""
    return list(Task.everything.filter(kind=kind, state=Task.State.OPEN))


@pytest.mark.covers("Z-08")
def test_an_instruction_is_registered_with_who_what_and_when() -> None:
    both = instructing.sides()
    made = instructing.given(both)
    kept = instructing.fresh(made)
    assert (kept.author, kept.state, kept.text) == (both.keeper.name, State.GIVEN, instructing.SAID["text"])
    assert kept.number == f"{both.agreement.number}-I1"
    assert Entry.objects.filter(kind="instruction.given", organisation=both.agreement.organisation_id).count() == 1
    (task,) = tasks("instruction-assess")
    assert task.organisation.is_operator and instructing.due(task) == kept.react_on
    assert mails("given") > 0


@pytest.mark.covers("Z-07")
def test_an_instruction_is_a_ground_only_from_its_acceptance_and_only_for_what_it_names() -> None:
    both = instructing.sides()
    made = instructing.given(both)
    assert grounds_for(both.agreement, Verb.REPORT, casting.now()) == ()
    before = casting.now()
    assessing.assess(both.ours(), instruction=made, lawful=True)
    (ground,) = grounds_for(both.agreement, Verb.REPORT, casting.now())
    assert (ground.kind, ground.pk) == (GroundKind.INSTRUCTION, made.pk)
    assert grounds_for(both.agreement, Verb.COLLECT, casting.now()) == ()
    assert grounds_for(both.agreement, Verb.REPORT, before) == ()


@pytest.mark.covers("Z-07")
def test_a_row_is_a_ground_while_the_agreement_is_in_force() -> None:
    people = contracting.parties()
    draft = contracting.drafted(people)
    assert grounds_for(draft.agreement, Verb.PSEUDONYMISE, casting.now()) == ()
    agreement = contracting.signed(people, draft)
    (ground,) = grounds_for(agreement, Verb.PSEUDONYMISE, casting.now())
    assert ground.kind is GroundKind.ROW


def test_a_suspension_takes_both_kinds_of_grounds_away() -> None:
    both = instructing.sides()
    assessing.assess(both.ours(), instruction=instructing.given(both), lawful=True)
    from sluis.agreement.contract import Side
    from sluis.agreement.steps import Suspend

    stepping.take(both.theirs(), agreement=both.agreement, step=Suspend(Side.CONTROLLER))
    now = contracting.fresh(both.agreement)
    assert grounds_for(now, Verb.REPORT, casting.now()) == ()
    assert grounds_for(now, Verb.PSEUDONYMISE, casting.now()) == ()


def test_a_period_is_kept_to_the_day() -> None:
    both = instructing.sides()
    today = day_of(casting.now())
    made = instructing.given(both, starts_on=today + timedelta(days=2), ends_on=today + timedelta(days=3))
    assessing.assess(both.ours(), instruction=made, lawful=True)
    days = [len(grounds_for(both.agreement, Verb.REPORT, casting.now() + timedelta(days=n))) for n in (1, 2, 3, 4)]
    assert days == [0, 1, 1, 0]


@pytest.mark.covers("Z-08")
def test_what_seems_unlawful_is_told_at_once_held_and_allows_nothing() -> None:
    both = instructing.sides()
    made = instructing.given(both)
    held = assessing.assess(both.ours(), instruction=made, lawful=False, why="Art. 9 AVG")
    assert held.state == State.HELD and mails("unlawful") > 0
    assert grounds_for(both.agreement, Verb.REPORT, casting.now()) == ()
    (task,) = tasks("instruction-decide")
    assert task.organisation_id == both.agreement.organisation_id
    assert tasks("instruction-assess") == tasks("instruction-carry-out") == []


def test_the_controller_decides_where_that_was_agreed() -> None:
    both = instructing.sides(Instructions(controller_decides=True))
    held = assessing.assess(both.ours(), instruction=instructing.given(both), lawful=False, why="Art. 9 AVG")
    made = giving.confirm(both.theirs(), instruction=held, reason="Wij hebben toestemming.")
    assert made.state == State.CONFIRMED
    assert len(grounds_for(both.agreement, Verb.REPORT, casting.now())) == 1


def test_else_the_processor_assesses_again() -> None:
    both = instructing.sides(Instructions(controller_decides=False))
    held = assessing.assess(both.ours(), instruction=instructing.given(both), lawful=False, why="Art. 9 AVG")
    made = giving.confirm(both.theirs(), instruction=held, reason="Wij hebben toestemming.")
    assert made.state == State.GIVEN and len(tasks("instruction-assess")) == 1
    assert grounds_for(both.agreement, Verb.REPORT, casting.now()) == ()


def test_an_agreement_that_does_not_hold_only_flags() -> None:
    both = instructing.sides(Instructions(hold_unlawful=False))
    made = assessing.assess(both.ours(), instruction=instructing.given(both), lawful=False, why="Art. 9 AVG")
    assert (made.state, made.lawful) == (State.ACCEPTED, False)
    assert mails("unlawful") > 0


def test_an_adapted_instruction_closes_the_earlier_one_and_is_assessed_itself() -> None:
    both = instructing.sides()
    first = assessing.assess(both.ours(), instruction=instructing.given(both), lawful=True)
    second = giving.adapt(both.theirs(), instruction=first, data=instructing.SAID | {"text": "Alleen tellingen."})
    assert instructing.fresh(first).state == State.ADAPTED
    assert (second.state, second.replaces_id) == (State.GIVEN, first.pk)
    assert grounds_for(both.agreement, Verb.REPORT, casting.now()) == ()


def test_what_was_done_while_it_counted_keeps_its_ground() -> None:
    both = instructing.sides()
    made = assessing.assess(both.ours(), instruction=instructing.given(both), lawful=True)
    then = casting.now()
    giving.withdraw(both.theirs(), instruction=made, reason="Niet meer nodig.")
    assert len(grounds_for(both.agreement, Verb.REPORT, then)) == 1
    assert grounds_for(both.agreement, Verb.REPORT, casting.now()) == ()
    assert tasks("instruction-carry-out") == []


@pytest.mark.covers("I-09")
def test_only_the_designated_contact_instructs_where_that_was_agreed() -> None:
    both = instructing.sides(Instructions(only_contact=True))
    with refuses(codes.NOT_THE_CONTACT):
        instructing.given(both)
    agreement = both.agreement
    named = next(
        one for one in agreement.contract.contacts if one.side == "controller" and one.kind == "contract_manager"
    )
    contact = casting.person(agreement.organisation, Role.CONTRACT_MANAGER, email=named.email)
    made = giving.give(casting.actor(contact), agreement=agreement, data=instructing.SAID)
    assert made.state == State.GIVEN


def test_a_contact_on_record_comes_before_the_one_in_the_agreement() -> None:
    from sluis.portal.organisations import contacting

    both = instructing.sides(Instructions(only_contact=True))
    data = {
        "role": "contract-manager", "rank": 1, "name": "Proef Contact", "email": both.keeper.email,
        "phone": "030 000 00 00", "starts_on": day_of(casting.now()),
    }  # fmt: skip
    contacting.add_contact(casting.tester(), organisation=both.agreement.organisation, data=data)
    assert instructing.given(both).state == State.GIVEN


@pytest.mark.covers("Z-89")
def test_an_extra_measure_is_tracked_until_it_was_carried_out() -> None:
    both = instructing.sides()
    made = instructing.given(both, kind="measure", text="Versleutel ook de tussenopslag.")
    assert made.verbs == []
    casting.person(contracting.operator(), Role.SECURITY_OFFICER)
    assessing.assess(both.ours(), instruction=made, lawful=True)
    (task,) = tasks("instruction-carry-out")
    assert task.role == Role.SECURITY_OFFICER.value
    done = assessing.carry_out(both.ours(), instruction=made, outcome="Versleuteld sinds vandaag.")
    assert done.state == State.DONE and tasks("instruction-carry-out") == [] and mails("done") > 0


@pytest.mark.covers("I-07")
def test_a_norm_comes_into_the_next_version_of_the_agreement() -> None:
    both = instructing.sides()
    norm = instructing.given(both, kind="norm", text="Richtlijn meetmethoden, editie proef")
    assessing.assess(both.ours(), instruction=norm, lawful=True)
    with refuses(codes.NO_DRAFT):
        norms.take_in(both.theirs(), agreement=both.agreement)
    from sluis.portal.agreements import drafting

    drafting.propose(both.theirs(), agreement=both.agreement, note="Norm erbij")
    draft = norms.take_in(both.theirs(), agreement=both.agreement)
    assert draft.contract.norms == (norm.text,)
    assert norms.follow(casting.tester()) == 0 and instructing.fresh(norm).state == State.ACCEPTED
    _count(both.agreement, draft)
    assert norms.follow(casting.tester()) == 1 and instructing.fresh(norm).state == State.DONE
    assert norms.follow(casting.tester()) == 0


def _count(agreement: Agreement, version: Version) -> None:
    """The version counts, as if both had signed it."""
    with keeping(casting.tester()) as change:
        Version.everything.filter(agreement=agreement, stage="current").update(stage="replaced")
        Version.everything.filter(pk=version.pk).update(stage="current")
        Agreement.everything.filter(pk=agreement.pk).update(current=version)
        change.record("test.made")


@pytest.mark.covers("Z-18")
def test_what_is_asked_for_continuity_is_linked_to_what_was_arranged() -> None:
    both = instructing.sides()
    made = instructing.given(both, kind="continuity", text="Leg de sleutels bij een notaris.")
    assessing.assess(both.ours(), instruction=made, lawful=True)
    with refuses(codes.ARRANGEMENT_MISSING):
        assessing.carry_out(both.ours(), instruction=made, outcome="Geregeld.")
    today = day_of(casting.now())
    arranged = casting.make(
        Arrangement(organisation=contracting.operator(), what="keys", description="Sleutels", receiver="Notaris Proef",
                    condition="Bij faillissement", held_at="Kluis", agreed_on=today, agreed_in="art. 9",
                    try_by=today, party=both.agreement.organisation)
    )  # fmt: skip
    done = assessing.carry_out(both.ours(), instruction=made, outcome="Geregeld.", arrangement=arranged)
    assert (done.state, done.arrangement) == (State.DONE, arranged)


def test_an_instruction_whose_last_day_has_passed_is_closed_by_the_clock() -> None:
    both = instructing.sides()
    today = day_of(casting.now())
    made = assessing.assess(both.ours(), instruction=instructing.given(both, ends_on=today), lawful=True)
    assert norms.follow(casting.tester()) == 0
    assert norms.follow(casting.tester(casting.now() + timedelta(days=1))) == 1
    assert instructing.fresh(made).state == State.DONE


def test_refusals_save_nothing() -> None:
    both = instructing.sides()
    with refuses(codes.SCOPE_UNKNOWN):
        instructing.given(both, rows=["Iets anders"])
    with refuses(codes.SCOPE_UNKNOWN):
        instructing.given(both, verbs=["sell"])
    with refuses(codes.REACTION_PASSED):
        instructing.given(both, react_on=day_of(casting.now()) - timedelta(days=1))
    made = instructing.given(both)
    with refuses(codes.WHY_MISSING):
        assessing.assess(both.ours(), instruction=made, lawful=False, why=" ")
    with refuses(codes.INSTRUCTION_MOVED):
        giving.confirm(both.theirs(), instruction=made, reason="Toch")
    with refuses(codes.INSTRUCTION_MOVED):
        assessing.carry_out(both.ours(), instruction=made, outcome="Gedaan")
    draft = contracting.drafted(contracting.parties(casting.organisation())).agreement
    other = replace(both, agreement=draft, keeper=casting.person(draft.organisation, Role.BOARD))
    with refuses(codes.AGREEMENT_NOT_RUNNING):
        instructing.given(other)


@pytest.mark.parametrize("role", roles_for(operator=False))
def test_who_instructs(role: Role) -> None:
    both = instructing.sides()
    actor = casting.actor(casting.person(both.agreement.organisation, role))
    stranger = casting.actor(casting.person(casting.organisation(), role))
    data = instructing.SAID
    if role in (Role.BOARD, Role.CONTRACT_MANAGER, Role.DPO):
        assert giving.give(actor, agreement=both.agreement, data=data).state == State.GIVEN
        with refuses(access.NOT_YOURS):
            giving.give(stranger, agreement=both.agreement, data=data)
    else:
        with refuses(access.NOT_ALLOWED):
            giving.give(actor, agreement=both.agreement, data=data)


@pytest.mark.parametrize("role", roles_for(operator=True))
def test_nobody_of_the_operator_instructs_and_few_assess(role: Role) -> None:
    both = instructing.sides()
    actor = casting.actor(casting.person(contracting.operator(), role))
    with refuses(access.NOT_ALLOWED):
        giving.give(actor, agreement=both.agreement, data=instructing.SAID)
    made = instructing.given(both)
    if role in (Role.CONTRACT_MANAGER, Role.DPO):
        assert assessing.assess(actor, instruction=made, lawful=True).state == State.ACCEPTED
    else:
        with refuses(access.NOT_ALLOWED):
            assessing.assess(actor, instruction=made, lawful=True)
    with refuses(access.NOT_ALLOWED):
        assessing.assess(both.theirs(), instruction=made, lawful=True)


def test_two_at_once_get_two_numbers() -> None:
    both = instructing.sides()
    assert [instructing.given(both).number[-2:] for _each in range(2)] == ["I1", "I2"]
    assert Instruction.everything.count() == 2
