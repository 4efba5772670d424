"""What a draft does in the background: it is prepared, and it is sent."""

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from threading import Thread

from sluis.desk.draft import Draft, Pace, Stage
from sluis.desk.state import Desk
from sluis.evidence import Outcome
from sluis.home.home import Home
from sluis.package.report import Report
from sluis.refusals import Finding, Refused
from sluis.refusals.catalogue import courier as courier_codes
from sluis.refusals.catalogue import desk as codes
from sluis.refusals.catalogue import homes as home_codes
from sluis.refusals.code import Severity
from sluis.source.delivering import discard, is_passing, make_ready, send_ready
from sluis.source.preparing import Wanted

PATIENCE_SECONDS = 60.0
"""How long a gate that is away is tried again before the screen says so; going on is one press away."""
_NOT_THE_FILES = (codes.BROKEN_OFF, courier_codes.DELIVERED_BEFORE)
log = logging.getLogger("sluis.desk")


class Telling:
    """Progress for a page; a step that is to be broken off ends at its next report."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    def begin(self, what: str, total: int) -> None:
        """See `Progress`."""
        self._pace.what, self._pace.total, self._pace.done = what, total, 0
        self._look()

    def advance(self, done: int, **counts: int) -> None:
        """See `Progress`."""
        self._pace.done, self._pace.counts = done, counts
        self._look()

    def _look(self) -> None:
        if self._pace.stop:
            raise Refused(codes.BROKEN_OFF)


def start_preparing(desk: Desk, draft: Draft) -> None:
    """Prepare what was chosen, in the background."""
    _start(draft, Stage.PREPARING, lambda: _prepare(desk, draft), otherwise=Stage.REFUSED)


def start_sending(desk: Desk, draft: Draft) -> None:
    """Send what was prepared, in the background; it goes on where it was broken off."""
    _start(draft, Stage.SENDING, lambda: _send(desk, draft), otherwise=Stage.WAITING)


def forget(desk: Desk, draft: Draft) -> None:
    """Do not deliver what was prepared; what is under way is only broken off.

    Raises:
        Refused: it has arrived already; GATE_AWAY when that cannot be known.
    """
    if draft.is_busy:
        draft.pace.stop = True
        return
    if draft.slot:
        discard(desk.home, draft.slot, sent=draft.tried)
    desk.drop(draft)


def _start(draft: Draft, stage: Stage, does: Callable[[], None], *, otherwise: Stage) -> None:
    if draft.is_busy:
        return
    draft.stage, draft.refusal, draft.pace = stage, None, Pace()

    def work() -> None:
        try:
            does()
        except Refused as refused:
            draft.refusal, draft.stage = refused, otherwise
        except Exception as fault:
            log_fault(fault)
            draft.refusal, draft.stage = _of_machine(fault), otherwise

    Thread(target=work, daemon=True, name=stage.value).start()


def _prepare(desk: Desk, draft: Draft) -> None:
    home = desk.home
    report = Report("prepare", home.clock())
    draft.report = report
    assert draft.agreement is not None
    wanted = Wanted(
        inputs=draft.inputs(), out=Path(), agreement=draft.agreement, mode=draft.mode, test=draft.test,
        corrects=draft.corrects, clear=draft.clear, password=draft.password or None,
    )  # fmt: skip
    try:
        with desk.preparing:
            draft.slot = make_ready(home, wanted, report=report, again=draft.again, progress=Telling(draft.pace))
    except Refused as refused:
        report.refusal = _by_slot(draft, refused)
        report.finished_at = home.clock()
        _record(home, report)
        _let_go_of_wrong(draft, report)
        raise report.refusal from None
    draft.let_go()
    draft.stage = Stage.READY


def _send(desk: Desk, draft: Draft) -> None:
    draft.tried = True
    sent = send_ready(desk.home, draft.slot, patience=PATIENCE_SECONDS, progress=Telling(draft.pace))
    draft.sent = sent.id, sent.number
    draft.slot = ""
    desk.watch.forget()
    draft.stage = Stage.ARRIVED


def can_go_on(draft: Draft) -> bool:
    """Whether sending the same again may help."""
    return draft.refusal is not None and (draft.refusal.code is codes.BROKEN_OFF or is_passing(draft.refusal))


def was_delivered_before(draft: Draft) -> bool:
    """Whether the very same has arrived before, so that it goes only when that is meant."""
    return draft.refusal is not None and draft.refusal.code is courier_codes.DELIVERED_BEFORE


def _by_slot(draft: Draft, refused: Refused) -> Refused:
    """A refusal that names a file by the name that it has here, by the name of its table instead."""
    for slot, held in draft.files.items():
        if refused.where == held.path.name:
            return Refused(refused.code, slot, **refused.facts)
        if refused.facts.get("file") == held.path.name:
            return Refused(refused.code, refused.where, **{**refused.facts, "file": slot})
    return refused


def _let_go_of_wrong(draft: Draft, report: Report) -> None:
    """Files in which something forbids sending are to be chosen again; who corrects one keeps the others."""
    assert report.refusal is not None
    if report.refusal.code in _NOT_THE_FILES or is_passing(report.refusal):
        return
    tables = {one.table for one in report.findings.listed if _is_fatal(one)}
    several = len(draft.files) > 1 and tables and None not in tables
    for slot in [one for one in draft.files if one in tables or not several]:
        draft.files.pop(slot).let_go()


def _is_fatal(finding: Finding) -> bool:
    return finding.code.severity is Severity.FATAL


def _record(home: Home, report: Report) -> None:
    assert report.refusal is not None
    objects = {"code": report.refusal.code.number} | ({"delivery": report.delivery} if report.delivery else {})
    home.record("delivery.prepare-refused", objects=objects, outcome=Outcome.REFUSED)


def _of_machine(fault: Exception) -> Refused:
    return Refused(home_codes.SYSTEM_FAILED, errno=(fault.errno or 0) if isinstance(fault, OSError) else 0)


def log_fault(fault: Exception) -> None:
    """The place of a fault, not what it says: its text may hold what must not be shown."""
    frames = traceback.extract_tb(fault.__traceback__)
    place = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-4:]))
    log.error("%s %s", type(fault).__name__, place)
