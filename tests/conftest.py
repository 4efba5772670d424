"""Fixtures that several rooms share."""

from pathlib import Path

import pytest
from worlds import world, worlds  # noqa: F401 - fixtures


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of input that was written elsewhere; it lies beside the project and is no part of it."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("input from elsewhere lies beside the project, and is not here")
    return folder
