"""Real rows through the whole exchange, checked child by child at the recipients.

What a recipient may not know, this test does: a validation report on every row leads from each received row back to the
row of the source's file, and so to the child.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import children
import pyarrow.parquet as pq
import pytest
from worlds import Answer, sluis

CHILDREN, FIRST, SECOND, BOTH = 2675, 1800, 1475, 600
WRONG_AT_FIRST, WRONG_AT_SECOND, WRONG_AT_BOTH = 5, 3, 3
MASKED_FIRST, MASKED_SECOND = 28, 28
PAIRS = ((1, 1), (1, 2), (2, 1), (2, 2))

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Exchange:
    """A finished demo, and what each source put in."""

    place: Path
    inputs: dict[int, list[dict[str, str]]]

    def received(self, source: int, recipient: int) -> Rows:
        """The rows at a recipient."""
        path = self.place / f"recipient-{recipient}" / "received" / f"source-{source}.parquet"
        return list(pq.read_table(path).to_pylist())

    def report(self, source: int, recipient: int, step: str) -> dict[str, Any]:
        """A processing report."""
        path = self.place / "reports" / f"source-{source}.recipient-{recipient}.{step}.json"
        return dict(json.loads(path.read_text()))

    def by_child(self, source: int, recipient: int) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
        """Each row of the file with what became of it."""
        delivery = self.report(source, recipient, "prepare")["delivery"]
        received = self.received(source, recipient)
        for row, place in children.rows_in_file(self.place, source, recipient, delivery, received):
            yield self.inputs[source][place], row


@pytest.fixture(scope="module", params=["polymorphic", "keyed"])
def exchange(request: pytest.FixtureRequest, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Exchange:
    """Two sources that share 600 children, two recipients."""
    base = tmp_path_factory.mktemp("children")
    everybody = children.flat(shared_data)
    inputs = {1: everybody[:FIRST], 2: everybody[CHILDREN - SECOND :]}
    answer = run_demo(base, request.param, [children.write(base / f"{one}.csv", rows) for one, rows in inputs.items()])
    assert answer.code == 0, answer.err
    return Exchange(base / "world", inputs)


def run_demo(base: Path, scheme: str, inputs: list[Path], recipients: int = 2) -> Answer:
    """`sluis demo` as an outsider runs it."""
    specification = base / "specification.yaml"
    specification.write_text(children.FLAT.format(scheme=scheme))
    given = [word for path in inputs for word in ("--input", path)]
    return sluis(
        "demo",
        "--once",
        "--dir",
        base / "world",
        "--spec",
        specification,
        *given,
        "--recipients",
        recipients,
        "--quiet",
    )


def test_every_artefact_lies_where_the_command_promises(exchange: Exchange) -> None:
    for source, recipient in PAIRS:
        for path in (
            f"source-{source}/outbox/recipient-{recipient}.sluis",
            f"recipient-{recipient}/inbox/source-{source}.sluis",
            f"recipient-{recipient}/received/source-{source}.parquet",
            *(f"reports/source-{source}.recipient-{recipient}.{step}.json" for step in ("prepare", "relay", "open")),
        ):
            assert (exchange.place / path).is_file(), path
    assert (exchange.place / "ttp" / "sluis.toml").is_file()


@pytest.mark.covers("Z-93")
def test_the_reports_count_rows_persons_and_wrong_numbers(exchange: Exchange) -> None:
    # an empty number is no finding; the person is simply not known by number
    for source, rows, wrong in ((1, FIRST, WRONG_AT_FIRST), (2, SECOND, WRONG_AT_SECOND)):
        for recipient in (1, 2):
            prepare, relay, opened = (exchange.report(source, recipient, step) for step in ("prepare", "relay", "open"))
            assert (prepare["rows_read"], prepare["rows_sent"], prepare["rows_rejected"]) == (rows, rows, 0)
            assert prepare["persons_by_list"] == {"bsn": rows - wrong, "LINK": rows}
            assert prepare["persons"] == relay["persons"] == opened["persons"] == rows - wrong
            assert relay["rows_sent"] == opened["rows_sent"] == rows


@pytest.mark.covers("Z-55")
def test_the_report_names_each_wrong_number_by_the_row_that_a_person_sees(exchange: Exchange) -> None:
    first = [place + 2 for place, value in sorted(children.WRONG.items()) if value]
    second = [row - (CHILDREN - SECOND) for row in first if row - (CHILDREN - SECOND) >= 2]
    for source, rows in ((1, first), (2, second)):
        report = exchange.report(source, 1, "prepare")
        assert [(one["row"], one["field"], one["code"]) for one in report["findings"]] == [
            (row, "BSN", "3201") for row in rows
        ]
        text = json.dumps(report)
        assert not any(value in text for value in children.WRONG.values() if value)


def test_every_child_arrives_once_with_its_own_values(exchange: Exchange) -> None:
    for source, recipient in PAIRS:
        seen: Counter[str] = Counter()
        masked = 0
        for given, got in exchange.by_child(source, recipient):
            seen[given["CHILD"]] += 1
            assert got["SDQ_SCORE"] == (int(given["SDQ_SCORE"]) if given["SDQ_SCORE"] else None)
            assert (got["SEX"], got["DOB"]) == (given["SEX"], int(given["DOB"][-4:]))
            assert got["POST"] == (None if given["POST"][:4] == "1234" else given["POST"][:4])
            assert (got["BSN"] is None) == (given["BSN"] in children.WRONG.values())
            masked += got["POST"] is None
            assert set(got) == {"BSN", "DOB", "POST", "SEX", "SDQ_SCORE", "PERIOD", "LINK", "row_reference"}
        assert set(seen.values()) == {1} and len(seen) == (FIRST if source == 1 else SECOND)
        assert masked == {1: MASKED_FIRST, 2: MASKED_SECOND}[source]


@pytest.mark.covers("Z-31", "Z-35")
def test_a_recipient_joins_the_children_of_both_sources_and_only_the_same_child(exchange: Exchange) -> None:
    for recipient in (1, 2):
        children_of: dict[str, dict[str, set[str]]] = {"BSN": {}, "LINK": {}}
        labels: dict[str, dict[int, set[str]]] = {"BSN": {}, "LINK": {}}
        for source in (1, 2):
            for given, got in exchange.by_child(source, recipient):
                for name in ("BSN", "LINK"):
                    if got[name] is not None:
                        children_of[name].setdefault(got[name], set()).add(given["CHILD"])
                        labels[name].setdefault(source, set()).add(got[name])
        for name, joined, everybody in (
            ("BSN", BOTH - WRONG_AT_BOTH, CHILDREN - len(children.WRONG)),
            ("LINK", BOTH, CHILDREN),
        ):
            assert {len(found) for found in children_of[name].values()} == {1}
            assert len(labels[name][1] & labels[name][2]) == joined
            assert len(labels[name][1] | labels[name][2]) == everybody


def test_joined_children_bring_equal_values_from_both_sources(exchange: Exchange) -> None:
    first, second = ({row["BSN"]: row for row in exchange.received(source, 1) if row["BSN"]} for source in (1, 2))
    joined = [(first[label], second[label]) for label in first.keys() & second.keys()]
    assert len(joined) == 597
    assert all(one[name] == other[name] for one, other in joined for name in ("SDQ_SCORE", "SEX", "DOB", "POST"))


def test_two_recipients_share_no_pseudonym_no_order_and_no_reference(exchange: Exchange) -> None:
    for source in (1, 2):
        one, other = (exchange.received(source, recipient) for recipient in (1, 2))
        for name in ("BSN", "LINK", "row_reference"):
            assert {row[name] for row in one if row[name]}.isdisjoint(row[name] for row in other)
        places = [
            [place for _, place in children.rows_in_file(exchange.place, source, recipient, delivery, rows)]
            for recipient, delivery, rows in (
                (recipient, exchange.report(source, recipient, "prepare")["delivery"], rows)
                for recipient, rows in ((1, one), (2, other))
            )
        ]
        same = sum(a == b for a, b in zip(*places, strict=True))
        assert same < 20, "rows of two recipients stand at the same places more often than chance has it"


@pytest.mark.parametrize("bad", [1, 2])
def test_one_refused_input_gives_exit_3_while_the_others_go_through(
    shared_data: Path, tmp_path: Path, bad: int
) -> None:
    rows = children.flat(shared_data)[:40]
    good = children.write(tmp_path / "good.csv", rows)
    lacking = children.write(
        tmp_path / "lacking.csv", [{k: v for k, v in row.items() if k != "SDQ_SCORE"} for row in rows]
    )
    inputs = [lacking, good] if bad == 1 else [good, lacking]
    answer = run_demo(tmp_path, "keyed", inputs, recipients=1)
    assert answer.code == 3 and "2112" in answer.err
    received = tmp_path / "world" / "recipient-1" / "received"
    assert [path.name for path in received.iterdir()] == [f"source-{3 - bad}.parquet"]
    report = json.loads((tmp_path / "world" / "reports" / f"source-{bad}.recipient-1.prepare.json").read_text())
    assert (report["outcome"], report["rows_sent"], report["refusal"]["code"]) == ("refused", 0, "2112")
    assert not list((tmp_path / "world" / f"source-{bad}" / "outbox").iterdir())
