"""The first page, help, language, and the end."""

from starlette.requests import Request
from starlette.responses import Response

from sluis.desk.rendering import page
from sluis.desk.screens import form, onward
from sluis.desk.screens.words import STATES, tone
from sluis.desk.state import Desk
from sluis.refusals import Refused
from sluis.source.objections import Objections

RECENT = 6


def home(desk: Desk, request: Request) -> Response:
    """Who you are, what is agreed, what waits, and what was delivered lately."""
    party = desk.home
    told = desk.watch.look()
    agreements, refusal = _agreements(desk)
    return page(
        request, "start.html", settings=party.settings, told=told, asking=desk.watch.is_asking, agreements=agreements,
        refusal=refusal, waiting=desk.waiting(), recent=told.deliveries[:RECENT], states=STATES, tone=tone,
        objected=_objected(desk), now=party.clock(),
    )  # fmt: skip


def _agreements(desk: Desk) -> tuple[list[object], Refused | None]:
    try:
        return list(desk.home.shelf.agreements()), None
    except Refused as refused:
        return [], refused


def _objected(desk: Desk) -> int:
    try:
        return len(Objections(desk.home))
    except Refused:
        return 0


def alive(desk: Desk, _request: Request) -> Response:
    """A window is there."""
    desk.life.sign()
    return Response(status_code=204)


def help_page(_desk: Desk, request: Request) -> Response:
    """How it works, and what codes mean."""
    from sluis.refusals.catalogue import ALL

    wanted = request.query_params.get("code", "").strip()
    return page(request, "help.html", wanted=wanted[:8], found=ALL.get(wanted))


def language(_desk: Desk, request: Request) -> Response:
    """Speak another language, on the page where the reader is."""
    request.state.session.speak(form(request).get("language", ""))
    back = form(request).get("next", "")
    return onward(request, back.removeprefix(request.state.root) if back.startswith(request.state.root + "/") else "/")


def confirm_close(desk: Desk, request: Request) -> Response:
    """Whether to close, when something is under way."""
    return page(request, "close.html", busy=desk.is_busy(), waiting=desk.waiting())


def close(desk: Desk, request: Request) -> Response:
    """The end."""
    desk.life.stop()
    return page(request, "closed.html")
