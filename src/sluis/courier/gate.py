"""A conversation with the gate: the program shows its certificate, and then a token for half an hour."""

import json
import secrets
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError, MaxRetryError, SSLError

from sluis.courier.connecting import pool_of
from sluis.home.home import Home
from sluis.refusals import Refused
from sluis.refusals.catalogue import ALL
from sluis.refusals.catalogue import courier as codes
from sluis.signatures import exact, sign_detached

FORMAT = "sluis-session/1"
TUS = "1.0.0"


class Gate:
    """The gate of a home's TTP.

    Args:
        home: of a source or a recipient, that was enrolled.
    Raises:
        Refused: NOT_CONNECTED, GATE_UNTRUSTED.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._pool = pool_of(home)
        self._token = ""
        self.organisation = ""

    @property
    def host(self) -> str:
        """The gate's name."""
        return urlsplit(self._home.settings.gate).hostname or ""

    def enter(self) -> str:
        """Sign in; the name of the organisation for which this program works.

        Raises:
            Refused: what the gate refuses; GATE_AWAY.
        """
        statement = exact.dump(
            {
                "format": FORMAT,
                "gate": self.host,
                "made_at": self._home.clock().strftime("%Y-%m-%dT%H:%M:%SZ"),
                "nonce": secrets.token_hex(16),
                "party": self._home.settings.party,
                "role": self._home.settings.role.value,
            }
        )
        signature = sign_detached(statement, self._home.signer(), "session").decode()
        body = exact.dump({"signature": signature, "statement": statement.decode()})
        found = self._ask("POST", "/session", {"Content-Type": "application/json"}, body)
        said = self._json(self._right(found))
        self._token, self.organisation = str(said["token"]), str(said["organisation"])
        return self.organisation

    def leave(self) -> None:
        """Sign out; a gate that is away does not matter any more."""
        if self._token:
            try:
                self._ask("DELETE", "/session", self._headers({}))
            except Refused:
                return
            finally:
                self._token = ""

    def __enter__(self) -> "Gate":
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()
        self._pool.clear()

    def get(self, path: str) -> Any:
        """A JSON answer."""
        return self._json(self.request("GET", path))

    def request(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None, *,
        accept: tuple[int, ...] = (), stream: bool = False,
    ) -> urllib3.BaseHTTPResponse:  # fmt: skip
        """An answer of success, or with one of the statuses that are accepted; signs in first when that is needed.

        Raises:
            Refused: what the gate refuses; GATE_AWAY, GATE_UNTRUSTED, ANSWER_UNREADABLE.
        """
        if not self._token:
            self.enter()
        found = self._ask(method, path, self._headers(headers or {}), body, stream=stream)
        if found.status == 401:
            found.drain_conn()
            self.enter()
            found = self._ask(method, path, self._headers(headers or {}), body, stream=stream)
        return found if found.status in accept else self._right(found)

    def _headers(self, more: Mapping[str, str]) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self._token}",
            "Accept-Language": self._home.settings.language,
            "Tus-Resumable": TUS,
            **more,
        }

    def _ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None, *, stream: bool = False
    ) -> urllib3.BaseHTTPResponse:
        try:
            return self._pool.request(
                method, self._home.settings.gate + path, headers=dict(headers), body=body, redirect=False,
                preload_content=not stream,
            )  # fmt: skip
        except (HTTPError, OSError) as fault:
            raise self._away(fault) from None

    def away(self, fault: Exception) -> Refused:
        """The refusal for a connection that broke."""
        return self._away(fault)

    def _away(self, fault: BaseException) -> Refused:
        cause = fault.reason if isinstance(fault, MaxRetryError) and fault.reason else fault
        if isinstance(cause, SSLError | ssl.SSLCertVerificationError) and "CERTIFICATE_VERIFY" in str(cause).upper():
            return Refused(codes.GATE_UNTRUSTED, host=self.host)
        return Refused(codes.GATE_AWAY, host=self.host, why=type(cause).__name__)

    def _right(self, found: urllib3.BaseHTTPResponse) -> urllib3.BaseHTTPResponse:
        if 200 <= found.status < 300:
            return found
        raise self.refusal(found)

    def refusal(self, found: urllib3.BaseHTTPResponse) -> Refused:
        """What the gate refused, as it meant it."""
        try:
            return self.meant(json.loads(found.data or b"{}"))
        except (ValueError, KeyError, TypeError, HTTPError):
            if code := ALL.get(found.headers.get("Sluis-Code", "")):
                if not code.facts:
                    return Refused(code)
                return Refused(codes.REFUSED_THERE, number=code.number, message=code.message)
            return Refused(codes.ANSWER_UNREADABLE, host=self.host, status=found.status)

    @staticmethod
    def meant(said: Mapping[str, Any]) -> Refused:
        """A refusal of the gate, as one of ours when we know its code."""
        code = ALL.get(said["code"])
        if code is None or code.facts != set(said["facts"]):
            return Refused(codes.REFUSED_THERE, number=str(said["code"])[:8], message=str(said["message"])[:500])
        return Refused(code, str(said["where"]), **said["facts"])

    def _json(self, found: urllib3.BaseHTTPResponse) -> Any:
        try:
            return json.loads(found.data)
        except ValueError:
            raise Refused(codes.ANSWER_UNREADABLE, host=self.host, status=found.status) from None
