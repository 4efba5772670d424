"""What others may ask about specifications. Programs and services ask; pages limit what they ask for themselves."""

from datetime import date

from django.db.models import Q

from sluis.portal.access.models import Organisation
from sluis.portal.specifications.models import Dataspec, PartyKind, Specapproval, Specsource, Specversion


def version_for(dataspec: Dataspec, day: date) -> Specversion | None:
    """The version that held, holds or will hold on a day; deliveries of that day follow it. None when there is none."""
    found: Specversion | None = Specversion.everything.filter(Specversion.holding(day), dataspec=dataspec).first()
    return found


def active_version(dataspec: Dataspec, day: date, *, source: Organisation | None = None) -> Specversion | None:
    """The version that holds on a day: approved by all three parties, and signed.

    Args:
        source: for a source that came later, only a version to which it agreed itself.
    """
    found = version_for(dataspec, day)
    if found is None or source is None or agreed(found, source):
        return found
    return None


def agreed(version: Specversion, source: Organisation) -> bool:
    """Whether an organisation approved a version as a source."""
    decided = {"decision": Specapproval.Decision.APPROVED, "kind": PartyKind.SOURCE, "digest": version.sha256}
    return Specapproval.everything.filter(version=version, organisation=source, **decided).exists()


def specifications_of(organisation: Organisation) -> list[Dataspec]:
    """The specifications to which an organisation is a party now: that it keeps, or under which it delivers; as the TTP
    all of them."""
    if organisation.is_operator:
        found = Dataspec.everything.all()
    else:
        delivers = Specsource.everything.filter(source=organisation, ended_at=None)
        found = Dataspec.everything.filter(Q(organisation=organisation) | Q(pk__in=delivers.values("dataspec")))
    return list(found.select_related("organisation").order_by("title", "pk"))


def versions_to_sign() -> list[Specversion]:
    """Versions that every party approved and that have no signature yet, in the order in which they were; for the
    custodian."""
    waiting = Specversion.everything.filter(state=Specversion.State.APPROVED)
    return list(waiting.select_related("dataspec__organisation").order_by("approved_at", "pk"))
