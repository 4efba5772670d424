"""Two parties sign the same bytes, and nothing works before they did."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import casting
import contracting
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from organising import mandate, refuses

from sluis.agreement.clauses import Clause
from sluis.agreement.completeness import gaps
from sluis.agreement.contract import Contract, Reference, Side, write_contract
from sluis.agreement.numbering import applying, article
from sluis.agreement.processings import Verb
from sluis.agreement.starting import OUTCOMES
from sluis.deadlines import day_of
from sluis.portal.access.changing import keeping
from sluis.portal.access.roles import Role
from sluis.portal.agreements import drafting, offering, registries, signing
from sluis.portal.agreements.annexes import annexes_of
from sluis.portal.agreements.models import Agreement, Signature, Version
from sluis.portal.agreements.rights import SEE
from sluis.portal.ledger.models import Entry
from sluis.portal.organisations import establishing
from sluis.portal.organisations.models import Representative
from sluis.portal.tasks.models import Task
from sluis.refusals.catalogue import access, contracts
from sluis.refusals.catalogue import agreeing as codes

pytestmark = pytest.mark.usefixtures("sqlite")


@pytest.fixture
def people() -> contracting.Parties:
    return contracting.parties()


def offered(people: contracting.Parties, **more: Any) -> Version:
    version = contracting.drafted(people, **more)
    return offering.offer(people.actor("clerk"), version=version, seen=version.sha256)


@pytest.mark.covers("Z-03", "I-05")
def test_an_agreement_works_when_both_have_signed(people: contracting.Parties) -> None:
    version = offered(people)
    signing.sign(people.actor("board"), version=version, seen=version.sha256)
    between = contracting.fresh(version.agreement)
    assert between.state == "offered"
    assert between.effects(casting.now()).verbs == frozenset()
    signing.sign(people.actor("director"), version=version, seen=version.sha256)
    agreed = contracting.fresh(version.agreement)
    assert agreed.state == "in_force"
    assert agreed.standing.starts_on == day_of(casting.now())
    assert Verb.PSEUDONYMISE in agreed.effects(casting.now()).verbs


@pytest.mark.covers("Z-03")
def test_what_begins_later_does_not_work_before_its_day(people: contracting.Parties) -> None:
    later = day_of(casting.now()) + timedelta(days=30)
    agreed = contracting.signed(people, contracting.drafted(people, starts_on=later))
    assert agreed.state == "signed"
    assert agreed.effects(casting.now()).verbs == frozenset()
    assert agreed.effects(casting.now() + timedelta(days=31)).verbs


@pytest.mark.covers("Z-04", "Z-11", "Z-30")
@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"processings": ()}, "processings"),
        ({"measures": ()}, "measures"),
        ({"contacts": ()}, "contacts.controller.dpo"),
        ({"activities": " "}, "activities"),
        ({"general_purpose": ""}, "general_purpose"),
        ({"data_subject_count": 0}, "data_subject_count"),
        ({"processings": (replace(contracting.ROWS[0], purposes=()),)}, "processings.1.purposes"),
    ],
)
def test_an_incomplete_annex_is_refused_and_named(
    people: contracting.Parties, changed: dict[str, Any], part: str
) -> None:
    version = contracting.drafted(people, **changed)
    assert gaps(version.contract)[0].part == part
    with refuses(contracts.NOT_COMPLETE):
        offering.offer(people.actor("clerk"), version=version, seen=version.sha256)


def test_nobody_signs_without_authority_on_record(people: contracting.Parties) -> None:
    version = offered(people)
    other = casting.person(people.home, Role.BOARD)
    with refuses(codes.NOT_AUTHORISED):
        signing.sign(casting.actor(other), version=version, seen=version.sha256)


@pytest.mark.parametrize("who", ["keeper", "clerk"])
def test_who_keeps_agreements_does_not_sign(people: contracting.Parties, who: str) -> None:
    version = offered(people)
    with refuses(access.NOT_ALLOWED):
        signing.sign(people.actor(who), version=version, seen=version.sha256)


def test_authority_ends_with_its_last_day(people: contracting.Parties) -> None:
    version = offered(people)
    for one in Representative.everything.filter(organisation=people.home):
        yesterday = day_of(casting.now()) - timedelta(days=1)
        establishing.end_representative(casting.tester(), representative=one, last_day=yesterday)
    with refuses(codes.NOT_AUTHORISED):
        signing.sign(people.actor("board"), version=version, seen=version.sha256)


def test_who_signs_together_needs_another(people: contracting.Parties) -> None:
    for one in Representative.everything.filter(organisation=people.home):
        establishing.change_representative(casting.tester(), representative=one, data={"authority": "together"})
    second = casting.person(people.home, Role.BOARD)
    establishing.add_representative(
        casting.tester(), organisation=people.home,
        data={"name": second.name, "position": "Lid", "authority": "together", "email": second.email,
              "starts_on": date(2020, 1, 1)},
    )  # fmt: skip
    version = offered(people)
    signing.sign(people.actor("director"), version=version, seen=version.sha256)
    signing.sign(people.actor("board"), version=version, seen=version.sha256)
    assert contracting.fresh(version.agreement).state == "offered"
    with refuses(contracts.SIGNED_ALREADY):
        signing.sign(people.actor("board"), version=version, seen=version.sha256)
    signing.sign(casting.actor(second), version=version, seen=version.sha256)
    assert contracting.fresh(version.agreement).state == "in_force"


def test_a_mandate_does_not_sign(people: contracting.Parties) -> None:
    version = offered(people)
    holder = casting.organisation()
    helper = casting.person(holder, Role.BOARD, Role.CONTRACT_MANAGER)
    given = mandate(people.home, holder, Role.CONTRACT_MANAGER)
    with refuses(access.NOT_ALLOWED):
        signing.sign(casting.actor(helper, mandate=given), version=version, seen=version.sha256)


def test_other_text_than_was_read_is_not_signed(people: contracting.Parties) -> None:
    version = offered(people)
    with refuses(codes.OTHER_TEXT):
        signing.sign(people.actor("board"), version=version, seen="0" * 64)


def test_content_that_was_changed_in_the_database_is_not_signed(people: contracting.Parties) -> None:
    version = offered(people)
    other = replace(version.contract, data_subject_count=1)
    stored = Version.everything.get(pk=version.pk)
    stored.content = write_contract(other).decode()
    with keeping(casting.tester()) as change:
        stored.save()
        change.record("test.made", stored)
    with refuses(codes.OTHER_TEXT):
        signing.sign(people.actor("board"), version=version, seen=version.sha256)


def test_not_a_letter_changes_after_the_offer(people: contracting.Parties) -> None:
    version = offered(people)
    with refuses(codes.OFFERED_ALREADY):
        drafting.revise(people.actor("clerk"), version=version, contract=version.contract, seen=version.sha256)


def test_two_who_change_one_draft_do_not_lose_each_others_work(people: contracting.Parties) -> None:
    version = contracting.drafted(people)
    seen = version.sha256
    changed = replace(version.contract, data_subject_count=7)
    drafting.revise(people.actor("clerk"), version=version, contract=changed, seen=seen)
    with refuses(codes.CHANGED_MEANWHILE):
        drafting.revise(people.actor("clerk"), version=version, contract=changed, seen=seen)


@pytest.mark.covers("I-06")
def test_each_annex_is_initialled_by_both(people: contracting.Parties) -> None:
    version = offered(people, regime=OUTCOMES)
    names = {each.name for each in annexes_of(version.contract)}
    with refuses(codes.ANNEXES_NOT_INITIALLED):
        signing.sign(people.actor("board"), version=version, seen=version.sha256, annexes=names - {"measures"})
    for who in ("board", "director"):
        made = signing.sign(people.actor(who), version=version, seen=version.sha256, annexes=names)
        assert set(made.annexes) == names


@pytest.mark.covers("I-01", "I-02")
def test_a_signature_says_who_by_what_authority_and_what(people: contracting.Parties) -> None:
    version = offered(people)
    made = signing.sign(people.actor("board"), version=version, seen=version.sha256)
    assert (made.name, made.position, made.basis) == (people.board.name, "Bestuurder", "Statuten art. 8")
    assert (made.sha256, made.side) == (version.sha256, "controller")
    contract = version.contract
    assert contract.controller.legal_representative == people.board.name
    assert contract.controller.position == "Bestuurder"


def test_a_signature_leaves_an_event_without_names(people: contracting.Parties) -> None:
    version = offered(people)
    signing.sign(people.actor("board"), version=version, seen=version.sha256)
    lines = [bytes(entry.line).decode() for entry in Entry.objects.order_by("pk")]
    assert any('"agreement.signature"' in line and version.sha256 in line for line in lines)
    assert not any(people.board.name in line for line in lines)


def test_both_boards_get_a_task_that_is_settled_by_signing(people: contracting.Parties) -> None:
    version = offered(people)

    def open_tasks() -> set[str]:
        found = Task.everything.filter(kind="agreement-sign", state=Task.State.OPEN)
        return set(found.values_list("organisation__name", flat=True))

    assert open_tasks() == {people.home.name, people.operator.name}
    signing.sign(people.actor("board"), version=version, seen=version.sha256)
    assert open_tasks() == {people.operator.name}
    signing.sign(people.actor("director"), version=version, seen=version.sha256)
    assert open_tasks() == set()


def test_a_document_on_another_model_is_recorded_with_its_digest(people: contracting.Parties) -> None:
    def elsewhere(contract: Contract) -> tuple[Reference, ...]:
        return tuple(Reference(clause, f"artikel {number}") for number, clause in enumerate(applying(contract), 3))

    draft = contracting.drafted(people, model="Model van een koepel (verzonnen)")
    with refuses(contracts.NOT_COMPLETE):
        offering.offer(people.actor("clerk"), version=draft, seen=draft.sha256)
    complete = replace(draft.contract, references=elsewhere(draft.contract))
    version = drafting.revise(people.actor("clerk"), version=draft, contract=complete, seen=draft.sha256)
    version = offering.offer(people.actor("clerk"), version=version, seen=version.sha256)
    for side in Side:
        file = SimpleUploadedFile("getekend.pdf", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
        made = signing.sign_outside(
            people.actor("clerk"), version=version, side=side, name=f"Tekenaar {side}", position="Directeur",
            basis="Volmacht", file=file, seen=version.sha256,
        )  # fmt: skip
        assert made.outside
        assert len(made.document_sha256) == 64
    agreed = contracting.fresh(version.agreement)
    assert agreed.state == "in_force"
    assert article(agreed.contract, Clause.PURPOSE) == "artikel 3"


def test_the_controller_does_not_record_signatures_of_others(people: contracting.Parties) -> None:
    version = offered(people)
    file = SimpleUploadedFile("getekend.pdf", b"%PDF-1.4\n%%EOF\n")
    with refuses(access.NOT_ALLOWED):
        signing.sign_outside(
            people.actor("keeper"), version=version, side=Side.PROCESSOR, name="x", position="x", basis="x",
            file=file, seen=version.sha256,
        )  # fmt: skip


@pytest.mark.covers("Z-06", "Z-05")
def test_the_statutory_duty_needs_a_registry_in_the_register(people: contracting.Parties) -> None:
    version = contracting.drafted(people, statutory=contracting.statutory())
    with refuses(codes.REGISTRY_UNKNOWN):
        offering.offer(people.actor("clerk"), version=version, seen=version.sha256)
    registries.record(casting.tester(), data=contracting.REGISTRY)
    offering.offer(people.actor("clerk"), version=version, seen=version.sha256)


@pytest.mark.covers("Z-19", "P-10")
def test_a_new_agreement_supersedes_the_one_before_it(people: contracting.Parties) -> None:
    first = contracting.agree(people=people, programme="Kniezorg")
    other = contracting.agree(people=people, programme="Heupzorg")
    second = contracting.agree(people=people, programme="kniezorg")
    first = contracting.fresh(first)
    assert (first.state, first.superseded_by_id) == ("superseded", second.pk)
    assert first.effects(casting.now()).verbs == frozenset()
    assert contracting.fresh(other).state == "in_force"


def test_another_organisation_sees_nothing(people: contracting.Parties) -> None:
    version = offered(people)
    stranger = contracting.parties()
    with refuses(access.NOT_YOURS):
        signing.sign(stranger.actor("board"), version=version, seen=version.sha256)
    assert not Agreement.objects.visible_to(stranger.actor("board"), SEE).filter(pk=version.agreement_id).exists()
    assert not Signature.objects.visible_to(stranger.actor("board"), SEE).filter(version=version).exists()
