"""Where parties sign, and who did."""

from dataclasses import dataclass
from datetime import datetime

from sluis.agreement.contract import Contract, Side
from sluis.deadlines import day_of
from sluis.portal.agreements.papers.facts import Facts, day
from sluis.portal.agreements.papers.texts import Texts
from sluis.portal.documents.rendering.paper import Paragraph, Section, Signature, Signatures


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody signed.

    Attributes:
        sha256: of the exact bytes of the contract.
    """

    side: Side
    name: str
    position: str
    at: datetime
    sha256: str


def signing(contract: Contract, texts: Texts, facts: Facts, signed: tuple[Signed, ...]) -> Section:
    """The section with a block for everybody who signed or still has to."""
    blocks = tuple(block for side in Side for block in _blocks(contract, side, texts, signed))
    digest = Paragraph(texts.say("digest", facts), aside=True)
    lead = Paragraph(texts.say("signing.lead", facts))
    return Section(texts.say("signing", facts), (lead, digest, Signatures(blocks)), key="signing")


def _blocks(contract: Contract, side: Side, texts: Texts, signed: tuple[Signed, ...]) -> list[Signature]:
    party = contract.controller if side is Side.CONTROLLER else contract.processor
    done = [each for each in signed if each.side is side]
    return [_done(party.statutory_name, each, texts) for each in done] or [
        _open(party.statutory_name, party.legal_representative, party.position, texts)
    ]


def _open(party: str, name: str, position: str, texts: Texts) -> Signature:
    values = {"name": name, "position": position, "place": "", "day": "", "signature": ""}
    return Signature(party, tuple((texts.words[f"signing.{label}"], value) for label, value in values.items()))


def _done(party: str, signed: Signed, texts: Texts) -> Signature:
    values = {
        "name": signed.name,
        "position": signed.position,
        "day": day(day_of(signed.at), texts),
        "digest": signed.sha256,
    }
    return Signature(party, tuple((texts.words[f"signing.{label}"], value) for label, value in values.items()))
