"""The smallest world in which a file can be handed in."""

import shutil
from pathlib import Path

import pytest
from worlds import PEOPLE, World, Worlds, specification


@pytest.fixture
def lone(worlds: Worlds, tmp_path: Path) -> World:
    """One source, one TTP and one recipient, of the polymorphic scheme."""
    return worlds.make(tmp_path / "world", specification())


@pytest.fixture(scope="session")
def finished(worlds: Worlds, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The same after one delivery; for reading only."""
    world = worlds.make(tmp_path_factory.mktemp("finished") / "world", specification())
    assert world.prepare(world.write(PEOPLE)).code == 0
    assert (world.relay().code, world.open().code) == (0, 0)
    return world


@pytest.fixture
def party(finished: World, tmp_path: Path) -> World:
    """A world in which a package was made, relayed and opened."""
    shutil.copytree(finished.place, tmp_path / "world")
    return World(tmp_path / "world", tmp_path / "world" / "specification.yaml")
