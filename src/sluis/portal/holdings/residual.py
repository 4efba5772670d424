"""What is still there of an organisation that has left: the check before an agreement is closed (Z-17)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import Organisation
from sluis.portal.holdings.counting import records
from sluis.portal.holdings.going import Going
from sluis.portal.holdings.holds import held_back
from sluis.portal.holdings.register import Holding, held
from sluis.portal.ui.navigation import Text

NOT_YET = _("It was not destroyed yet.")
REFERRED_TO = _("Something that remains, or that belongs to another organisation, refers to it.")


@dataclass(frozen=True, slots=True)
class Left:
    """Records of one kind that are still there."""

    holding: Holding
    count: int
    reason: Text


def residue(organisation: Organisation, at: datetime) -> list[Left]:
    """What should be gone and is not; empty when the organisation's data are all destroyed."""
    back, gone, found = held_back(organisation, at), Going(organisation), []
    for name, holding in held().items():
        if count := gone.of(holding).count():
            found.append(Left(holding, count, back.get(name, NOT_YET)))
    return found


def remaining(organisation: Organisation) -> list[Left]:
    """What stays with the operator after everything was destroyed, and why."""
    gone, found = Going(organisation), []
    for holding in held().values():
        if count := records(holding, organisation).exclude(pk__in=gone.of(holding).values("pk")).count():
            found.append(Left(holding, count, holding.remains or REFERRED_TO))
    return found
