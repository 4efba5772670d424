"""The controller's answer: free, explicit, to one offer, until a day; and withdrawn as easily as given."""

from datetime import date, timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.recognising import day_of
from sluis.portal.support import rights, telling
from sluis.portal.support.agreed import deletion, require_agreed
from sluis.portal.support.models import HelpOffer, HelpRequest, State
from sluis.portal.support.stepping import counting, end_offer, locked, not_now, person_of
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.signatures import exact

LONGEST = timedelta(days=60)
USUAL = timedelta(days=14)


def terms_of(offer: HelpOffer) -> str:
    """Digest of exactly what an offer says."""
    said = {
        "offer": str(offer.pk), "request": str(offer.request_id), "way": offer.way, "what": offer.what,
        "why": offer.why, "codes": offer.codes, "fields": offer.fields, "records": offer.records,
        "clause": offer.clause,
    }  # fmt: skip
    return sha256(exact.dump(said)).hexdigest()


def consent(actor: Actor, *, offer: HelpOffer, until_on: date, seen: str) -> HelpOffer:
    """Consent to exactly what was shown, until and including a day.

    Args:
        seen: `terms_of` what the person read.
    Raises:
        Refused: GONE_ALREADY when it is not the offer that was read; NOT_NOW, no right, or what the agreement does not
            allow any more.
        ValidationError: a day that has passed or lies too far ahead.
    """
    today = day_of(actor.at)
    if not today <= until_on <= today + LONGEST:
        raise ValidationError({"until_on": _("Choose a day from today on, at most sixty days ahead.")})
    with changing(actor, rights.CONSENT, on=offer) as change:
        found, fresh = _answering(actor, offer)
        if seen != terms_of(fresh):
            raise Refused(access.GONE_ALREADY)
        require_agreed(found.agreement, actor.at)
        fresh.until_on, fresh.terms = until_on, seen
        _answer(change, found, fresh, HelpOffer.State.CONSENTED, State.CONSENTED)
        telling.tell_consented(change, fresh)
    return fresh


def decline(actor: Actor, *, offer: HelpOffer) -> HelpOffer:
    """Say no; no reason is asked.

    Raises:
        Refused: NOT_NOW, GONE_ALREADY, no right.
    """
    with changing(actor, rights.CONSENT, on=offer) as change:
        found, fresh = _answering(actor, offer)
        _answer(change, found, fresh, HelpOffer.State.DECLINED, State.DECLINED)
        telling.tell_declined(change, fresh)
    return fresh


def withdraw(actor: Actor, *, request: HelpRequest) -> HelpRequest:
    """Withdraw a consent: from now on nobody looks, and what was handed over is to be deleted.

    Raises:
        Refused: NOT_NOW without a consent, GONE_ALREADY, no right.
    """
    with changing(actor, rights.CONSENT, on=request) as change:
        person_of(actor)
        found = locked(request.pk)
        offer = counting(found)
        if offer is None or offer.state != HelpOffer.State.CONSENTED:
            raise not_now(found)
        end_consent(change, found, HelpOffer.State.WITHDRAWN)
        telling.tell_withdrawn(change, found)
    return found


def end_consent(change: Change, found: HelpRequest, state: HelpOffer.State) -> None:
    """A consent counts no more, because it was withdrawn or its last day passed."""
    end_offer(change, found, state)
    if found.state in (State.CONSENTED, State.RECEIVED):
        found.state = State.WITHDRAWN
    telling.settle_all(change, found)
    if found.holds_data:
        due = deletion(found.agreement, change.actor.at)
        if found.delete_by is None or due.due_at < found.delete_by:
            found.delete_by = due.due_at
            telling.ask_deletion(change, found, due)
    found.save()


def _answering(actor: Actor, offer: HelpOffer) -> tuple[HelpRequest, HelpOffer]:
    person_of(actor)
    found = locked(offer.request_id, State.OFFERED)
    fresh: HelpOffer | None = HelpOffer.everything.filter(pk=offer.pk, state=HelpOffer.State.OPEN).first()
    if fresh is None:
        raise Refused(access.GONE_ALREADY)
    return found, fresh


def _answer(change: Change, found: HelpRequest, fresh: HelpOffer, answer: HelpOffer.State, state: State) -> None:
    fresh.state = answer
    fresh.answered_at, fresh.answered_by = change.actor.at, change.actor.name
    fresh.answered_name = str(change.actor.person.name) if change.actor.person else ""
    fresh.full_clean()
    fresh.save()
    found.state = state
    found.save()
    digest = {"digest": fresh.terms} if fresh.terms else {}
    change.record(f"helpoffer.{answer.value}", fresh, objects={"helprequest": str(found.pk)} | digest)
