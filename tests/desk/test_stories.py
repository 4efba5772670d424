"""Somebody without a command line delivers: a wrong row, a correction, the number, the registry's report."""

from collections.abc import Iterator
from pathlib import Path

import casting
import pyarrow.parquet as pq
import pytest
from delivering import Net
from desks import Running, running
from living import Visitor, chromium
from playwright.sync_api import Browser, Page, expect, sync_playwright
from worlds import PEOPLE, sluis

from sluis.portal.access.roles import Role
from sluis.portal.deliveries.authorising import authorise
from sluis.portal.deliveries.models import State

WRONG = PEOPLE.replace("1234 AB,1,12", "1234 AB,1,412").replace("2345 CD,2,39", "2345 CD,2,390")
NUMBERS = ("900000004", "900000016", "900000028", "Voorbeeld", "1234 AB")


@pytest.fixture
def browser(net: Net) -> Iterator[Browser]:
    """Chromium; entered after Django's own state was made."""
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        yield browser
        browser.close()


def visit(browser: Browser, desk: Running, width: int = 1360) -> Visitor:
    """A browser that was led in."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="nl-NL")
    context.set_default_timeout(30_000)
    made = Visitor(context, desk.origin)
    made.go(desk.entrance)
    made.page.get_by_role("button", name="NL").click()
    expect(made.page.locator("html")).to_have_attribute("lang", "nl")
    return made


def choose(page: Page, path: Path) -> None:
    """Choose a file, and wait until it is here."""
    page.get_by_label("Bestand", exact=True).set_input_files(path)
    expect(page.get_by_text("✓")).to_be_visible()


@pytest.mark.covers("Z-55")
def test_a_wrong_row_is_corrected_and_delivered(net: Net, browser: Browser) -> None:
    assert net.connect("source-1").code == 0
    with running(net.world.path("source-1")) as desk:
        who = visit(browser, desk)
        page = who.page
        assert page.url.startswith(desk.origin) and "enter" not in page.url
        who.look()
        page.get_by_role("button", name="Leveren", exact=True).click()
        who.look()
        choose(page, net.world.write(WRONG, "export 900000004.csv"))
        page.get_by_label("Echt").check()
        page.get_by_role("button", name="Rijen controleren").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Dit kan nog niet worden geleverd")
        rows = page.get_by_role("region", name="Bevindingen").get_by_role("rowheader")
        expect(rows).to_have_text(["2", "3"])
        who.look()
        assert not [one for one in NUMBERS if one in page.content()]
        page.get_by_role("button", name="Corrigeer en kies het bestand opnieuw").click()
        expect(page.get_by_label("Echt")).to_be_checked()  # choices are kept
        choose(page, net.world.write(PEOPLE, "export.csv"))
        page.get_by_role("button", name="Rijen controleren").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Klaar om te leveren")
        expect(page.get_by_role("region", name="Wie ziet wat")).to_contain_text("pseudoniem")
        who.look()
        page.get_by_role("button", name="Leveren", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("De levering is aangekomen")
        number = net.delivery().number
        expect(page.locator(".number")).to_have_text(number)
        who.look()
        page.get_by_role("link", name="Deze levering volgen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Levering {number}")
        who.look()
        read_the_report(net, who)
        leaves_nothing(desk)


def read_the_report(net: Net, who: Visitor) -> None:
    """The registry takes the delivery and says something of a row; the source reads it, by the row of its file."""
    authorise(casting.actor(casting.person(net.places["ttp"], Role.DELIVERY_DESK)), delivery=net.delivery())
    net.custodian().work()
    assert net.connect("recipient-1").code == 0
    assert net.fetch("--new").code == 0
    inbox = net.world.path("recipient-1", "inbox")
    (package,) = inbox.glob("*.sluis")
    assert net.world.open(f"recipient-1/inbox/{package.name}").code == 0
    remarks = remark_on_first_row(net)
    found = sluis(
        "recipient", "report", remarks, "--home", net.world.path("recipient-1"), "--package", package, "--send"
    )
    assert found.code == 0, found.err
    assert net.delivery().state in (State.DOWNLOADED, State.OPENED)
    page = who.page
    page.reload()
    page.get_by_role("link", name="Rapport van").click()
    expect(page.get_by_role("region", name="Opmerkingen")).to_contain_text("score is unlikely")
    who.look()


def remark_on_first_row(net: Net) -> Path:
    """What a registry has to say of one row, by its reference."""
    reference = pq.read_table(net.world.path("received.parquet"))["row_reference"][0].as_py()
    return net.world.write(
        f"row_reference,code,field,message\n{reference},R1,SDQ_SCORE,score is unlikely\n", "said.csv"
    )


def leaves_nothing(desk: Running) -> None:
    """No number, name or postcode of the input in any file of the home or any log."""
    for path in [*desk.home.rglob("*"), desk.log]:
        if path.is_file():
            data = path.read_bytes()
            assert not [one for one in NUMBERS if one.encode() in data], path
