"""Mode `withdraw`: a file of identifiers, whose clear values are given on the command line."""

import pyarrow.parquet as pq
from worlds import World, sluis

PERSONS = "BSN,NAME,DOB,SEX\n900000016,Bram de Proef,09/09/2011,2\n"


def test_withdrawing_names_a_person_by_the_pseudonym_of_the_first_delivery(world: World) -> None:
    assert (
        world.prepare(
            world.write("BSN,NAME,DOB,POST,SEX,SDQ_SCORE,PERIOD\n900000016,Bram de Proef,09/09/2011,2345 CD,2,9,1\n")
        ).code
        == 0
    )
    assert world.relay().code == 0
    assert world.open().code == 0
    file = world.write(PERSONS, "withdrawn.csv")
    made = world.prepare(file, out="withdraw.sluis", more=["--mode", "withdraw", "--set", "PERIOD=1"])
    assert made.code == 0, made.err
    assert world.relay("withdraw.sluis", "withdraw-relayed.sluis").code == 0
    assert world.open("withdraw-relayed.sluis", out="withdrawn.parquet").code == 0
    first, gone = (pq.read_table(world.path(name)).to_pylist()[0] for name in ("received.parquet", "withdrawn.parquet"))
    assert (gone["BSN"], gone["LINK"], gone["PERIOD"]) == (first["BSN"], first["LINK"], "1")
    assert set(gone) == {"BSN", "LINK", "PERIOD", "row_reference"}


def test_withdrawing_asks_for_the_clear_value_that_is_missing(world: World) -> None:
    file = world.write(PERSONS, "withdrawn.csv")
    with world.refuses("2810") as answers:
        answers.append(world.prepare(file, out="withdraw.sluis", more=["--mode", "withdraw"]))


def test_withdrawing_somebody_who_has_objected_since_is_not_left_out(world: World) -> None:
    numbers = world.write("900000016\n", "objections.txt")
    assert sluis("source", "objections", "add", numbers, "--home", world.path("source-1")).code == 0
    file = world.write(PERSONS, "withdrawn.csv")
    made = world.prepare(file, out="withdraw.sluis", more=["--mode", "withdraw", "--set", "PERIOD=1"])
    assert made.code == 0, made.err
    assert world.report("withdraw.prepare.json")["rows_sent"] == 1
