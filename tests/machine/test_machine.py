"""Each system's way, as far as one machine can try: with what Linux has, and without it."""

import subprocess
import sys
from pathlib import Path

import pytest
from worlds import PEOPLE, Worlds, specification

from sluis.machine import files, locks

ROOT = Path(__file__).resolve().parents[2]
_WITHOUT = """
import asyncio, multiprocessing, os, ssl, subprocess, sys, tempfile, types
import fcntl as real
locked = types.ModuleType("msvcrt")
locked.LK_NBLCK = 2
def locking(descriptor, how, size):
    at = os.lseek(descriptor, 0, os.SEEK_CUR)
    assert at >= 1 << 40 and size == 1
    real.lockf(descriptor, real.LOCK_EX | real.LOCK_NB, size, at)
locked.locking = locking
sys.modules["msvcrt"], sys.modules["fcntl"] = locked, None
for name in ("O_DIRECTORY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "O_TMPFILE", "pread", "preadv", "pwrite",
             "sched_getaffinity"):
    delattr(os, name)
"""


def without(code: str, *words: object) -> subprocess.CompletedProcess[str]:
    """Run Python without what Windows does not have."""
    command = [sys.executable, "-c", _WITHOUT + code, *map(str, words)]
    return subprocess.run(
        command, env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin", "HOME": "/nonexistent"}, capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip


def test_a_lock_is_held_by_one(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.touch()
    with path.open("r+b") as one, path.open("r+b") as other:
        assert locks.take(one.fileno()) and not locks.take(other.fileno())
        one.close()
        locks.wait_for(other.fileno())
    with path.open("rb") as one, path.open("rb") as other:
        assert locks.take(one.fileno(), shared=True) and locks.take(other.fileno(), shared=True)


def test_reading_and_writing_at_a_place(tmp_path: Path) -> None:
    path = tmp_path / "file"
    code = "import sys; from sluis.machine import files\n"
    code += "f = open(sys.argv[1], 'w+b', buffering=0); files.write_at(f.fileno(), b'abcdef', 2)\n"
    code += "room = memoryview(bytearray(3)); assert files.read_into(f.fileno(), room, 3) == 3\n"
    code += "print(files.read_at(f.fileno(), 9, 4), bytes(room), files.read_into(f.fileno(), room, 99))"
    assert without(code, path).stdout == "b'cdef' b'bcd' 0\n"
    with path.open("w+b", buffering=0) as file:
        files.write_at(file.fileno(), b"abcdef", 2)
        room = memoryview(bytearray(3))
        assert (files.read_at(file.fileno(), 9, 4), files.read_into(file.fileno(), room, 3)) == (b"cdef", 3)
        assert bytes(room) == b"bcd"
    files.sync_folder(tmp_path)


@pytest.mark.parametrize("code", ["import sluis.desk.opening", "import sluis.recipient.opening, sluis.source.watching"])
def test_rooms_of_a_party_can_be_loaded(code: str) -> None:
    found = without(code)
    assert found.returncode == 0, found.stderr


def test_a_source_prepares_without_what_windows_lacks(worlds: Worlds, tmp_path: Path) -> None:
    world = worlds.make(tmp_path / "world", specification())
    code = "from sluis.cli import main; sys.exit(main(sys.argv[1:]))"
    home, out = world.path("source-1"), world.path("offered.sluis")
    found = without(code, "--language", "en", "source", "prepare", world.write(PEOPLE), "--home", home, "--out", out)
    assert found.returncode == 0, found.stderr
    assert world.relay().code == 0 and world.open().code == 0
    assert not [path for path in world.place.rglob("*.part") if path.is_file()]
