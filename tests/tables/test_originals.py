"""A file that is no ordinary file, or not the same one at the end."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sluis.refusals.catalogue import tables as codes
from sluis.specification.model import Format
from sluis.tables.reading import open_table
from tables.conftest import Refuses, table

AB = table("a", "b")
FORMATS = [Format("csv"), Format("xlsx"), Format("parquet")]


@pytest.mark.parametrize("layout", FORMATS, ids=lambda layout: layout.type)
class TestNoOrdinaryFile:
    def test_missing(self, tmp_path: Path, refuses: Refuses, layout: Format) -> None:
        for path in (tmp_path / "none", tmp_path / "none" / "none", tmp_path / "a\0b"):
            with refuses(codes.FILE_MISSING):
                open_table(path, AB, layout)

    def test_folder(self, tmp_path: Path, refuses: Refuses, layout: Format) -> None:
        with refuses(codes.FILE_IS_FOLDER):
            open_table(tmp_path, AB, layout)

    def test_pipe_is_refused_without_waiting_for_a_writer(
        self, tmp_path: Path, refuses: Refuses, layout: Format
    ) -> None:
        os.mkfifo(tmp_path / "pipe")
        for path in (tmp_path / "pipe", Path(os.devnull)):
            with refuses(codes.FILE_NOT_REGULAR):
                open_table(path, AB, layout)

    def test_forbidden(self, tmp_path: Path, refuses: Refuses, layout: Format) -> None:
        path = tmp_path / "in"
        path.write_bytes(b"a,b\n1,2\n")
        path.chmod(0)
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)
        try:
            with refuses(codes.FILE_FORBIDDEN):
                open_table(path, AB, layout)
        finally:
            os.seteuid(user)

    def test_empty(self, tmp_path: Path, refuses: Refuses, layout: Format) -> None:
        (tmp_path / "in").touch()
        with refuses(codes.FILE_EMPTY):
            open_table(tmp_path / "in", AB, layout)

    def test_of_another_kind(self, tmp_path: Path, refuses: Refuses, layout: Format) -> None:
        (tmp_path / "in").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
        expected = {"csv": codes.NUL_BYTES, "xlsx": codes.NOT_A_WORKBOOK, "parquet": codes.NOT_PARQUET}
        with refuses(expected[layout.type]):
            open_table(tmp_path / "in", AB, layout)


def _removed(path: Path) -> None:
    path.unlink()


def _replaced(path: Path) -> None:
    other = path.with_suffix(".new")
    other.write_bytes(path.read_bytes())
    other.replace(path)


def _lengthened(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"9,9\n")


def _shortened(path: Path) -> None:
    os.truncate(path, 1000)


def _rewritten(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"1", b"2"))
    os.utime(path, ns=(1, 1))


@pytest.mark.parametrize("change", [_removed, _replaced, _lengthened, _shortened, _rewritten])
def test_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, refuses: Refuses, change: Callable[[Path], None]
) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 5000)
    reader = open_table(path, AB, Format(), block_bytes=1000)
    batches = reader.batches()
    next(batches)
    change(path)
    with refuses(codes.FILE_CHANGED):
        list(batches)
    reader.close()


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_refused_and_closed_files_leave_no_descriptor_open(tmp_path: Path, refuses: Refuses) -> None:
    path = tmp_path / "in"
    path.write_bytes(b"a,c\n1,2\n")
    before = descriptors()
    for layout, code in zip(FORMATS, (codes.COLUMNS_MISSING, codes.NOT_A_WORKBOOK, codes.NOT_PARQUET), strict=True):
        with refuses(code):
            open_table(path, AB, layout)
    reader = open_table(path, table("a"), Format())
    reader.close()
    reader.close()
    assert descriptors() == before


def test_unknown_format_is_a_mistake_of_the_program(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"x")
    with pytest.raises(ValueError, match="no reader"):
        open_table(tmp_path / "in", AB, Format("dbf"))
