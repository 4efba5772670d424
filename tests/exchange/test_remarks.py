"""A validation report: from the recipient, who knows pseudonyms only, back to the rows of the source's own file."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from worlds import PEOPLE, Answer, World, sluis

from sluis.home.home import Home
from sluis.recipient.remarks import Remark, seal_remarks


@pytest.fixture
def delivered(world: World) -> World:
    """Source 1 delivered to recipient 1, who opened it."""
    assert world.prepare(world.write(PEOPLE)).code == 0
    assert world.relay().code == 0
    assert world.open().code == 0
    return world


def references(world: World, name: str = "received.parquet") -> dict[int | None, str]:
    """The row references at the recipient, by score; no two rows have the same."""
    return {row["SDQ_SCORE"]: row["row_reference"] for row in pq.read_table(world.path(name)).to_pylist()}


def remark(world: World, lines: str, package: str = "relayed.sluis", to: int = 1, out: str = "report.age") -> Answer:
    """`sluis recipient report`."""
    file = world.write(f"row_reference,code,message,field\n{lines}", "remarks.csv")
    return sluis(
        "recipient", "report", file, "--package", world.path(package), "--home", world.path(f"recipient-{to}"),
        "--out", world.path(out),
    )  # fmt: skip


def read(world: World, name: str = "report.age", source: int = 1) -> Answer:
    """`sluis source read-report`."""
    return sluis("--json", "source", "read-report", world.path(name), "--home", world.path(f"source-{source}"))


@pytest.mark.covers("Z-55")
def test_a_report_comes_back_at_the_rows_of_the_file(delivered: World) -> None:
    known = references(delivered)
    lines = (
        f"{known[39]},R2,too high,SDQ_SCORE\n,R1,thank you,\n{known[None]},R3,no score,SDQ_SCORE\n{known[12]},R9,,\n"
    )
    assert remark(delivered, lines).code == 0
    answer = read(delivered)
    assert answer.code == 0, answer.err
    assert answer.data["delivery"] == delivered.report()["delivery"]
    assert [(one["row"], one["code"], one["field"], one["message"]) for one in answer.data["remarks"]] == [
        (0, "R1", "", "thank you"),
        (2, "R9", "", ""),
        (3, "R2", "SDQ_SCORE", "too high"),
        (4, "R3", "SDQ_SCORE", "no score"),
    ]
    shown = sluis("source", "read-report", delivered.path("report.age"), "--home", delivered.path("source-1"))
    assert "too high" in shown.out


def test_the_sealed_report_shows_nothing(delivered: World) -> None:
    known = references(delivered)
    remark(delivered, f"{known[39]},R2,too high,SDQ_SCORE\n")
    sealed = delivered.path("report.age").read_bytes()
    assert b"too high" not in sealed and known[39].encode() not in sealed and b"SDQ_SCORE" not in sealed


def test_only_the_source_can_read_it(delivered: World) -> None:
    remark(delivered, ",R1,thank you,\n")
    with delivered.refuses("26") as answers:
        answers.append(read(delivered, source=2))
    with delivered.refuses("2005") as answers:
        answers.append(
            sluis("source", "read-report", delivered.path("report.age"), "--home", delivered.path("recipient-1"))
        )


def test_one_changed_byte_is_refused(delivered: World) -> None:
    remark(delivered, ",R1,thank you,\n")
    data = delivered.path("report.age").read_bytes()
    for place in (0, 30, len(data) // 2, len(data) - 1):
        changed = bytearray(data)
        changed[place] ^= 1
        delivered.path("changed.age").write_bytes(changed)
        with delivered.refuses("2") as answers:
            answers.append(read(delivered, "changed.age"))


def test_a_reference_of_another_delivery_and_an_invented_one_are_refused(delivered: World) -> None:
    first = references(delivered)
    assert delivered.prepare(delivered.path("input.csv"), out="second.sluis").code == 0
    assert delivered.relay("second.sluis", "second.relayed.sluis").code == 0
    for number, reference in enumerate((first[39], "0" * len(first[39]), "z" * len(first[39]), first[39][:-2])):
        out = f"report-{number}.age"
        assert remark(delivered, f"{reference},R2,too high,\n", package="second.relayed.sluis", out=out).code == 0
        with delivered.refuses("2820") as answers:
            answers.append(read(delivered, out))
        assert reference not in answers[0].err


def forged(world: World, by: int, delivery: str, agreement: str, remarks: Any = ()) -> Path:
    """A report that a recipient makes with its own program, about what it likes."""
    home = Home(world.path(f"recipient-{by}"))
    path = world.path("forged.age")
    path.write_bytes(seal_remarks(home, delivery, agreement, list(remarks)))
    return path


def test_a_recipient_cannot_report_on_a_delivery_to_another(delivered: World) -> None:
    """Recipient 2 has an agreement with this source as well, and signs with its own key."""
    forged(delivered, 2, delivered.report()["delivery"], "source-1-recipient-2", [Remark("", "R1", "", "all wrong")])
    with delivered.refuses("2801") as answers:
        answers.append(read(delivered, "forged.age"))


def test_a_report_on_an_unknown_delivery_is_refused(delivered: World) -> None:
    forged(delivered, 1, "ab" * 16, "source-1-recipient-1")
    with delivered.refuses("2801") as answers:
        answers.append(read(delivered, "forged.age"))


@pytest.mark.parametrize("value", [None, 7, ["x"]])
def test_a_signed_report_of_another_form_is_refused(delivered: World, value: Any) -> None:
    forged(delivered, 1, delivered.report()["delivery"], "source-1-recipient-1", [Remark("", "R1", "", value)])
    with delivered.refuses("2821") as answers:
        answers.append(read(delivered, "forged.age"))


def test_remarks_without_the_columns_or_about_no_package_are_refused(delivered: World) -> None:
    bad = delivered.write("reference,code\n", "bad.csv")
    home = ("--home", delivered.path("recipient-1"), "--out", delivered.path("report.age"))
    with delivered.refuses("2822") as answers:
        answers.append(sluis("recipient", "report", bad, "--package", delivered.path("relayed.sluis"), *home))
    good = delivered.write("row_reference,code,message\n", "good.csv")
    with delivered.refuses("2558") as answers:
        answers.append(sluis("recipient", "report", good, "--package", delivered.path("offered.sluis"), *home))


def test_remarks_that_are_no_csv_are_refused_and_a_short_row_is_read(delivered: World) -> None:
    huge = "x" * 200_000
    assert remark(delivered, f"{huge},R1,m,f\n").code == 3
    assert remark(delivered, f"{references(delivered)[39]}\n,R1,m,f,more\n").code == 0
    assert [(one["row"], one["code"]) for one in read(delivered).data["remarks"]] == [(0, "R1"), (3, "")]


def test_what_a_recipient_wrote_cannot_steer_the_sources_terminal(delivered: World) -> None:
    assert remark(delivered, f"{references(delivered)[39]},R1,\x1b[2Jgone,f\n").code == 0
    answer = read(delivered)
    assert "\x1b" not in answer.out and "gone" in answer.out
