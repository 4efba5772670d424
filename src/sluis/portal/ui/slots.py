"""Places on a page of a lower app in which a higher app shows a panel, so that no arrow points up."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

Panel = Callable[[HttpRequest, object], SafeString | None]
"""Gives its HTML for this reader and subject, or nothing. It decides itself what the reader may see."""

_panels: dict[str, dict[str, tuple[int, Panel]]] = {}


def fill(slot: str, panel: Panel, order: int = 100) -> None:
    """Show a panel in a slot; the same function again takes its earlier place."""
    name = f"{panel.__module__}.{panel.__qualname__}"
    _panels.setdefault(slot, {})[name] = (order, panel)


def filled(slot: str, request: HttpRequest, subject: object = None) -> list[SafeString]:
    """The panels of a slot that have something to show, in order."""
    entries = sorted(_panels.get(slot, {}).items(), key=lambda item: (item[1][0], item[0]))
    made = (panel(request, subject) for _name, (_order, panel) in entries)
    return [html for html in made if html]
