"""2860–2874: subprocessors."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

_LOOK = _("Look at the page of the subprocessor again; it shows how things stand now.")

WRONG_STATE = Code(
    "2860",
    _("This is not possible now: {state}."),
    _LOOK,
)
TOO_EARLY = Code(
    "2861",
    _("It may start on {day} at the earliest ({clause})."),
    _("Wait until that day; the agreed notice and the objection period run until then."),
)
OBJECTION_OPEN = Code(
    "2862",
    _("The controller objected, and the objection stands ({clause})."),
    _("Resolve it together, or offer a service that does without this subprocessor."),
)
AVOIDED = Code(
    "2863",
    _("The service was adapted for this controller, so that this subprocessor is not needed."),
    _("Announce it again when that changes."),
)
ONLY_BY_AMENDMENT = Code(
    "2864",
    _("Under this agreement only the subprocessors of the annex are allowed ({clause})."),
    _("Propose an amendment with a new annex; both parties sign it."),
)
PLACE_NOT_AGREED = Code(
    "2865",
    _("Country {country} was not agreed, or data go outside the European Economic Area; no consent is on record."),
    _("The controller gives its written consent on the page of the notice, or the subprocessor does not start for it."),
)
NO_SAME_OBLIGATIONS = Code(
    "2866",
    _("No agreement with the subprocessor holds today that imposes at least the same obligations."),
    _("Record the signed agreement, and confirm its obligations."),
)
CONDITIONS_OPEN = Code(
    "2867",
    _("Conditions of the controller were not imposed on the subprocessor yet: {count}."),
    _("Agree on them with the subprocessor, and record it with each condition."),
)
NOT_RUNNING = Code(
    "2868",
    _("The agreement does not run."),
    _("A subprocessor starts under an agreement that is in force or suspended."),
)
NO_OBJECTION_AGREED = Code(
    "2869",
    _("This agreement gives no right to object ({clause})."),
    _("Set a condition where the agreement allows it, or talk to the processor."),
)
PERIOD_PASSED = Code(
    "2870",
    _("The period for objections ended on {day}."),
    _("Talk to the processor; what follows from an objection in time does not follow from a later one."),
)
CONDITIONS_NOT_AGREED = Code(
    "2871",
    _("This agreement does not say that conditions can be attached ({clause})."),
    _("Object where the agreement allows it, or propose an amendment."),
)
COPIES_NOT_AGREED = Code(
    "2872",
    _("This agreement does not say that copies are given ({clause})."),
    _("Ask the processor; an audit may be another way."),
)
MOVED = Code(
    "2873",
    _("Name and country of a subprocessor that was announced cannot be changed, nor whether data leave the EEA."),
    _("Record it as a new subprocessor and announce that one, so that every controller can say what it thinks of it."),
)
NOT_TOLD = Code(
    "2874",
    _("The controller was not told of this subprocessor."),
    _("Announce it first."),
)
