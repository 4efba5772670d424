"""The world of the demo, served, for the stories that happen in it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from living import chromium, running
from playwright.sync_api import sync_playwright

from sluis.demo.portal.settling import Settling
from stories.acting import PASSWORD, Town


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The portal, the cast and a browser."""
    with sync_playwright() as playwright, running(tmp_path_factory.mktemp("town")) as portal:
        settling = Settling(datetime.now(UTC), PASSWORD)
        settling.settle()
        browser = chromium(playwright)
        yield portal, settling, browser
        browser.close()
