"""A desk as it runs: its own process, and whoever speaks with it over a socket or in Chromium."""

import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[2]
_TOKEN = re.compile(r'data-token="([^"]+)"')


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass
class Running:
    """A desk that runs.

    Attributes:
        entrance: the address that lets in once.
        cookie: once somebody came in by `enter`.
    """

    process: subprocess.Popen[bytes]
    home: Path
    entrance: str
    log: Path
    cookie: str = ""
    root: str = ""
    token: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def port(self) -> int:
        """Where it is."""
        return int(urlsplit(self.entrance).port or 0)

    @property
    def origin(self) -> str:
        """The address of its pages."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: bytes | str = b"", **headers: str) -> Answer:
        """A request as it is; headers by their names with underscores."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            line.request(method, path, body or None, named)
            found = line.getresponse()
            return Answer(found.status, {k.lower(): v for k, v in found.getheaders()}, found.read().decode())
        finally:
            line.close()

    def enter(self) -> "Running":
        """Come in as a browser does."""
        found = self.ask("GET", urlsplit(self.entrance).path)
        assert found.status == 303, found
        self.root = found.headers["location"].rstrip("/")
        self.cookie = found.headers["set-cookie"].split(";")[0]
        token = _TOKEN.search(self.get("/").text)
        assert token
        self.token = token[1]
        return self

    def get(self, path: str, **headers: str) -> Answer:
        """A page, by whoever came in."""
        return self.ask("GET", self.root + path, Cookie=self.cookie, **headers)

    def post(self, path: str, **fields: str) -> Answer:
        """A form, as its page sends it."""
        body = urlencode({"token": self.token, **fields})
        kind = "application/x-www-form-urlencoded"
        return self.ask("POST", self.root + path, body, Cookie=self.cookie, Origin=self.origin, Content_Type=kind)


@contextmanager
def running(home: Path, *more: str, **environment: str) -> Iterator[Running]:
    """A desk of this home, until the end of the block."""
    command = [
        sys.executable, "-c", "import sys; from sluis.cli import main; sys.exit(main())", "--json", "source", "app",
        "--home", str(home), "--no-browser", *more,
    ]  # fmt: skip
    log = home.parent / f"desk-{os.urandom(4).hex()}.log"
    settings = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1", **environment}
    with log.open("wb") as written:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=written, env=settings)
    try:
        assert process.stdout is not None
        said = b""
        while line := process.stdout.readline():
            said += line
            if line.startswith(b"}"):
                break
        assert said, log.read_text()
        yield Running(process, home, json.loads(said)["address"], log)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()
