"""What kind of personal data a field holds, and of which fields a specification does not say it.

A specification may leave the kind out: it changes nothing of what is done with a value. Whoever approves must be able to
see it, so what is not said is told as a remark beside the specification, never a refusal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sluis.specification.model import Classification, Drop, Field, Pseudonymise, Specification


class Concern(StrEnum):
    """What is worth a second look before somebody approves."""

    UNCLASSIFIED = "unclassified"
    FREE_TEXT = "free-text"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that whoever approves should look at."""

    concern: Concern
    table: str
    field: str


def classified(field: Field) -> Classification | None:
    """The kind of personal data: as the specification says, or an identifier because it is treated as one."""
    if field.classification is None and (field.identifier or isinstance(field.treatment, Pseudonymise)):
        return Classification.IDENTIFIER
    return field.classification


def remarks(spec: Specification) -> Iterator[Remark]:
    """Fields that leave the source without a kind (Z-29), and free texts that are not said to hold special categories
    (P-14)."""
    for table in spec.tables:
        for field in table.fields:
            if isinstance(field.treatment, Drop):
                continue
            if field.free_text and field.classification in (None, Classification.ORDINARY):
                yield Remark(Concern.FREE_TEXT, table.name, field.name)
            elif classified(field) is None:
                yield Remark(Concern.UNCLASSIFIED, table.name, field.name)
