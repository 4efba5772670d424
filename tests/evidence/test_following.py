"""Pieces checked side by side tell exactly what a plain walk tells, whatever was done to the chain."""

import os
import signal
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from signatures.issuing import AT

from evidence.acting import event, filled, segment, signer, store, trust
from evidence.damaging import damaged
from evidence.plain import chain, plain_file, plain_lines
from sluis.evidence import Followed, pieces, verify, verify_lines, workers
from sluis.evidence.chain import Position, Walk, digest, write_line
from sluis.evidence.following import Following
from sluis.evidence.pieces import Piece, file_pieces, line_pieces
from sluis.evidence.stretch import check
from sluis.evidence.workers import Workers
from sluis.refusals.catalogue import evidence

LENGTH = 60
BEFORE = [None, *(Position(n, digest(b"before")) for n in (7, 95, 985, 9_990, 1_000_985, 2**53 - 80))]
LINES = cache(lambda at: tuple(chain(LENGTH, BEFORE[at])))

damages = given(seed=st.integers(0, 2**32), times=st.integers(0, 3), at=st.sampled_from(range(len(BEFORE))))
many = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces so small that a short chain has many, and all of them for other processes."""
    monkeypatch.setattr(pieces, "PIECE_BYTES", 2000)
    monkeypatch.setattr(pieces, "PIECE_LINES", 7)
    monkeypatch.setattr(workers, "ALONE", 0)


@pytest.fixture
def two() -> Iterator[Workers]:
    """Two processes."""
    with Workers(2) as made:
        yield made


def followed(cut: Iterable[Piece], some: Workers, before: Position | None = None) -> Followed:
    walk = Walk(before)
    following = Following(walk, 1)
    for piece, stretch in some.checked(cut):
        following.take(piece, stretch)
    following.finish()
    walk.settle()
    return Followed(tuple(walk.findings), walk.last, following.lines)


def chunked(lines: Sequence[bytes], size: int) -> list[Sequence[bytes]]:
    return [lines[at : at + size] for at in range(0, len(lines), size)]


@many
@damages
def test_file_is_told_as_by_a_plain_walk(two: Workers, tmp_path: Path, seed: int, times: int, at: int) -> None:
    data = b"".join(damaged(list(LINES(at)), seed, times))
    path = tmp_path / "segment"
    path.write_bytes(data)
    assert followed(file_pieces(path, len(data)), two) == plain_file(data)


@many
@damages
def test_lines_are_told_as_by_a_plain_walk(two: Workers, seed: int, times: int, at: int) -> None:
    lines = damaged(list(LINES(at)), seed, times)
    cut = line_pieces(chunked(lines, seed % 11 + 1))
    assert followed(cut, two, BEFORE[at]) == plain_lines(lines, BEFORE[at])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), times=st.integers(0, 2), wanted=st.integers(0, 40))
def test_chain_is_held_against_a_checkpoint_in_both_ways(
    tmp_path_factory: pytest.TempPathFactory, seed: int, times: int, wanted: int
) -> None:
    place = tmp_path_factory.mktemp("chain")
    made = filled(place, wanted + 1)
    kept = made.checkpoint(signer(), AT)
    for number in range(8):
        made.append(event(number))
    lines = segment(place).read_bytes().splitlines(keepends=True)
    segment(place).write_bytes(b"".join(damaged(lines, seed, times)))
    side_by_side = verify(place / "evidence", kept, trust(), 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "check", lambda _data: None)  # nothing is leapt over
        assert verify(place / "evidence", kept, trust(), 1) == side_by_side


@pytest.mark.parametrize("at", range(len(BEFORE)))
def test_whole_lines_are_leapt_over(at: int) -> None:
    lines, before = LINES(at), BEFORE[at]
    first, previous = (before.n + 1, before.head) if before else (0, "0" * 64)
    assert check(b"".join(lines)) == (first, previous, LENGTH, digest(lines[-1]))
    assert check(b"".join(lines[20:])) == (first + 20, digest(lines[19]), LENGTH - 20, digest(lines[-1]))
    assert check(b"") is None


def test_numbers_are_followed_to_the_next_length() -> None:
    """Lines are compared a thousand at a time; no number may be lost between."""
    lines, position = [], None
    for n in range(11_050):
        lines.append(write_line(event(1), position))
        position = Position(n, digest(lines[-1]))
    found = check(b"".join(lines))
    assert found is not None
    assert found[2] == 11_050
    for n in (9, 10, 99, 100, 999, 1000, 1001, 9_999, 10_000, 11_000):
        assert check(b"".join(lines[:n] + lines[n + 1 :])) is None


def test_lines_from_a_cursor_go_on_after_a_position() -> None:
    lines = chain(50)
    half = verify_lines(chunked(lines[:25], 4), None, 2)
    assert half == Followed((), Position(24, digest(lines[24])), 25)
    rest = verify_lines(iter(chunked(lines[25:], 1000)), half.last, 2, segment=3)
    assert rest == Followed((), Position(49, digest(lines[49])), 25)
    wrong = verify_lines([lines[26:]], half.last, 2, segment=3)
    assert [dict(one.facts) for one in wrong.findings] == [{"segment": 3, "expected": 25, "found": 26}]
    assert verify_lines([], half.last) == Followed((), half.last, 0)


def test_lines_that_are_not_one_line_each_are_no_chain() -> None:
    lines = chain(20)
    one, other = lines[:2]
    for wrong in (
        [one + other, *lines[2:]],
        [one[:9], one[9:], *lines[1:]],
        [one[:9], one[9:] + other, *lines[2:]],  # as many as there are lines
    ):
        assert verify_lines([wrong], None, 2).findings == plain_lines(wrong, None).findings != ()


def test_suspicion_at_the_end_of_a_piece_comes_before_what_is_found_later() -> None:
    lines = chain(40)
    lines[5] = lines[5].replace(b"youth", b"adult")  # shows at the seventh line, the last of its piece
    wrong = lines[:30] + lines[31:]
    found = verify_lines([wrong], None, 2).findings
    assert [one.code for one in found] == [evidence.ALTERED, evidence.GAP]
    assert found == plain_lines(wrong, None).findings


def test_reading_stops_when_all_is_wrong() -> None:
    asked = 0

    def endless() -> Iterator[list[bytes]]:
        nonlocal asked
        while True:
            asked += 1
            yield [b"{}\n"] * 10

    found = verify_lines(endless(), None, 2)
    assert 100 < len(found.findings) < 200
    assert asked < 40


def test_few_lines_are_held_at_a_time() -> None:
    """What is read ahead of the checks is bounded by the workers, not by the chain."""
    lines = chain(400)
    taken, read = 0, 0

    def reading() -> Iterator[list[bytes]]:
        nonlocal read
        for line in lines:
            read += 1
            yield [line]

    with Workers(2) as some:
        for _piece, stretch in some.checked(line_pieces(reading())):
            assert stretch is not None
            taken += stretch[2]
            assert read - taken <= 2 * 2 * 7


def test_killed_worker_changes_nothing() -> None:
    lines = chain(LENGTH)
    with Workers(2) as some:
        found = some.checked(line_pieces([lines]))
        next(found)
        for process in some._processes:
            os.kill(process.pid, signal.SIGKILL)
        assert sum(stretch[2] for _, stretch in found if stretch) == LENGTH - 7


def test_no_process_stays_behind() -> None:
    with Workers(2) as some:
        for _ in some.checked(line_pieces([chain(LENGTH)])):
            break
        assert some._processes
    assert all(process.returncode == 0 for process in some._processes)


def test_short_chain_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "ALONE", 3)
    monkeypatch.setattr(pieces, "PIECE_LINES", 1 << 12)
    with Workers(2) as some:
        assert len(list(some.checked(line_pieces([chain(LENGTH)])))) == 1
        assert not some._processes


def test_there_is_at_least_one_worker() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Workers(0)


def test_segment_store_verifies_side_by_side(tmp_path: Path) -> None:
    made = filled(tmp_path, 30)
    made.close_segment(signer(), AT)
    store(tmp_path).append(event(31))
    found = verify(tmp_path / "evidence", None, trust(), 2)
    assert found.sound
    assert found.events == 32
