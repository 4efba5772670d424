"""The whole way: a source sends, somebody authorises, the custodian relays, the registry fetches and opens."""

import casting
import pyarrow.parquet as pq
import pytest
from delivering import Net
from worlds import PEOPLE

from sluis.portal.access.roles import Role
from sluis.portal.deliveries.authorising import authorise
from sluis.portal.deliveries.models import State


@pytest.mark.covers("Z-31", "Z-35", "Z-53", "Z-54")
def test_a_delivery_goes_from_source_to_registry(net: Net) -> None:
    assert net.connect("source-1").code == 0
    assert net.connect("recipient-1").code == 0
    assert net.world.prepare(net.world.write(PEOPLE)).code == 0
    answer = net.send()
    assert answer.code == 0, answer.err
    delivery = net.delivery()
    assert delivery.state == State.CHECKED
    desk = casting.person(net.places["ttp"], Role.DELIVERY_DESK)
    authorise(casting.actor(desk), delivery=delivery)
    assert "delivery.relayed" in net.custodian().work()
    assert not list((net.folder / "deliveries" / "arriving").iterdir())
    fetched = net.fetch("--new")
    assert fetched.code == 0, fetched.err
    inbox = net.world.path("recipient-1", "inbox")
    (package,) = inbox.glob("*.sluis")
    assert net.world.open(f"recipient-1/inbox/{package.name}").code == 0
    assert pq.read_table(net.world.path("received.parquet")).num_rows == 4
    assert net.delivery().state == State.DOWNLOADED
