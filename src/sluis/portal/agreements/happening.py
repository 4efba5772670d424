"""What every step has in common: the row is held, the standing kept, the step remembered, and what follows is done."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sluis.agreement.contract import Side
from sluis.agreement.life import passing
from sluis.agreement.standing import Standing
from sluis.portal.access.changing import Change
from sluis.portal.agreements import duties
from sluis.portal.agreements.models import Agreement, Happening
from sluis.portal.agreements.wording import Happened
from sluis.portal.organisations.keeping import locked


def held(agreement: Agreement) -> Agreement:
    """The agreement as it is now, held until the commit; with the version that counts."""
    return locked(Agreement, agreement.pk)


def keep(change: Change, agreement: Agreement, standing: Standing) -> None:
    """Give an agreement another standing, and do what follows from it: tasks given and settled."""
    agreement.standing = standing
    agreement.save()
    duties.follow(change, agreement)


def remember(
    change: Change,
    agreement: Agreement,
    kind: Happened,
    *,
    side: Side | None = None,
    ref: str = "",
    reason: str = "",
    letter: str = "",
    facts: Mapping[str, Any] | None = None,
    until: datetime | None = None,
) -> Happening:
    """Keep that a step was taken; the evidence has it without the words."""
    made = Happening(
        organisation=agreement.organisation, agreement=agreement, kind=kind.value, side=side.value if side else "",
        at=change.actor.at, by=change.actor.name, ref=ref, reason=reason.strip(), registered_letter=letter.strip(),
        facts=dict(facts or {}), until=until,
    )  # fmt: skip
    made.full_clean()
    made.save(force_insert=True)
    about = {"agreement": str(agreement.pk)} | ({"code": str(facts["ground"])} if facts and facts.get("ground") else {})
    change.record(f"agreement.{kind.value}", made, objects=about)
    return made


def now(agreement: Agreement, at: datetime) -> Standing:
    """Where it stands at a moment."""
    return passing(agreement.contract, agreement.standing, at)
