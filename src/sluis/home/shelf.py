"""Cards, certificates, agreements and their policies in a home."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sluis.agreement.card import LIMIT_BYTES as CARD_LIMIT
from sluis.agreement.card import Card, read_card
from sluis.agreement.claims import require_domain_key
from sluis.agreement.policy import Policy, digest
from sluis.agreement.signing import read_signed, read_signed_policy, require_complete, require_known_keys
from sluis.agreement.terms import Agreement
from sluis.home.policies import KeptPolicy
from sluis.machine import locks
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as codes
from sluis.refusals.catalogue import homes as home_codes
from sluis.refusals.catalogue import policies as policy_codes
from sluis.signatures.certificates import Role, Trust, from_pem
from sluis.specification.model import Specification
from sluis.specification.reading import read_specification
from sluis.tables.files import atomic

_DOCUMENT_LIMIT = 4 << 20


def read_bounded(path: Path, limit: int = _DOCUMENT_LIMIT) -> bytes:
    """A small file's bytes.

    Raises:
        Refused: FILE_MISSING when it is absent, unreadable, a folder or larger than `limit` bytes.
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError:
        raise Refused(home_codes.FILE_MISSING, file=path.name) from None
    if len(data) > limit:
        raise Refused(home_codes.FILE_MISSING, file=path.name)
    return data


class Shelf:
    """What a home holds of others and of itself."""

    def __init__(self, home: Path) -> None:
        self._home = home

    @property
    def card(self) -> Card:
        """This party's own card."""
        return read_card(read_bounded(self._home / "card.json", CARD_LIMIT))

    @property
    def chain(self) -> tuple[bytes, ...]:
        """This party's certificate chain, DER, its own first.

        Raises:
            Refused: NOT_ENROLLED.
        """
        path = self._home / "certificate.pem"
        if not path.is_file():
            raise Refused(codes.NOT_ENROLLED)
        return from_pem(path.read_bytes())

    @property
    def trust(self) -> Trust:
        """The CAs whose certificates this party accepts.

        Raises:
            Refused: NOT_ENROLLED.
        """
        return Trust([root for path in self.roots() for root in from_pem(path.read_bytes())])

    def roots(self) -> list[Path]:
        """The files in which those CAs stand.

        Raises:
            Refused: NOT_ENROLLED.
        """
        roots = sorted((self._home / "trust").glob("*.pem"))
        if not roots:
            raise Refused(codes.NOT_ENROLLED)
        return roots

    def pins(self) -> list[Card]:
        """The cards of others that this party pinned."""
        return [read_card(path.read_bytes()) for path in sorted((self._home / "pins").glob("*.json"))]

    def pin(self, card: Card) -> None:
        """Keep somebody's card.

        Raises:
            Refused: CARD_CHANGED when another card of that party is here.
        """
        path = self._pin_path(card.role, card.keys.id)
        if path.exists() and read_card(path.read_bytes()).keys != card.keys:
            raise Refused(codes.CARD_CHANGED, party=card.keys.id)
        path.parent.mkdir(exist_ok=True, mode=0o700)
        with atomic(path) as file:
            file.write(card.data)

    def unpin(self, party: str) -> int:
        """Forget the cards of a party; how many there were."""
        paths = [path for role in Role if (path := self._pin_path(role, party)).exists()]
        for path in paths:
            path.unlink()
        return len(paths)

    def accept(self, document: bytes, specification: bytes, at: datetime) -> Agreement:
        """Take a complete agreement into use; a higher version replaces a lower one.

        Raises:
            Refused: what is wrong with a signature or a key; OTHER_SPECIFICATION; OLDER_VERSION; DOMAIN_KEY.
        """
        agreement = require_complete(read_signed(document, self.trust, at))
        require_known_keys(agreement, self.card, self.pins())
        if read_specification(specification).sha256 != agreement.specification_sha256:
            raise Refused(codes.OTHER_SPECIFICATION)
        others = self.all_versions()
        if any(one.id == agreement.id and one.version >= agreement.version for one in others):
            raise Refused(codes.OLDER_VERSION, agreement=agreement.id, version=agreement.version)
        require_domain_key(agreement, others)
        folder = self._home / "agreements" / f"{agreement.id}.{agreement.version}"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        parts = {"specification.yaml": specification, "accepted.json": json.dumps({"at": at.isoformat()}).encode()}
        for name, data in {**parts, "agreement.json": document}.items():
            with atomic(folder / name) as file:
                file.write(data)
        return agreement

    def all_versions(self) -> list[Agreement]:
        """Every agreement that was accepted here, verified again as on that day."""
        return [self._read(path.parent) for path in sorted((self._home / "agreements").glob("*/agreement.json"))]

    def agreements(self) -> list[Agreement]:
        """The highest version of each agreement."""
        newest: dict[str, Agreement] = {}
        for one in sorted(self.all_versions(), key=lambda each: each.version):
            newest[one.id] = one
        return list(newest.values())

    def agreement(self, identifier: str) -> Agreement:
        """The highest version of one agreement.

        Raises:
            Refused: NO_AGREEMENT.
        """
        for one in self.agreements():
            if one.id == identifier:
                return one
        raise Refused(codes.NO_AGREEMENT)

    def specification(self, agreement: Agreement) -> Specification:
        """The specification that the agreement names."""
        folder = self._home / "agreements" / f"{agreement.id}.{agreement.version}"
        return read_specification(read_bounded(folder / "specification.yaml"))

    def take_policy(self, document: bytes, at: datetime) -> Policy:
        """Keep a policy; from now on it counts, until a later one replaces it. The very same one again is fine.

        Raises:
            Refused: what is wrong with a signature; POLICY_FOREIGN, NO_AGREEMENT, POLICY_OLDER.
        """
        policy = read_signed_policy(document, self.agreement, self.trust, at)
        path = self._policy_path(policy.agreement)
        with self._alone(path.parent):
            kept = KeptPolicy.read(path)
            if kept and kept.is_of(policy):
                return policy
            if kept and kept.serial >= policy.serial:
                raise Refused(policy_codes.POLICY_OLDER, agreement=policy.agreement, serial=policy.serial)
            with atomic(path) as file:
                file.write(KeptPolicy(document, policy.serial, digest(policy), at).write())
        return policy

    def kept_policy(self, identifier: str) -> KeptPolicy | None:
        """The policy of an agreement as it was taken; none when none was.

        Raises:
            Refused: POLICY_UNUSABLE.
        """
        return KeptPolicy.read(self._policy_path(identifier))

    def policy(self, agreement: Agreement) -> Policy | None:
        """The policy of an agreement, verified again as on the day on which it was taken.

        Raises:
            Refused: POLICY_UNUSABLE, POLICY_FOREIGN, or what is wrong with its signature.
        """
        kept = self.kept_policy(agreement.id)
        return self.verified(kept, agreement) if kept else None

    def verified(self, kept: KeptPolicy, agreement: Agreement) -> Policy:
        """What a kept policy says, when the TTP of this agreement signed it for this agreement.

        Raises:
            Refused: POLICY_FOREIGN, or what is wrong with its signature.
        """

        def find(identifier: str) -> Agreement:
            if identifier != agreement.id:
                raise Refused(policy_codes.POLICY_FOREIGN, agreement=agreement.id)
            return agreement

        return read_signed_policy(kept.document, find, self.trust, kept.taken_at)

    @staticmethod
    @contextmanager
    def _alone(folder: Path) -> Iterator[None]:
        """Hold a folder alone, for the moment in which a file is compared and replaced."""
        descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            locks.wait_for(descriptor)
            yield
        finally:
            os.close(descriptor)

    def _policy_path(self, identifier: str) -> Path:
        return self._home / "agreements" / f"{identifier}.policy.json"

    def _read(self, folder: Path) -> Agreement:
        at = datetime.fromisoformat(json.loads((folder / "accepted.json").read_text())["at"]).astimezone(UTC)
        agreement = require_complete(read_signed((folder / "agreement.json").read_bytes(), self.trust, at))
        require_known_keys(agreement, self.card, self.pins())
        return agreement

    def _pin_path(self, role: Role, party: str) -> Path:
        return self._home / "pins" / f"{role.value}.{party}.json"
