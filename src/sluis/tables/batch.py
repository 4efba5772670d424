"""What every reader gives: batches of text or typed columns, with the row numbers that a person sees."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from sluis.refusals import Finding


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a file.

    Attributes:
        rows: int64, n row numbers as a person sees them in the file, ascending.
        columns: name → pyarrow array of n values. From text formats all are strings (an empty value is an empty
            string, never null); from XLSX and Parquet also integers, floats, booleans and dates, with nulls.
    """

    rows: npt.NDArray[np.int64]
    columns: dict[str, Any]


class Reader(Protocol):
    """An open file of rows."""

    names: tuple[str, ...]
    """All headings in the file, in order."""

    bytes_total: int
    """The size of the file."""

    findings: list[Finding]
    """What the source should know about how the file was read; complete when the batches are."""

    @property
    def bytes_read(self) -> int:
        """How far the reader is, for progress; comparable with `bytes_total`."""
        ...

    def batches(self) -> Iterator[Batch]:
        """The rows, once, in bounded memory; only the asked columns."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...
