"""The store: appended on disk, one writer at a time, whole again after a crash."""

import fcntl
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from signatures.issuing import AT, refuses

from evidence.acting import codes, event, filled, lines, segment, signer, store, trust
from sluis.evidence import Event, EvidenceStore, verify
from sluis.evidence.chain import digest
from sluis.evidence.store import DESTROYED
from sluis.refusals.catalogue import evidence

APPENDING = """
import sys
from evidence.acting import event, store
from pathlib import Path
made = store(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    print(made.append(event(number)).n, flush=True)
"""


def appending(folder: Path, first: int, stop: int) -> "subprocess.Popen[bytes]":
    """Another process that appends, and says what it has appended."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-c", APPENDING, str(folder), str(first), str(stop)], stdout=subprocess.PIPE, env=environment
    )


def destroying(number: int) -> Event:
    return Event(
        kind=DESTROYED,
        at=AT,
        actor="timetable",
        responsible="ttp",
        access_point="custodian",
        objects={"segment": str(number)},
    )


@pytest.mark.covers("Z-39")
def test_events_come_back_in_order_with_their_times(tmp_path: Path) -> None:
    made = filled(tmp_path, 3)
    read = list(made.events())
    assert [n for n, _ in read] == [0, 1, 2, 3]
    assert read[0][1].kind == "evidence.begun"
    assert [each for _, each in read[1:]] == [event(1), event(2), event(3)]
    assert verify(tmp_path / "evidence", None, trust()).sound


def test_appended_event_is_known_by_number_and_hash(tmp_path: Path) -> None:
    position = store(tmp_path).append(event(1))
    assert (position.n, position.head) == (1, digest(lines(tmp_path)[-1]))
    assert store(tmp_path).append(event(2)).n == 2


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    filled(tmp_path, 1).close_segment(signer(), AT)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "evidence").iterdir()} == {0o600}
    assert stat.S_IMODE((tmp_path / "evidence").stat().st_mode) == 0o700


def test_two_chains_never_have_the_same_id(tmp_path: Path) -> None:
    ids = {filled(tmp_path / name, 1).checkpoint(signer(), AT).checkpoint.chain for name in "ab"}
    assert len(ids) == 2
    assert all(each.startswith("ttp.") for each in ids)


def test_checkpoint_says_where_the_chain_stands(tmp_path: Path) -> None:
    made = filled(tmp_path, 2)
    signed = made.checkpoint(signer(), AT)
    assert (signed.checkpoint.n, signed.checkpoint.head) == (2, digest(lines(tmp_path)[-1]))
    together = made.append_and_check(event(3), signer())
    assert (together.checkpoint.n, together.checkpoint.at) == (3, event(3).at)
    with refuses(evidence.EVIDENCE_MISSING):
        store(tmp_path / "other").checkpoint(signer(), AT)


def test_two_processes_append_at_once(tmp_path: Path) -> None:
    processes = [appending(tmp_path, first, first + 40) for first in (100, 200)]
    said = [process.communicate()[0].split() for process in processes]
    assert all(process.returncode == 0 for process in processes)
    assert sorted(int(n) for each in said for n in each) == list(range(1, 81))
    found = verify(tmp_path / "evidence", None, trust())
    assert (found.sound, found.events) == (True, 81)
    kept = [int(each.objects["delivery"], 16) for n, each in store(tmp_path).events() if n]
    assert sorted(kept) == [*range(100, 140), *range(200, 240)]


def test_killed_writer_loses_nothing_that_it_was_told(tmp_path: Path) -> None:
    acknowledged = 0
    for attempt in range(3):
        process = appending(tmp_path, 0, 100_000)
        assert process.stdout
        for _ in range(5 + 7 * attempt):
            acknowledged = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        process.communicate()
        position = store(tmp_path).append(event(7))
        assert position.n > acknowledged
        assert verify(tmp_path / "evidence", None, trust()).sound


def test_torn_line_is_moved_aside_and_recorded(tmp_path: Path) -> None:
    filled(tmp_path, 3)
    whole = segment(tmp_path).read_bytes()
    last = lines(tmp_path)[-1]
    for left in (1, len(last) // 2, len(last) - 1):
        segment(tmp_path).write_bytes(whole[: len(whole) - len(last) + left])
        assert codes(verify(tmp_path / "evidence", None, trust())) == [evidence.TORN_LINE.number]
        assert store(tmp_path).append(event(9)).n == 4
        assert verify(tmp_path / "evidence", None, trust()).sound
        repaired = list(store(tmp_path).events())[3][1]
        assert repaired.kind == "evidence.repaired"
        assert repaired.counts == {"bytes": left}
        aside = segment(tmp_path).with_name(f"00000001.torn-{len(whole) - len(last)}")
        assert aside.read_bytes() == last[:left]
        assert repaired.objects["digest"] == digest(last[:left])


def test_torn_first_line_lets_the_chain_begin_anew(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    segment(tmp_path).write_bytes(lines(tmp_path)[0][:40])
    assert store(tmp_path).append(event(1)).n == 2
    kinds = [each.kind for _, each in store(tmp_path).events()]
    assert kinds == ["evidence.begun", "evidence.repaired", "delivery.relayed"]
    assert verify(tmp_path / "evidence", None, trust()).sound


def test_nothing_follows_what_is_no_line(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    for damage in (b"{}\n", b"x" * 100_000, b"x" * 100_000 + b"\n"):
        segment(tmp_path).write_bytes(b"".join(lines(tmp_path)[:2]) + damage)
        before = segment(tmp_path).read_bytes()
        with refuses(evidence.EVIDENCE_UNUSABLE):
            store(tmp_path).append(event(2))
        assert segment(tmp_path).read_bytes() == before


def test_writer_waits_only_briefly(tmp_path: Path) -> None:
    made = EvidenceStore(tmp_path / "evidence", chain="ttp", wait_seconds=0.02)
    made.append(event(1))
    with (tmp_path / "evidence" / "lock").open("r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with refuses(evidence.EVIDENCE_BUSY):
            made.append(event(2))
    assert made.append(event(2)).n == 2


def test_chain_goes_on_in_the_next_segment(tmp_path: Path) -> None:
    made = filled(tmp_path, 2)
    closing = made.close_segment(signer(), AT)
    assert made.append(event(3)).n == 3
    assert [len(lines(tmp_path, number)) for number in (1, 2)] == [3, 1]
    assert closing.checkpoint.head.encode() in lines(tmp_path, 2)[0]
    assert verify(tmp_path / "evidence", closing, trust()).sound
    assert made.checkpoint(signer(), AT).checkpoint.chain == closing.checkpoint.chain


def test_segment_without_events_is_not_closed(tmp_path: Path) -> None:
    made = filled(tmp_path, 1)
    made.close_segment(signer(), AT)
    with refuses(evidence.EVIDENCE_MISSING):
        made.close_segment(signer(), AT)


def test_oldest_closed_segment_is_destroyed_with_proof(tmp_path: Path) -> None:
    made = filled(tmp_path, 2)
    first = made.close_segment(signer(), AT)
    made.append(event(3))
    made.close_segment(signer(), AT)
    made.append(event(4))
    with refuses(evidence.SEGMENT_NOT_CLOSED):
        made.destroy_segment(2, signer(), destroying(2))
    with refuses(evidence.SEGMENT_NOT_CLOSED):
        made.destroy_segment(3, signer(), destroying(3))
    made.destroy_segment(1, signer(), destroying(1))
    made.destroy_segment(2, signer(), destroying(2))
    assert not segment(tmp_path, 1).exists()
    assert not segment(tmp_path, 2).exists()
    found = verify(tmp_path / "evidence", None, trust())
    assert found.sound
    assert found.chain == first.checkpoint.chain
    assert [each.kind for _, each in made.events()] == ["delivery.relayed", DESTROYED, DESTROYED]
    assert made.append(event(5)).n == 7


def test_destruction_names_its_segment(tmp_path: Path) -> None:
    made = filled(tmp_path, 1)
    with pytest.raises(ValueError, match="which segment"):
        made.destroy_segment(1, signer(), destroying(2))
    with pytest.raises(ValueError, match="which segment"):
        made.destroy_segment(1, signer(), event(1))
