"""Which files of a home a backup holds.

The home of a party is backed up with the portal that lies in it: its settings, cards, agreements, evidence, and its
keys as they are, each sealed to the file `unlock`. That file itself is left out unless it is asked for: with it, whoever
has the backup and its identity has every key. Kept apart, two things must be stolen. Packages are left out as well: they
are at the source and the recipient, and must not outlive their term here.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

PARTS = (
    "sluis.toml", "card.json", "certificate.pem", "request.pem", "trust", "keys", "agreements", "pins", "deliveries",
    "evidence",
)  # fmt: skip
SETTINGS = "portal/portal.toml"
PORTAL = (SETTINGS, "portal/secret")
UNLOCK = "unlock"


def files_of(home: Path, *, with_unlock: bool) -> list[str]:
    """Their names, relative to the home, in order."""
    return sorted(_found(home, (*PARTS, *PORTAL, *((UNLOCK,) if with_unlock else ()))))


def _found(home: Path, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        for path in (home / name, *sorted((home / name).rglob("*"))):
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                yield path.relative_to(home).as_posix()


def place_of(name: str) -> str:
    """Where a file of a backup goes; none when it belongs to no home.

    The portal's settings are put beside those that are there: they may name the database of another machine.
    """
    if name == SETTINGS:
        return f"{SETTINGS}.from-backup"
    path = PurePosixPath(name)
    hidden = any(part.startswith(".") for part in path.parts)
    return name if not hidden and (path.parts[0] in (*PARTS, UNLOCK) or name in PORTAL) else ""
