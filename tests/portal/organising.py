"""Invented data of organisations, and one record of each kind for the tests that walk through every page."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import casting
import pytest
from django.apps import apps

from sluis.evidence.chain import read_line
from sluis.evidence.event import Event
from sluis.portal.access.models import Mandate, Organisation
from sluis.portal.access.roles import Role
from sluis.portal.access.tenancy import OwnedBase
from sluis.portal.ledger.models import Entry
from sluis.portal.organisations import (
    binding,
    choices,
    coding,
    contacting,
    enrolling,
    establishing,
    joining,
    registering,
)
from sluis.portal.organisations.codes import CodeKind
from sluis.portal.organisations.models import (
    Certificate,
    Contact,
    Enrolment,
    ExchangeRole,
    Membership,
    Party,
    SecrecyAgreement,
)
from sluis.refusals import Code, Refused

_numbers = itertools.count(1)
DATA = {
    "statutory_name": "Stichting Zorg Verzonnen",
    "trade_name": "Zorg Verzonnen",
    "legal_form": "foundation",
    "visiting_street": "Proefstraat",
    "visiting_number": "1",
    "visiting_postcode": "1234ab",
    "visiting_city": "Verzonnen",
    "phone": "030 000 00 00",
}
CONTACT = {"role": "dpo", "name": "Coba Testma", "email": "coba@voorbeeld.example", "phone": "030 000 00 01"}
SECRECY = {"counterparty": "Bureau Zwijgplicht", "about": "Proef met de Koppeling", "kind": "mutual"}
PLACE = {"name": "Locatie Noord", "street": "Kade", "number": "2", "postcode": "1234 AB", "city": "Verzonnen"}


def party(**more: object) -> Party:
    """An organisation with its data."""
    return registering.register(casting.tester(), data=DATA | more, roles=["care-provider"], starts_on=date(2026, 1, 1))


def described(home: Organisation, **more: object) -> Party:
    """The data of an organisation that is there."""
    return registering.describe(casting.tester(), organisation=home, data=DATA | {"trade_name": home.name} | more)


def contact(home: Organisation, **more: object) -> Contact:
    """A contact."""
    data = CONTACT | {"starts_on": date(2026, 1, 1)} | more
    return contacting.add_contact(casting.tester(), organisation=home, data=data)


def mandate(giver: Organisation, holder: Organisation, *roles: Role, **more: object) -> Mandate:
    """A mandate, in force."""
    fields = {"starts_on": date.today() - timedelta(days=1), "given_by": "program:test"} | more
    made = casting.make(
        Mandate(
            organisation=giver, holder=holder, roles=[one.value for one in roles or (Role.CONTRACT_MANAGER,)], **fields
        )
    )
    assert isinstance(made, Mandate)
    return made


def certificate(home: Organisation, **more: object) -> Certificate:
    """A certificate; its chain is no real one, for pages that only show it."""
    now = casting.now()
    fields = {
        "role": "source", "party_id": "zorg", "serial": "1f", "fingerprint": f"{home.pk.hex[:4]} {next(_numbers):04}", "key_id": "00",
        "valid_from": now - timedelta(days=10), "valid_until": now + timedelta(days=365), "chain": "-", "issued_at": now,
    }  # fmt: skip
    made = casting.make(Certificate(organisation=home, **(fields | more)))
    assert isinstance(made, Certificate)
    return made


def enrolment(home: Organisation, name: str = "zorg-nieuw") -> Enrolment:
    """An enrolment that was asked for."""
    return enrolling.ask(casting.tester(), organisation=home, role=ExchangeRole.SOURCE, party_id=name)


def secrecy(home: Organisation, **more: object) -> SecrecyAgreement:
    """A confidentiality agreement without its text."""
    data = SECRECY | {"signed_on": date(2026, 1, 1)} | more
    return binding.register(casting.tester(), organisation=home, data=data)


def examples(home: Organisation) -> dict[str, object]:
    """By the name of an address, the keywords that lead to a record of this organisation."""
    actor, day = casting.tester(), date(2026, 1, 1)
    described(home)
    place = establishing.open_establishment(actor, organisation=home, data=PLACE | {"starts_on": day}, codes={})
    code = coding.give_code(actor, organisation=home, kind=CodeKind.AGB, code="01234567", starts_on=day)
    role = establishing.take_role(actor, organisation=home, kind=choices.PartyRoleKind.SUPPLIER, starts_on=day)
    signs = establishing.add_representative(
        actor, organisation=home, data={"name": "Bram de Proef", "position": "Bestuurder", "starts_on": day}
    )
    who = contact(home)
    away = contacting.be_absent(actor, contact=who, starts_on=date.today(), ends_on=date.today())
    other = casting.organisation()
    member = joining.join(actor, organisation=home, group=other, kind=Membership.Kind.CARE_GROUP, starts_on=day)
    operator = Organisation.everything.filter(is_operator=True).first() or casting.organisation(operator=True)
    if operator != home:
        employee = casting.person(operator, phone="030 000 00 02")
        dpo = contacting.assign(actor, organisation=home, person=employee, starts_on=day)
    asked, held = enrolment(home), certificate(home)
    given, pledge = mandate(home, other), secrecy(home)
    found: dict[str, object] = {f"organisations:{name}": {"pk": home.pk} for name in OF_ORGANISATION}
    records = {
        "role-end": role, "representative-change": signs, "representative-end": signs, "establishment-change": place,
        "establishment-end": place, "code-end": code, "contact-change": who, "contact-end": who, "absence-new": who,
        "absence-end": away, "membership-end": member, "enrolment": asked, "enrolment-code": asked,
        "enrolment-card": asked, "enrolment-withdraw": asked, "enrolment-refuse": asked, "certificate-file": held,
        "certificate-revoke": held, "mandate-revoke": given, "work": given,
        "secrecy-agreement": pledge, "secrecy-change": pledge, "secrecy-end": pledge,
    }  # fmt: skip
    if operator != home:
        records |= {"assignment-register": dpo, "assignment-end": dpo}
    return found | {f"organisations:{name}": {"pk": record.pk} for name, record in records.items()}


OF_ORGANISATION = (
    "party", "describe", "factor", "role-new", "representative-new", "end", "places", "establishment-new", "code-new", "contacts",
    "contact-new", "assignment-new", "mandates", "mandate-new", "certificates", "enrolment-new", "relations",
    "membership-new", "succession-new", "history", "secrecy", "secrecy-new",
)  # fmt: skip


def events(kind: str) -> list[Event]:
    """The events of a kind, oldest first, as they stand in the chain."""
    lines = Entry.objects.filter(kind=kind).order_by("n")
    return [read_line(bytes(entry.line))[1] for entry in lines]


@contextmanager
def refuses(code: Code) -> Iterator[None]:
    """The block is refused with this code, and nothing was saved: no record, and no event."""
    before = _all()
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code is code, refusal.value
    assert _all() == before


def _all() -> dict[str, Any]:
    """Every record of an organisation, and how many events there are."""
    models = [model for model in apps.get_models() if issubclass(model, OwnedBase)]
    found: dict[str, Any] = {model._meta.label: list(model.everything.order_by("pk").values()) for model in models}
    return found | {"events": Entry.objects.count()}
