"""What a request may cost before the program sees it."""

from collections.abc import Callable, Iterable
from typing import Any

LARGEST_BODY = 64 << 20
"""Bytes of one request; files that people add are limited further by the program."""

Program = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def limited(program: Program, largest: int = LARGEST_BODY) -> Program:
    """The program behind a gate: a body says how long it is, and is not too long."""

    def gate(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        said = environ.get("CONTENT_LENGTH") or "0"
        if not (said.isascii() and said.isdigit()):
            return _refuse(start, "400 Bad Request")
        if environ.get("HTTP_TRANSFER_ENCODING"):
            return _refuse(start, "411 Length Required")
        if len(said) > 15 or int(said) > largest:
            return _refuse(start, "413 Content Too Large")
        return program(environ, start)

    return gate


def _refuse(start: Callable[..., Any], status: str) -> Iterable[bytes]:
    start(status, [("Content-Length", "0"), ("Connection", "close")])
    return [b""]
