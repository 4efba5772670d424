"""Terms in the words of a reader."""

from sluis.deadlines.terms import Term, Unit
from sluis.refusals import translation
from sluis.refusals.marking import _

_WORDS = {
    Unit.HOURS: (_("{count} hour"), _("{count} hours")),
    Unit.OFFICE_HOURS: (_("{count} office hour"), _("{count} office hours")),
    Unit.DAYS: (_("{count} day"), _("{count} days")),
    Unit.OFFICE_DAYS: (_("{count} office day"), _("{count} office days")),
    Unit.MONTHS: (_("{count} month"), _("{count} months")),
    Unit.YEARS: (_("{count} year"), _("{count} years")),
}


def worded(term: Term, language: str) -> str:
    """A term for a reader: "10 office days", "10 kantoordagen".

    Raises:
        ValueError: a language that Sluis does not speak.
    """
    one, more = _WORDS[term.unit]
    return translation(language).gettext(one if term.count == 1 else more).format(count=term.count)
