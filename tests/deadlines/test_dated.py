"""Terms that depend on the day."""

import copy
from datetime import UTC, date, datetime

import pytest

from deadlines.moments import nl
from sluis.deadlines import DatedTerm, DatedTerms, Term
from sluis.refusals import Refused

# The second row is invented: a proposal, not law.
ROWS = [
    {"from": "2018-05-25", "term": "72 hours", "source": "GDPR art. 33(1)"},
    {"from": "2027-07-01", "term": "96 hours", "source": "a change of GDPR art. 33(1)"},
]


@pytest.mark.parametrize(
    ("day", "term"),
    [("2018-05-25", "72 hours"), ("2027-06-30", "72 hours"), ("2027-07-01", "96 hours"), ("2040-01-01", "96 hours")],
)
def test_term_of_a_day(day: str, term: str) -> None:
    assert DatedTerms.read(ROWS).on(date.fromisoformat(day)).term == Term.read(term)


def test_what_began_before_a_change_keeps_its_term() -> None:
    table = DatedTerms.read(ROWS)
    assert table.at(nl("2027-06-30T23:59:59")).source == "GDPR art. 33(1)"
    assert table.at(nl("2027-07-01T00:00")).term == Term.read("96 hours")
    assert table.at(datetime(2027, 6, 30, 22, tzinfo=UTC)).term == Term.read("96 hours")  # midnight in the Netherlands


def test_before_the_first_row_no_term_holds() -> None:
    with pytest.raises(Refused, match="2297"):
        DatedTerms.read(ROWS).on(date(2018, 5, 24))


def test_a_table_is_written_as_it_was_read() -> None:
    assert DatedTerms.read(ROWS).write() == ROWS


def test_a_table_is_a_value() -> None:
    rows = tuple(DatedTerm(date.fromisoformat(row["from"]), Term.read(row["term"]), row["source"]) for row in ROWS)
    assert DatedTerms(rows) == DatedTerms.read(ROWS) and hash(DatedTerms(rows))


@pytest.mark.parametrize(
    "change",
    [
        {"from": "2018-05-25"},  # the same day twice
        {"from": "2017-01-01"},  # not rising
        {"from": "20270701"},
        {"from": "2027-02-30"},
        {"from": "1 July 2027"},
        {"from": 2027},
        {"from": "2027-W26-4"},
        {"source": ""},
        {"source": "  "},
        {"source": None},
        {"more": "than a row has"},
    ],
)
def test_a_wrong_row_is_refused(change: dict[str, object]) -> None:
    rows: list[dict[str, object]] = copy.deepcopy(ROWS)  # type: ignore[arg-type]
    rows[1] |= change
    with pytest.raises(Refused, match="2296"):
        DatedTerms.read(rows)


@pytest.mark.parametrize("rows", [[], {}, None, "72 hours", [1], [[]], [{}], [{"from": "2018-05-25", "term": "1 day"}]])
def test_what_is_no_table_is_refused(rows: object) -> None:
    with pytest.raises(Refused, match="2296"):
        DatedTerms.read(rows)


def test_a_wrong_term_in_a_table_is_refused_as_a_term() -> None:
    with pytest.raises(Refused, match="2290"):
        DatedTerms.read([{"from": "2018-05-25", "term": "soon", "source": "nobody"}])
