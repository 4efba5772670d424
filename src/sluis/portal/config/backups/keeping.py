"""Where backups are kept, to whom they are sealed, and when they go."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sluis.kernel.sealing import check_recipient, make_identity
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import keeping
from sluis.portal.config.installation import Installation
from sluis.portal.oversight import recording
from sluis.portal.oversight.selectors import has_operator
from sluis.tables.files import atomic

IDENTITY = "backup-identity"
"""The file, in the home, with the key that opens backups: to be taken elsewhere."""
RECIPIENT = "recipient"
"""The file, beside the backups, with the public key to which they are sealed when the settings name none."""

_NAME = re.compile(r"sluis-(\d{8}T\d{6}Z)\.backup")
_TIME = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup in the folder."""

    path: Path
    made_at: datetime


def folder_of(installation: Installation) -> Path:
    """Where backups are, unless another place is named."""
    return installation.folder / "backups"


def name_at(at: datetime) -> str:
    """A backup's name."""
    return f"sluis-{at.astimezone(UTC).strftime(_TIME)}.backup"


def kept(installation: Installation) -> list[Kept]:
    """The backups in the folder, the oldest first; their age is in their names, which copying does not change."""
    return sorted(_found(folder_of(installation)), key=lambda one: one.made_at)


def _found(folder: Path) -> Iterator[Kept]:
    for path in folder.glob("sluis-*.backup"):
        if found := _NAME.fullmatch(path.name):
            yield Kept(path, datetime.strptime(found[1], _TIME).replace(tzinfo=UTC))


def remove_expired(installation: Installation, actor: Actor) -> int:
    """Remove the backups whose term has ended; how many.

    Each is recorded first: what is broken off in between is done, and recorded, again.
    """
    term = timedelta(days=installation.backup_retention_days)
    expired = [one for one in kept(installation) if one.made_at + term < actor.at]
    for one in expired:
        if not (has_operator() and recording.backup_removed(actor, name=one.path.name)):
            with keeping(actor) as change:
                change.record("backup.removed", objects={"backup": one.path.name})
        one.path.unlink()
    return len(expired)


def recipients_of(installation: Installation) -> list[str]:
    """To whom backups are sealed; none yet when nobody is named and no key was made.

    Raises:
        Refused: RECIPIENT_INVALID.
    """
    path = folder_of(installation) / RECIPIENT
    given = list(installation.backup_recipients) or (path.read_text("ascii").split() if path.exists() else [])
    return [check_recipient(one) for one in given]


def make_recipient(installation: Installation, home: Path) -> Path:
    """A key pair for backups: the private part in a file of the home, to be taken elsewhere; that file.

    The private part is written first: a public key without it would seal what nobody opens.
    """
    identity, path = make_identity(), home / IDENTITY
    folder_of(installation).mkdir(parents=True, exist_ok=True, mode=0o700)
    with atomic(path) as file:
        file.write(f"# opens the backups of Sluis; keep it elsewhere\n{identity.secret}\n".encode())
    with atomic(folder_of(installation) / RECIPIENT) as file:
        file.write(f"{identity.public}\n".encode())
    return path
