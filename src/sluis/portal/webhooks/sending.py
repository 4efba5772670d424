"""One request to a receiver: to a machine that is allowed, over a secured connection, within ten seconds, once.

The connection goes to the number that was looked up and judged, never to the name again, which could mean another
machine by then; the certificate must still be the name's. No redirect is followed, and of the answer only the status
counts. What may take long is bounded as a whole: a receiver that gives a byte now and then gets no more time.
"""

import http.client
import os
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.exceptions import TimeoutError as SlowError
from urllib3.util import make_headers, parse_url

from sluis.portal.webhooks.addresses import Machine, Target, is_allowed, machines, target_of
from sluis.portal.webhooks.models import Try

SECONDS = 10.0
LARGEST_ANSWER = 64 << 10
MOST_MACHINES = 3
"""Of one name, when the first ones cannot be reached."""
PROXY = "HTTPS_PROXY"

Fault = Try.Fault


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it: a status, or none; and why it counts as a failure, if it does."""

    status: int | None = None
    fault: Fault | None = None


def send(address: str, headers: dict[str, str], body: bytes) -> Answer:
    """Post a body to an address."""
    target = target_of(address)
    try:
        found = machines(target)
    except (OSError, UnicodeError):
        return Answer(fault=Fault.NAME)
    if not found or not all(is_allowed(each, target.scheme) for each in found):
        return Answer(fault=Fault.ADDRESS)
    answer = Answer(fault=Fault.CONNECTION)
    for machine in found[:MOST_MACHINES]:
        try:
            return _judged(_post(_connection(target, machine), target, headers, body))
        except (NewConnectionError, ConnectTimeoutError) as fault:  # nothing was sent
            answer = Answer(fault=_named(fault))
        except (OSError, HTTPError, http.client.HTTPException) as fault:
            return Answer(fault=_named(fault))
    return answer


class _Bounded:
    """A connection that can be ended from another thread, also while it is being secured."""

    twin: socket.socket | None = None
    expired = False

    def _new_conn(self) -> socket.socket:
        made: socket.socket = super()._new_conn()  # type: ignore[misc]
        self.twin = made.dup()  # securing takes the first one over
        if self.expired:  # while it was being made
            self.expire()
        return made

    def expire(self) -> None:
        """The time is over."""
        self.expired = True
        if self.twin is not None:
            with suppress(OSError):
                self.twin.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """Close all of it."""
        self.close()  # type: ignore[attr-defined]
        if self.twin is not None:
            self.twin.close()


class _Plain(_Bounded, HTTPConnection):
    """Without TLS: to this machine itself, in a test or a demonstration."""


class _Secured(_Bounded, HTTPSConnection):
    """Over TLS, with a certificate of the name and of an authority that this machine trusts."""


Connection = _Plain | _Secured


def _connection(target: Target, machine: Machine) -> Connection:
    number = str(machine)
    if target.scheme == "http":
        return _Plain(number, target.port, timeout=SECONDS)
    secured: dict[str, Any] = {
        "timeout": SECONDS,
        "ssl_context": ssl.create_default_context(),
        "server_hostname": target.host,
    }
    proxy = os.environ.get(PROXY)
    if not proxy or machine.is_loopback:
        return _Secured(number, target.port, **secured)
    by = parse_url(proxy)
    made = _Secured(by.host or "", by.port or (443 if by.scheme == "https" else 80), **secured)
    tunnel = make_headers(proxy_basic_auth=by.auth) if by.auth else {}
    made.set_tunnel(number, target.port, tunnel, scheme=by.scheme or "http")
    return made


def _post(connection: Connection, target: Target, headers: dict[str, str], body: bytes) -> int:
    """The status of the answer."""
    about = headers | {
        "Host": target.netloc,
        "User-Agent": "Sluis-Webhooks/1",
        "Content-Type": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    clock = threading.Timer(SECONDS, connection.expire)
    clock.daemon = True
    clock.start()
    try:
        connection.connect()
        connection.request("POST", target.path, body, about, preload_content=False, decode_content=False)
        answer = connection.getresponse()
        if connection.expired:  # what was cut off looks like an answer
            raise SlowError
        with suppress(OSError, HTTPError, http.client.HTTPException):
            answer.read(LARGEST_ANSWER)  # so that the receiver can end well; it says nothing to us
        return int(answer.status)
    except (OSError, HTTPError, http.client.HTTPException):
        if connection.expired:
            raise SlowError from None
        raise
    finally:
        clock.cancel()
        connection.end()


def _judged(status: int) -> Answer:
    if 200 <= status < 300:
        return Answer(status)
    return Answer(status, Fault.REDIRECT if 300 <= status < 400 else Fault.STATUS)


def _named(fault: Exception) -> Fault:
    if isinstance(fault, NewConnectionError):  # refused; to urllib3 a kind of timeout
        return Fault.CONNECTION
    if isinstance(fault, SlowError | TimeoutError):
        return Fault.TIMEOUT
    return Fault.TLS if isinstance(fault, ssl.SSLError) else Fault.CONNECTION
