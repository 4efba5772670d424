"""A key's entry in the register: everything about it but the secret."""

import re
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sluis.refusals import Refused
from sluis.refusals.catalogue import custody
from sluis.signatures import exact

FORMAT = "sluis-key/1"
LARGEST_BYTES = 1 << 14

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_LATER = ("activated_at", "retired_at", "destroyed_at")


class Kind(StrEnum):
    """What a key is, which fixes how it is made and stored."""

    SIGNING = "signing"
    CONTENT = "content"
    SCALAR = "scalar"
    SECRET = "secret"  # noqa: S105 - a kind of key, no password


ALGORITHMS = {
    Kind.SIGNING: "ECDSA P-256, SHA-256",
    Kind.CONTENT: "age X25519",
    Kind.SCALAR: "ristretto255",
    Kind.SECRET: "256 random bits",
}


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """One entry of the key register.

    Attributes:
        name: in this home; never used twice.
        kind: what it is.
        algorithm: what it is used with.
        purpose: what it is for, in words.
        test: for test deliveries only.
        public: SubjectPublicKeyInfo in hex (signing), age1… (content), the point in hex (scalar), a check value or
            nothing (secret).
        key_id: 32 hex; the first half of SHA-256 over the public part, random where there is none.
        agreement: for which it was made; empty for none.
        domain: in which it makes pseudonyms; empty for none.
        version: of the domain's key; 0 for none.
        custodian: who answers for it.
        created_at: when it was made.
        activated_at: from when it is used; none for not yet.
        retired_at: since when nothing new is made with it.
        destroyed_at: since when it is gone for good.
    """

    name: str
    kind: Kind
    algorithm: str
    purpose: str
    test: bool
    public: str
    key_id: str
    agreement: str
    domain: str
    version: int
    custodian: str
    created_at: datetime
    activated_at: datetime | None = None
    retired_at: datetime | None = None
    destroyed_at: datetime | None = None

    @property
    def in_use(self) -> bool:
        """Active, and neither retired nor destroyed."""
        return self.activated_at is not None and self.retired_at is None and self.destroyed_at is None

    def birth(self) -> "KeyRecord":
        """The entry without what happened later; sealed beside the secret, so that nobody can change it."""
        return replace(self, activated_at=None, retired_at=None, destroyed_at=None)


def check_name(name: str) -> None:
    """Refuse what cannot be a key's name, before it becomes part of a path.

    Raises:
        Refused: KEY_NAME.
    """
    if not _NAME.fullmatch(name):
        raise Refused(custody.KEY_NAME)


def write_record(record: KeyRecord) -> bytes:
    """The entry's exact bytes; the format comes first of what is read."""
    values = {name: _plain(value) for name, value in asdict(record).items()}
    return exact.dump({"format": FORMAT, **values})


def read_record(data: bytes, name: str) -> KeyRecord:
    """The entry in these bytes, which must be that of the name.

    Raises:
        Refused: KEY_ALTERED.
    """
    try:
        values = exact.load(data, limit=LARGEST_BYTES, depth=1)
        record = KeyRecord(**_typed(values))
        if record.name == name and write_record(record) == data:
            return record
    except (Refused, KeyError, TypeError, ValueError):
        pass
    raise Refused(custody.KEY_ALTERED, name=name)


def _plain(value: object) -> object:
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    if values.pop("format") != FORMAT:
        raise ValueError("format")
    texts = ("algorithm", "purpose", "public", "key_id", "agreement", "domain", "custodian")
    if type(values["test"]) is not bool or type(values["version"]) is not int:
        raise TypeError("test, version")
    if not all(isinstance(values[each], str) for each in texts):
        raise TypeError("texts")
    times = {each: _time(values[each]) for each in ("created_at", *_LATER) if values[each] is not None}
    return values | times | {"kind": Kind(values["kind"])}


def _time(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
