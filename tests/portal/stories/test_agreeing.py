"""Two parties sign; a notice of default runs out; a refusal leads to the clause that causes it."""

from datetime import UTC, datetime, timedelta

import contracting
import pytest

from sluis.agreement import steps
from sluis.agreement.contract import Side
from sluis.agreement.starting import EXCHANGE
from sluis.demo.portal.settling import Settling
from sluis.portal.access.actor import Actor, program
from sluis.portal.access.models import Person
from sluis.portal.access.recognising import recognise
from sluis.portal.agreements import drafting, maining, stepping, timing
from sluis.portal.agreements.models import Agreement, Flow, Version
from stories.acting import BUTTON, Town, enter

BOARD, CLERK, DIRECTOR = "bestuur@zorggroepvoorbeeld.example", "contracten@sluis.example", "directie@sluis.example"


def actor(email: str, days: int = 0) -> Actor:
    """Somebody of the cast at work, some days ago."""
    person = Person.everything.select_related("organisation").get(email=email)
    return recognise(person, datetime.now(UTC) - timedelta(days=days))


def a_draft(settling: Settling) -> Version:
    """A draft with the provider that is complete, but for what the clerk fills in by hand."""
    clerk = actor(CLERK)
    main = maining.record(
        clerk, organisation=settling.place("zorggroepvoorbeeld"),
        data={"number": "DVO-VERHAAL-1", "title": "Heupzorg", "signed_on": datetime.now(UTC).date(),
              "starts_on": datetime.now(UTC).date()},
    )  # fmt: skip
    made = drafting.draft(clerk, main=main, programme="Heupzorg", regime=EXCHANGE)
    version: Version = Version.everything.get(agreement=made)
    contract = contracting.completed(version.contract, data_subject_count=0)
    return drafting.revise(clerk, version=version, contract=contract, seen=version.sha256)


@pytest.mark.covers("Z-03", "Z-04")
def test_two_parties_sign(town: Town) -> None:
    version = a_draft(town[1])
    clerk = enter(town, CLERK)
    page = clerk.go(f"/agreements/versions/{version.pk}/edit")
    clerk.look()
    page.click("a[href$='/edit/about']")
    page.fill("input[name=data_subject_count]", "1200")
    page.click(BUTTON)
    assert page.url.endswith("/edit")
    clerk.look()
    clerk.go(f"/agreements/versions/{version.pk}/")
    clerk.look()
    page.click("a[href$='/offer']")
    clerk.look()
    page.click(BUTTON)
    assert Agreement.everything.get(pk=version.agreement_id).state == "offered"

    board = enter(town, BOARD, 360)  # on the telephone
    board.go("/")
    board.look()
    for who in (board, enter(town, DIRECTOR)):
        page = who.go(f"/agreements/versions/{version.pk}/sign")
        who.look()
        page.check("input[name=read]")
        page.click(BUTTON)
        assert page.url.endswith(f"/agreements/{version.agreement_id}/")
        who.look()
    assert Agreement.everything.get(pk=version.agreement_id).state == "in_force"


@pytest.mark.covers("Z-13")
def test_a_notice_of_default_runs_out(town: Town) -> None:
    agreement = Agreement.everything.get(programme="Kniezorg")
    board = enter(town, BOARD)
    page = board.go(f"/agreements/{agreement.pk}/?step=end")
    page.select_option("select[name=ground]", "not_repaired")
    page.click("button[name=shown]")
    board.look()
    assert "2846" in page.content() or page.locator(".notice--warning").count() == 1, "no notice was sent yet"

    notice = steps.SendDefault(Side.CONTROLLER, stepping.next_reference(agreement))
    stepping.take(actor(BOARD, 31), agreement=agreement, step=notice, reason="Leveringen blijven liggen.")
    timing.move(program("test", datetime.now(UTC)))

    page = board.go(f"/agreements/{agreement.pk}/?step=end")
    page.select_option("select[name=ground]", "not_repaired")
    page.click("button[name=shown]")
    board.look()
    page.fill("#if textarea[name=reason]", "Niet hersteld binnen dertig dagen.")
    page.click("#if form[method=post] button")
    board.look()
    assert Agreement.everything.get(pk=agreement.pk).state == "ended"


def test_a_refusal_leads_to_the_clause_that_causes_it(town: Town) -> None:
    flow = Flow.everything.get(exchange="source-2-recipient-1")
    board = enter(town, "bestuur@jeugdhulpverzonnen.example")
    page = board.go(f"/agreements/flows/{flow.pk}/?verb=pseudonymise")
    board.look()
    page.click(".notice--error a")
    assert page.url.endswith("#clause-warranty")
    assert page.locator("#clause-warranty").is_visible()
    board.look()
