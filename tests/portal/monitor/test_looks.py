"""The monitor in a real browser: nothing for axe to find, nothing sticks out, and it keeps itself up to date."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import casting
import pytest
import watching
from django.conf import settings
from django.test import override_settings
from django.urls import reverse
from living import Portal, Visitor, chromium, running, visitor
from playwright.sync_api import Browser, sync_playwright

from sluis.portal.access.models import Person
from sluis.portal.access.roles import Role
from sluis.portal.deliveries.models import State
from sluis.portal.monitor import noting, outages, shifts

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_MS = 15_000


@pytest.fixture
def shown(switch: object, tmp_path: Path) -> Iterator[tuple[Portal, Browser]]:
    """A portal of its own, and Chromium before it."""
    with sync_playwright() as playwright, running(tmp_path) as portal:
        browser = chromium(playwright)
        yield portal, browser
        browser.close()


def enter(browser: Browser, portal: Portal, who: Person, width: int = 1360) -> Visitor:
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
        page.screenshot(path=str(Path(folder) / f"monitor-{name}.png"), full_page=True)


def busy(desk: Person) -> dict[str, list[object]]:
    """A day at the desk; address → arguments."""
    now = casting.now()
    at_work = casting.actor(desk)
    watching.upload(1000, 420)
    watching.upload(at=now - 2 * HOUR)
    waits = watching.delivery(State.CHECKED, unusual=["many-rows", "other-key"])
    watching.delivery(State.AUTHORISED, now - HOUR)
    watching.delivery(State.AVAILABLE, now, relayed_at=now, test=True)
    watching.delivery(State.AVAILABLE, now - 6 * DAY)
    watching.delivery(
        State.REFUSED, code="2245", report={"code": "2245", "where": "", "facts": {}}, explanation="Verkeerd"
    )
    attempt = watching.attempt("2251", times=4)
    watching.attempt("2513", party_id="", key_id="")
    made = noting.note(at_work, on=waits, text="Gebeld met de bron; komt terug op de sleutel.")
    made = noting.note(at_work, on=attempt, text="Wie is dit?", due_at=now + DAY, role=Role.DELIVERY_DESK)
    chief = casting.actor(watching.staff(Role.SERVICE_DESK))
    outage = outages.announce(
        chief, planned=True, starts_at=now + DAY, ends_at=now + DAY + HOUR,
        text_nl="De poort is een uur dicht voor onderhoud.", text_en="The gate is closed for an hour.",
    )  # fmt: skip
    handover = shifts.hand_over(chief, text="Bron 3 belt morgen terug.")
    return {
        "follow-ups": [], "outages": [], "announce": [], "handovers": [], "hand-over": [], "attempt": [attempt.pk],
        "note-delivery": [waits.pk], "close": [made.pk], "outage": [outage.pk], "end": [outage.pk], "move": [outage.pk],
        "handover": [handover.pk], "accept": [handover.pk],
    }  # fmt: skip


@pytest.mark.parametrize("width", [1360, 360])
def test_nothing_is_wrong_with_the_pages(shown: tuple[Portal, Browser], width: int) -> None:
    portal, browser = shown
    desk = watching.staff(Role.DELIVERY_DESK, Role.SERVICE_DESK)
    pages = busy(desk)
    there = enter(browser, portal, desk, width)
    for part in ("running", "late", "refused", "unusual"):
        page = there.go(f"/monitor/?part={part}")
        shoot(page, f"{part}-{width}")
        assert page.locator("tr[data-key]").count() > 0
        there.look()
    for name, args in pages.items():
        shoot(there.go(reverse(f"monitor:{name}", args=args)), f"{name}-{width}")
        there.look()


@pytest.mark.covers("Z-57")
def test_it_keeps_itself_up_to_date_and_says_what_is_new(shown: tuple[Portal, Browser]) -> None:
    portal, browser = shown
    desk = watching.staff()
    first = watching.delivery(State.CHECKED)
    there = enter(browser, portal, desk)
    page = there.go("/monitor/")
    page.get_by_role("link", name=first.number).focus()
    second = watching.delivery(State.CHECKED)
    page.get_by_role("link", name=second.number).wait_for(timeout=MOST_MS)
    assert second.number in page.locator("[data-live-says]").inner_text()
    assert page.evaluate("document.activeElement.textContent") == first.number
    watching.attempt()
    page.locator("[data-part=refused][data-number='1']").wait_for(timeout=MOST_MS)
    assert "Geweigerd: 1" in page.locator("[data-live-says]").inner_text()
    assert there.complaints == []


def test_it_says_when_it_is_no_longer_kept_up_to_date(shown: tuple[Portal, Browser]) -> None:
    portal, browser = shown
    there = enter(browser, portal, watching.staff())
    page = there.go("/monitor/")
    assert not page.locator("[data-live-lost]").is_visible()
    there.context.clear_cookies()
    page.locator("[data-live-lost]").wait_for(state="visible", timeout=MOST_MS + 5_000)
