"""Connecting to the gate of the TTP: its address, and the certificate by which it is known, compared by people."""

import ssl
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from sluis.courier.connecting import remember_gate
from sluis.courier.gate import Gate
from sluis.desk.rendering import page
from sluis.desk.screens import form, onward
from sluis.desk.state import Desk
from sluis.refusals import Refused
from sluis.refusals.catalogue import courier as courier_codes
from sluis.refusals.catalogue import desk as codes
from sluis.signatures.certificates import from_pem

LARGEST_PEM = 64 << 10


def ask(desk: Desk, request: Request) -> Response:
    """Which gate."""
    return page(request, "connect.html", address=desk.home.settings.gate, pem="", refusal=None)


def named(desk: Desk, request: Request) -> Response:
    """A gate was named; with a certificate its fingerprint is to be compared first."""
    address, pem = form(request).get("address", "").strip(), form(request).get("certificate", "").strip()
    try:
        if not address.startswith("https://"):
            raise Refused(courier_codes.GATE_ADDRESS)
        desk.connecting = address, pem.encode("ascii", "replace")[:LARGEST_PEM]
        if pem:
            prints = [fingerprint(one) for one in certificates(pem)]
            return page(request, "compare.html", address=address, prints=prints)
        return _connect(desk, request)
    except Refused as refused:
        return page(request, "connect.html", 422, address=address, pem=pem, refusal=refused)


def confirmed(desk: Desk, request: Request) -> Response:
    """The fingerprint is right."""
    address, pem = desk.connecting or ("", b"")
    try:
        return _connect(desk, request)
    except Refused as refused:
        return page(request, "connect.html", 422, address=address, pem=pem.decode(), refusal=refused)


def _connect(desk: Desk, request: Request) -> Response:
    if desk.connecting is None:
        return onward(request, "/connect")
    (address, pem), desk.connecting = desk.connecting, None
    chosen = desk.place.chosen / "gate.pem"
    try:
        chosen.write_bytes(pem)
        home = remember_gate(desk.home, address, chosen if pem else None)
    finally:
        chosen.unlink(missing_ok=True)
    with Gate(home) as gate:
        gate.enter()
    desk.watch.forget()
    return onward(request, "/")


def certificates(pem: str) -> list[bytes]:
    """The certificates in a text, DER.

    Raises:
        Refused: NO_CERTIFICATE.
    """
    try:
        found = from_pem(pem.encode("ascii"))
        ssl.create_default_context(cadata=pem)
    except (Refused, ValueError, ssl.SSLError):
        raise Refused(codes.NO_CERTIFICATE) from None
    if not found:
        raise Refused(codes.NO_CERTIFICATE)
    return list(found)


def fingerprint(der: bytes) -> list[str]:
    """SHA-256 of a certificate, in groups to be compared by eye or read out."""
    text = sha256(der).hexdigest().upper()
    return [text[at : at + 4] for at in range(0, len(text), 4)]
