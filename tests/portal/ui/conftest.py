"""The sample portal in a process of its own, and a browser that looks at it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
FLAGS = (
    "--headless",
    "--no-sandbox",  # as root in a container
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Look = Callable[..., AbstractContextManager[Any]]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the sample, with a thousand rows; it ends when its input does."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "SLUIS_"))},
        "SLUIS_SAMPLE": str(tmp_path_factory.mktemp("sample")),
        "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parents[2] / "src")]),
    }
    command = [sys.executable, "-W", "error::SyntaxWarning", "-m", "sample.serve", "1000"]
    with subprocess.Popen(command, cwd=HERE, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        port = process.stdout.readline().decode().strip()
        assert port, "the sample did not start"
        yield f"http://127.0.0.1:{port}"
        process.stdin.close()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A real browser."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=program, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def signed_in(chromium: Any, sample: str) -> Any:
    """The cookies of somebody who has signed in through the sign-in page."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{sample}/account/login/")
    page.fill("[name=login]", "vries@voorbeeld.example")
    page.fill("[name=password]", "een-goed-lang-wachtwoord")
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{sample}/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def look(chromium: Any, sample: str, signed_in: Any) -> Look:
    """Open a page; what the browser complains about fails the test, except the status that was expected."""

    @contextmanager
    def opened(
        path: str,
        *,
        width: int = 1360,
        scheme: str = "light",
        language: str = "nl",
        known: bool = True,
        status: int = 200,
    ) -> Iterator[Any]:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, storage_state=signed_in if known else None
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": sample}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        answer = page.goto(sample + path)
        assert answer.status == status
        yield page
        expected = "Failed to load resource" if status >= 400 or page.evaluate("window.expected422") else "\0"
        assert [each for each in complaints if not each.startswith(expected)] == []
        context.close()

    return opened
