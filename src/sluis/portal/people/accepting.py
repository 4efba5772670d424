"""Accepting an invitation: the link becomes a person with a password and the roles that were promised."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError
from django.db.models import Q

from sluis.portal.access.actor import program
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Person
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.people import granting
from sluis.portal.people.checklist import begin_checklist
from sluis.portal.people.models import Invitation
from sluis.refusals import Refused
from sluis.refusals.catalogue import people as codes


def waiting(digest: str, at: datetime) -> Invitation | None:
    """The invitation to which a link leads, when it can still be accepted."""
    found: Invitation | None = (
        Invitation.everything.select_related("organisation").filter(_still_counts(digest, at)).first()
    )
    return found


def accept(at: datetime, *, digest: str, name: str, password: str, language: str) -> Person:
    """Become a person of the organisation.

    Args:
        at: now.
        digest: of the link's token.
        name: as the person writes it.
        password: that was checked by the form.
        language: of the person's pages and messages.
    Raises:
        Refused: LINK_SPENT, also when it was accepted twice at the same time.
    """
    actor, hashed = program("invitation", at), make_password(password)
    try:
        with keeping(actor) as change:
            invitation = _use(digest, at)
            person = Person(
                organisation=invitation.organisation, name=name, email=invitation.email, language=language,
                joined_on=day_of(at), password=hashed,
            )  # fmt: skip
            person.full_clean(validate_unique=False)
            person.save(force_insert=True)
            change.record("invitation.accepted", invitation)
            change.record("person.joined", person, objects={"invitation": str(invitation.pk)})
            for role in _promised(invitation, at):
                granting.add(change, person=person, role=role, ends_on=invitation.ends_on, by=invitation.invited_by)
            begin_checklist(change, person)
    except IntegrityError:
        raise Refused(codes.LINK_SPENT) from None
    return person


def _still_counts(digest: str, at: datetime) -> Q:
    there = Q(organisation__ended_on=None) | Q(organisation__ended_on__gt=day_of(at))
    return there & Q(digest=digest, accepted_at=None, withdrawn_at=None, expires_at__gt=at)


def _use(digest: str, at: datetime) -> Invitation:
    found: Invitation | None = (
        Invitation.everything.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(_still_counts(digest, at))
        .first()
    )
    if found is None:
        raise Refused(codes.LINK_SPENT)
    found.accepted_at, found.digest = at, None
    found.save()
    return found


def _promised(invitation: Invitation, at: datetime) -> list[Role]:
    """The roles, as far as they can still be had."""
    over = invitation.ends_on is not None and invitation.ends_on < day_of(at)
    allowed = roles_for(operator=invitation.organisation.is_operator)
    return [] if over else [role for role in map(Role, invitation.roles) if role in allowed]
