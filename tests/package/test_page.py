"""The report as a page: complete in both languages, its counts right, everything escaped, nothing from elsewhere."""

import re
import shutil
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from sluis.package.grouping import groups, ranges
from sluis.package.page import page
from sluis.package.report import MOST_FINDINGS, Report
from sluis.refusals import Finding, Refused, languages
from sluis.refusals.catalogue import deliveries, tables, values

HOSTILE = "<script>alert(1)</script>\"'&"
VOID = {"meta", "br", "hr", "link", "img"}


class Outline(HTMLParser):
    """The elements and the text of a page; fails when a tag is not closed in order."""

    def __init__(self, written: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(written.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open and data.strip():
            self.texts.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def counted(self) -> dict[str, str]:
        """What follows the first occurrence of each text: a figure follows its words."""
        return dict(reversed(list(pairwise(self.texts))))


def report(*, step: str = "prepare", test: bool = False, refused: bool = False) -> Report:
    made = Report(step, datetime(2026, 11, 19, 9, 12, 4, tzinfo=UTC), datetime(2026, 11, 19, 9, 13, 41, tzinfo=UTC))
    made.delivery, made.number, made.test = "3f2a91c077de" + "0" * 20, "3F2A-91C0-77DE", test
    made.facts = {
        "agreement": "VO-2026-014", "agreement_version": 2, "specification": "knee-registry 4.2.0",
        "scheme": "polymorphic", "domain": "registry-1", "domain_version": 3, "source": "clinic-a",
        "recipient": "registry-b", "ttp": "ttp-c", "sequence": 12, "predecessor": "aa11bb22cc33" + "0" * 20,
        "corrects": "", "mode": "replace",
    }  # fmt: skip
    made.rows_read, made.rows_sent, made.rows_rejected, made.rows_objected = 16620, 16601, 7, 12
    made.persons, made.persons_objected = 12040, 6
    made.rows_by_table, made.persons_by_list = {"patients": 12040, "treatments": 4561}, {"bsn": 12040}
    made.columns_dropped = ["remark"]
    rows = [14, 15, 16, 17, 203, 204, 1196]
    made.findings.add_rows(values.DATE_UNREADABLE, rows, field="birth", table="patients", format="%d-%m-%Y")
    made.findings.add_rows(values.BSN_PADDED, range(2, 148, 2), field="bsn", table="patients")
    made.findings.add(Finding(tables.FORMULAS, table="treatments", facts={"count": 12}))
    if refused:
        made.refusal = Refused(tables.QUOTE_NOT_CLOSED, "patients.csv", row=88)
    return made


def outline(made: Report, language: str = "en") -> Outline:
    return Outline(page(made.document(language), language))


@pytest.mark.parametrize("language", languages)
@pytest.mark.parametrize("step", ["prepare", "relay", "open"])
@pytest.mark.parametrize("refused", [False, True])
def test_page_stands_alone_in_its_language(language: str, step: str, refused: bool) -> None:
    made = outline(report(step=step, refused=refused), language)
    names = [tag for tag, _ in made.tags]
    assert dict(made.tags)["html"] == {"lang": language}
    assert names.count("h1") == names.count("main") == names.count("style") == names.count("title") == 1
    assert not {"script", "link", "img", "iframe", "form", "object"} & set(names)
    attributes = {name for _, given in made.tags for name in given}
    assert not {"src", "href", "style", "srcset"} & attributes and not any(name.startswith("on") for name in attributes)
    assert not re.search(rb"url\(|@import|https?:", page(report().document(language), language))


def test_headings_never_skip_a_level() -> None:
    levels = [int(tag[1]) for tag, _ in outline(report(refused=True)).tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))


def test_counts_are_those_of_the_report() -> None:
    counted = outline(report()).counted()
    assert counted["rows read"] == "16,620" and counted["rows sent"] == "16,601"
    assert counted["rows rejected"] == "7" and counted["rows left out because of an objection"] == "12"
    assert counted["persons sent"] == "12,040" and counted["persons left out because of an objection"] == "6"
    assert counted["treatments"] == "4,561"


def test_dutch_page_speaks_dutch_and_groups_digits_with_points() -> None:
    made = outline(report(), "nl")
    assert made.counted()["rijen gelezen"] == "16.620"
    assert "Levering 3F2A-91C0-77DE" in made.text and "Het pakket is klaar" in made.text
    assert "19-11-2026 09:12:04 UTC" in made.text
    for english in ("Next step", "rows", "Findings", "Delivery", "Warning", "Agreement"):
        assert english not in made.text


def test_number_is_spelled_for_the_telephone() -> None:
    assert "3 Foxtrot 2 Alfa – 9 1 Charlie 0 – 7 7 Delta Echo" in outline(report()).text


@pytest.mark.parametrize("language", languages)
def test_test_delivery_is_marked_and_a_real_one_is_not(language: str) -> None:
    mark = {"en": "TEST DELIVERY", "nl": "PROEFLEVERING"}[language]
    assert mark in outline(report(test=True), language).text
    assert mark not in outline(report(), language).text
    assert outline(report(test=True), language).texts[0].startswith("TEST")


def test_refused_page_says_why_and_what_to_do_and_that_nothing_was_sent() -> None:
    made = outline(report(refused=True))
    assert "no package was made" in made.text
    assert "2125 (patients.csv): A quote that opens in row 88 is never closed." in made.text
    assert "Next step: Close it, or double a quote that belongs to the value." in made.text
    assert made.counted()["rows sent"] == made.counted()["persons sent"] == "0"
    assert "treatments 4,561" not in made.text


def test_a_refusal_before_there_is_a_delivery_has_a_page() -> None:
    early = Report("prepare", datetime(2026, 11, 19, tzinfo=UTC), refusal=Refused(deliveries.TEST_NOT_MEANT))
    assert "Delivery without a number" in outline(early).text


def test_findings_are_grouped_with_ranges_of_rows_and_the_rest_counted() -> None:
    text = outline(report()).text
    assert "Rows 14–17, 203, 204, 1196." in text and "Count: 7" in text
    shown = ", ".join(str(row) for row in range(2, 102, 2))
    assert f"Rows {shown}, and 23 more." in text and "Count: 73" in text
    assert text.count("This is not an existing date") == 1


def test_findings_beyond_those_listed_are_counted() -> None:
    made = report()
    made.findings.add_rows(values.BSN_WRONG, range(2, MOST_FINDINGS + 502), field="bsn", table="patients")
    assert f"Count: {MOST_FINDINGS + 500:,}" in outline(made).text
    assert "Rows 2–51, and 1,450 more." in outline(made).text


def test_no_findings_is_said_in_words() -> None:
    assert "Nothing was found to be wrong." in outline(Report("open", datetime(2026, 1, 1, tzinfo=UTC))).text


@pytest.mark.parametrize(
    ("rows", "shown"),
    [([], []), ([5], ["5"]), ([5, 6], ["5", "6"]), ([5, 6, 7], ["5–7"]), ([1, 3, 4, 5, 9], ["1", "3–5", "9"])],
)
def test_ranges(rows: list[int], shown: list[str]) -> None:
    assert list(ranges(rows)) == shown


def test_same_code_with_other_facts_keeps_each_message() -> None:
    made = Report("prepare", datetime(2026, 1, 1, tzinfo=UTC))
    for minimum in ("1", "2"):
        made.findings.add(Finding(values.BELOW_MINIMUM, 4, "age", None, {"minimum": minimum}))
    (group,) = groups(made.document("en"))
    assert len(group.messages) == 2 and group.rows == (4,) and group.count == 2


def test_everything_from_outside_is_escaped() -> None:
    made = report(refused=True)
    made.number = made.delivery = HOSTILE
    made.facts = {name: HOSTILE if isinstance(value, str) else value for name, value in made.facts.items()}
    made.columns_dropped = [HOSTILE]
    made.rows_by_table = made.persons_by_list = {HOSTILE: 1, "b": 2}
    made.findings.add(Finding(values.BELOW_MINIMUM, 4, HOSTILE, HOSTILE, {"minimum": HOSTILE}))
    made.refusal = Refused(tables.SHEET_MISSING, HOSTILE, sheet=HOSTILE)
    for language in languages:
        written = page(made.document(language), language)
        assert b"<script" not in written and b"alert(1)<" not in written
        parsed = Outline(written)
        assert "script" not in {tag for tag, _ in parsed.tags}
        assert HOSTILE in parsed.text


def test_page_shows_nothing_that_the_report_does_not_hold() -> None:
    """Its only input is the document; row references, ids in full and keys of it are not shown either."""
    document: dict[str, Any] = report().document("en") | {"stray": "CANARY-7719", "identifier": "123456782"}
    written = page(document, "en").decode()
    assert "CANARY" not in written and "123456782" not in written
    assert document["delivery"] not in written


def test_page_in_another_language_than_its_document_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="language"):
        page(report().document("en"), "nl")


@pytest.fixture(scope="module")
def browser() -> Any:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])  # as root in a container
        yield opened
        opened.close()


@pytest.mark.parametrize("width", [1360, 360])
@pytest.mark.parametrize("language", languages)
@pytest.mark.parametrize("refused", [False, True])
def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: Any, tmp_path: Path, language: str, width: int, refused: bool
) -> None:
    axe = pytest.importorskip("axe_core_python.sync_playwright", reason="axe-core-python is not installed").Axe()
    made = report(refused=refused, test=not refused)
    made.columns_dropped.append("a_very_long_name_of_a_column_that_no_telephone_can_show_on_one_line")
    file = tmp_path / "report.html"
    file.write_bytes(page(made.document(language), language))
    shown = browser.new_page(viewport={"width": width, "height": 800}, bypass_csp=True)
    requests: list[str] = []
    shown.on("request", lambda request: requests.append(request.url))
    shown.goto(file.as_uri())
    found = axe.run(shown)["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    assert shown.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert requests == [file.as_uri()]
    shown.close()


def test_its_own_policy_lets_the_page_look_as_it_should(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(page(report().document("nl"), "nl"))
    shown = browser.new_page()
    refused: list[str] = []
    shown.on("console", lambda message: refused.append(message.text))
    shown.goto(file.as_uri())
    assert shown.evaluate("getComputedStyle(document.querySelector('.top')).backgroundColor") == "rgb(11, 60, 73)"
    assert refused == []
    shown.close()
