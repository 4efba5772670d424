"""Reports that are kept until a package is sent, and what of them is sent."""

from datetime import UTC, datetime, timedelta

from sluis.package.keeping import MOST_BYTES, kept, restored, sendable
from sluis.package.report import Report
from sluis.refusals.catalogue import values as codes
from sluis.signatures import exact

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def made(fields: int = 3, rows: int = 5) -> Report:
    """A report with findings in so many fields and rows of each."""
    report = Report("deliver", AT, AT + timedelta(seconds=3), delivery="00" * 16, number="0000-1111-2222")
    report.facts |= {"agreement": "a-b", "agreement_version": 2, "mode": "replace"}
    report.rows_read, report.persons_by_list, report.rows_by_table = rows, {"bsn": 3}, {"children": rows}
    report.columns_dropped = ["900000004"]
    for field in range(fields):
        report.findings.add_rows(codes.BSN_PADDED, range(2, rows + 2), field=f"F{field}", table=None)
    return report


def test_a_report_comes_back_as_it_was_in_both_languages() -> None:
    report = made()
    again = restored(exact.load(exact.dump(kept(report)), depth=5))
    for language in ("nl", "en"):
        assert again.document(language) == report.document(language)
    assert again.findings.counts == report.findings.counts


def test_what_is_sent_can_be_written_exactly_and_names_no_heading_that_nobody_agreed_on() -> None:
    sent = exact.dump(sendable(made(), "nl"))
    value = exact.load(sent, limit=MOST_BYTES, depth=6)
    assert b"900000004" not in sent and len(value["columns_dropped"]) == 1
    assert len(value["findings"]) == 15 and value["findings_left_out"] == 0
    assert [one["count"] for one in value["finding_counts"]] == [5, 5, 5]


def test_a_large_report_is_cut_and_keeps_its_counts() -> None:
    sent = sendable(made(fields=60, rows=900), "nl")
    assert len(exact.dump(sent)) <= MOST_BYTES
    assert len(sent["findings"]) + sent["findings_left_out"] == 60 * 900
    assert len(sent["finding_counts"]) == 60 and sent["finding_counts_left_out"] == 0
