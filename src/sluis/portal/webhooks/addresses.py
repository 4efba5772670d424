"""Which addresses a notice may go to: over TLS, to a machine on the public internet.

An address is somebody's wish, and the portal stands where others cannot come. So a name is resolved once, every machine
that it means is held against the rule, and the connection goes to exactly one of those (`sending`). In a test or a
demonstration the machine itself is allowed too, without TLS if need be.
"""

import re
import socket
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

LONGEST = 500

_ADDRESS = re.compile(r"https?://[!-~]+")
_UNSAFE = re.compile(r"[\\\"<>^`{|}]")
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
_THROUGH = tuple(
    map(ip_network, ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16"))
)
"""IPv6 that stands for some other address, which a gateway could take to anywhere."""

Machine = IPv4Address | IPv6Address


class Target(NamedTuple):
    """The parts of an address."""

    scheme: str
    host: str
    port: int
    path: str
    netloc: str


def is_well_formed(address: str) -> bool:
    """Whether it is an address at all, without a name and a password in it; wherever it leads."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    plain = _ADDRESS.fullmatch(address) is not None and not _UNSAFE.search(address) and len(address) <= LONGEST
    return plain and "@" not in parts.netloc and "#" not in address and port != 0 and _is_host(parts)


def may_be_asked(address: str) -> bool:
    """Whether a webhook can be made of it; what a name means is looked up when something is sent."""
    if not is_well_formed(address):
        return False
    target = target_of(address)
    if target.scheme == "http" and not is_local_allowed():
        return False
    machine = _literal(target.host)
    if machine is not None:
        return is_allowed(machine, target.scheme)
    own = target.host == "localhost" or target.host.endswith(".localhost")
    return is_local_allowed() if own else target.scheme == "https"


def target_of(address: str) -> Target:
    """The parts of a well-formed address."""
    parts = urlsplit(address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(
        parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80), path, parts.netloc
    )


def is_local_allowed() -> bool:
    """Whether this is a test or a demonstration."""
    return settings.INSTALLATION.environment in ("test", "demo")


def is_allowed(machine: Machine, scheme: str) -> bool:
    """Whether a notice may go there."""
    if machine.is_loopback:
        return is_local_allowed()
    return scheme == "https" and _is_public(machine)


def machines(target: Target) -> list[Machine]:
    """What a name means now, in the order of preference; looked up once.

    Raises:
        OSError, UnicodeError: it is not known.
    """
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(str(each[4][0]).partition("%")[0]) for each in found))


def _is_public(machine: Machine) -> bool:
    if isinstance(machine, IPv6Address) and (machine.is_site_local or any(machine in each for each in _THROUGH)):
        return False
    return machine.is_global and not machine.is_multicast and not machine.is_reserved


def _is_host(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    return bool(host) and (_literal(host) is not None or _HOST.fullmatch(host) is not None)


def _literal(host: str) -> Machine | None:
    with suppress(ValueError):
        return ip_address(host)
    return None
