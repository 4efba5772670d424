"""Agreements under attack: closing with data left, amending what ended, one person as two, two agreements on one day."""

from dataclasses import replace
from datetime import date, timedelta

import casting
import contracting
import pytest
from django.urls import reverse
from organising import refuses

from sluis.agreement import steps
from sluis.agreement.contract import Side, write_contract
from sluis.agreement.grounds import GroundKind
from sluis.agreement.regime import Place
from sluis.deadlines import day_of
from sluis.portal.access.changing import keeping as keeping_change
from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role
from sluis.portal.agreements import drafting, flows, offering, signing, stepping, timing
from sluis.portal.agreements.annexes import annexes_of
from sluis.portal.agreements.models import Agreement, Flow, Version
from sluis.portal.organisations import establishing
from sluis.portal.specifications import keeping
from sluis.portal.specifications.models import Specapproval, Specversion
from sluis.portal.tasks.models import Task
from sluis.refusals.catalogue import agreeing, contracts

pytestmark = pytest.mark.usefixtures("sqlite")


@pytest.fixture
def people() -> contracting.Parties:
    return contracting.parties()


def ended(people: contracting.Parties, agreement: Agreement) -> Agreement:
    step = steps.EndNow(Side.CONTROLLER, GroundKind.DISSOLVED)
    stepping.take(people.actor("board"), agreement=agreement, step=step, letter="RR 1")
    return contracting.fresh(agreement)


def amended(people: contracting.Parties, agreement: Agreement) -> Version:
    made = drafting.propose(people.actor("clerk"), agreement=agreement, note="Meer")
    return offering.offer(people.actor("clerk"), version=made, seen=made.sha256)


def sign(people: contracting.Parties, who: str, version: Version) -> None:
    names = [each.name for each in annexes_of(version.contract)]
    signing.sign(people.actor(who), version=version, seen=version.sha256, annexes=names)


@pytest.mark.covers("Z-17")
def test_what_came_in_after_the_last_count_keeps_it_from_being_closed(people: contracting.Parties) -> None:
    agreement = ended(people, contracting.agree(people=people))
    stepping.take(casting.tester(), agreement=agreement, step=steps.Count(0))
    casting.make(
        Task(organisation=people.home, kind="own", about="proef", title="Nog iets", given_at=casting.now(), facts={})
    )
    with refuses(contracts.DATA_LEFT):
        stepping.foresee(contracting.fresh(agreement), steps.Close(), casting.now())
    with refuses(contracts.DATA_LEFT):
        stepping.take(people.actor("director"), agreement=agreement, step=steps.Close())


def test_amendment_of_what_ended_meanwhile_is_not_signed(people: contracting.Parties) -> None:
    agreement = contracting.agree(people=people)
    version = amended(people, agreement)
    sign(people, "board", version)
    ended(people, agreement)
    with refuses(contracts.STEP_NOT_POSSIBLE):
        sign(people, "director", version)
    assert contracting.fresh(agreement).contract.version == 1


def test_one_person_under_two_names_is_not_two_who_sign_together(people: contracting.Parties) -> None:
    together = {"authority": "together", "basis": "Statuten art. 9", "starts_on": date(2020, 1, 1)}
    who = casting.person(people.home, Role.BOARD)
    version = contracting.drafted(people)
    offered = offering.offer(people.actor("clerk"), version=version, seen=version.sha256)
    for name in ("Anna Proef", "Aafke Proef"):  # the second one comes first from then on
        establishing.add_representative(
            casting.tester(), organisation=people.home,
            data={"name": name, "position": "Bestuurder", "email": who.email} | together,
        )  # fmt: skip
        names = [each.name for each in annexes_of(offered.contract)]
        if name == "Anna Proef":
            signing.sign(casting.actor(who), version=offered, seen=offered.sha256, annexes=names)
        else:
            with refuses(contracts.SIGNED_ALREADY):
                signing.sign(casting.actor(who), version=offered, seen=offered.sha256, annexes=names)
    assert not signing.is_complete(offered, Side.CONTROLLER)


@pytest.mark.covers("Z-19")
def test_successor_begins_on_the_day_after_the_last_one(people: contracting.Parties) -> None:
    """Also when the clock did not come to the old one yet."""
    today, programme = day_of(casting.now()), "Proef opvolging"
    old = contracting.agree(people=people, programme=programme, ends_on=today)
    new = contracting.agree(people=people, programme=programme, at=casting.now() + timedelta(days=1))
    assert contracting.fresh(new).state == "in_force"
    timing.move(casting.tester(casting.now() + timedelta(days=1)))
    assert contracting.fresh(old).state == "ended"


@pytest.mark.covers("Z-19")
def test_successor_that_was_signed_beforehand_is_no_earlier_one(people: contracting.Parties) -> None:
    today, programme = day_of(casting.now()), "Proef vooruit"
    first = contracting.agree(people=people, programme=programme, starts_on=today + timedelta(days=1))
    second = contracting.agree(people=people, programme=programme, starts_on=today + timedelta(days=30))
    timing.move(casting.tester(casting.now() + timedelta(days=2)))
    assert (contracting.fresh(first).state, contracting.fresh(second).state) == ("in_force", "signed")
    timing.move(casting.tester(casting.now() + timedelta(days=31)))
    assert (contracting.fresh(first).state, contracting.fresh(second).state) == ("superseded", "in_force")


def test_two_who_change_a_draft_at_once_do_not_undo_each_other(people: contracting.Parties) -> None:
    version = contracting.drafted(people)
    first, second = casting.browser(people.clerk), casting.browser(people.clerk)
    where = reverse("agreements:row-remove", args=[version.pk, "measures", 1])
    asked = version.sha256
    assert f'name="seen" value="{asked}"' in first.get(where).content.decode()
    row = {"number": "6.1", "text": "Een maatregel erbij", "seen": asked}
    assert second.post(reverse("agreements:row-new", args=[version.pk, "measures"]), row).status_code == 302
    answer = first.post(where, {"seen": asked})
    assert answer.status_code == 422 and agreeing.CHANGED_MEANWHILE.number in answer.content.decode()
    assert len(Version.everything.get(pk=version.pk).contract.measures) == 2


def test_draft_that_could_not_be_read_again_is_not_kept(people: contracting.Parties) -> None:
    version = contracting.drafted(people)
    client, where = casting.browser(people.clerk), reverse("agreements:part", args=[version.pk, "about"])
    filled = {"programme": "Proef", "activities": "Proef", "general_purpose": "Proef", "data_subject_count": "12"}
    answer = client.post(where, filled | {"norms": "Een norm\n" * 150_000})
    assert answer.status_code == 422
    assert Version.everything.get(pk=version.pk).sha256 == version.sha256
    assert client.post(where, filled | {"norms": "Een norm"}).status_code == 302
    assert Version.everything.get(pk=version.pk).contract.norms == ("Een norm",)


def _held_elsewhere(source: Organisation, name: str) -> Specversion:
    """A version of the same name that a stranger commissioned and an accomplice approved as a source."""
    stranger = casting.organisation()
    kept = keeping.create(
        casting.tester(), organisation=stranger, name=name, title="Van een ander", sources=[casting.organisation()]
    )
    made = casting.make(
        Specversion(
            organisation=stranger, dataspec=kept, label="1.0", content=b"-", sha256="a" * 64, fields=1, party=stranger,
            note="Eerste", state=Specversion.State.ACTIVE, starts_on=date(2026, 1, 1), drafted_at=casting.now(),
            drafted_by=f"person:{kept.pk}", approved_at=casting.now(), signed_at=casting.now(), signature=b"-",
        )
    )  # fmt: skip
    keeping.add_source(casting.tester(), dataspec=kept, source=source)
    assert isinstance(made, Specversion)
    return made


@pytest.mark.covers("Z-23")
def test_nobody_is_made_a_source_under_what_it_did_not_approve(people: contracting.Parties) -> None:
    named = contracting.flow()
    contracting.agree(people=people, flows=(named,))
    version = _held_elsewhere(people.home, named.specification)
    flow = Flow.everything.select_related("agreement__current", "agreement__organisation").get()
    assert flows.policy(flow, casting.now()).specifications == ()
    casting.make(
        Specapproval(
            organisation=people.home, version=version, kind="source", decision="approved", person=people.keeper,
            decided_at=casting.now(), digest=version.sha256, record=b"{}",
        )
    )  # fmt: skip
    assert [each.sha256 for each in flows.policy(flow, casting.now()).specifications] == [version.sha256]


@pytest.mark.parametrize("digest_too", [False, True])
def test_contract_that_was_changed_in_the_database_gets_no_policy(
    people: contracting.Parties, digest_too: bool
) -> None:
    agreement = contracting.agree(people=people, flows=(contracting.flow(),))
    other = contracting.agree(people=contracting.parties(), flows=(contracting.flow("ander-register"),))
    assert {due.flow.agreement_id for due in flows.policies_to_sign(casting.now())} == {agreement.pk, other.pk}
    version = agreement.current
    assert version is not None
    wider = replace(version.contract, regime=replace(version.contract.regime, place=Place(("NL", "US"))))
    changed = {"content": write_contract(wider).decode()} | ({"sha256": wider.signed.sha256} if digest_too else {})
    with keeping_change(casting.tester()) as change:
        Version.everything.filter(pk=version.pk).update(**changed)
        change.record("test.changed", agreement)
    assert [due.flow.agreement_id for due in flows.policies_to_sign(casting.now())] == [other.pk]


def test_one_agreement_that_cannot_begin_does_not_keep_the_others_waiting(people: contracting.Parties) -> None:
    tomorrow = day_of(casting.now()) + timedelta(days=1)
    clash = [
        contracting.agree(people=each, flows=(contracting.flow("zelfde"),), starts_on=tomorrow)
        for each in (people, contracting.parties())
    ]
    others = [contracting.agree(people=people, starts_on=tomorrow) for _ in range(4)]
    timing.move(casting.tester(casting.now() + timedelta(days=1)))
    assert {contracting.fresh(each).state for each in others} == {"in_force"}
    assert sorted(contracting.fresh(each).state for each in clash) == ["in_force", "signed"]


def test_standing_that_cannot_be_read_stops_no_other_agreement(people: contracting.Parties) -> None:
    tomorrow = day_of(casting.now()) + timedelta(days=1)
    broken = contracting.agree(people=people, flows=(contracting.flow(),))
    others = [contracting.agree(people=people, starts_on=tomorrow) for _ in range(4)]
    with keeping_change(casting.tester()) as change:
        Agreement.everything.filter(pk=broken.pk).update(life={"state": {"in": ["force"]}})
        change.record("test.changed", broken)
    timing.move(casting.tester(casting.now() + timedelta(days=1)))
    assert {contracting.fresh(each).state for each in others} == {"in_force"}
    assert list(flows.policies_to_sign(casting.now())) == []
    page = casting.browser(people.board).get(reverse("agreements:agreement", args=[broken.pk]))
    assert page.status_code < 500
