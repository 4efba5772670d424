"""Flags that not every system has, names that are durable, reading and writing at a place."""

import os
from pathlib import Path

CLOEXEC: int = getattr(os, "O_CLOEXEC", 0)  # Windows gives descriptors to no child
NOFOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
NONBLOCK: int = getattr(os, "O_NONBLOCK", 0)  # without it the opening of a pipe that nobody writes to waits for ever
BINARY: int = getattr(os, "O_BINARY", 0)  # Windows else changes the ends of lines
HAS_MODES = os.name != "nt"
"""Whether a mode says who can read a file; on Windows the rights of its folder do."""
HAS_FOLDERS = hasattr(os, "O_DIRECTORY")
"""Whether a folder can be opened, so that its names can be made durable; Windows sees to that itself."""


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    if not HAS_FOLDERS:
        return
    descriptor = open_folder(folder)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_folder(folder: Path) -> int:
    """A descriptor of a folder, where the system has such."""
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | CLOEXEC)


def read_at(descriptor: int, length: int, offset: int) -> bytes:
    """At most so many bytes from there; empty at the end."""
    if hasattr(os, "pread"):
        return os.pread(descriptor, length, offset)
    os.lseek(descriptor, offset, os.SEEK_SET)
    return os.read(descriptor, length)


def read_into(descriptor: int, room: memoryview, offset: int) -> int:
    """Fill the room with bytes from there; how many, and 0 at the end."""
    if hasattr(os, "preadv"):
        return os.preadv(descriptor, [room], offset)
    found = read_at(descriptor, len(room), offset)
    room[: len(found)] = found
    return len(found)


def write_at(descriptor: int, data: bytes, offset: int) -> None:
    """All of these bytes, from there on."""
    os.lseek(descriptor, offset, os.SEEK_SET)
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
