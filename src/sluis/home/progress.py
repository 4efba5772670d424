"""How far a long step is, for whoever shows it."""

from typing import Protocol


class Progress(Protocol):
    """Told now and then how far a step is; shows it, or does nothing."""

    def begin(self, what: str, total: int) -> None:
        """A new part of the step begins: a text that can be translated, and how much there is to do."""

    def advance(self, done: int, **counts: int) -> None:
        """So much is done of the total; with rows and persons so far."""


class Silent:
    """Shows nothing."""

    def begin(self, what: str, total: int) -> None:
        """Nothing."""

    def advance(self, done: int, **counts: int) -> None:
        """Nothing."""
