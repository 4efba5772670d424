"""Unique fields, primary keys and foreign keys: checks over whole files, in keyed tags, so no value is kept."""

import secrets
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from sluis.kernel.keyed import ColumnMac
from sluis.kernel.reading import as_text
from sluis.package.report import Findings
from sluis.refusals.catalogue import deliveries as codes
from sluis.source.persons import TagSet
from sluis.specification.model import Specification, Table

Columns = dict[str, Any]
Rows = npt.NDArray[np.int64]


@dataclass
class _Seen:
    """The distinct values of one key, and the row in which each was first seen."""

    table: str
    fields: tuple[str, ...]
    tags: TagSet = field(default_factory=TagSet)
    rows: list[Rows] = field(default_factory=list)


class TableKeys:
    """Collects while the tables are read; notes doubles at once and dangling references at the end.

    Args:
        ignored: check nothing; in mode `withdraw` a person may stand in many rows.
    """

    def __init__(self, specification: Specification, *, ignored: bool = False) -> None:
        self._mac = ColumnMac(secrets.token_bytes(32))
        self._unique: list[_Seen] = []
        self._foreign: list[tuple[_Seen, _Seen]] = []
        for table in () if ignored else specification.tables:
            self._unique += [_Seen(table.name, names) for names in _unique_fields(table)]
        for table in () if ignored else specification.tables:
            for key in table.foreign_keys:
                parent = self._parent(key.reference_table, key.reference_fields)
                self._foreign.append((_Seen(table.name, key.fields), parent))

    def fields_of(self, table: str) -> set[str]:
        """The fields whose plain values are needed."""
        seen = self._unique + [each for pair in self._foreign for each in pair]
        return {name for each in seen if each.table == table for name in each.fields}

    def take(self, table: str, rows: Rows, columns: Columns, findings: Findings) -> None:
        """Look at a batch of rows that will be sent."""
        for seen in self._unique:
            if seen.table == table:
                doubles, present = self._add(seen, rows, columns)
                again = rows[present][doubles]
                if len(again):
                    findings.add_rows(codes.DUPLICATE_KEY, again.tolist(), field=seen.fields[0], table=table)
        for child, parent in self._foreign:
            for seen in (child, parent):
                if seen.table == table and seen not in self._unique:
                    self._add(seen, rows, columns)

    def finish(self, findings: Findings) -> None:
        """Look whether every reference has its row."""
        for child, parent in self._foreign:
            missing = ~parent.tags.contains(child.tags.tags)
            if missing.any():
                first = np.concatenate(child.rows)[missing].tolist()
                name = child.fields[0]
                findings.add_rows(codes.REFERENCE_MISSING, first, field=name, table=child.table, reference=parent.table)

    def _parent(self, table: str, fields: tuple[str, ...]) -> _Seen:
        for seen in self._unique:
            if (seen.table, seen.fields) == (table, fields):
                return seen
        return _Seen(table, fields)

    def _add(self, seen: _Seen, rows: Rows, columns: Columns) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        tags, present = self._tags([columns[name] for name in seen.fields])
        fresh = seen.tags.add(tags[present])
        seen.rows.append(rows[present][fresh])
        return ~fresh, present

    def _tags(self, columns: list[Any]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
        """One tag for the values of several columns, and where all of them are filled."""
        present = np.ones(len(columns[0]), np.bool_)
        tags = np.zeros((len(columns[0]), 16), np.uint8)
        for column in columns:
            present &= np.asarray(column.is_valid())
            tags = self._mac.encrypt_blocks(tags) ^ self._mac.tags(as_text(column))
        return self._mac.encrypt_blocks(tags), present


def _unique_fields(table: Table) -> list[tuple[str, ...]]:
    single = [(one.name,) for one in table.fields if one.constraints.unique]
    return single + ([table.primary_key] if table.primary_key and table.primary_key not in single else [])
