"""2522 to 2539, 2570: what is held: taking along, bringing in, destroying, and the proof of it."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

EXPORT_WITHHELD = Code(
    "2522",
    _("Taking the data along is withheld: {reason}"),
    _("Fulfil what the reason names, or ask whoever runs the installation."),
)
NOTHING_CHOSEN = Code("2523", _("No kind of record was chosen."), _("Choose at least one, or everything."))
PERIOD_WRONG = Code(
    "2524",
    _("These records cannot be chosen by this period: {record}"),
    _("Give a last day that is not before the first, and only for records whose term runs from a moment."),
)
OWN_DESTRUCTION = Code(
    "2525",
    _("Nobody confirms a destruction that they asked for themselves."),
    _("Ask a second person of the organisation."),
)
DESTRUCTION_OPEN = Code(
    "2526",
    _("A destruction for this organisation is under way."),
    _("Wait until it is proven, or withdraw it while it is not confirmed."),
)
BACKUPS_KEPT = Code(
    "2527",
    _("Backups that hold the data are still there: {count}"),
    _("Remove them, or wait until their term has ended."),
)
RETURN_UNREADABLE = Code(
    "2528",
    _("This is no return file, or more than one may hold."),
    _("Have it made again as JSON, of everything."),
)
RETURN_DIFFERS = Code(
    "2529",
    _("The content of this file is not what its digest says."),
    _("Fetch it again where it was made, and compare the digest."),
)
RETURN_VERSION = Code(
    "2536",
    _("This file has a form that this version of Sluis does not know."),
    _("Use the version of Sluis that made it, or a later one."),
)
RETURN_FIELDS = Code(
    "2537",
    _("A record in this file is not what this version of Sluis has: {record}, line {line}"),
    _("Use the version of Sluis that made the file."),
)
RETURN_CONFLICTS = Code(
    "2538",
    _("Records of this file cannot be brought in: {count}"),
    _("Look at the list of conflicts; nothing was changed."),
)
PROOF_WRONG = Code(
    "2539",
    _("This is no proof of destruction that was signed by somebody whom you trust."),
    _("Fetch the proof again, and name the authority that you know."),
)
DAY_PASSED = Code("2570", _("This day has passed already."), _("Give today or a later day."))
ORGANISATION_DECIDES = Code(
    "2571",
    _("For how long these records are kept, the organisation decides whose data they are."),
    _("Ask its board, administrator or data protection officer to set the term."),
)
OPERATOR_DECIDES = Code(
    "2572",
    _("These records stay with the operator as its own record of what happened; it decides for how long."),
    _("Ask the operator for the reason, and for how long it keeps them."),
)
