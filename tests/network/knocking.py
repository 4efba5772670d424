"""A program as anybody could write one against the gate: the standard library's HTTP, and the words of the reference."""

import http.client
import json
import secrets
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from delivering import Net, now

from sluis.home.home import Home
from sluis.signatures import exact, sign_detached

SECONDS = 60


@dataclass(frozen=True)
class Reply:
    """What the gate answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """Of the refusal; empty for none."""
        return self.headers.get("sluis-code", "")


def trusting(net: Net) -> ssl.SSLContext:
    """A context that knows the gate by its certificate."""
    context = ssl.create_default_context(cafile=str(net.folder / "tls" / "certificate.pem"))
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.verify_flags &= ~getattr(ssl, "VERIFY_X509_STRICT", 0)
    return context


def ask(net: Net, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None) -> Reply:
    """One request on a connection of its own."""
    connection = http.client.HTTPSConnection("localhost", net.gate_port, timeout=SECONDS, context=trusting(net))
    try:
        connection.request(method, path, body, dict(headers or {}))
        found = connection.getresponse()
        return Reply(found.status, {name.lower(): value for name, value in found.getheaders()}, found.read())
    finally:
        connection.close()


def statement(home: Home, at: datetime | None = None, **other: str) -> bytes:
    """What a program signs to come in; with other values where a test wants them."""
    said = {
        "format": "sluis-session/1",
        "gate": "localhost",
        "made_at": (at or now()).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "nonce": secrets.token_hex(16),
        "party": home.settings.party,
        "role": home.settings.role.value,
    }
    return exact.dump(said | other)


def signed(home: Home, said: bytes, kind: str = "session") -> bytes:
    """The party's signature under it."""
    return sign_detached(said, home.signer(), kind)


def knock(net: Net, said: bytes, signature: bytes) -> Reply:
    """Show a statement."""
    body = exact.dump({"signature": signature.decode("latin-1"), "statement": said.decode()})
    return ask(net, "POST", "/session", {"Content-Type": "application/json"}, body)


@dataclass
class Program:
    """A party's program that came in."""

    net: Net
    party: str
    token: str = field(init=False)

    def __post_init__(self) -> None:
        self.enter()

    @property
    def home(self) -> Home:
        """The party's."""
        return self.net.world.home(self.party)

    def enter(self) -> None:
        """Sign in."""
        said = statement(self.home)
        found = knock(self.net, said, signed(self.home, said))
        assert found.status == 201, found.body
        self.token = found.data["token"]

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        """A request of tus; `Upload_Offset=…` stands for the header of that name."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        usual = {"Authorization": f"Bearer {self.token}", "Tus-Resumable": "1.0.0"}
        return ask(self.net, method, path, {name: value for name, value in (usual | named).items() if value}, body)

    def patch(self, place: str, at: int, data: bytes, **headers: str) -> Reply:
        """Bytes from an offset on."""
        kind = {"Content_Type": "application/offset+octet-stream", "Upload_Offset": str(at)}
        return self.ask("PATCH", place, data, **(kind | headers))
