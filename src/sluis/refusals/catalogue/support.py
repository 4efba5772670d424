"""2266–2273: help with records that failed: an offer, a consent, a selection, and its end."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

NO_AGREEMENT = Code(
    "2266",
    _("There is no agreement on record here under which help could be given."),
    _("Ask for help under an agreement that is in force, or have the delivery's agreement put on record first."),
)
NOT_NOW = Code(
    "2267",
    _("Help request {number} stands at “{state}”, and this can no longer or not yet be done."),
    _("Look at the request again; somebody else was first, or a step before this one is missing."),
)
NO_CONSENT = Code(
    "2268",
    _("No consent of the source that counts now covers this in help request {number}."),
    _("Make an offer that says what you want to see, and wait for the answer. Without it nothing may be seen."),
)
NOT_ASSIGNED = Code(
    "2269",
    _("Help request {number} is not assigned to you."),
    _("Only the person who handles a request sees what was handed over. Have it assigned to you first."),
)
TOO_MUCH = Code(
    "2270",
    _("That is more than may be asked or handed over: at most {most} records, in a file of at most {kilobytes} kB."),
    _("Choose fewer records: those that show the fault are enough."),
)
UNREADABLE = Code(
    "2271",
    _("The selection cannot be read as a table or as lines of text."),
    _(
        "Save it as CSV, as TXT or as XLSX with one sheet; the first row of a CSV or XLSX holds the names of the "
        "columns. Without a password, formulas or macros."
    ),
)
COLUMN_NOT_OFFERED = Code(
    "2272",
    _("Column {column} of the selection is not among the fields that were asked for."),
    _("Remove the column from the file, or ask the service desk to make another offer."),
)
LOOKS_PERSONAL = Code(
    "2273",
    _("This text seems to hold personal data: a citizen service number, an e-mail address or the like."),
    _("Say it without personal data; the numbers of rows and the names of fields are enough."),
)
