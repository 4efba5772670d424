"""Worlds on a network; the database is that of the world's own portal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from delivering import Net, on_a_network
from fixtures import switch
from worlds import Worlds, specification, worlds

__all__ = ["switch", "worlds"]


@pytest.fixture
def net(worlds: Worlds, tmp_path: Path, switch: object) -> Iterator[Net]:
    """Two sources and two recipients around one TTP, with a gate that listens."""
    world = worlds.make(tmp_path / "world", specification(), sources=2, recipients=2)
    with on_a_network(world) as made:
        yield made


@pytest.fixture(scope="module")
def town(worlds: Worlds, tmp_path_factory: pytest.TempPathFactory, switch: object) -> Iterator[Net]:
    """The same once for all tests of a file, whose deliveries stand beside each other."""
    world = worlds.make(tmp_path_factory.mktemp("town") / "world", specification(), sources=2, recipients=2)
    with on_a_network(world) as made:
        yield made
