"""20xx: use of the program, homes and settings."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

HOME_MISSING = Code(
    "2001",
    _("{path} is not the home of a party."),
    _("Make one with `sluis source init`, `sluis recipient init` or `sluis ttp init`, or name another --home."),
)
