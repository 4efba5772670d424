"""The main menu: each app declares its entries when it starts; a page shows those that its reader may use."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
"""A text, or one that is translated when it is shown."""


class Group(Enum):
    """The two parts of the menu, in this order."""

    MAIN = ""
    CONTROL = _("Management")


def everybody(request: HttpRequest) -> bool:
    """Shown to whoever has signed in."""
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the main menu.

    Attributes:
        label: what it is called.
        icon: a name from the sprite of icons.
        url: the name of its address, without arguments.
        group: in which part it stands.
        order: its place in that part; equal places are sorted by address.
        shown: whether this person sees it; it shows what may be used and protects nothing.
        prefix: pages whose address begins with this belong to it; otherwise only its own page does.
    """

    label: Text
    icon: str
    url: str
    group: Group = Group.MAIN
    order: int = 100
    shown: Callable[[HttpRequest], bool] = everybody
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as one page shows it."""

    label: Text
    icon: str
    address: str
    current: bool


_declared: dict[str, Entry] = {}


def declare(*entries: Entry) -> None:
    """Add entries to the menu; an address that is declared again replaces the earlier one."""
    _declared.update({entry.url: entry for entry in entries})


def menu(request: HttpRequest) -> Iterator[tuple[Group, list[Shown]]]:
    """The parts of the menu that are not empty for this person."""
    entries = sorted(_declared.values(), key=lambda entry: (entry.order, entry.url))
    visible = [(entry, reverse(entry.url)) for entry in entries if entry.shown(request)]
    current = _current(request.path, visible)
    for group in Group:
        part = [
            Shown(entry.label, entry.icon, address, entry.url == current)
            for entry, address in visible
            if entry.group is group
        ]
        if part:
            yield group, part


def _current(path: str, visible: list[tuple[Entry, str]]) -> str:
    """The entry to which a page belongs: the one with the longest beginning of its address in common."""
    found = [
        (len(entry.prefix or address), entry.url)
        for entry, address in visible
        if path == address or (entry.prefix and path.startswith(entry.prefix))
    ]
    return max(found, default=(0, ""))[1]
