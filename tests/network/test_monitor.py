"""What really happens at the gate, as whoever watches sees it."""

from datetime import timedelta

import casting
import pytest
from delivering import Net, now
from worlds import PEOPLE

from network.knocking import ask, knock, signed, statement
from sluis.portal.access.roles import Role
from sluis.portal.deliveries.models import Delivery
from sluis.portal.monitor import outages
from sluis.portal.organisations.certifying import revoke
from sluis.portal.organisations.choices import Ended
from sluis.portal.organisations.models import Certificate
from sluis.portal.oversight.models import Alert
from sluis.portal.oversight.starting.rules import starter_rules
from sluis.portal.oversight.watching import watch


@pytest.mark.covers("Z-56", "Z-57", "Z-36")
def test_a_delivery_and_a_revoked_certificate_are_seen_and_raise_an_alert(net: Net) -> None:
    starter_rules(casting.tester())
    desk = casting.browser(casting.person(net.places["ttp"], Role.DELIVERY_DESK))
    empty = desk.get("/monitor/live?part=running")
    assert net.connect("source-1").code == 0 and net.world.prepare(net.world.write(PEOPLE)).code == 0
    assert net.send().code == 0
    shown = desk.get("/monitor/live?part=running", headers={"if-none-match": empty["ETag"]})
    assert shown.status_code == 200 and Delivery.everything.get().number in shown.content.decode()
    revoke(casting.tester(), certificate=Certificate.everything.get(party_id="source-2"), reason=Ended.KEY_LOST)
    home = net.world.home("source-2")
    for _each in range(3):
        said = statement(home)
        assert knock(net, said, signed(home, said)).code == "2251"
    page = desk.get("/monitor/live?part=refused").content.decode()
    assert "2251" in page and "source-2" in page and "3 keer" in page
    watch(casting.tester(now() + timedelta(minutes=1)))
    assert Alert.everything.filter(rule__key="unknown-certificate").count() == 1


def test_the_gate_tells_programs_of_an_outage(net: Net) -> None:
    assert ask(net, "GET", "/").data["notices"] == []
    chief = casting.actor(casting.person(net.places["ttp"], Role.SERVICE_DESK))
    made = outages.announce(
        chief, planned=False, starts_at=now(), ends_at=None, text_nl="De poort hapert.", text_en="The gate falters."
    )
    (told,) = ask(net, "GET", "/").data["notices"]
    assert (told["on"], told["ends_at"], told["text"]["en"]) == (True, None, "The gate falters.")
    outages.end(chief, outage=made)
    assert ask(net, "GET", "/").data["notices"] == []
