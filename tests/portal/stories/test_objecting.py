"""A subprocessor is announced; the controller objects, suspends when that is not resolved, and the fee stops."""

from datetime import UTC, datetime

import pytest

from sluis.agreement.effects import Fee
from sluis.portal.agreements.models import Agreement
from sluis.portal.subprocessors.models import Subnotice
from stories.acting import BUTTON, Town, enter


@pytest.mark.covers("Z-76", "Z-77", "Z-78")
def test_an_objection_that_is_not_resolved_stops_the_fee(town: Town) -> None:
    agreement = Agreement.everything.get(programme="Kniezorg")
    assert agreement.effects(datetime.now(UTC)).fee is Fee.DUE
    notice = Subnotice.everything.get(agreement=agreement, subprocessor__name="Opslag Voorbeeld B.V.")

    board = enter(town, "bestuur@zorggroepvoorbeeld.example")
    page = board.go(f"/agreements/{agreement.pk}/")
    board.look()
    assert "Opslag Voorbeeld B.V." in page.content()
    page = board.go(f"/subprocessors/notices/{notice.pk}/object/")
    board.look()
    page.fill("textarea[name=text]", "Reservekopieën horen niet bij een partij zonder certificaat.")
    page.click(BUTTON)
    board.look()

    clerk = enter(town, "contracten@sluis.example")
    page = clerk.go(f"/subprocessors/notices/{notice.pk}/unresolved/")
    clerk.look()
    page.click(BUTTON)
    clerk.look()

    page = board.go(f"/agreements/{agreement.pk}/?step=suspend")
    page.select_option("select[name=ground]", "objection")
    page.click("button[name=shown]")
    board.look()
    fee = page.locator("#if table tr", has_text="Vergoeding")
    assert "gestopt" in fee.inner_text()
    page.fill("#if textarea[name=reason]", "Bezwaar tegen Opslag Voorbeeld is niet opgelost.")
    page.click("#if form[method=post] button")
    board.look()
    suspended = Agreement.everything.get(pk=agreement.pk)
    assert suspended.state == "suspended"
    assert suspended.effects(datetime.now(UTC)).fee is Fee.STOPPED
