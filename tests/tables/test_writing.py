"""Files that are there whole or not at all."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from sluis.refusals.catalogue import tables as codes
from sluis.tables import files
from sluis.tables.files import atomic
from sluis.tables.writing import write_table
from tables.conftest import Refuses

SCHEMA = pa.schema([("bsn", pa.string()), ("score", pa.int64())])
ROWS: dict[str, list[Any]] = {"bsn": ["012345672", "=1+1", 'a"b\nc', "é"], "score": [1, None, 3, 4]}


def batch() -> Any:
    return pa.record_batch(ROWS, schema=SCHEMA)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def failing(error: BaseException) -> Iterator[Any]:
    yield batch()
    raise error


@pytest.fixture(params=["nameless", "named"], autouse=True)
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of making a temporary file."""
    if request.param == "named":
        monkeypatch.setattr(files, "_DESCRIPTORS", "/nonexistent")
    return str(request.param)


def test_parquet_is_what_was_written(tmp_path: Path) -> None:
    assert write_table([batch(), batch()], SCHEMA, tmp_path / "out.parquet") == 8
    found = pq.ParquetFile(tmp_path / "out.parquet")
    assert found.read().to_pydict() == {name: values * 2 for name, values in ROWS.items()}
    assert found.metadata.row_group(0).column(0).compression == "ZSTD"
    found.close()


def test_csv_is_what_was_written_with_nothing_put_before_a_formula(tmp_path: Path) -> None:
    write_table([batch()], SCHEMA, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == ('"bsn","score"\n"012345672",1\n"=1+1",\n"a""b\nc",3\n"é",4\n')


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
def test_no_rows_make_a_file_with_headings(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out.{suffix}"
    assert write_table([], SCHEMA, path) == 0
    found = pq.read_table(path) if suffix == "parquet" else pa.csv.read_csv(path)
    assert found.column_names == ["bsn", "score"]


def test_mode_is_private_and_nothing_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("old")
    (tmp_path / "out.csv").chmod(0o644)
    write_table([batch()], SCHEMA, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").stat().st_mode & 0o777 == 0o600
    assert names_in(tmp_path) == ["out.csv"]


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("x"), OSError(5, "x")], ids=repr)
def test_exception_passes_on_and_leaves_nothing(tmp_path: Path, suffix: str, error: BaseException) -> None:
    with pytest.raises(type(error)) as caught:
        write_table(failing(error), SCHEMA, tmp_path / f"out.{suffix}")
    assert caught.value is error
    assert names_in(tmp_path) == []
    (tmp_path / f"out.{suffix}").write_text("old")
    with pytest.raises(type(error)):
        write_table(failing(error), SCHEMA, tmp_path / f"out.{suffix}")
    assert (tmp_path / f"out.{suffix}").read_text() == "old"
    assert len(names_in(tmp_path)) == 1


def test_until_it_is_whole_the_name_is_not_there(tmp_path: Path, kind: str) -> None:
    with atomic(tmp_path / "out") as file:
        file.write(b"part")
        names = names_in(tmp_path)
        assert len(names) == (0 if kind == "nameless" else 1)
        assert all(name.startswith(".out.") and name.endswith(".part") for name in names)
        assert all((tmp_path / name).stat().st_mode & 0o777 == 0o600 for name in names)
    assert (tmp_path / "out").read_bytes() == b"part"


def test_name_that_says_nothing_is_refused(tmp_path: Path, refuses: Refuses) -> None:
    with refuses(codes.SUFFIX_UNKNOWN):
        write_table([batch()], SCHEMA, tmp_path / "out.xlsx")
    assert names_in(tmp_path) == []


def test_place_that_cannot_be_written_is_refused(tmp_path: Path, refuses: Refuses) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file").touch()
    for path in (tmp_path / "none" / "out.csv", tmp_path / "folder.csv", tmp_path / "file" / "out.csv"):
        with refuses(codes.NOT_WRITABLE):
            write_table([batch()], SCHEMA, path)
    assert names_in(tmp_path) == ["file", "folder.csv"]


FULL = """
import resource, sys
from pathlib import Path
import pyarrow as pa
from sluis.refusals import Refused
from sluis.tables import files
from sluis.tables.writing import write_table
files._DESCRIPTORS = sys.argv[2]
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
schema = pa.schema([("a", pa.string())])
batches = (pa.record_batch([[f"{n * 1000003 + m:x}" for m in range(9999)]], schema=schema) for n in range(50))
try:
    write_table(batches, schema, Path(sys.argv[1]))
except Refused as refused:
    print(refused.code.number)
"""


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
def test_full_disk_is_refused_and_leaves_nothing(tmp_path: Path, suffix: str) -> None:
    command = [sys.executable, "-c", FULL, str(tmp_path / f"out.{suffix}"), files._DESCRIPTORS]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.strip(), done.stderr) == (codes.DISK_FULL.number, "")
    assert names_in(tmp_path) == []


KILLED = """
import sys
from pathlib import Path
from sluis.tables.files import atomic
with atomic(Path(sys.argv[1])) as file:
    file.write(b"part")
    file.flush()
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_killed_process_leaves_nothing(tmp_path: Path, kind: str, how: signal.Signals) -> None:
    if kind == "named":
        pytest.skip("a killed process can leave a file where the system has none without a name")
    command = [sys.executable, "-c", KILLED, str(tmp_path / "out")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout and process.stdout.readline() == "ready\n"
        process.send_signal(how)
        assert process.wait(timeout=20) != 0
    assert names_in(tmp_path) == []
