"""What can be done to a chain: by a bad disk, by a clumsy hand, and by somebody who makes hashes right again."""

from collections.abc import Callable
from hashlib import sha256
from random import Random

Damage = Callable[[list[bytes], Random], list[bytes]]
"""Lines and chance → other lines; they are put behind each other and may then be cut otherwise."""


def flipped(lines: list[bytes], chance: Random) -> list[bytes]:
    """One bit is another."""
    at = chance.randrange(len(lines))
    line = bytearray(lines[at])
    line[chance.randrange(len(line))] ^= 1 << chance.randrange(8)
    return [*lines[:at], bytes(line), *lines[at + 1 :]]


def removed(lines: list[bytes], chance: Random) -> list[bytes]:
    """Some lines are gone."""
    at, count = chance.randrange(len(lines)), chance.randrange(1, 4)
    return lines[:at] + lines[at + count :]


def repeated(lines: list[bytes], chance: Random) -> list[bytes]:
    """Some lines stand there twice."""
    at, count = chance.randrange(len(lines)), chance.randrange(1, 12)
    return lines[: at + count] + lines[at:]


def swapped(lines: list[bytes], chance: Random) -> list[bytes]:
    """Two lines have changed places."""
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    changed = list(lines)
    changed[one], changed[other] = lines[other], lines[one]
    return changed


def replaced(lines: list[bytes], chance: Random) -> list[bytes]:
    """Something that is no line stands for one."""
    at = chance.randrange(len(lines))
    other = chance.choice(
        [b"\n", b"{}\n", b"\xff\xfe\n", b"x" * 20_000 + b"\n", b'{"event":{' + b"y" * 40_000, lines[at][:-1], b"\r\n",
         lines[at][:40] + b"\n" + lines[at][40:], lines[at][:40] + b"\r" + lines[at][40:], lines[at][5:], b"\x00" * 16_385]
    )  # fmt: skip
    return [*lines[:at], other, *lines[at + 1 :]]


def reworded(lines: list[bytes], chance: Random) -> list[bytes]:
    """A number or a hash says something else."""
    at = chance.randrange(len(lines))
    line = lines[at]
    other = chance.choice([
        line.replace(b'"n":', b'"n":0'), line.replace(b'"n":', b'"n":1'), line.replace(b'"n":', b'"n":-'),
        line.replace(b'"n":', b'"n": '), line[:-67] + line[-67:].upper(), line[:-67] + b"0" * 64 + b'"}\n',
        line[:-67] + "é".encode() * 32 + b'"}\n', line[:-3] + b'" }\n', line.replace(b'"n":', b'"n":9999999999999999'),
    ])  # fmt: skip
    return [*lines[:at], other, *lines[at + 1 :]]


def cut(lines: list[bytes], chance: Random) -> list[bytes]:
    """It ends somewhere."""
    data = b"".join(lines)
    return [data[: chance.randrange(len(data))]]


def forged(lines: list[bytes], chance: Random) -> list[bytes]:
    """A line is another, even one that is none, and the hashes of all that follow are made right again."""
    at = chance.randrange(len(lines))
    line = lines[at]
    other = chance.choice([
        line.replace(b"youth", b"adult"), line.replace(b'{"event":{', b'{"Event":{'), line.replace(b'{"event":{', b'{"event":|'),
        line[:20] + b"z" * 20_000 + line[20:], line[:20] + b"z" * (16_384 - len(line)) + line[20:],
        line[:20] + b"z" * (16_385 - len(line)) + line[20:], line[:20] + b"\r" + line[20:], line.replace(b'{"event":{', b""),
        line.replace(b'"n":', b'"n":0'), line[-90:],
    ])  # fmt: skip
    return _rehashed([*lines[:at], other, *lines[at + 1 :]], at)


def _rehashed(lines: list[bytes], at: int) -> list[bytes]:
    for n in range(at + 1, len(lines)):
        lines[n] = lines[n][:-67] + sha256(lines[n - 1]).hexdigest().encode() + lines[n][-3:]
    return lines


DAMAGES: tuple[Damage, ...] = (flipped, removed, repeated, swapped, replaced, reworded, cut, forged)


def damaged(lines: list[bytes], seed: int, times: int) -> list[bytes]:
    """The lines after so many mishaps."""
    chance = Random(seed)
    for _ in range(times):
        if lines and any(lines):
            lines = [line for line in chance.choice(DAMAGES)(list(lines), chance) if line]
    return lines
