"""`sluis backup` and `sluis restore` as people use them, and what is left when they are killed."""

import itertools
import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from casting import organisation
from django.db import connection, connections
from worlds import sluis

from sluis.portal.access.models import Organisation
from sluis.portal.config.backups.keeping import kept
from sluis.portal.config.backups.places import using
from sluis.portal.config.backups.settling import STAGE
from sluis.portal.config.installation import Installation
from sluis.portal.config.migrating import bring_up_to_date
from sluis.portal.ledger.verifying import verify


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation in which nothing happened yet; to be copied."""
    place = tmp_path_factory.mktemp("fresh")
    installation = Installation(place / "portal")
    assert installation.secret
    with using(installation):
        bring_up_to_date()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return place


def installed(fresh: Path, place: Path, name: str) -> Path:
    """A copy in which an organisation was made."""
    shutil.copytree(fresh, place)
    add(place, name)
    return place


@pytest.fixture
def home(fresh: Path, tmp_path: Path) -> Path:
    """An installation in use."""
    return installed(fresh, tmp_path / "home", "In the backup")


def names(home: Path) -> list[str]:
    with using(Installation(home / "portal")):
        assert not verify(None).findings
        return sorted(one.name for one in Organisation.everything.all())


def add(home: Path, name: str) -> None:
    with using(Installation(home / "portal")):
        organisation(name)


def backed_up(home: Path) -> Path:
    answer = sluis("--json", "backup", "--home", home)
    assert answer.code == 0, answer.err
    return Path(answer.data["file"])


def test_what_is_backed_up_comes_back(home: Path, tmp_path: Path) -> None:
    first = sluis("backup", "--home", home)
    assert first.code == 0 and "backup-identity. Keep it elsewhere" in first.out and "sealed and read back" in first.out
    identity = tmp_path / "elsewhere"
    (home / "backup-identity").rename(identity)
    (one,) = kept(Installation(home / "portal"))
    new = tmp_path / "new"
    answer = sluis("restore", one.path, "--home", new, "--identity", identity)
    assert answer.code == 0 and "everybody signs in again" in answer.out and "before" not in answer.out
    assert names(new) == ["In the backup"]
    assert (new / "portal" / "secret").read_bytes() == (home / "portal" / "secret").read_bytes()


def test_place_that_is_in_use_is_refused_unless_it_may_be_replaced(home: Path) -> None:
    backup = backed_up(home)
    add(home, "Later")
    command = ("restore", backup, "--home", home, "--identity", home / "backup-identity")
    refused = sluis(*command)
    assert refused.code == 3 and "2991" in refused.err and names(home) == ["In the backup", "Later"]
    answer = sluis("--json", *command, "--yes")
    assert answer.code == 0 and names(home) == ["In the backup"]
    assert (home / answer.data["aside"] / "portal" / "portal.sqlite3").exists()


def test_new_database_in_which_nothing_happened_counts_as_empty(fresh: Path, home: Path, tmp_path: Path) -> None:
    backup, new = backed_up(home), tmp_path / "new"
    shutil.copytree(fresh, new)
    assert sluis("restore", backup, "--home", new, "--identity", home / "backup-identity").code == 0
    assert names(new) == ["In the backup"]


def test_restore_test_changes_nothing_and_goes_on_beside_the_portal(home: Path) -> None:
    backup = backed_up(home)
    add(home, "Later")
    answer = sluis("restore", backup, "--home", home, "--identity", home / "backup-identity", "--test")
    assert answer.code == 0 and "It can be restored" in answer.out
    assert names(home) == ["In the backup", "Later"]
    assert not (home / ".trying").exists()


@pytest.mark.parametrize("content", ["", "# only a remark\n", "age1nothing\n", "two\nlines\n"])
def test_file_without_an_identity_is_refused(content: str, home: Path, tmp_path: Path) -> None:
    (tmp_path / "identity").write_text(content)
    answer = sluis("restore", backed_up(home), "--home", tmp_path / "new", "--identity", tmp_path / "identity")
    assert answer.code == 3 and "2993" in answer.err and not (tmp_path / "new").exists()


def test_home_without_a_database_is_not_backed_up(tmp_path: Path) -> None:
    answer = sluis("backup", "--home", tmp_path)
    assert answer.code == 3 and "2986" in answer.err and list(tmp_path.iterdir()) == []


STEPS = frozenset({"os.rename", "os.rmdir", "shutil.rmtree"})


def killed_at(number: int, *words: object) -> int:
    """Run a command in a copy of this process that is killed at the so-manieth step that changes a name on disk."""
    connections.close_all()
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = itertools.count(number - 1, -1)

    def audit(event: str, _arguments: object) -> None:
        if event in STEPS and next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    code = 1
    try:
        sys.addaudithook(audit)
        answer = sluis(*words)
        os.write(2, answer.err.encode())
        code = answer.code
    finally:
        os._exit(code)


def test_kill_while_restoring_leaves_the_old_or_the_new_and_never_half(fresh: Path, home: Path, tmp_path: Path) -> None:
    """At each step in turn; whoever comes next finds one or the other, whole, and can restore again."""
    backup, identity = backed_up(home), home / "backup-identity"
    old = installed(fresh, tmp_path / "old", "The old one")
    (old / "portal" / "secret").write_text("the old one")
    seen: set[Any] = set()
    number, code = 0, -signal.SIGKILL
    while code == -signal.SIGKILL:
        number += 1
        new = shutil.copytree(old, tmp_path / f"new-{number}")
        command = ("restore", backup, "--home", new, "--identity", identity)
        code = killed_at(number, *command, "--yes")
        assert code in (0, -signal.SIGKILL), number
        settled = sluis(*command)
        assert settled.code == 3 and "2991" in settled.err, number
        state = (*names(new), (new / "portal" / "secret").read_text() == "the old one")
        assert state in (("The old one", True), ("In the backup", False)), number
        assert not (new / STAGE).exists()
        seen.add(state)
    assert len(seen) == 2 and number > 4, "it was killed before and after it counted"


def test_kill_while_backing_up_leaves_no_half_backup(home: Path, tmp_path: Path) -> None:
    backed_up(home)
    whole = [one.path.name for one in kept(Installation(home / "portal"))]
    number, code = 0, -signal.SIGKILL
    while code == -signal.SIGKILL:
        number += 1
        target = tmp_path / f"{number}.backup"
        code = killed_at(number, "backup", "--home", home, "--out", target)
        assert code in (0, -signal.SIGKILL), number
        if target.exists():
            done = sluis("restore", target, "--home", home, "--identity", home / "backup-identity", "--test")
            assert done.code == 0, number
    assert number > 1 and [one.path.name for one in kept(Installation(home / "portal"))] == whole
    assert json.loads(sluis("--json", "backup", "--home", home).out)["rows"] > 0
