"""The pages in Chromium: nothing for axe to find, nothing sticks out at 360 px, in both languages."""

from pathlib import Path
from typing import Any

import casting
import contracting
import supporting
from django.conf import settings
from django.test import override_settings
from django.urls import reverse
from living import Visitor, chromium, running, visitor
from playwright.sync_api import sync_playwright

from sluis.portal.access.models import Person


def same_secret() -> Any:
    """Sessions and seals are made here with the secret of the portal that runs."""
    return override_settings(SECRET_KEY=settings.INSTALLATION.secret)


def enter(who: Visitor, person: Person, language: str) -> None:
    """As somebody who signed in."""
    name = settings.SESSION_COOKIE_NAME
    key = casting.browser(person).cookies[name].value
    cookies: list[Any] = [
        {"name": name, "value": key, "url": who.address},
        {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": who.address},
    ]
    who.context.add_cookies(cookies)


def test_every_page_reads_well_on_a_desk_and_in_a_hand(tmp_path: Path) -> None:
    with sync_playwright() as playwright, running(tmp_path) as portal, same_secret():
        there = supporting.place(at=contracting.ago(28))
        late, received = supporting.closed(there, contracting.ago(25)), supporting.received(there)
        offered, gone = supporting.offered(there).request, supporting.closed(there, keep=False)
        browser = chromium(playwright)
        pages: list[tuple[Person, str, list[Any]]] = [
            (there.desk, "support:list", []), (there.desk, "support:ask", []),
            (there.desk, "support:request", [late.pk]), (there.desk, "support:request", [received.pk]),
            (there.desk, "support:close", [received.pk]), (there.desk, "support:delete", [late.pk]),
            (there.desk, "support:look", [received.pk]), (there.desk, "support:offer", [offered.pk]),
            (there.officer, "support:consent", [offered.pk]), (there.officer, "support:request", [gone.pk]),
            (there.deliverer, "support:hand-over", [offered.pk]), (there.deliverer, "support:ask-about", [there.delivery.pk]),
        ]  # fmt: skip
        for width, language in ((1360, "nl"), (360, "en")):
            for who in (there.desk, there.officer, there.deliverer):
                guest = visitor(browser, portal, width)
                enter(guest, who, language)
                for person, name, args in pages:
                    if person is who:
                        page = guest.go(reverse(name, args=args))
                        assert page.url.endswith(reverse(name, args=args))
                        assert page.evaluate("document.documentElement.lang") == language
                        guest.look()
                        if name == "support:look":
                            page.locator("main form button").last.click()
                            assert supporting.CANARY in page.content()
                            guest.look()
                guest.context.close()
        browser.close()
