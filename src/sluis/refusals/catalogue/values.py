"""2201–2217 and 32xx: what can be wrong with a value. A warning and its fatal twin end in the same two digits.

As a warning the value is left blank and the rest of the row goes on; as a fatal code nothing is sent. Which of the two
it is, the specification says for each field (`on_error`). The value itself is never told.
"""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

_BLANKED = _("The value was left out and the rest of the row was sent; correct it in the source system.")
_NOTHING_SENT = _("Nothing was sent; correct the value in the source system and prepare the delivery again.")
_LEFT_BLANK = _("The row was sent without it; complete it in the source system.")


def _pair(digits: str, message: str, blanked: str = _BLANKED) -> tuple[Code, Code]:
    """A warning and its fatal twin."""
    return Code(f"32{digits}", message, blanked), Code(f"22{digits}", message, _NOTHING_SENT)


BSN_WRONG, BSN_WRONG_FATAL = _pair(
    "01", _("This is not a BSN: a BSN has nine digits, passes the eleven-test and is not all zeros.")
)
BSN_PADDED = Code(
    "3202",
    _("Leading zeros were put back in front of this BSN."),
    _("Store the BSN as text of nine digits, so that a spreadsheet does not remove its zeros."),
)
BSN_UNKNOWN = Code(
    "3203",
    _("This value means that there is no BSN; the row has no pseudonym for this field."),
    _("Nothing needs to be done, unless the BSN is known in the source system."),
)
INTEGER_UNREADABLE, INTEGER_UNREADABLE_FATAL = _pair("04", _("This cannot be read as a whole number."))
NUMBER_UNREADABLE, NUMBER_UNREADABLE_FATAL = _pair(
    "05", _("This cannot be read as a number with the decimal and group characters of the specification.")
)
DATE_UNREADABLE, DATE_UNREADABLE_FATAL = _pair("06", _("This is not an existing date written as {format}."))
BOOLEAN_UNREADABLE, BOOLEAN_UNREADABLE_FATAL = _pair(
    "07", _("This is none of the words for true and false in the specification.")
)
BELOW_MINIMUM, BELOW_MINIMUM_FATAL = _pair("08", _("The value is below the minimum of {minimum}."))
ABOVE_MAXIMUM, ABOVE_MAXIMUM_FATAL = _pair("09", _("The value is above the maximum of {maximum}."))
NOT_IN_LIST, NOT_IN_LIST_FATAL = _pair("10", _("The value is not in the list of the specification."))
TOO_SHORT, TOO_SHORT_FATAL = _pair("11", _("The text has fewer characters than the minimum of {minimum}."))
TOO_LONG, TOO_LONG_FATAL = _pair("12", _("The text has more characters than the maximum of {maximum}."))
WRONG_PATTERN, WRONG_PATTERN_FATAL = _pair("13", _("The text does not match the pattern of the specification."))
REQUIRED_MISSING, REQUIRED_MISSING_FATAL = _pair("14", _("A value is required and there is none."), _LEFT_BLANK)
POSTCODE_UNREADABLE, POSTCODE_UNREADABLE_FATAL = _pair(
    "15", _("This is not a Dutch postcode: four digits, of which the first is not 0, and two letters or none.")
)
AGE_IMPOSSIBLE, AGE_IMPOSSIBLE_FATAL = _pair(
    "16", _("This date of birth lies after the day on which ages are counted.")
)
PART_EMPTY, PART_EMPTY_FATAL = _pair(
    "17", _("A part of the composite identifier {composite} holds no letter or digit, so there is no pseudonym.")
)

_TWINS = {
    BSN_WRONG: BSN_WRONG_FATAL,
    INTEGER_UNREADABLE: INTEGER_UNREADABLE_FATAL,
    NUMBER_UNREADABLE: NUMBER_UNREADABLE_FATAL,
    DATE_UNREADABLE: DATE_UNREADABLE_FATAL,
    BOOLEAN_UNREADABLE: BOOLEAN_UNREADABLE_FATAL,
    BELOW_MINIMUM: BELOW_MINIMUM_FATAL,
    ABOVE_MAXIMUM: ABOVE_MAXIMUM_FATAL,
    NOT_IN_LIST: NOT_IN_LIST_FATAL,
    TOO_SHORT: TOO_SHORT_FATAL,
    TOO_LONG: TOO_LONG_FATAL,
    WRONG_PATTERN: WRONG_PATTERN_FATAL,
    REQUIRED_MISSING: REQUIRED_MISSING_FATAL,
    POSTCODE_UNREADABLE: POSTCODE_UNREADABLE_FATAL,
    AGE_IMPOSSIBLE: AGE_IMPOSSIBLE_FATAL,
    PART_EMPTY: PART_EMPTY_FATAL,
}


def fatal_twin(code: Code) -> Code:
    """The fatal code for the same thing; it takes the same facts.

    Raises:
        KeyError: a code that only informs (zeros put back, no number by the layout).
    """
    return _TWINS[code]
