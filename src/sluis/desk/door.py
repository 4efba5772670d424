"""The door: every request is looked at before any page is.

A page elsewhere may make this browser ask anything of this machine, under any name that it lets lead here; another
user of this machine may ask anything too. So a request must name this machine by its number or as localhost, carry the
cookie of a window that was let in, and – when it changes something – come from a page of this very address and carry
that page's token. The cookie belongs to a path that is made anew each time, because cookies know no ports: what another
program of this machine serves under the same name is never shown it.
"""

import secrets
from collections.abc import Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from sluis.desk.entering import COOKIE, Session, Sessions
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import desk as codes

LARGEST_FORM = 1 << 17
MOST_FIELDS = 400
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer a form would come from nowhere
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), usb=()",
}
TOKEN_HEADER, TOKEN_FIELD = "x-sluis-token", "token"
_CHANGES_NOTHING = ("GET", "HEAD")
Refuse = Callable[[Request, Refused, int], Response]


class Door:
    """Lets requests in to the pages, or does not.

    Args:
        inside: the pages.
        sessions: who came in.
        port: where this is.
        refuse: makes the page that says why not.
    """

    def __init__(self, inside: ASGIApp, sessions: Sessions, port: int, refuse: Refuse) -> None:
        self._inside, self._sessions, self._refuse = inside, sessions, refuse
        self._hosts = ([f"127.0.0.1:{port}"], [f"localhost:{port}"])
        self.root = f"/{secrets.token_hex(6)}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI program."""
        if scope["type"] != "http":
            return
        sending = _with_headers(send)
        request = Request(scope, receive)
        session = self._session(request)
        scope["state"] = {**scope.get("state", {}), "session": session, "root": self.root}
        answer = self._look(request, session) or await self._take_form(request, session)
        await (answer or self._further)(scope, receive, sending)

    async def _further(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._inside(scope, receive, send)

    def _look(self, request: Request, session: Session | None) -> Response | None:
        """Why the request may not come in; or the way in, for who shows the secret."""
        path, headers = request.url.path, request.headers
        if headers.getlist("host") not in self._hosts:
            return self._no(request, codes.OUTSIDE, 421)
        if request.method not in (*_CHANGES_NOTHING, "POST"):
            return self._no(request, codes.STALE, 405)
        if path.startswith("/enter/"):
            return self._enter(request, path.removeprefix("/enter/"))
        is_look = path.startswith("/look/")  # letters and colours, the same for everybody
        if not is_look and (session is None or not path.startswith(self.root + "/")):
            return self._no(request, codes.OUTSIDE, 403)
        right = request.method in _CHANGES_NOTHING or _is_from_here(headers)
        return None if right else self._no(request, codes.STALE, 403)

    def _enter(self, request: Request, secret: str) -> Response:
        session = self._sessions.exchange(secret) if request.method == "GET" else None
        if session is None:
            return self._no(request, codes.OUTSIDE, 403)
        answer = RedirectResponse(self.root + "/", 303)
        answer.set_cookie(COOKIE, session.key, path=self.root + "/", httponly=True, samesite="strict")
        return answer

    async def _take_form(self, request: Request, session: Session | None) -> Response | None:
        """Read what a form says, once its token is right; a file that is sent carries the token in a header."""
        if request.method in _CHANGES_NOTHING or session is None:
            return None if request.method in _CHANGES_NOTHING else self._no(request, codes.OUTSIDE, 403)
        given = request.headers.get(TOKEN_HEADER)
        if given is None:
            try:
                form = await read_form(request)
            except ValueError:
                return self._no(request, codes.STALE, 413)
            request.scope["state"]["form"] = form
            given = form.get(TOKEN_FIELD, "")
        if not secrets.compare_digest(given.encode(), session.token.encode()):
            return self._no(request, codes.STALE, 403)
        return None

    def _session(self, request: Request) -> Session | None:
        jar: SimpleCookie = SimpleCookie()
        try:
            jar.load(request.headers.get("cookie", ""))
        except CookieError:
            return None
        return self._sessions.find(jar[COOKIE].value) if COOKIE in jar else None

    def _no(self, request: Request, code: Code, status: int) -> Response:
        return self._refuse(request, Refused(code), status)


def _is_from_here(headers: Headers) -> bool:
    """Whether a request comes from a page of the address that it is sent to."""
    fetched = headers.get("sec-fetch-site", "same-origin")
    return headers.get("origin", "") == f"http://{headers['host']}" and fetched == "same-origin"


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form.

    Raises:
        ValueError: it is too large, or no form.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            raise ValueError
    return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS))


def _with_headers(send: Send) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            known = {name.lower() for name, _ in message.get("headers", [])}
            more = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
            message["headers"] = [*message.get("headers", []), *(one for one in more if one[0] not in known)]
        await send(message)

    return sending
