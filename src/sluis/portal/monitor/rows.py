"""One line of the monitor, whatever it is about."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluis.portal.ui.actions import Tone
from sluis.portal.ui.navigation import Text


class Part(StrEnum):
    """The four parts of the monitor."""

    RUNNING = "running"
    LATE = "late"
    REFUSED = "refused"
    UNUSUAL = "unusual"

    @property
    def label(self) -> Promise:
        """Its name."""
        return {
            Part.RUNNING: _("Running"), Part.LATE: _("Late"), Part.REFUSED: _("Refused"), Part.UNUSUAL: _("Unusual"),
        }[self]  # fmt: skip

    @property
    def about(self) -> Promise:
        """What stands in it."""
        return {
            Part.RUNNING: _("under way, and relayed today"),
            Part.LATE: _("past a deadline"),
            Part.REFUSED: _("in the last seven days"),
            Part.UNUSUAL: _("in the last seven days"),
        }[self]

    @property
    def icon(self) -> str:
        """Its sign."""
        return {
            Part.RUNNING: "progress", Part.LATE: "clock", Part.REFUSED: "ban", Part.UNUSUAL: "zoom-check",
        }[self]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A line.

    Attributes:
        key: the same for the same thing, so that what is new can be told and the focus is kept.
        kind: `delivery`, `attempt`, `upload`, `round` or `volume`; with `pk` the page that it leads to.
        name: number of the delivery, or name.
        who: from whom, and to whom.
        state: where it stands, in a few words.
        why: more about it.
        since: from when.
        share: how much of it is there, in per cent.
        group: under which it stands.
        test: a test delivery.
        waits: somebody has to decide about it still.
    """

    key: str
    kind: str
    pk: str
    name: str
    who: str
    state: Text
    tone: Tone
    since: datetime | None = None
    why: str = ""
    share: int | None = None
    group: Text = ""
    test: bool = False
    waits: bool = False
