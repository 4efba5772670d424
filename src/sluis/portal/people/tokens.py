"""Links that work once: of their token the portal keeps the SHA-256 only."""

import hashlib
import secrets

from django.conf import settings
from django.urls import reverse

BYTES = 32


def new() -> tuple[str, str]:
    """A token for a link, and the digest to keep."""
    token = secrets.token_urlsafe(BYTES)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    """The digest by which a token is recognised."""
    return hashlib.sha256(token.encode()).hexdigest()


def link(name: str, token: str) -> str:
    """The whole address of a page that takes a token."""
    return f"{settings.INSTALLATION.address}{reverse(name, kwargs={'token': token})}"
