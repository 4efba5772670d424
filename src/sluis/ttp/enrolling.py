"""The embedded certificate authority: the TTP issues a certificate for a card whose fingerprint it has compared."""

import secrets
from pathlib import Path

from sluis.agreement.card import Card
from sluis.home.founding import found, install_certificate
from sluis.home.home import Clock, Home, system_clock
from sluis.home.settings import Settings
from sluis.signatures.certificates import Role, from_pem, issue, make_authority, to_pem
from sluis.tables.files import atomic

AUTHORITY_KEY = "authority"
_AUTHORITY_DAYS = 3650
_CERTIFICATE_DAYS = 730


def found_ttp(path: Path, settings: Settings, clock: Clock = system_clock) -> Home:
    """A TTP's home, with a certificate authority of its own and its own certificate."""
    home = found(path, settings, clock)
    at = home.clock()
    home.keys.make(AUTHORITY_KEY, "signing", at=at, purpose="issues certificates")
    key = home.keys.signing_key(AUTHORITY_KEY)
    root = make_authority(f"{settings.name} CA", key.private_key, serial=_serial(), at=at, days=_AUTHORITY_DAYS)
    with atomic(path / "authority.pem") as file:
        file.write(to_pem((root,)))
    install_certificate(home, enrol(home, home.shelf.card))
    return home


def enrol(home: Home, card: Card) -> bytes:
    """The certificate for a party, with the root behind it, PEM.

    The one who runs this has compared the card's fingerprint with the party, by telephone.

    Raises:
        Refused: OTHER_ROLE, or what is wrong with the card's request.
    """
    home.require(Role.TTP)
    root = from_pem((home.path / "authority.pem").read_bytes())[0]
    authority = home.keys.signing_key(AUTHORITY_KEY).authority(root)
    leaf = issue(authority, card.request, card.role, serial=_serial(), at=home.clock(), days=_CERTIFICATE_DAYS)
    home.record("party.enrolled", objects={"party": card.keys.id, "key": card.keys.signing})
    return to_pem((leaf, root))


def _serial() -> int:
    return secrets.randbits(126) | 1 << 126
