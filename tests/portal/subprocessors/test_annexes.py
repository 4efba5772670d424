"""The annex follows from the register, is sent around by itself, and is offered as an amendment; copies on request."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import casting
import contracting
import pytest
from organising import events

from sluis.agreement.contract import ListedSubprocessor
from sluis.agreement.regime import Change, ChangeRule
from sluis.agreement.starting import EXCHANGE, OUTCOMES
from sluis.deadlines import Term
from sluis.portal.agreements import drafting
from sluis.portal.agreements.models import Stage
from sluis.portal.documents.giving_out import as_attachment
from sluis.portal.documents.models import Version as Stored
from sluis.portal.notifications.models import Message
from sluis.portal.oversight.models import Standard
from sluis.portal.subprocessors import (
    annexes,
    announcing,
    asking,
    registering,
    renewing,
    starting,
    telling,
    timing,
)
from sluis.portal.subprocessors.models import Subannex, Subcertificate, Subcontract, Subcopy, Subfinding
from sluis.portal.tasks.models import Task
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import subprocessing as codes
from subprocessors import subcontracted
from subprocessors.subcontracted import refused

pytestmark = pytest.mark.usefixtures("sqlite")


def standard(code: str, edition: str, **more: Any) -> Standard:
    """An edition of a standard."""
    made = casting.make(Standard(organisation=contracting.operator(), code=code, edition=edition, **more))
    assert isinstance(made, Standard)
    return made


def later(days: int) -> Any:
    """A day to come."""
    return casting.today() + timedelta(days=days)


@pytest.mark.covers("Z-80", "I-54", "A28")
def test_the_annex_names_all_that_the_agreements_ask() -> None:
    agreement = contracting.agree(regime=OUTCOMES)
    people = contracting.parties(agreement.organisation)
    one = subcontracted.announced(people, name="Dienstenbureau Proef", country="NL", city="Zwolle")
    iso = standard("ISO 27001", "2022")
    registering.certify(people.actor("clerk"), subprocessor=one, standard=iso, valid_until=later(400))
    notice = subcontracted.notice(one, agreement)
    condition = asking.set_condition(people.actor("keeper"), notice=notice, text="Geheimhouding")
    asking.meet_condition(people.actor("clerk"), condition=condition)
    assert annexes.annex_for(agreement, casting.now()) == ()
    starting.start(people.actor("clerk"), notice=notice)
    row = ListedSubprocessor(
        name="Dienstenbureau Proef", address="Rekenstraat 1, Zwolle", country="NL", service="Servers in een rekencentrum",
        data="Versleutelde leveringen", trade_register_number="HRB 000001", transfer_outside_eea=False,
        agreement_description="Subverwerkersovereenkomst", certificates=("ISO 27001:2022",), conditions="Geheimhouding",
        in_use=True,
    )  # fmt: skip
    assert annexes.annex_for(agreement, casting.now()) == (row,)
    registering.change_data(people.actor("clerk"), subprocessor=one, data={"in_use": False})
    assert annexes.annex_for(agreement, casting.now()) == (replace(row, in_use=False),)
    starting.stop(people.actor("clerk"), subprocessor=subcontracted.fresh(one))
    assert annexes.annex_for(agreement, casting.now()) == ()


@pytest.mark.covers("I-55")
def test_a_change_of_the_register_makes_the_annexes_again_and_tells() -> None:
    agreement = contracting.agree(regime=OUTCOMES)
    people = contracting.parties(agreement.organisation)
    elsewhere = contracting.agree(regime=OUTCOMES)
    one = subcontracted.announced(people, country="NL")
    assert renewing.renew(casting.tester()) == 0
    starting.start(people.actor("clerk"), notice=subcontracted.notice(one, agreement))
    assert timing.move(casting.tester()) == 1
    made = Subannex.everything.select_related("version__document").get()
    assert (made.agreement, made.number, made.organisation) == (agreement, 1, people.home)
    assert json.loads(made.content)[0]["name"] == one.name
    assert bytes(made.version.content).startswith(b"%PDF-")
    assert (
        Message.everything.filter(template="subprocessors/annex", organisation=people.home).count() == 4
    )  # keepers and boards
    assert timing.move(casting.tester()) == 0
    registering.change_data(people.actor("clerk"), subprocessor=one, data={"address": "Nieuwstraat 2"})
    assert timing.move(casting.tester()) == 1
    second = Subannex.everything.select_related("version__document").get(number=2)
    assert (second.version.number, second.version.document) == (2, made.version.document)
    assert "Nieuwstraat 2" in second.content
    assert not Subannex.everything.filter(agreement=elsewhere).exists()
    assert len(events("subannex.made")) == 2


@pytest.mark.covers("I-55")
def test_the_rows_that_were_signed_stay_until_the_register_says_otherwise() -> None:
    unknown = ListedSubprocessor("Onbekend Bureau", "Straat 1, Breda", "NL", "Ondersteuning")
    data = subcontracted.data(country="NL")
    agreement = contracting.agree(subprocessors=(unknown, subcontracted.listed(data)))
    people = contracting.parties(agreement.organisation)
    assert renewing.renew(casting.tester()) == 0
    one = subcontracted.recorded(people, **data)
    rows = annexes.annex_for(agreement, casting.now())
    assert rows[0] == unknown and rows[1].data == data["data"]
    starting.stop(people.actor("clerk"), subprocessor=one)
    assert annexes.annex_for(agreement, casting.now()) == (unknown,)


@pytest.mark.covers("I-55")
def test_where_both_sign_changes_the_operator_is_offered_an_amendment() -> None:
    both = replace(EXCHANGE, subprocessors=OUTCOMES.subprocessors, change=Change(ChangeRule.BOTH_APPROVE))
    notice_only = replace(both, change=Change(ChangeRule.NOTICE_AND_CONSULTATION, notice=Term.read("3 months")))
    agreement, other = contracting.agree(regime=both), contracting.agree(regime=notice_only)
    people = contracting.parties(agreement.organisation)
    one = subcontracted.announced(people, country="NL")
    clerk = people.actor("clerk")
    starting.start_all(
        clerk, subprocessor=one, notices=[subcontracted.notice(one, each) for each in (agreement, other)]
    )
    timing.move(casting.tester())
    assert [each.about for each in Task.everything.filter(kind=telling.AMEND)] == [agreement.subject]
    assert not agreement.versions.exclude(stage=Stage.CURRENT).exists()  # offered as a task, never by itself
    with refused(access.NOT_ALLOWED):
        renewing.offer_amendment(people.actor("keeper"), agreement=agreement)
    version = renewing.offer_amendment(clerk, agreement=agreement)
    assert version.contract.subprocessors == annexes.annex_for(agreement, casting.now())
    assert renewing.offer_amendment(clerk, agreement=agreement).pk == version.pk
    version.refresh_from_db()
    contracting.signed(people_of(agreement, people), version)
    assert contracting.fresh(agreement).contract.subprocessors == version.contract.subprocessors
    timing.move(casting.tester())
    assert not Task.everything.filter(kind=telling.AMEND, state=Task.State.OPEN).exists()
    with refused(codes.WRONG_STATE):
        renewing.offer_amendment(clerk, agreement=contracting.fresh(agreement))


def people_of(agreement: Any, people: contracting.Parties) -> contracting.Parties:
    """The same people; they made the agreement's second pair of representatives."""
    assert people.home == agreement.organisation
    return people


@pytest.mark.covers("Z-79", "A7")
def test_an_amendment_that_names_it_lets_it_start_where_only_the_annex_counts() -> None:
    data = subcontracted.data(country="NL")
    agreement = contracting.agree(regime=replace(EXCHANGE, place=EXCHANGE.place))
    people = contracting.parties(agreement.organisation)
    one = subcontracted.announced(people, **data)
    version = drafting.propose(people.actor("clerk"), agreement=agreement, note="Bijlage")
    contract = replace(version.contract, subprocessors=(subcontracted.listed(data),))
    version = drafting.revise(people.actor("clerk"), version=version, contract=contract, seen=version.sha256)
    contracting.signed(people, version)
    announcing.catch_up(casting.tester())
    told = subcontracted.notice(one, agreement)
    assert told.state == "listed"
    assert not Task.everything.filter(kind=telling.OBJECT, state=Task.State.OPEN).exists()
    starting.start(people.actor("clerk"), notice=told)


@pytest.mark.covers("Z-81", "I-52")
def test_a_copy_is_released_to_who_asked_and_to_nobody_else() -> None:
    agreement = contracting.agree(regime=OUTCOMES)
    people = contracting.parties(agreement.organisation)
    other = contracting.agree(regime=OUTCOMES)
    one = subcontracted.announced(people, country="NL")
    copy = asking.ask_copy(people.actor("keeper"), notice=subcontracted.notice(one, agreement))
    with refused(access.GONE_ALREADY):
        asking.ask_copy(people.actor("keeper"), notice=subcontracted.notice(one, agreement))
    assert Task.everything.get(kind=telling.COPY).organisation == people.operator
    reader, stranger = casting.browser(people.keeper), casting.browser(contracting.parties(other.organisation).keeper)
    address = f"/subprocessors/copies/{copy.pk}/file"
    assert reader.get(address).status_code == 404
    with refused(access.NOT_ALLOWED):
        asking.release_copy(people.actor("keeper"), copy=copy)
    asking.release_copy(people.actor("clerk"), copy=copy)
    assert len(events("subcopy.released")) == 1
    got = reader.get(address)
    assert got.status_code == 200 and got.content == subcontracted.PDF
    assert got["Content-Disposition"].startswith("attachment")
    assert stranger.get(address).status_code == 404
    assert len(events("document.taken")) == 1
    with refused(access.GONE_ALREADY):
        asking.release_copy(people.actor("clerk"), copy=Subcopy.everything.get())


@pytest.mark.covers("Z-81", "I-52")
def test_no_copy_where_none_was_agreed() -> None:
    regime = replace(OUTCOMES, subprocessors=replace(OUTCOMES.subprocessors, copies=False))
    agreement = contracting.agree(regime=regime)
    people = contracting.parties(agreement.organisation)
    one = subcontracted.announced(people, country="NL")
    with refused(codes.COPIES_NOT_AGREED):
        asking.ask_copy(people.actor("keeper"), notice=subcontracted.notice(one, agreement))


@pytest.mark.covers("Z-81")
def test_supervision_is_recorded_and_is_the_operators_own() -> None:
    agreement = contracting.agree()
    people = contracting.parties(agreement.organisation)
    one = subcontracted.announced(people)
    contract = Subcontract.everything.get()
    data = {"contract": contract, "on": later(-1), "finding": "Alle logboeken bekeken", "complies": True}
    registering.supervise(people.actor("clerk"), **data)
    assert Subfinding.everything.get().complies and len(events("subfinding.recorded")) == 1
    page = f"/subprocessors/{one.pk}/"
    assert b"logboeken" in casting.browser(people.clerk).get(page).content
    assert b"logboeken" not in casting.browser(people.keeper).get(page).content
    stored = Stored.everything.get(pk=contract.version_id)
    assert as_attachment(stored).content == subcontracted.PDF
    assert casting.browser(people.keeper).get(f"/documents/{stored.document_id}/").status_code == 404


@pytest.mark.covers("A29")
def test_certificates_warn_of_their_end_and_of_editions_that_were_withdrawn() -> None:
    people = contracting.parties()
    one = subcontracted.recorded(people)
    clerk = people.actor("clerk")
    new = standard("NEN 7510", "2017+A1:2020")
    old = standard("NEN 7510", "2011", withdrawn_on=later(-400), replaced_by=new)
    iso = standard("ISO 27001", "2022")
    registering.certify(clerk, subprocessor=one, standard=iso, valid_until=later(61))
    registering.certify(clerk, subprocessor=one, standard=old, valid_until=later(500))
    assert timing.warn(casting.tester()) == 1
    about = Subcertificate.everything.get(standard=old)
    assert [each.about for each in Task.everything.filter(kind=telling.CERTIFICATE)] == [about.subject]
    page = casting.browser(people.clerk).get(f"/subprocessors/{one.pk}/").content.decode()
    assert "NEN 7510:2011" in page and "2017+A1:2020" in page
    assert timing.warn(casting.tester(contracting.ago(-2))) == 1
    assert timing.warn(casting.tester(contracting.ago(-2))) == 0
    registering.certify(clerk, subprocessor=one, standard=new, valid_until=later(900))
    assert not Task.everything.filter(about=about.subject, state=Task.State.OPEN).exists()
    assert timing.warn(casting.tester(contracting.ago(-2))) == 0
