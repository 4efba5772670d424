"""The smallest world in which a file can be handed in."""

from pathlib import Path

import pytest
from worlds import PEOPLE, World, Worlds, specification


@pytest.fixture
def lone(worlds: Worlds, tmp_path: Path) -> World:
    """One source, one TTP and one recipient, of the polymorphic scheme."""
    return worlds.make(tmp_path / "world", specification())


@pytest.fixture
def party(lone: World) -> World:
    """A world in which a package was made, relayed and opened."""
    assert lone.prepare(lone.write(PEOPLE)).code == 0
    assert (lone.relay().code, lone.open().code) == (0, 0)
    return lone
