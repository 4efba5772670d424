"""The commands of whoever runs an installation: out of one, into another, and all that is wrong in between."""

import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import casting
import pytest
from leavers import fill
from worlds import sluis

from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.config.backups.places import using
from sluis.portal.config.installation import read_installation
from sluis.portal.holdings import gates
from sluis.portal.holdings.exporting import Wanted, zipped
from sluis.portal.leaving.models import Handover


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """An installation with an organisation."""
    home = prepared(tmp_path / "first")
    with using(read_installation(home / "portal")):
        made = casting.organisation("Zorggroep Verhuist")
        casting.person(made, Role.BOARD)
        fill(made, 3, 2)
        casting.organisation("Tweeling")
        casting.organisation("Tweeling")
    return home


def prepared(home: Path) -> Path:
    """An installation in which nobody is yet."""
    home.mkdir()
    assert sluis("serve", "--prepare", "--home", home).code == 0
    return home


@pytest.mark.covers("I-74", "Z-105")
def test_out_of_one_installation_and_into_another(first: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    answer = sluis(
        "--json", "holdings", "export", "--organisation", "Zorggroep Verhuist", "--home", first, "--out", out
    )
    assert answer.code == 0, answer.err
    assert answer.data["sha256"] == sha256(out.read_bytes()).hexdigest() and answer.data["files"] == 2
    with using(read_installation(first / "portal")):
        assert Handover.everything.get().sha256 == answer.data["sha256"]
    second = prepared(tmp_path / "second")
    tried = sluis("--json", "holdings", "import", out, "--home", second)
    assert tried.code == 0 and tried.data["records"]["tasks.task"] == 3 and tried.data["conflicts"] == []
    with using(read_installation(second / "portal")):
        assert not Organisation.everything.exists()
    wrong = sluis("holdings", "import", out, "--home", second, "--yes", "0" * 64)
    assert wrong.code == 3 and "2529" in wrong.err
    done = sluis("holdings", "import", out, "--home", second, "--yes", answer.data["sha256"])
    assert done.code == 0, done.err
    replayed = sluis("--json", "holdings", "import", out, "--home", second, "--yes", answer.data["sha256"])
    assert replayed.code == 3 and "2538" in replayed.err
    again = tmp_path / "again.zip"
    organisation = answer.data["organisation"]
    assert sluis("holdings", "export", "--organisation", organisation, "--home", second, "--out", again).code == 0
    with zipfile.ZipFile(out) as one, zipfile.ZipFile(again) as other:
        assert one.namelist() == other.namelist()
        same = {name for name in one.namelist() if one.read(name) == other.read(name)}
    # the time of making, and the record that it was made
    assert set(one.namelist()) - same == {
        "dictionary.json", "manifest.json", "leaving.handover.jsonl", "leaving.handover.csv",
    }  # fmt: skip
    with using(read_installation(second / "portal")):
        assert not Person.everything.get().has_usable_password()


def test_organisation_that_is_not_there_or_not_alone_is_refused(first: Path, tmp_path: Path) -> None:
    for name in ("Onbekend", "Tweeling", "11111111-1111-4111-8111-111111111111"):
        answer = sluis("holdings", "export", "--organisation", name, "--home", first, "--out", tmp_path / "x.zip")
        assert answer.code == 3 and not (tmp_path / "x.zip").exists(), name


def test_nothing_is_written_over_and_a_shut_gate_leaves_no_file(first: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    out.write_bytes(b"mine")
    line = ("holdings", "export", "--organisation", "Zorggroep Verhuist", "--home", first, "--out")
    assert sluis(*line, out).code == 3 and out.read_bytes() == b"mine"
    before = dict(gates._gates)
    gates.gate("subscriptions", lambda *_: "Er staan rekeningen open.")
    try:
        shut = sluis(*line, tmp_path / "new.zip")
        assert shut.code == 3 and "Er staan rekeningen open." in shut.err and not (tmp_path / "new.zip").exists()
    finally:
        gates._gates.clear()
        gates._gates.update(before)


def test_file_or_installation_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(b"PK")
    home = prepared(tmp_path / "home")
    assert "2528" in sluis("holdings", "import", tmp_path / "bad.zip", "--home", home).err
    assert sluis("holdings", "import", tmp_path / "none.zip", "--home", home).code == 3
    assert sluis("holdings", "import", tmp_path / "bad.zip", "--home", tmp_path / "nowhere").code == 3


def test_csv_alone_cannot_be_brought_in(first: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    line = ("--organisation", "Zorggroep Verhuist", "--home", first, "--out", out, "--form", "csv")
    assert sluis("holdings", "export", *line).code == 0
    answer = sluis("holdings", "import", out, "--home", prepared(tmp_path / "second"))
    assert answer.code == 3 and "2528" in answer.err


def test_memory_does_not_grow_with_what_is_taken_along(first: Path) -> None:
    import tracemalloc

    with using(read_installation(first / "portal")):
        home = Organisation.everything.get(name="Zorggroep Verhuist")
        peaks = []
        for more in (20, 4000):
            from sluis.portal.access.changing import keeping
            from sluis.portal.tasks.models import Task

            with keeping(casting.tester()) as change:
                at = datetime.now(UTC)
                Task.everything.bulk_create(
                    Task(organisation=home, kind="own", about=f"{more} {n}", title="x" * 150, given_at=at, facts={})
                    for n in range(more)
                )
                change.record("test.changed", home)
            tracemalloc.start()
            for _ in zipped(Wanted(home, datetime.now(UTC))):
                pass
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < peaks[0] + (3 << 20), peaks
