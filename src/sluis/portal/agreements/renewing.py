"""Agreements that renew themselves: the period that runs, and the last day on which notice still ends it (P-05, P-06)."""

from dataclasses import dataclass
from datetime import date

from sluis.agreement.contract import Contract
from sluis.agreement.life import notice_day
from sluis.agreement.regime import TermType
from sluis.deadlines import Period, RenewingContract


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


def renewal_of(contract: Contract, on: date) -> Renewal | None:
    """How it stands on a day; none for an agreement that does not renew itself."""
    duration, service = contract.regime.duration, contract.service
    starts = contract.starts_on or service.starts_on or service.signed_on
    if duration.type is not TermType.FIXED_RENEWING or starts is None:
        return None
    if duration.first is None or duration.renewal is None or duration.notice is None:
        return None
    renewing = RenewingContract(starts, duration.first, duration.renewal, duration.notice)
    period = renewing.period_on(on)
    return Renewal(period, renewing.last_notice_day(period), notice_day(contract, on))
