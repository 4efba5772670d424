"""What the recipient takes on its page, and what the source has removed: real packages, relayed by the custodian."""

from datetime import timedelta
from typing import Any

import casting
import pyarrow.parquet as pq
import pytest
from delivering import Net, changed
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from organising import events
from worlds import PEOPLE

from sluis.evidence.filegone import read_gone
from sluis.portal.access.roles import Role
from sluis.portal.deliveries import places
from sluis.portal.deliveries.models import Account, Route, State
from sluis.portal.deliveries.views import fetching
from sluis.portal.organisations.models import Certificate


def at(name: str, record: Any) -> str:
    """An address."""
    return reverse(f"deliveries:{name}", args=[record.pk])


def browser(net: Net, party: str, *roles: Role) -> Client:
    """Somebody of a party's organisation."""
    return casting.browser(casting.person(net.places[party], *roles))


def text(answer: Any) -> str:
    """A page as it came."""
    return str(answer.getvalue().decode())


@pytest.mark.covers("Z-39", "Z-58")
def test_a_download_counts_when_its_last_bytes_are_handed_over_and_each_time_once(
    net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "BLOCK", 4096)  # so that a small package has a first and a last block
    delivery = net.relayed(net.deliver(PEOPLE))
    client = browser(net, "recipient-1", Role.MANAGER)
    assert "sluis recipient open" in text(client.get(at("delivery", delivery)))
    broken: Any = client.post(at("download", delivery))
    assert next(iter(broken.streaming_content)) and broken.streaming
    broken.close()
    assert (net.delivery().state, net.delivery().downloads) == (State.AVAILABLE, 0)
    whole = client.post(at("download", delivery))
    assert whole.headers["Content-Disposition"] == f'attachment; filename="{delivery.number}.sluis"'
    package = whole.getvalue()
    assert len(package) == int(whole.headers["Content-Length"]) and package == places.result(delivery.pk).read_bytes()
    found = net.delivery()
    assert (found.state, found.downloads) == (State.DOWNLOADED, 1)
    assert found.remove_at - found.downloaded_at == timedelta(days=10)
    assert len(events("delivery.downloaded")) == 1
    client.post(at("download", delivery)).getvalue()
    again = net.delivery()
    assert (again.downloads, again.remove_at) == (2, found.remove_at)
    net.world.path("fetched.sluis").write_bytes(package)
    assert net.world.open("fetched.sluis").code == 0
    assert pq.read_table(net.world.path("received.parquet")).num_rows == 4


def test_a_result_that_is_damaged_or_gone_is_not_handed_over(net: Net) -> None:
    delivery = net.relayed(net.deliver(PEOPLE))
    client = browser(net, "recipient-1", Role.MANAGER)
    path = places.result(delivery.pk)
    path.write_bytes(path.read_bytes()[:-1])
    answer = client.post(at("download", delivery))
    assert answer.status_code == 409 and "2250" in text(answer)
    path.unlink()
    assert client.post(at("download", delivery)).status_code == 409
    assert net.delivery().downloads == 0


@pytest.mark.covers("Z-60", "Z-59")
def test_the_controller_has_a_result_removed_and_reads_the_proof_on_the_page(net: Net) -> None:
    delivery = net.relayed(net.deliver(PEOPLE))
    asks = casting.person(net.places["source-1"], Role.PRIVACY_COORDINATOR, Role.AUDITOR)
    client = casting.browser(asks)
    assert "kan dat dan niet meer" in text(client.get(at("remove", delivery)))
    assert client.post(at("remove", delivery), {"reason": "zomaar"}).status_code == 422
    assert net.delivery().removal_asked_at is None
    client.post(at("remove", delivery), {"reason": "mistake"})
    assert "Hierna: verwijderen" in text(client.get(at("delivery", delivery)))
    assert (
        browser(net, "source-1", Role.DELIVERER).post(at("remove", delivery), {"reason": "mistake"}).status_code == 403
    )
    net.clock.ahead = timedelta(seconds=1)
    net.custodian().work_shortly()
    page = text(client.get(at("delivery", delivery)))
    for words in ("De handtekening onder het bewijs klopt", "het gevraagd is", asks.name, "sluis (", "per vergissing"):
        assert words in page, words
    found = net.delivery()
    assert found.gone_by.replace(microsecond=0).isoformat() in page
    proof = client.get(at("proof", delivery)).getvalue()
    said, _signature = read_gone(proof, net.world.home("source-1").shelf.trust)
    assert said["asked_by"] == f"person:{asks.pk}" and said["number"] == found.number
    gone = browser(net, "recipient-1", Role.MANAGER).post(at("download", delivery))
    assert gone.status_code == 409 and "2246" in text(gone)


def test_a_recipient_accepts_a_test_and_production_opens(net: Net) -> None:
    with changed():
        Route.everything.update(needs_test=True)
    delivery = net.relayed(net.deliver(PEOPLE, "--test"))
    client = browser(net, "recipient-1", Role.MANAGER)
    assert "TEST" in text(client.get(at("delivery", delivery)))
    assert at("accept", delivery) not in text(client.get(at("delivery", delivery)))
    assert client.post(at("accept", delivery)).status_code == 409
    client.post(at("download", delivery)).getvalue()
    assert at("accept", delivery) in text(client.get(at("delivery", delivery)))
    client.post(at("accept", delivery))
    route = Route.everything.get()
    assert route.production_is_open and route.tested_by.startswith("person:")
    assert "Productie open" in text(client.get(at("route", route)))


@pytest.mark.covers("Z-53")
def test_the_desk_sees_what_it_decides_on(net: Net) -> None:
    first = net.deliver(PEOPLE)
    client = browser(net, "ttp", Role.DELIVERY_DESK)
    page = text(client.get(at("delivery", first)))
    for words in ("Overeenkomst in werking", "Handtekening en specificatie kloppen", "Eerste levering van deze soort"):
        assert words in page, words
    client.post(at("authorise", first))
    assert net.custodian().work_long() == ["delivery.relayed"]
    header, *rows = PEOPLE.splitlines()
    second = net.deliver("\n".join([header, *rows[:2]]) + "\n", name="second.sluis")
    page = text(client.get(at("delivery", second)))
    assert "2 rijen, -50 % tegenover de vorige" in page and "polymorf" in page and "versleuteld" in page
    with changed():
        Certificate.everything.filter(party_id="source-1").update(revoked_at=net.clock())
    assert "is ingetrokken" in text(client.get(at("delivery", second)))


@pytest.mark.covers("Z-54")
def test_a_certificate_of_the_command_line_is_brought_under_an_organisation(net: Net) -> None:
    chain = net.world.path("source-1", "certificate.pem").read_bytes()
    client, organisation = browser(net, "ttp", Role.SECURITY_OFFICER), net.places["source-1"]

    def bring_in() -> Any:
        sent = {"organisation": str(organisation.pk), "file": SimpleUploadedFile("certificate.pem", chain)}
        return client.post(reverse("deliveries:adopt"), sent)

    assert bring_in().status_code == 422, "it is here already"
    with changed():
        Account.everything.all().delete()
        Certificate.everything.all().delete()
    assert bring_in().status_code == 302
    made = Certificate.everything.get()
    assert (made.organisation, made.party_id, made.role) == (organisation, "source-1", "source")
    assert "source-1" in text(client.get(reverse("deliveries:programs")))
