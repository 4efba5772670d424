"""2875–2884: instructions of the controller, and processing that the law compels."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

NOT_THE_CONTACT = Code(
    "2875",
    _("Under this agreement only the designated contact gives instructions ({clause})."),
    _("Ask the contract manager that your organisation named, or record another contact under “Organisation”."),
)
AGREEMENT_NOT_RUNNING = Code(
    "2876",
    _("The agreement is not in force, so nothing can be instructed under it."),
    _("Look at the page of the agreement; it says where it stands."),
)
INSTRUCTION_MOVED = Code(
    "2877",
    _("This is not possible in the state in which the instruction is now."),
    _("Look at the instruction again; somebody may have decided about it in the meantime."),
)
SCOPE_UNKNOWN = Code(
    "2878",
    _("The instruction names a processing that the agreement does not have."),
    _("Choose from what annex 1 names, or choose only what may be done."),
)
WHY_MISSING = Code(
    "2879",
    _("Who finds an instruction unlawful says why."),
    _("Name the provision with which it seems to be at odds; the controller decides on that."),
)
NOT_NOTIFIED = Code(
    "2880",
    _("The controller was not told yet; this cannot start before."),
    _("Notify the controller first, or record the reason of public interest for which the law forbids to tell."),
)
REACTION_PASSED = Code(
    "2881",
    _("The day for the reaction, or for carrying it out, has passed already."),
    _("Choose today or a later day."),
)
COMPELLED_MOVED = Code(
    "2882",
    _("This is not possible in the state in which the processing is now."),
    _("Look at it again; somebody may have decided about it in the meantime."),
)
NO_DRAFT = Code(
    "2883",
    _("There is no draft of an amendment by your side that could take the norm in."),
    _("Propose an amendment of the agreement first."),
)
ARRANGEMENT_MISSING = Code(
    "2884",
    _("Nothing says what was arranged."),
    _("Record the arrangement under Oversight, exit arrangements, and choose it here."),
)
