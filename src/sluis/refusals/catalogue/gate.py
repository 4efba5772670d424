"""2220–2229: the gate, where programs come in."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

NOT_OPEN = Code(
    "2220",
    _("The gate cannot recognise anybody yet: the TTP's custodian has not named the authorities that count."),
    _("Try again in a minute; at the TTP, see that the custodian runs beside the gate."),
)
STATEMENT_UNREADABLE = Code(
    "2221",
    _("The statement with which a program comes in is not one that this gate knows."),
    _("Use the same version of Sluis on both sides."),
)
OTHER_GATE = Code(
    "2222",
    _("The statement was made for another gate."),
    _("Give the address of this gate with `sluis source connect` or `sluis recipient connect`."),
)
OTHER_TIME = Code(
    "2223",
    _("The clocks of this program and of the gate differ by {minutes} minutes."),
    _("Set the clock of this machine right, and try again."),
)
SHOWN_BEFORE = Code(
    "2224",
    _("This statement has been shown before."),
    _("Nothing needs to be done: the program makes a new one each time. If it keeps coming back, tell the TTP."),
)
NO_ACCOUNT = Code(
    "2225",
    _("There is no open account for {party} at this gate."),
    _("Let your organisation's administrator open one in the portal, at Deliveries, Programs."),
)
NOT_INSIDE = Code(
    "2226",
    _("The program is not, or no longer, signed in at the gate."),
    _(
        "Nothing needs to be done: the program signs in again. If it keeps coming back, see whether its account is open."
    ),
)
WRONG_REQUEST = Code(
    "2227",
    _("The gate does not understand this request: {what}."),
    _("Keep to tus 1.0.0 and to the reference of the gate in the documentation."),
)
NO_ROOM = Code(
    "2228",
    _("The TTP has no room for a package of this size at the moment."),
    _("Try again later; what was sent is kept. Tell the TTP if it keeps coming back."),
)
NOT_THERE = Code(
    "2229",
    _("There is nothing here under this address for this party."),
    _("See the deliveries with `sluis source deliveries` or `sluis recipient fetch`."),
)
