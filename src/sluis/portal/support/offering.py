"""What the service desk asks to see: a limited offer, which the source is free to decline."""

from collections.abc import Sequence

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.support import rights, telling
from sluis.portal.support.agreed import most_records, require_agreed
from sluis.portal.support.models import MOST_BYTES, HelpOffer, HelpRequest, State, Way
from sluis.portal.support.plainness import plain
from sluis.portal.support.stepping import end_offer, locked, not_now, person_of, require_handler
from sluis.refusals import Refused
from sluis.refusals.catalogue import support as codes


def offer(
    actor: Actor,
    *,
    request: HelpRequest,
    way: Way,
    what: str,
    why: str,
    codes_of_report: Sequence[str] = (),
    fields: Sequence[str] = (),
    records: int = 0,
) -> HelpOffer:
    """Offer help: what one wants to see, why, and of how many records.

    Raises:
        Refused: what the agreement does not allow, with the clause; TOO_MUCH, LOOKS_PERSONAL, NOT_ASSIGNED, NOT_NOW,
            GONE_ALREADY, no right.
    """
    actor.require(rights.HELP, request)
    person = person_of(actor)
    plain(what, why, *codes_of_report, *fields)
    if way is Way.SELECTION and not 0 < records <= most_records():
        raise Refused(codes.TOO_MUCH, most=most_records(), kilobytes=MOST_BYTES >> 10)
    with changing(actor, rights.HELP, on=request) as change:
        found = locked(request.pk, State.ASKED, State.DECLINED, State.WITHDRAWN)
        if found.holds_data:
            raise not_now(found)
        if found.handler_id is None:
            found.handler = person
        require_handler(found, actor)
        made = HelpOffer(
            organisation=found.organisation, request=found, way=way, what=what.strip(), why=why.strip(),
            codes=list(codes_of_report), fields=list(fields) if way is Way.SELECTION else [],
            records=records if way is Way.SELECTION else 0, clause=require_agreed(found.agreement, actor.at),
            offered_at=actor.at, offered_by=actor.name,
        )  # fmt: skip
        made.full_clean()
        made.save(force_insert=True)
        found.state = State.OFFERED
        found.save()
        change.record(
            "helpoffer.made", made, objects={"helprequest": str(found.pk), "code": made.way},
            counts={"records": made.records},
        )  # fmt: skip
        telling.tell_offered(change, made)
    return made


def retract(actor: Actor, *, request: HelpRequest) -> HelpRequest:
    """Take an offer back before it was answered.

    Raises:
        Refused: NOT_ASSIGNED, NOT_NOW, GONE_ALREADY, no right.
    """
    with changing(actor, rights.HELP, on=request) as change:
        found = locked(request.pk, State.OFFERED)
        require_handler(found, actor)
        end_offer(change, found, HelpOffer.State.RETRACTED)
        found.state = State.ASKED
        found.save()
        change.record("helprequest.reopened", found)
        telling.tell_retracted(change, found)
    return found
