"""`deliver`: prepare and send, as one; to be given again after any interruption.

The outbox of the home holds a package from when it was made until it is known that the TTP has it. The same files under
the same agreement with the same options are the same delivery: given again, what lies there is sent, and nothing is
prepared anew. So whoever was interrupted gives the command again, as often as needed, and it arrives once.
"""

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sluis.courier.following import ARRIVING, NOT_TAKEN, find, same_number, withdraw
from sluis.courier.gate import Gate
from sluis.courier.policies import renew
from sluis.courier.sending import PATIENCE_SECONDS, Sent, send
from sluis.home.files import open_package
from sluis.home.home import Home
from sluis.home.outbox import Arrived, Slot
from sluis.home.progress import Progress
from sluis.package.keeping import kept, restored, sendable
from sluis.package.manifest import LIMIT_BYTES, Manifest
from sluis.package.report import Report
from sluis.refusals import Refused
from sluis.refusals.catalogue import courier as codes
from sluis.refusals.catalogue import deliveries as delivery_codes
from sluis.refusals.catalogue import gate as gate_codes
from sluis.refusals.catalogue import homes as home_codes
from sluis.refusals.catalogue import tables as table_codes
from sluis.signatures import exact
from sluis.signatures.certificates import Role
from sluis.source.preparing import REFERENCE_KEY, Wanted, prepare

_BLOCK = 1 << 20
_LABEL = b"sluis-outbox/1\n"
_PASSING = frozenset((
    codes.NOT_CONNECTED, codes.GATE_AWAY, codes.GATE_UNTRUSTED, codes.ANSWER_UNREADABLE, gate_codes.NOT_OPEN,
    gate_codes.OTHER_GATE, gate_codes.OTHER_TIME, gate_codes.SHOWN_BEFORE, gate_codes.NO_ACCOUNT, gate_codes.NOT_INSIDE,
    gate_codes.NO_ROOM, delivery_codes.BEING_TAKEN, table_codes.FILE_CHANGED,
    home_codes.HOME_BUSY, table_codes.DISK_FULL,
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivery that is at the TTP.

    Attributes:
        number: for the telephone.
        id: by which the gate knows it.
        delivery: its id in the manifest.
        report: of preparing it.
        before: it had arrived already, when this was interrupted.
        warnings: policies that could not be taken, by agreement.
    """

    number: str
    id: str
    delivery: str
    report: Report
    before: bool = False
    warnings: list[tuple[str, Refused]] = field(default_factory=list)


def deliver(
    home: Home, wanted: Wanted, *, report: Report | None = None, again: bool = False,
    patience: float = PATIENCE_SECONDS, progress: Progress | None = None,
) -> Delivered:  # fmt: skip
    """Prepare and send; or send what was prepared before, when it is not known to have arrived.

    Args:
        home: of a source that is connected.
        wanted: as for `prepare`; its `out` does not matter.
        report: filled on the way, also when the delivery is refused.
        again: deliver although the very same has arrived before.
        patience: seconds during which a gate that is away is tried again.
    Raises:
        Refused: nothing arrived; what was prepared is kept when that can pass (`is_passing`). DELIVERED_BEFORE.
    """
    home.require(Role.SOURCE)
    told = report if report is not None else Report("deliver", home.clock())
    with Gate(home) as gate:
        warnings = renew(home, gate, only=wanted.agreement.id)
    before = _looks(wanted.inputs)
    with home.outbox.holding(_name(home, wanted)) as slot:
        _fill(home, wanted, slot, told, before, again=again, progress=progress)
        sent = _send(home, slot, told, patience, progress)
    return Delivered(sent.number, sent.id, sent.delivery, told, sent.before, warnings)


def make_ready(
    home: Home, wanted: Wanted, *, report: Report, again: bool = False, progress: Progress | None = None
) -> str:
    """Prepare into the outbox, so that somebody can look before it is sent; the name of its place there.

    Raises:
        Refused: nothing was made. DELIVERED_BEFORE.
    """
    home.require(Role.SOURCE)
    before = _looks(wanted.inputs)
    with home.outbox.holding(_name(home, wanted)) as slot:
        _fill(home, wanted, slot, report, before, again=again, progress=progress)
    return slot.name


def send_ready(home: Home, name: str, *, patience: float = PATIENCE_SECONDS, progress: Progress | None = None) -> Sent:
    """Send what lies in the outbox under a name; as `deliver`, to be given again after any interruption.

    Raises:
        Refused: it did not arrive; UNKNOWN_DELIVERY when nothing lies there.
    """
    with home.outbox.holding(name) as slot:
        if not slot.is_full:
            raise Refused(delivery_codes.UNKNOWN_DELIVERY)
        return _send(home, slot, restored(slot.report()), patience, progress)


def discard(home: Home, name: str, *, sent: bool = True) -> None:
    """Let go of what lies in the outbox, when the TTP has nothing of it; what arrived in part is taken back first.

    Args:
        sent: somebody may have begun to send it, so that the gate is to be asked.
    Raises:
        Refused: GATE_AWAY; TAKEN_ALREADY when it has arrived after all.
    """
    with home.outbox.holding(name) as slot:
        if not slot.is_full:
            return
        if sent:
            _take_back(home, manifest_in(slot.package).delivery)
        slot.clear()


def is_passing(refused: Refused) -> bool:
    """Whether this is about the way or the moment, and not about what is delivered: the same may arrive later."""
    return refused.code in _PASSING


def manifest_in(package: Path) -> Manifest:
    """What a package of this home says of itself.

    Raises:
        Refused: FILE_MISSING, or what is wrong with it.
    """
    with open_package(package) as reader:
        return Manifest.read(reader.small("manifest.json", LIMIT_BYTES))


def forget(home: Home, gate: Gate, number: str) -> str | None:
    """Let a package go that waits here and of which the gate knows nothing; its number, or none when there is none.

    Raises:
        Refused: what the gate refuses; GATE_AWAY; BEING_TAKEN.
    """
    for waiting in home.outbox.waiting():
        if not same_number(manifest_in(waiting.package).number, number):
            continue
        with home.outbox.holding(waiting.name) as slot:
            if slot.is_full and find(gate, (manifest := manifest_in(slot.package)).delivery) is None:
                slot.clear()
                home.record("delivery.withdrawn", objects=manifest.objects())
                return manifest.number
    return None


def _take_back(home: Home, delivery: str) -> None:
    with Gate(home) as gate:
        found = find(gate, delivery)
        if found is not None and found["state"] in ARRIVING:
            withdraw(gate, str(found["id"]))
        elif found is not None and found["state"] not in NOT_TAKEN:
            raise Refused(delivery_codes.TAKEN_ALREADY)


def _fill(
    home: Home, wanted: Wanted, slot: Slot, report: Report, before: Mapping[str, Any], *, again: bool,
    progress: Progress | None,
) -> None:  # fmt: skip
    """Prepare into the slot, unless a package lies there; the report is of making it."""
    if slot.is_full:
        vars(report).update(vars(restored(slot.report())))
        return
    _require_new(slot, again)
    prepare(home, replace(wanted, out=slot.making), report, progress)
    if _looks(wanted.inputs) != before:
        slot.tidy()
        raise Refused(table_codes.FILE_CHANGED)
    slot.fill(kept(report))


def _send(home: Home, slot: Slot, report: Report, patience: float, progress: Progress | None) -> Sent:
    manifest = manifest_in(slot.package)
    if known := next((one for one in slot.notes() if one.delivery == manifest.delivery), None):
        slot.clear()  # the last that was left to do
        return Sent(known.id, known.delivery, known.number, before=True)
    try:
        described = sendable(report, home.settings.language)
        sent = send(home, slot.package, report=described, patience=patience, progress=progress)
        if sent.before:
            _require_taken(home, slot, manifest)
    except Refused as refused:
        found = _after(home, slot, manifest, refused)
        if found is None:
            raise
        sent = found
    slot.arrived(Arrived(sent.delivery, sent.number, sent.id, home.clock().isoformat()))
    return sent


def _require_taken(home: Home, slot: Slot, manifest: Manifest) -> None:
    """The gate knows the delivery; refuse when it was given up there, or refused, since it was sent.

    Raises:
        Refused: TAKEN_BACK, or what the TTP refused.
    """
    with Gate(home) as gate:
        found = find(gate, manifest.delivery)
        if found is None or found["state"] not in NOT_TAKEN:
            return
        slot.clear()
        if found["state"] == "refused" and found.get("refusal"):
            raise gate.meant(found["refusal"])
        raise Refused(delivery_codes.TAKEN_BACK, number=manifest.number)


def _after(home: Home, slot: Slot, manifest: Manifest, refused: Refused) -> Sent | None:
    """What became of a package that was refused: it arrived earlier after all, it stays, or it goes.

    It goes only when the gate says that it does not have it; else the next one prepared could be the second.
    """
    if is_passing(refused) or not slot.is_full:
        return None
    try:
        with Gate(home) as gate:
            found = find(gate, manifest.delivery)
    except Refused:
        return None
    if found is None or found["state"] in NOT_TAKEN:
        slot.clear()
        return None
    if found["state"] in ARRIVING:
        return None
    return Sent(str(found["id"]), manifest.delivery, manifest.number, before=True)


def _require_new(slot: Slot, again: bool) -> None:
    notes = slot.notes()
    if notes and not again:
        raise Refused(codes.DELIVERED_BEFORE, number=notes[-1].number, at=notes[-1].at[:10])


def _name(home: Home, wanted: Wanted) -> str:
    """What is asked for, as a name that tells nobody anything without this home's key."""
    asked = {
        "inputs": {table: _digest(path) for table, path in wanted.inputs.items()},
        "agreement": wanted.agreement.id,
        "mode": wanted.mode.value,
        "test": wanted.test,
        "corrects": wanted.corrects,
        "clear": dict(wanted.clear),
    }
    return hmac.new(home.keys.secret(REFERENCE_KEY), _LABEL + exact.dump(asked), hashlib.sha256).hexdigest()


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                found.update(block)
    except OSError:
        raise Refused(home_codes.FILE_MISSING, file=path.name) from None
    return found.hexdigest()


def _looks(inputs: Mapping[str, Path]) -> dict[str, Any]:
    """By what it is seen that a file was changed while it was read."""
    found = {}
    for table, path in inputs.items():
        try:
            status = os.stat(path)  # noqa: PTH116 - one look, of whatever the name leads to
        except OSError:
            raise Refused(home_codes.FILE_MISSING, file=path.name) from None
        found[table] = status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
    return found
