"""The list of quality registries, and whether a statutory delivery may rest on it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from sluis.agreement.contract import Contract
from sluis.deadlines import day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation
from sluis.portal.agreements.models import QualityRegistry
from sluis.portal.agreements.rights import KEEP_REGISTRIES
from sluis.portal.organisations.keeping import add, alter
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreeing as codes


def record(actor: Actor, *, data: Mapping[str, Any]) -> QualityRegistry:
    """Put a registry on the list.

    Raises:
        ValidationError: the data cannot be so.
    """
    operator = Organisation.everything.get(is_operator=True)
    return add(actor, KEEP_REGISTRIES, QualityRegistry(organisation=operator, **data), "registry.recorded")


def change(actor: Actor, *, registry: QualityRegistry, data: Mapping[str, Any]) -> QualityRegistry:
    """Change what the list says.

    Raises:
        ValidationError: the data cannot be so.
    """
    return alter(actor, KEEP_REGISTRIES, registry, "registry.changed", data)


def is_registered(name: str, entry: str, at: datetime) -> bool:
    """Whether a registry stands in the statutory register on the day of a moment, with this entry."""
    today = day_of(at)
    since = Q(starts_on=None) | Q(starts_on__lte=today)
    until = Q(ends_on=None) | Q(ends_on__gte=today)
    found = QualityRegistry.everything.filter(since, until, name=name, entry=entry)
    return bool(entry) and found.exists()


def require_registered(contract: Contract, at: datetime) -> None:
    """Refuse what rests on the statutory duty without an entry; other grounds do not need one (Z-06).

    Raises:
        Refused: REGISTRY_UNKNOWN.
    """
    said = contract.statutory
    if said.duty and not is_registered(said.registry, said.registry_entry, at):
        raise Refused(codes.REGISTRY_UNKNOWN, name=said.registry)
