"""The three parties to a specification: its sources, the commissioning party and the TTP; and who decides for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Grant, Organisation, Person
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.access.standing import current_grants
from sluis.portal.specifications.models import Dataspec, PartyKind, Specapproval, Specsource, Specversion
from sluis.portal.specifications.rights import APPROVE

Decision = Specapproval.Decision


@dataclass(frozen=True, slots=True)
class Stand:
    """A party, and what it decided about a version; none while it did not."""

    kind: PartyKind
    organisation: Organisation
    approval: Specapproval | None = None

    @property
    def approved(self) -> bool:
        """Whether it agrees."""
        return self.approval is not None and self.approval.decision == Decision.APPROVED


def sources_of(dataspec: Dataspec) -> list[Organisation]:
    """Who delivers under it now."""
    now = Specsource.everything.filter(dataspec=dataspec, ended_at=None)
    return [each.source for each in now.select_related("source").order_by("source__name", "pk")]


def operator() -> Organisation | None:
    """Who runs this installation, and so is the TTP."""
    found: Organisation | None = Organisation.everything.filter(is_operator=True).first()
    return found


def parties_of(dataspec: Dataspec) -> list[Stand]:
    """Who must agree to a version: every source, the commissioning party, the TTP."""
    ttp = operator()
    found = [Stand(PartyKind.SOURCE, each) for each in sources_of(dataspec)]
    found.append(Stand(PartyKind.COMMISSIONER, dataspec.organisation))
    return [*found, Stand(PartyKind.TTP, ttp)] if ttp else found


def stands(version: Specversion, approvals: Iterable[Specapproval] | None = None) -> list[Stand]:
    """The parties with what each decided."""
    if approvals is None:
        approvals = Specapproval.everything.filter(version=version)
    made = {(each.kind, each.organisation_id): each for each in approvals}
    return [
        Stand(each.kind, each.organisation, made.get((each.kind.value, each.organisation.pk)))
        for each in parties_of(version.dataspec)
    ]


def open_to(actor: Actor, parties: Sequence[Stand]) -> list[Stand]:
    """The parties for which somebody's own organisation has still to decide."""
    mine = actor.organisation.pk if actor.organisation and actor.mandate is None else None
    return [each for each in parties if each.organisation.pk == mine and each.approval is None]


def is_open(version: Specversion, kind: PartyKind) -> bool:
    """Whether a party can decide: while it is proposed, and as a source that came later also afterwards."""
    State = Specversion.State  # noqa: N806 - a class
    late = kind is PartyKind.SOURCE and version.state in (State.APPROVED, State.ACTIVE)
    return version.state == State.PROPOSED or late


def kinds_of(actor: Actor, dataspec: Dataspec) -> list[PartyKind]:
    """What the organisation for which somebody acts is to a specification."""
    return [each.kind for each in parties_of(dataspec) if each.organisation == actor.organisation]


def deciders(organisation: Organisation, at: datetime, *, besides: Iterable[str] = ()) -> list[Person]:
    """Who can decide for an organisation, without those who drew the version up (`person:…`)."""
    roles = APPROVE.operator_roles if organisation.is_operator else APPROVE.roles
    granted = _granted(organisation, at).filter(role__in=[role.value for role in roles])
    left_out = [each.removeprefix("person:") for each in besides]
    people = Person.everything.filter(pk__in=granted.values("person"), is_active=True).exclude(pk__in=left_out)
    return list(people.select_related("organisation").order_by("name", "pk"))


def deciding_role(organisation: Organisation, at: datetime, people: Sequence[Person]) -> Role:
    """The role to which the task is given: the first that one of these people has."""
    held = set(_granted(organisation, at).filter(person__in=people).values_list("role", flat=True))
    order = (Role.CONTRACT_MANAGER, Role.BOARD, Role.MANAGEMENT)
    return next((role for role in order if role.value in held), Role.BOARD)


def _granted(organisation: Organisation, at: datetime) -> QuerySet[Grant]:
    found: QuerySet[Grant] = Grant.everything.filter(current_grants(day_of(at)), organisation=organisation)
    return found
