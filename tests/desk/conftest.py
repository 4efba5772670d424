"""A source, its TTP and its recipient on a network; the specification refuses a score that cannot be."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from delivering import Net, on_a_network
from fixtures import switch
from living import chromium
from playwright.sync_api import Browser, sync_playwright
from worlds import Worlds, specification, worlds

__all__ = ["switch", "worlds"]


def strict() -> str:
    """The specification of most tests; a wrong score forbids sending."""
    return specification().replace("maximum: 40}, treatment", "maximum: 40}, on_error: refuse, treatment")


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture
def net(browser: Browser, worlds: Worlds, tmp_path: Path, switch: object) -> Iterator[Net]:
    """One source, one recipient, and a gate that listens; after the browser, in whose loop Django works."""
    world = worlds.make(tmp_path / "world", strict())
    with on_a_network(world) as made:
        yield made


@pytest.fixture
def home(worlds: Worlds, tmp_path: Path) -> Path:
    """A source that is not connected yet."""
    return worlds.make(tmp_path / "world", strict()).path("source-1")
