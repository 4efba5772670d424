"""Accounts of programs, rules that authorise, and tests before production: kept on pages, each with its event."""

from typing import Any

import casting
import delivered
import organising
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from organising import events

from sluis.portal.access.roles import Role
from sluis.portal.deliveries import ruling
from sluis.portal.deliveries.models import Account, Autorule, Route, State
from sluis.refusals import Refused
from sluis.refusals.catalogue import access

pytestmark = pytest.mark.usefixtures("sqlite")
RULE = {"name": "Als altijd", "earlier": "2", "within_percent": "25", "warnings_percent": "", "in_round": "on"}


def at(name: str, record: Any = None) -> str:
    """An address."""
    return reverse(f"deliveries:{name}", args=[record.pk] if record is not None else [])


def text(answer: Any) -> str:
    """A page as it came."""
    return str(answer.getvalue().decode())


@pytest.mark.covers("Z-54")
def test_an_administrator_opens_and_closes_the_account_of_a_program() -> None:
    lane = delivered.lane()
    certificate = organising.certificate(lane.source)
    client = casting.browser(casting.person(lane.source, Role.ADMINISTRATOR))
    assert "Certificaten zonder open account" in text(client.get(at("programs")))
    assert client.post(at("account-open", certificate)).status_code == 302
    made = Account.everything.get()
    assert (made.party_id, made.role, made.closed_at) == ("zorg", "source", None)
    page = text(client.get(at("programs")))
    assert "Certificaten zonder open account" not in page and at("account", made) in page
    assert client.post(at("account-open", certificate)).status_code == 409
    assert "binnen meer" not in text(client.get(at("account-close", made)))
    client.post(at("account-close", made))
    made.refresh_from_db()
    assert made.closed_at and made.closed_by.startswith("person:")
    assert [one.kind for one in (*events("account.opened"), *events("account.closed"))] == [
        "account.opened",
        "account.closed",
    ]
    assert "Gesloten door" in text(client.get(at("account", made)))


def test_no_account_without_a_certificate_in_force() -> None:
    lane = delivered.lane()
    old = organising.certificate(lane.source, valid_until=casting.now())
    client = casting.browser(casting.person(lane.source, Role.ADMINISTRATOR))
    assert client.post(at("account-open", old)).status_code == 409
    assert not Account.everything.exists()


def test_what_is_no_certificate_is_not_brought_in() -> None:
    lane = delivered.lane()
    client = casting.browser(casting.person(lane.operator, Role.SECURITY_OFFICER))
    file = SimpleUploadedFile("certificate.pem", b"geen certificaat", "application/x-pem-file")
    answer = client.post(at("adopt"), {"organisation": lane.source.pk, "file": file})
    assert answer.status_code == 422


@pytest.mark.covers("Z-53")
def test_a_rule_is_made_changed_and_switched_off_and_says_what_it_does() -> None:
    lane = delivered.lane()
    client = casting.browser(casting.person(lane.operator, Role.CONTRACT_MANAGER))
    answer = client.post(at("rule-new"), RULE | {"route": lane.route.pk})
    made = Autorule.everything.get()
    assert answer.headers["Location"] == at("rule", made)
    page = text(client.get(at("rule", made)))
    for words in (f"onder {lane.route.exchange}", "eerder 2 van deze soort", "hoogstens 25 %", "ronde van de kalender"):
        assert words in page, words
    assert "waarschuwing heeft" not in page
    client.post(at("rule-change", made), RULE | {"earlier": "3", "warnings_percent": "4", "tests": "on"})
    page = text(client.get(at("rule", made)))
    assert (
        "Proefleveringen onder elke overeenkomst" in page
        and "eerder 3 van deze soort" in page
        and "hoogstens 4 %" in page
    )
    client.post(at("rule-switch", made))
    made.refresh_from_db()
    assert not made.is_on and made.made_by.startswith("person:")
    assert [events(f"autorule.{one}")[-1].outcome for one in ("made", "changed", "switched-off")] == ["done"] * 3
    with pytest.raises(Refused) as refused:
        ruling.switch(casting.tester(), rule=made, on=False)
    assert refused.value.code is access.GONE_ALREADY


def test_a_rule_that_nobody_can_mean_is_not_kept() -> None:
    lane = delivered.lane()
    client = casting.browser(casting.person(lane.operator, Role.CONTRACT_MANAGER))
    for wrong in (
        {"name": ""},
        {"earlier": "-1"},
        {"earlier": "0"},
        {"within_percent": "veel"},
        {"route": lane.source.pk},
    ):
        assert client.post(at("rule-new"), RULE | wrong).status_code == 422, wrong
    assert not Autorule.everything.exists()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DELIVERY_DESK, Role.SERVICE_DESK])
def test_who_decides_about_deliveries_does_not_make_the_rules(role: Role) -> None:
    lane = delivered.lane()
    client = casting.browser(casting.person(lane.operator, role))
    assert client.post(at("rule-new"), RULE).status_code == 403
    assert client.post(at("route-test", lane.route), {"reason": "precaution"}).status_code == 403
    assert not Autorule.everything.exists() and Route.everything.get().needs_test


def test_the_operator_opens_production_without_a_test_with_a_reason_in_the_evidence() -> None:
    lane = delivered.lane()
    client = casting.browser(casting.person(lane.operator, Role.CONTRACT_MANAGER))
    assert "Wacht op een proef" in text(client.get(at("routes")))
    assert client.post(at("route-test", lane.route), {"reason": "zomaar"}).status_code == 422
    client.post(at("route-test", lane.route), {"reason": "same-as-before"})
    assert not Route.everything.get().needs_test
    said = events("route.test-not-needed")[-1]
    assert said.objects["code"] == "same-as-before" and said.objects["agreement"] == lane.route.exchange
    assert "Productie open" in text(client.get(at("route", lane.route)))
    client.post(at("route-test", lane.route), {"reason": "precaution"})
    assert Route.everything.get().needs_test and events("route.test-needed")


def test_routes_are_seen_by_source_recipient_and_operator_alone() -> None:
    lane, other = delivered.lane(), delivered.lane()
    delivered.delivery(lane, State.CHECKED)
    for home, role, sees in (
        (lane.source, Role.DELIVERER, True), (lane.recipient, Role.MANAGER, True),
        (lane.operator, Role.DELIVERY_DESK, True), (other.source, Role.DELIVERER, False),
    ):  # fmt: skip
        client = casting.browser(casting.person(home, role))
        assert (lane.route.exchange in text(client.get(at("routes")))) == sees
        assert client.get(at("route", lane.route)).status_code == (200 if sees else 404)
