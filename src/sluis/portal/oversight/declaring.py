"""What the app declares when it starts: menu, holdings, jobs."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import shown_to
from sluis.portal.access.tenancy import OwnedBase
from sluis.portal.holdings.register import hold
from sluis.portal.jobs.timetable import every
from sluis.portal.oversight import models, reminding, rights, verifying, watching
from sluis.portal.ui.navigation import Entry, Group, declare


def declare_all() -> None:
    """All of it."""
    _menu()
    _holdings()
    _jobs()


def _menu() -> None:
    declare(
        Entry(_("Evidence"), "fingerprint", "oversight:evidence", Group.CONTROL, 40, shown_to(rights.SEE_EVIDENCE),
              "/oversight/evidence"),
        Entry(_("Oversight"), "shield-check", "oversight:overview", Group.CONTROL, 45, shown_to(rights.SEE_ASSURANCE),
              "/oversight/"),
        Entry(_("Health"), "activity", "oversight:health", Group.CONTROL, 85, shown_to(rights.HEALTH), "/oversight/health"),
    )  # fmt: skip


def _jobs() -> None:
    every("oversight.verifying", minutes=1, run=verifying.run_waiting, label=_("Verifies the chain when asked"))
    every("oversight.nightly", days=1, run=verifying.verify_nightly, label=_("Verifies the chain every night"))
    every("oversight.watching", minutes=5, run=watching.watch, label=_("Looks at the evidence by rule"))
    every(
        "oversight.reminding", hours=6, run=reminding.remind, label=_("Gives tasks for what becomes due in oversight")
    )


def _holdings() -> None:
    evidence = _("To show that records were processed with care.")
    security = _("To protect what was entrusted to us, and to show that we do.")
    continuity = _("To be able to go on, and to show that we are.")
    for model, since in DATED.items():
        seen = _("Shows how records and access were watched over.") if model in WATCHED else None
        hold(model, label=_label(model), purpose=evidence, kept="5 years", since=since, remains=seen)
    for model in SECURITY:
        seen = _("Shows how records and access were watched over.") if model in WATCHED else None
        hold(model, label=_label(model), purpose=security, remains=seen)
    for model in (models.Plan, models.Exercise, models.Arrangement):
        hold(model, label=_label(model), purpose=continuity)


DATED: dict[type[OwnedBase], str] = {
    models.Verification: "asked_at",
    models.Sample: "drawn_at",
    models.Alert: "raised_at",
    models.Backup: "made_at",
    models.Restore: "restored_at",
    models.Notice: "decided_at",
    models.Shift: "ends_at",
}
"""What is kept for five years, counted from a moment."""

WATCHED = (models.Verification, models.Alert, models.Rule, models.Backup, models.Restore)
"""What stays with the operator when an organisation has left."""

SECURITY: tuple[type[OwnedBase], ...] = (
    models.Rule, models.Measure, models.Reference, models.Evaluation, models.Proof, models.Improvement, models.Standard,
    models.Attestation, models.Asset, models.Environment, models.DataSet,
)  # fmt: skip


def _label(model: type[OwnedBase]) -> Any:
    return model._meta.verbose_name_plural
