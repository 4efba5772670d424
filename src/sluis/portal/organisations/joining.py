"""Care groups and co-operatives: a party is a member from a day, and not twice at once (P-13)."""

from datetime import date

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.organisations.keeping import finish, locked
from sluis.portal.organisations.models import Membership
from sluis.portal.organisations.remembering import remember
from sluis.portal.organisations.rights import CHANGE
from sluis.refusals import Refused
from sluis.refusals.catalogue import organisations as codes


def join(
    actor: Actor,
    *,
    organisation: Organisation,
    group: Organisation,
    kind: Membership.Kind,
    starts_on: date,
    ends_on: date | None = None,
) -> Membership:
    """A party becomes a member of a group.

    Raises:
        Refused: MEMBERSHIP_OVERLAPS (also with itself), ENDED.
    """
    made = Membership(organisation=organisation, group=group, kind=kind, starts_on=starts_on, ends_on=ends_on)
    with changing(actor, CHANGE, on=organisation) as change:
        member = locked(Organisation, organisation.pk)
        if any(each.ended_on and each.ended_on <= starts_on for each in (member, group)):
            raise Refused(codes.ENDED)
        same = Membership.everything.filter(organisation=organisation, group=group)
        if organisation.pk == group.pk or same.filter(Membership.overlapping(starts_on, ends_on)).exists():
            raise Refused(codes.MEMBERSHIP_OVERLAPS)
        made.full_clean()
        made.save(force_insert=True)
        remember(change, made, {}, "membership.begun")
        change.record("membership.begun", made)
    return made


def leave(actor: Actor, *, membership: Membership, last_day: date) -> Membership:
    """A party is a member until and including a day.

    Raises:
        Refused: PERIOD_CLOSED.
    """
    return finish(actor, CHANGE, membership, "membership.ended", last_day)
