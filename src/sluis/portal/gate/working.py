"""The database is asked in threads of their own, so that slow senders never hold up the others."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from django.db import close_old_connections

P = ParamSpec("P")
T = TypeVar("T")
THREADS, LONG_THREADS = 12, 4

_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="gate")
_long = ThreadPoolExecutor(LONG_THREADS, thread_name_prefix="gate-long")


async def work(does: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do something in a thread; what it raises, this raises."""
    return await asyncio.get_running_loop().run_in_executor(_pool, lambda: _done(does, args, kwargs))


async def work_long(does: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The same for what may take seconds, such as reading back gigabytes: it holds up only its like."""
    return await asyncio.get_running_loop().run_in_executor(_long, lambda: _done(does, args, kwargs))


def _done(does: Callable[..., T], args: Any, kwargs: Any) -> T:
    close_old_connections()
    try:
        return does(*args, **kwargs)
    finally:
        close_old_connections()
