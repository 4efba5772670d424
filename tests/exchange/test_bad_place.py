"""Homes, settings, places and packages that are not what they should be; each refused, with what to do next."""

import os
import shutil
from pathlib import Path

import pytest
from handing_in import files, run
from worlds import PEOPLE, Answer, World, sluis

WRONG_SETTINGS = {
    "format": ("format = 2", "2004"),
    "party": ('party = "Source One"', "2004"),
    "name": ('name = " "', "2004"),
    "organisation": ("organisation = 7", "2004"),
    "role": ('role = "boss"', "2004"),
    "language": ('language = "fr"', "2004"),
    "schemes": ("schemes = []", "2004"),
    "schemes of another kind": ("schemes = [[1]]", "2004"),
    "workers": ("workers = -1", "2004"),
    "workers by word": ('workers = "two"', "2004"),
    "an unknown key": ("wrokers = 2", "2004"),
    "a table": ("[party]\nname = 1", "2004"),
    "no TOML": ("party = ", "2003"),
    "bytes": ("\xff\xfe", "2003"),
}


def advised(answer: Answer) -> str:
    """The refusal's first line; the last says what to do next."""
    lines = answer.err.splitlines()
    assert lines[-1].startswith("  → ") and "Traceback" not in answer.err, answer.err
    return lines[0]


@pytest.mark.parametrize("name", WRONG_SETTINGS)
def test_a_wrong_setting_is_refused_by_its_name(lone: World, name: str) -> None:
    line, code = WRONG_SETTINGS[name]
    settings, key = lone.path("source-1", "sluis.toml"), line.partition(" =")[0]
    kept = [each for each in settings.read_text().splitlines() if not each.startswith(f"{key} =")]
    if name == "a table":
        kept = [each for each in kept if not each.startswith("party =")]
    settings.write_bytes("\n".join([*kept, line, ""]).encode("latin-1"))
    file = lone.write(PEOPLE)
    with lone.refuses(code) as answers:
        answers.append(lone.prepare(file))
    assert "(sluis.toml)" in advised(answers[0])
    if code == "2004":
        assert (key if key != "[party]\nname" else "party") in answers[0].err


@pytest.mark.parametrize("key", ["format", "party", "name", "organisation", "role"])
def test_a_missing_setting_is_refused_by_its_name(lone: World, key: str) -> None:
    settings = lone.path("source-1", "sluis.toml")
    kept = [line for line in settings.read_text().splitlines() if not line.startswith(f"{key} =")]
    settings.write_text("\n".join(kept))
    file = lone.write(PEOPLE)
    with lone.refuses("2004") as answers:
        answers.append(lone.prepare(file))
    assert f" {key} " in advised(answers[0])


@pytest.mark.parametrize("party", ["ttp", "recipient-1"])
def test_another_role_s_home_is_refused(lone: World, party: str) -> None:
    file = lone.write(PEOPLE)
    with lone.refuses("2005") as answers:
        answers.append(sluis("source", "prepare", file, "--home", lone.path(party), "--out", lone.path("x.sluis")))
    advised(answers[0])


@pytest.mark.parametrize("place", ["nowhere", "reports", "input.csv"])
def test_what_is_no_home_is_refused(lone: World, place: str) -> None:
    file = lone.write(PEOPLE)
    with lone.refuses("2001") as answers:
        answers.append(sluis("source", "prepare", file, "--home", lone.path(place), "--out", lone.path("x.sluis")))
    assert place in advised(answers[0])


def test_a_home_without_certificate_is_told_how_to_get_one(tmp_path: Path) -> None:
    made = sluis("source", "init", "--home", tmp_path / "home", "--party", "new", "--name", "New")
    assert made.code == 0, made.err
    (tmp_path / "in.csv").write_text(PEOPLE)
    answer = sluis("source", "prepare", tmp_path / "in.csv", "--home", tmp_path / "home", "--out", tmp_path / "x.sluis")
    assert (answer.code, "2423" in answer.err or "2412" in answer.err) == (3, True), answer.err
    assert "sluis agreement" in answer.err
    assert not (tmp_path / "x.sluis").exists()


def test_a_lost_certificate_is_refused(lone: World) -> None:
    lone.path("source-1", "certificate.pem").unlink()
    file = lone.write(PEOPLE)
    with lone.refuses("2423") as answers:
        answers.append(lone.prepare(file))
    assert "agreement enrolled" in answers[0].err


def test_an_output_that_exists_is_left_as_it_is(lone: World) -> None:
    assert lone.prepare(lone.write(PEOPLE)).code == 0
    assert lone.relay().code == 0
    kept = {path: path.read_bytes() for path in lone.place.glob("*.sluis")}
    with lone.refuses("2008") as answers:
        answers.append(lone.prepare(lone.path("input.csv")))
    with lone.refuses("2008") as others:
        others.append(lone.relay())
    assert "offered.sluis" in advised(answers[0]) and "relayed.sluis" in advised(others[0])
    assert kept == {path: path.read_bytes() for path in lone.place.glob("*.sluis")}


def test_another_suffix_than_parquet_or_csv_makes_no_folder_of_that_name(lone: World) -> None:
    assert lone.prepare(lone.write(PEOPLE)).code == 0
    assert lone.relay().code == 0
    with lone.refuses("2163") as answers:
        answers.append(lone.open(out="received.xlsx"))
    assert not lone.path("received.xlsx").exists()
    assert lone.open(out="received.csv").code == 0


@pytest.mark.parametrize("place", ["none/offered.sluis", "input.csv/offered.sluis", "/proc/offered.sluis"])
def test_a_place_where_nothing_can_be_written_is_refused(lone: World, place: str) -> None:
    file = lone.write(PEOPLE)
    with lone.refuses("2162") as answers:
        answers.append(_prepare(lone, file, lone.path(place)))
    advised(answers[0])


def _prepare(world: World, file: Path, out: Path) -> Answer:
    return sluis("source", "prepare", file, "--home", world.path("source-1"), "--out", out)


@pytest.mark.parametrize("report", ["reports", "input.csv/report.json", "/proc/report.json"])
def test_a_report_without_a_place_is_refused_before_anything_is_made(lone: World, report: str) -> None:
    file, out = lone.write(PEOPLE), lone.path("offered.sluis")
    words = ["source", "prepare", file, "--home", lone.path("source-1"), "--out", out, "--report", lone.path(report)]
    with lone.refuses("2162") as answers:
        answers.append(sluis(*words))
    assert lone.prepare(file).code == 0 and lone.report()["sequence"] == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("folder", ["source-1", "source-1/evidence", "source-1/keys"])
def test_a_home_that_may_not_be_written_is_refused(lone: World, folder: str) -> None:
    file, place = lone.write(PEOPLE), lone.path(folder)
    place.chmod(0o500)
    try:
        answer = lone.prepare(file)
    finally:
        place.chmod(0o700)
    assert answer.code in (0, 3) and "fault" not in answer.err
    assert answer.code == 0 or "2009" in answer.err


def test_a_folder_in_the_place_of_a_file_of_the_home_is_refused_and_no_fault(lone: World) -> None:
    file = lone.write(PEOPLE)
    lone.path("source-1", ".lock").unlink()
    lone.path("source-1", ".lock").mkdir()
    with lone.refuses("2009") as answers:
        answers.append(lone.prepare(file))
    assert ".lock" in advised(answers[0])


class TestPackages:
    """What is handed to the TTP or the recipient and is no whole package."""

    @pytest.fixture
    def offered(self, lone: World) -> bytes:
        assert lone.prepare(lone.write(PEOPLE)).code == 0
        return lone.path("offered.sluis").read_bytes()

    @pytest.mark.parametrize("content", [b"", b"\n", PEOPLE.encode(), b"PK\x05\x06" + bytes(18)])
    def test_what_is_no_package_is_refused_everywhere(self, lone: World, content: bytes) -> None:
        lone.write(content, "x.sluis")
        for step in (lone.relay, lone.open, lambda name: sluis("inspect", lone.path(name))):
            with lone.refuses("255") as answers:
                answers.append(step("x.sluis"))
            advised(answers[0])

    @pytest.mark.parametrize("part", [0.001, 0.3, 0.9, 0.9999])
    def test_a_package_that_was_cut_off_is_called_damaged(self, lone: World, offered: bytes, part: float) -> None:
        lone.write(offered[: max(4, int(len(offered) * part))], "x.sluis")
        for step in (lone.relay, lone.open, lambda name: sluis("inspect", lone.path(name))):
            with lone.refuses("2551") as answers:
                answers.append(step("x.sluis"))

    def test_bytes_behind_the_end_and_a_flipped_bit_are_called_damaged(self, lone: World, offered: bytes) -> None:
        flipped = bytearray(offered)
        flipped[len(flipped) // 3] ^= 1
        for content in (offered + b"\n", bytes(flipped)):
            lone.write(content, "x.sluis")
            with lone.refuses("2551") as answers:
                answers.append(lone.relay("x.sluis"))

    def test_each_step_says_which_step_comes_first(self, lone: World, offered: bytes) -> None:
        assert offered
        with lone.refuses("2558") as answers:
            answers.append(lone.open("offered.sluis"))
        assert "sluis ttp relay" in answers[0].err
        assert lone.relay().code == 0
        with lone.refuses("2559") as answers:
            answers.append(lone.relay("relayed.sluis", "again.sluis"))

    @pytest.mark.parametrize("name", ["none.sluis", "reports"])
    def test_a_package_that_is_not_there_is_refused(self, lone: World, name: str) -> None:
        for step in (lone.relay, lone.open, lambda one: sluis("inspect", lone.path(one))):
            with lone.refuses("2007") as answers:
                answers.append(step(name))
            assert name in advised(answers[0])


class TestTables:
    """Files for tables that the specification does not know."""

    @pytest.mark.parametrize(
        ("inputs", "code", "name"),
        [
            (["adults=input.csv"], "2809", "adults"),
            (["input.csv", "input.csv"], "2809", "input"),
            ([], "2808", "children"),
            (["children=none.csv"], "2101", "none.csv"),
        ],
    )
    def test_is_refused_with_its_name(self, lone: World, inputs: list[str], code: str, name: str) -> None:
        lone.write(PEOPLE)
        given = [one.replace("input.csv", str(lone.path("input.csv"))) for one in inputs]
        with lone.refuses(code) as answers:
            answers.append(lone.prepare(*given))
        assert name in advised(answers[0])

    def test_a_value_for_a_field_that_is_not_clear_is_refused(self, lone: World) -> None:
        file = lone.write(PEOPLE)
        with lone.refuses("2826") as answers:
            answers.append(lone.prepare(file, more=["--set", "BSN=900000004"]))
        assert "900000004" not in answers[0].err
        assert lone.prepare(file, more=["--set", "PERIOD"]).code == 2


def test_a_home_that_was_moved_still_works(lone: World) -> None:
    shutil.move(lone.path("source-1"), lone.path("elsewhere"))
    words = ["source", "prepare", lone.write(PEOPLE), "--home", lone.path("elsewhere"), "--out", lone.path("x.sluis")]
    before = files(lone)
    code, _, err = run(*words)
    assert code == 0, err
    assert lone.path("x.sluis") in files(lone) - before
