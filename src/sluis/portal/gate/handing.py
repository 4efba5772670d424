"""Handing out: lists, results and validation reports, to the party for whom they are."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sluis.portal.access.changing import changing
from sluis.portal.deliveries.fetching import LARGEST_REMARKS, downloaded, opened, remark
from sluis.portal.deliveries.models import Account, Delivery, Remarks, Route, State
from sluis.portal.deliveries.places import result
from sluis.portal.deliveries.questions import policy_document
from sluis.portal.deliveries.receiving import report_of_source
from sluis.portal.deliveries.removing import withdraw
from sluis.portal.deliveries.rights import WORK
from sluis.portal.deliveries.stepping import about
from sluis.portal.gate.answers import TUS, answer, empty, language_of
from sluis.portal.gate.bodies import body_of
from sluis.portal.gate.entering import actor_of
from sluis.portal.gate.telling import delivery as told
from sluis.portal.gate.working import work
from sluis.portal.rounds.selectors import next_of
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliverynet as delivery_codes
from sluis.refusals.catalogue import gate as codes
from sluis.signatures import exact

BLOCK = 1 << 20
MOST = 200
LARGEST_REPORT = 4 << 20
_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")


async def deliveries(request: Request, account: Account) -> Response:
    """The newest deliveries of this party; `new=1`: only those that a recipient did not download yet; `delivery`: the one
    with this id in its manifest."""
    new, wanted = request.query_params.get("new") == "1", request.query_params.get("delivery", "")
    return answer(await work(_deliveries, account, new, wanted, language_of(request)))


async def delivery(request: Request, account: Account, pk: UUID) -> Response:
    """One delivery."""
    found = await work(find, account, pk)
    return answer(await work(told, found, account, language_of(request)))


async def routes(account: Account) -> Response:
    """The agreements of this party, each with the policy that the TTP signed about it."""
    return answer(await work(_routes, account))


async def package(request: Request, account: Account, pk: UUID) -> Response:
    """The result, whole or from an offset on; before its last bytes leave, the delivery counts as downloaded: who has
    them all may go without waiting for what is written down here."""
    found = await work(_held, account, pk)
    path = result(found.pk)
    first, last = _range(request, found.result_size)
    headers = TUS | {
        "Content-Length": str(last - first + 1),
        "Accept-Ranges": "bytes",
        "ETag": f'"{found.result_sha256}"',
        "Content-Disposition": f'attachment; filename="{found.number}.sluis"',
    }
    whole = (first, last) == (0, found.result_size - 1)
    if not whole:
        headers["Content-Range"] = f"bytes {first}-{last}/{found.result_size}"
    body = _blocks(path, first, last, found, account)
    return StreamingResponse(body, 200 if whole else 206, headers, "application/octet-stream")


async def receipt(request: Request, account: Account, pk: UUID) -> Response:
    """The recipient's program says that it opened the result."""
    found = await work(find, account, pk)
    if account.role != "recipient":
        raise Refused(codes.NOT_THERE)
    await work(opened, actor_of(account, timezone.now()), delivery=found)
    return answer(await work(told, await work(find, account, pk), account, language_of(request)))


async def take_back(request: Request, account: Account, pk: UUID) -> Response:
    """The source takes its delivery back."""
    found = await work(find, account, pk)
    if account.role != "source":
        raise Refused(codes.NOT_THERE)
    await work(withdraw, actor_of(account, timezone.now()), delivery=found)
    return answer(await work(told, await work(find, account, pk), account, language_of(request)))


async def describe(request: Request, account: Account, pk: UUID) -> Response:
    """The source's own processing report."""
    found = await work(find, account, pk)
    if account.role != "source":
        raise Refused(codes.NOT_THERE)
    report = exact.load(await body_of(request, LARGEST_REPORT), limit=LARGEST_REPORT, depth=6, where="report")
    await work(report_of_source, actor_of(account, timezone.now()), delivery=found, report=report)
    return empty()


async def remarked(request: Request, account: Account, pk: UUID) -> Response:
    """A recipient's validation report, sealed to the source."""
    found = await work(find, account, pk)
    if account.role != "recipient":
        raise Refused(codes.NOT_THERE)
    content = await body_of(request, LARGEST_REMARKS)
    made = await work(remark, actor_of(account, timezone.now()), delivery=found, content=content)
    return answer({"id": str(made.pk)}, 201)


async def remarks(account: Account, pk: UUID, report: UUID) -> Response:
    """A validation report, to the source that can open it."""
    found = await work(find, account, pk)
    if account.role != "source":
        raise Refused(codes.NOT_THERE)
    content = await work(_taken, account, found, report)
    return Response(content, 200, TUS, "application/octet-stream")


def find(account: Account, pk: UUID) -> Delivery:
    """A delivery of this party.

    Raises:
        Refused: NOT_THERE, the same for another's and for none.
    """
    found: Delivery | None = _mine(account).filter(pk=pk).first()
    if found is None:
        raise Refused(codes.NOT_THERE)
    return found


def _mine(account: Account) -> Any:
    remarks = Prefetch("remarks", Remarks.everything.defer("content"))  # many may be large, and here none is read
    mine = Delivery.everything.select_related("route", "recipient", "organisation").prefetch_related(remarks)
    if account.role == "source":
        return mine.filter(organisation=account.organisation, route__source_party=account.party_id)
    return mine.filter(route__recipient_party=account.party_id, relayed_at__isnull=False).filter(
        recipient=account.organisation
    )


def _deliveries(account: Account, new: bool, wanted: str, language: str) -> list[dict[str, Any]]:
    found = _mine(account).filter(delivery=wanted) if wanted else _mine(account)
    if new:
        found = found.filter(state=State.AVAILABLE)
    order = "available_at" if new else "-offered_at"
    found = found.defer("prepared", "proof", "route__document", "route__specification")  # large, and not told here
    return [told(one, account, language) for one in found.order_by(order, "pk")[:MOST]]


def _routes(account: Account) -> list[dict[str, Any]]:
    name = "source_party" if account.role == "source" else "recipient_party"
    found = Route.everything.filter(**{name: account.party_id}).select_related("organisation", "recipient")
    own = found.filter(organisation=account.organisation) if account.role == "source" else found
    return [
        {
            "agreement": one.exchange,
            "version": one.version,
            "source": one.source_party,
            "recipient": one.recipient_party,
            "production": one.production_is_open,
            "policy": policy_document(one),
            "deadline": _deadline(one.exchange),
        }
        for one in own.order_by("exchange")
    ]


def _deadline(exchange: str) -> dict[str, str] | None:
    """The round that is awaited next, and its last day."""
    found = next_of(exchange)
    return {"round": found.name, "on": found.final_until.isoformat()} if found else None


def _held(account: Account, pk: UUID) -> Delivery:
    found = find(account, pk)
    if account.role != "recipient":
        raise Refused(codes.NOT_THERE)
    if not found.is_held:
        raise Refused(delivery_codes.GONE, number=found.number)
    path = result(found.pk)
    if not path.exists() or path.stat().st_size != found.result_size:
        raise Refused(delivery_codes.RESULT_DAMAGED, number=found.number)
    return found


def _range(request: Request, size: int) -> tuple[int, int]:
    said = _RANGE.fullmatch(request.headers.get("range", ""))
    if said is None:
        return 0, size - 1
    first, last = int(said[1]), min(int(said[2]) if said[2] else size - 1, size - 1)
    return (first, last) if first <= last else (0, size - 1)


async def _blocks(path: Path, first: int, last: int, found: Delivery, account: Account) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left:
            block = await work(file.read, min(BLOCK, left))
            if not block:
                return
            left -= len(block)
            if not left and last == found.result_size - 1:
                await work(_hand_over, account, found)
            yield block


def _hand_over(account: Account, found: Delivery) -> None:
    """Write down that the last byte goes; it stays here when the account was closed since the first one went."""
    if not Account.everything.filter(pk=account.pk, closed_at=None).exists():
        raise Refused(codes.NOT_INSIDE)
    downloaded(actor_of(account, timezone.now()), delivery=found)


def _taken(account: Account, found: Delivery, report: UUID) -> bytes:
    made: Remarks | None = Remarks.everything.filter(delivery=found, pk=report).first()
    if made is None:
        raise Refused(codes.NOT_THERE)
    if made.taken_at is None:
        actor = actor_of(account, timezone.now())
        with changing(actor, WORK) as change:
            made.taken_at = actor.at
            made.save()
            change.record("remarks.taken", made, objects=about(found))
    return bytes(made.content)
