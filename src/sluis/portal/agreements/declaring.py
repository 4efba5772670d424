"""What this app tells the others when it starts: menu, holdings, kinds of events, jobs."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import shown_to
from sluis.portal.agreements import ending, models, timing
from sluis.portal.agreements.rights import SEE
from sluis.portal.holdings.gates import gate
from sluis.portal.holdings.register import hold
from sluis.portal.jobs.timetable import every
from sluis.portal.oversight.sentences import say
from sluis.portal.ui.navigation import Entry, Group, declare


def declare_all() -> None:
    """Tell it."""
    declare(
        Entry(
            _("Agreements"),
            "signature",
            "agreements:list",
            Group.MAIN,
            order=20,
            shown=shown_to(SEE),
            prefix="/agreements/",
        )
    )
    every("agreements.moving", minutes=1, run=timing.move, label=_("Lets agreements begin, lapse and end"))
    every("agreements.counting", minutes=10, run=ending.count_what_is_left, label=ending.LABEL)
    gate("agreements", ending.withheld)
    _holdings()
    _sentences()


def _holdings() -> None:
    agreed = _("To show what was agreed, by whom, and what happened to it.")
    remains = _(
        "The agreement and what happened to it prove why data were processed; they are the operator's record too."
    )
    for model, label in (
        (models.MainAgreement, _("Service agreements")),
        (models.Agreement, _("Agreements")),
        (models.Version, _("Versions of agreements")),
        (models.Signature, _("Signatures")),
        (models.Happening, _("Steps in agreements")),
        (models.Consent, _("Consents of the controller")),
        (models.Flow, _("Flows and their policies")),
        (models.Reply, _("Answers to announcements")),
        (models.Acceptance, _("Acceptances of terms")),
    ):
        hold(model, label=label, purpose=agreed, remains=remains)
    told = _("To show what all parties were told, and when.")
    hold(models.Announcement, label=_("Announcements"), purpose=told)
    hold(models.QualityRegistry, label=_("Quality registries"), purpose=_("To know on which duty a delivery can rest."))


def _sentences() -> None:
    words = {
        "agreement.drafted": _("Agreement drafted"),
        "agreement.revised": _("Draft of an agreement changed"),
        "agreement.offered": _("Agreement offered"),
        "agreement.withdrawn": _("Offer of an agreement taken back or declined"),
        "agreement.signature": _("Signature under an agreement"),
        "agreement.signed": _("Agreement signed by a party"),
        "agreement.in-force": _("Agreement came into force"),
        "agreement.suspended": _("Agreement suspended"),
        "agreement.resumed": _("Suspension of an agreement lifted"),
        "agreement.default": _("Notice of default sent"),
        "agreement.repaired": _("Repair accepted"),
        "agreement.lapsed": _("Notice of default ran out"),
        "agreement.notice": _("Notice of an agreement given"),
        "agreement.ended": _("Agreement ended"),
        "agreement.unreliable": _("Statement on reliability made"),
        "agreement.takeover": _("Takeover announced under an agreement"),
        "agreement.objection": _("Objection to a subprocessor recorded or resolved"),
        "agreement.warranted": _("Warranty of consent recorded or taken back"),
        "agreement.counted": _("Remaining data of a controller counted"),
        "agreement.closed": _("Agreement closed"),
        "agreement.superseded": _("Agreement superseded"),
        "agreement.proposed": _("Amendment proposed"),
        "agreement.amended": _("Agreement amended"),
        "agreement.amendment-lapsed": _("Amendment lapsed"),
        "agreement.assigned": _("Agreement transferred to another party"),
        "agreement.extended": _("Agreement extended with the service agreement"),
        "agreement.deviated": _("Agreement goes on after the end of the service agreement"),
        "agreement.flow": _("Flow placed under an agreement"),
        "agreement.looked-at": _("Agreement looked at by the clock"),
        "agreement.consented": _("Consent of the controller recorded"),
        "agreement.consent-withdrawn": _("Consent of the controller taken back"),
        "policy.issued": _("Policy signed by the custodian"),
        "policy.overtaken": _("Exchange had a later policy than the portal"),
        "registry.recorded": _("Quality registry recorded"),
        "registry.changed": _("Quality registry changed"),
        "main.recorded": _("Service agreement recorded"),
        "main.changed": _("Service agreement changed"),
        "main.ended": _("Service agreement ended"),
        "announcement.made": _("Announcement made"),
        "announcement.withdrawn": _("Announcement taken back"),
        "announcement.answered": _("Announcement answered"),
        "announcement.settled": _("Answer to an announcement settled"),
        "terms.accepted": _("Terms accepted"),
    }
    say(words, {"agreement": _("Agreements"), "policy": _("Policies"), "announcement": _("Announcements")})
