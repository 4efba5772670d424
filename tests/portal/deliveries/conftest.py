"""Real deliveries for pages: packages that were prepared, relayed and sealed, in the portal of a world's TTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from delivering import Net, on_a_network
from worlds import Worlds, specification, worlds

__all__ = ["worlds"]


@pytest.fixture
def net(worlds: Worlds, tmp_path: Path, switch: object) -> Iterator[Net]:
    """A source and a recipient around one TTP; no gate listens, its services are called."""
    with on_a_network(worlds.make(tmp_path / "world", specification()), listening=False) as made:
        yield made
