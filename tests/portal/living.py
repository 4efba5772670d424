"""The portal as it runs: its own process, TLS, and Chromium before it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_core_python.sync_playwright import Axe
from databases import use
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread, and waits while we look
SOURCE = Path(__file__).resolve().parents[2] / "src"
CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip
PATIENCE_SECONDS = 180
expect.set_options(timeout=30_000)  # a busy machine is no fault of the page


@dataclass
class Portal:
    """A running portal.

    Attributes:
        folder: of the installation.
        address: where it is.
    """

    folder: Path
    address: str
    settings: dict[str, Any]

    def mails(self) -> list[str]:
        """What was sent, oldest first; the jobs are run first, so that it leaves."""
        from datetime import UTC, datetime

        from sluis.portal.jobs.working import run_due

        run_due(datetime.now(UTC))
        files = sorted((self.folder / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_text() for path in files]

    def link(self, pattern: str) -> str:
        """The newest address in the mails that fits."""
        for mail in reversed(self.mails()):
            joined = mail.replace("=\n", "").replace("=3D", "=")
            if found := re.search(rf"https://\S*{pattern}\S*", joined):
                return found[0].rstrip(".)>")
        raise AssertionError(f"no mail with a link like {pattern}")


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(home: Path, **settings: str) -> Iterator[Portal]:
    """A portal in `home/portal`, on a SQLite database of its own, until the end of the block.

    To be entered within `sync_playwright`: Django keeps connections per running loop, and has to forget those there.
    """
    folder, port = home / "portal", free_port()
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["format = 1", f"port = {port}", 'environment = "test"', "work_inside = false"]
    lines += [f"{name} = {value}" if value[:1] in "[{" else f'{name} = "{value}"' for name, value in settings.items()]
    (folder / "portal.toml").write_text("\n".join(lines) + "\n")
    command = [sys.executable, "-m", "sluis.portal.config.serving", "--home", str(home)]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "SLUIS_PORTAL": str(folder)}
    with (home / "portal.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    try:
        _wait(process, port, home / "portal.log")
        with _seen_from_here(folder) as database:
            yield Portal(folder, f"https://localhost:{port}", database)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def _seen_from_here(folder: Path) -> Iterator[dict[str, Any]]:
    """Let this process see the same database, settings and folder for mail."""
    from django.conf import settings
    from django.db import connections

    from sluis.portal.config.installation import read_installation

    before = connections.settings["default"]
    kept = settings.INSTALLATION, settings.EMAIL_FILE_PATH
    values = {**before, "NAME": str(folder / "portal.sqlite3")}
    use(values)
    settings.INSTALLATION, settings.EMAIL_FILE_PATH = read_installation(folder), str(folder / "mail")
    try:
        yield values
    finally:
        settings.INSTALLATION, settings.EMAIL_FILE_PATH = kept
        use(before)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
            process_wait(process)
    raise AssertionError(f"the portal did not start: {log.read_text()}")


def process_wait(process: subprocess.Popen[bytes]) -> None:
    """A short while, or until it ends."""
    try:
        process.wait(0.1)
    except subprocess.TimeoutExpired:
        return


def chromium(playwright: Playwright) -> Browser:
    """Debian's."""
    return playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)


@dataclass
class Visitor:
    """Somebody at a browser; what the browser complains of, and what axe finds, is kept.

    Attributes:
        page: the page before them.
        complaints: errors of scripts, refusals by the policy, answers that are faults.
    """

    context: BrowserContext
    address: str
    page: Page = field(init=False)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.page.on("console", lambda one: self._heard(one.type, one.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", lambda one: self._answered(one.status, one.url))

    def go(self, path: str) -> Page:
        """Open an address."""
        self.page.goto(path if path.startswith("http") else self.address + path)
        return self.page

    def look(self) -> None:
        """Let axe look at the page, and see that nothing sticks out at the side."""
        found = Axe().run(self.page)
        wrong = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]
        assert wrong == [], (self.page.url, wrong)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"
        assert self.complaints == []

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 4" not in text:
            self.complaints.append(text)

    def _answered(self, status: int, url: str) -> None:
        if status >= 500:
            self.complaints.append(f"{status} {url}")


def visitor(browser: Browser, portal: Portal, width: int = 1360) -> Visitor:
    """A new browser with nothing in it."""
    context = browser.new_context(ignore_https_errors=True, viewport={"width": width, "height": 900}, locale="nl-NL")
    context.set_default_timeout(15_000)
    return Visitor(context, portal.address)
