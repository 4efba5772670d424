"""The whole chain with a mouse: three wrong rows, the report in Dutch, a correction; the desk authorises; the registry
downloads and opens; ten days later all is gone and the proof is there."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import casting
import pyarrow.parquet as pq
import pytest
from delivering import ROOT, Net
from living import Visitor, process_wait
from playwright.sync_api import Browser, expect
from worlds import PEOPLE

from desk.desks import running
from desk.test_stories import choose, visit
from sluis.evidence.filegone import read_gone
from sluis.portal.access.models import Person
from sluis.portal.access.roles import Role
from sluis.portal.config.installation import read_installation
from sluis.portal.deliveries.models import State
from sluis.supervisor.health import answers

HEADING, *ROWS = PEOPLE.splitlines()
WRONG = [
    ROWS[0].replace(",1,12,", ",1,412,"), ROWS[1].replace(",2,39,", ",2,390,"), ROWS[2], ROWS[3].replace(",2,17,", ",2,170,"),
]  # fmt: skip


@contextmanager
def portal(net: Net) -> Iterator[str]:
    """The portal of the TTP, served; its address."""
    installation = read_installation(net.folder)
    command = [sys.executable, "-m", "sluis.portal.config.serving", "--home", str(net.world.path("ttp"))]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "SLUIS_PORTAL": str(net.folder)}
    with net.world.path("portal.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    try:
        while not answers("127.0.0.1", installation.port, "localhost", net.folder / "tls" / "own.pem"):
            assert process.poll() is None, net.world.path("portal.log").read_text()
            process_wait(process)
        yield f"https://localhost:{installation.port}"
    finally:
        process.terminate()
        process.wait(20)


def signed_in(browser: Browser, address: str, who: Person) -> Visitor:
    """Somebody's browser, in which they have signed in."""
    from django.conf import settings

    cookie = casting.browser(who).cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(
        ignore_https_errors=True, viewport={"width": 1360, "height": 900}, locale="nl-NL", accept_downloads=True
    )
    context.set_default_timeout(30_000)
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address, "secure": True, "httpOnly": True}]
    )
    return Visitor(context, address)


@pytest.mark.covers("Z-31", "Z-35", "Z-53", "Z-55", "Z-57", "Z-58", "Z-104")
def test_a_provider_delivers_and_ten_days_later_all_is_gone(net: Net, browser: Browser, tmp_path: Path) -> None:
    assert net.connect("source-1").code == 0
    number = provider_delivers(net, browser)
    with portal(net) as address:
        desk = signed_in(browser, address, casting.person(net.places["ttp"], Role.DELIVERY_DESK))
        desk_authorises(desk, number)
        assert "delivery.relayed" in net.custodian().work()
        registry = signed_in(browser, address, casting.person(net.places["recipient-1"], Role.MANAGER))
        package = registry_downloads(registry, number, tmp_path)
        answer = net.world.open(str(package))
        assert answer.code == 0, answer.err
        assert pq.read_table(net.world.path("received.parquet")).num_rows == 4
        net.clock.ahead = timedelta(days=10, minutes=1)
        assert "delivery.removed" in net.custodian().work()
        assert list((net.folder / "deliveries").rglob("*.sluis")) == []
        officer = signed_in(browser, address, casting.person(net.places["source-1"], Role.PRIVACY_COORDINATOR))
        proof_is_there(net, officer, tmp_path)


def provider_delivers(net: Net, browser: Browser) -> str:
    """With the program for people without a command line: three wrong rows, read in Dutch, corrected, delivered."""
    with running(net.world.path("source-1")) as screen:
        who = visit(browser, screen)
        page = who.page
        page.get_by_role("button", name="Leveren", exact=True).click()
        choose(page, net.world.write("\n".join([HEADING, *WRONG]) + "\n", "uitvoer.csv"))
        page.get_by_label("Echt").check()
        page.get_by_role("button", name="Rijen controleren").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Dit kan nog niet worden geleverd")
        findings = page.get_by_role("region", name="Bevindingen")
        expect(findings.get_by_role("rowheader")).to_have_text([re.compile(f"{row}$") for row in (2, 3, 5)])
        expect(findings).to_contain_text("De waarde ligt boven het maximum van 40.")
        who.look()
        page.get_by_role("button", name="Corrigeer en kies het bestand opnieuw").click()
        choose(page, net.world.write(PEOPLE, "uitvoer-2.csv"))
        page.get_by_role("button", name="Rijen controleren").click()
        page.get_by_role("button", name="Leveren", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("De levering is aangekomen")
        return page.locator(".number").inner_text()


def desk_authorises(who: Visitor, number: str) -> None:
    """From the monitor to the delivery, and through."""
    page = who.go("/monitor/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Monitor")
    who.look()
    page.get_by_role("link", name=re.compile(number)).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    who.look()
    page.get_by_role("button", name="Autoriseren", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    expect(page.get_by_role("button", name="Autoriseren", exact=True)).to_have_count(0)
    who.look()


def registry_downloads(who: Visitor, number: str, place: Path) -> Path:
    """From its inbox."""
    page = who.go("/deliveries/to-fetch/")
    who.look()
    page.get_by_role("link", name=re.compile(number)).first.click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("^Downloaden")).click()
    target = place / "fetched.sluis"
    waiting.value.save_as(target)
    return target


def proof_is_there(net: Net, who: Visitor, place: Path) -> None:
    """The source's page says that it is gone, and since when; the signed statement can be taken along."""
    delivery = net.delivery()
    assert delivery.state == State.REMOVED
    page = who.go(f"/deliveries/{delivery.pk}/")
    who.look()
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("bewijs", re.IGNORECASE)).first.click()
    target = place / "proof.json"
    waiting.value.save_as(target)
    said, signature = read_gone(target.read_bytes(), net.world.home("source-1").shelf.trust)
    assert (said["number"], said["why"], signature.party) == (delivery.number, "downloaded", "sluis")
