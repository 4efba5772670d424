"""Ids for the addresses of holdings."""

from typing import Any

from casting import make

from sluis.portal.access.models import Organisation
from sluis.portal.holdings.models import Retention


def examples(home: Organisation) -> dict[str, dict[str, Any]]:
    """Address → what it takes."""
    make(Retention(organisation=home, record="tasks.task", term="3 years"))
    own = {"pk": home.pk}
    return {
        "holdings:organisation": own,
        "holdings:term": own | {"record": "tasks.task"},
    }
