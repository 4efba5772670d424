"""Messages and tasks about help; none of them holds what was asked, shown or handed over."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Deadline
from sluis.portal.access.changing import Change
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.agreements.telling import operator
from sluis.portal.notifications.sending import send
from sluis.portal.people.selectors import holders, role_held
from sluis.portal.support.models import HelpOffer, HelpRequest, Way
from sluis.portal.tasks.giving import give, settle

ANSWER, DECIDE, SEND, HELP, DELETE, LATE = (
    "support-answer", "support-decide", "support-send", "support-help", "support-delete", "support-late",
)  # fmt: skip
DECIDERS = (Role.PRIVACY_COORDINATOR, Role.DPO, Role.ADMINISTRATOR, Role.BOARD)
ASKERS = (Role.DELIVERER, Role.ADMINISTRATOR)
DESK = (Role.SERVICE_DESK,)
WATCHERS = (Role.DPO, Role.SECURITY_OFFICER)


def tell_asked(change: Change, found: HelpRequest) -> None:
    """The desk answers."""
    _task(change, found, ANSWER, _("Answer help request %(number)s"), operator(), DESK)
    _mail(change, found, "asked", operator(), DESK)


def tell_offered(change: Change, offer: HelpOffer) -> None:
    """The controller decides; nothing happens until it does."""
    found = offer.request
    settle(change, kind=ANSWER, subject=found)
    _task(change, found, DECIDE, _("Answer an offer of help: %(number)s"), found.organisation, DECIDERS)
    _mail(change, found, "offered", found.organisation, DECIDERS)


def tell_retracted(change: Change, found: HelpRequest) -> None:
    """The desk is at work again."""
    settle(change, kind=DECIDE, subject=found)
    _task(change, found, ANSWER, _("Answer help request %(number)s"), operator(), DESK)


def tell_consented(change: Change, offer: HelpOffer) -> None:
    """The desk goes on; the source hands over, if that was asked."""
    found = offer.request
    settle(change, kind=DECIDE, subject=found)
    if offer.way == Way.SELECTION:
        _task(change, found, SEND, _("Hand over the selection for %(number)s"), found.organisation, ASKERS)
    else:
        _task(change, found, HELP, _("Give help: %(number)s"), operator(), DESK)
    _mail(change, found, "consented", operator(), DESK)


def tell_declined(change: Change, offer: HelpOffer) -> None:
    """The desk makes another offer, or closes."""
    settle(change, kind=DECIDE, subject=offer.request)
    _task(change, offer.request, ANSWER, _("Answer help request %(number)s"), operator(), DESK)
    _mail(change, offer.request, "declined", operator(), DESK)


def tell_withdrawn(change: Change, found: HelpRequest) -> None:
    """Nobody of the desk looks any more."""
    _mail(change, found, "withdrawn", operator(), DESK)


def tell_lapsed(change: Change, found: HelpRequest) -> None:
    """Both sides hear that a consent has ended."""
    _mail(change, found, "lapsed", operator(), DESK)
    _mail(change, found, "lapsed", found.organisation, ASKERS)


def tell_received(change: Change, found: HelpRequest) -> None:
    """The one who handles it can look."""
    settle(change, kind=SEND, subject=found)
    _task(change, found, HELP, _("Give help: %(number)s"), operator(), DESK)
    _mail(change, found, "received", operator(), DESK)


def tell_closed(change: Change, found: HelpRequest) -> None:
    """The source reads what came of it."""
    _mail(change, found, "closed", found.organisation, ASKERS)


def tell_deleted(change: Change, found: HelpRequest) -> None:
    """Whoever could consent knows that it is gone."""
    _mail(change, found, "deleted", found.organisation, DECIDERS)


def tell_late(change: Change, found: HelpRequest) -> None:
    """Who watches over privacy and security sees to it."""
    title = _("Help data of %(number)s was not deleted in time: see to it")
    _task(change, found, LATE, title, operator(), WATCHERS)
    _mail(change, found, "late", operator(), WATCHERS)


def ask_deletion(change: Change, found: HelpRequest, due: Deadline) -> None:
    """Somebody of the desk deletes it in time, by hand."""
    _task(change, found, DELETE, _("Delete what was handed over for %(number)s"), operator(), DESK, due)


def settle_all(change: Change, found: HelpRequest) -> None:
    """Nothing is to be done for it any more; what must be deleted gets its task again after this."""
    for kind in (ANSWER, DECIDE, SEND, HELP):
        settle(change, kind=kind, subject=found)
    if not found.holds_data:
        for kind in (DELETE, LATE):
            settle(change, kind=kind, subject=found)


def _task(
    change: Change, found: HelpRequest, kind: str, title: Promise, place: Organisation, roles: tuple[Role, ...],
    due: Deadline | None = None,
) -> None:  # fmt: skip
    own = place.is_operator and kind in (ANSWER, HELP, DELETE)
    person = found.handler if own else None
    give(
        change, organisation=place, kind=kind, title=title, facts={"number": found.number}, subject=found,
        person=person, role=None if person else role_held(place, day_of(change.actor.at), roles), due=due,
        url_name="support:request", args=[found.pk],
    )  # fmt: skip


def _mail(change: Change, found: HelpRequest, name: str, place: Organisation, roles: tuple[Role, ...]) -> None:
    for person in _people(change, found, place, roles):
        facts = {"number": found.number, "pk": str(found.pk)}
        send(change, to=person, template=f"support/{name}", facts=facts, organisation=place)


def _people(change: Change, found: HelpRequest, place: Organisation, roles: tuple[Role, ...]) -> Iterable[Person]:
    """The one who handles it; else all with the role."""
    if place.is_operator and roles == DESK and found.handler is not None:
        return (found.handler,)
    return holders(place, day_of(change.actor.at), [role.value for role in roles])
