"""What is held for an organisation as files that other programs read: a zip with a CSV per kind and a dictionary.

Destroying comes with the agreements, which say when and what. The zip is written while it is read: it never lies on a
disk, and memory does not grow with it.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db import models
from django.utils import translation

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.holdings.counting import records, terms_for
from sluis.portal.holdings.register import Holding, held
from sluis.portal.holdings.rights import EXPORT
from sluis.portal.ui.downloads import harmless

AT_ONCE = 500
_NO_TIME = (1980, 1, 1, 0, 0, 0)

Row = dict[str, Any]


def export(organisation: Organisation) -> Iterator[tuple[str, Iterator[Row]]]:
    """Every kind of record with its rows; values as JSON has them, and for content the name of its file."""
    for name, holding in held().items():
        yield name, _rows(holding, organisation)


def exported(actor: Actor, *, organisation: Organisation) -> Iterator[bytes]:
    """The zip, for somebody who may have it; that it was taken is recorded first."""
    with changing(actor, EXPORT, on=organisation) as change:
        number = sum(records(each, organisation).count() for each in held().values())
        change.record("holdings.exported", organisation, counts={"records": number})
    return zipped(organisation, actor.at)


def zipped(organisation: Organisation, at: datetime) -> Iterator[bytes]:
    """The zip in pieces."""
    out = _Pieces()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            _member("dictionary.json"), json.dumps(dictionary(organisation, at), ensure_ascii=False, indent=2)
        )
        for name, rows in export(organisation):
            with archive.open(_member(f"{name}.csv"), "w") as member:
                for line in _csv(held()[name], rows):
                    member.write(line)
                    yield from out.taken()
        for path, content in contents(organisation):
            archive.writestr(_member(path), content)
            yield from out.taken()
    yield from out.taken()


def dictionary(organisation: Organisation, at: datetime) -> dict[str, Any]:
    """What stands in the files: kinds, purposes, terms and fields; in English, the language of their names."""
    terms = terms_for(organisation)
    with translation.override("en"):
        kinds = [_kind(each, terms[name]) for name, each in held().items()]
    return {
        "format": 1,
        "organisation": str(organisation.pk),
        "made_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "csv": "UTF-8, comma, a heading; moments in UTC. A text that a spreadsheet could take for a formula, "
        "beginning with = + - @ or a tab, has an apostrophe before it that is not part of it.",
        "records": kinds,
    }


def _kind(holding: Holding, term: object) -> Row:
    return {
        "record": holding.record,
        "file": f"{holding.record}.csv",
        "label": str(holding.label),
        "purpose": str(holding.purpose),
        "kept": str(term) if term else None,
        "kept_since": holding.since or None,
        "fields": [
            {"name": each.attname, "type": each.get_internal_type(), "label": str(each.verbose_name)}
            for each in _fields(holding)
        ],
    }


def _fields(holding: Holding) -> list[Any]:
    left_out = holding.without | {"password"}
    return [each for each in holding.model._meta.concrete_fields if each.name not in left_out]


def contents(organisation: Organisation) -> Iterator[tuple[str, bytes]]:
    """The content of files, one at a time, under the names that stand in the rows."""
    for holding in held().values():
        for field in filter(_is_content, _fields(holding)):
            found = records(holding, organisation).order_by("pk").values_list("pk", field.attname)
            for pk, content in found.iterator(chunk_size=1):
                yield _path(holding, pk, field), bytes(content or b"")


def _rows(holding: Holding, organisation: Organisation) -> Iterator[Row]:
    fields = _fields(holding)
    read = [each.name for each in fields if not _is_content(each)]
    for record in records(holding, organisation).order_by("pk").only(*read).iterator(chunk_size=AT_ONCE):
        yield {
            each.attname: _path(holding, record.pk, each)
            if _is_content(each)
            else _value(each.value_from_object(record))
            for each in fields
        }


def _is_content(field: Any) -> bool:
    return isinstance(field, models.BinaryField)


def _path(holding: Holding, pk: object, field: Any) -> str:
    return f"files/{holding.record}/{pk}-{field.attname}"


def _value(value: Any) -> Any:
    """As JSON has it."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case None | bool() | int() | float() | str() | list() | dict():
            return value
    return str(value)


def _csv(holding: Holding, rows: Iterable[Row]) -> Iterator[bytes]:
    yield _line([each.attname for each in _fields(holding)])
    for row in rows:
        yield _line(map(_cell, row.values()))


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case list() | dict():
            return harmless(json.dumps(value, ensure_ascii=False))
    return harmless(str(value))


def _line(cells: Iterable[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _NO_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


class _Pieces(io.RawIOBase):
    """A file that hands on what is written to it."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Keep it until it is taken."""
        self._written.append(bytes(data))
        return len(data)

    def taken(self) -> Iterator[bytes]:
        """What was written since the last time."""
        written, self._written = self._written, []
        if written:
            yield b"".join(written)
