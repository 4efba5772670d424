"""Files of rows, and what a reader makes of them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from sluis.refusals import Code, Refused
from sluis.specification.model import Composite, Drop, Field, FieldType, Format, Seal, Table
from sluis.tables.reading import open_table

Rows = dict[int, dict[str, Any]]
Read = Callable[..., Rows]
Refuses = Callable[..., AbstractContextManager[None]]


def table(*names: str, dropped: tuple[str, ...] = (), composed: tuple[str, ...] = (), **types: FieldType) -> Table:
    """A table of sealed string fields, but for those that are dropped or have another type."""
    fields = tuple(
        Field(name, types.get(name, FieldType.STRING), Drop() if name in dropped else Seal(), "need") for name in names
    )
    return Table("people", fields, (Composite("link", composed, "no number"),) if composed else ())


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Rows of a file by their number, as a reader gives them; bytes are written as a file first."""

    def rows(source: Path | bytes, of: Table, layout: Format | None = None, **how: Any) -> Rows:
        if isinstance(source, bytes):
            (tmp_path / "in.data").write_bytes(source)
            source = tmp_path / "in.data"
        reader = open_table(source, of, layout or Format(), **how)
        found: Rows = {}
        before = 0
        try:
            for batch in reader.batches():
                values = {name: column.to_pylist() for name, column in batch.columns.items()}
                assert all(len(column) == len(batch.rows) for column in values.values())
                for index, row in enumerate(batch.rows.tolist()):
                    assert row > before
                    before = row
                    found[row] = {name: column[index] for name, column in values.items()}
            assert reader.bytes_read == reader.bytes_total
        finally:
            reader.close()
        return found

    return rows


@pytest.fixture
def refuses() -> Refuses:
    """A block that must be refused with this code and these facts, and no other exception anywhere in its chain."""

    @contextmanager
    def block(code: Code, **facts: str | int) -> Iterator[None]:
        with pytest.raises(Refused) as caught:
            yield
        assert caught.value.code is code, caught.value
        assert {name: caught.value.facts[name] for name in facts} == facts

    return block
