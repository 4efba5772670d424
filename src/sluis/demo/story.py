"""What happened, told from the folders of the parties: what came in, what came out, and who could see what."""

import csv
from pathlib import Path

import pyarrow.parquet as pq

from sluis.demo.world import Voice, World
from sluis.refusals.marking import _

_ROWS = 4


def show_story(world: World, voice: Voice) -> None:
    """Tell it."""
    first = Path(world.inputs[0])
    voice.line()
    voice.say(_("What the source has (invented patients):"))
    with first.open(encoding="utf-8", newline="") as file:
        _show([row for _, row in zip(range(_ROWS + 1), csv.reader(file), strict=False)], voice)
    received = world.place / "recipient-1" / "received" / "source-1.parquet"
    voice.line()
    voice.say(_("What the registry has:"))
    table = pq.read_table(received)
    rows = [[_short(value) for value in row.values()] for row in table.slice(0, _ROWS).to_pylist()]
    _show([table.column_names, *rows], voice)
    _joined(world, voice)
    voice.line()
    voice.say(_("Who could see what:"))
    for line in (
        _("  source     its own patients; no pseudonym of the registry"),
        _("  TTP        counts, sizes and times; no identity, no content, no pseudonym"),
        _("  registry   content and its own pseudonyms; no identity"),
    ):
        voice.say(line)
    voice.line()
    report = world.place / "reports" / f"source-1.recipient-1.prepare.{world.language}.html"
    voice.say(_("The processing report, as a page: {page}"), page=report)
    voice.say(
        _("Look further: sluis inspect {package}"), package=world.place / "recipient-1" / "inbox" / "source-1.sluis"
    )
    voice.say(_("and: sluis evidence verify --dir {folder}"), folder=world.place / "ttp")


def _joined(world: World, voice: Voice) -> None:
    files = sorted((world.place / "recipient-1" / "received").glob("*.parquet"))
    if len(files) > 1:
        persons = [set(pq.read_table(path, columns=["BSN"]).column(0).to_pylist()) - {None} for path in files[:2]]
        voice.line()
        voice.say(
            _("{count} persons came from both providers; the registry can join them, and does not know who they are."),
            count=len(persons[0] & persons[1]),
        )


def _short(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 26 else f"{text[:20]}…{text[-5:]}"


def _show(rows: list[list[str]], voice: Voice) -> None:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        voice.line("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
