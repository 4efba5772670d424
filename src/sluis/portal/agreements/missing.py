"""What a draft still lacks, in words, and where it is filled in."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from sluis.agreement.clauses import Clause
from sluis.agreement.completeness import gaps
from sluis.agreement.contract import ContactKind, Contract, Side
from sluis.portal.agreements.parts import ABOUT, Part, find
from sluis.portal.agreements.wording_fields import LABELS, choice

_ELSEWHERE = {"subprocessors.notice": "subprocessing"}
"""What is about the regime, though its name begins with that of an annex."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing.

    Attributes:
        row: in which row of a list; none for a list as a whole, or for what is no list.
    """

    part: Part
    words: str
    row: int | None

    def address(self, version: UUID) -> str:
        """The form in which it is filled in."""
        if self.part.rows and self.row:
            return reverse("agreements:row-change", args=[version, self.part.name, self.row])
        return reverse("agreements:part", args=[version, self.part.name])


def missing(contract: Contract) -> list[Missing]:
    """All of it, in the order of the document."""
    return [_worded(gap.part) for gap in gaps(contract)]


def _worded(place: str) -> Missing:
    """Of a name such as `processings.2.purposes`."""
    first, *rest = place.split(".")
    part = find(_ELSEWHERE.get(place, first))
    names = rest if part else [first]
    part = part or ABOUT
    row = next((int(name) for name in names if name.isdigit()), None)
    words = [str(part.label), *(_name(part, name) for name in names)]
    return Missing(part, " · ".join(words), row)


def _name(part: Part, name: str) -> str:
    label = LABELS.get(f"{part.kind.__name__}.{name}")
    if label:
        return str(label)
    kind = next((kind for kind in (Side, ContactKind, Clause) if name in set(kind)), None)
    return str(choice(kind(name))) if kind else name
