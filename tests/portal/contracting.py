"""Invented agreements for tests, made and signed as people make and sign them."""

import itertools
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import casting
import organising

from sluis.agreement.contract import Contact, ContactKind, Contract, Flow, Measure, Side, Statutory
from sluis.agreement.processings import STANDARD, Processing
from sluis.agreement.regime import Regime
from sluis.agreement.starting import EXCHANGE
from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.agreements import drafting, offering, signing
from sluis.portal.agreements.annexes import annexes_of
from sluis.portal.agreements.models import Agreement, MainAgreement, Version
from sluis.portal.organisations import establishing
from sluis.portal.organisations.selectors import party_of

_numbers = itertools.count(1)
REGISTRY = {"name": "Register Voorbeeld", "entry": "KR-0001", "holder_name": "Stichting Register Voorbeeld"}
ROWS = tuple(replace(row, countries=("NL",)) for row in STANDARD)


@dataclass(frozen=True)
class Parties:
    """The people of both sides.

    Attributes:
        board: of the controller, may sign alone.
        keeper: the controller's contract manager.
        director: of the operator, may sign alone.
        clerk: the operator's contract manager.
    """

    home: Organisation
    operator: Organisation
    board: Person
    keeper: Person
    director: Person
    clerk: Person

    def actor(self, who: str, at: datetime | None = None) -> Actor:
        """One of them at work."""
        return casting.actor(getattr(self, who), at)


def operator() -> Organisation:
    """The operator; made when there is none."""
    found = Organisation.everything.filter(is_operator=True).first()
    return found or casting.organisation("TTP Proef", operator=True)


def parties(home: Organisation | None = None) -> Parties:
    """A controller and the operator, with who may sign for them."""
    home, there = home or casting.organisation(), operator()
    board, director = casting.person(home, Role.BOARD), casting.person(there, Role.BOARD)
    for place, signs in ((home, board), (there, director)):
        if party_of(place) is None:
            organising.described(place)
        establishing.add_representative(
            casting.tester(), organisation=place,
            data={"name": signs.name, "position": "Bestuurder", "authority": "alone", "email": signs.email,
                  "basis": "Statuten art. 8", "starts_on": date(2020, 1, 1)},
        )  # fmt: skip
    return Parties(
        home, there, board, casting.person(home, Role.CONTRACT_MANAGER), director,
        casting.person(there, Role.CONTRACT_MANAGER),
    )  # fmt: skip


def main(home: Organisation, **more: Any) -> MainAgreement:
    """A service agreement."""
    fields = {
        "number": f"DO-{next(_numbers):04}", "title": "Dienstverlening proef", "signed_on": date(2026, 1, 5),
        "starts_on": date(2026, 1, 5),
    } | more  # fmt: skip
    made = casting.make(MainAgreement(organisation=home, **fields))
    assert isinstance(made, MainAgreement)
    return made


def completed(contract: Contract, processings: tuple[Processing, ...] = ROWS, **more: Any) -> Contract:
    """A draft with everything that it needs."""
    said: dict[str, Any] = {
        "activities": "Pseudonimiseren van aanleveringen",
        "general_purpose": "Kwaliteitsregistratie",
        "data_subject_count": 1200,
        "processings": processings,
        "measures": (Measure("5.1", "Toegang alleen met een tweede factor"),),
        "contacts": tuple(
            Contact(side, kind, f"Contact {side} {kind}", f"{kind}@{side}.example", "030 000 00 00")
            for side in Side
            for kind in ContactKind
        ),
    }
    return replace(contract, **said | more)


def flow(name: str = "voorbeeld-register", **more: Any) -> Flow:
    """Deliveries of the exchange."""
    said: dict[str, Any] = {
        "agreement": name, "source": "bron", "recipient": "register", "recipient_name": "Register Voorbeeld",
        "domain": "registry", "specification": "voorbeeld",
    }  # fmt: skip
    return Flow(**said | more)


def drafted(
    people: Parties, *, regime: Regime = EXCHANGE, service: MainAgreement | None = None, at: datetime | None = None,
    programme: str = "", **more: Any,
) -> Version:  # fmt: skip
    """A draft that is complete."""
    made = drafting.draft(
        people.actor("clerk", at), main=service or main(people.home),
        programme=programme or f"Proef {next(_numbers)}", regime=regime,
    )  # fmt: skip
    version = made.current
    assert version is not None
    contract = completed(version.contract, **more)
    return drafting.revise(people.actor("clerk", at), version=version, contract=contract, seen=version.sha256)


def signed(people: Parties, version: Version, at: datetime | None = None) -> Agreement:
    """Offered by the operator and signed by both."""
    found = offering.offer(people.actor("clerk", at), version=version, seen=version.sha256)
    for who in ("board", "director"):
        names = [each.name for each in annexes_of(found.contract)]
        signing.sign(people.actor(who, at), version=found, seen=found.sha256, annexes=names)
    return fresh(version.agreement)


def agree(
    home: Organisation | None = None, *, people: Parties | None = None, at: datetime | None = None, **more: Any
) -> Agreement:
    """An agreement in force, drafted, offered and signed."""
    people = people or parties(home)
    return signed(people, drafted(people, at=at, **more), at)


def fresh(agreement: Agreement) -> Agreement:
    """As it is now."""
    found: Agreement = Agreement.everything.select_related("current", "organisation", "main").get(pk=agreement.pk)
    return found


def statutory() -> Statutory:
    """Deliveries that rest on the statutory duty, to a registry on the list."""
    return Statutory(True, REGISTRY["name"], REGISTRY["entry"], REGISTRY["holder_name"])


def ago(days: int) -> datetime:
    """A moment, that many days ago."""
    return casting.now() - timedelta(days=days)
