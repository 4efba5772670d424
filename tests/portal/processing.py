"""Invented processors for tests, with agreements made as people do."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import casting
from django.core.files.uploadedfile import SimpleUploadedFile

from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.thirdparties import concluding, keeping, researching, reviewing, sampling, submitting
from sluis.portal.thirdparties.models import Compliancecheck, Dpa, Processor
from sluis.portal.thirdparties.points import Outcome, Point

FIELDS: dict[str, Any] = {
    "service": "Salarissen van de Proef", "data": "Namen van de Toets", "country": "NL",
    "trade_register_number": "Proef-01234", "contact": "Afdeling Proefzaken", "notes": "Aantekening van de Proef",
}  # fmt: skip


@dataclass(frozen=True)
class Office:
    """An organisation with processors, and the operator's privacy office.

    Attributes:
        keeper: its privacy coordinator.
        reviewer: the operator's data protection officer.
    """

    home: Organisation
    keeper: Person
    reviewer: Person

    def ours(self, at: datetime | None = None) -> Actor:
        """The organisation's privacy coordinator at work."""
        return casting.actor(self.keeper, at)

    def theirs(self, at: datetime | None = None) -> Actor:
        """The operator's privacy office at work."""
        return casting.actor(self.reviewer, at)


def office(home: Organisation | None = None) -> Office:
    """With people."""
    operator = Organisation.everything.filter(is_operator=True).first() or casting.organisation(operator=True)
    home = home or casting.organisation()
    return Office(home, casting.person(home, Role.PRIVACY_COORDINATOR), casting.person(operator, Role.DPO))


def processor(both: Office, name: str = "Salarisbureau Verzonnen", **more: Any) -> Processor:
    """One that works for the organisation."""
    made = Processor(organisation=both.home, name=name, **(FIELDS | more))
    return keeping.keep_processor(both.ours(), processor=made)


def file(words: bytes = b"Dit is een overeenkomst.\n") -> SimpleUploadedFile:
    """What a processor submits."""
    return SimpleUploadedFile("Overeenkomst-Proef.txt", words, "text/plain")


def submitted(both: Office, found: Processor | None = None, at: datetime | None = None) -> Dpa:
    """Submitted for review."""
    found = found or processor(both)
    return submitting.submit(both.ours(at), processor=found, kind="processing", version="1.0", file=file())


def offered(both: Office, found: Processor | None = None, at: datetime | None = None) -> Dpa:
    """Offered on one's own model."""
    return submitting.offer(both.ours(at), processor=found or processor(both), version="1.0")


def outcomes(**other: str) -> dict[str, dict[str, str]]:
    """Everything met, but for some points."""
    said = {point.value: {"outcome": Outcome.MET.value, "remark": ""} for point in Point}
    return said | {name: {"outcome": outcome, "remark": "Artikel van de Proef"} for name, outcome in other.items()}


def reviewed(both: Office, found: Dpa, **other: str) -> Dpa:
    """By the privacy office."""
    return reviewing.review(both.theirs(), agreement=found, points=outcomes(**other), remarks="Gelezen door de Proef")


def concluded(
    both: Office,
    found: Processor | None = None,
    *,
    days: int | None = 365,
    at: datetime | None = None,
    notice: str = "",
) -> Dpa:
    """Concluded on one's own model, for a number of days."""
    day = day_of(at or casting.now())
    last = None if days is None else day + timedelta(days=days)
    made = offered(both, found, at)
    return concluding.conclude(
        both.ours(at), agreement=made, starts_on=day, expires_on=last, notice=notice, file=file()
    )


def ahead(days: int) -> date:
    """A day to come."""
    return day_of(casting.now()) + timedelta(days=days)


def checked(both: Office, **more: Any) -> Compliancecheck:
    """Something was found at one that was drawn."""
    sample = sampling.draw(both.theirs(), organisation=both.home, purpose="Onderzoek van de Proef", size=1)
    drawn = sample.drawn[0]
    data = {
        "checked_on": ahead(0), "what": "Toegang tot de Salarissen van de Proef", "severity": "high",
        "finding": "Gedeeld Wachtwoord van de Proef", "follow_up": "Eigen Accounts voor de Proef",
        "due_on": ahead(30),
    }  # fmt: skip
    one = Processor.everything.get(pk=drawn)
    return researching.record(both.theirs(), sample=sample, processor=one, data=data | more)
