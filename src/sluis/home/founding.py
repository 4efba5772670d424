"""A new home: a party makes its own keys, and its card with the public parts. No private key ever leaves it."""

from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from sluis.agreement.card import Card, make_card, read_card
from sluis.agreement.terms import PartyKeys
from sluis.custody.store import KeyStore
from sluis.custody.unlock import make_unlock
from sluis.home.home import Clock, Home, make_folder, system_clock
from sluis.home.settings import Settings, unlock_from_environment
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as codes
from sluis.signatures.certificates import Role, Trust, from_pem, to_pem
from sluis.tables.files import atomic

SECRETS = {Role.SOURCE: ("objections", "references"), Role.RECIPIENT: (), Role.TTP: ("reversible",)}
"""Secrets that a party keeps for itself, by role."""


def found(path: Path, settings: Settings, clock: Clock = system_clock) -> Home:
    """Make a home with its keys and its card.

    Raises:
        Refused: HOME_EXISTS, or NAME_NOT_ALLOWED for the party's name.
    """
    make_folder(path, settings)
    if unlock_from_environment() is None:
        make_unlock(path / "unlock")
    home = Home(path, clock)
    at, keys, role = clock(), home.keys, settings.role
    keys.make("signing", "signing", at=at, purpose="signs deliveries, notes and agreements")
    for suffix in ("", "-test"):
        keys.make(f"content{suffix}", "content", at=at, purpose="opens what is sealed to this party", test=bool(suffix))
        if role is not Role.SOURCE:
            keys.make(f"share{suffix}", "scalar", at=at, purpose="this party's share of the lock", test=bool(suffix))
    for name in SECRETS[role]:
        keys.make(name, "secret", at=at, purpose=f"this party's own: {name}")
    card = _card(home, keys)
    with atomic(path / "card.json") as file:
        file.write(card.data)
    with atomic(path / "request.pem") as file:  # for another CA than the TTP's own
        file.write(x509.load_der_x509_csr(card.request).public_bytes(Encoding.PEM))
    home.record("home.made")
    return home


def _card(home: Home, keys: KeyStore) -> Card:
    settings = home.settings
    shares = {} if settings.role is Role.SOURCE else {"point": "share", "point_test": "share-test"}
    public = PartyKeys(
        id=settings.party,
        name=settings.name,
        organisation=settings.organisation,
        signing=keys.public("signing").key_id,
        content=keys.public("content").public,
        content_test=keys.public("content-test").public,
        **{point: keys.public(shares[point]).public if shares else "" for point in ("point", "point_test")},
    )
    signing = keys.signing_key("signing")
    request = signing.request(settings.party, settings.role)
    secrets = {point: keys.scalar(name) for point, name in shares.items()}
    return read_card(make_card(settings.role, public, request, secrets, signing.sign))


def trust_roots(home: Home, roots: tuple[bytes, ...]) -> None:
    """Accept the certificates that these authorities issue.

    Args:
        roots: certificates in DER.
    Raises:
        Refused: a certificate cannot be read, or is of another kind of key.
    """
    Trust(roots)
    (home.path / "trust").mkdir(exist_ok=True, mode=0o700)
    for root in roots:
        digest = sha256(root).hexdigest()
        with atomic(home.path / "trust" / f"{digest[:32]}.pem") as file:
            file.write(to_pem((root,)))
        home.record("authority.trusted", objects={"certificate": digest})


def install_certificate(home: Home, chain_pem: bytes, root_pem: bytes | None = None) -> None:
    """Take the answer to an enrolment into use.

    Args:
        chain_pem: this party's certificate and what stands between it and the root; the embedded CA puts its root last.
        root_pem: the root, when it does not come with the chain.
    Raises:
        Refused: CERTIFICATE_FOREIGN when it is for another key, party or role, or what is wrong with the chain.
    """
    chain = from_pem(chain_pem)
    roots = from_pem(root_pem) if root_pem else chain[-1:]
    chain = chain if root_pem else chain[:-1]
    if not chain or not roots:
        raise Refused(codes.CERTIFICATE_FOREIGN)
    holder = Trust(roots).holder(chain, role=home.settings.role, at=home.clock())
    if holder.key_id != home.keys.public("signing").key_id or holder.party != home.settings.party:
        raise Refused(codes.CERTIFICATE_FOREIGN)
    trust_roots(home, roots)
    with atomic(home.path / "certificate.pem") as file:
        file.write(to_pem(chain))
    home.record("certificate.installed", objects={"key": holder.key_id})
