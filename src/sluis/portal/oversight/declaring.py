"""What the app declares when it starts: menu, holdings, jobs."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import Right
from sluis.portal.holdings.register import hold
from sluis.portal.jobs.timetable import every
from sluis.portal.oversight import models, rights, verifying
from sluis.portal.ui.navigation import Entry, Group, declare


def declare_all() -> None:
    """All of it."""
    _menu()
    _holdings()
    _jobs()


def _for(right: Right) -> Callable[[HttpRequest], bool]:
    def shown(request: HttpRequest) -> bool:
        return bool(request.actor.may(right))  # type: ignore[attr-defined]

    return shown


def _menu() -> None:
    declare(
        Entry(_("Evidence"), "fingerprint", "oversight:evidence", Group.CONTROL, 40, _for(rights.SEE_EVIDENCE),
              "/oversight/evidence"),
    )  # fmt: skip


def _jobs() -> None:
    every("oversight.verifying", minutes=1, run=verifying.run_waiting, label=_("Verifies the chain when asked"))
    every("oversight.nightly", days=1, run=verifying.verify_nightly, label=_("Verifies the chain every night"))


def _holdings() -> None:
    evidence = _("To show that records were processed with care.")
    hold(models.Verification, label=_("Verifications"), purpose=evidence, kept="5 years", since="asked_at")
    hold(models.Sample, label=_("Samples"), purpose=evidence, kept="5 years", since="drawn_at")
