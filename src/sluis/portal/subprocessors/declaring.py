"""What this app tells the others when it starts: menu, holdings, words for events, jobs, panels."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import shown_to
from sluis.portal.access.tenancy import OwnedBase
from sluis.portal.documents import kinds
from sluis.portal.holdings.register import hold
from sluis.portal.jobs.timetable import every
from sluis.portal.oversight.sentences import say
from sluis.portal.subprocessors import models, panels, timing
from sluis.portal.subprocessors.reporting import declare_sections
from sluis.portal.subprocessors.rights import SEE
from sluis.portal.ui.navigation import Entry, Group, Text, declare
from sluis.portal.ui.slots import fill


def declare_all() -> None:
    """Tell it."""
    declare(
        Entry(
            _("Subprocessors"), "affiliate", "subprocessors:list", Group.MAIN, order=24, shown=shown_to(SEE),
            prefix="/subprocessors/",
        )
    )  # fmt: skip
    fill("agreement", panels.of_agreement, order=30)
    fill("clause-subprocessors", panels.of_clause)
    fill("home", panels.of_home, order=30)
    kinds.declare("subprocessors", _("Annex of subprocessors"))
    every(
        "subprocessors.moving", minutes=1, run=timing.move,
        label=_("Lets objection periods pass, and keeps annexes of subprocessors up to date"),
    )  # fmt: skip
    every(
        "subprocessors.warning", hours=6, run=timing.warn, label=_("Warns of certificates of subprocessors that expire")
    )
    _holdings()
    declare_sections()
    _sentences()


def _holdings() -> None:
    register = _("To know who else works with the data, and on what terms.")
    own = _("The operator's own register; it is about no controller.")
    told = _("To show what the controller was told and asked about a subprocessor, and what it said.")
    remains = _("Shows that the controller was told in time and could object; it is the operator's record too.")
    registers: dict[type[OwnedBase], Text] = {
        models.Subprocessor: _("Subprocessors"),
        models.Subcertificate: _("Certificates of subprocessors"),
        models.Subcontract: _("Agreements with subprocessors"),
        models.Subfinding: _("Findings about subprocessors"),
    }
    notices: dict[type[OwnedBase], Text] = {
        models.Subnotice: _("Notices of subprocessors"),
        models.Subobjection: _("Objections to subprocessors"),
        models.Subeffort: _("Efforts about objections"),
        models.Subcondition: _("Conditions on subprocessors"),
        models.Subcopy: _("Requests for copies"),
        models.Subannex: _("Annexes of subprocessors"),
    }
    for model, label in registers.items():
        hold(model, label=label, purpose=register, remains=own)
    for model, label in notices.items():
        hold(model, label=label, purpose=told, remains=remains)


def _sentences() -> None:
    say(
        {
            "subprocessor.listed": _("Subprocessor recorded"),
            "subprocessor.changed": _("Subprocessor changed"),
            "subprocessor.announced": _("Subprocessor announced"),
            "subprocessor.withdrawn": _("Announcement of a subprocessor withdrawn"),
            "subprocessor.stopped": _("Subprocessor stopped"),
            "subcertificate.recorded": _("Certificate of a subprocessor recorded"),
            "subcontract.recorded": _("Agreement with a subprocessor recorded"),
            "subfinding.recorded": _("Supervision of a subprocessor recorded"),
            "subnotice.told": _("Controller told of a subprocessor"),
            "subnotice.moved": _("Notice of a subprocessor follows an amendment"),
            "subnotice.accepted": _("Controller has no objection to a subprocessor"),
            "subnotice.lapsed": _("Objection period passed without objection"),
            "subnotice.resolved": _("Objection to a subprocessor resolved"),
            "subnotice.avoided": _("Service adapted to avoid a subprocessor"),
            "subnotice.unresolved": _("Objection to a subprocessor not resolved"),
            "subnotice.withdrawn": _("Notice of a subprocessor withdrawn"),
            "subnotice.started": _("Subprocessor started under an agreement"),
            "subnotice.stopped": _("Subprocessor stopped under an agreement"),
            "subobjection.made": _("Objection to a subprocessor made"),
            "subeffort.recorded": _("Effort about an objection recorded"),
            "subcondition.set": _("Condition on a subprocessor set"),
            "subcondition.met": _("Condition imposed on a subprocessor"),
            "subcopy.asked": _("Copy of an agreement with a subprocessor asked for"),
            "subcopy.released": _("Copy of an agreement with a subprocessor released"),
            "subannex.made": _("Annex of subprocessors made again"),
        },
        {"subprocessor": _("Subprocessors"), "subnotice": _("Notices of subprocessors")},
    )
