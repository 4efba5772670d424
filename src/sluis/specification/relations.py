"""What ties fields and tables together: composites, primary keys and foreign keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from sluis.refusals.catalogue import specifications as codes
from sluis.specification.fields import Written
from sluis.specification.keys import COMPOSITE, FOREIGN_KEY, REFERENCE
from sluis.specification.model import Composite, FieldType, ForeignKey
from sluis.specification.names import composite_name
from sluis.specification.values import Section, Value


@dataclass(frozen=True, slots=True)
class Draft:
    """A table of which all but the foreign keys has been read, because those look at the other tables."""

    value: Value
    name: str
    fields: Mapping[str, Written]
    composites: tuple[Composite, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[Value, ...]

    def types(self, names: Sequence[str]) -> list[FieldType]:
        """The types of some of its fields."""
        return [self.fields[name].field.type for name in names]


def read_composites(value: Value | None, fields: Mapping[str, Written]) -> dict[str, tuple[Composite, Section]]:
    """The composites of a table with these fields, by name."""
    found: dict[str, tuple[Composite, Section]] = {}
    taken = {name.casefold() for name in fields}
    for number, item in enumerate(value.items() if value else (), start=1):
        section = item.inside("composite", number).section(COMPOSITE)
        composite = _composite(section, fields)
        if composite.name.casefold() in taken:
            raise section["name"].refusal(codes.COMPOSITE_NAME_TAKEN)
        taken.add(composite.name.casefold())
        found[composite.name] = composite, section
    return found


def _composite(section: Section, fields: Mapping[str, Written]) -> Composite:
    section["treatment"].word(("pseudonymise",))
    names = section["of"].texts()
    for name in names:
        if name not in fields:
            raise section["of"].refusal(codes.COMPOSITE_FIELD_UNKNOWN, field=name[:40])
        if fields[name].field.identifier:  # its padding and sentinels would be unknown to the composite
            raise section["of"].refusal(codes.COMPOSITE_OF_IDENTIFIER, field=name)
        if fields[name].field.type is FieldType.NUMBER:
            raise section["of"].refusal(codes.COMPOSITE_OF_NUMBER, field=name)
    if len(names) < 2:
        raise section["of"].refusal(codes.COMPOSITE_TOO_SMALL)
    return Composite(composite_name(section["name"]), names, section["justification"].text())


def refuse_differing(
    name: str, kinds: list[FieldType], section: Section, known: dict[str, tuple[str, list[FieldType]]], table: str
) -> None:
    """Refuse a composite that stands in two tables with other types: one person would get two pseudonyms."""
    other, types = known.setdefault(name.casefold(), (table, kinds))
    if types != kinds:
        raise section["of"].refusal(codes.COMPOSITE_DIFFERS, table=other)


def read_primary_key(value: Value | None, table: str, fields: Mapping[str, Written]) -> tuple[str, ...]:
    """The fields that together tell the rows of a table apart."""
    return _known(value, table, fields) if value else ()


def _known(value: Value, table: str, fields: Mapping[str, Written]) -> tuple[str, ...]:
    names = value.names()
    for name in names:
        if name not in fields:
            raise value.refusal(codes.KEY_FIELD_UNKNOWN, key=value.key, field=name[:40], table=table)
    return names


def read_foreign_keys(drafts: Mapping[str, Draft]) -> dict[str, tuple[ForeignKey, ...]]:
    """The foreign keys of all tables, by table; they never go round in a circle."""
    found: dict[str, tuple[ForeignKey, ...]] = dict.fromkeys(drafts, ())
    for draft in drafts.values():
        for item in draft.foreign_keys:
            key = _foreign_key(item, draft, drafts)
            if key in found[draft.name]:
                number = len(found[draft.name]) + 1
                raise item.refusal(codes.LISTED_TWICE, key="foreignKeys", number=number)
            found[draft.name] = (*found[draft.name], key)
            _refuse_circle(item, found)
    return found


def _foreign_key(item: Value, draft: Draft, drafts: Mapping[str, Draft]) -> ForeignKey:
    section = item.section(FOREIGN_KEY)
    reference = section["reference"].section(REFERENCE)
    names = _known(section["fields"], draft.name, draft.fields)
    table = reference["resource"].text()
    if table not in drafts:
        raise reference["resource"].refusal(codes.TABLE_UNKNOWN, table=table[:40], known=", ".join(drafts))
    others = _known(reference["fields"], table, drafts[table].fields)
    if len(names) != len(others):
        raise reference["fields"].refusal(codes.FOREIGN_KEY_SIZE)
    kinds = zip(names, others, draft.types(names), drafts[table].types(others), strict=True)
    for name, other, kind, other_kind in kinds:
        if kind is not other_kind:
            raise section["fields"].refusal(codes.FOREIGN_KEY_TYPE, field=name, other=other)
    if table == draft.name and set(names) & set(others):
        raise section["fields"].refusal(codes.FOREIGN_KEY_ITSELF)
    return ForeignKey(names, table, others)


def _refuse_circle(item: Value, found: Mapping[str, tuple[ForeignKey, ...]]) -> None:
    """A table may refer to itself (a mother is a client as well); a circle of tables has no first one to send."""
    graph = {name: {key.reference_table for key in keys} - {name} for name, keys in found.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError:
        raise item.refusal(codes.FOREIGN_KEY_CIRCLE) from None
