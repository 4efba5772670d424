"""What the clock does: it ends consents, tells of what is late, and destroys keys of what is gone. It deletes nothing."""

from uuid import UUID

from django.db.models import Q

from sluis.agreement.standing import RUNNING
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.recognising import day_of
from sluis.portal.support import rights, shredding, telling
from sluis.portal.support.consenting import end_consent
from sluis.portal.support.models import HelpOffer, HelpRequest, Selection
from sluis.portal.support.stepping import counting, locked


def watch(actor: Actor) -> int:
    """End consents whose last day has passed or whose agreement ended, and say what was not deleted in time."""
    return _lapse(actor) + _late(actor)


def _lapse(actor: Actor) -> int:
    running = [state.value for state in RUNNING]
    over = Q(until_on__lt=day_of(actor.at)) | ~Q(request__agreement__state__in=running)
    ended = HelpOffer.everything.filter(over, state=HelpOffer.State.CONSENTED).order_by("pk")
    found = list(ended.values_list("request_id", flat=True))
    for pk in found:
        with changing(actor, rights.WATCH) as change:
            request = locked(pk)
            change.record("helprequest.followed", request)
            offer = counting(request)
            if offer is not None and offer.state == HelpOffer.State.CONSENTED:
                end_consent(change, request, HelpOffer.State.LAPSED)
                telling.tell_lapsed(change, request)
    return len(found)


def _late(actor: Actor) -> int:
    late = HelpRequest.everything.filter(delete_by__lt=actor.at, deleted_at=None, late_at=None)
    found = list(late.exclude(received_at=None).order_by("pk").values_list("pk", flat=True))
    for pk in found:
        with changing(actor, rights.WATCH) as change:
            request = locked(pk)
            change.record("helprequest.late", request)
            if request.is_late(actor.at) and request.late_at is None:
                request.late_at = actor.at
                request.save()
                telling.tell_late(change, request)
    return len(found)


def sweep(actor: Actor) -> int:
    """Destroy keys of which the content is gone: deleted with its organisation, or never stored."""
    there = set(Selection.objects.values_list("request_id", flat=True))
    return sum(_swept(actor, pk) for pk in shredding.kept_keys() if pk not in there)


def _swept(actor: Actor, pk: UUID) -> bool:
    """Looked at again while the request is held: somebody may be handing over this very moment."""
    with changing(actor, rights.WATCH) as change:
        request = HelpRequest.everything.select_for_update().filter(pk=pk).first()
        gone = not Selection.objects.filter(request=pk).exists() and shredding.shred(pk)
        change.record("helprequest.swept", request, objects={"reference": str(pk)})
    return gone
