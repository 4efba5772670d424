"""Complete contracts between two invented parties, in each of the regimes to begin with."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sluis.agreement import steps
from sluis.agreement.contract import (
    Contact,
    ContactKind,
    Contract,
    Flow,
    MainAgreement,
    Measure,
    Party,
    Side,
)
from sluis.agreement.life import after
from sluis.agreement.processings import STANDARD
from sluis.agreement.regime import Regime
from sluis.agreement.standing import Standing
from sluis.agreement.starting import EXCHANGE, OFFICE, OUTCOMES

REGIMES = {"exchange": EXCHANGE, "outcomes": OUTCOMES, "office": OFFICE}
AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
FLOW = Flow("source-1-recipient-1", "source-1", "recipient-1", "Registry 1")
BOTH = (steps.Offer(), steps.Sign(Side.CONTROLLER), steps.Sign(Side.PROCESSOR))
"""As far as in force, when it starts on the day on which the last party signs."""


def contract(regime: Regime = EXCHANGE, **changes: Any) -> Contract:
    """A complete contract, with other parts if wanted."""
    whole = Contract(
        number="VO-2026-014",
        version=1,
        controller=_party("Kliniek De Knie"),
        processor=_party("TTP De Sluis"),
        service=MainAgreement("DO-2026-7", "Exchange", date(2026, 1, 1), date(2026, 1, 1)),
        activities="Pseudonymised deliveries",
        general_purpose="Quality of care",
        data_subject_count=1000,
        processings=STANDARD,
        measures=(Measure("5.1", "Somebody answers for security."),),
        contacts=tuple(
            Contact(side, kind, "A. Voorbeeld", "a@example.org", "+31 20 000 0000")
            for side in Side
            for kind in ContactKind
        ),
        flows=(FLOW,),
        regime=regime,
    )
    return replace(whole, **changes)


def with_regime(name: str, **groups: Any) -> Contract:
    """A contract in a regime to begin with, of which some fields are others: `breach={"notice": None}`."""
    regime = REGIMES[name]
    made = {group: replace(getattr(regime, group), **values) for group, values in groups.items()}
    return contract(replace(regime, **made))


def walk(
    agreed: Contract, path: Sequence[steps.Step] = BOTH, at: datetime = AT, standing: Standing | None = None
) -> Standing:
    """The standing after some steps, all at one moment."""
    standing = standing or Standing()
    for step in path:
        standing = after(agreed, standing, step, at)
    return standing


def _party(name: str) -> Party:
    return Party(name, "Voorbeeldlaan 1", "1234 AB", "Utrecht", "12345678", "B. Voorbeeld", "director")
