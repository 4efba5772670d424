"""Help for tests: a source under an agreement, people on both sides, and a request as far as a test wants it."""

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import casting
import contracting
from django.core.files.uploadedfile import SimpleUploadedFile

from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.agreements.models import Agreement
from sluis.portal.deliveries.models import Delivery, Route
from sluis.portal.deliveries.models import State as Stands
from sluis.portal.support import asking, closing, consenting, offering, receiving
from sluis.portal.support.models import HelpOffer, HelpRequest, Way

_numbers = itertools.count(1)
FIELDS = ("geboortedatum", "diagnose")
CANARY = "KANARIE-7Q2"
CSV = f"geboortedatum;diagnose\n1950-13-01;{CANARY}\n;leeg\n".encode()


@dataclass
class Place:
    """A source that delivers, and who works on both sides.

    Attributes:
        deliverer: of the source, asks and hands over.
        officer: of the source, decides.
        desk: of the service desk, who handles.
        other: of the service desk as well.
    """

    agreement: Agreement
    delivery: Delivery
    deliverer: Person
    officer: Person
    desk: Person
    other: Person

    @property
    def home(self) -> Organisation:
        """The source."""
        found: Organisation = self.delivery.organisation
        return found

    def actor(self, who: str, at: datetime | None = None) -> Actor:
        """One of them at work."""
        return casting.actor(getattr(self, who), at)


def delivery(agreement: Agreement, state: Stands = Stands.REFUSED, **more: Any) -> Delivery:
    """A delivery under an agreement, refused unless told otherwise."""
    home, number, at = agreement.organisation, next(_numbers), casting.now()
    exchange = agreement.contract.flows[0].agreement
    route = Route.everything.filter(exchange=exchange).first() or casting.make(
        Route(
            organisation=home, recipient=home, exchange=exchange, version=1, document=b"-", specification=b"-",
            sha256="0" * 64, source_party="bron", recipient_party="register", starts_on=date(2026, 1, 1),
            ends_on=date(2099, 1, 1), accepted_at=at,
        )
    )  # fmt: skip
    fields = {
        "organisation": home, "recipient": home, "route": route, "state": state, "delivery": f"{number:032x}",
        "source_key": "0" * 64, "number": f"L-{number:06d}", "sequence": number, "mode": "replace", "created_at": at,
        "agreement_version": 1, "specification_sha256": "0" * 64, "manifest_sha256": "0" * 64, "size": 100,
        "offered_at": at, "code": "2245", f"{state.value}_at": at,
    }  # fmt: skip
    made = casting.make(Delivery(**fields | more))
    assert isinstance(made, Delivery)
    return made


def place(home: Organisation | None = None, **more: Any) -> Place:
    """An agreement in force that allows help in the Netherlands, and a delivery that was refused."""
    flow = contracting.flow(f"hulp-{next(_numbers)}")
    agreement = contracting.agree(home, flows=(flow,), **more)
    source, operator = agreement.organisation, contracting.operator()
    return Place(
        agreement, delivery(agreement), casting.person(source, Role.DELIVERER), casting.person(source, Role.DPO),
        casting.person(operator, Role.SERVICE_DESK), casting.person(operator, Role.SERVICE_DESK),
    )  # fmt: skip


def upload(content: bytes = CSV, name: str = "selectie.csv") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def asked(there: Place, at: datetime | None = None, way: Way = Way.SELECTION) -> HelpRequest:
    """By the source, about its delivery."""
    return asking.ask(
        there.actor("deliverer", at), organisation=there.home, delivery=there.delivery, way=way,
        question="Rij 2 en 3 worden geweigerd.",
    )  # fmt: skip


def offered(there: Place, at: datetime | None = None, way: Way = Way.SELECTION, **more: Any) -> HelpOffer:
    """By the one at the desk who handles it."""
    request = more.pop("request", None) or asked(there, at, way)
    said: dict[str, Any] = {
        "what": "De rijen met code 3204", "why": "De datum lijkt goed, maar wordt geweigerd",
        "codes_of_report": ["3204"], "fields": FIELDS, "records": 5,
    }  # fmt: skip
    return offering.offer(there.actor("desk", at), request=request, way=way, **said | more)


def consented(there: Place, at: datetime | None = None, way: Way = Way.SELECTION, days: int = 14) -> HelpRequest:
    """By the source's data protection officer."""
    made = offered(there, at, way)
    until = (at or casting.now()).date() + timedelta(days=days)
    consenting.consent(there.actor("officer", at), offer=made, until_on=until, seen=consenting.terms_of(made))
    return fresh(made.request)


def received(there: Place, at: datetime | None = None, content: bytes = CSV) -> HelpRequest:
    """Handed over by the source."""
    found = consented(there, at)
    return receiving.hand_over(there.actor("deliverer", at), request=found, file=upload(content))


def closed(there: Place, at: datetime | None = None, keep: bool = True) -> HelpRequest:
    """By the desk."""
    return closing.close(there.actor("desk", at), request=received(there, at), result="Notatie aangepast.", keep=keep)


def fresh(found: HelpRequest) -> HelpRequest:
    """As it is now."""
    now: HelpRequest = HelpRequest.everything.select_related("organisation", "agreement__current").get(pk=found.pk)
    return now


def moment(month: int, day: int, hour: int = 12, year: int = 2026) -> datetime:
    """On a day, in UTC."""
    return datetime(year, month, day, hour, tzinfo=UTC)
