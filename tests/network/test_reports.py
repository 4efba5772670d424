"""Validation reports by way of the gate: sealed to the source, which reads them by the rows of its own file."""

import pyarrow.parquet as pq
import pytest
from delivering import Net
from worlds import PEOPLE, Answer, sluis

from network.town import deliver, files, relay
from sluis.portal.deliveries.models import Delivery, Remarks


@pytest.fixture(scope="module")
def delivery(town: Net) -> Delivery:
    """A delivery that the recipient has opened."""
    assert [town.connect(party).code for party in ("source-1", "source-2", "recipient-1")] == [0, 0, 0]
    assert deliver(town, town.world.write(PEOPLE)).code == 0
    relay(town)
    assert town.fetch("--new", "--open", town.world.path("data")).code == 0
    return Delivery.everything.get()


def report(town: Net, delivery: Delivery, message: str, *more: object) -> Answer:
    table = pq.read_table(town.world.path("data", f"{delivery.number}.parquet")).to_pylist()
    (third,) = [row["row_reference"] for row in table if row["SDQ_SCORE"] is None]
    lines = f"row_reference,code,field,message\n{third},R1,SDQ_SCORE,{message}\n,R2,,all\n"
    return sluis(
        "recipient", "report", town.world.write(lines, "remarks.csv"), "--home", town.world.path("recipient-1"),
        "--package", town.world.path("recipient-1", "inbox", f"{delivery.number}.sluis"), *more,
    )  # fmt: skip


def read(town: Net, source: int = 1) -> Answer:
    return sluis("source", "read-report", "--home", town.world.path(f"source-{source}"))


@pytest.mark.covers("Z-55")
def test_a_report_goes_to_the_source_which_sees_its_own_rows(town: Net, delivery: Delivery) -> None:
    assert "no validation report" in read(town).out
    answer = report(town, delivery, "is missing", "--send")
    assert answer.code == 0, answer.err
    assert b"is missing" not in bytes(Remarks.everything.get().content)
    shown = read(town)
    assert shown.code == 0, shown.err
    assert delivery.number in shown.out
    (line,) = [one.split() for one in shown.out.splitlines() if "is missing" in one]
    assert line[:4] == ["children", "4", "SDQ_SCORE", "R1"]
    listed = sluis("--json", "source", "deliveries", "--home", town.world.path("source-1")).data
    assert [len(one["gate"]["remarks"]) for one in listed] == [1]
    assert "no validation report" in read(town, source=2).out


def test_a_report_that_could_not_be_sent_is_kept_and_is_the_same_when_it_is_sent(town: Net, delivery: Delivery) -> None:
    kept, settings = town.world.path("recipient-1", "reports"), town.world.path("recipient-1", "sluis.toml")
    before, known = settings.read_text(), Remarks.everything.count()
    settings.write_text(before.replace(f":{town.gate_port}", ":1"))
    assert "2232" in report(town, delivery, "is too low", "--send").err
    settings.write_text(before)
    (name,) = files(kept)
    sealed = (kept / name).read_bytes()
    assert report(town, delivery, "is too low", "--send").code == 0
    assert files(kept) == set()
    assert Remarks.everything.count() == known + 1
    assert sealed in [bytes(one.content) for one in Remarks.everything.all()]


def test_a_report_goes_into_a_file_as_before_and_one_of_both_is_asked(town: Net, delivery: Delivery) -> None:
    out = town.world.path("remarks.age")
    assert report(town, delivery, "is odd").code == 2
    assert report(town, delivery, "is odd", "--out", out).code == 0
    assert files(town.world.path("recipient-1", "reports")) == set()
    shown = sluis("source", "read-report", out, "--home", town.world.path("source-1"))
    assert shown.code == 0 and "is odd" in shown.out
