"""The app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LeavingConfig(AppConfig):
    """Taking along, destroying and proving."""

    name = "sluis.portal.leaving"
    label = "leaving"

    def ready(self) -> None:
        """The menu, what is held, what runs by itself, and the words of its events."""
        from sluis.portal.access.pages import shown_to
        from sluis.portal.leaving import panels, rights
        from sluis.portal.ui.navigation import Entry, Group, declare
        from sluis.portal.ui.slots import fill

        declare(
            Entry(
                _("Leaving"),
                "door-exit",
                "leaving:list",
                Group.CONTROL,
                order=72,
                shown=shown_to(rights.SEE),
                prefix="/leaving/",
            )
        )
        fill("holdings", panels.of_holdings)
        _hold()
        _plan()
        _say()


def _hold() -> None:
    from sluis.portal.holdings.register import hold
    from sluis.portal.leaving.models import Destruction, Handover

    remains = _("Shows what was given back and destroyed, when, and at whose request.")
    purpose = _("To account for what was given back and destroyed.")
    hold(Handover, label=_("Handovers"), purpose=purpose, kept="7 years", since="asked_at", remains=remains)
    hold(Destruction, label=_("Destructions"), purpose=purpose, kept="7 years", since="asked_at", remains=remains)


def _plan() -> None:
    from sluis.portal.jobs.timetable import every
    from sluis.portal.leaving import destroying, expiring

    every("leaving.destroying", minutes=1, run=destroying.destroy_confirmed, label=_("Destroys what was confirmed"))
    every("leaving.expiring", hours=6, run=expiring.expire_due, label=_("Notes when destroyed data left the backups"))


def _say() -> None:
    from sluis.portal.oversight.sentences import say

    say(
        {
            "block.set": _("Blocked records that cannot be destroyed"),
            "block.lifted": _("Lifted a block"),
            "destruction.again": _("Destroyed again what came in meanwhile"),
            "destruction.blocked": _("Blocked a part of what was to be destroyed"),
            "destruction.confirmed": _("Confirmed a destruction"),
            "destruction.dated": _("Recorded until when backups hold destroyed data"),
            "destruction.destroyed": _("Finished destroying what was in use"),
            "destruction.expired": _("The last backup with destroyed data is gone"),
            "destruction.first-proven": _("Proved that what was in use is destroyed"),
            "destruction.kind": _("Destroyed the records of one kind"),
            "destruction.proven": _("Proved that backups are gone too"),
            "destruction.renewed": _("Took up a destruction again after a backup was put back"),
            "destruction.requested": _("Asked for a destruction"),
            "destruction.withdrawn": _("Withdrew a destruction"),
            "handover.asked": _("Asked to take data along"),
            "handover.begun": _("Began to fetch data"),
            "handover.fetched": _("Fetched data"),
            "handover.withheld": _("Was refused to take data along"),
            "holdings.imported": _("Brought in an organisation's data"),
        },
        {"destruction": _("Destructions"), "handover": _("Handovers"), "block": _("Blocked records")},
    )
