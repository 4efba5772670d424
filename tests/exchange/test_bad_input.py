"""Files that cannot be read rightly: refused with one message that tells what, where and what next; nothing is sent."""

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from handing_in import files, prepare_words, start, workbook
from msoffcrypto.format.ooxml import OOXMLFile
from worlds import PEOPLE, Answer, World, Worlds, specification

from sluis.package.report import Report
from sluis.refusals import Refused
from sluis.refusals.catalogue import tables as codes
from sluis.source.preparing import Wanted, prepare

HEADING, *ROWS = PEOPLE.splitlines(keepends=True)
LAST = ROWS[-1]
BAD: dict[str, tuple[str, str | bytes, str]] = {
    "empty": ("2106", "", "input.csv"),
    "blanks only": ("2106", "\n \n\n", "input.csv"),
    "header only": ("2111", HEADING, "input.csv"),
    "missing column": ("2112", PEOPLE.replace(",SEX,", ",GENDER,"), "SEX"),
    "column of a part of a key": ("2112", PEOPLE.replace("NAME,", "NAAM,"), "NAME"),
    "doubled column": ("2113", PEOPLE.replace("PERIOD", "PERIOD,SEX").replace("2026-1", "2026-1,1"), "5"),
    "no headings": ("2112", "".join(ROWS), "BSN"),
    "a value too many": ("2127", PEOPLE.replace("Bram de Proef", "Proef, Bram", 1), "3"),
    "a value too few": ("2127", PEOPLE + "900000004,A\n", "6"),
    "not UTF-8 after all": (
        "2122",
        PEOPLE.replace("Aafje", "Zoë").encode() + LAST.replace("B", "É").encode("cp1252"),
        "6",
    ),
    "NUL in a value": ("2124", PEOPLE.replace("Coba", "Co\0ba"), "4"),
    "NUL all over": ("2124", PEOPLE.encode("utf-16-le"), "1"),
    "a workbook": ("2130", workbook([["BSN"], ["900000004"]]), "input.csv"),
    "quote never closed": ("2125", PEOPLE.replace("Coba", '"Coba'), "4"),
    "text after a quote": ("2126", PEOPLE.replace("Coba Testma", '"Coba" Testma'), "4"),
    "two periods": ("2811", PEOPLE + LAST.replace("2026-1", "2026-2"), "6"),
    "no period": ("2810", PEOPLE.replace("2026-1", ""), "PERIOD"),
}


def one_message(answer: Answer, code: str, place: str) -> None:
    """One refusal with its place, and one line that says what to do."""
    lines = answer.err.splitlines()
    refused = [line for line in lines if line.startswith(("Geweigerd ", "Refused "))]
    assert len(refused) == 1 and code in refused[0], answer.err
    assert place in refused[0], answer.err
    assert lines[-1].startswith("  → ") and lines[-1].endswith("."), answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", BAD)
@pytest.mark.covers("Z-24", "Z-55")
def test_a_file_that_cannot_be_read_rightly_is_refused_in_both_languages(lone: World, name: str, language: str) -> None:
    code, content, place = BAD[name]
    file = lone.write(content)
    with lone.refuses(code) as answers:
        answers.append(lone.prepare(file, more=["--language", language]))
    one_message(answers[0], code, place)
    assert answers[0].err.startswith(("Geweigerd", "  ✗") if language == "nl" else ("Refused", "  ✗"))
    report = lone.report()
    assert (report["outcome"], report["refusal"]["code"], report["rows_sent"]) == ("refused", code, 0)
    assert not {"900000004", "Coba", "Aafje", "1234 AB"} & set(re.split(r'[":, ]', str(report))), report


def test_the_message_is_dutch_when_nothing_is_asked(lone: World) -> None:
    code, _, err = _run(lone, lone.write(""), lambda home: home.write_text(home.read_text().replace('"en"', '"nl"')))
    assert (code, err.splitlines()[0]) == (3, "Geweigerd 2106 (input.csv): Het bestand is leeg.")


def test_the_message_is_in_the_language_of_the_home(lone: World) -> None:
    code, _, err = _run(lone, lone.write(""), lambda home: None)
    assert (code, err.splitlines()[0]) == (3, "Refused 2106 (input.csv): The file is empty.")


def _run(world: World, file: Path, change: Callable[[Path], object]) -> tuple[int, str, str]:
    change(world.path("source-1", "sluis.toml"))
    process = start(*prepare_words(world, file), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = process.communicate(timeout=60)
    return process.returncode, out.decode(), err.decode()


def test_another_delimiter_than_was_agreed_is_refused(worlds: Worlds, tmp_path: Path) -> None:
    text = specification().replace("{type: csv}", '{type: csv, delimiter: ";"}')
    world = worlds.make(tmp_path / "world", text)
    file = world.write(PEOPLE)
    with world.refuses("2121") as answers:
        answers.append(world.prepare(file))
    one_message(answers[0], "2121", "input.csv")
    assert world.prepare(world.write(PEOPLE.replace(",", ";"))).code == 0


def test_another_encoding_than_was_agreed_is_refused_with_the_line(worlds: Worlds, tmp_path: Path) -> None:
    text = specification().replace("{type: csv}", "{type: csv, encoding: utf-8}")
    world = worlds.make(tmp_path / "world", text)
    file = world.write(PEOPLE.replace("Coba", "Cobé").encode("cp1252"))
    with world.refuses("2122") as answers:
        answers.append(world.prepare(file))
    one_message(answers[0], "2122", "4")


def test_a_line_of_a_gigabyte_is_refused_in_little_memory(lone: World) -> None:
    file = lone.write(HEADING + "9" * (8 << 20))
    with file.open("r+b") as sparse:
        sparse.truncate(1 << 30)
    with lone.refuses("2128") as answers:
        process = start(*prepare_words(lone, file), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        most = 0
        while process.poll() is None:
            most = max(most, _resident_kilobytes(process.pid))
        out, err = process.communicate(timeout=60)
        answers.append(Answer(process.returncode, out.decode(), err.decode()))
    one_message(answers[0], "2128", "2")
    assert 0 < most < 400 << 10


def _resident_kilobytes(process: int) -> int:
    """The most that a process has had in memory; not ru_maxrss, which begins at what its parent had."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


@pytest.mark.parametrize(("name", "code"), [("reports", "2102"), ("nothing.csv", "2101"), ("/dev/zero", "2103")])
def test_what_is_no_file_is_refused(lone: World, name: str, code: str) -> None:
    with lone.refuses(code) as answers:
        answers.append(lone.prepare(lone.path(name)))
    one_message(answers[0], code, Path(name).name)


class _Vanishing:
    """Somebody cleans up while the file is being read."""

    def __init__(self, path: Path, change: Callable[[Path], object]) -> None:
        self._path, self._change = path, change

    def begin(self, what: str, total: int) -> None:
        """Nothing yet."""

    def advance(self, done: int, **counts: int) -> None:
        """The first rows were read."""
        if self._path.exists():
            self._change(self._path)


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_text(PEOPLE + LAST)], ids=["gone", "grown"])
def test_a_file_that_changes_while_it_is_read_is_refused(lone: World, change: Callable[[Path], object]) -> None:
    # Larger than what is read ahead.
    file, home = lone.write(HEADING + LAST * 400_000), lone.home("source-1")
    report, before = Report("prepare", home.clock()), files(lone)
    (agreement,) = home.shelf.agreements()
    wanted = Wanted({"children": file}, lone.path("offered.sluis"), agreement)
    with pytest.raises(Refused) as caught:
        prepare(home, wanted, report, _Vanishing(file, change))
    assert caught.value.code is codes.FILE_CHANGED and caught.value.where == "input.csv"
    assert files(lone) <= before


class TestWorkbooks:
    """What can be wrong with a file from Excel."""

    ROWS = tuple(line.split(",") for line in PEOPLE.splitlines())

    @pytest.fixture
    def world(self, worlds: Worlds, tmp_path: Path) -> World:
        return worlds.make(tmp_path / "world", specification().replace("{type: csv}", "{type: xlsx}"))

    @pytest.fixture
    def locked(self, world: World) -> Path:
        out = io.BytesIO()
        OOXMLFile(io.BytesIO(workbook(self.ROWS))).encrypt("geheim", out)
        return world.write(out.getvalue(), "in.xlsx")

    def test_a_password_is_asked_for_and_must_be_right(self, world: World, locked: Path) -> None:
        wrong = world.write("Geheim\n", "password")
        for code, more in (("2142", []), ("2143", ["--password-file", wrong])):
            with world.refuses(code) as answers:
                answers.append(world.prepare(locked, more=more))
            one_message(answers[0], code, "in.xlsx")
        right = world.write("geheim\r\n", "password")
        assert world.prepare(locked, more=["--password-file", right]).code == 0
        assert world.report()["rows_sent"] == 4

    @pytest.mark.parametrize("content", [None, b"\xff\xfe\xe9", b"x" * 5000])
    def test_a_file_that_holds_no_password_is_refused(self, world: World, locked: Path, content: bytes | None) -> None:
        path = world.write(content, "password") if content else world.path("none")
        with world.refuses("2007") as answers:
            answers.append(world.prepare(locked, more=["--password-file", path]))

    def test_stored_values_of_formulas_are_read_with_a_warning(self, world: World) -> None:
        answer = world.prepare(world.write(self._with_formula(stored=True), "in.xlsx"))
        assert answer.code == 0, answer.err
        (found,) = world.report()["findings"]
        assert (found["row"], found["field"], found["code"], found["severity"]) == (2, "SDQ_SCORE", "3102", "warning")

    def test_a_formula_that_was_never_calculated_is_refused_with_its_cell(self, world: World) -> None:
        file = world.write(self._with_formula(stored=False), "in.xlsx")
        with world.refuses("2148") as answers:
            answers.append(world.prepare(file))
        one_message(answers[0], "2148", "F2")

    def _with_formula(self, *, stored: bool) -> bytes:
        import zipfile

        rows = [list(row) for row in self.ROWS]
        rows[1][5] = "=3*4"
        data, out = workbook(rows), io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                content = old.read(name)
                if stored:
                    content = content.replace(b"<f>3*4</f><v />", b"<f>3*4</f><v>12</v>")
                    content = content.replace(b"<f>3*4</f><v></v>", b"<f>3*4</f><v>12</v>")
                new.writestr(name, content)
        return out.getvalue()

    @pytest.mark.parametrize("content", [b"BSN;NAME\n", b"PK\x03\x04 and no more", workbook(ROWS)[:3000]])
    def test_what_is_no_workbook_is_refused(self, world: World, content: bytes) -> None:
        file = world.write(content, "in.xlsx")
        with world.refuses("2141") as answers:
            answers.append(world.prepare(file))

    def test_an_empty_sheet_and_headings_alone_are_refused(self, world: World) -> None:
        for code, rows in (("2106", []), ("2111", self.ROWS[:1])):
            file = world.write(workbook(rows), "in.xlsx")
            with world.refuses(code) as answers:
                answers.append(world.prepare(file))

    def test_two_sheets_without_the_table_s_name_are_refused(self, world: World) -> None:
        book = openpyxl.load_workbook(io.BytesIO(workbook(self.ROWS)))
        book.create_sheet("Blad2")
        out = io.BytesIO()
        book.save(out)
        file = world.write(out.getvalue(), "in.xlsx")
        with world.refuses("2147") as answers:
            answers.append(world.prepare(file))


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        (lambda table: table.drop(["SEX"]), "2112", "SEX"),
        (lambda table: table.set_column(4, "SEX", pa.array([[1]] * 4)), "2152", "SEX"),
        (lambda table: table.set_column(5, "SDQ_SCORE", pa.array([True] * 4)), "2152", "SDQ_SCORE"),
        (lambda table: table.slice(0, 0), "2111", "in.parquet"),
    ],
    ids=["column missing", "nested", "another type", "no rows"],
)
def test_parquet_of_another_schema_is_refused(
    worlds: Worlds, tmp_path: Path, change: Callable[[pa.Table], pa.Table], code: str, place: str
) -> None:
    world = worlds.make(tmp_path / "world", specification().replace("{type: csv}", "{type: parquet}"))
    columns = zip(*(line.split(",") for line in ROWS), strict=True)
    table = pa.table([list(column) for column in columns], HEADING.strip().split(","))
    pq.write_table(change(table), world.path("in.parquet"))
    with world.refuses(code) as answers:
        answers.append(world.prepare(world.path("in.parquet")))
    one_message(answers[0], code, place)


@pytest.mark.parametrize("content", [b"PAR1 and no more", PEOPLE.encode()])
def test_what_is_no_parquet_is_refused(worlds: Worlds, tmp_path: Path, content: bytes) -> None:
    world = worlds.make(tmp_path / "world", specification().replace("{type: csv}", "{type: parquet}"))
    file = world.write(content, "in.parquet")
    with world.refuses("2151") as answers:
        answers.append(world.prepare(file))
