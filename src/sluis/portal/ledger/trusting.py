"""Whose signatures the portal believes: the roots that the custodian leaves beside its settings."""

from django.conf import settings

from sluis.signatures import Trust

FILE = "trust.pem"


def trusted() -> Trust | None:
    """The roots; none when no custodian has worked here yet."""
    path = settings.INSTALLATION.folder / FILE
    return Trust.from_pem(path.read_bytes()) if path.exists() else None
