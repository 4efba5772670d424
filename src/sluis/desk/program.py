"""The pages of the desk as an ASGI program; what is refused is answered with code, sentence and advice."""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sluis.desk.entering import Session
from sluis.desk.rendering import digest, files, page
from sluis.desk.screens import connecting, deliveries, drafts, reports, start
from sluis.desk.state import Desk
from sluis.desk.working import log_fault
from sluis.refusals import Refused
from sluis.refusals.catalogue import desk as codes

YEAR = "public, max-age=31536000, immutable"
Page = Callable[[Desk, Request], Response]
Answer = Callable[[Request], Awaitable[Response]]


def make(desk: Desk) -> Starlette:
    """The program."""

    def get(path: str, does: Page) -> Route:
        return Route("/{root}" + path, _inside(desk, does), methods=["GET"])

    def post(path: str, does: Page) -> Route:
        return Route("/{root}" + path, _inside(desk, does), methods=["POST"])

    async def upload(request: Request) -> Response:
        try:
            return await drafts.upload(desk, request)
        except Exception as fault:
            log_fault(fault)
            return Response(status_code=500)

    one, held = "/drafts/{draft}", "/deliveries/{pk:uuid}"
    return Starlette(
        routes=[
            Route("/look/{digest}/{name:path}", look, methods=["GET"]),
            Route("/{root}" + one + "/files/{slot}", upload, methods=["POST"]),
            get("/", start.home),
            get("/alive", start.alive),
            get("/help", start.help_page),
            get("/close", start.confirm_close),
            post("/close", start.close),
            post("/language", start.language),
            get("/connect", connecting.ask),
            post("/connect", connecting.named),
            post("/connect/confirm", connecting.confirmed),
            post("/drafts", drafts.begin),
            get(one, drafts.show),
            get(one + "/live", drafts.live),
            post(one + "/agreement", drafts.choose),
            post(one + "/prepare", drafts.prepare),
            post(one + "/again", drafts.again),
            post(one + "/stop", drafts.stop),
            post(one + "/send", drafts.send),
            post(one + "/forget", drafts.forget),
            get(one + "/report.html", reports.as_page),
            get(one + "/findings.csv", reports.as_csv),
            get("/deliveries", deliveries.listed),
            get(held, deliveries.one),
            get(held + "/live", deliveries.live),
            get(held + "/withdraw", deliveries.confirm_withdraw),
            post(held + "/withdraw", deliveries.withdraw),
            get(held + "/remarks/{report:uuid}", deliveries.remarks),
        ],
        exception_handlers={HTTPException: _nowhere, 500: _fault},
    )


def _inside(desk: Desk, does: Page) -> Answer:
    """A page that works in a thread of its own, so that none waits for another."""

    async def answered(request: Request) -> Response:
        try:
            return await run_in_threadpool(does, desk, request)
        except Refused as refused:
            return refused_page(request, refused, 404 if refused.code is codes.NO_DRAFT else 409)
        except Exception as fault:
            log_fault(fault)
            return page(request, "fault.html", 500)

    return answered


def refused_page(request: Request, refused: Refused, status: int) -> Response:
    """Why something was not done."""
    state = request.scope.get("state", {})
    request.scope["state"] = {"session": None, "root": "", **state}
    outside = refused.code is codes.OUTSIDE
    # The browser keeps the cookie back when a page elsewhere leads here; asked again from here, it shows it.
    once_more = outside and request.headers.get("sec-fetch-site") == "cross-site" and request.method == "GET"
    return page(request, "refused.html", status, refusal=refused, once_more=once_more, outside=outside)


async def look(request: Request) -> Response:
    """A file of the look."""
    found = files().get(request.path_params["name"])
    if found is None or request.path_params["digest"] != digest():
        raise HTTPException(404)
    return Response(found[0], media_type=found[1], headers={"Cache-Control": YEAR})


def _nowhere(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    session: Session | None = request.state.session
    if session is None:
        return Response(status_code=status)
    return page(request, "nowhere.html", status)


def _fault(_request: Request, _error: Exception) -> Response:
    return Response("Sluis", 500, media_type="text/plain")
