"""`sluis doctor` finds what is not in order, says what to do, and changes nothing."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from casting import organisation, person
from django.db import connection
from worlds import sluis

from sluis.portal.access.actor import program
from sluis.portal.access.changing import keeping
from sluis.portal.access.roles import Role
from sluis.portal.config.backups.places import using
from sluis.portal.config.certificate import ensure_certificate
from sluis.portal.config.installation import Installation
from sluis.portal.config.migrating import bring_up_to_date

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    place = tmp_path_factory.mktemp("fresh")
    (place / "portal").mkdir(mode=0o700)
    (place / "portal" / "portal.toml").write_text('environment = "test"\n')
    installation = Installation(place / "portal")
    assert installation.secret and ensure_certificate(installation, NOW)
    with using(installation):
        bring_up_to_date()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        person(organisation(operator=True), Role.ADMINISTRATOR)
        happened("backup.made", NOW)
        happened("restore.tested", NOW)
    yield place


def happened(kind: str, at: datetime) -> None:
    with keeping(program("test", at)) as change:
        change.record(kind)


@pytest.fixture
def home(fresh: Path, tmp_path: Path) -> Path:
    place = tmp_path / "home"
    shutil.copytree(fresh, place)
    place.chmod(0o700)
    return place


def examined(home: Path, code: int = 3) -> dict[str, dict[str, Any]]:
    before = {
        path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file() and "sqlite3-" not in path.name
    }
    answer = sluis("--json", "doctor", "--home", home)
    assert answer.code == code, answer.out
    assert before == {path: path.stat().st_mtime_ns for path in before}, "nothing was changed"
    assert answer.data["good"] is (code == 0)
    return {one["name"]: one for one in answer.data["examined"]}


def wrong(home: Path) -> set[str]:
    found = {name: one for name, one in examined(home).items() if not one["good"]}
    assert all(one["message"] and one["next"] for one in found.values())
    return {*found}


def test_installation_in_order_is_told_so(home: Path) -> None:
    found = examined(home, 0)
    assert [*found] == [
        "settings", "rights", "room", "certificate", "mail", "identity", "database", "evidence", "clock", "backups",
        "restore_tests", "second_factors",
    ]  # fmt: skip
    assert "✓ Alles is" not in sluis("doctor", "--home", home, language="nl").out
    assert sluis("doctor", "--home", home, language="nl").out.endswith("Alles is in orde.\n")


def test_each_thing_that_is_not_in_order_is_found_alone(home: Path) -> None:
    portal = home / "portal"
    (portal / "secret").chmod(0o640)
    assert wrong(home) == {"rights"}
    (portal / "secret").chmod(0o600)
    (home / "backup-identity").write_text("x")
    assert wrong(home) == {"identity"}
    (home / "backup-identity").unlink()
    (portal / "portal.toml").write_text('environment = "test"\nmail = "smtp://127.0.0.1:9"\n')
    assert wrong(home) == {"mail"}
    (portal / "portal.toml").write_text("")
    assert wrong(home) == {"mail"}, "in production somebody must be told"
    (portal / "portal.toml").write_text("port = false")
    assert wrong(home) == {"settings"}
    (portal / "portal.toml").write_text('environment = "test"')
    ensure_certificate(Installation(portal, hosts=("another",)), NOW - 380 * DAY)
    assert wrong(home) == {"certificate"}


def test_what_the_database_tells_is_found(home: Path) -> None:
    with using(Installation(home / "portal")):
        person(organisation("Second"), Role.ADMINISTRATOR, factor=False)
    examined(home, 0)
    with using(Installation(home / "portal")), connection.cursor() as cursor:
        cursor.execute("DELETE FROM mfa_authenticator")
    assert wrong(home) == {"second_factors"}
    with using(Installation(home / "portal")):
        happened("test.later", datetime.now(UTC) + timedelta(hours=1))
    assert wrong(home) == {"second_factors", "clock"}
    with using(Installation(home / "portal")), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER ledger_entry_update")
        cursor.execute("UPDATE ledger_entry SET line = CAST(replace(line, 'program', 'programs') AS BLOB) WHERE n = 1")
        cursor.execute("UPDATE ledger_entry SET kind = 'test.gone' WHERE kind IN ('backup.made', 'restore.tested')")
    assert wrong(home) == {"second_factors", "clock", "evidence", "backups", "restore_tests"}


def test_database_that_is_behind_ahead_or_not_there_is_found(home: Path) -> None:
    with using(Installation(home / "portal")), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('access', '9999_later', '2030-01-01')"
        )
    assert wrong(home) == {"database"} and "newer" in examined(home)["database"]["message"]
    with using(Installation(home / "portal")), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later' OR app = 'jobs'")
    assert wrong(home) == {"database"} and "pending" in examined(home)["database"]["message"]
    for path in (home / "portal").glob("portal.sqlite3*"):
        path.unlink()
    assert wrong(home) == {"database"} and not (home / "portal" / "portal.sqlite3").exists()
