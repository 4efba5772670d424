"""28xx, 38xx: deliveries: modes, tests, replay, objections, reports back."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

UNKNOWN_DELIVERY = Code(
    "2801",
    _("This home knows no delivery with that number."),
    _("See the numbers with `sluis source deliveries`."),
)
TAKEN_ALREADY = Code(
    "2802",
    _("This delivery has been taken before."),
    _("Nothing needs to be done. To send it again on purpose, the source prepares it again, under a new number."),
)
TAKEN_OTHERWISE = Code(
    "2803",
    _("A delivery with this number has been opened before, and it was another package."),
    _("Do not use this package. Tell the source and the TTP that its number came twice."),
)
BEING_TAKEN = Code(
    "2804",
    _("Another program is working on this delivery at this moment."),
    _("Wait until it is ready; it is taken once."),
)
TEST_WANTED = Code(
    "2805",
    _("This is a test delivery."),
    _("Open it with --test, in a place of its own; it is never put among real data."),
)
TEST_NOT_MEANT = Code(
    "2806",
    _("This is a real delivery, and --test was asked for."),
    _("Leave --test out."),
)
INPUT_WITH_NOTHING = Code(
    "2807",
    _("Mode `nothing` says that there is nothing to deliver, and a file was given."),
    _("Leave the file out, or choose another mode."),
)
INPUT_MISSING = Code(
    "2808",
    _("No file is given for table {table}."),
    _("Name one file per table: TABLE=FILE, or files with the names of the tables."),
)
INPUT_UNKNOWN = Code(
    "2809",
    _("The specification has no table {table}."),
    _("Name the files after the tables of the specification: TABLE=FILE."),
)
CLEAR_MISSING = Code(
    "2810",
    _("The clear field {field} has no value."),
    _("It needs one value for the whole delivery; in mode `nothing` or `withdraw` give it with --set {field}=VALUE."),
)
CLEAR_VARIES = Code(
    "2811",
    _("The clear field {field} has more than one value; the TTP may see one for the whole package."),
    _("Make one file per value, or let the specification seal this field."),
)
CLEAR_IDENTIFIES = Code(
    "2812",
    _("The clear field {field} holds something that looks like a citizen service number."),
    _("The TTP would see it. Take it out of the file, or pseudonymise the field."),
)
BSN_NOT_TREATED = Code(
    "2813",
    _("Field {field} consists mostly of valid citizen service numbers, and would not be pseudonymised."),
    _("Let the specification pseudonymise or drop this field; it may not leave as it is."),
)
COLUMN_NOT_AGREED = Code(
    "2814",
    _("The file has columns that the closed specification does not name: {count}."),
    _("Take them out of the export, or agree on a specification that names them."),
)
DUPLICATE_KEY = Code(
    "2815",
    _("A value that must be unique stands here for the second time."),
    _("Find the double record in the file and correct it."),
)
REFERENCE_MISSING = Code(
    "2816",
    _("The row refers to a row of {reference} that is not there."),
    _("Add the missing row to the file of {reference}, or correct the reference."),
)
NO_ROWS_LEFT = Code(
    "2817",
    _("No row is left to send: all {count} were rejected or left out."),
    _("Correct the file after the report; if there really is nothing, deliver with --mode nothing."),
)
STAGE_ONE_DIFFERS = Code(
    "2818",
    _("This home's key of the sources' group is not the one that the agreement was made with."),
    _("Take the group's key again from the source that shares it: `sluis source group accept FILE`."),
)
TTP_KEY_DIFFERS = Code(
    "2819",
    _("The TTP's key of domain {domain}, version {version}, is not the one that the agreement publishes."),
    _("Do not relay. Restore the right key, or make a new version of the agreement."),
)
REFERENCE_UNKNOWN = Code(
    "2820",
    _("A row reference does not belong to this delivery."),
    _("Send the report to the source that made the delivery, with the references as they were received."),
)
REPORT_UNREADABLE = Code(
    "2821",
    _("The validation report is not readable, or not sealed to this source."),
    _("Ask the recipient to make it again with `sluis recipient report`."),
)
REMARK_COLUMNS = Code(
    "2822",
    _("The remarks need the columns row_reference, code and message."),
    _("See `sluis recipient report --help`; field is optional."),
)
OBJECTION_UNREADABLE = Code(
    "2823",
    _("Line {row} of the list of objections is not a valid citizen service number."),
    _("One number per line, nine digits. Nothing was changed."),
)
NOT_REVERSIBLE = Code(
    "2824",
    _("Agreement {agreement} does not allow reversible encryption."),
    _("It is off by default; agree on it in a new version."),
)
MODE_COLUMNS = Code(
    "2825",
    _("Mode `withdraw` needs at least one identifier in the specification."),
    _("Deliver with mode `replace` instead."),
)
CLEAR_UNKNOWN = Code(
    "2826",
    _("A value was given with --set for a field that the specification does not treat as clear."),
    _("Leave it out, or see the clear fields with `sluis spec show FILE`."),
)
TAKEN_BACK = Code(
    "2827",
    _("Delivery {number} was withdrawn, and the TTP does nothing with it."),
    _("To deliver after all, give the command again: the delivery is then prepared anew, under another number."),
)
LEGIBLE = Code(
    "2832",
    _("The list of persons holds text or numbers where pseudonyms belong."),
    _("Nothing was relayed. Tell the source at once: its program sends identifiers as they are."),
)
OBJECTED = Code(
    "3801",
    _("The row was left out: the person objected."),
    _("Nothing needs to be done."),
)
