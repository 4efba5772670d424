"""20xx: use of the program, homes and settings."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

HOME_MISSING = Code(
    "2001",
    _("{path} is not the home of a party."),
    _("Make one with `sluis source init`, `sluis recipient init` or `sluis ttp init`, or name another --home."),
)

HOME_EXISTS = Code(
    "2002",
    _("{path} is not empty, so no home is made there."),
    _("Choose a new folder with --home. Nothing is ever written over an existing home."),
)
SETTINGS_UNREADABLE = Code(
    "2003",
    _("The settings are not readable as TOML."),
    _("Mend the file, or put back an earlier copy."),
)
SETTING_WRONG = Code(
    "2004",
    _("The setting {name} is unknown, missing or has a value that cannot be meant."),
    _("See the reference of settings; remove the line or give it one of the values there."),
)
OTHER_ROLE = Code(
    "2005",
    _("This home belongs to a {role}."),
    _("Name the home of the right party with --home."),
)
HOME_BUSY = Code(
    "2006",
    _("Another program is working in this home."),
    _("Wait until it is ready, then try again."),
)
FILE_MISSING = Code(
    "2007",
    _("{file} is not there, or cannot be read."),
    _("Check the name and the rights of the file."),
)
OUTPUT_EXISTS = Code(
    "2008",
    _("{file} exists already."),
    _("Choose another name, or remove the file if you no longer need it. Nothing was written over it."),
)
SYSTEM_FAILED = Code(
    "2009",
    _("The system did not let the program read or write here: it gave error {errno}."),
    _("Check the rights of the folder and the disk or network drive, then try again."),
)
STOPPED = Code(
    "2010",
    _("Stopped on request."),
    _("Nothing was written. Start the command again when you want to."),
)
NOT_CONFIRMED = Code(
    "2011",
    _("Destroying a key cannot be undone, and it was not confirmed."),
    _("If you are sure, run the command again with --yes {name}."),
)
REPORT_NOT_WRITTEN = Code(
    "2012",
    _("The work is done and its result stands, but the report could not be written."),
    _("Make room, or check the folder of the report. See the delivery with `sluis inspect`; do not do it again."),
)
NOBODY_IN_DEMO = Code(
    "2013",
    _("{name} has no second factor in this demo."),
    _("Take one of the names of the TTP's staff that the demo printed; the others sign in without one."),
)
BEGUN_ALREADY = Code(
    "2014",
    _("This portal was set up already, so there is no link to begin with."),
    _("Sign in, or ask one of its administrators for an invitation."),
)
NOT_SERVED_YET = Code(
    "2015",
    _("The portal of this home has no database yet, or it cannot be reached."),
    _("Start it with `sluis serve --home DIR`, and ask for the link while it runs."),
)
