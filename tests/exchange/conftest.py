"""The smallest world in which a file can be handed in."""

from pathlib import Path

import pytest
from worlds import World, Worlds, specification


@pytest.fixture
def lone(worlds: Worlds, tmp_path: Path) -> World:
    """One source, one TTP and one recipient, of the polymorphic scheme."""
    return worlds.make(tmp_path / "world", specification())
