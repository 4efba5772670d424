"""What people are told of a delivery: the number, what it means, what comes next, and one link."""

import re
from typing import Any

import casting
import delivered
import pytest

from sluis.portal.access.changing import keeping
from sluis.portal.access.roles import Role
from sluis.portal.deliveries import authorising, telling
from sluis.portal.deliveries.models import Delivery, State
from sluis.portal.deliveries.reporting import kept
from sluis.portal.notifications.models import Envelope
from sluis.portal.notifications.wording import word
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliverynet as codes

pytestmark = pytest.mark.usefixtures("sqlite")

TOLD: dict[str, tuple[str, str, str]] = {
    "received": ("source", "Ontvangstbevestiging: levering", "Receipt: delivery"),
    "refused": ("source", "Niet in orde: levering", "Not OK: delivery"),
    "relayed": ("source", "In orde: levering", "OK: delivery"),
    "available": ("recipient", "staat voor u klaar", "is ready for you"),
    "removed": ("source", "is verwijderd", "was removed"),
    "remarks": ("source", "Een validatierapport over levering", "A validation report about delivery"),
}
"""Template → to whom, and words of its subject in both languages."""


def tell(template: str, found: Delivery) -> None:
    """As the services do."""
    tells = {
        "received": telling.tell_received, "refused": telling.tell_refused, "relayed": telling.tell_available,
        "available": telling.tell_available, "removed": telling.tell_removed, "remarks": telling.tell_remarks,
    }  # fmt: skip
    with keeping(casting.tester()) as change:
        tells[template](change, found)
        change.record("test.made")


def sent(template: str, person: Any) -> Any:
    """Subject and text of the mail that somebody got."""
    return word(
        Envelope.objects.select_related("message__person").get(
            message__template=f"deliveries/{template}", message__person=person
        )
    )


def made(template: str, *, test: bool = False) -> tuple[Any, Delivery]:
    """A delivery of which this is told."""
    lane = delivered.lane()
    more: dict[str, Any] = {"removal_asked_at": casting.now()} if template == "removed" else {}
    if template == "refused":
        more = {
            "report": kept(Refused(codes.REFUSED_BY_STAFF)),
            "code": "2245",
            "explanation": "De periode klopt niet.",
        }
    return lane, delivered.delivery(lane, State.AVAILABLE, test=test, **more)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("template", TOLD)
def test_a_mail_names_the_number_and_links_to_the_page_alone(template: str, language: str) -> None:
    lane, found = made(template)
    to, *subjects = TOLD[template]
    place = lane.recipient if to == "recipient" else lane.source
    reader = casting.person(place, Role.DELIVERER, language=language)
    tell(template, found)
    mail = sent(template, reader)
    assert subjects[language == "en"] in mail.subject and found.number in mail.subject
    assert mail.text.startswith(f"{'Dear' if language == 'en' else 'Beste'} {reader.name},")
    assert found.number in mail.text and found.route.exchange in mail.text
    links = re.findall(r"https://\S+", mail.text)
    assert [link.partition("/deliveries/")[2] for link in links] == [f"{found.pk}/"]
    assert "{" not in mail.text and "%(" not in mail.text and "<" not in mail.text
    others = {found.organisation.name, found.recipient.name} | {found.source_key, found.delivery}
    assert not any(one in mail.text for one in others)


@pytest.mark.covers("Z-55")
def test_a_refusal_is_mailed_with_its_code_advice_and_explanation() -> None:
    lane = delivered.lane()
    found = delivered.delivery(lane)
    reader = casting.person(lane.source, Role.DELIVERER)
    desk = casting.actor(casting.person(lane.operator, Role.DELIVERY_DESK))
    authorising.refuse(desk, delivery=found, explanation="De periode klopt niet.")
    mail = sent("refused", reader)
    for words in ("Code 2245", "De TTP heeft deze levering geweigerd.", "--corrects", "De periode klopt niet."):
        assert words in mail.text, words


@pytest.mark.parametrize("template", ["received", "refused", "relayed", "available"])
def test_a_mail_about_a_test_says_so(template: str) -> None:
    lane, found = made(template, test=True)
    reader = casting.person(lane.recipient if template == "available" else lane.source, Role.DELIVERER)
    tell(template, found)
    assert sent(template, reader).subject.startswith("TEST – ")
