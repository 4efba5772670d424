"""2255–2261: the calendar of deliveries."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

ROUND_CLOSED = Code(
    "2255",
    _("The round {name} is closed for deliveries."),
    _("Ask for more time or for a second delivery on the page of the round; the recipient decides about it."),
)
ROUND_MOVED = Code(
    "2256",
    _("This is not possible in the state in which the round is now."),
    _("Look at the round again; somebody may have done something about it in the meantime."),
)
DAY_NOT_LATER = Code(
    "2257",
    _("The new day is not later than the day that holds now, or has passed already."),
    _("Choose a later day; an extension never shortens the time."),
)
NOT_RECIPIENT = Code(
    "2258",
    _("Only the recipient of these deliveries, or the operator for it, keeps their calendar."),
    _("If your organisation is the recipient: its certificate has to bear the name that the agreement has."),
)
DAYS_CROSSED = Code(
    "2259",
    _("The days of this calendar do not fit each other."),
    _(
        "A period starts on the first of a month and ends after it starts; the provisional day comes before the final one, "
        "and the day for the test not after it."
    ),
)
PLANNED_ALREADY = Code(
    "2260",
    _("There is a calendar for these deliveries already, or a round with this name."),
    _("Change what is there, or choose another name."),
)
OWN_REQUEST = Code(
    "2261",
    _("Who asks for more time does not decide about it."),
    _("Let somebody else of the recipient or the operator decide."),
)
