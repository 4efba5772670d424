"""What this app tells the others when it starts: menu, holdings, kinds of events and notices, jobs."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import shown_to
from sluis.portal.deliveries import models, panels, removing
from sluis.portal.deliveries.rights import ACCOUNTS, SEE
from sluis.portal.holdings.register import hold
from sluis.portal.jobs.timetable import every
from sluis.portal.oversight.sentences import say
from sluis.portal.ui.navigation import Entry, Group, declare
from sluis.portal.ui.slots import fill
from sluis.portal.webhooks.kinds import declare_kind


def declare_all() -> None:
    """Tell it."""
    declare(
        Entry(_("Deliveries"), "package-export", "deliveries:list", Group.MAIN, 22, shown_to(SEE), "/deliveries/"),
        Entry(_("Programs"), "plug-connected", "deliveries:programs", Group.CONTROL, 45, shown_to(ACCOUNTS),
              "/deliveries/programs/"),
    )  # fmt: skip
    fill("agreement", panels.of_agreement, order=42)
    fill("round", panels.of_round, order=10)
    fill("home", panels.of_home, order=20)
    every("deliveries.expiring", hours=1, run=removing.expire, label=_("Writes down when the last backup expired"))
    every("deliveries.dropping", hours=1, run=removing.drop_abandoned, label=_("Ends uploads that were not finished"))
    _holdings()
    _sentences()
    _notices()


def _holdings() -> None:
    why = _("To show which data were processed, on whose word, and when they were gone.")
    proves = _(
        "Who delivered what to whom, and when it was removed, is the operator's own evidence; it holds no content."
    )
    hold(models.Delivery, label=_("Deliveries"), purpose=why, remains=proves)
    hold(models.Upload, label=_("Uploads"), purpose=why, remains=proves)
    hold(models.Route, label=_("Routes"), purpose=_("To know who delivers to whom."), remains=proves)
    hold(models.Account, label=_("Accounts of programs"), purpose=_("To know which programs may come in."))
    hold(models.Attempt, label=_("Refused attempts"), purpose=_("To see who tries what may not be."), kept="1 year",
         since="last_at", remains=_("Attempts are the operator's own log."), remaining=Q(organisation__is_operator=True))  # fmt: skip
    hold(models.Autorule, label=_("Rules that authorise"), purpose=_("To authorise what is as always."))
    hold(models.Remarks, label=_("Validation reports"), purpose=_("To hand a registry's remarks to the source."),
         kept="1 year", since="sent_at")  # fmt: skip


def _sentences() -> None:
    words = {
        "delivery.offered": _("Delivery offered"),
        "delivery.authenticated": _("Source of a delivery recognised"),
        "delivery.checked": _("Delivery received whole and checked; the TTP answers for it from here"),
        "delivery.authorised": _("Delivery authorised"),
        "delivery.relayed": _("Delivery relayed, and its input removed"),
        "delivery.available": _("Result made available"),
        "delivery.downloaded": _("Result handed over; the TTP's part is done"),
        "delivery.downloaded-again": _("Result downloaded again"),
        "delivery.opened": _("Result opened by the recipient"),
        "delivery.opened-again": _("Result opened again by the recipient"),
        "delivery.removed": _("Result removed"),
        "delivery.expired": _("Last backup of a result expired"),
        "delivery.refused": _("Delivery refused"),
        "delivery.withdrawn": _("Delivery taken back"),
        "delivery.described": _("Processing report of the source received"),
        "delivery.removal-asked": _("Removal of a result asked"),
        "upload.begun": _("Upload begun"),
        "upload.refused": _("Upload refused"),
        "upload.dropped": _("Upload ended unfinished"),
        "upload.looked-at": _("Upload looked at by the clock"),
        "route.published": _("Agreement of the exchange published"),
        "route.tested": _("Test delivery accepted"),
        "route.test-needed": _("Production waits for a test"),
        "route.test-not-needed": _("Production opened without a test"),
        "autorule.made": _("Rule that authorises made"),
        "autorule.changed": _("Rule that authorises changed"),
        "autorule.switched-on": _("Rule that authorises taken into use"),
        "autorule.switched-off": _("Rule that authorises switched off"),
        "account.opened": _("Account of a program opened"),
        "account.closed": _("Account of a program closed"),
        "account.entered": _("Program came in"),
        "attempt.refused": _("Attempt at the gate refused"),
        "attempt.repeated": _("Attempt at the gate refused again"),
        "remarks.sent": _("Validation report received"),
        "remarks.sent-again": _("Validation report received again"),
        "remarks.taken": _("Validation report taken by the source"),
    }
    say(words, {"delivery": _("Deliveries"), "upload": _("Uploads"), "route": _("Routes"),
                "account": _("Accounts of programs"), "attempt": _("Refused attempts"),
                "autorule": _("Rules that authorise"), "remarks": _("Validation reports")})  # fmt: skip


def _notices() -> None:
    for kind, label in (
        ("delivery.received", _("A delivery was received whole")),
        ("delivery.refused", _("A delivery was refused")),
        ("delivery.relayed", _("A delivery was relayed")),
        ("delivery.available", _("A delivery is available")),
        ("delivery.downloaded", _("A delivery was downloaded by the recipient")),
        ("delivery.removed", _("A result was removed")),
        ("delivery.remarks", _("A registry sent a validation report")),
    ):
        declare_kind(kind, label)
