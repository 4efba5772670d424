"""A party's folder."""

import getpass
import os
import platform
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sluis.custody.store import KeyStore
from sluis.evidence import Event, EvidenceStore, Outcome, SignedCheckpoint
from sluis.home.deliveries import Incoming, Outgoing
from sluis.home.outbox import Outbox
from sluis.home.settings import Settings, read_settings, unlock_from_environment
from sluis.home.shelf import Shelf
from sluis.machine import locks
from sluis.refusals import Refused
from sluis.refusals.catalogue import homes as codes
from sluis.signatures.certificates import Role
from sluis.signatures.signer import Signer
from sluis.tables.files import atomic

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


class Home:
    """An existing home; opening it reads its settings and nothing else.

    Args:
        path: the folder.
        clock: what time it is.
    Raises:
        Refused: HOME_MISSING, SETTINGS_UNREADABLE, SETTING_WRONG.
    """

    def __init__(self, path: Path, clock: Clock = system_clock) -> None:
        if not (path / "sluis.toml").is_file():
            raise Refused(codes.HOME_MISSING, path=path.name)
        self.path = path
        self.clock = clock
        self.settings: Settings = read_settings(path / "sluis.toml")

    @property
    def keys(self) -> KeyStore:
        """The party's private keys."""
        return KeyStore(self.path / "keys", unlock_from_environment() or self.path / "unlock")

    @property
    def shelf(self) -> Shelf:
        """Cards, certificates and agreements."""
        return Shelf(self.path)

    @property
    def outgoing(self) -> Outgoing:
        """Deliveries that this source prepared."""
        return Outgoing(self.path / "deliveries")

    @property
    def outbox(self) -> Outbox:
        """What this source made and does not know to have arrived."""
        return Outbox(self.path / "outbox")

    @property
    def incoming(self) -> Incoming:
        """Deliveries that this TTP or recipient took."""
        return Incoming(self.path / "deliveries")

    def require(self, role: Role) -> None:
        """Refuse the home of another kind of party.

        Raises:
            Refused: OTHER_ROLE.
        """
        if self.settings.role is not role:
            raise Refused(codes.OTHER_ROLE, role=self.settings.role.value)

    def signer(self) -> Signer:
        """Who signs for this party, with its certificate.

        Raises:
            Refused: NOT_ENROLLED.
        """
        return self.keys.signing_key("signing").signer(self.shelf.chain)

    @property
    def evidence(self) -> EvidenceStore:
        """The party's chain of events."""
        return EvidenceStore(self.path / "evidence", chain=self.settings.party)

    def record(
        self,
        kind: str,
        *,
        objects: Mapping[str, str] | None = None,
        counts: Mapping[str, int] | None = None,
        outcome: Outcome = Outcome.DONE,
    ) -> None:
        """Append an event to the evidence; it is on disk when this returns."""
        self.evidence.append(self.event(kind, objects, counts, outcome))

    @contextmanager
    def recording_refusal(self, kind: str, objects: Mapping[str, str]) -> Iterator[None]:
        """Append an event, with the code, when what is done here is refused."""
        try:
            yield
        except Refused as refused:
            self.record(kind, objects={**objects, "code": refused.code.number}, outcome=Outcome.REFUSED)
            raise

    def record_and_sign(self, kind: str, *, objects: Mapping[str, str], counts: Mapping[str, int]) -> SignedCheckpoint:
        """Append an event, and sign where the evidence stands after it."""
        event = self.event(kind, objects, counts)
        return self.evidence.append_and_check(event, self.signer())

    def event(
        self,
        kind: str,
        objects: Mapping[str, str] | None = None,
        counts: Mapping[str, int] | None = None,
        outcome: Outcome = Outcome.DONE,
    ) -> Event:
        """What is happening here and now; it is not thereby recorded."""
        return Event(
            kind=kind,
            at=self.clock(),
            actor=getpass.getuser(),
            responsible=self.settings.party,
            access_point=f"sluis at {platform.node() or 'unknown'}",
            outcome=outcome,
            objects=objects or {},
            counts=counts or {},
        )

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the home alone, for what changes it; two at once would take the same number.

        Raises:
            Refused: HOME_BUSY.
        """
        descriptor = os.open(self.path / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if not locks.take(descriptor):
                raise Refused(codes.HOME_BUSY)
            yield
        finally:
            os.close(descriptor)


def make_folder(path: Path, settings: Settings) -> None:
    """An empty home with its settings.

    Raises:
        Refused: HOME_EXISTS when there is anything in the folder.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise Refused(codes.HOME_EXISTS, path=path.name)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.chmod(0o700)
    with atomic(path / "sluis.toml") as file:
        file.write(settings.write())
