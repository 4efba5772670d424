"""Row references: what stands in a sealed row so that only its source can find the row again.

A reference is one AES-256 block of the row's number, under a key of this delivery: 16 bytes that are unrelated to those
of any other package of the same file.

    row number, 8 bytes little-endian | number of the table, 4 bytes | zeros, 4 bytes
"""

import numpy as np
import numpy.typing as npt

from sluis.kernel.keyed import ColumnMac, derive
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliveries as codes

Bytes = npt.NDArray[np.uint8]


class References:
    """Makes and reads the references of one delivery.

    Args:
        secret: of this home.
        delivery: the delivery's id.
    """

    def __init__(self, secret: bytes, delivery: str) -> None:
        self._cipher = ColumnMac(derive(secret, purpose="row-reference", domain=delivery, version=1, test=False))

    def make(self, rows: npt.NDArray[np.int64], table: int) -> Bytes:
        """(n, 16) bytes for n row numbers of a table."""
        words = np.zeros((len(rows), 2), "<u8")
        words[:, 0] = rows
        words[:, 1] = table
        return self._cipher.encrypt_blocks(words.view(np.uint8).reshape(-1, 16))

    def read(self, references: Bytes) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Row numbers and numbers of tables.

        Raises:
            Refused: REFERENCE_UNKNOWN when one was not made for this delivery.
        """
        words = np.ascontiguousarray(self._cipher.decrypt_blocks(references)).view("<u8").reshape(-1, 2)
        if (words[:, 1] >> np.uint64(32)).any() or (words[:, 0] >> np.uint64(48)).any():
            raise Refused(codes.REFERENCE_UNKNOWN)
        return words[:, 0].astype(np.int64), words[:, 1].astype(np.int64)
