"""Bodies of requests, from senders that may have gone: a line that died without a word ends like one that was cut."""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect, Request

from sluis.refusals import Refused
from sluis.refusals.catalogue import gate as codes

IDLE_SECONDS = 60.0
"""So long nothing may come; the courier goes on trying for longer than this, since only then the upload is free again."""


async def chunks(request: Request) -> AsyncIterator[bytes]:
    """What comes, as it comes.

    Raises:
        ClientDisconnect: the line was cut, or nothing came for long.
    """
    stream = request.stream()
    while True:
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                chunk = await anext(stream)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise ClientDisconnect from None
        yield chunk


async def body_of(request: Request, limit: int, seconds: float | None = None) -> bytes:
    """A body that is small.

    Args:
        seconds: in which all of it must have come, from somebody whom nobody knows yet.
    Raises:
        Refused: WRONG_REQUEST.
        ClientDisconnect: it did not come.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in chunks(request):
                body += chunk
                if len(body) > limit:
                    raise Refused(codes.WRONG_REQUEST, what="Content-Length")
    except TimeoutError:
        raise ClientDisconnect from None
    return bytes(body)
