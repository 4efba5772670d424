"""2840–2859: what was agreed, and what may happen under it."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

_READ_CLAUSE = _("Read that clause. What it does not allow can only be agreed on anew, in writing.")

NOT_COMPLETE = Code(
    "2840",
    _("The agreement is not complete: {count} parts are missing, the first is {part} ({clause})."),
    _("Complete the parts that the page of the agreement names, then offer it."),
)
SUSPENDED = Code(
    "2841",
    _("Agreement {agreement} is suspended ({clause}); nothing is processed under it."),
    _(
        "Nothing was lost. Try again when the suspension has been lifted; the page of the agreement says why it is there."
    ),
)
ENDED = Code(
    "2842",
    _("Agreement {agreement} has ended ({clause}); nothing is processed under it."),
    _("Only returning and destroying data go on. For new work a new agreement is needed."),
)
NOT_STARTED = Code(
    "2843",
    _("Agreement {agreement} is not in force yet ({clause})."),
    _("It works from its first day, when both parties have signed it."),
)
STEP_NOT_POSSIBLE = Code(
    "2844",
    _("An agreement that is “{state}” cannot take this step."),
    _("Look at its page: what is possible now stands there. Somebody else may have taken a step in the meantime."),
)
GROUND_NOT_AGREED = Code(
    "2845",
    _("This ground does not stand in the agreement for this party ({clause})."),
    _READ_CLAUSE,
)
DEFAULT_NOT_PASSED = Code(
    "2846",
    _("This ground needs a notice of default whose term has passed without repair ({clause})."),
    _("Send a notice of default first, and wait until its term has passed."),
)
NOTICE_NOT_AGREED = Code(
    "2847",
    _("The agreement knows no notice of its own ({clause})."),
    _("It ends with the service agreement, or when nothing is processed any more; or end it on one of its grounds."),
)
DATA_LEFT = Code(
    "2848",
    _("The agreement cannot be closed: {count} records of the controller are still held."),
    _("Return or destroy them first; the page about the end of the agreement names what is left."),
)
BACKUPS_LEFT = Code(
    "2849",
    _("The agreement cannot be closed: backups that hold data of the controller exist until {day}."),
    _("Close it after that day; until then its duties go on."),
)
VERB_NOT_AGREED = Code(
    "2850",
    _("Agreement {agreement} does not allow “{verb}” ({clause})."),
    _READ_CLAUSE,
)
RECIPIENT_NOT_AGREED = Code(
    "2851",
    _("Agreement {agreement} does not allow this recipient ({clause})."),
    _READ_CLAUSE,
)
COUNTRY_NOT_AGREED = Code(
    "2852",
    _("Agreement {agreement} does not allow this in the country {country} ({clause})."),
    _("Elsewhere it is possible only with an explicit written consent of the controller, on record."),
)
SPECIFICATION_NOT_AGREED = Code(
    "2853",
    _("Agreement {agreement} does not allow this data specification on this day ({clause})."),
    _("Prepare with the version that three parties approved for this period."),
)
FIELD_NOT_AGREED = Code(
    "2854",
    _("Agreement {agreement} does not allow the field {field} ({clause})."),
    _("Leave the field out, or have it added to the data specification and approved by all three parties."),
)
WARRANTY_MISSING = Code(
    "2855",
    _(
        "Agreement {agreement} asks for the controller's warranty that people consented, and there is none on record ({clause})."
    ),
    _("The controller records the warranty on the page of the agreement; then deliver again."),
)
SIGNED_ALREADY = Code(
    "2856",
    _("This party has signed already."),
    _("Nothing needs to be done."),
)
GROUND_TOO_SHORT = Code(
    "2857",
    _("This ground counts only after {months} months ({clause})."),
    _READ_CLAUSE,
)
PURPOSE_NOT_AGREED = Code(
    "2858",
    _("Agreement {agreement} binds the data to another purpose ({clause})."),
    _READ_CLAUSE,
)
PROCESSING_RUNS = Code(
    "2859",
    _("The agreement has not ended; only an ended agreement can be closed."),
    _("End it first."),
)
