"""Files as sources really hand them in, and the program as a process of its own."""

import io
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyarrow.parquet as pq
from worlds import World

_ROOT = Path(__file__).resolve().parents[1]


def bsns(count: int) -> list[str]:
    """Numbers that pass the eleven-test, in a range that is not issued."""
    numbers = np.arange(900_000_000, 900_000_000 + 12 * count + 12)
    digits = numbers[:, None] // 10 ** np.arange(8, -1, -1) % 10
    valid = (digits @ np.array([9, 8, 7, 6, 5, 4, 3, 2, -1])) % 11 == 0
    return [str(number) for number in numbers[valid][:count]]


def many(count: int, value: str = "12") -> str:
    """A file of so many persons."""
    rows = "".join(f"{bsn},A {bsn},27/03/2008,2345 AB,1,{value},2026-1\n" for bsn in bsns(count))
    return "BSN,NAME,DOB,POST,SEX,SDQ_SCORE,PERIOD\n" + rows


def workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with these rows in its only sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def received(world: World, *inputs: object, more: Sequence[object] = ()) -> list[dict[str, Any]]:
    """Through all three parties: the rows at the recipient."""
    for answer in (world.prepare(*inputs, more=more), world.relay(), world.open()):
        assert answer.code == 0, (answer.out, answer.err)
    return list(pq.read_table(world.path("received.parquet")).to_pylist())


def findings(world: World) -> list[tuple[int | None, str | None, str, str]]:
    """What the report of `prepare` says: row, field, code and severity."""
    found = world.report()["findings"]
    return [(one["row"], one["field"], one["code"], one["severity"]) for one in found]


def start(*words: object, room: int | None = None, **streams: Any) -> subprocess.Popen[bytes]:
    """The program as a process of its own; no file of it may become larger than `room` bytes."""
    environment = {**os.environ, "PYTHONPATH": str(_ROOT / "src")}
    program = ["-m", "sluis.cli"] if room is None else ["-c", _LIMITED, str(room)]
    return subprocess.Popen([sys.executable, *program, *(str(word) for word in words)], env=environment, **streams)


def run(*words: object, room: int | None = None) -> tuple[int, str, str]:
    """Its exit code, standard output and standard error, both of them pipes."""
    process = start(*words, room=room, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = process.communicate(timeout=60)
    return process.returncode, out.decode(), err.decode()


# rbcl unpacks its library into a file when it is imported, which has nothing to do with the exchange.
_LIMITED = """
import resource, sys, rbcl
from sluis.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.exit(main(sys.argv[2:]))
"""


def prepare_words(world: World, file: Path) -> list[object]:
    """`source prepare` as words."""
    return [
        "source", "prepare", file, "--home", world.path("source-1"), "--out", world.path("offered.sluis"),
        "--report", world.path("offered.prepare.json"),
    ]  # fmt: skip


def files(world: World) -> set[Path]:
    """Everything that lies in the world."""
    return {path for path in world.place.rglob("*") if path.is_file()}
