"""The identity that opens a home's keys: a file of the home, or a line that the environment gives."""

from pathlib import Path

from sluis.custody.files import read_private, write_new
from sluis.kernel.sealing import Identity, make_identity, read_identity
from sluis.refusals import Refused
from sluis.refusals.catalogue import custody


def make_unlock(path: Path) -> None:
    """A fresh unlock identity in a file of mode 0600.

    Raises:
        FileExistsError: there is one already; without it no key of the home would open again.
    """
    write_new(path, make_identity().secret.encode() + b"\n")


def read_unlock(unlock: str | Path) -> Identity:
    """The identity, from the line itself or from the file that holds it.

    Raises:
        Refused: UNLOCK_WRONG; KEY_READABLE_BY_OTHERS.
    """
    try:
        text = unlock if isinstance(unlock, str) else read_private(unlock).decode("ascii")
        return read_identity(text.strip())
    except (OSError, UnicodeDecodeError):
        raise Refused(custody.UNLOCK_WRONG) from None
    except Refused as refusal:
        if refusal.code is custody.KEY_READABLE_BY_OTHERS:
            raise
        raise Refused(custody.UNLOCK_WRONG) from None
