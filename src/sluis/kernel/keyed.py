"""Keyed pseudonyms: AES-256-CMAC of whole columns, as fast as the processor encrypts.

The CMAC of a message of at most 16 bytes is one AES block: E(m xor K1) when it fills the block, E(pad(m) xor K2) when
it does not. An identifier fits, so a column of identifiers is packed into blocks with a few numpy instructions and
encrypted by one call. Longer values go level by level: block j of all rows in one call.

Stage one happens at the source, with a key that `derive` makes from the group's key per domain and version; stage two
happens at the third party, with the domain's own random key, over the tags of stage one. Neither key alone leads from
an identifier to the pseudonym. It is a permutation, though: whoever holds both keys can go back.

Source: RFC 4493 (CMAC; with a key of 256 bits as in NIST SP 800-38B), RFC 5869 (HKDF).
"""

import hashlib
import threading
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sluis.kernel.columns import Bytes, Texts, Window, chunks, texts, validity

KEY_BYTES = 32
_SPARE = 15  # `update_into` asks for this much room behind its output, and leaves it alone
_SLICE = 16384  # rows whose blocks stay in the cache between packing and encrypting
_FEW = 512  # rows below which spreading one mask over all blocks costs more than looking masks up
_LONG = 4096  # bytes above which one value keeps the library busy enough by itself
_FULL = 17  # in the tables of masks and pads: a full block that is not the last
_BLOCK = np.dtype("V16")
_WORD = np.dtype("<u8")
_Words = npt.NDArray[np.uint64] | None


class ColumnMac:
    """AES-256-CMAC under one key, for columns; may be used from several threads at once.

    Args:
        key: 32 bytes. One key serves one purpose: what makes tags does not also encrypt blocks.
    Raises:
        ValueError: a key of another size.
    Security: AES runs in constant time (OpenSSL with hardware AES); time reveals the lengths of the values and their
        number. The key stays in this process's memory until it is freed, unwiped.
    """

    def __init__(self, key: bytes, *, _key_bytes: int = KEY_BYTES) -> None:  # 16 only for the vectors of RFC 4493
        if len(key) != _key_bytes:
            raise ValueError(f"a key has {_key_bytes} bytes, not {len(key)}")
        self._key = bytes(key)
        self._bench = _Bench(self._key)

    def __repr__(self) -> str:
        return "ColumnMac(…)"

    def tags(self, column: pa.Array | pa.ChunkedArray) -> Bytes:
        """The CMAC of each value.

        Args:
            column: n values of text (as UTF-8) or bytes, of any length; also sliced, as views or as a dictionary.
        Returns:
            uint8, shape (n, 16). The row of a null is zero: look at the column's validity, not at the row.
        Raises:
            TypeError: a column that holds neither text nor bytes.
        """
        out = _room(len(column))
        start = 0
        for chunk in chunks(column):
            stop = start + len(chunk)
            self._chunk(chunk, out[start * 16 : stop * 16 + _SPARE])
            start = stop
        return _rows(out)

    def tags_of_blocks(self, blocks: Bytes) -> Bytes:
        """The CMAC of n values of exactly 16 bytes: stage two over the tags of stage one.

        Args:
            blocks: uint8, shape (n, 16).
        Returns:
            uint8, shape (n, 16).
        Raises:
            ValueError: another shape or type.
        """
        return _through(self._bench.encryptor, blocks, before=self._bench.k1)

    def blocks_of_tags(self, tags: Bytes) -> Bytes:
        """Reversal by who holds the key: the values of 16 bytes that have these tags; shapes as `tags_of_blocks`.

        Every 16 bytes are the tag of some value, so a tag made with another key gives nonsense without an error.
        """
        return _through(self._bench.decryptor, tags, after=self._bench.k1)

    def encrypt_blocks(self, blocks: Bytes) -> Bytes:
        """Plain AES of n blocks, shape (n, 16): a permutation, for row references and handles, whose blocks differ."""
        return _through(self._bench.encryptor, blocks)

    def decrypt_blocks(self, blocks: Bytes) -> Bytes:
        """The inverse of `encrypt_blocks`."""
        return _through(self._bench.decryptor, blocks)

    def _chunk(self, chunk: Any, out: Bytes) -> None:
        if pa.types.is_dictionary(chunk.type):
            _rows(out)[:] = self._of_dictionary(chunk)
            return
        values: Texts = texts(chunk)
        for window in values.windows(_SLICE):
            part = out[window.start * 16 : window.stop * 16 + _SPARE]
            if window.longest <= 16:
                self._one_block(window, part)
            else:
                self._levels(window, part)
        if values.valid is not None:
            _rows(out)[~values.valid] = 0

    def _of_dictionary(self, chunk: Any) -> Bytes:
        known = np.concatenate([self.tags(chunk.dictionary), np.zeros((1, 16), np.uint8)])  # the last is for nulls
        codes = chunk.indices.fill_null(0).to_numpy()
        valid = validity(chunk.indices)
        codes = codes if valid is None else np.where(valid, codes, len(known) - 1)
        return known.view(_BLOCK).reshape(-1).take(codes).view(np.uint8).reshape(-1, 16)

    def _one_block(self, window: Window, out: Bytes) -> None:
        bench = self._bench
        if len(window) >= _FEW and window.even:
            bench.pack_even(window)
        else:
            bench.pack(window.data, window.offsets, window.lengths)
        bench.encrypt(len(window), out)

    def _levels(self, window: Window, out: Bytes) -> None:
        """CMAC's chain for all rows at once; sorted by their number of blocks, the rows that go on are the first."""
        bench, rows = self._bench, len(window)
        long = np.flatnonzero(window.lengths > _LONG)
        lengths = np.where(window.lengths > _LONG, 0, window.lengths)
        counts = np.maximum((lengths + 15) // 16, 1)
        order = np.argsort(-counts, kind="stable")
        offsets, lengths, counts = window.offsets[order], lengths[order], counts[order]
        state = _room(rows)
        for level in range(int(counts[0])):
            going = int(np.searchsorted(-counts, -level, side="left"))
            bench.pack(window.data, offsets[:going] + 16 * level, lengths[:going] - 16 * level)
            if level:
                bench.chain(state, going)
            bench.encrypt(going, state)
        result = _rows(out)
        result[order] = _rows(state)
        for row in long:
            result[row] = self._alone(window, int(row))

    def _alone(self, window: Window, row: int) -> Bytes:
        mac = CMAC(algorithms.AES(self._key))
        start = int(window.offsets[row])
        mac.update(window.data[start : start + int(window.lengths[row])].tobytes())
        return np.frombuffer(mac.finalize(), np.uint8)


class _Bench(threading.local):
    """What one thread works with: its own ciphers and scratch, because neither may be shared; made at first use."""

    def __init__(self, key: bytes) -> None:
        cipher = Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 - the raw permutation; the mode is CMAC, above it
        self.encryptor: CipherContext = cipher.encryptor()
        self.decryptor: CipherContext = cipher.decryptor()
        k1 = _double(self.encryptor.update(bytes(16)))
        k2 = _double(k1)
        self.k1 = np.frombuffer(k1 * _SLICE, _WORD)  # once per row: numpy is fastest on equal shapes
        # By the number of bytes that are left of a value: how much of the 16 bytes is its own, and what is added.
        self._masks = np.frombuffer(b"".join(b"\xff" * n + bytes(16 - n) for n in range(17)) + b"\xff" * 16, _BLOCK)
        pads = [(int.from_bytes(k2) ^ 0x80 << 8 * (15 - n)).to_bytes(16) for n in range(16)]
        self._pads = np.frombuffer(b"".join([*pads, k1, bytes(16)]), _BLOCK)
        self._blocks = np.empty(_SLICE, _BLOCK)
        self._mask = np.empty(_SLICE, _BLOCK)  # of the width below, once per row
        self._pad = np.empty(_SLICE, _BLOCK)
        self._width = -1

    def pack_even(self, window: Window) -> None:
        """Values of one length, side by side: a strided view of 16 bytes per row, then two instructions per word."""
        width, rows = window.longest, len(window)
        if width != self._width:
            self._mask[:], self._pad[:], self._width = self._masks[width], self._pads[width], width
        self._blocks[:rows] = np.ndarray((rows,), _BLOCK, window.data, int(window.offsets[0]), (width,))
        words = self._words(rows)
        np.bitwise_and(words, self._mask[:rows].view(_WORD), out=words)
        np.bitwise_xor(words, self._pad[:rows].view(_WORD), out=words)

    def pack(self, data: Bytes, offsets: npt.NDArray[Any], left: npt.NDArray[Any]) -> None:
        """The block at each offset; `left` counts what is left of the value there, and more than 16 is not its last."""
        rows = len(offsets)
        anywhere = np.ndarray((data.size - 15,), _BLOCK, data, 0, (1,))
        kind = np.minimum(left, _FULL)
        self._blocks[:rows] = anywhere[offsets]
        words = self._words(rows)
        np.bitwise_and(words, self._masks.take(kind).view(_WORD), out=words)
        np.bitwise_xor(words, self._pads.take(kind).view(_WORD), out=words)

    def chain(self, state: Bytes, rows: int) -> None:
        """Add what the previous level gave."""
        words = self._words(rows)
        np.bitwise_xor(words, state[: rows * 16].view(_WORD), out=words)

    def encrypt(self, rows: int, out: Bytes) -> None:
        """Encrypt the packed blocks into `out`, which has `_SPARE` bytes of room behind them."""
        self.encryptor.update_into(self._blocks[:rows].view(np.uint8).data, out[: rows * 16 + _SPARE].data)

    def _words(self, rows: int) -> npt.NDArray[np.uint64]:
        return self._blocks[:rows].view(_WORD)


def _double(block: bytes) -> bytes:
    """Multiply by x in GF(2^128); RFC 4493, section 2.3."""
    carry = 0x87 if block[0] >> 7 else 0
    return (((int.from_bytes(block) << 1) & (2**128 - 1)) ^ carry).to_bytes(16)


def _room(rows: int) -> Bytes:
    return np.empty(rows * 16 + _SPARE, np.uint8)


def _rows(room: Bytes) -> Bytes:
    return room[: room.size - _SPARE].reshape(-1, 16)


def _through(context: CipherContext, blocks: Bytes, *, before: _Words = None, after: _Words = None) -> Bytes:
    """n blocks through AES, with a constant added before or after, in slices that stay in the cache."""
    if blocks.dtype != np.uint8 or blocks.ndim != 2 or blocks.shape[1] != 16:
        raise ValueError("blocks are uint8 of shape (n, 16)")
    out = _room(len(blocks))
    for start in range(0, len(blocks), _SLICE):
        part = np.ascontiguousarray(blocks[start : start + _SLICE]).reshape(-1)
        place = out[start * 16 : start * 16 + part.size + _SPARE]
        if before is not None:
            part = np.bitwise_xor(part.view(_WORD), before[: part.size // 8]).view(np.uint8)
        context.update_into(part.data, place.data)
        if after is not None:
            words = place[: part.size].view(_WORD)
            np.bitwise_xor(words, after[: words.size], out=words)
    return _rows(out)


def derive(group_key: bytes, *, purpose: str, domain: str, version: int, test: bool) -> bytes:
    """A key for one purpose, domain and version, from the key that a group of sources shares.

    Args:
        group_key: 32 random bytes.
        purpose: what the key does, for example "stage-one".
        domain: the recipient's domain.
        version: 1 or more.
        test: test deliveries have keys of their own.
    Returns:
        32 bytes. Every part stands in HKDF's info with its length before it, so that no two settings give one key.
    Raises:
        ValueError: a group key of another size, an empty name, a version below 1.
    Source: RFC 5869 with SHA-256, no salt.
    """
    if not purpose or not domain or version < 1:
        raise ValueError("a purpose, a domain and a version from 1 are needed")
    info = ("sluis derive 1", purpose, domain, str(version), "test" if test else "production")
    return _hkdf(group_key, info, KEY_BYTES)


def key_check(key: bytes, label: str) -> str:
    """32 hex digits by which two holders see that they hold the same key; they tell nothing about it.

    Args:
        key: 32 random bytes.
        label: what the key is, for example "group" or "stage-one"; both holders use the same.
    """
    return _hkdf(key, ("sluis key check 1", label), 16).hex()


def _hkdf(key: bytes, info: tuple[str, ...], length: int) -> bytes:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(key)}")
    parts = [part.encode() for part in info]
    packed = b"".join(len(part).to_bytes(4) + part for part in parts)
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=packed).derive(key)


def _sentinels() -> Bytes:
    digests = (hashlib.sha256(f"sluis keyed sentinel 1:{i}".encode()).digest() for i in range(16))
    return np.frombuffer(b"".join(digest[:16] for digest in digests), np.uint8).reshape(16, 16)


SENTINELS = _sentinels()
"""Sixteen fixed blocks, shape (16, 16), read-only. They go through stage two like everybody's tags of stage one."""


def sentinel_digest(tags: Bytes) -> str:
    """What a recipient, who holds no key, makes of the sixteen tags that it received: hex SHA-256 of them, in order."""
    if tags.shape != SENTINELS.shape or tags.dtype != np.uint8:
        raise ValueError("sixteen tags of 16 bytes are needed")
    return hashlib.sha256(tags.tobytes()).hexdigest()


def sentinel_check(mac: ColumnMac) -> str:
    """What an agreement publishes about the key of stage two, so that a recipient sees that this key was used."""
    return sentinel_digest(mac.tags_of_blocks(SENTINELS))
