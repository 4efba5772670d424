"""What the command line shows: text for people, JSON for machines, progress for whoever waits."""

import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, TextIO

from sluis.refusals import Refused, advice, place, sentence, translation
from sluis.refusals.marking import _


@dataclass
class Console:
    """Where a command writes.

    Attributes:
        language: of everything that people read.
        machine: JSON on standard output, no progress.
        quiet: no progress.
    """

    language: str = "nl"
    machine: bool = False
    quiet: bool = False
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)

    def word(self, text: str, **facts: object) -> str:
        """A text in the reader's language."""
        return translation(self.language).gettext(text).format_map(facts)

    def say(self, text: str, **facts: object) -> None:
        """A sentence for people; machines get JSON instead."""
        if not self.machine:
            print(self.word(text, **facts), file=self.out, flush=True)

    def line(self, text: str = "") -> None:
        """A line that needs no translation."""
        if not self.machine:
            print(text, file=self.out, flush=True)

    def data(self, value: Mapping[str, Any] | Sequence[Any]) -> None:
        """The result for machines."""
        if self.machine:
            print(json.dumps(value, ensure_ascii=False, indent=2), file=self.out, flush=True)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Columns of text, as wide as they need to be."""
        if self.machine:
            return
        cells = [[self.word(head) for head in heads], *([_printable(str(cell)) for cell in row] for row in rows)]
        widths = [max(len(row[at]) for row in cells) for at in range(len(heads))]
        for row in cells:
            self.line("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

    def refusal(self, refused: Refused, more: Mapping[str, Any] | None = None) -> None:
        """Why something was refused, with its code, on standard error; for machines with more beside it."""
        where = f" ({place(refused.where, self.language)})" if refused.where else ""
        message = sentence(refused.code, refused.facts, self.language)
        print(f"{self.word(_REFUSED)} {refused.code.number}{where}: {message}", file=self.err)
        print(f"  → {advice(refused.code, refused.facts, self.language)}", file=self.err, flush=True)
        said = {"outcome": "refused", "code": refused.code.number, "where": refused.where, "message": message}
        self.data(said | dict(more or {}))

    def progress(self) -> "Bar":
        """A bar for a step, once it takes more than two seconds; silent in a pipe."""
        return Bar(self, shown=not (self.machine or self.quiet) and self.err.isatty())


_REFUSED = _("Refused")
_PARTS = {"rows": _("rows"), "persons": _("persons"), "bytes": _("sent or fetched")}
PATIENCE_SECONDS = 2.0


def _printable(text: str) -> str:
    """The text without characters that steer a terminal; some of it was written by another party."""
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)


class Bar:
    """Progress of the parts of one step, drawn by rich from the third second on."""

    def __init__(self, console: Console, *, shown: bool) -> None:
        self._console, self._shown = console, shown
        self._started = time.monotonic()
        self._drawn: Any = None
        self._task: Any = None
        self._what, self._total = "rows", 0
        self._began: tuple[float, int] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn is not None:
            self._drawn.stop()

    def begin(self, what: str, total: int) -> None:
        """A new part of the step."""
        self._what, self._total, self._began = what, total, None
        if self._drawn is not None:
            self._task = self._drawn.add_task(self._console.word(_PARTS[what]), total=total or None, counts="")

    def advance(self, done: int, **counts: int) -> None:
        """So far."""
        self._began = self._began or (time.monotonic(), done)
        if not self._shown or time.monotonic() - self._started < PATIENCE_SECONDS:
            return
        if self._drawn is None:
            self._draw()
        text = self._flow(done) if self._what == "bytes" else self._counted(counts)
        self._drawn.update(self._task, completed=done, counts=text)

    def _flow(self, done: int) -> str:
        """How much, and how fast it goes since this program began; what was there before does not count as fast."""
        began, before = self._began or (time.monotonic(), done)
        rate = (done - before) / max(time.monotonic() - began, 0.001)
        return f"{self._size(done)}  {self._size(rate)}/s"

    def _size(self, count: float) -> str:
        text = f"{count / 1e6:,.1f} MB"
        return text.translate(str.maketrans(",.", ".,")) if self._console.language == "nl" else text

    def _counted(self, counts: Mapping[str, int]) -> str:
        text = "  ".join(f"{value:,} {self._console.word(_PARTS[name])}" for name, value in counts.items())
        return text.replace(",", ".") if self._console.language == "nl" else text

    def _draw(self) -> None:
        from rich.console import Console as RichConsole
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self._drawn = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f}%"),
            TextColumn("{task.fields[counts]}"),
            TimeRemainingColumn(),
            console=RichConsole(file=self._console.err),
            transient=True,
        )
        self._drawn.start()
        self._task = self._drawn.add_task(self._console.word(_PARTS[self._what]), total=self._total or None, counts="")
