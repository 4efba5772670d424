"""Bytes that do not show themselves."""

from typing import NoReturn


class Secret(bytes):
    """Secret bytes; usable as bytes, but printed, formatted or logged they are only their length.

    Python copies and frees memory as it likes: a secret cannot be wiped from the process. That is a known limit.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Secret({len(self)} bytes)"

    __str__ = __repr__

    def __format__(self, _specification: str) -> str:
        return repr(self)

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("a secret is not pickled")
