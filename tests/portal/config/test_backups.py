"""A backup holds everything that must not be lost, from either database into either."""

import io
import itertools
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from casting import organisation, person
from databases import PostgreSQL
from django.db import DatabaseError, connection, connections, transaction

from sluis.kernel.sealing import Identity, make_identity, open_bytes, seal_bytes
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.config.backups import making
from sluis.portal.config.backups.archive import Member, reading_archive, write_archive
from sluis.portal.config.backups.contents import read_through
from sluis.portal.config.backups.home_files import files_of
from sluis.portal.config.backups.keeping import IDENTITY, kept, make_recipient, name_at, recipients_of
from sluis.portal.config.backups.making import Made, make_backup
from sluis.portal.config.backups.places import elsewhere, sqlite_file
from sluis.portal.config.backups.restoring import Restored, restore, try_restoring
from sluis.portal.config.backups.settling import STAGE, Stage, mark_database, settle
from sluis.portal.config.installation import Installation
from sluis.portal.ledger.models import Entry
from sluis.portal.ledger.verifying import verify
from sluis.refusals import Refused
from sluis.refusals.catalogue import keys
from sluis.refusals.catalogue import serving as codes

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
OWNER = make_identity()
_numbers = itertools.count(1)

Elsewhere = Callable[[str], AbstractContextManager[Stage]]


@pytest.fixture
def filled(database: str) -> str:
    """A portal in use; its kind of database."""
    home = organisation("Stichting “Ünïcode” 漢字 \N{GRINNING FACE}", operator=True)
    person(home, Role.ADMINISTRATOR)
    person(organisation("Zorggroep Verzonnen"), Role.ADMINISTRATOR, name='line\nbreak\ttab\\backslash"quote')
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('secret-session', 'x', '2030-01-01 00:00:00')")
    return database


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Of a TTP, as far as a backup is concerned."""
    place = tmp_path / "home"
    for name in ("sluis.toml", "unlock", "keys/signing.age", "keys/signing.json", "evidence/0001.jsonl", "portal/secret",
                 "portal/portal.toml", "portal/mail/1.log", "outbox/delivery.sluis", "keys/.new.part", "backup-identity"):  # fmt: skip
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"the file {name}")
    return place


def back_up(home: Path, at: datetime = NOW, *, with_unlock: bool = False) -> Made:
    installation = Installation(home / "portal")
    target = home / "portal" / "backups" / name_at(at)
    target.parent.mkdir(exist_ok=True)
    files = files_of(home, with_unlock=with_unlock)
    return make_backup(installation, home, files, target, [OWNER.public], at)


@pytest.fixture
def another(tmp_path: Path, request: pytest.FixtureRequest) -> Elsewhere:
    """A new home with a new, empty database of a kind."""

    @contextmanager
    def make(kind: str) -> Iterator[Stage]:
        place = tmp_path / f"new-{next(_numbers)}"
        (place / "portal").mkdir(parents=True)
        if kind == "sqlite":
            with elsewhere(sqlite_file(place / "portal" / "portal.sqlite3")):
                yield Stage(place)
            return
        server: PostgreSQL = request.getfixturevalue("postgresql")
        name = f"restored_{os.getpid()}_{next(_numbers)}"
        server.run(f"CREATE DATABASE {name}")
        with elsewhere({**server.settings(name), "OPTIONS": {}}):
            yield Stage(place)
        server.run(f"DROP DATABASE {name} WITH (FORCE)")

    return make


def bring_back(stage: Stage, made: Made, identity: Identity = OWNER) -> Restored:
    with made.path.open("rb") as file:
        return restore(stage, file, identity, NOW + timedelta(hours=1))


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows that a backup holds, as the database gives them to the program."""
    from django.apps import apps

    found, there = {}, connection.introspection.table_names()
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if table in there and table not in (
            "django_session",
            "usersessions_usersession",
            "ledger_entry",
            "ledger_chain",
        ):
            rows = model._base_manager.values_list(*(one.attname for one in model._meta.concrete_fields))
            found[table] = sorted(tuple(map(repr, map(_bytes, row))) for row in rows)
    return found


def _bytes(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


@pytest.mark.covers("I-76")
@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_backup_of_either_database_is_restored_into_either(
    target: str, filled: str, home: Path, another: Elsewhere
) -> None:
    before, entries = everything(), [bytes(line) for line in Entry.objects.order_by("n").values_list("line", flat=True)]
    made = back_up(home)
    with another(target) as stage:
        done = bring_back(stage, made)
        after = everything()
        assert connection.vendor == target
        lines = [bytes(line) for line in Entry.objects.order_by("n").values_list("line", flat=True)]
        assert lines[: len(entries)] == entries and len(lines) == len(entries) + 1, "and one that tells of it"
        assert Entry.objects.get(n=len(entries)).kind == "backup.restored"
        assert not verify(None).findings and done.events == len(entries)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_session")
            assert cursor.fetchone() == (0,)
        _goes_on()
    assert after == before


def _goes_on() -> None:
    """The triggers stand, numbers continue, and the chain does."""
    for statement in ("UPDATE ledger_entry SET kind = 'x'", "DELETE FROM ledger_entry"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    person(organisation("New after the restore"), Role.ADMINISTRATOR)
    assert not verify(None).findings


def test_backup_is_one_moment_and_keeps_nobody_from_writing(
    filled: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Organisation.everything.count()
    usual = making._pieces

    def pieces(*arguments: Any) -> Iterator[Any]:
        organisation("Made meanwhile")
        yield from usual(*arguments)

    monkeypatch.setattr(making, "_pieces", pieces)
    made = back_up(home)
    assert Organisation.everything.count() == before + 1
    assert made.sums.tables["access_organisation"][0] == before


def test_backup_leaves_its_event_with_the_digest_of_the_file(filled: str, home: Path) -> None:
    made = back_up(home)
    last = Entry.objects.order_by("-n").first()
    assert last is not None and last.kind == "backup.made"
    assert json.loads(bytes(last.line))["event"]["objects"]["digest"] == made.sha256
    assert sha256(made.path.read_bytes()).hexdigest() == made.sha256
    assert made.path.stat().st_mode & 0o077 == 0


def test_files_of_the_home_come_back_without_what_opens_the_keys(sqlite: str, home: Path, another: Elsewhere) -> None:
    made = back_up(home)
    with another("sqlite") as stage:
        (stage.home / "portal" / "portal.toml").write_text("port = 9000\n")
        bring_back(stage, made)
    files = {path.relative_to(stage.home).as_posix() for path in stage.home.rglob("*") if path.is_file()}
    assert files == {
        "sluis.toml", "keys/signing.age", "keys/signing.json", "evidence/0001.jsonl", "portal/secret", "portal/portal.toml",
        "portal/portal.toml.from-backup", "portal/portal.sqlite3",
    }  # fmt: skip
    assert (stage.home / "portal" / "portal.toml").read_text() == "port = 9000\n"
    assert all((stage.home / name).stat().st_mode & 0o077 == 0 for name in ("keys/signing.age", "portal/secret"))
    assert "unlock" in back_up(home, NOW + timedelta(seconds=1), with_unlock=True).sums.files


def test_replaced_files_are_set_aside(sqlite: str, home: Path, another: Elsewhere) -> None:
    organisation("In the backup")
    made = back_up(home)
    with another("sqlite") as stage:
        bring_back(stage, made)
        organisation("After the first restore")
        (stage.home / "portal" / "secret").write_text("another")
        done = bring_back(stage, made)
        assert [one.name for one in Organisation.everything.all()] == ["In the backup"]
    assert (stage.home / done.aside / "portal" / "secret").read_text() == "another"
    with elsewhere(sqlite_file(stage.home / done.aside / "portal" / "portal.sqlite3")):
        assert Organisation.everything.count() == 2


def test_ordinary_tools_read_it(sqlite: str, home: Path) -> None:
    organisation("Readable")
    plain = open_bytes(back_up(home).path.read_bytes(), OWNER)
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        names = archive.getnames()
        assert names[0] == "backup.json" and names[-1] == "sums.json" and "files/sluis.toml" in names
        (name,) = [one for one in names if one.startswith("tables/access_organisation/")]
        member = archive.extractfile(name)
        assert member is not None and "Readable" in member.read().decode()


def test_large_tables_come_in_pieces(
    sqlite: str, home: Path, another: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sluis.portal.config.backups.rows.CUT_BYTES", 500)
    for _ in range(20):
        organisation()
    made = back_up(home)
    with made.path.open("rb") as file, reading_archive(file, OWNER) as members:
        assert len([one for one in members if one.name.startswith("tables/ledger_entry/")]) > 5
    with another("sqlite") as stage:
        bring_back(stage, made)
        assert Organisation.everything.count() == 20


def changed(made: Made, change: Callable[[list[Member]], list[Member]]) -> None:
    """Seal it again with other members, as anybody with the public key can."""
    with made.path.open("rb") as file, reading_archive(file, OWNER) as members:
        kept_members = list(members)
    with made.path.open("wb") as target:
        write_archive(change(kept_members), target, [OWNER.public])


def rows_changed(members: list[Member]) -> list[Member]:
    return [Member(one.name, one.data.replace(b"In the backup", b"In another one")) for one in members]


BROKEN: dict[str, Callable[[list[Member]], list[Member]]] = {
    "a row was changed": rows_changed,
    "the end is missing": lambda members: members[:-1],
    "a piece is missing": lambda members: [one for one in members if "access_organisation" not in one.name],
    "a piece is there twice": lambda members: [members[0], members[1], *members[1:]],
    "something comes behind the end": lambda members: [*members, Member("files/sluis.toml", b"")],
    "the head is missing": lambda members: members[1:],
    "the head is no JSON": lambda members: [Member("backup.json", b"{"), *members[1:]],
    "a file would leave the home": lambda members: [members[0], Member("files/../../escaped", b"x"), *members[1:]],
    "an absolute name": lambda members: [members[0], Member("/tmp/escaped", b"x"), *members[1:]],
    "a file that belongs to no home": lambda members: [members[0], Member("files/bin/sh", b"x"), *members[1:]],
    "a hidden file": lambda members: [members[0], Member("files/keys/.bashrc", b"x"), *members[1:]],
    "an unknown table": lambda members: [members[0], Member("tables/another/000001.jsonl", b"[]\n"), *members[1:]],
}  # fmt: skip


BROKEN_INTO = [
    *((what, "sqlite") for what in BROKEN),
    ("a row was changed", "postgresql"),
    ("the end is missing", "postgresql"),
]


@pytest.mark.parametrize(("what", "target"), BROKEN_INTO)
def test_damaged_or_forged_backup_is_refused_and_nothing_is_changed(
    what: str, target: str, sqlite: str, home: Path, another: Elsewhere
) -> None:
    organisation("In the backup")
    made = back_up(home)
    changed(made, BROKEN[what])
    with another(target) as stage:
        with pytest.raises(Refused) as refused:
            bring_back(stage, made)
        assert refused.value.code is codes.BACKUP_DAMAGED
        assert connection.introspection.table_names() == []
        settle(stage)
    assert {path.name for path in stage.home.rglob("*") if path.is_file()} <= {"portal.sqlite3"}
    assert not (stage.home.parent / "escaped").exists()


def test_every_flipped_byte_and_every_cut_is_refused(sqlite: str, home: Path) -> None:
    organisation()
    data = back_up(home).path.read_bytes()
    for at in range(0, len(data), len(data) // 60):
        for damaged in (data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], data[:at]):
            with pytest.raises(Refused):
                read_through(io.BytesIO(damaged), OWNER)


def test_other_identity_and_other_files_are_refused(sqlite: str, home: Path, another: Elsewhere) -> None:
    organisation()
    made = back_up(home)
    with another("sqlite") as stage:
        with pytest.raises(Refused) as refused:
            bring_back(stage, made, make_identity())
        assert refused.value.code is keys.SEALED_OTHER_KEY
        made.path.write_bytes(seal_bytes(b"something else" * 1000, [OWNER.public]))
        with pytest.raises(Refused) as refused:
            bring_back(stage, made)
        assert refused.value.code is codes.BACKUP_DAMAGED


def test_backup_of_a_newer_program_is_refused(sqlite: str, home: Path, another: Elsewhere) -> None:
    organisation()
    made = back_up(home)

    def newer(members: list[Member]) -> list[Member]:
        head = json.loads(members[0].data)
        head["migrations"].append(["access", "9999_from_the_future"])
        return [Member("backup.json", json.dumps(head).encode()), *members[1:]]

    changed(made, newer)
    with another("sqlite") as stage:
        with pytest.raises(Refused) as refused:
            bring_back(stage, made)
        assert (
            refused.value.code is codes.BACKUP_NEWER
            and refused.value.facts["migration"] == "access.9999_from_the_future"
        )


def test_broken_chain_is_found_when_restoring(sqlite: str, home: Path, another: Elsewhere) -> None:
    """The sums are right, for they were made of what was there; the evidence was not."""
    organisation()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER ledger_entry_update")
        cursor.execute(
            "UPDATE ledger_entry SET line = CAST(replace(line, 'program:test', 'program:tess') AS BLOB) WHERE n = 1"
        )
    made = back_up(home)
    with another("sqlite") as stage:
        with pytest.raises(Refused) as refused:
            bring_back(stage, made)
        assert refused.value.code is codes.BACKED_UP_BROKEN
        assert connection.introspection.table_names() == []
        settle(stage)
        with made.path.open("rb") as file:
            done = restore(stage, file, OWNER, NOW, accepting=True)
        assert done.findings > 0 and Organisation.everything.count() == 1


@pytest.mark.covers("Z-109")
def test_backups_older_than_their_term_are_removed_and_that_is_recorded(sqlite: str, home: Path) -> None:
    organisation()
    first = back_up(home, NOW)
    (home / "portal" / "backups" / "of-somebody-else.backup").write_text("kept")
    second = back_up(home, NOW + timedelta(days=30))
    assert first.path.exists() and second.removed == 0
    third = back_up(home, NOW + timedelta(days=30, seconds=1))
    assert third.removed == 1 and not first.path.exists()
    assert [one.path for one in kept(Installation(home / "portal"))] == [second.path, third.path]
    (event,) = [json.loads(bytes(one.line))["event"] for one in Entry.objects.filter(kind="backup.removed")]
    assert event["objects"] == {"backup": first.path.name}
    assert (home / "portal" / "backups" / "of-somebody-else.backup").exists()


def test_restore_test_leaves_only_its_event_and_its_record(filled: str, home: Path) -> None:
    made, before = back_up(home), everything()
    stage = Stage(home)
    with made.path.open("rb") as file:
        done = try_restoring(stage, file, OWNER, NOW)
    assert done.sums == made.sums and not (home / STAGE).exists()
    after = everything()
    assert len(after.pop("oversight_restore")) == len(before.pop("oversight_restore")) + 1
    assert after == before
    last = Entry.objects.filter(kind__startswith="restore.").order_by("-n").first()
    assert last is not None
    event = json.loads(bytes(last.line))["event"]
    assert event["kind"] == "restore.tested" and event["objects"]["digest"] == made.sha256
    assert event["counts"]["rows"] == made.sums.rows


def test_failed_restore_test_is_recorded_too(filled: str, home: Path) -> None:
    made = back_up(home)
    changed(made, BROKEN["the end is missing"])
    with pytest.raises(Refused), made.path.open("rb") as file:
        try_restoring(Stage(home), file, OWNER, NOW)
    last = Entry.objects.order_by("-n").first()
    assert last is not None and last.kind == "restore.failed" and b'"code":"2988"' in bytes(last.line)


def test_key_pair_for_backups_is_made_once_and_its_private_part_lies_apart(home: Path) -> None:
    installation = Installation(home / "portal")
    assert recipients_of(installation) == []
    path = make_recipient(installation, home)
    secret = path.read_text().splitlines()[1]
    assert path == home / IDENTITY and path.stat().st_mode & 0o077 == 0
    (public,) = recipients_of(installation)
    assert open_bytes(seal_bytes(b"x", [public]), Identity(secret, public)) == b"x"
    assert IDENTITY not in files_of(home, with_unlock=True)


def test_settings_name_others_to_whom_backups_are_sealed(home: Path) -> None:
    make_recipient(Installation(home / "portal"), home)
    assert recipients_of(Installation(home / "portal", backup_recipients=(OWNER.public,))) == [OWNER.public]


def test_nobody_is_named_in_the_sealed_file(sqlite: str, home: Path) -> None:
    person(organisation(), name="Canary Kanarie", email="canary@voorbeeld.example")
    assert Person.everything.count() == 1
    assert b"anary" not in back_up(home).path.read_bytes()
    assert connections["default"].is_usable()


@pytest.mark.parametrize("committed", [True, False])
def test_files_follow_what_the_database_committed(committed: bool, home: Path, another: Elsewhere) -> None:
    """Killed between the list of files and the commit, or behind it, as with PostgreSQL."""
    with another("postgresql") as stage:
        stage.begin()
        stage.prepare("portal/secret", b"the new one")
        if committed:
            mark_database("a" * 32)
        stage.complete("aside", "a" * 32)
        assert settle(stage) is committed and not settle(stage)
        assert connection.introspection.table_names() == []
    assert (stage.home / "portal" / "secret").exists() is committed and not (stage.home / STAGE).exists()
