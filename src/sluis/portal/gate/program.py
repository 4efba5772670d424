"""The gate as an ASGI program. Every address but the first needs a token; nothing of a request is logged."""

import logging
from collections.abc import Awaitable, Callable
from uuid import UUID

from django.utils import timezone
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route as Address

from sluis.portal.deliveries.models import Account
from sluis.portal.gate import handing, uploads
from sluis.portal.gate.answers import answer, empty, refusal
from sluis.portal.gate.bodies import body_of
from sluis.portal.gate.entering import enter, leave, recognise
from sluis.portal.gate.working import work
from sluis.portal.monitor.selectors import current_notices
from sluis.refusals import Refused
from sluis.refusals.catalogue import gate as codes
from sluis.signatures import exact

log = logging.getLogger("sluis.gate")
VERSION = "sluis-gate/1"
STATEMENT_SECONDS = 20.0
Handler = Callable[[Request], Awaitable[Response]]
Answer = Callable[[Request, Account], Awaitable[Response]]


def guarded(handler: Handler) -> Handler:
    """Answer refusals and faults; a fault is told by its place, since its text may hold data."""

    async def answered(request: Request) -> Response:
        try:
            return await handler(request)
        except Refused as refused:
            return refusal(request, refused)
        except ClientDisconnect:
            return empty(408)
        except Exception:
            log.exception("fault")
            return empty(500)

    return answered


def inside(handler: Answer) -> Handler:
    """Only for a program that came in."""

    async def recognised(request: Request) -> Response:
        account = await work(recognise, token_of(request), timezone.now())
        return await handler(request, account)

    return guarded(recognised)


def token_of(request: Request) -> str:
    """What the program shows.

    Raises:
        Refused: NOT_INSIDE.
    """
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise Refused(codes.NOT_INSIDE)
    return token


async def home(_request: Request) -> Response:
    """What this is, what time it is here, and which outages are on or were announced."""
    at = timezone.now()
    notices = await work(current_notices, at)
    return answer({"gate": VERSION, "at": at.strftime("%Y-%m-%dT%H:%M:%SZ"), "notices": notices})


async def health(_request: Request) -> Response:
    """Whether the gate answers and its database does."""
    await work(Account.everything.exists)
    return Response("ok", media_type="text/plain")


async def come_in(request: Request) -> Response:
    """A statement and its signature for a token."""
    said = exact.load(await body_of(request, 1 << 17, STATEMENT_SECONDS), limit=1 << 17, depth=1, where="session")
    if said.keys() != {"signature", "statement"} or not all(isinstance(one, str) for one in said.values()):
        raise Refused(codes.STATEMENT_UNREADABLE)
    entered = await work(
        enter,
        timezone.now(),
        statement=said["statement"].encode(),
        signature=said["signature"].encode("ascii", "replace"),
    )
    account = entered.account
    return answer(
        {
            "token": entered.token,
            "ends_at": entered.ends_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "party": account.party_id,
            "role": account.role,
            "organisation": account.organisation.name,
        },
        201,
    )


async def go_out(request: Request) -> Response:
    """The program needs to be inside no more."""
    await work(leave, token_of(request), timezone.now())
    return empty()


def _pk(request: Request, name: str = "pk") -> UUID:
    found = request.path_params[name]
    assert isinstance(found, UUID)
    return found


async def _create(request: Request, account: Account) -> Response:
    return uploads.other_version(request) or await uploads.create(request, account)


async def _upload(request: Request, account: Account) -> Response:
    pk = _pk(request)
    if request.method == "GET":
        return await uploads.look(request, account, pk)
    if said := uploads.other_version(request):
        return said
    if request.method == "PATCH":
        return await uploads.patch(request, account, pk)
    if request.method == "HEAD":
        return await uploads.head(request, account, pk)
    return await uploads.terminate(account, pk)


async def _delivery(request: Request, account: Account) -> Response:
    if request.method == "DELETE":
        return await handing.take_back(request, account, _pk(request))
    return await handing.delivery(request, account, _pk(request))


async def _options(_request: Request) -> Response:
    return uploads.options()


def addresses() -> list[Address]:
    """Where everything is."""
    one = "/deliveries/{pk:uuid}"
    return [
        Address("/", guarded(home), methods=["GET"]),
        Address("/health", guarded(health), methods=["GET"]),
        Address("/session", guarded(come_in), methods=["POST"]),
        Address("/session", guarded(go_out), methods=["DELETE"]),
        Address("/uploads", guarded(_options), methods=["OPTIONS"]),
        Address("/uploads", inside(_create), methods=["POST"]),
        Address("/uploads/{pk:uuid}", inside(_upload), methods=["GET", "HEAD", "PATCH", "DELETE"]),
        Address("/agreements", inside(lambda _request, account: handing.routes(account)), methods=["GET"]),
        Address("/deliveries", inside(handing.deliveries), methods=["GET"]),
        Address(one, inside(_delivery), methods=["GET", "DELETE"]),
        Address(one + "/package", inside(lambda request, account: handing.package(request, account, _pk(request)))),
        Address(one + "/receipt", inside(lambda request, account: handing.receipt(request, account, _pk(request))),
                methods=["POST"]),
        Address(one + "/report", inside(lambda request, account: handing.describe(request, account, _pk(request))),
                methods=["PUT"]),
        Address(one + "/remarks", inside(lambda request, account: handing.remarked(request, account, _pk(request))),
                methods=["PUT"]),
        Address(one + "/remarks/{report:uuid}", inside(lambda request, account: handing.remarks(
            account, _pk(request), _pk(request, "report")))),
    ]  # fmt: skip


def make() -> Starlette:
    """The program."""
    return Starlette(routes=addresses())
