"""A database that is filled quickly is the same as Django makes it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from databases import PostgreSQL, use
from django.core.management import call_command
from django.db import connections
from django.db.migrations.state import ProjectState

from sluis.portal.config.migrating import bring_up_to_date, one_model_at_a_time

LOOK = {
    "sqlite": "SELECT type, name, tbl_name, sql FROM sqlite_master",
    "postgresql": """
        SELECT 'column', table_name, column_name, concat_ws('|', data_type, is_nullable, column_default,
               character_maximum_length::text) FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL
        SELECT 'constraint', conrelid::regclass::text, replace(conname, conrelid::regclass::text, ''),
               pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger
               WHERE NOT tgisinternal""",
}


def schema() -> list[Any]:
    """Everything that a database has, but its rows."""
    connection = connections["default"]
    with connection.cursor() as cursor:
        cursor.execute(LOOK[connection.vendor])
        return sorted(cursor.fetchall(), key=str)


@pytest.fixture
def another(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[dict[str, Any]]:
    """Settings of an empty database of the same kind."""
    usual = connections.settings["default"]
    if database == "sqlite":
        yield {**usual, "NAME": str(tmp_path / "another.sqlite3")}
    else:
        server: PostgreSQL = request.getfixturevalue("postgresql")
        name = f"another_{os.getpid()}"
        server.run(f"CREATE DATABASE {name}")
        yield {**usual, "NAME": name}
        use(usual)
        server.run(f"DROP DATABASE {name}")


def test_a_database_that_is_filled_quickly_is_as_django_makes_it(database: str, another: dict[str, Any]) -> None:
    quickly, usual = schema(), connections.settings["default"]
    use(another)
    call_command("migrate", verbosity=0)
    assert schema() == quickly
    assert len(quickly) > 400
    use(usual)


def test_a_database_that_has_tables_is_left_to_django(sqlite: str) -> None:
    state: Any = ProjectState
    before = state._find_reload_model
    with one_model_at_a_time():
        assert state._find_reload_model is before
    bring_up_to_date()
