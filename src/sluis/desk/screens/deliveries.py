"""Deliveries that were sent: where each stands, taking one back, and what the recipient says about its rows."""

import os
import secrets
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sluis.courier.following import withdraw as take_back
from sluis.courier.gate import Gate
from sluis.desk.rendering import page
from sluis.desk.screens import onward
from sluis.desk.screens.words import MODES, STATES, line, tone
from sluis.desk.state import Desk
from sluis.refusals import Refused
from sluis.refusals.catalogue import gate as gate_codes
from sluis.source.remarks import RowRemark, read_report

PER_PAGE = 50
MOST_SHOWN = 500
CAN_GO_BACK = ("offered", "authenticated", "checked")


def listed(desk: Desk, request: Request) -> Response:
    """All of them, the newest first."""
    told = desk.watch.look()
    local = [] if told.known else _local(desk)
    return page(request, "deliveries.html", told=told, asking=desk.watch.is_asking, states=STATES, tone=tone, modes=MODES,
                local=local)  # fmt: skip


def _local(desk: Desk) -> list[Any]:
    """What this home itself knows of, when the gate tells nothing."""
    home = desk.home
    made = [
        one for agreement in home.shelf.agreements() for test in (False, True)
        for one in home.outgoing.all(agreement.id, test=test)
    ]  # fmt: skip
    return sorted(made, key=lambda one: one.created_at, reverse=True)[:PER_PAGE]


def one(desk: Desk, request: Request) -> Response:
    """One delivery."""
    told = desk.watch.look()
    delivery = _find(desk, request)
    return page(
        request, "delivery.html", delivery=delivery, steps=line(delivery), states=STATES, tone=tone, modes=MODES,
        can_go_back=delivery["state"] in CAN_GO_BACK, told=told, later=_later(told.deliveries, delivery),
    )  # fmt: skip


def _find(desk: Desk, request: Request) -> Mapping[str, Any]:
    """The delivery as it is now; as it was last known when the gate is away.

    Raises:
        Refused: GATE_AWAY, NOT_THERE.
    """
    identifier = str(request.path_params["pk"])
    known = desk.watch.look().delivery(identifier)
    if known is None:
        desk.watch.forget()
        known = desk.watch.look(20).delivery(identifier)
    if known is None:
        raise desk.watch.look(0).refusal or Refused(gate_codes.NOT_THERE)
    return known


def _later(every: Any, delivery: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The delivery that corrects this one."""
    return next((other for other in every if other["corrects"] == delivery["delivery"]), None)


def live(desk: Desk, request: Request) -> Response:
    """A mark that changes when the page would."""
    delivery = _find(desk, request)
    return JSONResponse({"stage": f"{delivery['state']} {len(delivery.get('remarks', ()))}"})


def confirm_withdraw(desk: Desk, request: Request) -> Response:
    """Whether to take it back."""
    return page(request, "withdraw.html", delivery=_find(desk, request))


def withdraw(desk: Desk, request: Request) -> Response:
    """Take it back."""
    identifier = str(request.path_params["pk"])
    with Gate(desk.home) as gate:
        take_back(gate, identifier)
    desk.watch.forget()
    return onward(request, f"/deliveries/{identifier}")


def remarks(desk: Desk, request: Request) -> Response:
    """The recipient's validation report, opened with this home's key."""
    delivery, found = _find(desk, request), _fetched(desk, request)
    return page(request, "remarks.html", delivery=delivery, remarks=found[:MOST_SHOWN], count=len(found),
                several=len(delivery["rows"]) > 1)  # fmt: skip


def _fetched(desk: Desk, request: Request) -> list[RowRemark]:
    """Sealed it comes, sealed it lies here for the moment in which it is opened."""
    pk, report = request.path_params["pk"], request.path_params["report"]
    with Gate(desk.home) as gate:
        sealed = gate.request("GET", f"/deliveries/{pk}/remarks/{report}").data
    path = desk.place.chosen / f"{secrets.token_hex(8)}.age"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(sealed)
        return read_report(desk.home, path)[1]
    finally:
        path.unlink(missing_ok=True)
