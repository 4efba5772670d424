"""Signatures under data specifications that their three parties approved in the portal.

The custodian does not take the portal's word for it: it reads the bytes itself, holds them against the digest, and looks
whether every party approved exactly these. Then it signs them.
"""

from collections.abc import Iterator
from datetime import datetime

from sluis.portal.access.actor import program
from sluis.portal.access.recognising import day_of
from sluis.portal.specifications import signing
from sluis.portal.specifications.approving import missing
from sluis.portal.specifications.models import Specversion
from sluis.portal.specifications.selectors import versions_to_sign
from sluis.refusals import Refused
from sluis.refusals.catalogue import dataspecs as codes
from sluis.signatures import Signer, sign_detached
from sluis.specification import read_specification


class Specifier:
    """Signs specifications.

    Args:
        signer: with the TTP's key.
    """

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def round(self, at: datetime) -> Iterator[str]:
        """Sign what waits; the kind of each thing that was done."""
        for version in versions_to_sign():
            yield self._sign(version, at)

    def _sign(self, version: Specversion, at: datetime) -> str:
        actor = program("custodian", at, "custodian")
        content = bytes(version.content)
        try:
            _judge(version, content)
            signing.outlook(version, day_of(at))
        except Refused as refusal:
            signing.not_signed(actor, version=version, code=refusal.code)
            return "specversion.not-signed"
        signing.signed(actor, version=version, signature=sign_detached(content, self._signer, signing.KIND))
        return "specversion.signed"


def _judge(version: Specversion, content: bytes) -> None:
    read = read_specification(content)
    named = (read.sha256, read.name, read.version) == (version.sha256, version.dataspec.name, version.label)
    if not named or missing(version):
        raise Refused(codes.NOT_APPROVED)
