"""What the gate answers: JSON, refusals with their code and advice in the reader's language, and what tus 1.0 wants."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sluis.portal.deliveries.reporting import document
from sluis.refusals import Refused, languages
from sluis.refusals.catalogue import deliveries as delivery_codes
from sluis.refusals.catalogue import deliverynet, gate, packages

TUS = {"Tus-Resumable": "1.0.0", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_STATUS = {
    gate.NOT_OPEN.number: 503,
    gate.NOT_INSIDE.number: 401,
    gate.NO_ACCOUNT.number: 403,
    gate.OTHER_GATE.number: 403,
    gate.OTHER_TIME.number: 403,
    gate.SHOWN_BEFORE.number: 403,
    gate.STATEMENT_UNREADABLE.number: 400,
    gate.WRONG_REQUEST.number: 400,
    gate.NO_ROOM.number: 507,
    gate.NOT_THERE.number: 404,
    deliverynet.CERTIFICATE_REVOKED.number: 403,
    deliverynet.GONE.number: 410,
    deliverynet.NOT_IN_THIS_STATE.number: 409,
    delivery_codes.TAKEN_ALREADY.number: 409,
    delivery_codes.BEING_TAKEN.number: 423,
    packages.TOO_LARGE.number: 413,
}


def status_of(refused: Refused) -> int:
    """The status for a refusal: 422 unless it is about coming in, room or what is there."""
    if refused.code.number.startswith("25") and refused.code.number < "2530":
        return 403
    return _STATUS.get(refused.code.number, 422)


def language_of(request: Request) -> str:
    """The first language of the reader that Sluis speaks; Dutch otherwise."""
    for part in request.headers.get("accept-language", "").split(","):
        wanted = part.split(";")[0].strip().lower()[:2]
        if wanted in languages:
            return wanted
    return languages[0]


def refusal(request: Request, refused: Refused, status: int = 0) -> Response:
    """A refusal, also readable from the headers for a HEAD."""
    headers = TUS | {"Sluis-Code": refused.code.number}
    return JSONResponse(document(refused, language_of(request)), status or status_of(refused), headers)


def answer(
    value: Mapping[str, Any] | list[Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Something as JSON."""
    return JSONResponse(value, status, TUS | dict(headers or {}))


def empty(status: int = 204, headers: Mapping[str, str] | None = None) -> Response:
    """Nothing but headers."""
    return Response(status_code=status, headers=TUS | dict(headers or {}))
