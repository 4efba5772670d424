"""Who is inside: a secret that lets in once, and the sessions that came of it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from hmac import compare_digest

from sluis.refusals import languages

MOST_SESSIONS = 16
COOKIE = "sluis-desk"


@dataclass
class Session:
    """A browser that came in.

    Attributes:
        key: in its cookie.
        token: in its forms, so that no other page can send one.
        language: of its pages.
    """

    language: str
    key: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def speak(self, language: str) -> None:
        """Another language; one that Sluis does not speak changes nothing."""
        if language in languages:
            self.language = language


class Sessions:
    """The secret of the moment, and those who used one.

    Args:
        language: of new sessions.
        renewed: told of each new secret; an old one lets nobody in.
    """

    def __init__(self, language: str, renewed: Callable[[str], None]) -> None:
        self._language, self._renewed = language, renewed
        self._inside: dict[str, Session] = {}
        self._renew()

    def _renew(self) -> None:
        self.secret = secrets.token_urlsafe(32)
        self._renewed(self.secret)

    def exchange(self, secret: str) -> Session | None:
        """A session for the secret, which is worth nothing from now on; none for any other text."""
        if not compare_digest(secret.encode(), self.secret.encode()):
            return None
        self._renew()
        session = Session(self._language)
        self._inside[session.key] = session
        while len(self._inside) > MOST_SESSIONS:
            del self._inside[next(iter(self._inside))]
        return session

    def find(self, key: str) -> Session | None:
        """The session with this key."""
        return next((one for one in self._inside.values() if compare_digest(one.key.encode(), key.encode())), None)
