"""Accounts of programs: opened by the organisation's administrator, closed by them or by the operator, at once."""

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.deliveries.models import Account, Session
from sluis.portal.deliveries.rights import ACCOUNTS
from sluis.portal.organisations.keeping import locked
from sluis.portal.organisations.models import ExchangeRole
from sluis.portal.organisations.selectors import certificates_in_force
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import deliverynet as codes


def open_account(actor: Actor, *, organisation: Organisation, role: ExchangeRole, party_id: str) -> Account:
    """Let a party's program come in.

    Raises:
        Refused: NO_CERTIFICATE, ACCOUNT_OPEN.
    """
    with changing(actor, ACCOUNTS, on=organisation) as change:
        mine = certificates_in_force(actor.at, [organisation])
        if not any((one.role, one.party_id) == (role.value, party_id) for one in mine):
            raise Refused(codes.NO_CERTIFICATE)
        if Account.everything.filter(role=role.value, party_id=party_id, closed_at=None).exists():
            raise Refused(codes.ACCOUNT_OPEN)
        made = Account(
            organisation=organisation, role=role.value, party_id=party_id, opened_at=actor.at, opened_by=actor.name
        )
        made.full_clean()
        made.save(force_insert=True)
        change.record("account.opened", made, objects={"party": party_id, "role": role.value})
    return made


def close_account(actor: Actor, *, account: Account) -> Account:
    """Let it come in no more; who is inside is out.

    Raises:
        Refused: GONE_ALREADY.
    """
    with changing(actor, ACCOUNTS, on=account) as change:
        found = locked(Account, account.pk)
        if found.closed_at is not None:
            raise Refused(access.GONE_ALREADY)
        found.closed_at, found.closed_by = actor.at, actor.name
        found.save()
        # what was signed to come in is remembered, so that it lets nobody in should the account be opened again
        Session.objects.filter(account=found, ends_at__gt=actor.at).update(ends_at=actor.at)
        change.record("account.closed", found)
    return found
