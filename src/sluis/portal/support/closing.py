"""Closing a request, and deleting what was handed over: at once, or by hand within the term."""

from datetime import timedelta
from hashlib import sha256

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.holdings.destroying import overwriting
from sluis.portal.support import rights, shredding, telling
from sluis.portal.support.agreed import backup_days, deletion
from sluis.portal.support.models import HelpOffer, HelpRequest, Selection, State
from sluis.portal.support.plainness import plain
from sluis.portal.support.stepping import counting, end_offer, locked, not_now, person_of

OPEN = tuple(state for state in State if state not in (State.CLOSED, State.DELETED))


def close(actor: Actor, *, request: HelpRequest, result: str, keep: bool = False) -> HelpRequest:
    """Close it. What was handed over is deleted now, or kept until the term has passed, which begins now.

    Raises:
        Refused: LOOKS_PERSONAL, NOT_NOW, GONE_ALREADY, no right.
    """
    actor.require(rights.HELP, request)
    person_of(actor)
    plain(result)
    with overwriting(), changing(actor, rights.HELP, on=request) as change:
        found = locked(request.pk, *OPEN)
        found.state, found.closed_at, found.closed_by = State.CLOSED, actor.at, actor.name
        found.result, found.kept = result.strip(), keep and found.holds_data
        _end_offers(change, found)
        change.record("helprequest.closed", found, counts={"records": _records(found)})
        if found.kept:
            _begin_term(change, found)
        elif found.holds_data:
            _destroy(change, found)
            telling.tell_deleted(change, found)
        telling.settle_all(change, found)
        found.full_clean()
        found.save()
        telling.tell_closed(change, found)
    return found


def delete(actor: Actor, *, request: HelpRequest) -> HelpRequest:
    """Delete what was handed over, for good; a person does this, and its proof stays.

    Raises:
        Refused: NOT_NOW, GONE_ALREADY, no right.
    """
    with overwriting(), changing(actor, rights.DELETE, on=request) as change:
        person_of(actor)
        found = locked(request.pk, State.WITHDRAWN, State.CLOSED)
        if not found.holds_data:
            raise not_now(found)
        if found.closed_at is None:
            found.closed_at, found.closed_by = actor.at, actor.name
        _destroy(change, found)
        end_offer(change, found, HelpOffer.State.LAPSED)
        found.save()
        telling.settle_all(change, found)
        telling.tell_deleted(change, found)
    return found


def _end_offers(change: Change, found: HelpRequest) -> None:
    """A consent goes on only for what is kept."""
    offer = counting(found)
    if offer is None or (found.kept and offer.state == HelpOffer.State.CONSENTED):
        return
    open_ = offer.state == HelpOffer.State.OPEN
    end_offer(change, found, HelpOffer.State.RETRACTED if open_ else HelpOffer.State.LAPSED)


def _begin_term(change: Change, found: HelpRequest) -> None:
    """From closing; the term that began with an earlier withdrawal of the consent ends first, and goes on."""
    due = deletion(found.agreement, change.actor.at)
    if found.delete_by is None or due.due_at < found.delete_by:
        found.delete_by = due.due_at
        telling.ask_deletion(change, found, due)


def _destroy(change: Change, found: HelpRequest) -> None:
    """The key first: when anything fails after it, the content is unreadable, and deleting is done once more."""
    kept = Selection.objects.filter(request=found).first()
    records = kept.records if kept else 0
    found.proof = sha256(bytes(kept.sealed)).hexdigest() if kept else ""
    shredding.shred(found.pk)
    Selection.objects.filter(request=found).delete()
    actor = change.actor
    found.state, found.deleted_at, found.deleted_by = State.DELETED, actor.at, actor.name
    found.gone_by = actor.at + timedelta(days=backup_days(found.agreement))
    proof = {"proof": found.proof} if found.proof else {}
    change.record("helprequest.deleted", found, objects=proof, counts={"records": records})


def _records(found: HelpRequest) -> int:
    kept = Selection.objects.filter(request=found).first()
    return kept.records if kept else 0
