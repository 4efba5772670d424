"""Receivers on this machine: programs that take notices, over HTTP or TLS, and check signatures by themselves."""

import base64
import hashlib
import hmac
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

TOLERANCE_SECONDS = 300


@dataclass(frozen=True)
class Got:
    """One request."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Receiver:
    """What came, and with what it answers: `answers` first, one each, then 204."""

    port: int = 0
    scheme: str = "http"
    name: str = "127.0.0.1"
    got: list[Got] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    location: str = ""
    drip_seconds: float = 0
    size: int = 0
    before: Callable[[], object] = lambda: None

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"{self.scheme}://{self.name}:{self.port}/notices"

    @property
    def ids(self) -> list[str]:
        """Of the notices that came, in order."""
        return [each.headers["webhook-id"] for each in self.got]


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver
    timeout = 30

    def do_POST(self) -> None:
        receiver = self.receiver
        receiver.before()
        body = self.rfile.read(int(self.headers["content-length"]))
        receiver.got.append(Got(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        if receiver.drip_seconds:
            return self._drip(receiver.drip_seconds)
        self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
        if receiver.location:
            self.send_header("Location", receiver.location)
        if receiver.size:
            self.send_header("Content-Length", str(receiver.size))
        self.end_headers()
        for _ in range(receiver.size >> 16):
            self.wfile.write(b"x" * (1 << 16))
        return None

    def _drip(self, seconds: float) -> None:
        """A byte now and then, for ever: each comes well within a timeout of its own."""
        end = time.monotonic() + seconds
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while time.monotonic() < end:
            self.wfile.write(b"x")
            self.wfile.flush()
            threading.Event().wait(0.05)

    def log_message(self, *_arguments: object) -> None:
        """Nothing."""


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_arguments: object) -> None:
        """Whoever sends may go away."""


@contextmanager
def receiver(context: ssl.SSLContext | None = None, name: str = "127.0.0.1") -> Iterator[Receiver]:
    """A receiver that listens until the end of the block."""
    found = Receiver(scheme="https" if context else "http", name=name)
    server = _Quiet(("127.0.0.1", 0), type("Handler", (_Handler,), {"receiver": found}))
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def verified(got: Got, secret: str, at: datetime) -> list[bool]:
    """Whether each of the signatures is of this secret, as the text of Standard Webhooks says how.

    "The content to sign is id.timestamp.payload; the secret is the base64 behind whsec_; signatures are in base64, with
    a version before them, and separated by spaces. Verify that the timestamp is within a tolerance of now."
    """
    moment = int(got.headers["webhook-timestamp"])
    assert abs(at.timestamp() - moment) < TOLERANCE_SECONDS
    assert secret.startswith("whsec_")
    key = base64.b64decode(secret.split("_", 1)[1], validate=True)
    assert 24 <= len(key) <= 64
    content = f"{got.headers['webhook-id']}.{moment}.".encode() + got.body
    right = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    found = []
    for each in got.headers["webhook-signature"].split(" "):
        version, signature = each.split(",", 1)
        assert version == "v1"
        found.append(hmac.compare_digest(signature, right))
    return found


def certified(folder: Path, *names: str) -> tuple[Path, ssl.SSLContext]:
    """A certificate for some names, by itself: the file to trust it by, and what a server shows it with."""
    key, subject = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    now = datetime.now(UTC)
    alternatives = [
        x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name) for name in names
    ]  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    path = folder / f"{names[0]}.pem"
    public = certificate.public_bytes(Encoding.PEM)
    whole = folder / f"{names[0]}.key.pem"
    whole.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + public)
    path.write_bytes(public)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(whole)
    return path, context


def told(got: Got) -> dict[str, Any]:
    """What a notice says."""
    import json

    found = json.loads(got.body)
    assert isinstance(found, dict)
    return found
