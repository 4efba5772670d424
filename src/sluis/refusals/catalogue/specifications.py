"""23xx: the data specification. Facts are words of the specification itself; it holds no data of people."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

# The file

TOO_LARGE = Code(
    "2301",
    _("The specification is larger than {limit} bytes."),
    _("Name the file of the specification, not a file of data."),
)
NOT_UTF8 = Code(
    "2302",
    _("The specification is not UTF-8 text."),
    _("Save it as UTF-8, and name the file of the specification, not a file of data."),
)
CONTROL_CHARACTER = Code(
    "2303",
    _("The specification holds a control character or an invisible character ({character})."),
    _("Remove it: what three parties approve must be what they see."),
)
NOT_YAML = Code(
    "2304",
    _("The specification is not YAML from this line on."),
    _("Look at indentation, colons, quotes and brackets on this line and the one before it."),
)
ANCHOR = Code(
    "2305",
    _("An anchor or alias (& or *) is not allowed in a specification."),
    _("Write the text out in each place where it is meant; begin a text with & or * only inside quotes."),
)
TAG = Code(
    "2306",
    _("A tag (!) is not allowed in a specification."),
    _("Remove the tag; begin a text with ! only inside quotes."),
)
TOO_DEEP = Code(
    "2307",
    _("The specification is nested deeper than {limit} levels."),
    _("Look for a bracket or brace that is never closed."),
)
KEY_TWICE = Code("2308", _("The key {key} stands here twice."), _("Keep one of the two."))
KEY_NOT_TEXT = Code(
    "2309",
    _("A key is not a text."),
    _("Write each key as a word; a word such as yes, no or null is no text in YAML, unless it is quoted."),
)

# Keys and the kind of value

KEY_UNKNOWN = Code(
    "2310",
    _("The key {key} is not known here."),
    _("The nearest known key is {meant}. Known here: {known}."),
)
KEY_MISSING = Code("2311", _("The key {key} is missing."), _("Add it; it is never implied."))
NOT_A_MAPPING = Code("2312", _("{key} must hold keys with values."), _("Write `key: value` pairs, one to a line."))
NOT_A_LIST = Code(
    "2313", _("{key} must be a list."), _("Write [one, two], or each on a line of its own after a hyphen.")
)
NOT_A_TEXT = Code("2314", _("{key} must be a text."), _("Write one text; put null or ~ in quotes when it is meant."))
NOT_A_WHOLE_NUMBER = Code("2315", _("{key} must be a whole number."), _("Write digits only, without quotes."))
NOT_A_FLAG = Code("2316", _("{key} must be true or false."), _("Write true or false, without quotes."))
EMPTY_TEXT = Code("2317", _("{key} is empty."), _("Fill it in, or leave the key out where it is not required."))
EMPTY_LIST = Code("2318", _("{key} holds nothing."), _("Fill it in, or leave the key out where it is not required."))
WORD_UNKNOWN = Code(
    "2319",
    _("{key} cannot be {word}."),
    _("The nearest known word is {meant}. Known here: {known}."),
)
LISTED_TWICE = Code("2320", _("{key} holds the same thing twice, the second time as number {number}."), _("Keep one."))
OUT_OF_RANGE = Code("2321", _("{key} must lie between {least} and {most}."), _("Correct the number."))
NAME_FORM = Code(
    "2322",
    _("The name of a specification or table is made of lower-case letters, digits and hyphens, at most {limit}."),
    _("Choose another name, such as youth-outcomes; people read the title."),
)
VERSION_FORM = Code(
    "2323",
    _("A version is made of letters, digits, points, plus signs and hyphens, at most {limit}."),
    _("Write it as 1.0.0."),
)
NOT_A_DATE = Code("2324", _("{key} must be a date that exists."), _("Write it as 2026-12-31."))
VALIDITY_REVERSED = Code("2325", _("The validity ends before it begins."), _("Exchange or correct from and until."))

# Keys that do not go with the rest

KEY_NOT_FOR_TYPE = Code(
    "2330", _("{key} has no meaning for type {type}."), _("Remove it, or correct the type of the field.")
)
KEY_NOT_FOR_TREATMENT = Code(
    "2331", _("{key} has no effect with the treatment {treatment}."), _("Remove it, or choose another treatment.")
)
KEY_NOT_FOR_FORMAT = Code(
    "2332", _("{key} has no effect with the format {format}."), _("Remove it, or correct the type of the format.")
)
KEY_NEEDS = Code("2333", _("{key} has no effect without {other}."), _("Add {other}, or remove {key}."))
KEYS_EXCLUDE = Code("2334", _("{key} and {other} exclude each other."), _("Keep one of the two."))
KEY_NOT_FOR_IDENTIFIER = Code(
    "2335",
    _("{key} cannot be asked of an identifier, which has a form of its own."),
    _("Remove it; required and unique are possible."),
)
KEY_NOT_FOR_SEVERAL = Code(
    "2336",
    _("{key} cannot serve several tables."),
    _("Remove it; with several tables each stands on a sheet of its own name."),
)
VALUES_OVERLAP = Code(
    "2337", _("{key} and {other} share a value."), _("Give each value one meaning; defaults count as well.")
)
SAME_CHARACTER = Code("2338", _("{key} and {other} are the same character."), _("Give each its own; defaults count."))
NOT_A_CHARACTER = Code(
    "2339", _("{key} must be one character that is no letter, digit or sign."), _("Write one, in quotes.")
)

# Treatments

TREATMENT_NOT_FOR_TYPE = Code(
    "2340",
    _("The treatment {treatment} does not exist for type {type}."),
    _("Correct the type, or choose a treatment that fits it: {known}."),
)
BAND_UNDEFINED = Code(
    "2341", _("The treatment {treatment} does not say which bands."), _("Add width or bounds, not both.")
)
BOUNDS_NOT_ASCENDING = Code(
    "2342", _("The bounds do not ascend."), _("Write the first value of each band, from low to high.")
)
BAND_ABOVE_TOP = Code(
    "2343", _("A bound lies above top_code_age, so its band stays empty."), _("Remove the bound or raise the top code.")
)
MASK_FORM = Code("2344", _("An area in mask is not four digits."), _("Write the digits of a postcode, such as 1234."))

# Identifiers

IDENTIFIER_TREATMENT = Code(
    "2350",
    _("An identifier cannot have the treatment {treatment}."),
    _("Use pseudonymise or drop: an identifier never leaves the source."),
)
PSEUDONYM_WITHOUT_IDENTIFIER = Code(
    "2351",
    _("A field is pseudonymised but does not say which identifier it holds."),
    _("Add `identifier: bsn`; for other fields make a composite."),
)
NAME_SAYS_BSN = Code(
    "2352",
    _("The field is named as a citizen service number, but has the treatment {treatment}."),
    _("Use pseudonymise or drop; a field that holds something else needs another name."),
)
IDENTIFIER_TYPE = Code(
    "2353", _("An identifier must have type string, not {type}."), _("Use string, which keeps leading zeros.")
)
CLASSIFICATION_CONTRADICTS = Code(
    "2354",
    _("The classification {classification} contradicts {key}."),
    _("An identifier is classified as identifier; what is special or secret is never clear. Correct one of the two."),
)
FREE_TEXT_CLEAR = Code(
    "2355", _("Free text cannot be clear."), _("Seal it or drop it: nobody can foresee what a free text holds.")
)

# Names

NAME_RESERVED = Code(
    "2356", _("The name is used by the recipient's data set itself."), _("Rename the column in the file and here.")
)
FIELD_TWICE = Code(
    "2357",
    _("Two fields have this name, apart from capitals."),
    _("Remove or rename one, in the file and here."),
)
HEADING_FORM = Code(
    "2358",
    _("The name of a field is one line of at most {limit} characters, without spaces around it."),
    _("Write the heading as it stands in the file, or correct the heading there."),
)
COMPOSITE_NAME_FORM = Code(
    "2359",
    _("The name of a composite is a letter and then letters, digits, hyphens or underscores, at most {limit}."),
    _("Choose another name, and not that of an identifier such as bsn."),
)

# Values

VALUE_NOT_OF_TYPE = Code(
    "2360",
    _("{key} is not a value of type {type}."),
    _("Write numbers with a decimal point and dates as 2026-12-31, whatever the notation in the file."),
)
RANGE_REVERSED = Code("2361", _("{low} is larger than {high}."), _("Exchange or correct them."))
PATTERN_INVALID = Code(
    "2362",
    _("The pattern is not a regular expression that Sluis can use."),
    _("Correct it; look-around, back references and nested sets are not supported, and it applies to the whole value."),
)
PATTERN_TOO_LONG = Code(
    "2363", _("The pattern is longer than {limit} characters."), _("Shorten it, or use enum for a list of values.")
)
PATTERN_EXPLODES = Code(
    "2368",
    _("The pattern repeats a group in which everything is itself repeated or optional, so one value can take hours."),
    _("Write it without the inner repetition: [a-z ]+ instead of ([a-z]+ ?)+."),
)
DATE_FORMAT = Code(
    "2364",
    _("The format of a date holds %Y, %m and %d once each; %H, %M and %S are allowed beside them."),
    _("Write it as %d-%m-%Y; a year of two digits or a name of a month cannot be read with certainty."),
)
ENCODING_UNKNOWN = Code("2365", _("The encoding is not one that Sluis reads."), _("Choose one of: {known}."))
POSITION_FORM = Code("2366", _("A position is two whole numbers: [start, length]."), _("Begin to count at 1."))
POSITIONS_OVERLAP = Code("2367", _("The position overlaps that of the field {other}."), _("Correct one of the two."))

# Tables, composites and keys

COMPOSITE_FIELD_UNKNOWN = Code(
    "2370", _("The composite names {field}, which is no field of this table."), _("Add the field or correct its name.")
)
COMPOSITE_TOO_SMALL = Code("2371", _("A composite is made of at least two fields."), _("Name the fields in `of`."))
COMPOSITE_NAME_TAKEN = Code(
    "2372", _("A field or composite of this table already has this name."), _("Choose another name.")
)
COMPOSITE_OF_IDENTIFIER = Code(
    "2373",
    _("The composite holds the identifier {field}."),
    _("Pseudonymise the identifier by itself; a composite is for where there is none."),
)
COMPOSITE_OF_NUMBER = Code(
    "2383",
    _("The composite holds {field}, which has type number."),
    _("Use fields of another type: a number with decimals has no one form by which persons can be told apart."),
)
COMPOSITE_DIFFERS = Code(
    "2374",
    _("The composite has the name of one in the table {table}, but other types of fields."),
    _("Make them of the same types in the same order, so that one person gets one pseudonym, or rename one."),
)
KEY_FIELD_UNKNOWN = Code(
    "2375", _("{key} names {field}, which is no field of the table {table}."), _("Correct the name.")
)
TABLE_UNKNOWN = Code("2376", _("There is no table {table}."), _("The tables are: {known}."))
FOREIGN_KEY_SIZE = Code(
    "2377", _("The foreign key and its reference do not name as many fields."), _("Name them in pairs.")
)
FOREIGN_KEY_TYPE = Code(
    "2378", _("The foreign key's {field} has another type than {other}, to which it refers."), _("Correct one of them.")
)
FOREIGN_KEY_CIRCLE = Code("2379", _("The foreign keys go round in a circle."), _("Remove one of them."))
FOREIGN_KEY_ITSELF = Code("2380", _("The foreign key refers to itself."), _("Remove it or name other fields."))
TABLE_TWICE = Code("2381", _("Two tables have the name {table}."), _("Rename one of them."))
NOTHING_SENT = Code(
    "2382",
    _("The table {table} has nothing to send: no field is pseudonymised, generalised or sealed."),
    _("Remove the table, or choose treatments by what the recipient needs."),
)
