"""The way to the gate: TLS 1.2 or 1.3, through the machine's proxy when it has one."""

import ssl
import urllib.request
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import urllib3

from sluis.home.home import Home
from sluis.home.settings import read_settings
from sluis.home.shelf import read_bounded
from sluis.refusals import Refused
from sluis.refusals.catalogue import courier as codes
from sluis.tables.files import atomic

TRUST = "gate.pem"
"""In a home: the authorities, or the very certificate, by which the gate is known; without it those of the machine."""

CONNECT_SECONDS, READ_SECONDS = 20.0, 120.0


def remember_gate(home: Home, address: str, trust: Path | None) -> Home:
    """Write the address of the gate into the home's settings, and beside them whom to trust.

    Raises:
        Refused: GATE_ADDRESS, GATE_UNTRUSTED, FILE_MISSING.
    """
    cleaned = address.rstrip("/")
    _require_address(cleaned)
    if trust is not None:
        data = read_bounded(trust)
        _context(data.decode("ascii", "replace"), urlsplit(cleaned).hostname or "")
        with atomic(home.path / TRUST) as file:
            file.write(data)
    path = home.path / "sluis.toml"
    changed = replace(read_settings(path), gate=cleaned)
    with atomic(path) as file:
        file.write(changed.write())
    return Home(home.path, home.clock)


def pool_of(home: Home) -> urllib3.PoolManager:
    """Connections to the gate of a home.

    Raises:
        Refused: NOT_CONNECTED, GATE_UNTRUSTED.
    """
    address = home.settings.gate
    if not address:
        raise Refused(codes.NOT_CONNECTED)
    host = urlsplit(address).hostname or ""
    path = home.path / TRUST
    context = _context(path.read_text("ascii") if path.exists() else "", host)
    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    proxy = _proxy(host)
    if proxy:
        return urllib3.ProxyManager(
            proxy, ssl_context=context, timeout=timeout, retries=False, proxy_headers=_shown_to(proxy)
        )
    return urllib3.PoolManager(ssl_context=context, timeout=timeout, retries=False)


def _proxy(host: str) -> str:
    """The proxy that the machine's settings name for this host, if any."""
    proxies = urllib.request.getproxies()
    if urllib.request.proxy_bypass(host):
        return ""
    return proxies.get("https") or proxies.get("all") or ""


def _shown_to(proxy: str) -> dict[str, str]:
    """The name and password with which a proxy wants to be asked, when its address holds them."""
    parts = urlsplit(proxy)
    if not parts.username:
        return {}
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return dict(urllib3.make_headers(proxy_basic_auth=pair))


def _context(trusted: str, host: str) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cadata=trusted or None)
    except (ssl.SSLError, ValueError):
        raise Refused(codes.GATE_UNTRUSTED, host=host) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if trusted:  # the gate's own certificate may be named itself, instead of an authority
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        context.verify_flags &= ~getattr(ssl, "VERIFY_X509_STRICT", 0)
    return context


def _require_address(address: str) -> None:
    parts = urlsplit(address)
    try:
        right = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        right = False
    if not right or parts.path or parts.query or parts.username or parts.fragment:
        raise Refused(codes.GATE_ADDRESS)
