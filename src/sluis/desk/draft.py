"""One delivery on its way: what was chosen, what was found, what was sent."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from sluis.agreement.terms import Agreement
from sluis.desk.holding import Held
from sluis.package.manifest import Mode
from sluis.package.report import Report
from sluis.refusals import Refused
from sluis.source.preparing import clear_fields
from sluis.specification.model import Specification

WORKBOOK = "workbook"


class Stage(StrEnum):
    """Where a draft stands."""

    CHOOSING = "choosing"
    PREPARING = "preparing"
    REFUSED = "refused"
    READY = "ready"
    SENDING = "sending"
    WAITING = "waiting"
    ARRIVED = "arrived"


@dataclass
class Pace:
    """How far a step is; told by the program at work, read by pages.

    Attributes:
        stop: set by whoever wants to break it off.
    """

    what: str = ""
    total: int = 0
    done: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    stop: bool = False

    @property
    def percent(self) -> int:
        """Of this part of the step."""
        return min(100, self.done * 100 // self.total) if self.total else 0


@dataclass
class Draft:
    """A delivery on its way.

    Attributes:
        agreement: under which; none until it was chosen.
        files: that were chosen, by the name of their slot.
        password: of a workbook; never shown again.
        report: of preparing it.
        slot: name of the package in the outbox.
        refusal: why it could not be sent.
        sent: id at the gate and number, once it arrived.
        again: deliver although the very same has arrived before.
        tried: sending it was begun, here or before.
        wrong: what is not right in what was chosen, by the name of the field; words that can be translated.
    """

    id: str = field(default_factory=lambda: secrets.token_hex(8))
    stage: Stage = Stage.CHOOSING
    agreement: Agreement | None = None
    specification: Specification | None = None
    mode: Mode = Mode.REPLACE
    test: bool = True
    corrects: str = ""
    clear: dict[str, str] = field(default_factory=dict)
    password: str = ""
    files: dict[str, Held] = field(default_factory=dict)
    report: Report | None = None
    slot: str = ""
    refusal: Refused | None = None
    sent: tuple[str, str] = ("", "")
    again: bool = False
    tried: bool = False
    pace: Pace = field(default_factory=Pace)
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self.stage in (Stage.PREPARING, Stage.SENDING)

    @property
    def slots(self) -> list[str]:
        """What files are asked for: one per table; one workbook holds all tables."""
        if self.specification is None:
            return []
        names = [table.name for table in self.specification.tables]
        return [WORKBOOK] if self.specification.format.type == "xlsx" and len(names) > 1 else names

    @property
    def clear_names(self) -> list[str]:
        """Fields of which one value counts for all rows."""
        return [one.name for one in clear_fields(self.specification)] if self.specification else []

    @property
    def needs_files(self) -> bool:
        """Whether there is something to read."""
        return self.mode is not Mode.NOTHING

    def inputs(self) -> dict[str, Path]:
        """Table → file, as preparing wants it."""
        if self.specification is None or not self.needs_files:
            return {}
        if self.slots == [WORKBOOK]:
            return {table.name: self.files[WORKBOOK].path for table in self.specification.tables}
        return {name: self.files[name].path for name in self.slots}

    def keep(self, slot: str, held: Held) -> None:
        """Another file in this place."""
        before = self.files.pop(slot, None)
        if before:
            before.let_go()
        self.files[slot] = held

    def let_go(self) -> None:
        """Files and password are needed no more."""
        for held in self.files.values():
            held.let_go()
        self.files.clear()
        self.password = ""
