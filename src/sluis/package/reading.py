"""Opening a package: the container first, then the signatures, and only then what they cover.

Whoever opens decides with the agreement whether what the manifest claims may be; see `agreement.policy`.
"""

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from sluis.kernel.sealing import Identity, open_sealed
from sluis.package.container import CONTENT_NAME, Reader, Sink, Source, Writer
from sluis.package.manifest import LIMIT_BYTES, Manifest, RelayNote
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as agreement_codes
from sluis.refusals.catalogue import packages as codes
from sluis.signatures.certificates import Role, Trust
from sluis.signatures.jws import LARGEST_JWS, Signature, verify_detached

_BLOCK = 1 << 20
_SOURCE_PARTS = ("order.age", "persons.age", "manifest.json", "manifest.jws")
_RELAY_PARTS = ("relay.json", "relay.jws")
AGE_OVERHEAD = 4096
"""What sealing may add to small content, in bytes: header, and 16 per 64 KiB besides."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A package whose signatures have been verified.

    Attributes:
        reader: its members; their digests are checked when they are read.
        note: what the TTP added; none before the relay.
    """

    reader: Reader
    manifest: Manifest
    manifest_bytes: bytes
    source: Signature
    note: RelayNote | None
    note_bytes: bytes
    ttp: Signature | None

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that it holds, in order."""
        return tuple(
            name[len("content-") : -len(".age")] for name in self.reader.names() if CONTENT_NAME.fullmatch(name)
        )

    def opened(self, name: str, sha256: str, identity: Identity, limit: int) -> bytes:
        """A member's content in memory, when it is the one that was signed.

        Args:
            limit: bytes that it can have at most.
        Raises:
            Refused: DAMAGED, or what age refuses.
        """
        if self.reader.members[name].size > limit + limit // 1024 + AGE_OVERHEAD:
            raise Refused(codes.DAMAGED, name)
        content = io.BytesIO()
        member = self.reader.open(name)
        open_sealed(member, content, identity)
        member.finish(sha256)
        return content.getvalue()

    def open_into(self, name: str, identity: Identity, target: BinaryIO) -> None:
        """A member's content into a file, when it is the one that the source signed.

        Raises:
            Refused: DAMAGED, or what age refuses; then the file holds nothing that may be used.
        """
        member = self.reader.open(name)
        open_sealed(member, target, identity)
        member.finish(self.manifest.members[name])
        target.seek(0)

    def copy(self, name: str, package: Writer) -> None:
        """A member as it is into another package, when it is the one that the source signed.

        Raises:
            Refused: DAMAGED.
        """
        member = self.reader.open(name)
        with package.member(name) as sink:
            _pour(member, sink)
        member.finish(self.manifest.members[name])


def _pour(member: Source, sink: Sink) -> None:
    while data := member.read(_BLOCK):
        sink.write(data)


def read_offered(reader: Reader, trust: Trust, at: datetime) -> Envelope:
    """A package as a source offers it to the TTP.

    Raises:
        Refused: ALREADY_RELAYED, MEMBER_MISSING, DAMAGED, or what is wrong with the signature.
    """
    if any(name in reader.members for name in _RELAY_PARTS):
        raise Refused(codes.ALREADY_RELAYED)
    manifest, data, source = _manifest(reader, trust, at)
    return Envelope(reader, manifest, data, source, None, b"", None)


def read_relayed(reader: Reader, trust: Trust, at: datetime) -> Envelope:
    """A package as the recipient gets it from the TTP.

    The source's certificate must have been valid when the TTP took the package in, which the TTP signs.

    Raises:
        Refused: NOT_RELAYED, MEMBER_MISSING, DAMAGED, OTHER_MANIFEST, or what is wrong with a signature.
    """
    if not all(name in reader.members for name in _RELAY_PARTS):
        raise Refused(codes.NOT_RELAYED)
    data = reader.small("relay.json", LIMIT_BYTES)
    jws = reader.small("relay.jws", LARGEST_JWS)
    ttp = verify_detached(jws, data, kind="relay", role=Role.TTP, trust=trust, at=at, where="relay.jws")
    note = RelayNote.read(data)
    manifest, manifest_bytes, source = _manifest(reader, trust, moment(note.received_at, "relay.json"))
    if note.manifest_sha256 != hashlib.sha256(manifest_bytes).hexdigest() or note.persons != manifest.persons:
        raise Refused(codes.OTHER_MANIFEST, member="relay.json")
    return Envelope(reader, manifest, manifest_bytes, source, note, data, ttp)


def moment(text: str, member: str) -> datetime:
    """A moment as manifests write it.

    Raises:
        Refused: MANIFEST_UNREADABLE.
    """
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise Refused(codes.MANIFEST_UNREADABLE, member=member) from None


def _manifest(reader: Reader, trust: Trust, at: datetime) -> tuple[Manifest, bytes, Signature]:
    data = reader.small("manifest.json", LIMIT_BYTES)
    jws = reader.small("manifest.jws", LARGEST_JWS)
    manifest, source = read_manifest(data, jws, trust, at)
    _require_members(reader, manifest)
    return manifest, data, source


def read_manifest(data: bytes, jws: bytes, trust: Trust, at: datetime) -> tuple[Manifest, Signature]:
    """What a source says of a delivery, and its signature under it; the package itself need not be there.

    Raises:
        Refused: MANIFEST_UNREADABLE, OTHER_AGREEMENT, or what is wrong with the signature.
    """
    source = verify_detached(jws, data, kind="manifest", role=Role.SOURCE, trust=trust, at=at, where="manifest.jws")
    manifest = Manifest.read(data)
    moment(manifest.created_at, "manifest.json")
    if (manifest.claim.source, manifest.claim.source_key) != (source.party, source.key_id):
        raise Refused(agreement_codes.OTHER_AGREEMENT, agreement=manifest.claim.agreement, part="source_key")
    if set(manifest.members) != {f"content-{table}.age" for table in manifest.rows} | {"order.age", "persons.age"}:
        raise Refused(codes.MANIFEST_UNREADABLE, member="manifest.json")
    return manifest, source


def _require_members(reader: Reader, manifest: Manifest) -> None:
    """Every member is named in the manifest, and every member that it names is there."""
    contents = {f"content-{table}.age" for table in manifest.rows}
    if set(manifest.members) != contents | {"order.age", "persons.age"}:
        raise Refused(codes.MANIFEST_UNREADABLE, member="manifest.json")
    for name in (*manifest.members, *_SOURCE_PARTS):
        if name not in reader.members:
            raise Refused(codes.MEMBER_MISSING, member=name)
    if set(reader.members) - contents - set(_SOURCE_PARTS) - set(_RELAY_PARTS):
        raise Refused(codes.FOREIGN_MEMBER)
