"""How often something may be asked."""

from datetime import datetime

from django.core.cache import cache


def allowed(name: str, at: datetime, *, most: int, seconds: int) -> bool:
    """Whether this is not one time too many in this stretch of time; counted in the cache that all processes share."""
    key = f"limit:{name}:{int(at.timestamp()) // seconds}"
    cache.add(key, 0, timeout=seconds * 2)
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two lines
        return True
