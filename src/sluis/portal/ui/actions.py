"""What one can do on a page, where one is, and a word about the state of a thing: buttons, crumbs and badges."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from django.shortcuts import resolve_url

from sluis.portal.ui.navigation import Text


class Tone(StrEnum):
    """What a colour means; it never says something that the words do not say."""

    NEUTRAL = "neutral"
    GOOD = "good"
    WARNING = "warning"
    DANGER = "danger"
    INFO = "info"


class Weight(StrEnum):
    """How much a button asks for attention; a page has at most one primary button."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    DANGER = "danger"
    QUIET = "quiet"


def always(request: HttpRequest) -> bool:  # noqa: ARG001 - the default of a question about a request
    """Shown to everybody."""
    return True


def address(to: Any) -> str:
    """The address of a page: its name, a path, `?…`, `#…`, or an object that knows its own page."""
    if isinstance(to, str) and to.startswith(("?", "#")):
        return to
    return resolve_url(to)


@dataclass(frozen=True, slots=True)
class Action:
    """A button that leads to a page, or does something when `post` is set.

    Attributes:
        label: a verb and its object.
        url: the name of an address, a path, `?…`, or an object with `get_absolute_url`.
        icon: a name from the sprite; empty for none.
        shown: whether this person sees it; the page behind it decides for itself.
        weight: how it looks.
        post: it changes something, and so is a form with one button.
        download: it gives a file instead of a page.
    """

    label: Text
    url: Any
    icon: str = ""
    shown: Callable[[HttpRequest], bool] = always
    weight: Weight = Weight.PRIMARY
    post: bool = False
    download: bool = False

    @property
    def address(self) -> str:
        """Where it leads."""
        return address(self.url)


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way to this page; without an address it is only named."""

    label: Text
    url: Any = None

    @property
    def address(self) -> str:
        """Where it leads; empty when nowhere."""
        return "" if self.url is None else address(self.url)


@dataclass(frozen=True, slots=True)
class Badge:
    """A state in one or two words."""

    label: Text
    tone: Tone = Tone.NEUTRAL


def visible(actions: Iterable[Action], request: HttpRequest) -> list[Action]:
    """The actions that this person sees."""
    return [action for action in actions if action.shown(request)]
