"""`relay`: the persons' table goes through the TTP's key, in memory; everything else passes as it is.

1. The container must have its one form and the source's signature must be right, before anything is parsed.
2. The agreement is asked: in force, and of these parties, keys, scheme, domain, version and specification; then the
   policy, which is asked again before anything gets its name.
3. The delivery is taken once, whatever happens at the same moment or later.
4. The persons' table is opened, transformed and sealed to the recipient; nothing of it is ever written in between.
5. The note, with the digest of the new table and the state of the evidence, is signed; then the package gets its name.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sluis.agreement.asking import of_delivery
from sluis.agreement.claims import require_delivery
from sluis.agreement.terms import Agreement
from sluis.batches.cores import in_chunks, map_chunks
from sluis.home.files import open_package
from sluis.home.home import Home
from sluis.home.permission import Permission
from sluis.home.progress import Progress, Silent
from sluis.kernel import polymorphic
from sluis.kernel.keyed import SENTINELS, ColumnMac, sentinel_check
from sluis.kernel.leaks import legible
from sluis.kernel.sealing import seal_bytes
from sluis.package.agreed import require_agreed
from sluis.package.container import Writer
from sluis.package.manifest import Manifest, RelayNote
from sluis.package.persons import read_persons, write_persons
from sluis.package.reading import Envelope, read_offered
from sluis.package.report import Report
from sluis.refusals import Refused
from sluis.refusals.catalogue import custody as key_codes
from sluis.refusals.catalogue import deliveries as codes
from sluis.signatures.certificates import Role
from sluis.signatures.jws import sign_detached
from sluis.specification.model import Scheme
from sluis.tables.files import atomic
from sluis.ttp.domains import domain_key_name

Bytes = npt.NDArray[np.uint8]
_HEADER = 1 << 16


def relay(
    home: Home, package: Path, out: Path, report: Report, progress: Progress | None = None, *, again: str | None = None
) -> RelayNote:
    """Make the relayed package.

    Args:
        home: of the TTP.
        package: as the source offered it.
        out: what the recipient gets.
        report: filled on the way, also when the delivery is refused.
        again: digest of the manifest with which it may be relayed once more. Only for a caller that knows that the
            earlier result never got its name, so that nobody has it.
    Raises:
        Refused: nothing was written.
    """
    home.require(Role.TTP)
    at = home.clock()
    with open_package(package) as reader:
        envelope = read_offered(reader, home.shelf.trust, at)
        manifest = envelope.manifest
        report.describe(manifest)
        agreement = home.shelf.agreement(manifest.claim.agreement)
        require_delivery(agreement, manifest.claim, home.settings.schemes, at, test=manifest.test)
        require_agreed(manifest, home.shelf.specification(agreement))
        permission, questions = Permission(home, agreement), of_delivery(agreement, home.settings.country)
        permission.require(*questions)
        home.record("delivery.received", objects=manifest.objects())
        with home.incoming.taking(manifest.claim.source_key, manifest.delivery, same=again) as taken:
            lists = _Relay(home, agreement, manifest, progress or Silent()).run(envelope)
            with atomic(out) as file:
                container = Writer(file)
                permission.require(*questions)
                note = _write(home, agreement, envelope, lists, container, at)
                container.close()
                taken.done(digest=note.manifest_sha256, at=note.relayed_at)
    report.passed(manifest, home.clock())
    return note


@dataclass(frozen=True)
class _Relay:
    home: Home
    agreement: Agreement
    manifest: Manifest
    progress: Progress

    def run(self, envelope: Envelope) -> dict[str, Bytes]:
        """The persons' lists after the TTP's step."""
        keyed = self.agreement.scheme is Scheme.KEYED
        width, extra = (16, len(SENTINELS)) if keyed else (64, 1)
        wanted = sum(count + extra for count in self.manifest.persons.values()) * width + _HEADER
        identity = self.home.keys.identity("content-test" if self.manifest.test else "content")
        data = envelope.opened("persons.age", self.manifest.members["persons.age"], identity, wanted)
        lists = read_persons(
            data, binding=self.manifest.binding(), expected=self.manifest.persons, width=width, extra=extra
        )
        return {name: self._keyed(rows) if keyed else self._polymorphic(rows) for name, rows in lists.items()}

    @property
    def _name(self) -> str:
        domain = self.agreement.domain
        return domain_key_name(domain.name, domain.version, test=self.manifest.test)

    def _keyed(self, rows: Bytes) -> Bytes:
        mac = ColumnMac(self.home.keys.secret(self._name))
        self._require_in_use()
        if sentinel_check(mac) != self.agreement.domain.key_check(test=self.manifest.test):
            raise self._other_key()
        polymorphic.refuse_duplicates(rows)
        if legible(rows):
            raise Refused(codes.LEGIBLE)
        return mac.tags_of_blocks(rows)

    def _polymorphic(self, rows: Bytes) -> Bytes:
        key = self.home.keys.scalar(self._name)
        self._require_in_use()
        if polymorphic.public(key).hex() != self.agreement.domain.key_check(test=self.manifest.test):
            raise self._other_key()
        share = self.home.keys.scalar("share-test" if self.manifest.test else "share")
        recipient = bytes.fromhex(self.agreement.recipient.share(test=self.manifest.test))
        polymorphic.refuse_duplicates(rows)

        def step(chunk: Bytes) -> Bytes:
            return polymorphic.relay(chunk, factor=key, share=share, recipient=recipient)

        self.progress.begin("persons", len(rows))
        relayed = np.empty_like(rows)
        at = 0
        for chunk in map_chunks(step, in_chunks(rows), workers=self.home.settings.workers or None):
            relayed[at : at + len(chunk)] = chunk
            at += len(chunk)
            self.progress.advance(at, persons=at)
        return relayed

    def _require_in_use(self) -> None:
        """Refuse to make pseudonyms with a key that was retired; one that was destroyed could not be opened at all."""
        if not self.home.keys.public(self._name).in_use:
            raise Refused(key_codes.KEY_NOT_IN_USE, name=self._name)

    def _other_key(self) -> Refused:
        domain = self.agreement.domain
        return Refused(codes.TTP_KEY_DIFFERS, domain=domain.name, version=domain.version)


def _write(
    home: Home, agreement: Agreement, envelope: Envelope, lists: dict[str, Bytes], container: Writer, received: datetime
) -> RelayNote:
    manifest = envelope.manifest
    for table in envelope.tables:
        envelope.copy(f"content-{table}.age", container)
    envelope.copy("order.age", container)
    persons = write_persons(lists, manifest.binding())
    container.put("persons.age", seal_bytes(persons, [manifest.claim.recipient_content]))
    container.put("manifest.json", envelope.manifest_bytes)
    container.put("manifest.jws", envelope.reader.small("manifest.jws", 1 << 16))
    counts = {"rows": sum(manifest.rows.values()), "persons": sum(manifest.persons.values())}
    checkpoint = home.record_and_sign("delivery.relayed", objects=manifest.objects(), counts=counts)
    note = RelayNote(
        manifest_sha256=hashlib.sha256(envelope.manifest_bytes).hexdigest(),
        persons_sha256=container.digests["persons.age"],
        persons=manifest.persons,
        key_check=agreement.domain.key_check(test=manifest.test),
        received_at=received.strftime("%Y-%m-%dT%H:%M:%SZ"),
        relayed_at=home.clock().strftime("%Y-%m-%dT%H:%M:%SZ"),
        checkpoint=checkpoint.value(),
    )
    data = note.write()
    container.put("relay.json", data)
    container.put("relay.jws", sign_detached(data, home.signer(), "relay"))
    return note
