"""Coming in: a party's program signs a short statement with its certificate's key, and gets a token for half an hour.

    {"format":"sluis-session/1","gate":"<host>","made_at":"…Z","nonce":"<32 hex>","party":"…","role":"source"}

The signature is a detached JWS of the kind `session`, verified with the same rules as everything that parties sign. The
certificate must be registered here and not revoked, and the party's account open. A statement is taken once.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError

from sluis.evidence.event import Outcome
from sluis.portal.access.actor import Actor, program
from sluis.portal.access.changing import changing
from sluis.portal.deliveries.models import Account, Attempt, Session
from sluis.portal.deliveries.questions import require_registered
from sluis.portal.deliveries.refusing import attempted
from sluis.portal.deliveries.rights import WORK
from sluis.portal.oversight.trusting import trust
from sluis.refusals import Refused
from sluis.refusals.catalogue import gate as codes
from sluis.signatures import exact, verify_detached
from sluis.signatures.certificates import Role
from sluis.signatures.jws import Signature

FORMAT = "sluis-session/1"
KIND = "session"
LASTS = timedelta(minutes=30)
SKEW = timedelta(minutes=5)
_NONCE = re.compile(r"[0-9a-f]{32}")
_MEMBERS = frozenset(("format", "gate", "made_at", "nonce", "party", "role"))


@dataclass(frozen=True, slots=True)
class Entered:
    """A program that came in.

    Attributes:
        token: what it shows from now on; kept nowhere.
    """

    account: Account
    token: str
    ends_at: datetime


def enter(at: datetime, *, statement: bytes, signature: bytes) -> Entered:
    """Let a program in.

    Raises:
        Refused: what is wrong with the statement, its signature, the certificate or the account; it is on record.
    """
    shown: list[Signature] = []
    try:
        return _enter(at, statement, signature, shown)
    except Refused as refused:
        signer = shown[0] if shown else None
        known = _account(signer) if signer else None
        _on_record(at, refused, known, signer.party if signer else "", signer.key_id if signer else "")
        raise


def recognise(token: str, at: datetime) -> Account:
    """Whose program shows this token.

    Raises:
        Refused: NOT_INSIDE; CERTIFICATE_REVOKED when that happened since it came in.
    """
    found = Session.objects.filter(token=sha256(token.encode()).hexdigest(), ends_at__gt=at, account__closed_at=None)
    session = found.select_related("account__organisation").first()
    if session is None:
        raise Refused(codes.NOT_INSIDE)
    account: Account = session.account
    try:
        require_registered(account.party_id, account.role, session.key_id, at)  # it may have been revoked since
    except Refused as refused:
        _on_record(at, refused, account, account.party_id, session.key_id)
        raise
    return account


def leave(token: str, at: datetime) -> None:
    """The program needs to be inside no more. That it was there stays, so that its statement is not taken again."""
    Session.objects.filter(token=sha256(token.encode()).hexdigest(), ends_at__gt=at).update(ends_at=at)


def _on_record(at: datetime, refused: Refused, known: Account | None, party_id: str, key_id: str) -> None:
    attempted(
        program("gate", at, "gate"), what=Attempt.What.COMING_IN, refusal=refused,
        organisation=known.organisation if known else None, party_id=party_id, key_id=key_id,
    )  # fmt: skip


def actor_of(account: Account, at: datetime) -> Actor:
    """Who is at work when a program is."""
    return Actor(at=at, access_point="gate", program=f"account:{account.pk}", organisation=account.organisation)


def _enter(at: datetime, statement: bytes, jws: bytes, shown: list[Signature]) -> Entered:
    known = trust()
    if known is None:
        raise Refused(codes.NOT_OPEN)
    signer = verify_detached(jws, statement, kind=KIND, role=None, trust=known, at=at, where="signature")
    shown.append(signer)
    _judge(statement, signer, at)
    certificate = require_registered(signer.party, signer.role.value, signer.key_id, at)
    account = _account(signer)
    if account is None or signer.role is Role.TTP or account.organisation_id != certificate.organisation_id:
        raise Refused(codes.NO_ACCOUNT, party=signer.party)
    token = secrets.token_urlsafe(32)
    actor = actor_of(account, at)
    try:
        with changing(actor, WORK) as change:
            Session.objects.filter(began_at__lte=at - LASTS).delete()
            Session(
                token=sha256(token.encode()).hexdigest(), statement=sha256(statement).hexdigest(), account=account,
                key_id=signer.key_id, began_at=at, ends_at=at + LASTS,
            ).save(force_insert=True)  # fmt: skip
            Account.everything.filter(pk=account.pk).update(seen_at=at)
            change.record("account.entered", account, objects={"key": signer.key_id}, outcome=Outcome.DONE)
    except IntegrityError:
        raise Refused(codes.SHOWN_BEFORE) from None
    return Entered(account, token, at + LASTS)


def _judge(statement: bytes, signer: Signature, at: datetime) -> None:
    said = exact.load(statement, limit=4096, depth=1, where="statement")
    if said.keys() != _MEMBERS or said["format"] != FORMAT or not all(isinstance(one, str) for one in said.values()):
        raise Refused(codes.STATEMENT_UNREADABLE)
    if (said["party"], said["role"]) != (signer.party, signer.role.value) or not _NONCE.fullmatch(said["nonce"]):
        raise Refused(codes.STATEMENT_UNREADABLE)
    if said["gate"] not in settings.INSTALLATION.hosts:
        raise Refused(codes.OTHER_GATE)
    try:
        made_at = datetime.strptime(said["made_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise Refused(codes.STATEMENT_UNREADABLE) from None
    if abs(at - made_at) > SKEW:
        raise Refused(codes.OTHER_TIME, minutes=round(abs(at - made_at).total_seconds() / 60))


def _account(signer: Signature) -> Account | None:
    found = Account.everything.filter(party_id=signer.party, role=signer.role.value, closed_at=None)
    account: Account | None = found.select_related("organisation").first()
    return account
