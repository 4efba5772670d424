"""Row references: what stands in a sealed row so that only its source can find the row again.

A reference is the first 8 bytes of an AES-256 block of the row's number, under a key of this delivery. It is unrelated
to the references of any other package of the same file. The source finds a row again by making the references of all
its rows, a hundred million a second, and looking which it is.

    row number, 8 bytes little-endian | number of the table, 4 bytes | zeros, 4 bytes
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sluis.kernel.keyed import ColumnMac, derive
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliveries as codes

_CHUNK = 1 << 20


class References:
    """Makes and reads the references of one delivery.

    Args:
        secret: of this home.
        delivery: the delivery's id.
    """

    def __init__(self, secret: bytes, delivery: str) -> None:
        self._cipher = ColumnMac(derive(secret, purpose="row-reference", domain=delivery, version=1, test=False))

    def make(self, rows: npt.NDArray[np.int64], table: int) -> npt.NDArray[np.uint64]:
        """The references of n rows of a table."""
        words = np.zeros((len(rows), 2), "<u8")
        words[:, 0] = rows
        words[:, 1] = table
        blocks = self._cipher.encrypt_blocks(words.view(np.uint8).reshape(-1, 16))
        return np.ascontiguousarray(blocks[:, :8]).view("<u8").reshape(-1).astype(np.uint64, copy=False)

    def find(self, references: Sequence[int], *, tables: int, last_row: int) -> list[tuple[int, int]]:
        """The number of the table and the row of each reference.

        Args:
            tables: how many tables the delivery has.
            last_row: the highest row number in any of them.
        Raises:
            Refused: REFERENCE_UNKNOWN when one was not made for this delivery, or fits two rows.
        """
        wanted = np.unique(np.array(references, np.uint64))
        found: dict[int, tuple[int, int]] = {}
        for table in range(tables):
            for start in range(0, last_row + 1, _CHUNK):
                rows = np.arange(start, min(start + _CHUNK, last_row + 1), dtype=np.int64)
                made = self.make(rows, table)
                for at in np.flatnonzero(np.isin(made, wanted)).tolist():
                    if found.setdefault(int(made[at]), (table, start + at)) != (table, start + at):
                        raise Refused(codes.REFERENCE_UNKNOWN)
        if len(found) != len(wanted):
            raise Refused(codes.REFERENCE_UNKNOWN)
        return [found[reference] for reference in references]
