"""What the installation trusts is put back after each test."""

from collections.abc import Iterator

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def trust_is_put_back() -> Iterator[None]:
    """As it was."""
    path = settings.INSTALLATION.folder / "trust.pem"
    before = path.read_bytes() if path.exists() else None
    yield
    path.unlink(missing_ok=True)
    if before is not None:
        path.write_bytes(before)
