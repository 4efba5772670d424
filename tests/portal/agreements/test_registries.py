"""Quality registries: kept by the operator, read by all, and counting only with an entry in the statutory register."""

from datetime import date, timedelta
from typing import Any

import casting
import pytest
from contracting import REGISTRY, Parties, drafted, parties, statutory
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from listing import shown
from organising import events, refuses

from sluis.portal.access.roles import Role, roles_for
from sluis.portal.agreements import offering, registries
from sluis.portal.agreements.models import QualityRegistry
from sluis.portal.agreements.rights import KEEP_REGISTRIES
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import agreeing as codes


@pytest.fixture
def people(sqlite: str) -> Parties:
    """Both parties."""
    return parties()


@pytest.mark.covers("Z-06")
def test_a_statutory_delivery_is_refused_without_an_entry_and_allowed_with_it(people: Parties) -> None:
    version, clerk = drafted(people, statutory=statutory()), people.actor("clerk")
    with refuses(codes.REGISTRY_UNKNOWN):
        offering.offer(clerk, version=version, seen=version.sha256)
    made = registries.record(clerk, data=REGISTRY | {"entry": ""})
    with refuses(codes.REGISTRY_UNKNOWN):
        offering.offer(clerk, version=version, seen=version.sha256)
    registries.change(clerk, registry=made, data={"entry": REGISTRY["entry"]})
    offering.offer(clerk, version=version, seen=version.sha256)
    assert len(events("registry.recorded")) == len(events("registry.changed")) == 1


@pytest.mark.covers("Z-06")
def test_other_grounds_need_no_entry(people: Parties) -> None:
    version = drafted(people)
    offering.offer(people.actor("clerk"), version=version, seen=version.sha256)


@pytest.mark.covers("Z-06")
def test_an_entry_counts_on_its_days_only(people: Parties) -> None:
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    registries.record(people.actor("clerk"), data=REGISTRY | {"starts_on": first, "ends_on": last})
    noon = casting.now().replace(year=2026, month=3, day=1, hour=12)
    days = {
        day: registries.is_registered(REGISTRY["name"], REGISTRY["entry"], noon + timedelta(days=day))
        for day in (-1, 0, 30, 31)
    }
    assert days == {-1: False, 0: True, 30: True, 31: False}
    assert not registries.is_registered(REGISTRY["name"], "KR-9999", noon)


def test_two_registries_have_two_names(people: Parties) -> None:
    registries.record(people.actor("clerk"), data=REGISTRY)
    with pytest.raises(ValidationError):
        registries.record(people.actor("clerk"), data=REGISTRY)
    assert QualityRegistry.everything.count() == 1


@pytest.mark.parametrize("role", sorted(Role))
def test_only_the_operators_contract_manager_keeps_the_list(role: Role) -> None:
    assert KEEP_REGISTRIES.held_by(role, operator=True) is (role is Role.CONTRACT_MANAGER)
    assert not KEEP_REGISTRIES.held_by(role, operator=False)


def test_a_controller_puts_nothing_on_the_list(people: Parties) -> None:
    who = casting.actor(casting.person(people.home, *roles_for(operator=False)))
    with refuses(access.NOT_ALLOWED):
        registries.record(who, data=REGISTRY)


def test_pages_keep_the_list_and_all_read_it(people: Parties) -> None:
    clerk, keeper = casting.browser(people.clerk), casting.browser(people.keeper)
    new, listed = reverse("agreements:registry-new"), reverse("agreements:registries")
    wrong = {**REGISTRY, "starts_on": "2026-05-01", "ends_on": "2026-04-01"}
    assert clerk.post(new, wrong).status_code == 422
    assert clerk.post(new, REGISTRY).status_code == 302
    made = QualityRegistry.everything.get()
    change = reverse("agreements:registry-change", args=[made.pk])
    assert change in clerk.get(listed).content.decode()
    body = keeper.get(listed).content.decode()
    assert REGISTRY["name"] in body and "kan de grond zijn" in body and change not in body
    assert keeper.get(change).status_code == 403
    assert clerk.post(change, {**REGISTRY, "ends_on": timezone.localdate() - timedelta(days=1)}).status_code == 302
    assert "kan de grond niet zijn" in keeper.get(listed).content.decode()
    assert "kan de grond niet zijn" in b"".join(keeper.get(f"{listed}?download=csv")).decode()


def test_the_list_asks_the_same_number_of_questions(people: Parties) -> None:
    clerk, address = casting.browser(people.clerk), reverse("agreements:registries")
    registries.record(people.actor("clerk"), data=REGISTRY)
    few = _queries(clerk, address)
    for number in range(20):
        registries.record(people.actor("clerk"), data=REGISTRY | {"name": f"Register {number}"})
    assert _queries(clerk, address) == few and len(shown(clerk.get(address))) == 21


def _queries(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
