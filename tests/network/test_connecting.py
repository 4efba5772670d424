"""The way to the gate: through a proxy, to nobody, and to somebody else than the gate."""

from pathlib import Path

import pytest
from delivering import Net
from worlds import PEOPLE, sluis

from network.proxy import Proxy
from network.town import deliver
from sluis.portal.deliveries.models import Delivery


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("wanted", ["", "clerk:pass word"])
def test_everything_goes_through_the_proxy_of_the_machine(
    town: Net, monkeypatch: pytest.MonkeyPatch, wanted: str
) -> None:
    known = Delivery.everything.count()
    with Proxy(wanted) as proxy:
        shown = wanted.replace(" ", "%20") + "@" if wanted else ""
        monkeypatch.setenv("HTTPS_PROXY", f"http://{shown}127.0.0.1:{proxy.port}")
        assert town.connect("source-1").code == 0
        answer = deliver(town, town.world.write(PEOPLE + PEOPLE.split("\n")[1 + bool(wanted)] + "\n"))
        assert answer.code == 0, answer.err
        assert set(proxy.asked) == {f"localhost:{town.gate_port}"}
    assert Delivery.everything.count() == known + 1


def test_a_proxy_that_is_not_for_this_host_or_does_not_let_in_is_seen(
    town: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Proxy("clerk:secret") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        answer = town.connect("source-1")
        assert answer.code == 3 and "2232" in answer.err and "secret" not in answer.err
        assert proxy.asked
        proxy.asked.clear()
        monkeypatch.setenv("NO_PROXY", "localhost")
        assert town.connect("source-1").code == 0
        assert proxy.asked == []


@pytest.mark.covers("Z-36")
def test_a_server_with_another_certificate_gets_nothing(town: Net, tmp_path: Path) -> None:
    home = town.world.path("source-2")
    answer = sluis("source", "connect", "--gate", town.address, "--home", home)
    assert answer.code == 3 and "2233" in answer.err
    sent = sluis(
        "source", "deliver", town.world.write(PEOPLE), "--home", home, "--to", "recipient-1", "--patience", "1"
    )
    assert sent.code == 3 and "2233" in sent.err
    assert not Delivery.everything.filter(route__source_party="source-2").exists()
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    assert "2233" in sluis("source", "connect", "--gate", town.address, "--trust", wrong, "--home", home).err


def test_a_gate_that_is_away_or_no_gate_is_said(town: Net) -> None:
    home = town.world.path("source-2")
    assert "2232" in sluis("source", "connect", "--gate", "https://localhost:1", "--home", home).err
    assert "2231" in sluis("source", "connect", "--gate", "http://localhost", "--home", home).err
    fresh = town.world.path("recipient-2")
    assert "2230" in sluis("recipient", "fetch", "--home", fresh).err
