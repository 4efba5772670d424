"""Inviting somebody by e-mail. Inviting with roles is giving roles, so the same checks hold."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import IntegrityError

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.notifications.sending import send
from sluis.portal.people import tokens
from sluis.portal.people.granting import lock, require_may_give
from sluis.portal.people.models import Invitation
from sluis.portal.people.rights import INVITE
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as access_codes
from sluis.refusals.catalogue import people as codes

VALID = timedelta(days=7)


def invite(
    actor: Actor,
    *,
    organisation: Organisation,
    name: str,
    email: str,
    roles: Sequence[Role],
    ends_on: date | None = None,
    language: str = "nl",
) -> Invitation:
    """Invite somebody to an organisation.

    Raises:
        Refused: CANNOT_INVITE when somebody anywhere has the address, without saying where; as `require_may_give`; no right.
    """
    with changing(actor, INVITE, on=organisation) as change:
        lock(organisation)
        require_may_give(actor, organisation, roles, ends_on)
        made = Invitation(
            organisation=organisation, name=name, email=email.lower(), language=language, ends_on=ends_on,
            roles=sorted({role.value for role in roles}), invited_at=actor.at, invited_by=actor.name,
            expires_at=actor.at + VALID,
        )  # fmt: skip
        made.full_clean(validate_constraints=False)
        _require_free(change, made)
        token, made.digest = tokens.new()
        try:
            made.save(force_insert=True)
        except IntegrityError:
            raise Refused(codes.CANNOT_INVITE) from None
        _tell(change, made, token, "invitation.sent")
    return made


def send_again(actor: Actor, *, invitation: Invitation) -> Invitation:
    """Send another link; the earlier one is void.

    Raises:
        Refused: GONE_ALREADY when it was accepted or withdrawn; as `require_may_give`; no right.
    """
    with changing(actor, INVITE, on=invitation) as change:
        lock(invitation.organisation)
        found = _open(invitation)
        require_may_give(actor, found.organisation, [Role(role) for role in found.roles], found.ends_on)
        token, found.digest = tokens.new()
        found.expires_at, found.invited_by = actor.at + VALID, actor.name
        found.save()
        _tell(change, found, token, "invitation.sent-again")
    return found


def withdraw(actor: Actor, *, invitation: Invitation) -> Invitation:
    """Withdraw an invitation; its link is void.

    Raises:
        Refused: GONE_ALREADY, or no right.
    """
    with changing(actor, INVITE, on=invitation) as change:
        found = _open(invitation)
        _end(change, found)
    return found


def withdraw_of(change: Change, person: Person) -> None:
    """Withdraw what somebody invited who may no longer; whoever may can invite again."""
    mine = Invitation.everything.select_for_update().filter(
        invited_by=f"person:{person.pk}", accepted_at=None, withdrawn_at=None
    )
    for each in mine:
        _end(change, each)


def _require_free(change: Change, wanted: Invitation) -> None:
    """Nobody has the address, and no invitation of this organisation waits; one that ran out makes room.

    Invitations of other organisations do not count: that would tell about them, and let them keep addresses taken. Who
    accepts one makes the others worthless.
    """
    ended = wanted.organisation.ended_on
    if (ended and ended <= day_of(change.actor.at)) or Person.everything.filter(email=wanted.email).exists():
        raise Refused(codes.CANNOT_INVITE)
    waiting = Invitation.everything.select_for_update().filter(
        organisation=wanted.organisation, email=wanted.email, accepted_at=None, withdrawn_at=None
    )
    for each in waiting:
        if each.expires_at > change.actor.at:
            raise Refused(codes.CANNOT_INVITE)
        _end(change, each)


def _open(invitation: Invitation) -> Invitation:
    found: Invitation = (
        Invitation.everything.select_for_update(of=("self",)).select_related("organisation").get(pk=invitation.pk)
    )
    if not found.is_open:
        raise Refused(access_codes.GONE_ALREADY)
    return found


def _end(change: Change, invitation: Invitation) -> None:
    invitation.withdrawn_at, invitation.digest = change.actor.at, None
    invitation.save()
    change.record("invitation.withdrawn", invitation)


def _tell(change: Change, invitation: Invitation, token: str, kind: str) -> None:
    facts = {"name": invitation.name, "organisation": invitation.organisation.name,
             "link": tokens.link("people:join-link", token)}  # fmt: skip
    send(
        change, to=invitation.email, template="people/invited", facts=facts, language=invitation.language,
        organisation=invitation.organisation,
    )  # fmt: skip
    change.record(kind, invitation)
