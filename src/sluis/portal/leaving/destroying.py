"""Destroying what is in use: a job, kind by kind, each in a transaction of its own.

Killed at any moment it goes on where it was: a kind that is gone is counted already, and one that is not is done again.
What came in meanwhile goes in the next pass. It is finished only in a transaction in which nothing is left.
"""

from collections.abc import Mapping
from contextlib import suppress

from django.conf import settings
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils import translation

from sluis.deadlines import Term, day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Grant, Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.holdings.blocking import block, lift
from sluis.portal.holdings.destroying import destroy, files_in, overwriting, swept
from sluis.portal.holdings.going import Going
from sluis.portal.holdings.holds import held_back
from sluis.portal.holdings.register import Holding, held
from sluis.portal.holdings.sorting import ordered
from sluis.portal.leaving.expiring import watch_backups
from sluis.portal.leaving.models import Destruction, locked
from sluis.portal.leaving.renewing import renew
from sluis.portal.leaving.rights import CONFIRM
from sluis.portal.notifications.sending import send

State = Destruction.State
MOST_PASSES = 5
"""In one round; who keeps adding records is served again in the next one."""


def destroy_confirmed(actor: Actor) -> int:
    """Destroy all that was confirmed, and again what came in before it was proven; how many were finished."""
    renew(actor)
    whole = Destruction.everything.select_related("organisation").order_by("confirmed_at")
    came_in = [each for each in whole.filter(state=State.DESTROYED, first_proof=None) if left(each)]
    return sum(carry_out(actor, found) for found in [*whole.filter(state=State.CONFIRMED), *came_in])


def carry_out(actor: Actor, destruction: Destruction) -> bool:
    """Destroy the records of one; whether there was something to finish."""
    organisation, choice = destruction.organisation, destruction.choice
    with overwriting():
        _block(actor, destruction)
        for _pass in range(MOST_PASSES):
            gone = Going(organisation, choice, destruction.blocked)
            for holding in ordered():
                _kind(actor, destruction, holding, gone)
            if _finish(actor, destruction):
                break
    swept([each for each in ordered() if choice.has(each)])
    return Destruction.everything.filter(pk=destruction.pk, destroyed_at=actor.at, organisation=organisation).exists()


def left(destruction: Destruction) -> int:
    """How many records are there that should be gone."""
    gone = Going(destruction.organisation, destruction.choice, destruction.blocked)
    return sum(gone.of(each).count() for each in ordered())


def _block(actor: Actor, destruction: Destruction) -> None:
    """What cannot be destroyed is blocked first, and the organisation is told at once."""
    back = held_back(destruction.organisation, actor.at)
    gone = Going(destruction.organisation, destruction.choice)
    new = {
        name: str(reason) for name, reason in _english(back).items()
        if destruction.choice.has(held()[name]) and name not in destruction.blocked
        and gone.of(held()[name]).exists()
    }  # fmt: skip
    if not new:
        return
    with changing(actor, CONFIRM, on=destruction) as change:
        found = locked(destruction.pk)
        for name, reason in new.items():
            block(change, organisation=found.organisation, holding=held()[name], reason=reason)
        found.blocked = {**found.blocked, **new}
        found.save()
        change.record("destruction.blocked", found, counts={"values": len(new)})
        for person in deciders(found.organisation):
            facts: dict[str, str | int] = {"name": person.name, "count": len(new)}
            send(change, to=person, template="leaving/blocked", facts=facts)
    destruction.blocked = found.blocked


def _english(back: Mapping[str, object]) -> dict[str, str]:
    """Reasons as they stand in a proof, which has one language."""
    with translation.override("en"):
        return {name: str(reason) for name, reason in back.items()}


def deciders(organisation: Organisation) -> list[Person]:
    """Who decides for an organisation, to be told."""
    roles = (Role.BOARD.value, Role.ADMINISTRATOR.value)
    holding = Grant.everything.filter(organisation=organisation, role__in=roles, withdrawn_at=None).values("person")
    return list(Person.everything.filter(organisation=organisation, pk__in=holding, is_active=True).order_by("pk"))


def _kind(actor: Actor, destruction: Destruction, holding: Holding, gone: Going) -> None:
    """One kind; what somebody began to refer to in the meantime is judged again in the next pass."""
    if gone.of(holding).exists():
        with suppress(ProtectedError, IntegrityError):
            _destroy(actor, destruction, holding, gone)


def _destroy(actor: Actor, destruction: Destruction, holding: Holding, gone: Going) -> None:
    """One kind, in one transaction with its count."""
    with changing(actor, CONFIRM, on=destruction) as change:
        found, records = locked(destruction.pk), gone.of(holding)
        files = files_in(holding, records)
        count = destroy(holding, records)
        found.counts = {**found.counts, holding.record: found.counts.get(holding.record, 0) + count}
        found.files += files
        found.save(update_fields=["counts", "files"])
        about = {"holding": holding.record}
        change.record("destruction.kind", found, objects=about, counts={"records": count, "files": files})
        if not records.exists():
            lift(change, organisation=destruction.organisation, record=holding.record)


def _finish(actor: Actor, destruction: Destruction) -> bool:
    """Nothing is left: say so; whether that is so."""
    with changing(actor, CONFIRM, on=destruction) as change:
        found: Destruction = locked(destruction.pk)
        if left(found):
            change.record("destruction.again", found)
            return False
        if found.state == State.CONFIRMED:
            _destroyed(change, found)
        else:  # what came in before it was proven is gone as well
            change.record("destruction.again", found)
    return True


def _destroyed(change: Change, found: Destruction) -> None:
    at, days = change.actor.at, settings.INSTALLATION.backup_retention_days
    found.destroyed_at, found.destroyed_by = at, change.actor.name
    found.backups_until = day_of(Term.read(f"{days} days").after(at))
    found.state = State.DESTROYED if found.counts or not found.blocked else State.BLOCKED
    found.save()
    change.record("destruction.destroyed", found, counts={"records": found.records, "files": found.files})
    watch_backups(change, found)
    for person in deciders(found.organisation):
        send(change, to=person, template="leaving/destroyed", facts={"name": person.name})
