"""One table's way through: batches of rows in, row groups of sealed content out, findings and persons on the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sluis.batches.ahead import ahead
from sluis.home.progress import Progress
from sluis.kernel.identifiers import composite
from sluis.package.content import content_schema, joined
from sluis.package.report import Report
from sluis.refusals import Finding
from sluis.refusals.catalogue import deliveries as codes
from sluis.refusals.catalogue.values import PART_EMPTY, fatal_twin
from sluis.source.columns import Column, Treated
from sluis.source.keys_of_tables import TableKeys
from sluis.source.lists import PersonLists
from sluis.source.objections import Objections
from sluis.source.references import References
from sluis.specification.model import (
    Clear,
    Drop,
    Field,
    Generalise,
    OnError,
    Pseudonymise,
    Specification,
    Table,
)
from sluis.tables.batch import Batch, Reader

ROW_GROUP = 225_000
Mask = npt.NDArray[np.bool_]


@dataclass
class Passage:
    """What all tables of one delivery share on their way."""

    specification: Specification
    lists: PersonLists
    objections: Objections
    references: References
    keys: TableKeys
    report: Report
    progress: Progress
    on: date
    identifiers_only: bool
    clear: dict[str, str]
    several: bool

    def named(self, table: str) -> str | None:
        """The table's name for findings; none when there is one table."""
        return table if self.several else None


class TablePass:
    """One table's way.

    Args:
        table: from the specification.
        number: of the table, for row references.
        shared: what all tables share.
    """

    def __init__(self, table: Table, number: int, shared: Passage) -> None:
        self._table = table
        self._number = number
        self._shared = shared
        self._needed = set(needed_fields(table, shared))
        self._columns = {one.name: Column(one, shared.on) for one in table.fields if one.name in self._needed}
        self.schema = content_schema(table, identifiers_only=shared.identifiers_only)
        names = set(self.schema.names)
        self._sealed = [one for one in table.fields if one.name in names]
        self._kinds: list[Any] = []
        self.rows = 0
        self.last_row = 0

    def groups(self, reader: Reader) -> Iterator[pa.Table]:
        """The row groups, each with its rows in random order."""
        held: list[list[Any]] = []
        count = 0
        for batch in ahead(reader.batches()):
            ready = self._batch(batch)
            count += len(ready[-1])
            held.append(ready)
            self._shared.progress.advance(
                reader.bytes_read, rows=self._shared.report.rows_read, persons=self._shared.lists.persons
            )
            if count >= ROW_GROUP:
                group, count = self._shuffled(held), 0
                yield group
                del group  # let go of it before the next one grows
        if count or not self.rows:
            yield self._shuffled(held)
        self._shared.report.findings.add(*reader.findings)
        self._require_treated()

    def _shuffled(self, held: list[list[Any]]) -> pa.Table:
        """One row group of the batches that are held, which are let go of column by column."""
        if not held:
            return self.schema.empty_table()
        waiting = [list(chunks) for chunks in zip(*held, strict=True)]
        held.clear()
        if not self._kinds:
            self._kinds = [chunks[0].type for chunks in waiting]
        # The references come out of a cipher under a secret key, so to sort by them is to shuffle.
        references = joined(waiting[-1], self._kinds[-1])
        order = pa.array(shuffled_order(references.to_numpy()))
        columns = []
        for place, kind in enumerate(self._kinds):
            columns.append(joined(waiting[place], kind).take(order))
            waiting[place] = []
        return pa.Table.from_arrays(columns, names=self.schema.names)

    def _batch(self, batch: Batch) -> list[Any]:
        shared = self._shared
        shared.report.rows_read += len(batch.rows)
        treated = {name: column.treat(batch.columns[name]) for name, column in self._columns.items()}
        objected = self._objected(treated, len(batch.rows))
        if objected.any():
            shared.report.rows_objected += int(objected.sum())
            batch = _filtered(batch, ~objected)
            treated = {name: column.treat(batch.columns[name]) for name, column in self._columns.items()}
        rejected = self._findings(treated, batch.rows)
        if rejected.any():
            shared.report.rows_rejected += int(rejected.sum())
            batch = _filtered(batch, ~rejected)
            keep = pa.array(~rejected)
            treated = {
                name: Treated(one.values.filter(keep), (), one.plain.filter(keep)) for name, one in treated.items()
            }
        return self._sent(batch, treated)

    def _sent(self, batch: Batch, treated: dict[str, Treated]) -> list[Any]:
        shared, rows = self._shared, batch.rows
        shared.keys.take(
            self._table.name, rows, {name: one.plain for name, one in treated.items()}, shared.report.findings
        )
        self._take_clear(batch, treated)
        columns = []
        for one in self._sealed:
            values = treated[one.name].values
            if isinstance(one.treatment, Pseudonymise):
                values = shared.lists.handles(one.identifier or "", values)
            columns.append(values)
        columns += [shared.lists.handles(*pair) for pair in self._composites(treated, rows)]
        columns.append(pa.array(shared.references.make(rows, self._number)))
        self.last_row = max(self.last_row, int(rows[-1]) if len(rows) else 0)
        self.rows += len(rows)
        shared.report.rows_sent += len(rows)
        return columns

    def _composites(self, treated: dict[str, Treated], rows: npt.NDArray[np.int64]) -> Iterator[tuple[str, Any]]:
        types = {one.name: _part_type(one) for one in self._table.fields}
        table = self._shared.named(self._table.name)
        for each in self._table.composites:
            made = composite(each.name, [treated[name].plain for name in each.of], [types[name] for name in each.of])
            empty = rows[made.wrong].tolist()
            self._shared.report.findings.add_rows(PART_EMPTY, empty, field=each.name, table=table, composite=each.name)
            yield each.name, made.canonical

    def _objected(self, treated: dict[str, Treated], rows: int) -> Mask:
        """Rows of persons who objected, by any citizen service number in the row.

        None in mode `withdraw`: who objects after a delivery is withdrawn by naming that person once more.
        """
        objections = self._shared.objections
        found: Mask | None = None
        if self._shared.identifiers_only:
            return np.zeros(rows, np.bool_)
        for one in self._table.fields:
            if one.identifier == "bsn" and one.name in treated and len(objections):
                here = objections.holds(treated[one.name].values)
                self._shared.lists.count_objected(one.identifier, treated[one.name].values, here)
                found = here if found is None else found | here
        return np.zeros(rows, np.bool_) if found is None else found

    def _findings(self, treated: dict[str, Treated], rows: npt.NDArray[np.int64]) -> Mask:
        """Note what is wrong; the rows that are rejected for it."""
        rejected = np.zeros(len(rows), np.bool_)
        table = self._shared.named(self._table.name)
        for name, one in treated.items():
            on_error = self._columns[name].field.on_error
            for mark in one.marks:
                refuse = on_error is OnError.REFUSE and not mark.harmless
                code = fatal_twin(mark.code) if refuse else mark.code
                found = rows[mark.rows].tolist()
                self._shared.report.findings.add_rows(code, found, field=name, table=table, **mark.facts)
                if on_error is OnError.REJECT_ROW and not mark.harmless:
                    rejected |= mark.rows
        return rejected

    def _take_clear(self, batch: Batch, treated: dict[str, Treated]) -> None:
        clear = [one.name for one in self._table.fields if isinstance(one.treatment, Clear) and one.name in treated]
        for name in clear:
            texts = treated[name].plain
            if pa.types.is_dictionary(texts.type) and len(texts.dictionary) == 1 and not texts.null_count:
                texts = texts.dictionary  # one value in all rows, which is what should be
            texts = texts.cast(pa.string())
            known = self._shared.clear.get(name)
            if known is None and len(texts.drop_null()):
                known = self._shared.clear[name] = texts.drop_null()[0].as_py()
            other = next((at for at, one in enumerate(texts.to_pylist()) if one != known), None)
            if other is not None:
                row = int(batch.rows[other])
                self._shared.report.findings.add(
                    Finding(codes.CLEAR_VARIES, row, name, self._shared.named(self._table.name), {"field": name})
                )

    def _require_treated(self) -> None:
        """Refuse columns that consist of citizen service numbers and would leave as they are."""
        for name, column in self._columns.items():
            if column.is_bsn:
                self._shared.report.findings.add(
                    Finding(codes.BSN_NOT_TREATED, None, name, self._shared.named(self._table.name), {"field": name})
                )


def needed_fields(table: Table, shared: Passage) -> Iterator[str]:
    """The fields that must be read: those that leave in some form, and parts of composites and keys."""
    parts = {name for each in table.composites for name in each.of} | shared.keys.fields_of(table.name)
    for one in table.fields:
        leaves = not isinstance(one.treatment, Drop)
        if shared.identifiers_only:  # such a file has no clear fields; their values are given with --set
            leaves = isinstance(one.treatment, Pseudonymise)
        if leaves or one.name in parts:
            yield one.name


def _filtered(batch: Batch, keep: Mask) -> Batch:
    mask = pa.array(keep)
    return Batch(batch.rows[keep], {name: column.filter(mask) for name, column in batch.columns.items()})


def _part_type(field: Field) -> str:
    """The type of a field as a part of a composite: postcodes have a way of writing of their own."""
    postcode = isinstance(field.treatment, Generalise) and field.treatment.to.startswith("pc")
    return "postcode" if postcode else field.type.value


def shuffled_order(random: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """The order in which 32 bits of random numbers ascend; two passes of a radix sort, which is four times as fast."""
    low, high = (((random >> np.uint64(bits)) & np.uint64(0xFFFF)).astype(np.uint16) for bits in (0, 16))
    first = np.argsort(low, kind="stable")
    return first.take(np.argsort(high.take(first), kind="stable"))
