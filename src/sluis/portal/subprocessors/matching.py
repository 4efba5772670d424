"""Whether a row of an annex and a record of the register are about the same subprocessor."""

from sluis.agreement.contract import Contract, ListedSubprocessor
from sluis.portal.subprocessors.models import Subprocessor


def listed_in(contract: Contract, subprocessor: Subprocessor) -> ListedSubprocessor | None:
    """Its row in the annex, if it stands there; in another country it is another one (Z-79)."""
    return next((row for row in contract.subprocessors if same(row, subprocessor)), None)


def same(row: ListedSubprocessor, subprocessor: Subprocessor) -> bool:
    """By name and country, and by trade register number where both have one."""
    numbers = {_plain(each) for each in (row.trade_register_number, subprocessor.trade_register_number) if each.strip()}
    one = (_plain(row.name), row.country) == (_plain(subprocessor.name), subprocessor.country)
    return one and len(numbers) < 2


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
