"""Somebody without a command line delivers: a wrong row, a correction, the number, the registry's report."""

import re
import ssl
from hashlib import sha256
from pathlib import Path
from typing import Any

import casting
import pyarrow.parquet as pq
import pytest
from delivering import Net
from living import Visitor
from playwright.sync_api import Browser, Page, expect
from worlds import PEOPLE, sluis

from desk.desks import Running, running
from sluis.portal.access.roles import Role
from sluis.portal.deliveries.authorising import authorise, refuse
from sluis.portal.deliveries.models import Delivery, State

WRONG = PEOPLE.replace("1234 AB,1,12", "1234 AB,1,412").replace("2345 CD,2,39", "2345 CD,2,390")
NUMBERS = ("900000004", "900000016", "900000028", "Voorbeeld", "1234 AB")


def visit(browser: Browser, desk: Running, width: int = 1360) -> Visitor:
    """A browser that was led in."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="nl-NL")
    context.set_default_timeout(30_000)
    made = Visitor(context, desk.origin)
    made.page.goto((desk.home / "desk" / "open.html").as_uri())  # as the program lets the browser do
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
        expect(rows).to_have_text(["2", "3"], use_inner_text=True)
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
    authorise(casting.actor(desk_of(net)), delivery=net.delivery())
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


def test_connecting_on_a_small_screen(net: Net, browser: Browser) -> None:
    """The gate is named, its fingerprint compared, a delivery refused by the TTP is corrected, another withdrawn."""
    with running(net.world.path("source-1")) as desk:
        who = visit(browser, desk, 360)
        page = who.page
        who.look()
        page.get_by_role("link", name="Verbinden").click()
        who.look()
        page.get_by_label("Adres van de poort").fill(net.address)
        certificate = net.folder / "tls" / "certificate.pem"
        page.get_by_label("Bestand met het certificaat").set_input_files(certificate)
        expect(page.get_by_label("Of plak de tekst")).to_have_value(re.compile("BEGIN CERTIFICATE"))
        page.get_by_role("button", name="Volgende").click()
        shown = page.locator(".print code").all_inner_texts()
        der = ssl.PEM_cert_to_DER_cert(certificate.read_text().split("-----END")[0] + "-----END CERTIFICATE-----")
        assert sha256(der).hexdigest().upper() in "".join(shown)
        who.look()
        page.get_by_role("button", name="Hij is gelijk").click()
        expect(page.get_by_role("link", name=net.address)).to_be_visible()
        deliver(net, page, PEOPLE)
        who.look()
        refuse(casting.actor(desk_of(net)), delivery=net.delivery(), explanation="Verkeerde periode")
        page.get_by_role("link", name="Deze levering volgen").click()
        expect(page.get_by_text("Verkeerde periode")).to_be_visible(timeout=40_000)  # the page looks again by itself
        who.look()
        refused = net.delivery()
        page.get_by_role("button", name="Correctie leveren").click()
        expect(page.get_by_label("Corrigeert een eerdere levering")).to_have_value(refused.delivery)
        send_it(net, page, PEOPLE.replace("2026-1", "2026-2"))
        made = Delivery.everything.get(corrects=refused.delivery)
        page.get_by_role("link", name="Deze levering volgen").click()
        page.get_by_role("link", name="Intrekken").click()
        who.look()
        page.get_by_role("button", name="Intrekken").click()
        expect(page.get_by_role("main")).to_contain_text("Ingetrokken")
        made.refresh_from_db()
        assert made.state == State.WITHDRAWN
        page.goto(desk.origin + page.url.removeprefix(desk.origin).split("/deliveries")[0] + "/deliveries")
        who.look()
        page.get_by_role("button", name="Menu").click()
        page.get_by_role("link", name="Hulp").click()
        page.get_by_label("Code van vier cijfers").fill("2209")
        page.get_by_role("button", name="Zoeken").click()
        expect(page.get_by_role("main")).to_contain_text("maximum")
        who.look()


def test_a_gate_that_is_away_stops_nothing(net: Net, browser: Browser) -> None:
    """It is prepared while the gate is away; sent when it is back, once, by a desk that was killed in between."""
    assert net.connect("source-1").code == 0
    home = net.world.path("source-1")
    with running(home) as desk:
        page = visit(browser, desk).page
        page.get_by_role("button", name="Leveren", exact=True).click()
        choose(page, net.world.write(PEOPLE))
        page.get_by_role("button", name="Rijen controleren").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Klaar om te leveren")
        net.stop(net.gates[0], kill=True)
        page.get_by_role("button", name="Leveren", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("De levering is onderweg")
        desk.process.kill()
        desk.process.wait(20)
    net.start()
    with running(home) as desk:
        page = visit(browser, desk).page
        page.get_by_role("link", name="Bekijken en leveren").click()
        page.get_by_role("button", name="Leveren", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("De levering is aangekomen")
        expect(page.locator(".number")).to_have_text(net.delivery().number)  # one, and the same
        leaves_nothing(desk)


def desk_of(net: Net) -> Any:
    """Somebody of the TTP's delivery desk."""
    return casting.person(net.places["ttp"], Role.DELIVERY_DESK)


def deliver(net: Net, page: Page, text: str) -> None:
    """From the start page to the number."""
    page.get_by_role("button", name="Leveren", exact=True).click()
    send_it(net, page, text)


def send_it(net: Net, page: Page, text: str) -> None:
    """From the choices to the number."""
    choose(page, net.world.write(text))
    page.get_by_role("button", name="Rijen controleren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Klaar om te leveren")
    page.get_by_role("button", name="Leveren", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("De levering is aangekomen")
