"""The pages of deliveries, as source, recipient and desk see them."""

from datetime import timedelta
from typing import Any

import calendaring
import casting
import delivered
import pytest
from delivered import Lane
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from organising import events

from sluis.portal.access.changing import keeping
from sluis.portal.access.roles import Role
from sluis.portal.deliveries.models import Delivery, State

pytestmark = pytest.mark.usefixtures("sqlite")


def at(name: str, record: Any = None) -> str:
    """An address."""
    return reverse(f"deliveries:{name}", args=[record.pk] if record is not None else [])


def source(lane: Lane, *roles: Role) -> Client:
    """Somebody of the source."""
    return casting.browser(casting.person(lane.source, *roles or (Role.DELIVERER,)))


def recipient(lane: Lane, *roles: Role) -> Client:
    """Somebody of the recipient."""
    return casting.browser(casting.person(lane.recipient, *roles or (Role.MANAGER,)))


def desk(lane: Lane, *roles: Role) -> Client:
    """Somebody of the operator."""
    return casting.browser(casting.person(lane.operator, *roles or (Role.DELIVERY_DESK,)))


def text(answer: Any) -> str:
    """A page as it came."""
    return str(answer.getvalue().decode())


@pytest.mark.parametrize("state", list(State))
def test_a_recipient_sees_a_delivery_from_the_relay_on(state: State) -> None:
    lane = delivered.lane()
    found = delivered.delivery(lane, state)
    assert source(lane).get(at("delivery", found)).status_code == 200
    assert desk(lane).get(at("delivery", found)).status_code == 200
    expected = 404 if found.relayed_at is None else 200
    there = recipient(lane)
    assert there.get(at("delivery", found)).status_code == expected
    assert (found.number in text(there.get(at("list")))) == (expected == 200)


def test_what_is_between_source_and_ttp_a_recipient_does_not_see() -> None:
    lane = delivered.lane()
    found = delivered.delivery(
        lane, State.AVAILABLE, prepared=delivered.REPORT, unusual=["many-rows"], relied_on={"rows": 12},
        authorised_by="rule:1",
    )  # fmt: skip
    delivered.remarks(found)
    theirs, ours = text(recipient(lane).get(at("delivery", found))), text(source(lane).get(at("delivery", found)))
    for secret in ("Bevindingen", "3201", "ze heeft 12 rijen", "Validatierapporten", "Autorisatie</h2>"):
        assert secret in ours and secret not in theirs, secret
    assert recipient(lane).get(at("findings", found)).status_code == 404


def test_a_recipients_evidence_begins_at_the_relay() -> None:
    lane = delivered.lane()
    found = delivered.delivery(lane, State.AVAILABLE)
    with keeping(casting.tester()) as change:
        for kind in ("delivery.offered", "delivery.authorised", "delivery.relayed", "delivery.available"):
            change.record(kind, found)
    theirs, ours = text(recipient(lane).get(at("delivery", found))), text(source(lane).get(at("delivery", found)))
    assert "Levering aangeboden" in ours and "Levering aangeboden" not in theirs
    assert "Levering geautoriseerd" in ours and "Levering geautoriseerd" not in theirs
    assert "Resultaat beschikbaar gemaakt" in theirs


def test_another_organisation_gets_the_same_answer_as_for_nothing() -> None:
    lane, other = delivered.lane(), delivered.lane()
    found = delivered.delivery(lane, State.AVAILABLE)
    stranger = source(other, Role.ADMINISTRATOR, Role.DELIVERER, Role.MANAGER, Role.DPO)
    for name in ("delivery", "findings", "proof", "withdraw", "remove"):
        assert stranger.get(at(name, found)).status_code == 404, name
    for name in ("download", "accept", "withdraw", "remove"):
        assert stranger.post(at(name, found)).status_code == 404, name
    assert stranger.get(at("route", lane.route)).status_code == 404


def test_source_and_recipient_each_have_their_own_buttons() -> None:
    lane = delivered.lane()
    found = delivered.delivery(lane, State.AVAILABLE)
    for name in ("withdraw", "remove"):
        assert recipient(lane, *Role).get(at(name, found)).status_code in (403, 404)
        assert recipient(lane, Role.ADMINISTRATOR, Role.DPO).post(at(name, found)).status_code == 404
    for name in ("download", "accept"):
        assert source(lane, Role.ADMINISTRATOR).post(at(name, found)).status_code == 404
        assert recipient(lane).get(at(name, found)).status_code == 405


@pytest.mark.covers("Z-55")
def test_the_source_reads_code_row_field_and_words_in_its_language() -> None:
    lane = delivered.lane()
    found = delivered.delivery(lane, State.CHECKED, prepared=delivered.REPORT)
    client = source(lane)
    dutch = text(client.get(at("delivery", found)))
    assert "Dit is geen BSN" in dutch and "3201" in dutch and ">BSN<" in dutch and "Waarschuwing" in dutch
    client.post(reverse("set_language"), {"language": "en"})
    assert "This is not a BSN" in text(client.get(at("delivery", found)))
    assert "Nothing was found" in text(client.get(at("delivery", found), {"severity": "fatal"}))
    assert "This is not a BSN" in text(client.get(at("delivery", found), {"find": "bsn", "severity": "nonsense"}))
    assert "This is not a BSN" not in text(client.get(at("delivery", found), {"find": "NAME"}))


@pytest.mark.covers("Z-55")
def test_findings_can_be_taken_along() -> None:
    lane = delivered.lane()
    found = delivered.delivery(lane, State.CHECKED, prepared=delivered.REPORT)
    answer = source(lane).get(at("findings", found), {"find": "3201"})
    lines = text(answer).lstrip("\ufeff").splitlines()
    assert lines[0].startswith("Regel;Veld;Code;") and lines[1].startswith("3;BSN;3201;Dit is geen BSN")
    assert len(lines) == 3 and answer.headers["Content-Disposition"].startswith("attachment")
    assert len(text(source(lane).get(at("findings", found), {"find": "x"})).splitlines()) == 1


@pytest.mark.covers("Z-55")
def test_a_refusal_is_told_with_code_advice_and_explanation_and_linked_to_its_correction() -> None:
    lane = delivered.lane()
    first = delivered.delivery(
        lane, State.REFUSED, code="2245", report={"code": "2245", "where": "", "facts": {}},
        explanation="De periode <klopt> niet.",
    )  # fmt: skip
    page = text(source(lane).get(at("delivery", first)))
    assert "2245" in page and "De periode &lt;klopt&gt; niet." in page and f"--corrects {first.delivery}" in page
    second = delivered.delivery(lane, State.CHECKED, corrects=first.delivery)
    assert at("delivery", second) in text(source(lane).get(at("delivery", first)))
    assert at("delivery", first) in text(source(lane).get(at("delivery", second)))


@pytest.mark.parametrize("state", [State.CHECKED, State.AVAILABLE, State.REMOVED])
def test_the_life_line_says_what_comes_next_and_by_when(state: State) -> None:
    lane = delivered.lane()
    page = text(source(lane).get(at("delivery", delivered.delivery(lane, state))))
    says = {
        State.CHECKED: "Hierna: autoriseren, uiterlijk",
        State.AVAILABLE: "Hierna: de ontvanger downloadt het, vóór",
        State.REMOVED: "Hierna: de laatste back-up verloopt op",
    }
    assert says[state] in page


def test_a_number_is_found_with_and_without_hyphens() -> None:
    lane = delivered.lane()
    found, other = (
        delivered.delivery(lane, delivery="ab12cd34ef56" + "0" * 20, number="AB12-CD34-EF56"),
        delivered.delivery(lane),
    )
    client = source(lane)
    for typed in ("AB12-CD34-EF56", "ab12cd34ef56", "AB12 CD34", "ab12-cd"):
        page = text(client.get(at("list"), {"q": typed}))
        assert found.number in page and other.number not in page, typed


def test_filters_narrow_the_list_and_nonsense_is_shown_beside_its_field() -> None:
    lane = delivered.lane()
    elsewhere = delivered.lane(lane.source)
    test = delivered.delivery(lane, State.AVAILABLE, test=True)
    real = delivered.delivery(elsewhere, State.CHECKED, at=casting.now() - timedelta(days=40))
    client = source(lane)
    day = (casting.today() - timedelta(days=20)).isoformat()
    asks: tuple[tuple[dict[str, str], Delivery], ...] = (
        ({"state": "available"}, test), ({"kind": "test"}, test), ({"kind": "production"}, real),
        ({"route": str(lane.route.pk)}, test), ({"since": day}, test), ({"until": day}, real), ({"state": "checked"}, real),
    )  # fmt: skip
    for asked, shown in asks:
        page = text(client.get(at("list"), asked))
        hidden = real if shown is test else test
        assert shown.number in page and hidden.number not in page, asked
    foreign = delivered.lane()
    wrong: tuple[dict[str, str], ...] = (
        {"state": "x"},
        {"since": "x"},
        {"route": str(foreign.route.pk)},
        {"until": "0001-01-01"},
    )
    for asked in wrong:
        assert client.get(at("list"), asked).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_can_be_taken_along(kind: str) -> None:
    lane = delivered.lane()
    found = delivered.delivery(lane)
    answer = source(lane).get(at("list"), {"download": kind})
    body = answer.getvalue()
    assert answer.status_code == 200 and (kind == "xlsx" or found.number.encode() in body)


def test_the_inbox_holds_what_is_to_be_fetched() -> None:
    lane = delivered.lane()
    new, taken = delivered.delivery(lane, State.AVAILABLE), delivered.delivery(lane, State.DOWNLOADED)
    mine = delivered.delivery(delivered.lane(lane.recipient), State.AVAILABLE)
    page = text(recipient(lane).get(at("inbox")))
    assert new.number in page and taken.number not in page and mine.number not in page
    assert at("inbox") in text(recipient(lane).get(at("list")))
    assert at("inbox") not in text(desk(lane).get(at("list")))


@pytest.mark.covers("Z-53", "Z-63")
def test_the_desk_authorises_and_nobody_else_does() -> None:
    lane = delivered.lane()
    found = delivered.delivery(lane)
    assert "Autoriseren" in text(desk(lane).get(at("delivery", found)))
    every = [role for role in Role if role not in (Role.DELIVERY_DESK, Role.SERVICE_DESK)]
    for client in (source(lane, *every), desk(lane, *every), recipient(lane, *every)):
        assert "Autoriseren</button>" not in text(client.get(at("delivery", found)))
        assert client.post(at("authorise", found)).status_code in (403, 404)
        assert client.post(at("refuse", found), {"explanation": "Nee."}).status_code in (403, 404)
    assert Delivery.everything.get().state == State.CHECKED
    answer = desk(lane).post(at("authorise", found), follow=True)
    assert "De levering is geautoriseerd" in text(answer)
    now = Delivery.everything.get()
    assert now.state == State.AUTHORISED and now.authorised_by.startswith("person:") and now.authorised_at
    assert events("delivery.authorised")[-1].actor == now.authorised_by
    assert desk(lane).post(at("authorise", found)).status_code == 409


@pytest.mark.parametrize(
    "explanation",
    ["", "Rij 3: 900000004", "Meld\n9000 00 004 bij ons", "x" * 150 + " 900000004", "p1.sluis.domein.0123456789abcdef"],
)
def test_a_refusal_needs_an_explanation_without_anything_about_a_person(explanation: str) -> None:
    lane = delivered.lane()
    found = delivered.delivery(lane)
    answer = desk(lane).post(at("refuse", found), {"explanation": explanation})
    assert answer.status_code == 422
    assert Delivery.everything.get().state == State.CHECKED


@pytest.mark.covers("Z-53")
def test_a_refusal_with_an_explanation_is_kept_and_told() -> None:
    lane = delivered.lane()
    found = delivered.delivery(lane)
    reader = casting.person(lane.source, Role.DELIVERER)
    words = "De periode klopt niet.\nLever 2026-1 opnieuw; zie rij 12 en 100000000."
    answer = desk(lane).post(at("refuse", found), {"explanation": words})
    assert answer.headers["Location"] == at("delivery", found)
    assert Delivery.everything.get().state == State.REFUSED
    assert "De periode klopt niet.<br>" in text(casting.browser(reader).get(at("delivery", found)))


def test_a_source_takes_back_what_was_not_relayed() -> None:
    lane = delivered.lane()
    found = delivered.delivery(lane)
    client = source(lane)
    assert "wordt niet doorgezet" in text(client.get(at("withdraw", found)))
    client.post(at("withdraw", found))
    assert Delivery.everything.get().state == State.WITHDRAWN
    assert client.post(at("withdraw", found)).status_code == 422


@pytest.mark.covers("Z-58", "Z-59")
def test_the_page_says_when_a_result_goes_and_until_when_backups_hold_it() -> None:
    lane = delivered.lane()
    found = delivered.delivery(lane, State.AVAILABLE)
    for client in (source(lane), recipient(lane), desk(lane)):
        page = text(client.get(at("delivery", found)))
        assert found.remove_at is not None and found.gone_by is not None
        assert found.remove_at.isoformat() in page and found.gone_by.isoformat() in page


def test_a_proof_that_cannot_be_verified_says_so() -> None:
    lane = delivered.lane()
    found = delivered.delivery(lane, State.REMOVED, proof=b'{"statement": "gone"}')
    page = text(source(lane).get(at("delivery", found)))
    assert "De handtekening onder het bewijs klopt" not in page and "Bewijs van verwijdering" in page
    answer = source(lane).get(at("proof", found))
    assert answer.getvalue() == b'{"statement": "gone"}' and answer.headers["Content-Type"] == "application/json"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_first_page_shows_what_waits() -> None:
    lane = delivered.lane()
    waits, ready = delivered.delivery(lane), delivered.delivery(lane, State.AVAILABLE)
    home = reverse("tasks:home")
    assert at("delivery", waits) in text(desk(lane).get(home))
    assert at("delivery", ready) in text(recipient(lane).get(home))
    assert at("delivery", ready) not in text(desk(lane).get(home))
    assert "Wacht op autorisatie" not in text(source(lane).get(home))


def test_an_agreement_and_a_round_show_what_was_delivered() -> None:
    place = calendaring.place()
    lane = delivered.lane(place.source, place.registry, exchange=place.flow.exchange)
    waited = calendaring.scheduled(place).rounds.order_by("starts_on")[0]
    found, other = delivered.delivery(lane, round=waited), delivered.delivery(delivered.lane(place.source))
    reader = source(lane, Role.ADMINISTRATOR, Role.CONTRACT_MANAGER)
    for address in (
        reverse("agreements:agreement", args=[place.agreement.pk]), reverse("rounds:round", args=[waited.pk]),
    ):  # fmt: skip
        page = text(reader.get(address))
        assert at("delivery", found) in page and at("delivery", other) not in page, address
    assert reverse("rounds:round", args=[waited.pk]) in text(reader.get(at("delivery", found)))


def test_a_recipient_sees_the_correction_of_what_it_got_and_no_other() -> None:
    lane = delivered.lane()
    first = delivered.delivery(lane, State.DOWNLOADED)
    second = delivered.delivery(lane, State.AVAILABLE, corrects=first.delivery)
    third = delivered.delivery(lane, State.CHECKED, corrects=first.delivery)
    page = text(recipient(lane).get(at("delivery", first)))
    assert at("delivery", second) in page and at("delivery", third) not in page


def queries(client: Client, address: str) -> int:
    """How many a page asks, when it was seen before."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_queries_do_not_grow_with_the_rows() -> None:
    lane = delivered.lane()
    first = delivered.delivery(lane, prepared=delivered.REPORT)
    delivered.remarks(first)
    people = (source(lane), desk(lane))
    pages = [(client, page) for client in people for page in (at("list"), at("delivery", first), at("routes"))]
    few = [queries(*one) for one in pages]
    for _each in range(8):
        delivered.delivery(lane, corrects=first.delivery)
        delivered.delivery(delivered.lane(lane.source))
    assert [queries(*one) for one in pages] == few
