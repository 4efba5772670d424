"""Terms that the law or a party may change: which one holds depends on the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from sluis.deadlines.moments import day_of, require_day
from sluis.deadlines.terms import Term
from sluis.refusals import Refused
from sluis.refusals.catalogue import deadlines as codes


@dataclass(frozen=True, slots=True)
class DatedTerm:
    """A term, the first day on which it holds, and what says so."""

    since: date
    term: Term
    source: str


@dataclass(frozen=True, slots=True)
class DatedTerms:
    """The terms that hold one after another; each until the next one's first day.

    Raises:
        Refused: DATED_UNREADABLE when there is none, when days do not rise, or when a source is empty.
    """

    rows: tuple[DatedTerm, ...]

    def __post_init__(self) -> None:
        days = [require_day(row.since) for row in self.rows]
        rising = all(earlier < later for earlier, later in pairwise(days))
        if not days or not rising or not all(row.source.strip() for row in self.rows):
            raise Refused(codes.DATED_UNREADABLE)

    @classmethod
    def read(cls, rows: object) -> "DatedTerms":
        """The table in rows of JSON: `[{"from": "2018-05-25", "term": "72 hours", "source": "GDPR art. 33(1)"}]`.

        Raises:
            Refused: DATED_UNREADABLE, and what a term in it is refused for.
        """
        if not isinstance(rows, list):
            raise Refused(codes.DATED_UNREADABLE)
        return cls(tuple(_row(row, number) for number, row in enumerate(rows, 1)))

    def write(self) -> list[dict[str, str]]:
        """The rows that `read` reads."""
        return [{"from": row.since.isoformat(), "term": str(row.term), "source": row.source} for row in self.rows]

    def on(self, day: date) -> DatedTerm:
        """The term that holds on a day, with its source.

        Raises:
            Refused: NO_TERM_YET.
        """
        require_day(day)
        held = [row for row in self.rows if row.since <= day]
        if not held:
            raise Refused(codes.NO_TERM_YET)
        return held[-1]

    def at(self, start: datetime) -> DatedTerm:
        """The term that holds for what starts at a moment; a later change does not touch it."""
        return self.on(day_of(start))


def _row(row: object, number: int) -> DatedTerm:
    where = f"row {number}"
    match row:
        case {"from": str(day), "term": term, "source": str(source)} if isinstance(row, Mapping) and len(row) == 3:
            return DatedTerm(_day(day, where), Term.read(term), source)
    raise Refused(codes.DATED_UNREADABLE, where)


def _day(text: str, where: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused(codes.DATED_UNREADABLE, where) from None
    if day.isoformat() != text:
        raise Refused(codes.DATED_UNREADABLE, where)
    return day
