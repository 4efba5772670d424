"""2885–2899: audits under agreements."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

_LOOK = _("Look at it again; somebody may have decided about it in the meantime.")

PRECONDITIONS = Code(
    "2885",
    _("Before this audit the agreement asks for steps that were not all taken ({clause})."),
    _("The page of the audit names the steps that are missing; take them first."),
)
AUDIT_MOVED = Code("2886", _("This is not possible in the state in which the audit is now."), _LOOK)
OTHER_PARTY_CONFIRMS = Code(
    "2887",
    _("Your side proposed this; the other party confirms it."),
    _("Wait for the other party, or propose another day or auditor."),
)
NOT_INDEPENDENT = Code(
    "2888",
    _("Under this agreement an independent third party audits ({clause})."),
    _("Propose an auditor who depends on neither party, and say so."),
)
AUDIT_DAY = Code(
    "2889",
    _("The day does not fit: a plan lies ahead, and what was done does not."),
    _("Look at the date."),
)
SECRECY_MISSING = Code(
    "2890",
    _("Who investigates for the authority is bound to secrecy first."),
    _("Record that this body signed for secrecy; the authority itself is bound by law."),
)
NOT_YOUR_SIDE = Code(
    "2891",
    _("This is for the other party to do."),
    _("Ask the other party; the page of the audit says who is to act."),
)
FINDING_MOVED = Code("2892", _("This is not possible in the state in which the finding is now."), _LOOK)
FINDINGS_OPEN = Code(
    "2893",
    _("Not every finding was settled; still open: {count}."),
    _("Assess them together, carry them out and verify that; then close the audit."),
)
INFO_MOVED = Code("2894", _("This is not possible in the state in which the request is now."), _LOOK)
NOTHING_TO_AUDIT = Code(
    "2895",
    _("The agreement binds nobody yet, or not any more, so nothing is audited under it."),
    _("Look at the page of the agreement; it says where it stands."),
)
PLAN_CHANGED = Code(
    "2896",
    _("What you confirm is not what is proposed now."),
    _("Look at the day and the auditor again, and confirm then."),
)
DISPUTE_SILENT = Code(
    "2897",
    _("Who disputes a finding says why."),
    _("Explain it; the other party reads that."),
)
