"""Which reader a file gets."""

from pathlib import Path

from sluis.specification.model import Format, Table
from sluis.tables.batch import Reader
from sluis.tables.originals import Original


def open_table(
    path: Path, table: Table, layout: Format, *, password: str | None = None, block_bytes: int = 4 << 20
) -> Reader:
    """Open a file of rows as its specification says.

    Only the columns that leave the source, or that a composite is made of, are read; `names` tells all headings.
    Headings are compared exactly, without byte-order mark and surrounding blanks.

    Args:
        path: the file.
        table: whose fields are the columns.
        layout: how the file is written.
        password: of a protected workbook.
        block_bytes: how much of a text file is read at a time; no row may be longer.

    Returns:
        An open reader, to be closed by the caller. The first row of data has number 2 in CSV and XLSX, where the
        heading is row 1, and number 1 in fixed-width and Parquet, which have none.

    Raises:
        Refused: the file cannot be read rightly (21xx); here or while the batches are read.
        ValueError: the format has no reader; the specification's own reading refuses it earlier.
    """
    original = Original(path)
    try:
        return _reader(original, table, layout, password, block_bytes)
    except BaseException:
        original.close()
        raise


def _reader(original: Original, table: Table, layout: Format, password: str | None, block_bytes: int) -> Reader:
    match layout.type:
        case "csv":
            from sluis.tables.separated import SeparatedReader

            return SeparatedReader(original, table, layout, block_bytes)
        case "xlsx":
            from sluis.tables.workbook import WorkbookReader

            return WorkbookReader(original, table, layout, password)
        case "fixed-width":
            from sluis.tables.fixed import FixedReader

            return FixedReader(original, table, layout, block_bytes)
        case "parquet":
            from sluis.tables.columnar import ColumnarReader

            return ColumnarReader(original, table)
    raise ValueError(f"no reader for the format {layout.type}")
