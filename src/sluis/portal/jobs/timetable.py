"""Which jobs there are: declared by apps when they start.

    every("tasks.reminding", hours=1, run=remind_due, label=_("Reminds people of tasks"))

A job finds what is due in the records and acts on it through services; run twice, it does nothing more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sluis.portal.access.actor import Actor
from sluis.portal.ui.navigation import Text

Run = Callable[[Actor], int]
"""What a job does; it says how many things it did."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A job in the timetable.

    Attributes:
        name: app and verb, `tasks.reminding`.
        interval: how often.
        run: what it does.
        label: for the operator.
        longest: how long one run may take; after that another process may take it over.
    """

    name: str
    interval: timedelta
    run: Run
    label: Text
    longest: timedelta


_planned: dict[str, Planned] = {}


def every(
    name: str,
    *,
    run: Run,
    days: int = 0,
    hours: int = 0,
    minutes: int = 0,
    label: Text = "",
    longest: timedelta = timedelta(minutes=15),
) -> None:
    """Plan a job; a name that is planned again replaces the earlier one."""
    interval = timedelta(days=days, hours=hours, minutes=minutes)
    if interval <= timedelta():
        raise ValueError("a job comes back after some time")
    _planned[name] = Planned(name, interval, run, label or name, longest)


def planned() -> dict[str, Planned]:
    """All jobs by name."""
    return dict(sorted(_planned.items()))
