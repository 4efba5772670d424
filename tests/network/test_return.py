"""With transport off the result goes back to the source's own organisation, and nobody else sees it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from delivering import Net, on_a_network
from worlds import PEOPLE, World, Worlds, sluis, specification

from sluis.portal.deliveries.models import Delivery
from sluis.portal.deliveries.rights import SEE

OWN = "recipient-8"


def done(*words: object) -> Any:
    answer = sluis(*words)
    assert answer.code == 0, answer.err
    return answer


def agree_to_return(world: World) -> None:
    """A recipient of the source's own organisation, and an agreement by which results return to it."""
    own, ttp, source = world.path(OWN), world.path("ttp"), world.path("source-1")
    organisation = world.home("source-1").settings.organisation
    done("recipient", "init", "--home", own, "--party", OWN, "--name", "Own", "--organisation", organisation)
    done("ttp", "enrol", own / "card.json", "--home", ttp, "--out", own / "answer.pem")
    done("agreement", "enrolled", own / "answer.pem", "--home", own)
    for home, others in ((own, (ttp, source)), (ttp, (own,)), (source, (own,))):
        for other in others:
            card = other / "card.json"
            fingerprint = done("--json", "agreement", "card", card).data["fingerprint"]
            done("agreement", "pin", card, "--fingerprint", fingerprint, "--home", home)
    done("ttp", "domain", "--home", ttp, "--domain", "own", "--scheme", "polymorphic")
    today, document = datetime.now(UTC).date(), world.path("return.json")
    done(
        "ttp", "agree", "--id", "return", "--source", source / "card.json", "--recipient", own / "card.json",
        "--spec", world.specification, "--domain", "own", "--from", today, "--until", today + timedelta(days=9),
        "--return-only", "--home", ttp, "--out", document,
    )  # fmt: skip
    for home in (source, own):
        done("agreement", "sign", document, "--spec", world.specification, "--home", home)
    for home in (source, own, ttp):
        done("agreement", "accept", document, "--spec", world.specification, "--home", home)


@pytest.mark.covers("Z-38")
def test_the_result_returns_to_the_source_and_nobody_else(worlds: Worlds, tmp_path: Path, switch: object) -> None:
    world = worlds.make(tmp_path / "world", specification(), recipients=2)
    agree_to_return(world)
    with on_a_network(world) as net:
        prepared = net.world.prepare(net.world.write(PEOPLE), to=8)
        assert prepared.code == 0, prepared.err
        assert net.connect("source-1").code == 0
        assert net.send().code == 0
        delivery = net.relayed(net.delivery())
        assert delivery.returns and delivery.recipient == net.places["source-1"]
        for party, expected in ((OWN, 1), ("recipient-1", 0), ("recipient-2", 0)):
            assert net.connect(party).code == 0
            assert len(done("--json", "recipient", "fetch", "--home", net.world.path(party)).data) == expected
        assert not _seen(net, "recipient-1")


def _seen(net: Net, party: str) -> bool:
    from sluis.portal.access.roles import Role

    return bool(Delivery.objects.visible_to(net.person(party, Role.MANAGER), SEE).exists())
