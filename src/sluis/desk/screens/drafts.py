"""A delivery on its way: choosing, preparing, findings, sending."""

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from sluis.agreement.terms import Agreement
from sluis.desk.draft import Draft, Stage
from sluis.desk.holding import hold
from sluis.desk.rendering import page
from sluis.desk.screens import form, onward
from sluis.desk.screens.findings import show as show_findings
from sluis.desk.screens.words import MODES, PACES
from sluis.desk.state import Desk
from sluis.desk.watching import Told
from sluis.desk.working import can_go_on, start_preparing, start_sending, was_delivered_before
from sluis.desk.working import forget as let_go
from sluis.package.manifest import Mode
from sluis.refusals import Refused, advice, sentence
from sluis.refusals.catalogue import desk as codes
from sluis.refusals.marking import _

LARGEST_CLEAR = 200
_NEEDED = _("Choose a file.")
_FILL_IN = _("Fill in the value that counts for all rows.")
_TO_COME = _("Real deliveries open when the recipient has accepted a test.")


def begin(desk: Desk, request: Request) -> Response:
    """Begin a delivery; it corrects an earlier one when it comes from the page of that one."""
    given = form(request)
    draft = Draft(corrects=given.get("corrects", "")[:32])
    choices = _open(desk)
    wanted = [one for one in choices if one.id == given.get("agreement")] or (choices if len(choices) == 1 else [])
    if wanted:
        _take(desk, draft, wanted[0])
        earlier = next((one for one in desk.watch.look().deliveries if one["delivery"] == draft.corrects), None)
        draft.test = bool(earlier["test"]) if earlier else not desk.watch.look().opens_real(wanted[0].id)
    desk.begin(draft)
    return onward(request, f"/drafts/{draft.id}")


def _open(desk: Desk) -> list[Agreement]:
    """Agreements under which may be delivered today."""
    home = desk.home
    return [one for one in home.shelf.agreements() if one.in_force(home.clock())]


def _take(desk: Desk, draft: Draft, agreement: Agreement) -> None:
    draft.agreement, draft.specification = agreement, desk.home.shelf.specification(agreement)


def choose(desk: Desk, request: Request) -> Response:
    """Under which agreement."""
    draft = desk.find(request.path_params["draft"])
    chosen = next((one for one in _open(desk) if one.id == form(request).get("agreement")), None)
    if chosen is not None and draft.stage is Stage.CHOOSING:
        draft.let_go()
        _take(desk, draft, chosen)
        draft.test = not desk.watch.look().opens_real(chosen.id)
    return onward(request, f"/drafts/{draft.id}")


def show(desk: Desk, request: Request) -> Response:
    """The page of a delivery where it stands now."""
    draft = desk.find(request.path_params["draft"])
    told = desk.watch.look()
    if draft.agreement is None:
        return page(request, "agreements.html", draft=draft, choices=_open(desk), told=told)
    values: dict[str, Any] = {"draft": draft, "told": told, "modes": MODES, "agreement": draft.agreement}
    if draft.stage is Stage.CHOOSING:
        real = told.opens_real(draft.agreement.id)
        return page(request, "choose.html", 422 if draft.wrong else 200, **values, real=real, earlier=_earlier(draft, told),
                    why_no_real=_TO_COME, labels=_labels(draft))  # fmt: skip
    if draft.stage in (Stage.PREPARING, Stage.SENDING):
        return page(request, "pace.html", **values, paces=PACES)
    if draft.stage is Stage.ARRIVED:
        return page(request, "arrived.html", **values)
    assert draft.report is not None
    findings = show_findings(request, draft.report, request.state.session.language)
    values |= {"several": _has_several(draft), "goes_on": can_go_on(draft), "before": was_delivered_before(draft)}
    return page(request, "findings.html", **values, **findings, stage=draft.stage.value)


def _has_several(draft: Draft) -> bool:
    """Whether a row number means nothing without its table."""
    return draft.specification is not None and len(draft.specification.tables) > 1


def _labels(draft: Draft) -> Mapping[str, str]:
    """What tables and clear fields are called."""
    assert draft.specification is not None
    fields = [one for table in draft.specification.tables for one in table.fields]
    return {one.name: one.title or one.name for one in fields}


def _earlier(draft: Draft, told: Told) -> list[Mapping[str, Any]]:
    """Deliveries that this one may correct: the latest first."""
    assert draft.agreement is not None
    mine = [one for one in told.deliveries if one["agreement"] == draft.agreement.id and one["state"] != "withdrawn"]
    return mine[:20]


def live(desk: Desk, request: Request) -> Response:
    """How far it is; the page shows it, and loads itself anew when the stage is another."""
    desk.life.sign()
    draft = desk.find(request.path_params["draft"])
    pace = draft.pace
    text = {"what": PACES.get(pace.what, PACES[""]), "percent": pace.percent, "done": pace.done, "total": pace.total}
    fragment = page(request, "_pace.html", draft=draft, pace=text)
    return JSONResponse({"stage": draft.stage.value, "percent": pace.percent, "html": bytes(fragment.body).decode()})


def prepare(desk: Desk, request: Request) -> Response:
    """Keep what was chosen, and prepare when nothing is missing."""
    draft = desk.find(request.path_params["draft"])
    if draft.stage is Stage.CHOOSING and draft.agreement is not None:
        _keep(desk, draft, form(request))
        if not draft.wrong:
            start_preparing(desk, draft)
    return onward(request, f"/drafts/{draft.id}")


def _keep(desk: Desk, draft: Draft, given: Mapping[str, str]) -> None:
    """The choices of the form; what is not right is noted beside its field."""
    assert draft.agreement is not None
    draft.wrong = {}
    draft.mode = Mode(given["mode"]) if given.get("mode") in list(Mode) else Mode.REPLACE
    draft.test = given.get("kind") != "real"
    if not draft.test and not desk.watch.look().opens_real(draft.agreement.id):
        raise Refused(codes.REAL_CLOSED, agreement=draft.agreement.id)
    draft.corrects = given.get("corrects", "")[:32]
    draft.again = False
    draft.password = given.get("password", "") or draft.password
    asked = {name: given.get(f"clear-{name}", "").strip()[:LARGEST_CLEAR] for name in draft.clear_names}
    draft.clear = {name: value for name, value in asked.items() if value}
    if not draft.needs_files:  # no file can give them
        draft.wrong |= {f"clear-{name}": _FILL_IN for name, value in asked.items() if not value}
    if draft.needs_files:
        draft.wrong |= {f"file-{slot}": _NEEDED for slot in draft.slots if slot not in draft.files}


def again(desk: Desk, request: Request) -> Response:
    """Back to the choices, all of which are kept; a package that was prepared is not sent."""
    draft = desk.find(request.path_params["draft"])
    if was_delivered_before(draft) and form(request).get("again") == "yes":
        draft.again = True
        start_preparing(desk, draft)
        return onward(request, f"/drafts/{draft.id}")
    if draft.stage in (Stage.REFUSED, Stage.READY, Stage.WAITING):
        if draft.slot:
            let_go(desk, draft)
            draft.slot, draft.tried = "", False
            desk.begin(draft)
        draft.stage, draft.refusal, draft.wrong = Stage.CHOOSING, None, {}
    return onward(request, f"/drafts/{draft.id}")


def stop(desk: Desk, request: Request) -> Response:
    """Break off what is under way."""
    draft = desk.find(request.path_params["draft"])
    draft.pace.stop = True
    return onward(request, f"/drafts/{draft.id}")


def send(desk: Desk, request: Request) -> Response:
    """Send what was prepared."""
    draft = desk.find(request.path_params["draft"])
    if draft.stage in (Stage.READY, Stage.WAITING) and draft.slot:
        start_sending(desk, draft)
    return onward(request, f"/drafts/{draft.id}")


def forget(desk: Desk, request: Request) -> Response:
    """Do not deliver it."""
    let_go(desk, desk.find(request.path_params["draft"]))
    return onward(request, "/")


async def upload(desk: Desk, request: Request) -> Response:
    """A file that was chosen, as it comes in; never more of it in memory than what just came."""
    language = request.state.session.language
    try:
        draft, slot = desk.find(request.path_params["draft"]), request.path_params["slot"]
        if draft.stage is not Stage.CHOOSING or slot not in draft.slots:
            raise Refused(codes.NO_DRAFT)
        held = hold(desk.place.chosen, request.query_params.get("name", ""))
        try:
            await _receive(desk, request, held.write)
            if draft.stage is not Stage.CHOOSING:  # another window went on meanwhile
                raise Refused(codes.NO_DRAFT)
        except BaseException:
            held.let_go()
            raise
        draft.keep(slot, held)
    except (Refused, ClientDisconnect) as fault:
        refused = fault if isinstance(fault, Refused) else Refused(codes.NOT_WHOLE)
        text = f"{sentence(refused.code, refused.facts, language)} {advice(refused.code, refused.facts, language)}"
        return JSONResponse({"refused": text, "code": refused.code.number}, 422)
    return JSONResponse({"name": held.name, "size": held.size})


async def _receive(desk: Desk, request: Request, write: Any) -> None:
    async for chunk in request.stream():
        if chunk:
            desk.life.sign()
            await run_in_threadpool(write, chunk)
