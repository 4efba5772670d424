"""A version holds only when every party approved its exact bytes and the TTP signed them."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import casting
import pytest
from django.db import IntegrityError
from organising import events, mandate, refuses

from sluis.portal.access.actor import Actor, program
from sluis.portal.access.changing import keeping as writing
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.holdings.going import going
from sluis.portal.holdings.register import held
from sluis.portal.notifications.models import Envelope, Message
from sluis.portal.specifications import approving, drafting, keeping, recording, signing
from sluis.portal.specifications.models import PartyKind, Specapproval, Specversion
from sluis.portal.specifications.parties import stands
from sluis.portal.specifications.selectors import (
    active_version,
    agreed,
    specifications_of,
    version_for,
    versions_to_sign,
)
from sluis.portal.tasks.models import Task
from sluis.refusals import Code
from sluis.refusals.catalogue import access, dataspecs, oversight
from sluis.refusals.catalogue import signing as signatures
from sluis.refusals.catalogue import specifications as yaml
from sluis.signatures import Role as Signing
from sluis.signatures import sign_detached
from sluis.specification import read_specification
from specifications.specified import Cast, cast, file, fresh, signature, trusted, ttp_signer

pytestmark = pytest.mark.usefixtures("sqlite")
State = Specversion.State


@pytest.fixture
def parties() -> Cast:
    return cast()


def open_tasks(version: Specversion) -> dict[Any, str]:
    found = Task.everything.filter(about=version.subject, state="open")
    return {task.organisation_id: task.role for task in found}


def test_file_becomes_a_draft_that_says_what_stands_in_it(parties: Cast) -> None:
    content = file("2.1", first=day_of(parties.at) + timedelta(days=9))
    made = parties.draft(content)
    assert (made.label, made.state, made.sha256) == ("2.1", State.DRAFT, sha256(content).hexdigest())
    assert bytes(made.content) == content and made.fields == 4 and made.valid_from and not made.valid_until
    assert made.organisation == parties.registry and made.drafted_by == f"person:{parties.author.pk}"
    [event] = events("specversion.drafted")
    assert event.objects["digest"] == made.sha256 and event.counts == {"bytes": len(content)}


@pytest.mark.covers("Z-23")
def test_each_of_the_three_parties_draws_up_and_nobody_else(parties: Cast) -> None:
    for number, home in enumerate((parties.ttp, parties.registry, parties.sources[0])):
        who = casting.person(home, Role.CONTRACT_MANAGER)
        assert parties.draft(file(f"{number}.0"), who=who).party == home
    stranger = casting.person(casting.organisation(), Role.CONTRACT_MANAGER)
    with refuses(dataspecs.NOT_A_PARTY):
        parties.draft(file("9.0"), who=stranger)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"name: knees", yaml.KEY_MISSING),
        (file().replace(b"    justification: outcome\n", b""), yaml.KEY_MISSING),
        (b"\xff\xfe", yaml.NOT_UTF8),
        (file(name="hips"), dataspecs.NAME_OTHER),
        (file(last=casting.today() - timedelta(days=2)), dataspecs.PERIOD_OVER),
    ],
)
@pytest.mark.covers("Z-24")
def test_nothing_is_kept_of_a_file_that_cannot_be_meant(parties: Cast, content: bytes, code: Code) -> None:
    with refuses(code):
        parties.draft(content)


@pytest.mark.covers("A34")
def test_closed_list_takes_only_files_that_say_so() -> None:
    parties = cast(closed=True)
    with refuses(dataspecs.NOT_CLOSED):
        parties.draft(file())
    assert parties.draft(file(closed=True)).state == State.DRAFT


def test_label_names_one_content_unless_it_never_was_approved(parties: Cast) -> None:
    first = parties.proposed(file("1.0"))
    with refuses(dataspecs.LABEL_TAKEN):
        parties.draft(file("1.0", most=5))
    drafting.take_back(parties.actor(parties.author), version=first)
    again = parties.active(file("1.0", most=5))
    signing.withdraw(parties.actor(parties.author), version=again, reason="Wrong list.")
    with refuses(dataspecs.LABEL_TAKEN):
        parties.draft(file("1.0", most=7))


def test_proposing_asks_every_party(parties: Cast) -> None:
    made = parties.proposed()
    assert fresh(made).state == State.PROPOSED
    asked = {parties.ttp.pk, parties.registry.pk, *(each.pk for each in parties.sources)}
    assert open_tasks(made) == dict.fromkeys(asked, "contract-manager")
    told = Message.everything.filter(template="specifications/asked")
    assert {message.person for message in told} == set(parties.decider.values())  # and not who proposed it
    facts = Envelope.objects.filter(message__in=told).values_list("facts", flat=True)
    assert all(each["digest"] == made.sha256 for each in facts)
    assert len(events("specversion.proposed")) == 1


def test_task_goes_to_a_role_that_somebody_has(parties: Cast) -> None:
    lonely = casting.organisation()
    casting.person(lonely, Role.BOARD)
    keeping.add_source(casting.tester(), dataspec=parties.dataspec, source=lonely)
    assert open_tasks(parties.proposed())[lonely.pk] == "board"


def test_deadline_is_the_day_before_it_begins(parties: Cast) -> None:
    made = parties.proposed(file(first=day_of(parties.at) + timedelta(days=30)))
    due = Task.everything.filter(about=made.subject).values_list("due_at", flat=True)
    assert {day_of(each) for each in due if each} == {day_of(parties.at) + timedelta(days=29)}


def test_without_a_source_nothing_is_proposed() -> None:
    parties = cast(sources=0)
    made = parties.draft()
    with refuses(dataspecs.NO_SOURCE):
        drafting.propose(parties.actor(parties.author), version=made)


def test_only_the_party_that_drew_it_up_proposes_and_takes_back(parties: Cast) -> None:
    made = parties.draft()
    other = parties.actor(parties.decider[parties.sources[0].pk])
    with refuses(dataspecs.NOT_A_PARTY):
        drafting.propose(other, version=made)
    with refuses(dataspecs.NOT_A_PARTY):
        drafting.take_back(other, version=made)
    drafting.propose(parties.actor(parties.author), version=made)
    with refuses(access.GONE_ALREADY):
        drafting.propose(parties.actor(parties.author), version=made)
    assert drafting.take_back(parties.actor(parties.author), version=made).state == State.WITHDRAWN
    assert open_tasks(made) == {} and len(events("specversion.taken-back")) == 1


@pytest.mark.covers("Z-23")
def test_version_is_approved_by_all_and_by_no_fewer(parties: Cast) -> None:
    made = parties.proposed()
    waits = [each.organisation for each in stands(made)]
    assert len(waits) == 4
    for party in stands(made):
        assert fresh(made).state == State.PROPOSED and versions_to_sign() == []
        actor = parties.actor(parties.decider[party.organisation.pk])
        approving.approve(actor, version=made, kind=party.kind, digest=made.sha256)
        assert party.organisation.pk not in open_tasks(made)
    assert fresh(made).state == State.APPROVED and versions_to_sign() == [made]
    assert active_version(parties.dataspec, day_of(parties.at)) is None  # not without the signature
    assert len(events("specapproval.given")) == 4 and len(events("specversion.approved")) == 1
    told = Message.everything.filter(template="specifications/approved").values_list("person", flat=True)
    assert sorted(told) == sorted(each.pk for each in (parties.author, *parties.decider.values()))


def test_record_of_an_approval_says_who_what_and_of_which_bytes(parties: Cast) -> None:
    made = parties.approve(parties.proposed(), "ttp")
    kept = Specapproval.everything.get()
    who = parties.decider[parties.ttp.pk]
    said = kept.recorded
    assert (said["sha256"], said["person"], said["party"]) == (made.sha256, str(who.pk), "ttp")
    assert (said["decision"], said["roles"], said["position"]) == ("approved", ["contract-manager"], "Contractmanager")
    [event] = events("specapproval.given")
    assert event.objects["digest"] == recording.digest(bytes(kept.record))
    assert kept.organisation == parties.ttp and kept.digest == made.sha256


@pytest.mark.covers("Z-23")
def test_who_drew_it_up_or_proposed_it_does_not_approve(parties: Cast) -> None:
    made = parties.draft()
    colleague = casting.person(parties.registry, Role.CONTRACT_MANAGER, Role.BOARD)
    drafting.propose(parties.actor(colleague), version=made)
    for who in (parties.author, colleague):
        with refuses(dataspecs.OWN_PROPOSAL):
            approving.approve(parties.actor(who), version=made, kind=PartyKind.COMMISSIONER, digest=made.sha256)


def test_nobody_approves_for_another_party(parties: Cast) -> None:
    made = parties.proposed()
    for home, kind in (
        (parties.sources[0], PartyKind.COMMISSIONER),
        (parties.sources[0], PartyKind.TTP),
        (parties.ttp, PartyKind.COMMISSIONER),  # the operator sees all, and still decides for itself only
        (parties.ttp, PartyKind.SOURCE),
    ):
        with refuses(dataspecs.NOT_A_PARTY):
            approving.approve(parties.actor(parties.decider[home.pk]), version=made, kind=kind, digest=made.sha256)


def test_nobody_approves_by_mandate_and_no_program_does(parties: Cast) -> None:
    made, giver = parties.proposed(), parties.sources[0]
    holder = casting.organisation()
    helper = casting.person(holder, Role.CONTRACT_MANAGER)
    by_mandate = casting.actor(helper, mandate=mandate(giver, holder, Role.CONTRACT_MANAGER))
    assert by_mandate.organisation == giver
    for actor in (by_mandate, casting.tester()):
        with refuses(access.NOT_ALLOWED):
            approving.approve(actor, version=made, kind=PartyKind.SOURCE, digest=made.sha256)


def test_proposer_by_mandate_does_not_approve_at_home(parties: Cast) -> None:
    """A supplier that proposes in the name of a source, and is a source itself."""
    first, second = parties.sources
    supplier = casting.person(second, Role.CONTRACT_MANAGER)
    acting = casting.actor(supplier, mandate=mandate(first, second, Role.CONTRACT_MANAGER))
    made = drafting.upload(acting, dataspec=parties.dataspec, content=file(), note="for them")
    drafting.propose(acting, version=made)
    with refuses(dataspecs.OWN_PROPOSAL):
        approving.approve(casting.actor(supplier), version=made, kind=PartyKind.SOURCE, digest=made.sha256)


@pytest.mark.covers("Z-23")
def test_one_person_does_not_approve_for_two_parties(parties: Cast) -> None:
    """A hospital that commissions its own flow is two parties, and needs two people."""
    keeping.add_source(casting.tester(), dataspec=parties.dataspec, source=parties.registry)
    made = parties.proposed()
    first, second = parties.decider[parties.registry.pk], casting.person(parties.registry, Role.BOARD)
    approving.approve(parties.actor(first), version=made, kind=PartyKind.COMMISSIONER, digest=made.sha256)
    with refuses(dataspecs.ONE_PARTY_EACH):
        approving.approve(parties.actor(first), version=made, kind=PartyKind.SOURCE, digest=made.sha256)
    approving.approve(parties.actor(second), version=made, kind=PartyKind.SOURCE, digest=made.sha256)


def test_approval_is_of_the_bytes_that_were_shown(parties: Cast) -> None:
    made, who = parties.proposed(), parties.actor(parties.decider[parties.ttp.pk])
    with refuses(dataspecs.DIGEST_OTHER):
        approving.approve(who, version=made, kind=PartyKind.TTP, digest="0" * 64)
    approving.approve(who, version=made, kind=PartyKind.TTP, digest=made.sha256)
    with refuses(access.GONE_ALREADY):
        approving.approve(who, version=made, kind=PartyKind.TTP, digest=made.sha256)


@pytest.mark.covers("Z-23")
def test_one_refusal_ends_a_proposal(parties: Cast) -> None:
    made = parties.approve(parties.proposed(), "ttp", "commissioner")
    actor = parties.actor(parties.decider[parties.sources[1].pk])
    with refuses(dataspecs.REASON_MISSING):
        approving.refuse(actor, version=made, kind=PartyKind.SOURCE, reason=" ")
    approving.refuse(actor, version=made, kind=PartyKind.SOURCE, reason="Pain is not ours to give.")
    found = fresh(made)
    assert (found.state, found.reason) == (State.REFUSED, "Pain is not ours to give.") and open_tasks(made) == {}
    [event] = events("specapproval.refused")
    assert event.outcome == "refused" and "Pain" not in str(event.value())
    with refuses(access.GONE_ALREADY):
        other = parties.actor(parties.decider[parties.sources[0].pk])
        approving.approve(other, version=made, kind=PartyKind.SOURCE, digest=made.sha256)
    assert Message.everything.filter(template="specifications/refused", person=parties.author).exists()


def test_source_that_comes_later_agrees_for_itself(parties: Cast) -> None:
    made, today = parties.active(), day_of(parties.at)
    late = casting.organisation("Kliniek Laat")
    who = casting.person(late, Role.BOARD)
    assert specifications_of(late) == []
    keeping.add_source(casting.tester(), dataspec=parties.dataspec, source=late)
    assert specifications_of(late) == [parties.dataspec] and open_tasks(made) == {late.pk: "board"}
    assert active_version(parties.dataspec, today) == made  # for those who agreed
    assert active_version(parties.dataspec, today, source=late) is None
    approving.approve(parties.actor(who), version=made, kind=PartyKind.SOURCE, digest=made.sha256)
    assert active_version(parties.dataspec, today, source=late) == made and agreed(made, late)
    assert fresh(made).state == State.ACTIVE


def test_source_that_leaves_is_waited_for_no_longer(parties: Cast) -> None:
    made = parties.proposed()
    staying, leaving = parties.sources
    parties.approve(made, "ttp", "commissioner")
    approving.approve(
        parties.actor(parties.decider[staying.pk]), version=made, kind=PartyKind.SOURCE, digest=made.sha256
    )
    entry = parties.dataspec.sources.get(source=leaving)
    keeping.end_source(casting.tester(), source=entry)
    assert fresh(made).state == State.APPROVED and open_tasks(made) == {}
    with refuses(access.GONE_ALREADY):
        keeping.end_source(casting.tester(), source=entry)
    with refuses(dataspecs.NOT_A_PARTY):
        approving.approve(
            parties.actor(parties.decider[leaving.pk]), version=made, kind=PartyKind.SOURCE, digest=made.sha256
        )


def test_ttp_is_no_source_and_a_source_is_named_once(parties: Cast) -> None:
    with refuses(dataspecs.SOURCE_IS_TTP):
        keeping.add_source(casting.tester(), dataspec=parties.dataspec, source=parties.ttp)
    with refuses(dataspecs.SOURCE_THERE):
        keeping.add_source(casting.tester(), dataspec=parties.dataspec, source=parties.sources[0])
    with refuses(dataspecs.NAME_TAKEN):
        keeping.create(casting.tester(), organisation=parties.registry, name="knees", title="Again")
    for name in ("Knees", "", "x" * 65, "knees "):
        with refuses(dataspecs.NAME_FORM):
            keeping.create(casting.tester(), organisation=parties.registry, name=name, title="Form")


def custodian(parties: Cast) -> Actor:
    return program("custodian", parties.at, "custodian")


@pytest.mark.covers("Z-23")
def test_signature_of_the_ttp_over_the_exact_bytes_lets_it_hold(parties: Cast) -> None:
    made = parties.approved()
    trusted()
    found = signing.signed(custodian(parties), version=made, signature=signature(bytes(made.content)))
    assert found.state == State.ACTIVE and found.starts_on == day_of(parties.at) and found.signing_key
    assert active_version(parties.dataspec, day_of(parties.at)) == made and versions_to_sign() == []
    [event] = events("specversion.signed")
    assert event.objects["digest"] == made.sha256 and event.actor == "program:custodian"
    with refuses(access.GONE_ALREADY):
        signing.signed(custodian(parties), version=made, signature=signature(bytes(made.content)))


def test_no_other_signature_does(parties: Cast) -> None:
    made = parties.approved()
    content = bytes(made.content)
    (settings_trust := _trust_file()).unlink(missing_ok=True)
    with refuses(oversight.NO_TRUST):
        signing.signed(custodian(parties), version=made, signature=signature(content))
    trusted()
    assert settings_trust.exists()
    wrong = {
        signatures.SIGNATURE_WRONG: signature(content + b"\n"),
        signatures.SIGNATURE_KIND: signature(content, "manifest"),
        signatures.SIGNATURE_MALFORMED: b"nonsense",
        signatures.CERTIFICATE_UNTRUSTED: sign_detached(content, ttp_signer(known=False)[1], "specification"),
    }
    for code, bad in wrong.items():
        with refuses(code):
            signing.signed(custodian(parties), version=made, signature=bad)
    source = ttp_signer(Signing.SOURCE)
    trusted(source)
    with refuses(signatures.CERTIFICATE_ROLE):
        signing.signed(custodian(parties), version=made, signature=sign_detached(content, source[1], "specification"))


def _trust_file() -> Any:
    from django.conf import settings

    return settings.INSTALLATION.folder / "trust.pem"


def test_people_do_not_sign(parties: Cast) -> None:
    made = parties.approved()
    for home in (parties.ttp, parties.registry):
        everybody = casting.actor(casting.person(home, *Role))
        with refuses(access.NOT_ALLOWED):
            signing.signed(everybody, version=made, signature=signature(bytes(made.content)))


def test_what_was_not_approved_is_not_signed(parties: Cast) -> None:
    made = parties.proposed()
    trusted()
    with refuses(access.GONE_ALREADY):
        signing.signed(custodian(parties), version=made, signature=signature(bytes(made.content)))
    _set(made, state=State.APPROVED)  # as a hand in the database would
    with refuses(dataspecs.NOT_APPROVED):
        signing.signed(custodian(parties), version=made, signature=signature(bytes(made.content)))


def _set(record: Any, **fields: object) -> None:
    with writing(casting.tester()) as change:
        type(record).everything.filter(pk=record.pk).update(**fields)
        change.record("test.changed", record)


def test_withdrawn_version_holds_no_longer_and_did_before(parties: Cast) -> None:
    made, today = parties.active(), day_of(parties.at)
    later = parties.actor(parties.author, 10)
    with refuses(dataspecs.NOT_A_PARTY):
        signing.withdraw(
            parties.actor(parties.decider[parties.sources[0].pk], 10), version=made, reason="We want no more."
        )
    with refuses(dataspecs.REASON_MISSING):
        signing.withdraw(later, version=made, reason="")
    found = signing.withdraw(later, version=made, reason="A field was wrong.")
    assert found.state == State.WITHDRAWN and found.ends_on == today + timedelta(days=9)
    assert version_for(parties.dataspec, today + timedelta(days=9)) == made
    assert version_for(parties.dataspec, today + timedelta(days=10)) is None
    with refuses(access.GONE_ALREADY):
        signing.withdraw(later, version=made, reason="Again.")


@pytest.mark.covers("Z-23")
def test_next_version_ends_the_one_before_it(parties: Cast) -> None:
    first, today = parties.active(file("1.0")), day_of(parties.at)
    begins = today + timedelta(days=30)
    second = parties.active(file("2.0", first=begins, most=5), days=3)
    assert fresh(first).ends_on == begins - timedelta(days=1) and fresh(second).starts_on == begins
    assert version_for(parties.dataspec, begins - timedelta(days=1)) == first
    assert version_for(parties.dataspec, begins) == second
    assert version_for(parties.dataspec, today - timedelta(days=1)) is None  # not before it was signed
    third = parties.active(file("1.1", most=7), days=5)  # begins before the second, which was planned already
    assert (fresh(third).starts_on, fresh(third).ends_on) == (today + timedelta(days=5), begins - timedelta(days=1))
    assert fresh(first).ends_on == today + timedelta(days=4) and fresh(second).ends_on is None
    fourth = parties.active(file("2.1", first=begins, most=8), days=6)
    assert fresh(second).state == State.SUPERSEDED and version_for(parties.dataspec, begins) == fourth
    assert len(events("specversion.shortened")) == 2 and len(events("specversion.superseded")) == 1


@pytest.mark.covers("I-18", "A34")
def test_closed_list_of_nine_data_is_agreed_on_as_it_is() -> None:
    """The input of youth care: exactly nine data, and a tenth refuses the delivery."""
    parties = cast(closed=True)
    content = (Path(__file__).parents[2] / "specification" / "youth-outcomes.yaml").read_bytes()
    content = content.replace(b"name: youth-outcomes", b"name: knees", 1)
    made = parties.active(content)
    read = read_specification(bytes(fresh(made).content))
    assert made.fields == 9 and read.closed
    assert version_for(parties.dataspec, day_of(parties.at)) == made
    with pytest.raises(IntegrityError), writing(casting.tester()) as change:
        change.record("test.changed", made)
        Specversion.everything.filter(pk=made.pk).update(signature=None)  # what holds is signed, whoever writes


def test_everybody_who_decided_hears_how_it_ends(parties: Cast) -> None:
    made = parties.active()
    signing.withdraw(parties.actor(parties.author), version=made, reason="A field was wrong.")
    for template in ("signed", "withdrawn"):
        told = Message.everything.filter(template=f"specifications/{template}").values_list("person", flat=True)
        assert sorted(told) == sorted(each.pk for each in (parties.author, *parties.decider.values())), template


@pytest.mark.covers("Z-23")
def test_what_was_proposed_stays_when_a_party_leaves(parties: Cast) -> None:
    """What three parties agreed on is not one party's to destroy; a draft is."""
    made, draft = parties.active(file("1.0")), parties.draft(file("2.0"))
    gone = {
        name: set(going(holding, home).values_list("pk", flat=True))
        for home in (parties.registry, parties.sources[0])
        for name, holding in held().items()
        if name.startswith("specifications.")
        for name in [f"{home.name}: {name}"]
    }
    assert gone["Register Verzonnen: specifications.specversion"] == {draft.pk} and made.pk != draft.pk
    assert sum(map(len, gone.values())) == 1
