"""What the tabs of an organisation's page are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sluis.portal.ui.actions import Action
from sluis.portal.ui.navigation import Text


@dataclass(frozen=True, slots=True)
class Section:
    """A table on a tab, with its heading, what to do when it is empty, and buttons."""

    title: Text
    table: Any
    empty: Text
    actions: Sequence[Action] = ()
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Card:
    """Names and values under a heading."""

    title: Text
    pairs: Sequence[tuple[Text, Any]]
    icon: str = ""
