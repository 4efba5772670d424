"""A stretch of a chain, checked by itself: lines in order, without those before them.

Every line holds the hash of its predecessor, so all that a stretch cannot know is whether its first line follows what
comes before. That one comparison is left to whoever puts stretches together; so they can be checked side by side.

This file also runs by itself, as a process that is asked and answers. It needs no other part of Sluis, and so little
of the standard library that the process is there at once. Around the hash of a short line Python takes longer than the
hash itself, so everything else is done for a thousand lines at a time.
"""

import marshal
import signal
import sys
from hashlib import sha256
from io import BytesIO
from itertools import islice
from operator import add

Stretch = tuple[int, str, int, str]
"""The number of the first line, the hash that it holds of its predecessor, how many lines, the hash of the last."""

LONGEST_LINE = 1 << 14
START = b'{"event":{'

_BEYOND_START = b'{"event":|'  # the least that is greater than everything that begins with START
_OPEN, _CLOSE = '},"n":', '"}\n'
_PREVIOUS = ',"previous":"'
_HEX = 64
_BEHIND_NUMBER = len(_PREVIOUS) + _HEX + len(_CLOSE)
_PLAIN = tuple(f"{n}{_PREVIOUS}" for n in range(1000))
_PADDED = tuple(f"{n:03d}{_PREVIOUS}" for n in range(1000))


def check(data: bytes) -> Stretch | None:
    """The stretch that these bytes are; none when anything at all is wrong, and somebody must look closer."""
    said = _said(data[: data.find(b"\n") + 1])
    if said is None or not _in_lines(data):
        return None
    n, head = first, previous = said
    lines = BytesIO(data)
    while True:
        high, lows = _numbers(n)
        group = list(islice(lines, len(lows)))
        if not group:
            return first, previous, n - first, head
        *heads, head = _hashed(group, head)
        opening = _OPEN + high
        ends = opening + (_CLOSE + opening).join(map(add, lows, heads)) + _CLOSE
        if not _stand(group, ends.encode(), len(_OPEN) + len(str(n)) + _BEHIND_NUMBER):
            return None
        n += len(group)


def _said(line: bytes) -> tuple[int, str] | None:
    """What a line says of itself: its number and the hash of its predecessor. It is compared with what it must be."""
    at = len(line) - _BEHIND_NUMBER
    number = line[line.rfind(b":", 0, max(at, 0)) + 1 : max(at, 0)]
    if not number.isdigit() or len(number) > 16:
        return None
    return int(number), line[at + len(_PREVIOUS) :][:_HEX].decode("latin-1")


def _in_lines(data: bytes) -> bool:
    """Whether every line ends, and none is too long; looks at one newline in 16 KiB."""
    at = 0
    while at < len(data):
        newline = data.rfind(b"\n", at, at + LONGEST_LINE)
        if newline < 0:
            return False
        at = newline + 1
    return True


def _numbers(n: int) -> tuple[str, tuple[str, ...]]:
    """The digits that numbers from n on have in common, and what follows them in each, for at most a thousand.

    They are equally long, so that the ends of their lines are too.
    """
    if n < 1000:
        return "", _PLAIN[n : 10 ** len(str(n))]
    return str(n // 1000), _PADDED[n % 1000 :]


def _hashed(lines: list[bytes], before: str) -> list[str]:
    """The hash before the lines, and theirs. Copying an empty hash is quicker than asking for a new one."""
    heads, empty = [before], sha256()
    for line in lines:
        hashed = empty.copy()
        hashed.update(line)
        heads.append(hashed.hexdigest())
    return heads


def _stand(lines: list[bytes], ends: bytes, each: int) -> bool:
    """Whether lines begin as lines do, and have these ends, of so many bytes each."""
    if min(lines) < START or max(lines) >= _BEYOND_START:
        return False
    return b"".join([line[-each:] for line in lines]) == ends


def read(path: str, offset: int, size: int) -> bytes:
    """A part of a file."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - pathlib would double the time to start
        file.seek(offset)
        return file.read(size)


def answer() -> None:
    """Check what is asked for, until nothing is asked any more: a part of a file, or so many bytes that follow."""
    while True:
        try:
            path, offset, size = marshal.load(sys.stdin.buffer)  # noqa: S302 - from the process that started this one
        except EOFError:
            return
        found = check(read(path, offset, size) if path else sys.stdin.buffer.read(size))
        marshal.dump(found, sys.stdout.buffer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks is stopped, and then asks no more
    answer()
