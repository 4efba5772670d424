"""21xx and 31xx: reading and writing files (CSV, XLSX, fixed-width, Parquet).

A heading of the file is never a fact unless the specification names it too: a file without headings has values there.
"""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

FILE_MISSING = Code(
    "2101",
    _("The file does not exist."),
    _("Check the name and the folder."),
)
FILE_IS_FOLDER = Code(
    "2102",
    _("This is a folder, not a file."),
    _("Name the file itself."),
)
FILE_NOT_REGULAR = Code(
    "2103",
    _("This is not an ordinary file."),
    _("Save the rows in an ordinary file first; pipes and devices are not read."),
)
FILE_FORBIDDEN = Code(
    "2104",
    _("The file may not be read by this user."),
    _("Ask for the right to read it, or run the program as the user who has it."),
)
FILE_UNREADABLE = Code(
    "2105",
    _("The file could not be read: the system gave error {errno}."),
    _("Check the disk or the network drive and try again."),
)
FILE_EMPTY = Code(
    "2106",
    _("The file is empty."),
    _("Export it again; if there is nothing to deliver, use mode `nothing`."),
)
FILE_CHANGED = Code(
    "2107",
    _("The file changed or disappeared while it was being read."),
    _("Wait until the program that writes it is done, and try again."),
)

NO_ROWS = Code(
    "2111",
    _("The file has headings but no rows."),
    _("Export it again; if there is nothing to deliver, use mode `nothing`."),
)
COLUMNS_MISSING = Code(
    "2112",
    _("Columns that the specification names are missing from the file ({count}): {columns}."),
    _("The first row must hold the headings exactly as the specification writes them, capitals included."),
)
HEADING_DOUBLED = Code(
    "2113",
    _("Columns {first} and {second} have the same heading."),
    _("Give every column its own heading, or remove one of the two."),
)
TOO_MANY_COLUMNS = Code(
    "2114",
    _("The file has more than {limit} columns."),
    _("Check that it is the right file, and that its rows are on lines of their own."),
)
HEADING_UNREADABLE = Code(
    "2115",
    _("The first row of the file cannot be read as headings."),
    _("The first row must hold the headings, each a short text, in at most one megabyte."),
)

WRONG_DELIMITER = Code(
    "2121",
    _("The columns of the file are not separated by the character that the specification names."),
    _("Export the file with that character, or have the specification changed."),
)
WRONG_ENCODING = Code(
    "2122",
    _("Line {line} holds bytes that are not {encoding}."),
    _("Export the file again as UTF-8."),
)
ENCODING_UNKNOWN = Code(
    "2123",
    _("The encoding {encoding} is not known."),
    _("Have the specification changed, for example to utf-8 or windows-1252."),
)
NUL_BYTES = Code(
    "2124",
    _("Line {line} holds a NUL byte, so this is not a text file."),
    _("Export the file again as text in UTF-8; a workbook or a UTF-16 file without a mark cannot be read as text."),
)
QUOTE_NOT_CLOSED = Code(
    "2125",
    _("A quote that opens in row {row} is never closed."),
    _("Close it, or double a quote that belongs to the value."),
)
QUOTE_ASTRAY = Code(
    "2126",
    _("In row {row} text follows a closing quote."),
    _("Double a quote that belongs to the value, and look for one that was opened in that row and not closed."),
)
VALUES_MISCOUNTED = Code(
    "2127",
    _("Row {row} has {found} values, where the headings ask for {expected}."),
    _("Look for a separator or a quote inside a value of that row, and put the value between quotes."),
)
LINE_TOO_LONG = Code(
    "2128",
    _("Row {row} does not end within {limit} bytes."),
    _("Check that it is a text file with one row per line."),
)
SEPARATED_UNREADABLE = Code(
    "2129",
    _("The file cannot be read as separated values after row {row}."),
    _("Export the file again."),
)
NOT_TEXT = Code(
    "2130",
    _("The file is a workbook or another packed file, and the specification asks for text."),
    _("Export the rows as CSV, or have the specification changed to the format of the file."),
)
LINE_TOO_SHORT = Code(
    "2131",
    _("Row {row} has {found} characters, where the specification asks for {expected}."),
    _("Export the file again with blanks to the full width; check that no character was lost."),
)

NOT_A_WORKBOOK = Code(
    "2141",
    _("The file cannot be read as an Excel workbook."),
    _("Open it in Excel and save it again as .xlsx."),
)
PASSWORD_MISSING = Code(
    "2142",
    _("The workbook is protected with a password, and none was given."),
    _("Give the password, or save the workbook without one."),
)
PASSWORD_WRONG = Code(
    "2143",
    _("The workbook does not open with this password."),
    _("Check the password; capitals count."),
)
WORKBOOK_TOO_LARGE = Code(
    "2144",
    _("The workbook is too large: more than {limit} {unit}."),
    _("Deliver the rows as CSV or Parquet, or remove what does not belong to the delivery."),
)
WORKBOOK_UNSAFE = Code(
    "2145",
    _("The workbook is built in a way that Excel does not use, and that may do harm."),
    _("Open it in Excel and save it again as .xlsx; if you do not know where it came from, do not open it."),
)
SHEET_MISSING = Code(
    "2146",
    _("The workbook has no visible sheet with the name {sheet}."),
    _("Give the sheet that name, or show it when it is hidden."),
)
SHEET_UNCLEAR = Code(
    "2147",
    _("The workbook has {count} visible sheets, and none is named after the table."),
    _("Keep one visible sheet, or name the right one after the table."),
)
FORMULA_NOT_CALCULATED = Code(
    "2148",
    _("Cell {cell} holds a formula that was never calculated."),
    _("Open the workbook in Excel and save it again, or replace the formulas by their values."),
)

NOT_PARQUET = Code(
    "2151",
    _("The file cannot be read as Parquet: it is another kind of file, cut off or damaged."),
    _("Write the file again."),
)
ANOTHER_SCHEMA = Code(
    "2152",
    _("Column {column} has type {type}, which cannot be read as {expected}."),
    _("Write the file with the types of the specification; nested and binary columns are not read."),
)
ROW_GROUP_TOO_LARGE = Code(
    "2153",
    _("Row group {group} of the file is larger than {limit} bytes when unpacked."),
    _("Write the file again with smaller row groups, for example of 250,000 rows."),
)

DISK_FULL = Code(
    "2161",
    _("There is no room left to write the file; nothing was written."),
    _("Make room, or write to another disk."),
)
NOT_WRITABLE = Code(
    "2162",
    _("The file cannot be written: the system gave error {errno}."),
    _("Check that the folder exists, that this user may write in it, and that the name is not a folder."),
)
SUFFIX_UNKNOWN = Code(
    "2163",
    _("The name of the file does not say what to write."),
    _("Let the name end in .parquet or .csv."),
)

READ_AS_WINDOWS_1252 = Code(
    "3101",
    _("The file is not UTF-8 and was read as Windows-1252."),
    _("Check a name with an accent in the result; better, export the file as UTF-8."),
)
FORMULAS = Code(
    "3102",
    _("{count} cells hold a formula; the value that was calculated last was read."),
    _("Replace the formulas by their values before you deliver."),
)
ERROR_CELLS = Code(
    "3103",
    _("{count} cells hold an error such as #N/A and were left blank."),
    _("Correct the cells in the workbook."),
)
