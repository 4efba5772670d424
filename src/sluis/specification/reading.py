"""A specification from its YAML, or the reason why it cannot be meant."""

import codecs
import hashlib
from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from sluis.refusals.catalogue import specifications as codes
from sluis.specification import keys
from sluis.specification.fields import Written, read_field, refuse_idle
from sluis.specification.model import (
    FieldType,
    ForeignKey,
    Format,
    Generalise,
    Pseudonymise,
    Scheme,
    Seal,
    Specification,
    Table,
)
from sluis.specification.names import plain_name, version
from sluis.specification.relations import (
    Draft,
    read_composites,
    read_foreign_keys,
    read_primary_key,
    refuse_differing,
)
from sluis.specification.values import Section, Value
from sluis.specification.yaml_lines import compose

FORMATS: dict[str, tuple[str, ...]] = {
    "csv": ("delimiter", "encoding", "quoteChar"),
    "xlsx": ("sheet",),
    "parquet": (),
    "fixed-width": ("encoding",),
}
"""Kinds of file, with the keys that have an effect on them."""

ENCODINGS = {
    "utf-8": "utf-8",
    "ascii": "us-ascii",
    "cp1252": "windows-1252",
    "iso8859-1": "iso-8859-1",
    "iso8859-15": "iso-8859-15",
}
"""Encodings, by Python's name: all are ASCII where a delimiter or digit stands."""


def read_specification(data: bytes, name: str = "specification") -> Specification:
    """What a specification says.

    Args:
        data: the exact bytes of the file, whose SHA-256 agreements and packages name.
        name: what to call the file in a refusal about the whole of it.
    Raises:
        Refused: 23xx, with the line and the table and field; on the first thing that is unknown, contradictory or
            without effect.
    Security: no object but texts is made from the file; size, depth and patterns are bounded.
    Source: YAML 1.1; Frictionless Table Schema v1 for the words.
    """
    section = Value(compose(data, name), "specification").section(keys.SPECIFICATION)
    own_name = plain_name(section["name"])
    form = _format(section.get("format"))
    valid_from, valid_until = _validity(section.get("valid"))
    return Specification(
        name=own_name,
        version=version(section["version"]),
        scheme=section["scheme"].choice(Scheme),
        format=form,
        tables=_tables(section, own_name, form),
        sha256=hashlib.sha256(data).hexdigest(),
        closed=section.flag("closed"),
        valid_from=valid_from,
        valid_until=valid_until,
        title=section.text("title"),
        description=section.text("description"),
    )


def _format(value: Value | None) -> Format:
    if value is None:
        return Format()
    section = value.section(keys.FORMAT)
    kind = section["type"].word(FORMATS)
    for key in keys.FORMAT.optional:
        if key in section and key not in FORMATS[kind]:
            raise section[key].refusal(codes.KEY_NOT_FOR_FORMAT, key=key, format=kind)
    delimiter, quote = (_separator(section.get(key)) for key in ("delimiter", "quoteChar"))
    if delimiter and delimiter == (quote or Format().quote_char):
        raise section["delimiter"].refusal(codes.SAME_CHARACTER, key="delimiter", other="quoteChar")
    return Format(
        type=kind,
        delimiter=delimiter,
        encoding=_encoding(section.get("encoding")),
        quote_char=quote or Format().quote_char,
        sheet=section.text("sheet") or None,
    )


def _separator(value: Value | None) -> str | None:
    if value is None:
        return None
    text = value.text(empty=True)
    if len(text) != 1 or not text.isascii() or text.isalnum() or text in "+-.\r\n":
        raise value.refusal(codes.NOT_A_CHARACTER, key=value.key)
    return text


def _encoding(value: Value | None) -> str | None:
    if value is None:
        return None
    try:
        return ENCODINGS[codecs.lookup(value.text()).name]
    except (LookupError, ValueError):
        raise value.refusal(codes.ENCODING_UNKNOWN, known=", ".join(ENCODINGS.values())) from None


def _validity(value: Value | None) -> tuple[date | None, date | None]:
    if value is None:
        return None, None
    section = value.section(keys.VALID)
    first, last = (section[key].day() if key in section else None for key in ("from", "until"))
    if first and last and first > last:
        raise section["until"].refusal(codes.VALIDITY_REVERSED)
    return first, last


def _tables(section: Section, name: str, form: Format) -> tuple[Table, ...]:
    section.exclude("fields", "resources")
    section.exclude("resources", "composites")
    if "resources" in section:
        drafts = _resources(section["resources"], form)
    elif "fields" in section:
        drafts = [_draft(section, name, form)]
    else:
        raise section.value.refusal(codes.KEY_MISSING, key="fields")
    if len(drafts) > 1 and form.sheet:
        raise section["format"].refusal(codes.KEY_NOT_FOR_SEVERAL, key="sheet")
    return _finished({draft.name: draft for draft in drafts})


def _resources(value: Value, form: Format) -> list[Draft]:
    drafts: list[Draft] = []
    composites: dict[str, tuple[str, list[FieldType]]] = {}
    for number, item in enumerate(value.items(), start=1):
        section = item.inside("table", number).section(keys.RESOURCE)
        name = plain_name(section["name"])
        if any(draft.name == name for draft in drafts):
            raise section["name"].refusal(codes.TABLE_TWICE, table=name)
        drafts.append(_draft(section, name, form, composites))
    return drafts


def _draft(
    section: Section, name: str, form: Format, elsewhere: dict[str, tuple[str, list[FieldType]]] | None = None
) -> Draft:
    fields = _fields(section["fields"], form)
    composites = read_composites(section.get("composites"), fields)
    draft = Draft(
        value=section.value,
        name=name,
        fields=fields,
        composites=tuple(composite for composite, _ in composites.values()),
        primary_key=read_primary_key(section.get("primaryKey"), name, fields),
        foreign_keys=section["foreignKeys"].items() if "foreignKeys" in section else (),
    )
    for composite, written in composites.values():
        refuse_differing(
            composite.name, draft.types(composite.of), written, {} if elsewhere is None else elsewhere, name
        )
    _refuse_nothing_sent(draft)
    return draft


def _fields(value: Value, form: Format) -> dict[str, Written]:
    found: dict[str, Written] = {}
    for number, item in enumerate(value.items(), start=1):
        written = read_field(item.inside("field", number), form)
        if written.field.name.casefold() in found:
            raise written.section["name"].refusal(codes.FIELD_TWICE)
        found[written.field.name.casefold()] = written
    _refuse_overlap(list(found.values()))
    return {written.field.name: written for written in found.values()}


def _refuse_overlap(fields: list[Written]) -> None:
    """Positions in the order of the line: if any overlap, two neighbours do; the later in the file is blamed."""
    placed = [(*each.field.position, number) for number, each in enumerate(fields) if each.field.position]
    for (start, length, one), (following, _, other) in pairwise(sorted(placed)):
        if following < start + length:
            earlier, later = fields[min(one, other)], fields[max(one, other)]
            raise later.section["position"].refusal(codes.POSITIONS_OVERLAP, other=earlier.field.name)


def _refuse_nothing_sent(draft: Draft) -> None:
    """A clear value travels once for the whole package, so rows of nothing else would be empty."""
    sent = any(isinstance(each.field.treatment, Pseudonymise | Generalise | Seal) for each in draft.fields.values())
    if not sent and not draft.composites:
        raise draft.value.refusal(codes.NOTHING_SENT, table=draft.name)


def _finished(drafts: Mapping[str, Draft]) -> tuple[Table, ...]:
    foreign_keys = read_foreign_keys(drafts)
    for draft in drafts.values():
        used = _used(draft, foreign_keys)
        for name, written in draft.fields.items():
            if name not in used:
                refuse_idle(written)
    return tuple(
        Table(
            name=draft.name,
            fields=tuple(written.field for written in draft.fields.values()),
            composites=draft.composites,
            primary_key=draft.primary_key,
            foreign_keys=foreign_keys[draft.name],
        )
        for draft in drafts.values()
    )


def _used(draft: Draft, foreign_keys: Mapping[str, tuple[ForeignKey, ...]]) -> set[str]:
    """The fields that the source reads even when they are dropped: those of composites and keys."""
    used = set(draft.primary_key).union(*(composite.of for composite in draft.composites))
    for name, table_keys in foreign_keys.items():
        for key in table_keys:
            used |= set(key.fields) if name == draft.name else set()
            used |= set(key.reference_fields) if key.reference_table == draft.name else set()
    return used
