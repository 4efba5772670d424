"""Lines and how one follows the other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.acting import event
from sluis.evidence.chain import GENESIS, Position, Walk, digest, position_of, read_line, write_line
from sluis.evidence.stretch import check
from sluis.refusals import Code
from sluis.refusals.catalogue import evidence


def chain(length: int) -> list[bytes]:
    lines: list[bytes] = []
    position = None
    for n in range(length):
        lines.append(write_line(event(n), position))
        position = Position(n, digest(lines[-1]))
    return lines


def walked(lines: list[bytes]) -> list[tuple[Code, dict[str, str | int]]]:
    walk = Walk()
    for number, line in enumerate(lines, 1):
        walk.step(line, 1, number)
    walk.settle()
    return [(finding.code, dict(finding.facts)) for finding in walk.findings]


def test_line_is_exact_json_that_ends_in_number_and_predecessor() -> None:
    first, second = chain(2)
    assert first.endswith(b'},"n":0,"previous":"%s"}\n' % GENESIS.encode())
    assert second.endswith(b'},"n":1,"previous":"%s"}\n' % digest(first).encode())
    assert read_line(second) == (1, event(1))
    assert position_of(second) == Position(1, digest(second))


def test_whole_chain_has_nothing_wrong() -> None:
    assert walked(chain(20)) == []


@pytest.mark.parametrize("n", [0, 3, 8])
def test_altered_event_is_named(n: int) -> None:
    lines = chain(10)
    lines[n] = lines[n].replace(b"youth-2026", b"youth-2027")
    assert walked(lines) == [(evidence.ALTERED, {"n": n, "segment": 1})]


def test_leap_names_the_event_under_suspicion() -> None:
    lines = chain(10)
    lines[3] = lines[3].replace(b"youth-2026", b"youth-2027")
    walk = Walk()
    for number, line in enumerate(lines[:5], 1):
        walk.step(line, 1, number)
    assert walk.findings == []  # the line after it may be to blame as well
    stretch = check(b"".join(lines[5:]))
    assert stretch is not None
    assert walk.leap(stretch)
    assert [dict(one.facts) for one in walk.findings] == [{"n": 3, "segment": 1}]
    assert walk.last == Position(9, digest(lines[9]))
    assert not walk.leap(stretch)  # it does not follow itself


def test_altered_predecessor_accuses_the_line_that_says_it() -> None:
    lines = chain(10)
    lines[4] = lines[4][:-4] + (b"0" if lines[4][-4:-3] != b"0" else b"1") + lines[4][-3:]
    assert walked(lines) == [(evidence.ALTERED, {"n": 4, "segment": 1})]


def test_removed_added_and_moved_events_are_named() -> None:
    lines = chain(10)
    assert walked(lines[:4] + lines[6:]) == [(evidence.GAP, {"segment": 1, "expected": 4, "found": 6})]
    assert walked(lines[2:]) == [(evidence.GAP, {"segment": 1, "expected": 0, "found": 2})]
    assert (evidence.GAP, {"segment": 1, "expected": 4, "found": 3}) in walked(lines[:4] + lines[3:])
    swapped = [*lines[:4], lines[5], lines[4], *lines[6:]]
    assert (evidence.GAP, {"segment": 1, "expected": 4, "found": 5}) in walked(swapped)


def test_line_that_is_none_is_named() -> None:
    for damage in (b"\n", b"{}\n", b"\xff" * 40 + b"\n", b'{"event":{' + b" " * 20_000 + b"\n"):
        lines = chain(6)
        lines[3] = damage
        assert walked(lines) == [(evidence.DAMAGED_LINE, {"line": 4, "segment": 1})]


def test_one_altered_event_after_which_all_was_written_anew_shows_only_outside() -> None:
    lines = chain(5)
    position = Position(1, digest(lines[1]))
    for n in range(2, 5):
        lines[n] = write_line(event(100 + n), position)
        position = Position(n, digest(lines[n]))
    assert walked(lines) == []


@settings(max_examples=100)
@given(st.data())
def test_one_flipped_bit_before_the_last_line_is_seen(data: st.DataObject) -> None:
    lines = chain(4)
    n = data.draw(st.integers(0, 2))
    bit = data.draw(st.integers(0, 8 * len(lines[n]) - 1))
    damaged = bytearray(lines[n])
    damaged[bit // 8] ^= 1 << bit % 8
    lines[n] = bytes(damaged)
    assert walked(b"".join(lines).splitlines(keepends=True)) != []


@pytest.mark.parametrize(
    "line", [b"", b"{}\n", b'{"event":{},"n":0,"previous":"' + b"0" * 64 + b'"}\n', chain(1)[0] + b"\n"]
)
def test_what_is_no_line_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match="no line"):
        read_line(line)


def test_event_that_does_not_fit_is_a_mistake() -> None:
    from dataclasses import replace

    from sluis.evidence.event import OBJECTS

    large = replace(event(), objects=dict.fromkeys(OBJECTS, "€" * 200))
    with pytest.raises(ValueError, match="16 KiB"):
        write_line(large, None)
