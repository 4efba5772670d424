"""The life line of a help request."""

from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.support.models import ENDED, HelpOffer, HelpRequest, Way
from sluis.portal.support.models import State as Stands
from sluis.portal.ui.life import Life, State, Step
from sluis.portal.ui.moments import day


def of_request(found: HelpRequest, offer: HelpOffer | None, at: datetime) -> Life:
    """Asked, offered, answered, handed over, closed, deleted.

    Args:
        offer: the last one.
    """
    steps = [Step(_("Asked"), State.DONE, found.asked_at)]
    steps += _answered(found, offer)
    if found.received_at or (offer and offer.way == Way.SELECTION and found.state == Stands.CONSENTED):
        steps.append(Step(_("Handed over"), State.DONE if found.received_at else State.NOW, found.received_at))
    helping = found.state in (Stands.CONSENTED, Stands.RECEIVED) and steps[-1].state is State.DONE
    closed = State.DONE if found.closed_at else State.NOW if helping else State.NEXT
    steps.append(Step(_("Closed"), closed, found.closed_at))
    if found.received_at:
        steps.append(_deletion(found))
    return Life(steps, *_next(found, at))


def _deletion(found: HelpRequest) -> Step:
    if found.deleted_at:
        return Step(_("Deleted"), State.DONE, found.deleted_at)
    return Step(_("To be deleted"), State.NOW if found.delete_by else State.NEXT, found.delete_by)


def _answered(found: HelpRequest, offer: HelpOffer | None) -> list[Step]:
    if offer is None or offer.state == HelpOffer.State.RETRACTED:
        return [] if found.state in ENDED else [Step(_("Offer of help"), State.NOW), Step(_("Consent of the source"))]
    offered = Step(_("Offer of help"), State.DONE, offer.offered_at)
    if offer.state == HelpOffer.State.OPEN:
        return [offered, Step(_("Consent of the source"), State.NOW)]
    if offer.state == HelpOffer.State.DECLINED:
        return [offered, Step(_("Declined"), State.FAILED, offer.answered_at)]
    answered = [offered, Step(_("Consent of the source"), State.DONE, offer.answered_at)]
    if offer.state == HelpOffer.State.WITHDRAWN:
        answered.append(Step(_("Consent withdrawn"), State.FAILED, offer.ended_at))
    return answered


def _next(found: HelpRequest, at: datetime) -> tuple[str, bool]:
    if found.holds_data and found.delete_by:
        words = gettext("What was handed over is deleted on %(day)s at the latest") % {"day": day(found.delete_by)}
        return words, found.is_late(at)
    says = {
        Stands.ASKED: gettext("The service desk says what it wants to see"),
        Stands.OFFERED: gettext("The source decides; without its consent nothing is seen"),
        Stands.DECLINED: gettext("The service desk makes another offer, or closes the request"),
        Stands.CONSENTED: gettext("Help can be given as was consented to"),
        Stands.RECEIVED: gettext("The service desk looks at the selection"),
        Stands.WITHDRAWN: gettext("Nothing may be seen any more"),
    }
    return says.get(Stands(found.state), ""), False
