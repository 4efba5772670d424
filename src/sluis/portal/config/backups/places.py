"""Which database is meant: the installation's, a snapshot of it, or another one for a while."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.apps.registry import Apps, apps
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from sluis.portal.config.installation import Installation

Applied = list[tuple[str, str]]


@contextmanager
def using(installation: Installation) -> Iterator[None]:
    """Let Django work for an installation; files that are made meanwhile are their owner's alone."""
    before = os.umask(0o077)
    try:
        _set_up(installation)
        from sluis.portal.config.django_settings import database

        with elsewhere(database(installation)):
            yield
    finally:
        os.umask(before)


def _set_up(installation: Installation) -> None:
    """Once per process."""
    if not apps.ready:
        os.environ["SLUIS_PORTAL"] = str(installation.folder.resolve())
        os.environ["DJANGO_SETTINGS_MODULE"] = "sluis.portal.config.django_settings"
        django.setup()


@contextmanager
def elsewhere(settings: dict[str, Any]) -> Iterator[None]:
    """Let `default` be another database for a while: everything written for the usual one works there too."""
    usual = connections.settings["default"]
    _switch("default", {**usual, **settings})
    try:
        yield
    finally:
        _switch("default", usual)


def sqlite_file(path: Path) -> dict[str, Any]:
    """The settings of a SQLite file of its own; it is synchronised as a whole when it is finished."""
    options = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options, "CONN_MAX_AGE": 0}


def applied(alias: str = "default") -> Applied:
    """The migrations that a database has, in order of their names."""
    recorder = MigrationRecorder(connections[alias])
    return sorted(recorder.applied_migrations()) if recorder.has_table() else []


def known() -> set[tuple[str, str]]:
    """The migrations that this program has."""
    return set(MigrationExecutor(connections["default"]).loader.disk_migrations)


def state_of(migrations: Applied) -> Apps:
    """The models as they are after these migrations."""
    loader = MigrationExecutor(connections["default"]).loader
    return loader.project_state([key for key in migrations if key in loader.graph.nodes]).apps


def _switch(alias: str, settings: dict[str, Any]) -> None:
    if alias in connections.settings and hasattr(connections._connections, alias):  # type: ignore[attr-defined]
        connections[alias].close()
        del connections[alias]
    connections.settings[alias] = settings
