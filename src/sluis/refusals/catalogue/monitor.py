"""2274–2281: watching deliveries: remarks, handing over, outages."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

PERSONAL = Code(
    "2274",
    _("What was written in {field} holds nine digits in a row, as a citizen service number has."),
    _("Write without personal data; name a delivery by its number, or a person by what they do."),
)
FOLLOW_UP_UNCLEAR = Code(
    "2275",
    _("What follows needs a moment in the future, and one person or one role that does it."),
    _("Choose by when, and either a person or a role."),
)
HANDOVER_OPEN = Code(
    "2276",
    _("An earlier handover has not been accepted yet."),
    _("Let whoever is on duty accept it first; nothing is handed over twice."),
)
OWN_HANDOVER = Code(
    "2277",
    _("Who handed a shift over does not accept it as well."),
    _("Let whoever is on duty next accept it."),
)
OUTAGE_TIMES = Code(
    "2278",
    _("The end of the outage lies before its beginning, or in the past."),
    _("Give an end after the beginning and after now, or leave it open."),
)
NOT_AT_DESK = Code(
    "2279",
    _("This person does not work for the operator, or may not follow deliveries up."),
    _("Choose somebody of the operator's staff who watches deliveries."),
)
