"""Invented subprocessors for tests, recorded and announced as people do it."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import casting
import pytest
from contracting import Parties
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from sluis.agreement.contract import ListedSubprocessor
from sluis.agreement.regime import Regime
from sluis.agreement.starting import EXCHANGE
from sluis.portal.access.tenancy import OwnedBase
from sluis.portal.agreements.models import Agreement
from sluis.portal.ledger.models import Entry
from sluis.portal.subprocessors import announcing, registering
from sluis.portal.subprocessors.models import Subnotice, Subprocessor
from sluis.refusals import Code, Refused

_numbers = itertools.count(1)
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
BILLED: Regime = replace(EXCHANGE, costs=replace(EXCHANGE.costs, fee_per_year=120_000))
"""Three months' notice, a right to object, six months' notice afterwards, and a fee that can stop."""


def file(name: str = "overeenkomst.pdf") -> SimpleUploadedFile:
    """A signed agreement."""
    return SimpleUploadedFile(name, PDF, "application/pdf")


def data(**more: Any) -> dict[str, Any]:
    """What is recorded."""
    return {
        "name": f"Wolkenhuis Proef {next(_numbers)}", "address": "Rekenstraat 1", "city": "Frankfurt", "country": "DE",
        "trade_register_number": "HRB 000001", "service": "Servers in een rekencentrum",
        "data": "Versleutelde leveringen", "agreement_description": "Subverwerkersovereenkomst",
    } | more  # fmt: skip


def recorded(people: Parties, at: datetime | None = None, *, bound: bool = True, **more: Any) -> Subprocessor:
    """In the register, with an agreement that has the same obligations unless a test leaves that out."""
    made = registering.add(people.actor("clerk", at), data=data(**more))
    if bound:
        registering.contract(
            people.actor("clerk", at), subprocessor=made, signed_on=date(2020, 1, 1), file=file(), same_obligations=True
        )
    return made


def announced(people: Parties, at: datetime | None = None, **more: Any) -> Subprocessor:
    """Announced to every controller."""
    made = recorded(people, at, **more)
    announcing.announce(people.actor("clerk", at), subprocessor=made)
    return fresh(made)


def notice(subprocessor: Subprocessor, agreement: Agreement) -> Subnotice:
    """What a controller was told, as it is now."""
    found: Subnotice = Subnotice.everything.select_related(
        "subprocessor", "agreement__current", "agreement__main", "organisation"
    ).get(subprocessor=subprocessor, agreement=agreement)
    return found


def fresh(subprocessor: Subprocessor) -> Subprocessor:
    """As it is now."""
    found: Subprocessor = Subprocessor.everything.get(pk=subprocessor.pk)
    return found


def listed(subprocessor: dict[str, Any], **more: Any) -> ListedSubprocessor:
    """A row of an annex about it."""
    said = {
        "name": subprocessor["name"], "address": "Rekenstraat 1, Frankfurt", "country": subprocessor["country"],
        "service": subprocessor["service"],
    } | more  # fmt: skip
    return ListedSubprocessor(**said)


def clock(at: datetime) -> Any:
    """The program that the timetable starts."""
    return casting.tester(at)


@contextmanager
def refused(code: Code) -> Iterator[None]:
    """The block is refused with this code, and nothing was saved: no record about subprocessors or agreements, no event."""
    before = _kept()
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code is code, refusal.value
    assert _kept() == before


def _kept() -> dict[str, Any]:
    models = (
        model
        for app in ("agreements", "subprocessors", "tasks", "notifications")
        for model in apps.get_app_config(app).get_models()
        if issubclass(model, OwnedBase)
    )
    found: dict[str, Any] = {model._meta.label: list(model.everything.order_by("pk").values()) for model in models}
    return found | {"events": Entry.objects.count()}
