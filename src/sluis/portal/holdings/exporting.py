"""What is held for an organisation as a file that other programs read: a zip with the rows of each kind as JSON lines or
CSV or both, the files themselves, a dictionary before and a manifest behind them.

    dictionary.json           the kinds and their fields
    tasks.task.jsonl, .csv    the rows, in order of their ids
    files/KIND/ID-FIELD       the content of files
    references.jsonl          other organisations to which rows refer, by name, and rows that refer to records of others
    manifest.json             last: SHA-256, size and number of rows of each member

The zip is written while it is read, from one moment of the database: it never lies on a disk, and memory does not grow
with it.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from django.utils import translation

from sluis.portal.access.models import Organisation
from sluis.portal.holdings.choosing import ALL, Choice
from sluis.portal.holdings.counting import records, terms_for
from sluis.portal.holdings.register import Holding, held
from sluis.portal.holdings.rows import Row, fields_of, is_content, line_of, place_of, rows_of
from sluis.portal.holdings.snapshots import snapshot
from sluis.portal.holdings.sorting import keys
from sluis.portal.ui.downloads import harmless

FORMAT = "sluis-return/1"
FORMS = ("jsonl", "csv")
"""In which form rows can be had; JSON lines lose nothing and can be brought in again, CSV opens in a spreadsheet."""
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be taken along.

    Attributes:
        organisation: whose.
        at: when, for the dictionary.
        choice: which records.
        forms: of `FORMS`, at least one.
    """

    organisation: Organisation
    at: datetime
    choice: Choice = ALL
    forms: Sequence[str] = FORMS

    def holdings(self) -> list[Holding]:
        """The kinds that were chosen."""
        return [each for each in held().values() if self.choice.has(each)]

    def records(self, holding: Holding, alias: str = "default") -> "QuerySet[Any]":
        """The chosen records of a kind."""
        return records(holding, self.organisation).using(alias).filter(self.choice.condition(holding))

    def count(self) -> int:
        """How many records there are now."""
        return sum(self.records(each).count() for each in self.holdings())


@dataclass
class Sums:
    """What was written.

    Attributes:
        members: name → SHA-256, size and rows.
        whole: of the file itself, when it is finished.
    """

    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    size: int = 0
    _whole: Any = field(default_factory=sha256)

    def passed(self, piece: bytes) -> bytes:
        """A piece of the whole leaves."""
        self._whole.update(piece)
        self.size += len(piece)
        return piece

    @property
    def sha256(self) -> str:
        """Of what left so far, hex."""
        return str(self._whole.hexdigest())

    @property
    def records(self) -> int:
        """How many rows there are, each counted once."""
        rows = {name.rpartition(".")[0]: each.get("rows", 0) for name, each in self.members.items()}
        return sum(count for name, count in rows.items() if name != "references")

    @property
    def files(self) -> int:
        """How many contents of files there are."""
        return sum(name.startswith("files/") for name in self.members)


def zipped(wanted: Wanted, sums: Sums | None = None) -> Iterator[bytes]:
    """The zip in pieces; its sums are complete when the last one was taken."""
    sums = sums or Sums()
    with snapshot() as alias:
        out = _Pieces()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, pieces, rows in _members(wanted, sums, alias):
                summed, size = sha256(), 0
                with archive.open(_member(name), "w", force_zip64=True) as member:
                    for piece in pieces:
                        summed.update(piece)
                        size += len(piece)
                        member.write(piece)
                        yield from map(sums.passed, out.taken())
                if name != "manifest.json":
                    sums.members[name] = {"sha256": summed.hexdigest(), "size": size} | rows()
                yield from map(sums.passed, out.taken())
        yield from map(sums.passed, out.taken())


def _members(wanted: Wanted, sums: Sums, alias: str) -> Iterator[tuple[str, Iterable[bytes], Any]]:
    """Each member: its name, its pieces, and afterwards the number of its rows."""
    yield "dictionary.json", (_json(dictionary(wanted)),), dict
    for holding in wanted.holdings():
        for form in wanted.forms:
            counting = _Counting(rows_of(holding, wanted.records(holding, alias)))
            pieces = _csv(holding, counting) if form == "csv" else map(line_of, counting)
            yield f"{holding.record}.{form}", pieces, counting.said
    for holding in wanted.holdings():
        for name, content in _contents(holding, wanted.records(holding, alias)):
            yield name, (content,), dict
    counting = _Counting(_references(wanted, alias))
    yield "references.jsonl", map(line_of, counting), counting.said
    yield "manifest.json", (_manifest(wanted, sums) for _once in "1"), dict  # made when all others have passed


def _manifest(wanted: Wanted, sums: Sums) -> bytes:
    said = _head(wanted) | {"members": sums.members}
    return _json(said)


def _head(wanted: Wanted) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "organisation": str(wanted.organisation.pk),
        "made_at": wanted.at.astimezone(UTC).isoformat(timespec="seconds"),
        "choice": wanted.choice.value(),
    }


def dictionary(wanted: Wanted) -> dict[str, Any]:
    """What stands in the files: kinds, purposes, terms and fields; in English, the language of their names."""
    terms = terms_for(wanted.organisation)
    with translation.override("en"):
        kinds = [_kind(each, terms[each.record], wanted.forms) for each in wanted.holdings()]
    return _head(wanted) | {
        "jsonl": "UTF-8, a JSON object per line, names sorted; moments in UTC. Nothing is lost.",
        "csv": "UTF-8, comma, a heading; moments in UTC. A text that a spreadsheet could take for a formula, "
        "beginning with = + - @ or a tab, has an apostrophe before it that is not part of it.",
        "records": kinds,
    }


def _kind(holding: Holding, term: object, forms: Sequence[str]) -> Row:
    return {
        "record": holding.record,
        "files": [f"{holding.record}.{form}" for form in forms],
        "label": str(holding.label),
        "purpose": str(holding.purpose),
        "kept": str(term) if term else None,
        "kept_since": holding.since or None,
        "remains": str(holding.remains) if holding.remains else None,
        "fields": [_field(each) for each in fields_of(holding)],
        "left_out": sorted(each.attname for each in holding.model._meta.concrete_fields if each not in fields_of(holding)),
    }  # fmt: skip


def _field(each: Any) -> Row:
    refers = each.related_model._meta.label_lower if each.is_relation else None
    kind = "File" if is_content(each) else each.get_internal_type()
    return {"name": each.attname, "type": kind, "label": str(each.verbose_name), "refers_to": refers,
            "may_be_empty": bool(each.null or each.blank)}  # fmt: skip


def _contents(holding: Holding, found: "QuerySet[Any]") -> Iterator[tuple[str, bytes]]:
    """The content of files, one at a time, under the names that stand in the rows."""
    for one in filter(is_content, fields_of(holding)):
        with_it = found.exclude(**{one.name: None}).order_by("pk").values_list("pk", one.attname)
        for pk, content in with_it.iterator(chunk_size=1):
            yield place_of(holding, pk, one), bytes(content)


def _references(wanted: Wanted, alias: str) -> Iterator[Row]:
    """To what of others the records refer: organisations, which are known by name where the records are brought in, and
    records, such as a person of the operator, which are not."""
    own = wanted.organisation.pk
    seen: set[Any] = set()
    for holding in wanted.holdings():
        for key in keys(holding):
            found = wanted.records(holding, alias).exclude(**{key.name: None})
            if key.related_model is Organisation:
                seen |= set(found.values_list(key.attname, flat=True).distinct())
            else:
                theirs = found.exclude(**{f"{key.name}__organisation": own}).order_by("pk")
                for pk in theirs.values_list("pk", flat=True):
                    yield {"record": holding.record, "id": str(pk), "field": key.attname}
    for each in Organisation.everything.using(alias).filter(pk__in=seen - {own}).order_by("pk"):
        yield {"organisation": str(each.pk), "name": each.name}


def _csv(holding: Holding, rows: Iterable[Row]) -> Iterator[bytes]:
    yield _line([each.attname for each in fields_of(holding)])
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


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _NO_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


class _Counting:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows, self._count = rows, 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self._count += 1
            yield row

    def said(self) -> dict[str, int]:
        """As it stands in the manifest."""
        return {"rows": self._count}


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
