"""A package explained to a person who holds no key: who sent it, under what, what is inside and who can read it."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sluis.package.container import Reader
from sluis.package.reading import Envelope, read_offered, read_relayed
from sluis.refusals import Refused
from sluis.refusals.catalogue import packages as codes
from sluis.signatures.certificates import Holder, Role, Trust, certificate_key, key_id, party_and_role, read_certificate


class ShownCertificate(Trust):
    """Takes the certificate for what it says; whoever inspects without a home is told so."""

    def __init__(self) -> None:
        """No roots."""

    def holder(self, chain: Sequence[bytes], *, role: Role | None, at: datetime) -> Holder:  # noqa: ARG002 - nothing is judged
        """Whom the certificate names; nothing about it is verified but its form."""
        key = certificate_key(chain[0])
        party, found = party_and_role(read_certificate(chain[0]).extensions)
        return Holder(party, found, key_id(key), key, bytes(chain[0]))


def inspect(reader: Reader, trust: Trust | None, at: datetime) -> dict[str, Any]:
    """What can be seen from outside, after the digests of all members were compared.

    Args:
        trust: of a home; none to take certificates for what they say.
    Raises:
        Refused: what is wrong with the container, a signature or a digest.
    """
    relayed = "relay.json" in reader.members
    envelope = (read_relayed if relayed else read_offered)(reader, trust or ShownCertificate(), at)
    _require_digests(envelope)
    manifest, note = envelope.manifest, envelope.note
    return {
        "delivery": manifest.delivery,
        "number": manifest.number,
        "test": manifest.test,
        "mode": manifest.mode.value,
        "created_at": manifest.created_at,
        "relayed_at": note.relayed_at if note else "",
        "sequence": manifest.sequence,
        "predecessor": manifest.predecessor,
        "corrects": manifest.corrects,
        "signed_by": {"source": _who(envelope.source)} | ({"ttp": _who(envelope.ttp)} if envelope.ttp else {}),
        "certificates_verified": trust is not None,
        **asdict(manifest.claim),
        "clear": manifest.clear,
        "rows": manifest.rows,
        "persons": manifest.persons,
        "members": [
            {"name": name, "bytes": member.size, "readable_by": _readers(name, envelope)}
            for name, member in reader.members.items()
        ],
    }


def _who(signature: Any) -> dict[str, str]:
    return {"party": signature.party, "key": signature.key_id}


def _readers(name: str, envelope: Envelope) -> str:
    """Who can read a member: `everyone`, or the party whose key opens it."""
    claim = envelope.manifest.claim
    if not name.endswith(".age"):
        return "everyone"
    if name == "persons.age" and envelope.note is None:
        return claim.ttp
    return claim.recipient


def _require_digests(envelope: Envelope) -> None:
    expected = dict(envelope.manifest.members)
    if envelope.note:
        expected["persons.age"] = envelope.note.persons_sha256
    for name, digest in expected.items():
        member = envelope.reader.open(name)
        member.finish(digest)
    if hashlib.sha256(envelope.manifest_bytes).hexdigest() != hashlib.sha256(envelope.manifest.write()).hexdigest():
        raise Refused(codes.MANIFEST_UNREADABLE, member="manifest.json")
