"""The life of a delivery: one state, one event and one moment per step; who decides; and how it ends."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import casting
import pytest
from delivering import Net, changed, on_a_network
from worlds import PEOPLE, Worlds, specification

from sluis.evidence.filegone import read_gone
from sluis.portal.access.roles import Role
from sluis.portal.deliveries import authorising, fetching, places, removing
from sluis.portal.deliveries.models import STEPS, Autorule, Delivery, Route, State
from sluis.portal.ledger.models import Entry
from sluis.portal.tasks.models import Task
from sluis.refusals import Refused
from sluis.refusals.catalogue import access

RECIPIENT = "recipient-1"


@pytest.fixture
def net(worlds: Worlds, tmp_path: Path, switch: object) -> Iterator[Net]:
    """A world without a gate that listens: services are called as the gate calls them."""
    with on_a_network(
        worlds.make(tmp_path / "world", specification(), sources=2, recipients=2), listening=False
    ) as made:
        yield made


def events(net: Net) -> list[str]:
    """Kinds of events about the delivery, in order."""
    pk = str(net.delivery().pk)
    return [
        entry.kind
        for entry in Entry.objects.order_by("n")
        if entry.subject == f"delivery:{pk}" and entry.kind.startswith("delivery.")
    ]


@pytest.mark.covers("Z-53", "Z-39", "Z-58")
def test_each_step_is_one_state_one_event_one_moment(net: Net) -> None:
    delivery = net.relayed(net.deliver(PEOPLE))
    fetching.downloaded(net.person(RECIPIENT, Role.MANAGER), delivery=delivery)
    fetching.opened(net.person(RECIPIENT, Role.MANAGER), delivery=delivery)
    net.clock.ahead = timedelta(days=10, minutes=1)
    assert "delivery.removed" in net.custodian().work()
    net.clock.ahead = timedelta(days=41)
    assert removing.expire(casting.tester(net.clock())) == 1
    found = net.delivery()
    assert found.state == State.EXPIRED
    moments = [found.reached(step) for step in STEPS]
    assert all(moments) and moments == sorted(moments)
    assert events(net) == [f"delivery.{step.value}" for step in STEPS]


@pytest.mark.covers("Z-53")
def test_nothing_is_relayed_before_somebody_decided(net: Net) -> None:
    delivery = net.deliver(PEOPLE)
    assert net.custodian().work_long() == []
    assert net.delivery().state == State.CHECKED
    task = Task.everything.get(kind=authorising.TASK)
    assert (task.role, task.state) == (Role.DELIVERY_DESK.value, "open")
    net.authorised(delivery)
    assert net.delivery().authorised_by.startswith("person:")
    task.refresh_from_db()
    assert task.state == "done"


def test_who_delivers_cannot_authorise(net: Net) -> None:
    delivery = net.deliver(PEOPLE)
    for role in (Role.ADMINISTRATOR, Role.DELIVERER, Role.BOARD):
        with pytest.raises(Refused) as refused:
            authorising.authorise(net.person("source-1", role), delivery=delivery)
        assert refused.value.code is access.NOT_ALLOWED
    assert net.delivery().state == State.CHECKED


@pytest.mark.covers("Z-53")
def test_a_rule_authorises_what_is_as_always_and_says_on_what_it_relied(net: Net) -> None:
    rule = casting.make(
        Autorule(
            organisation=net.places["ttp"], name="Als altijd", warnings_percent=None, made_at=net.clock(), made_by="x"
        )
    )
    first = net.deliver(PEOPLE)
    assert first.state == State.CHECKED, "the first of its kind somebody looks at"
    net.relayed(first)
    second = net.deliver(PEOPLE, name="second.sluis")
    assert second.state == State.AUTHORISED
    assert second.authorised_by == f"rule:{rule.pk}"
    assert second.relied_on == {"earlier": 1, "rows": 4, "last_rows": 4, "differs_percent": 0}
    header, *rows = PEOPLE.splitlines()
    third = net.deliver("\n".join([header, *rows[:2]]) + "\n", name="third.sluis")
    assert third.state == State.CHECKED, "half the rows is more than the rule allows"


@pytest.mark.covers("Z-53")
def test_no_rule_lets_through_what_is_unusual(net: Net) -> None:
    casting.make(
        Autorule(organisation=net.places["ttp"], name="Alles", earlier=0, within_percent=None, warnings_percent=None,
                 made_at=net.clock(), made_by="x")
    )  # fmt: skip
    first = net.deliver(PEOPLE)
    assert (first.unusual, first.state) == (["first"], State.CHECKED)
    net.relayed(first)
    header, *rows = PEOPLE.splitlines()
    many = net.deliver("\n".join([header, *rows * 4]) + "\n", name="many.sluis")
    assert (many.unusual, many.state) == (["many-rows"], State.CHECKED)


@pytest.mark.covers("Z-58", "Z-59", "Z-104")
def test_ten_days_after_download_the_result_goes_with_proof(net: Net) -> None:
    delivery = net.relayed(net.deliver(PEOPLE))
    path = places.result(delivery.pk)
    fetching.downloaded(net.person(RECIPIENT, Role.MANAGER), delivery=delivery)
    net.clock.ahead = timedelta(days=5)
    fetching.downloaded(net.person(RECIPIENT, Role.MANAGER), delivery=delivery)  # again: the days do not begin again
    net.clock.ahead = timedelta(days=9, hours=23, minutes=58)
    assert net.custodian().work_shortly().count("delivery.removed") == 0 and path.exists()
    net.clock.ahead = timedelta(days=10, minutes=1)
    assert "delivery.removed" in net.custodian().work_shortly()
    assert not path.exists()
    found = net.delivery()
    said, signature = read_gone(bytes(found.proof), net.world.home("source-1").shelf.trust)
    assert signature.party == "sluis"
    assert (said["number"], said["why"], said["was_there"]) == (found.number, "downloaded", True)
    assert found.gone_by - found.removed_at == timedelta(days=30)
    with pytest.raises(Refused):
        fetching.downloaded(net.person(RECIPIENT, Role.MANAGER), delivery=delivery)


def test_who_opened_it_has_it_and_the_days_run(net: Net) -> None:
    delivery = net.relayed(net.deliver(PEOPLE))
    found = fetching.opened(net.person(RECIPIENT, Role.MANAGER), delivery=delivery)
    assert found.downloaded_at is not None and found.state == State.OPENED
    assert found.remove_at == found.downloaded_at + timedelta(days=10)


@pytest.mark.covers("Z-58")
def test_the_input_is_gone_as_soon_as_it_was_relayed(net: Net) -> None:
    delivery = net.deliver(PEOPLE)
    path = places.arriving(delivery.upload.pk)
    assert path.exists()
    net.relayed(delivery)
    assert not path.exists()


@pytest.mark.covers("Z-64")
def test_what_nobody_downloads_goes_after_the_maximum_stay(net: Net) -> None:
    delivery = net.relayed(net.deliver(PEOPLE))
    net.clock.ahead = timedelta(days=29, hours=23)
    net.custodian().work_shortly()
    assert places.result(delivery.pk).exists()
    net.clock.ahead = timedelta(days=30, minutes=1)
    net.custodian().work_shortly()
    assert not places.result(delivery.pk).exists()
    said, _ = read_gone(bytes(net.delivery().proof), net.world.home("ttp").shelf.trust)
    assert said["why"] == "maximum-stay"


@pytest.mark.covers("Z-60")
def test_the_controller_has_it_removed_at_once(net: Net) -> None:
    delivery = net.relayed(net.deliver(PEOPLE))
    with pytest.raises(Refused):
        removing.ask(net.person("source-2", Role.ADMINISTRATOR), delivery=delivery, reason="mistake")
    with pytest.raises(Refused):
        removing.ask(net.person(RECIPIENT, Role.ADMINISTRATOR), delivery=delivery, reason="mistake")
    removing.ask(net.person("source-1", Role.PRIVACY_COORDINATOR), delivery=delivery, reason="mistake")
    assert "delivery.removed" in net.custodian().work_shortly()
    said, _ = read_gone(bytes(net.delivery().proof), net.world.home("ttp").shelf.trust)
    assert said["why"] == "asked" and said["asked_by"].startswith("person:")


def test_real_data_come_after_an_accepted_test(net: Net) -> None:
    with changed():
        Route.everything.update(needs_test=True)
    with pytest.raises(Refused) as refused:
        net.deliver(PEOPLE)
    assert refused.value.code.number == "2242"
    test = net.relayed(net.deliver(PEOPLE, "--test", name="test.sluis"))
    with pytest.raises(Refused) as early:
        fetching.accept_test(net.person(RECIPIENT, Role.MANAGER), delivery=test)
    assert early.value.code.number == "2253"
    fetching.downloaded(net.person(RECIPIENT, Role.MANAGER), delivery=test)
    fetching.accept_test(net.person(RECIPIENT, Role.MANAGER), delivery=test)
    assert net.hand_in("offered.sluis").state == State.CHECKED


@pytest.mark.covers("Z-55")
def test_a_correction_is_linked_to_what_it_corrects(net: Net) -> None:
    first = net.deliver(PEOPLE)
    authorising.refuse(net.person("ttp", Role.SERVICE_DESK), delivery=first, explanation="De periode klopt niet.")
    found = net.delivery(first.number)
    assert (found.state, found.code, found.explanation) == (State.REFUSED, "2245", "De periode klopt niet.")
    second = net.deliver(PEOPLE, "--corrects", first.delivery, name="second.sluis")
    assert second.corrects == first.delivery


def test_a_relay_that_is_refused_tells_the_source_and_leaves_nothing(net: Net) -> None:
    delivery = net.deliver(PEOPLE)
    path = places.arriving(delivery.upload.pk)
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 1
    path.write_bytes(data)
    net.authorised(delivery)
    assert net.custodian().work_long() == ["delivery.refused"]
    found = net.delivery()
    assert (found.state, found.code) == (State.REFUSED, "2551")
    assert places.everything() == []


def test_a_machine_that_is_not_in_order_makes_it_wait(net: Net) -> None:
    delivery = net.deliver(PEOPLE)
    net.authorised(delivery)
    keys, away = net.world.path("ttp", "keys"), net.world.path("ttp", "keys-away")
    custodian = net.custodian()
    keys.rename(away)
    try:
        assert custodian.work_long() == ["relay.waits"]
    finally:
        away.rename(keys)
    assert net.delivery().state == State.AUTHORISED
    assert custodian.work_long() == ["delivery.relayed"]


def test_taken_back_before_the_relay_it_goes_nowhere(net: Net) -> None:
    delivery = net.deliver(PEOPLE)
    removing.withdraw(net.person("source-1", Role.DELIVERER), delivery=delivery)
    with pytest.raises(Refused):
        net.authorised(delivery)
    net.clock.ahead = timedelta(minutes=20)
    assert "file.swept" in net.custodian().work_shortly()
    assert places.everything() == []


def test_what_was_handed_in_is_taken_once(net: Net) -> None:
    net.relayed(net.deliver(PEOPLE))
    with pytest.raises(Refused) as refused:
        net.hand_in()
    assert refused.value.code.number == "2802"
    assert Delivery.everything.count() == 1
