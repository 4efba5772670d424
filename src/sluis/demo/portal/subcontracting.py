"""Subprocessors in the demo: two that stand in an annex, one that was announced and started, one announced just now."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from sluis.portal.access.actor import Actor, program
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of, recognise
from sluis.portal.oversight.models import Standard
from sluis.portal.oversight.rights import KEEP_ASSURANCE
from sluis.portal.oversight.starting.standards import starter_standards
from sluis.portal.subprocessors import announcing, registering, starting, timing
from sluis.portal.subprocessors.models import Subcontract, Subnotice, Subprocessor

CLERK = "contracten@sluis.example"

_CLOUD: Mapping[str, object] = {
    "name": "Wolk Verzonnen GmbH", "address": "Beispielallee 1", "city": "Frankfurt", "country": "DE",
    "trade_register_number": "HRB 000001", "service": "Rekencentrum voor het pseudonimiseren",
    "data": "gepseudonimiseerde bestanden", "agreement_description": "Subverwerkersovereenkomst van 1 februari",
}  # fmt: skip
_HOSTING: Mapping[str, object] = {
    "name": "Hosting Voorbeeld B.V.", "address": "Serverstraat 2", "city": "Proefstad", "country": "NL",
    "trade_register_number": "90000021", "service": "Beheer van computers",
    "data": "gepseudonimiseerde bestanden, portaalgegevens",
    "agreement_description": "Subverwerkersovereenkomst van 1 maart",
}  # fmt: skip
_DESK: Mapping[str, object] = {
    "name": "Servicedesk Verzonnen B.V.", "address": "Hulplaan 3", "city": "Testdam", "country": "NL",
    "trade_register_number": "90000022", "service": "Servicesysteem voor vragen en meldingen",
    "data": "contactgegevens van medewerkers, tekst van hulpvragen",
    "agreement_description": "Subverwerkersovereenkomst van 1 april",
}  # fmt: skip
_STORAGE: Mapping[str, object] = {
    "name": "Opslag Voorbeeld B.V.", "address": "Bandweg 4", "city": "Cijferdam", "country": "NL",
    "trade_register_number": "90000023", "service": "Bewaren van reservekopieën",
    "data": "versleutelde reservekopieën", "agreement_description": "Subverwerkersovereenkomst, in ondertekening",
}  # fmt: skip


def subcontract(actor: Actor, places: Mapping[str, Organisation], at: datetime) -> None:
    """Record them, announce two of them, and start what may start."""
    editions = _editions(actor, places["sluis"])
    cloud, hosting = (_record(each, at - timedelta(days=235)) for each in (_CLOUD, _HOSTING))
    for one, names in ((cloud, ("ISO 27001:2022",)), (hosting, ("NEN 7510:2017+A1:2020", "ISO 27001:2013"))):
        _certify(one, [editions[name] for name in names], at)
    announcing.catch_up(_clock(at - timedelta(days=230)))
    _start_where_possible(at - timedelta(days=229))
    told = at - timedelta(days=125)
    desk = _record(_DESK, told)
    announcing.announce(_clerk(told), subprocessor=desk)
    timing.lapse(_clock(at - timedelta(days=10)))
    _start_where_possible(at - timedelta(days=9))
    registering.supervise(
        _clerk(at - timedelta(days=60)), contract=Subcontract.everything.get(subprocessor=hosting),
        on=day_of(at - timedelta(days=60)), complies=True,
        finding="Toegang en reservekopieën bekeken aan de hand van het certificaat; geen afwijking.",
    )  # fmt: skip
    told = at - timedelta(days=23)
    storage = _record(_STORAGE, told, bound=False)
    announcing.announce(_clerk(told), subprocessor=storage)
    timing.move(_clock(at))


def _record(data: Mapping[str, object], at: datetime, *, bound: bool = True) -> Subprocessor:
    one = registering.add(_clerk(at), data=data)
    if bound:
        text = f"Voorbeeld: subverwerkersovereenkomst met {one.name}. Alles hierin is verzonnen.\n"
        registering.contract(
            _clerk(at), subprocessor=one, signed_on=day_of(at), same_obligations=True,
            file=SimpleUploadedFile("subverwerkersovereenkomst.txt", text.encode(), "text/plain"),
        )  # fmt: skip
    return one


def _certify(one: Subprocessor, editions: list[Standard], at: datetime) -> None:
    for days, standard in zip((200, 45), editions, strict=False):
        registering.certify(
            _clerk(at), subprocessor=one, standard=standard, valid_until=day_of(at + timedelta(days=days))
        )


def _start_where_possible(at: datetime) -> None:
    """Where nothing stands in the way on a day."""
    waiting = list(
        Subnotice.everything.filter(Subnotice.living(), started_on=None).select_related(
            "agreement__current", "agreement__main", "organisation", "subprocessor"
        )
    )
    records = starting.Records.of(waiting, at)
    for notice in waiting:
        if not starting.obstacles(notice, records):
            starting.start(_clerk(at), notice=notice)


def _editions(actor: Actor, operator: Organisation) -> dict[str, Standard]:
    found = {str(each): each for each in Standard.everything.filter(organisation=operator)}
    if "ISO 27001:2022" in found:
        return found
    with changing(actor, KEEP_ASSURANCE, on=operator) as change:
        return starter_standards(change, operator)


def _clock(at: datetime) -> Actor:
    return program("demo", at, "sluis demo")


def _clerk(at: datetime) -> Actor:
    return _actor(CLERK, at)


def _actor(address: str, at: datetime) -> Actor:
    return recognise(Person.everything.select_related("organisation").get(email=address), at)
