"""Agreements that renew themselves: the period that runs, and the last day on which notice still ends it (P-05, P-06)."""

from dataclasses import dataclass
from datetime import date

from sluis.agreement.contract import Contract
from sluis.agreement.life import notice_day, renewing
from sluis.agreement.standing import Standing
from sluis.deadlines import Period


@dataclass(frozen=True, slots=True)
class Renewal:
    """How a renewing agreement stands on a day.

    Attributes:
        period: that runs on that day.
        last_notice_on: the last day for notice that ends it with this period.
        ends_on: its last day when notice is given on that day; the end of a next period, for who is late.
    """

    period: Period
    last_notice_on: date
    ends_on: date

    @property
    def late(self) -> bool:
        """Whether notice now is too late for the period that runs."""
        return self.ends_on > self.period.ends


def renewal_of(contract: Contract, standing: Standing, on: date) -> Renewal | None:
    """How it stands on a day; none for an agreement that does not renew itself."""
    periods = renewing(contract, standing, on)
    if periods is None:
        return None
    period = periods.period_on(on)
    return Renewal(period, periods.last_notice_day(period), notice_day(contract, standing, on))
