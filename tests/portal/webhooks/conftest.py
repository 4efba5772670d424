"""A kind of notice, and an installation that is a test."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import override_settings

from sluis.portal.webhooks import kinds
from webhooks.receiving import Receiver, receiver


@pytest.fixture(autouse=True)
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two kinds, and none of this test afterwards."""
    monkeypatch.setattr(kinds, "_declared", {})
    kinds.declare_kind("delivery.available", "A delivery is available")
    kinds.declare_kind("delivery.refused", "A delivery was refused")


@pytest.fixture
def local() -> Iterator[None]:
    """A test installation, in which this machine may be told."""
    with override_settings(INSTALLATION=replace(settings.INSTALLATION, environment="test")):
        yield


@pytest.fixture
def program(local: None) -> Iterator[Receiver]:
    """A receiver on this machine."""
    with receiver() as found:
        yield found
