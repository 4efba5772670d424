"""Terms, deadlines, office days and service windows; time is always an argument.

1. A `Term` is a number and a unit, as it stands in an agreement: "24 hours", "10 office days", "1 year".
2. A `Deadline` is when a term that runs from a moment ends, and when it warns; or the known end of something.
3. An `OfficeCalendar` knows the office days: Monday to Friday without Dutch public holidays and closing days.
4. A `ServiceWindow` is one of three parts of the week; the first is office time, in which response times run.
5. `RenewingContract` and `DatedTerms` are for terms that come back and terms that the law changes.

Moments go in with a time zone, any, and come out in UTC; days are days in the Netherlands.
"""

from sluis.deadlines.contracts import Period, RenewingContract
from sluis.deadlines.dated import DatedTerm, DatedTerms
from sluis.deadlines.deadline import WARNS_AFTER, Deadline, State
from sluis.deadlines.moments import ZONE, day_of, end_of_day
from sluis.deadlines.months import months_after
from sluis.deadlines.office import DUTCH, OfficeCalendar, public_holidays
from sluis.deadlines.terms import Term, Unit
from sluis.deadlines.windows import (
    ServiceWindow,
    after_office_time,
    before_office_time,
    office_time,
    time_in,
    window_at,
)
from sluis.deadlines.words import worded

__all__ = [
    "DUTCH",
    "WARNS_AFTER",
    "ZONE",
    "DatedTerm",
    "DatedTerms",
    "Deadline",
    "OfficeCalendar",
    "Period",
    "RenewingContract",
    "ServiceWindow",
    "State",
    "Term",
    "Unit",
    "after_office_time",
    "before_office_time",
    "day_of",
    "end_of_day",
    "months_after",
    "office_time",
    "public_holidays",
    "time_in",
    "window_at",
    "worded",
]
