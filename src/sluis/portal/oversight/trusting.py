"""Whose signatures under checkpoints count: the authorities in `trust.pem`, which whoever holds the key puts there."""

from django.conf import settings

from sluis.signatures import Trust

FILE = "trust.pem"


def trust() -> Trust | None:
    """The authorities that this installation trusts; none when none were named yet."""
    path = settings.INSTALLATION.folder / FILE
    try:
        bundle = path.read_bytes()
    except FileNotFoundError:
        return None
    return Trust.from_pem(bundle) if bundle.strip() else None
