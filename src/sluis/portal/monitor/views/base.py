"""What the pages have in common: who reads them, where a line leads, and who wrote what."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.acting import OfActor
from sluis.portal.access.actor import Actor
from sluis.portal.access.rights import Right
from sluis.portal.monitor.rights import WATCH
from sluis.portal.people.selectors import names_of
from sluis.portal.rounds.rights import SEE as SEE_ROUNDS
from sluis.portal.ui.actions import Crumb

MONITOR = Crumb(_("Monitor"), "monitor:board")
PAGES: Mapping[str, str] = {
    "delivery": "deliveries:delivery",
    "attempt": "monitor:attempt",
    "observation": "monitor:close",
    "round": "rounds:round",
}


class OfMonitor(OfActor):
    """A page for who watches deliveries."""

    right: ClassVar[Right] = WATCH


def place(actor: Actor, kind: str, pk: str | UUID) -> str:
    """Where a line leads; empty when there is no page, or this reader may not see it."""
    if kind not in PAGES or (kind == "round" and not actor.may(SEE_ROUNDS)):
        return ""
    try:
        return reverse(PAGES[kind], args=[pk])
    except NoReverseMatch:
        return ""


def named(records: Iterable[Any], *fields: str) -> dict[str, str]:
    """The names of those who wrote or did something."""
    return names_of({getattr(record, field) for record in records for field in fields})
