"""tus 1.0 (https://tus.io/protocols/resumable-upload): creation, creation-with-upload, checksum, expiration, termination.

`Upload-Metadata` may hold `manifest` and `signature`, base64 as tus has it: manifest.json and manifest.jws of the
package. Then everything that can be refused is refused before content is sent. Without them the manifest is looked at
when it arrives, near the end.
"""

import base64
import binascii
import errno
from contextlib import suppress
from email.utils import format_datetime
from hashlib import sha256
from uuid import UUID

from django.utils import timezone
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from sluis.package.container import LARGEST_CONTAINER
from sluis.portal.access.actor import program
from sluis.portal.deliveries.models import Account, Attempt, Upload
from sluis.portal.deliveries.offering import begin, judge, under_way
from sluis.portal.deliveries.places import arriving as place_of
from sluis.portal.deliveries.places import remove
from sluis.portal.deliveries.receiving import received, refused
from sluis.portal.deliveries.refusing import attempted
from sluis.portal.deliveries.removing import drop
from sluis.portal.gate.answers import answer, empty, refusal
from sluis.portal.gate.arrivals import Arrival, Arrivals
from sluis.portal.gate.bodies import chunks
from sluis.portal.gate.entering import actor_of
from sluis.portal.gate.room import require_room
from sluis.portal.gate.telling import told
from sluis.portal.gate.working import work, work_long
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliveries as delivery_codes
from sluis.refusals.catalogue import gate as codes
from sluis.refusals.catalogue import packages as package_codes

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
BLOCK = 1 << 20
MISMATCH = 460
"""The status of tus for a checksum that does not fit."""

arrivals = Arrivals()


def other_version(request: Request) -> Response | None:
    """The answer to a client that does not speak tus 1.0.0; none to one that does."""
    if request.headers.get("tus-resumable") == VERSION:
        return None
    return empty(412, {"Tus-Version": VERSION})


def options() -> Response:
    """What this gate can do."""
    return empty(
        headers={
            "Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": str(LARGEST_CONTAINER),
            "Tus-Checksum-Algorithm": "sha256",
        }
    )  # fmt: skip


async def create(request: Request, account: Account) -> Response:
    """Begin an upload, or find the one of this very delivery that is under way."""
    length = _number(request, "upload-length")
    said = _metadata(request)
    upload = await work(_begin, account, length, said.get("manifest", b""), said.get("signature", b""))
    headers = _headers(upload) | {"Location": f"/uploads/{upload.pk}"}
    if request.headers.get("content-type") == "application/offset+octet-stream":
        found = await _write(request, account, upload, 0)
        found.headers["Location"] = headers["Location"]
        return found if found.status_code >= 300 else empty(201, headers | _offset(found))
    return empty(201, headers | {"Upload-Offset": str(await work(_size, upload))})


async def head(request: Request, account: Account, pk: UUID) -> Response:
    """How much has arrived; for an upload that was refused, its code.

    All of it may have arrived just before the line or the gate broke: then it is concluded here, so that whoever hears that
    all is there can rely on it.
    """
    upload = await work(_find, account, pk)
    if upload.state == Upload.State.ARRIVING and await work(_size, upload) == upload.length:
        with suppress(Refused):  # somebody else concluded it at this moment
            concluded = await _write(request, account, upload, upload.length)
            if concluded.status_code == 423:
                return concluded
        upload = await work(_find, account, pk)
    if upload.state in (Upload.State.REFUSED, Upload.State.DROPPED):
        return empty(410, {"Sluis-Code": upload.code})
    return empty(200, _headers(upload) | {"Upload-Offset": str(await work(_size, upload))})


async def look(request: Request, account: Account, pk: UUID) -> Response:
    """The upload and its delivery, for Sluis's own programs."""
    upload = await work(_find, account, pk)
    return answer(await work(told, upload, request))


async def patch(request: Request, account: Account, pk: UUID) -> Response:
    """Take in bytes from an offset on."""
    if request.headers.get("content-type") != "application/offset+octet-stream":
        return refusal(request, Refused(codes.WRONG_REQUEST, what="Content-Type"), 415)
    upload = await work(_find, account, pk)
    if upload.state != Upload.State.ARRIVING:
        return empty(410, {"Sluis-Code": upload.code})
    return await _write(request, account, upload, _number(request, "upload-offset"))


async def terminate(account: Account, pk: UUID) -> Response:
    """The source does not want it after all."""
    upload = await work(_find, account, pk)
    await work(_drop, account, upload)
    return empty()


async def _write(request: Request, account: Account, upload: Upload, offset: int) -> Response:
    wanted = _checksum(request)
    actor = actor_of(account, timezone.now())
    arrival = await work_long(arrivals.open, actor, upload)
    if arrival is None:
        return refusal(request, Refused(delivery_codes.BEING_TAKEN), 423)
    arrival.digest = sha256() if wanted is not None else None
    try:
        if arrival.at != offset:
            return empty(409, {"Upload-Offset": str(arrival.at)})
        return await _take(request, account, arrival, wanted)
    finally:
        await work(arrivals.close, arrival)


async def _take(request: Request, account: Account, arrival: Arrival, wanted: bytes | None) -> Response:
    try:
        await _pour(request, arrival)
    except ClientDisconnect:
        if wanted is not None:
            arrival.undo()
        return empty(400)
    except OSError as fault:
        if fault.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        arrival.undo()
        return refusal(request, Refused(codes.NO_ROOM))
    if wanted is not None and arrival.digest.digest() != wanted:
        arrival.undo()
        arrival.refusal = None
        return empty(MISMATCH, {"Upload-Offset": str(arrival.at)})
    return await work(_conclude, request, account, arrival)


async def _pour(request: Request, arrival: Arrival) -> None:
    """Write what comes in blocks, each checked first."""
    waiting = bytearray()
    try:
        async for chunk in chunks(request):
            waiting += chunk
            if len(waiting) >= BLOCK:
                block, waiting = bytes(waiting), bytearray()
                await work(arrival.write, block)
    finally:
        if waiting:
            await work(arrival.write, bytes(waiting))


def _conclude(request: Request, account: Account, arrival: Arrival) -> Response:
    """After what came: go on, be done, or refuse."""
    actor, upload = actor_of(account, timezone.now()), arrival.upload
    if not Account.everything.filter(pk=account.pk, closed_at=None).exists():  # since this request began
        return refusal(request, Refused(codes.NOT_INSIDE))
    if arrival.refusal is None and arrival.is_whole:
        arrival.finish()
        if arrival.refusal is None:
            arrival.synchronise()
            try:
                judge(actor, account=account, manifest=bytes(upload.manifest), signature=bytes(upload.signature))
                received(actor, upload=upload)
            except Refused as late:
                arrival.refusal = late
    if arrival.refusal is not None:
        if refused(actor, upload=upload, refusal=arrival.refusal):
            remove(place_of(upload.pk))
        return refusal(request, arrival.refusal)
    headers = {"Upload-Offset": str(arrival.offset)}
    if upload.delivery_id is not None:
        headers["Sluis-Delivery"] = str(upload.delivery_id)
    return empty(204, headers)


def _begin(account: Account, length: int, manifest: bytes, signature: bytes) -> Upload:
    actor = actor_of(account, timezone.now())
    try:
        if account.role != "source":
            raise Refused(codes.NOT_THERE)
        if length > LARGEST_CONTAINER:
            raise Refused(package_codes.TOO_LARGE)
        offered = judge(actor, account=account, manifest=manifest, signature=signature) if manifest else None
        if offered is None or under_way(offered, length) is None:  # what goes on has its room
            require_room(length, account)
        return begin(actor, account=account, length=length, offered=offered)
    except Refused as refusal_:
        attempted(
            program("gate", actor.at, "gate"), what=Attempt.What.OFFERING, refusal=refusal_,
            organisation=account.organisation, party_id=account.party_id,
        )  # fmt: skip
        raise


def _find(account: Account, pk: UUID) -> Upload:
    found = Upload.everything.filter(pk=pk, organisation=account.organisation, account__party_id=account.party_id)
    upload = found.select_related("account__organisation", "delivery__route", "delivery__recipient").first()
    if upload is None or account.role != "source":
        raise Refused(codes.NOT_THERE)
    return upload


def _drop(account: Account, upload: Upload) -> None:
    """End it; what was received whole is no upload any more, and its bytes are needed."""
    ended = drop(actor_of(account, timezone.now()), upload=upload)
    if not ended and Upload.everything.filter(pk=upload.pk, state=Upload.State.COMPLETE).exists():
        raise Refused(delivery_codes.TAKEN_ALREADY)
    remove(place_of(upload.pk))


def _size(upload: Upload) -> int:
    path = place_of(upload.pk)
    if upload.state == Upload.State.COMPLETE:
        return upload.length
    return path.stat().st_size if path.exists() else 0


def _headers(upload: Upload) -> dict[str, str]:
    headers = {"Upload-Length": str(upload.length)}
    if upload.state == Upload.State.ARRIVING:
        headers["Upload-Expires"] = format_datetime(upload.ends_at, usegmt=True)
    if upload.state == Upload.State.COMPLETE:  # known it may be for long; here it says that it was received
        headers["Sluis-Delivery"] = str(upload.delivery_id)
    return headers


def _offset(found: Response) -> dict[str, str]:
    return {"Upload-Offset": found.headers.get("Upload-Offset", "0")}


def _number(request: Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Refused(codes.WRONG_REQUEST, what=name.title())
    return int(text)


def _metadata(request: Request) -> dict[str, bytes]:
    """Key and base64 value, separated by a space; pairs by commas."""
    found = {}
    for pair in filter(None, (one.strip() for one in request.headers.get("upload-metadata", "").split(","))):
        name, _, value = pair.partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            raise Refused(codes.WRONG_REQUEST, what="Upload-Metadata") from None
    return found


def _checksum(request: Request) -> bytes | None:
    text = request.headers.get("upload-checksum")
    if text is None:
        return None
    name, _, value = text.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        digest = b""
    if name != "sha256" or len(digest) != 32:
        raise Refused(codes.WRONG_REQUEST, what="Upload-Checksum")
    return digest
