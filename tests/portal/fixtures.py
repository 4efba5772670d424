"""The portal on real databases: a SQLite file and a PostgreSQL server, both made once and copied per test."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="sluis-portal-"))
os.environ["SLUIS_PORTAL"] = str(_FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "sluis.portal.config.django_settings"

import django  # noqa: E402 - the settings come first

django.setup()

import pytest  # noqa: E402
from databases import PostgreSQL, Switch  # noqa: E402


@cache  # one for all rooms that use these fixtures
def _made() -> Switch:
    made = Switch(_FOLDER)
    atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
    atexit.register(made.close)
    return made


@cache
def _served() -> PostgreSQL:
    server = PostgreSQL(_FOLDER / "postgresql")
    atexit.register(server.stop)
    return server


@pytest.fixture(scope="session")
def switch() -> Switch:
    """Where databases come from; its folder goes with it."""
    return _made()


@pytest.fixture(scope="session")
def postgresql() -> PostgreSQL:
    """A server on a socket of its own."""
    return _served()


@pytest.fixture
def sqlite(switch: Switch) -> Iterator[str]:
    """A new SQLite database, with the tables."""
    yield from switch.sqlite()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, switch: Switch) -> Iterator[str]:
    """A new database of each kind, with the tables; its kind."""
    if request.param == "sqlite":
        yield from switch.sqlite()
    else:
        yield from switch.postgresql(request.getfixturevalue("postgresql"))
