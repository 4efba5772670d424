"""A timetable of its own for each test."""

import pytest

from sluis.portal.jobs import timetable


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """No app's jobs, and none of this test afterwards."""
    monkeypatch.setattr(timetable, "_planned", {})
