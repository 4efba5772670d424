"""What the demo's operator told all parties: its delivery terms, and a change of its service."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from sluis.deadlines import Term, Unit
from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of, recognise
from sluis.portal.agreements import accepting
from sluis.portal.agreements.announcing import announce as tell
from sluis.portal.agreements.wording import AnnouncementKind
from sluis.portal.documents import adding, approving, publishing
from sluis.portal.documents.models import Document, Version

_TERMS = """Leveringsvoorwaarden privacyloket (demo), versie {number}

1. Het abonnement begint op de dag van ondertekening en duurt een jaar.
2. Het wordt telkens met een jaar verlengd, tenzij een van de partijen uiterlijk drie maanden voor het einde opzegt.
3. Een wijziging van de dienst wordt na overleg en ten minste drie maanden vooraf aangekondigd.
{more}
Alle namen in deze demo zijn verzonnen.
"""
_TITLE = "Leveringsvoorwaarden privacyloket"
_CLERK, _DIRECTOR, _ADMINISTRATOR = "contracten@sluis.example", "directie@sluis.example", "beheer@sluis.example"
_SUBSCRIBER = "praktijk@fysiotestdam.example"
_NOTICE = Term(4, Unit.MONTHS)
_ANSWERS = Term(2, Unit.MONTHS)


def announce(actor: Actor, places: Mapping[str, Organisation], at: datetime) -> None:
    """Publish the terms, let a subscriber accept them, publish a next version, and announce a change of the service."""
    operator = places["sluis"]
    first = _publish(operator, at - timedelta(days=200))
    accepting.accept(_somebody(places["fysiotestdam"], _SUBSCRIBER, at - timedelta(days=119)), terms=first)
    _renew(operator, first.document, at - timedelta(days=20))
    today = day_of(at)
    tell(
        actor,
        kind=AnnouncementKind.SERVICE,
        title="Dossiers krijgen een vaste indeling",
        text="De dossiers van het privacyloket krijgen een vaste indeling. Wat u hebt vastgelegd, blijft zoals het is.",
        effective_on=_NOTICE.day_after(today),
        replies_until=_ANSWERS.day_after(today),
        consulted=True,
    )


def _publish(operator: Organisation, at: datetime) -> Version:
    """One writes, another approves, a third shows it to everybody."""
    document = adding.add(_somebody(operator, _CLERK, at), kind=accepting.KIND, title=_TITLE, file=_file(1, ""))
    version = approving.approve(_somebody(operator, _DIRECTOR, at), version=Version.everything.get(document=document))
    publishing.publish(_somebody(operator, _ADMINISTRATOR, at), document=document, public=True)
    return version


def _renew(operator: Organisation, document: Document, at: datetime) -> None:
    more = "4. Geschillen gaan eerst naar een gesprek, en pas daarna naar de rechter.\n"
    made = adding.renew(
        _somebody(operator, _CLERK, at), document=document, file=_file(2, more), note="Artikel 4: eerst een gesprek"
    )
    approving.approve(_somebody(operator, _DIRECTOR, at), version=made)


def _file(number: int, more: str) -> SimpleUploadedFile:
    text = _TERMS.format(number=number, more=more)
    return SimpleUploadedFile(f"leveringsvoorwaarden-{number}.txt", text.encode(), "text/plain")


def _somebody(home: Organisation, address: str, at: datetime) -> Actor:
    person: Person = Person.everything.select_related("organisation").get(organisation=home, email=address)
    return recognise(person, at)
