"""Who is told of a delivery: by mail, and by signed notices to the organisation's programs. Numbers and states only."""

from collections.abc import Iterable

from sluis.portal.access.changing import Change
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.deliveries.models import Delivery
from sluis.portal.deliveries.reporting import worded
from sluis.portal.notifications.sending import send
from sluis.portal.people.selectors import holders
from sluis.portal.webhooks.posting import post

AT_SOURCE = (Role.DELIVERER,)
AT_RECIPIENT = (Role.MANAGER, Role.DELIVERER)


def tell_received(change: Change, delivery: Delivery) -> None:
    """The receipt: the number, and from when the TTP answers for it."""
    _mail(change, delivery, delivery.organisation, AT_SOURCE, "deliveries/received")
    _post(change, delivery, "delivery.received", delivery.organisation)


def tell_refused(change: Change, delivery: Delivery) -> None:
    """Not OK: the code, what is wrong and what to do."""
    for person in _people(change, delivery.organisation, AT_SOURCE):
        said = worded(delivery.report, person.language)
        facts = {"code": delivery.code, "message": said.get("message", ""), "advice": said.get("advice", "")}
        _send(change, delivery, person, "deliveries/refused", facts | {"explanation": delivery.explanation})
    _post(change, delivery, "delivery.refused", delivery.organisation)


def tell_available(change: Change, delivery: Delivery) -> None:
    """OK to the source, and to the recipient that there is something to fetch."""
    if not delivery.returns:
        _mail(change, delivery, delivery.organisation, AT_SOURCE, "deliveries/relayed")
        _post(change, delivery, "delivery.relayed", delivery.organisation)
    _mail(change, delivery, delivery.recipient, AT_RECIPIENT, "deliveries/available")
    _post(change, delivery, "delivery.available", delivery.recipient)


def tell_fetched(change: Change, delivery: Delivery) -> None:
    """The source's program hears that the registry has it."""
    _post(change, delivery, "delivery.downloaded", delivery.organisation)


def tell_removed(change: Change, delivery: Delivery) -> None:
    """Both programs hear that it is gone; who asked for it gets the mail with the proof's place."""
    for place in {delivery.organisation, delivery.recipient}:
        _post(change, delivery, "delivery.removed", place)
    if delivery.removal_asked_at is not None:
        _mail(change, delivery, delivery.organisation, AT_SOURCE, "deliveries/removed")


def tell_remarks(change: Change, delivery: Delivery) -> None:
    """The registry sent a validation report."""
    _mail(change, delivery, delivery.organisation, AT_SOURCE, "deliveries/remarks")
    _post(change, delivery, "delivery.remarks", delivery.organisation)


def _people(change: Change, place: Organisation, roles: tuple[Role, ...]) -> Iterable[Person]:
    return holders(place, day_of(change.actor.at), [role.value for role in roles])


def _mail(change: Change, delivery: Delivery, place: Organisation, roles: tuple[Role, ...], template: str) -> None:
    for person in _people(change, place, roles):
        _send(change, delivery, person, template, {})


def _send(change: Change, delivery: Delivery, person: Person, template: str, facts: dict[str, str | int]) -> None:
    said: dict[str, str | int] = {
        "number": delivery.number,
        "agreement": delivery.route.exchange,
        "rows": delivery.rows,
        "test": int(delivery.test),
        "delivery": str(delivery.pk),
    }
    send(change, to=person, template=template, facts=said | facts)


def _post(change: Change, delivery: Delivery, kind: str, place: Organisation) -> None:
    facts: dict[str, str | int] = {
        "delivery": str(delivery.pk),
        "number": delivery.number,
        "package": delivery.delivery,
        "agreement": delivery.route.exchange,
        "state": str(delivery.state),
        "test": int(delivery.test),
    }
    if delivery.code:
        facts["code"] = delivery.code
    post(change, organisation=place, kind=kind, facts=facts)
