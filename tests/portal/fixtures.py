"""The portal on real databases: a SQLite file and a PostgreSQL server, both made once and copied per test."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="sluis-portal-"))
os.environ["SLUIS_PORTAL"] = str(_FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "sluis.portal.config.django_settings"

import django  # noqa: E402 - the settings come first

django.setup()

import pytest  # noqa: E402
from databases import PostgreSQL, Switch  # noqa: E402


@pytest.fixture(scope="session")
def switch() -> Iterator[Switch]:
    """Where databases come from; its folder goes with it."""
    made = Switch(_FOLDER)
    yield made
    made.close()
    shutil.rmtree(_FOLDER, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A server on a socket of its own."""
    server = PostgreSQL(_FOLDER / "postgresql")
    yield server
    server.stop()


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
