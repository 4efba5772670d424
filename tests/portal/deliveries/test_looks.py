"""The pages in a real browser, wide and narrow: nothing for axe to find, nothing sticks out, nothing is refused."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import casting
import pytest
from delivering import Net
from django.conf import settings
from django.test import override_settings
from django.urls import reverse
from living import Portal, Visitor, chromium, running, visitor
from playwright.sync_api import Browser, sync_playwright
from worlds import PEOPLE

from sluis.portal.access.roles import Role
from sluis.portal.deliveries import authorising, fetching, receiving, removing, ruling

WRONG = (
    PEOPLE + "123456789,Dirk Fout,27/03/2008,1234 AB,1,12,2026-1\n90000006,Eef Kort,27/03/2008,1234 AB,1,99,2026-1\n"
)


@pytest.fixture
def shown(net: Net) -> Iterator[tuple[Portal, Browser]]:
    """The portal of the world's TTP, and Chromium before it."""
    with sync_playwright() as playwright, running(net.world.path("ttp")) as portal:
        browser = chromium(playwright)
        yield portal, browser
        browser.close()


def enter(browser: Browser, portal: Portal, who: Any, width: int) -> Visitor:
    """Somebody who has signed in."""
    made = visitor(browser, portal, width)
    name = settings.SESSION_COOKIE_NAME
    with override_settings(SECRET_KEY=settings.INSTALLATION.secret):  # as the process signs them
        value = casting.browser(who).cookies[name].value
    made.context.add_cookies([{"name": name, "value": value, "url": portal.address, "secure": True}])
    return made


def shoot(page: Any, name: str) -> None:
    """A picture, for whoever wants to see it."""
    if folder := os.environ.get("SLUIS_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def stages(net: Net) -> dict[str, Any]:
    """Deliveries in all kinds of states."""
    found = {"gone": net.relayed(net.deliver(PEOPLE, "--test", name="gone.sluis"))}
    removing.ask(net.person("source-1", Role.PRIVACY_COORDINATOR), delivery=found["gone"], reason="mistake")
    net.custodian().work_shortly()
    found["ready"] = net.relayed(net.deliver(PEOPLE, name="ready.sluis"))
    found["tested"] = net.relayed(net.deliver(PEOPLE, "--test", name="tested.sluis"))
    fetching.downloaded(net.person("recipient-1", Role.MANAGER), delivery=found["tested"])
    found["refused"] = net.deliver(PEOPLE, name="refused.sluis")
    authorising.refuse(
        net.person("ttp", Role.SERVICE_DESK), delivery=found["refused"], explanation="De periode klopt niet."
    )
    found["waits"] = net.deliver(WRONG, "--corrects", found["refused"].delivery, name="waits.sluis")
    report = net.world.report("waits.prepare.json")
    receiving.report_of_source(casting.tester(net.clock()), delivery=found["waits"], report=report)
    return found


def test_nothing_is_wrong_with_the_pages(net: Net, shown: tuple[Portal, Browser]) -> None:
    portal, browser = shown
    found = stages(net)
    rule = ruling.make(
        net.person("ttp", Role.CONTRACT_MANAGER),
        data={"name": "Als altijd", "route": None, "tests": False, "earlier": 2, "within_percent": 25,
              "warnings_percent": 5, "in_round": True},
    )  # fmt: skip
    desk = casting.person(
        net.places["ttp"], Role.DELIVERY_DESK, Role.ADMINISTRATOR, Role.CONTRACT_MANAGER, Role.AUDITOR
    )
    source = casting.person(net.places["source-1"], Role.ADMINISTRATOR, Role.PRIVACY_COORDINATOR)
    recipient = casting.person(net.places["recipient-1"], Role.MANAGER)
    desk_pages = [
        ("delivery", found["waits"]), ("list", None), ("rules", None), ("rule-new", None), ("rule", rule),
        ("routes", None), ("route", found["gone"].route), ("programs", None), ("adopt", None), ("refuse", found["waits"]),
    ]  # fmt: skip
    walks: list[tuple[str, Any, list[tuple[str, Any]]]] = [
        ("desk", desk, desk_pages),
        ("source", source, [("delivery", found["refused"]), ("delivery", found["gone"]), ("remove", found["ready"])]),
        ("recipient", recipient, [("delivery", found["ready"]), ("delivery", found["tested"]), ("inbox", None)]),
    ]
    for width, most in ((1360, 10), (360, 2)):
        for who, person, pages in walks:
            there = enter(browser, portal, person, width)
            for name, record in pages[:most]:
                page = there.go(reverse(f"deliveries:{name}", args=[record.pk] if record else []))
                assert page.locator(".side a[aria-current]").count() == 1, page.url
                shoot(page, f"{who}-{name}-{record or ''}-{width}")
                there.look()
