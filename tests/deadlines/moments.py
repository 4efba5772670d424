"""Moments for tests: as the clocks in the Netherlands show them, and any at all."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def nl(text: str, fold: int = 0) -> datetime:
    """A moment by the Dutch clock, in UTC; fold 1 for the second of two when the clock is put back."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM, fold=fold).astimezone(UTC)


ZONES = st.sampled_from(
    [UTC, AMSTERDAM, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Auckland"), timezone(timedelta(hours=-12))]
)
moments = st.datetimes(datetime(1990, 1, 2), datetime(2150, 1, 1), timezones=ZONES)
"""Any moment, in some zone."""
