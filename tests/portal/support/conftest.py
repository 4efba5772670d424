"""No keys of another test."""

import pytest

from sluis.portal.support import shredding


@pytest.fixture(autouse=True)
def keyless() -> None:
    """Databases are new for each test; the folder beside them is not."""
    for each in shredding.kept_keys():
        shredding.shred(each)
