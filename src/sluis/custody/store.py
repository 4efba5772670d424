"""The keys of a home as files.

    keys/NAME.age      the secret, sealed with age to the home's unlock identity; before it one line `# sluis-key {…}`
    keys/NAME.json     its entry in the register; in the clear, without the secret

The line in the sealed file repeats the entry as it was at birth, so a changed purpose, domain or test flag is refused.
Nobody without the unlock identity knows to what to seal, so a foreign key cannot be slipped in. What an entry says of
later dates is not protected by itself: retiring and destroying are events of the evidence.

    age -d -i unlock keys/content.age | age -d -i - content.age        opens a content key, and with it a package
"""

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

from sluis.custody import material
from sluis.custody.files import read_private, replace, wipe, write_new
from sluis.custody.record import (
    ALGORITHMS,
    LARGEST_BYTES,
    KeyRecord,
    Kind,
    check_name,
    read_record,
    write_record,
)
from sluis.custody.secret import Secret
from sluis.custody.signing import SigningKey
from sluis.custody.unlock import read_unlock
from sluis.kernel.sealing import Identity, open_bytes, read_identity, seal_bytes
from sluis.refusals import Refused
from sluis.refusals.catalogue import custody

_HEAD = b"# sluis-key "


class KeyStore:
    """The private keys of one home.

    Args:
        folder: made with mode 0700 when the first key is.
        unlock: the unlock identity: its line, or the file that holds it. Read only when a key is made or opened.
    """

    def __init__(self, folder: Path, unlock: str | Path) -> None:
        self._folder = folder
        self._unlock = unlock

    def __repr__(self) -> str:
        return f"KeyStore({self._folder.name!r})"

    def make(
        self,
        name: str,
        kind: str,
        *,
        at: datetime,
        purpose: str = "",
        algorithm: str = "",
        test: bool = False,
        agreement: str = "",
        domain: str = "",
        version: int = 0,
        custodian: str = "",
        active: bool = True,
        check: material.CheckValue | None = None,
        given: bytes | None = None,
    ) -> KeyRecord:
        """Make a key, seal it and enter it in the register.

        Args:
            name: lower-case letters, digits and hyphens.
            kind: `signing`, `content`, `scalar` or `secret`.
            at: now, aware UTC.
            purpose: what it is for, in words; the other texts likewise stand in the register.
            active: used from now on; else from `activate`.
            check: makes the public check value of a secret.
            given: 32 bytes that came from elsewhere, such as the key that a group of sources shares (secret only).
        Raises:
            Refused: KEY_NAME, KEY_EXISTS, UNLOCK_WRONG.
        """
        check_name(name)
        if given is not None and (kind != Kind.SECRET or len(given) != 32):
            raise ValueError("only a secret of 32 bytes can come from elsewhere")
        what = Kind(kind)
        lines = material.make_lines(what) if given is None else material.hex_lines(given)
        public = check(material.from_hex_lines(lines)) if check else material.public_of(what, lines)
        record = KeyRecord(
            name=name,
            kind=what,
            algorithm=algorithm or ALGORITHMS[what],
            purpose=purpose,
            test=test,
            public=public,
            key_id=material.key_id_of(what, public),
            agreement=agreement,
            domain=domain,
            version=version,
            custodian=custodian,
            created_at=_second(at),
            activated_at=_second(at) if active else None,
        )
        self._enter(record, lines)
        return record

    def public(self, name: str) -> KeyRecord:
        """A key's entry in the register.

        Raises:
            Refused: KEY_NAME, KEY_UNKNOWN, KEY_ALTERED.
        """
        check_name(name)
        try:
            with self._path(name, "json").open("rb") as file:
                data = file.read(LARGEST_BYTES + 1)
        except OSError:
            raise Refused(custody.KEY_UNKNOWN, name=name) from None
        return read_record(data, name)

    def list(self) -> tuple[KeyRecord, ...]:
        """The key register, by name; destroyed keys stay in it."""
        return tuple(self.public(path.stem) for path in sorted(self._folder.glob("[a-z0-9]*.json")))

    def activate(self, name: str, at: datetime) -> KeyRecord:
        """Use the key from now on; the first date stays."""
        return self._date(name, "activated_at", at)

    def retire(self, name: str, at: datetime) -> KeyRecord:
        """Make nothing new with the key; what exists can still be opened. The first date stays.

        Raises:
            Refused: KEY_UNKNOWN, KEY_DESTROYED, KEY_ALTERED.
        """
        return self._date(name, "retired_at", at)

    def destroy(self, name: str, at: datetime) -> KeyRecord:
        """Destroy the private part for good; the register keeps the entry.

        The file goes first: a machine that stops in between leaves an entry without a key, never a false proof. Called
        again it then completes the entry.

        Raises:
            Refused: KEY_UNKNOWN, KEY_ALTERED; KEY_DESTROYED when the register says so already.
        """
        self._living(name)
        wipe(self._path(name, "age"))
        return self._date(name, "destroyed_at", at)

    def signing_key(self, name: str) -> SigningKey:
        """A signing key that is in use.

        Raises:
            Refused: one of the codes of custody; KEY_NOT_IN_USE when it is retired or not active.
        """
        record, lines = self._open(name, Kind.SIGNING)
        if not record.in_use:
            raise Refused(custody.KEY_NOT_IN_USE, name=name)
        return SigningKey(material.from_pem_lines(lines))

    def identity(self, name: str) -> Identity:
        """The age identity of a content key."""
        return read_identity(self._open(name, Kind.CONTENT)[1].decode().removesuffix("\n"))

    def scalar(self, name: str) -> Secret:
        """A scalar of ristretto255, 32 bytes."""
        return material.from_hex_lines(self._open(name, Kind.SCALAR)[1])

    def secret(self, name: str) -> Secret:
        """A secret, 32 bytes."""
        return material.from_hex_lines(self._open(name, Kind.SECRET)[1])

    def _enter(self, record: KeyRecord, lines: Secret) -> None:
        identity = read_unlock(self._unlock)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sealed = seal_bytes(_head(record) + lines, [identity.public])
        # A private part without an entry is left alone too: it may be a key whose entry was lost.
        if self._path(record.name, "json").exists():
            raise Refused(custody.KEY_EXISTS, name=record.name)
        try:
            write_new(self._path(record.name, "age"), sealed)
            write_new(self._path(record.name, "json"), write_record(record))
        except FileExistsError:
            raise Refused(custody.KEY_EXISTS, name=record.name) from None

    def _open(self, name: str, kind: Kind) -> tuple[KeyRecord, Secret]:
        record = self._living(name)
        if record.kind is not kind:
            raise Refused(custody.KEY_KIND, name=name, found=record.kind.value, expected=kind.value)
        head, lines = self._unseal(name)
        if head != _head(record) or not _belongs(record, lines):
            raise Refused(custody.KEY_ALTERED, name=name)
        return record, lines

    def _unseal(self, name: str) -> tuple[bytes, Secret]:
        identity = read_unlock(self._unlock)
        try:
            sealed = read_private(self._path(name, "age"))
        except FileNotFoundError:
            raise Refused(custody.KEY_MISSING, name=name) from None
        try:
            plain = open_bytes(sealed, identity)
        except Refused:
            raise Refused(custody.KEY_NOT_OPENED, name=name) from None
        head, end, lines = plain.partition(b"\n")
        return head + end, Secret(lines)

    def _living(self, name: str) -> KeyRecord:
        record = self.public(name)
        if record.destroyed_at is not None:
            raise Refused(custody.KEY_DESTROYED, name=name, date=record.destroyed_at.date().isoformat())
        return record

    def _date(self, name: str, which: str, at: datetime) -> KeyRecord:
        record = self._living(name)
        if getattr(record, which) is None:
            record = _dated(record, which, at)
            replace(self._path(name, "json"), write_record(record))
        return record

    def _path(self, name: str, ending: str) -> Path:
        return self._folder / f"{name}.{ending}"


def _head(record: KeyRecord) -> bytes:
    return _HEAD + write_record(record.birth())


def _belongs(record: KeyRecord, lines: Secret) -> bool:
    try:
        public = material.public_of(record.kind, lines)
    except (Refused, ValueError):
        return False
    return record.kind is Kind.SECRET or public == record.public


def _dated(record: KeyRecord, which: str, at: datetime) -> KeyRecord:
    return dataclasses.replace(record, **{which: _second(at)})  # type: ignore[arg-type]  # one of the three dates


def _second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
