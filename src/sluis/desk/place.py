"""The desk's own folder in the home: a lock, the file by which the browser is led in, and files that were chosen.

What a program that was killed left here is readable data of persons at worst; it goes when the next one starts.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sluis.home.home import Home
from sluis.machine import locks

FOLDER = "desk"
_LED_IN = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>Sluis</title>
<meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0; url={address}"></head>
<body><p><a href="{address}">Sluis</a></p></body></html>
"""


class Place:
    """The folder of the desk.

    Args:
        home: of the source.
    """

    def __init__(self, home: Home) -> None:
        self.folder = home.path / FOLDER
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.folder.chmod(0o700)
        self.chosen = self.folder / "chosen"
        self.chosen.mkdir(mode=0o700, exist_ok=True)

    @property
    def door(self) -> Path:
        """A page for the browser to open; the address in it lets in once, and never stands in a list of processes."""
        return self.folder / "open.html"

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether this is the only desk of the home, for as long as the block runs."""
        descriptor = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield locks.take(descriptor)
        finally:
            os.close(descriptor)

    def sweep(self) -> None:
        """Remove what an earlier desk left; by whoever is alone."""
        for path in self.chosen.iterdir():
            path.unlink()
        self.door.unlink(missing_ok=True)

    def lead_in(self, address: str, language: str) -> None:
        """Write the page that leads in; addresses are made here and hold no sign of HTML."""
        temporary = self.folder / "open.part"
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(_LED_IN.format(address=address, language=language))
        temporary.replace(self.door)

    def close(self) -> None:
        """Nothing of a desk that ended remains."""
        with suppress(OSError):
            self.sweep()
