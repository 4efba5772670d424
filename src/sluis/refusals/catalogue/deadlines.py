"""229x: terms and deadlines."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

TERM_UNREADABLE = Code(
    "2290",
    _("This is not a term."),
    _("Write a whole number and a unit, such as “24 hours”, “10 office days”, “30 days”, “3 months” or “1 year”."),
)
TERM_LENGTH = Code(
    "2291",
    _("The number of a term in this unit must lie between 1 and {most}."),
    _("Correct the number, or choose another unit."),
)
TERM_IN_HOURS = Code(
    "2292",
    _("A term in hours runs from a moment, and this one runs from a day."),
    _("Use days, office days, months or years here."),
)
TERM_NOT_IN_MONTHS = Code(
    "2293",
    _("The period of a contract must be given in months or years."),
    _("Use a term such as “1 year” or “6 months”."),
)
TERM_NOT_IN_OFFICE_TIME = Code(
    "2294",
    _("This term is not in office hours or office days, so it has no office time."),
    _("Use a term such as “5 office days” or “4 office hours”."),
)
OUTSIDE_YEARS = Code(
    "2295",
    _("Terms are counted from the year {first} to the year {last}, and this lies outside."),
    _("Correct the date. If it was meant as “never”, leave it empty."),
)
DATED_UNREADABLE = Code(
    "2296",
    _("This is not a table of dated terms."),
    _("Give each row a day “from”, a “term” and its “source”, the days rising, and at least one row."),
)
NO_TERM_YET = Code(
    "2297",
    _("The first term in this table holds only from a later day."),
    _("Add the term that held earlier, with its source, or correct the date."),
)
