"""A contract as a paper: each clause's text follows from its fields, and a clause that does not apply is not there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from sluis.agreement.contract import Contract, Reference
from sluis.agreement.grounds import Ground, GroundKind
from sluis.agreement.numbering import applying
from sluis.deadlines import Term, Unit
from sluis.portal.agreements.papers.annexes import annexes
from sluis.portal.agreements.papers.conditions import found, holds
from sluis.portal.agreements.papers.facts import Facts, country, facts, term
from sluis.portal.agreements.papers.signing import Signed, signing
from sluis.portal.agreements.papers.texts import TEXT_VERSION, Texts, load
from sluis.portal.documents.rendering.paper import Block, Items, Paper, Paragraph, Section


@dataclass(frozen=True, slots=True)
class Pen:
    """What writes one contract in one language.

    Attributes:
        contract: what was agreed.
        texts: our wording.
        facts: values of the merge fields.
    """

    contract: Contract
    texts: Texts
    facts: Facts

    def say(self, name: str) -> str:
        """A text about this contract."""
        return self.texts.say(name, self.facts)


def write(
    contract: Contract, language: str, *, text_version: int = TEXT_VERSION, signed: Iterable[Signed] = ()
) -> Paper:
    """The processing agreement with its annexes.

    Args:
        contract: what was agreed.
        language: nl or en; both say the same.
        text_version: in whose words.
        signed: who signed it, when that is known.
    Raises:
        Refused: NO_SUCH_TEXT.
    """
    pen = _pen(contract, language, text_version)
    clauses = tuple(_clause(pen, clause.value, number) for number, clause in enumerate(applying(contract), 1))
    rest = (signing(contract, pen.texts, pen.facts, tuple(signed)), *annexes(contract, pen.texts, pen.facts))
    return _paper(pen, "title", clauses + rest)


def write_service(contract: Contract, language: str, *, text_version: int = TEXT_VERSION) -> Paper:
    """The service agreement to which it is attached, as far as it follows from the same fields.

    Raises:
        Refused: NO_SUCH_TEXT.
    """
    pen = _pen(contract, language, text_version)
    parts = pen.texts.structure["service"]
    clauses = tuple(_clause(pen, name, number, parts[name]) for number, name in enumerate(parts, 1))
    written = _paper(pen, "title.service", (*clauses, signing(contract, pen.texts, pen.facts, ())))
    subtitle = " · ".join(each for each in (contract.service.number, contract.service.title) if each)
    return Paper(written.title, language, written.sections, subtitle, written.footing, written.opening)


def _pen(contract: Contract, language: str, text_version: int) -> Pen:
    texts = load(text_version, language)
    return Pen(contract, texts, facts(contract, texts))


def _paper(pen: Pen, title: str, sections: tuple[Section, ...]) -> Paper:
    return Paper(
        pen.say(title), pen.texts.language, sections, pen.say("subtitle"), pen.say("footing"), tuple(_opening(pen))
    )


def _opening(pen: Pen) -> Iterator[Block]:
    if pen.contract.model:
        yield Paragraph(pen.say("model"), aside=True)
    yield Paragraph(pen.say("parties"), strong=True)
    yield Items(tuple((f"{number}.", text) for number, text in enumerate(_chosen(pen, "parties"), 1)))
    yield Paragraph(pen.say("considerations"), strong=True)
    letters = zip(ascii_lowercase, _chosen(pen, "considerations"), strict=False)
    yield Items(tuple((f"{letter}.", text) for letter, text in letters))
    yield Paragraph(pen.say("agree"))


def _chosen(pen: Pen, part: str) -> Iterator[str]:
    """The texts of a plain part that hold."""
    for entry in pen.texts.structure[part]:
        name, condition = _read(entry)
        if holds(condition, pen.contract):
            yield pen.say(name)


def _clause(pen: Pen, name: str, number: int, entries: list[Any] | None = None) -> Section:
    """One clause, with its members numbered."""
    blocks: list[Block] = []
    count = 0
    for entry in entries if entries is not None else pen.texts.structure["clauses"][name]:
        text, items = _entry(pen, entry)
        if text:
            count += 1
            blocks += [Paragraph(text, f"{number}.{count}"), *([Items(items)] if items else [])]
    blocks += [Paragraph(text, aside=True) for text in _elsewhere(pen, name)]
    return Section(pen.say(f"clause.{name}"), tuple(blocks), key=name, number=str(number))


def _elsewhere(pen: Pen, name: str) -> Iterator[str]:
    """Where it stands in the parties' own document."""
    for each in pen.contract.references:
        if isinstance(each, Reference) and each.clause.value == name:
            yield pen.texts.say("model.reference", {**pen.facts, "reference": each.text})


def _read(entry: Any) -> tuple[str, str]:
    """A name and its condition."""
    if isinstance(entry, str):
        return entry, ""
    ((name, condition),) = entry.items()
    return name, condition


def _entry(pen: Pen, entry: Any) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A member's text and the items under it; an empty text when it does not apply."""
    if isinstance(entry, Mapping) and "say" in entry:
        items = tuple(_items(pen, entry))
        return (pen.say(entry["say"]) if items and holds(entry.get("when", ""), pen.contract) else ""), _lettered(items)
    name, condition = _read(entry)
    return (pen.say(name) if holds(condition, pen.contract) else ""), ()


def _items(pen: Pen, entry: Mapping[str, Any]) -> Iterator[str]:
    for each in entry.get("items", ()):
        name, condition = _read(each)
        if holds(condition, pen.contract):
            yield pen.say(name)
    if "grounds" in entry:
        yield from (_ground(pen, each) for each in found(entry["grounds"], pen.contract))
    if "flows" in entry:
        yield from (_flow(pen, each) for each in found(entry["flows"], pen.contract))


def _lettered(items: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """With a letter before each, and the last one ending the sentence."""
    last = len(items) - 1
    ends = (item.rstrip(";.") + ("." if place == last else ";") for place, item in enumerate(items))
    return tuple((f"{letter}.", item) for letter, item in zip(ascii_lowercase, ends, strict=False))


def _ground(pen: Pen, ground: Ground) -> str:
    """A ground with its exact condition (A39)."""
    name = f"ground.{ground.kind.value}"
    if ground.kind is GroundKind.PAYMENTS_SUSPENDED and ground.months:
        name += ".months"
    if ground.kind is GroundKind.ATTACHMENT and ground.other_than_controller:
        name += ".other"
    if ground.kind is GroundKind.NOT_REPAIRED and ground.after_default:
        name += ".after_default"
    months = term(Term(ground.months, Unit.MONTHS), pen.texts) if ground.months else ""
    return pen.texts.say(name, {**pen.facts, "months": months})


def _flow(pen: Pen, flow: Any) -> str:
    own = {"recipient": flow.recipient_name, "country": country(flow.country, pen.texts)}
    name = "flow.specification" if flow.specification else "flow"
    return pen.texts.say(name, {**pen.facts, **own, "specification": flow.specification})
