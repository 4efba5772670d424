"""What pages show about people: always through what the actor may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Grant, Organisation, Person, Statement
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.access.standing import current_grants
from sluis.portal.ledger.models import Entry
from sluis.portal.people.happenings import KINDS
from sluis.portal.people.models import Decision, Invitation, Review
from sluis.portal.people.reviewing import deciding_roles
from sluis.portal.people.rights import DECIDE, INVITE, REVIEW, SEE


def people(actor: Actor) -> QuerySet[Person]:
    """Everybody whom this actor may see, with current roles and what access needs; a fixed number of queries."""
    today = day_of(actor.at)
    current = Grant.everything.filter(current_grants(today)).order_by("role")
    signed = Statement.everything.filter(Statement.in_force(today), person=OuterRef("pk"))
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type__in=kinds)
    found: QuerySet[Person] = (
        Person.people.visible_to(actor, SEE)
        .select_related("organisation")
        .annotate(has_statement=Exists(signed), has_factor=Exists(factor))
        .prefetch_related(Prefetch("grants", current, to_attr="current"))
    )
    return found


def with_role(today: date, role: str) -> Q:
    """Those who have a role now."""
    return Q(Exists(Grant.everything.filter(current_grants(today), person=OuterRef("pk"), role=role)))


def holders(organisation: Organisation, today: date, roles: Collection[str]) -> QuerySet[Person]:
    """The people at work there who have one of these roles now; for programs."""
    held = Grant.everything.filter(current_grants(today), person=OuterRef("pk"), role__in=roles)
    there: QuerySet[Person] = Person.everything.filter(organisation=organisation, is_active=True, left_on=None)
    return there.filter(Exists(held)).order_by("pk")


def role_held(organisation: Organisation, today: date, roles: Sequence[Role]) -> Role:
    """The first of these roles that somebody there has now; the first of all when nobody has any."""
    held = set(Grant.everything.filter(current_grants(today), organisation=organisation).values_list("role", flat=True))
    return next((role for role in roles if role.value in held), roles[0])


def lacks_something() -> Q:
    """Those at work whose access is closed until something is put right."""
    needs = Q(organisation__is_operator=True) | Q(organisation__second_factor_required=True)
    return Q(has_statement=False) | (needs & Q(has_factor=False))


def invitations(actor: Actor) -> QuerySet[Invitation]:
    """Those that this actor may send again or withdraw."""
    found: QuerySet[Invitation] = Invitation.objects.visible_to(actor, INVITE).select_related("organisation")
    return found


def reviews(actor: Actor) -> QuerySet[Review]:
    """Those that this actor may see, with how many rights they hold and how many are still to decide."""
    seen = Review.objects.visible_to(actor, DECIDE) | Review.objects.visible_to(actor, REVIEW)
    waiting = Count("decisions", filter=Q(decisions__outcome=Decision.Outcome.OPEN))
    found: QuerySet[Review] = seen.select_related("organisation", "reviewer").annotate(
        rights=Count("decisions"), waiting=waiting
    )
    return found


def reviewers(actor: Actor, organisation: Organisation) -> QuerySet[Person]:
    """Those of the organisation, and for the operator's staff those of the operator, who can review."""
    today = day_of(actor.at)

    def deciding(operator: bool) -> Q:
        roles = deciding_roles(operator=operator)
        held = Grant.everything.filter(current_grants(today), person=OuterRef("pk"), role__in=roles)
        return Q(Exists(held)) & Q(organisation__is_operator=operator)

    seen = Person.people.visible_to(actor, SEE).filter(is_active=True, left_on=None)
    home = Q(organisation=organisation) | Q(organisation__is_operator=True)
    found: QuerySet[Person] = seen.filter(home & (deciding(True) | deciding(False)))
    return found


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of what happened about somebody."""

    at: Any
    kind: str
    outcome: str
    own: bool

    @property
    def words(self) -> Any:
        """What, for people."""
        return KINDS.get(self.kind, self.kind)


def last_events(person: Person, number: int = 10) -> list[Happened]:
    """What happened last about somebody, from the evidence."""
    lines = Entry.objects.filter(subject=person.subject).order_by("-n")[:number]
    own = f"person:{person.pk}"
    return [Happened(one.at, one.kind, one.outcome, one.actor == own) for one in lines]


def names_of(actors: set[str]) -> dict[str, str]:
    """The names behind `person:…`, for who gave or withdrew something."""
    numbers = [one.removeprefix("person:") for one in actors if one.startswith("person:")]
    return {f"person:{pk}": name for pk, name in Person.everything.filter(pk__in=numbers).values_list("pk", "name")}


def counts(organisation: Organisation, today: date) -> dict[str, int]:
    """How many people an organisation has, and how many invitations wait."""
    at_work = Person.everything.filter(organisation=organisation, is_active=True, left_on=None)
    administrators = at_work.filter(with_role(today, "administrator"))
    waiting = Invitation.everything.filter(organisation=organisation, accepted_at=None, withdrawn_at=None)
    return {"people": at_work.count(), "administrators": administrators.count(), "invitations": waiting.count()}
