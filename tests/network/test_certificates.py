"""Who may come in: what is wrong with a certificate, an account or a statement is refused with its code, and seen."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import casting
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from delivering import Net, now
from worlds import PEOPLE, Worlds, sluis, specification

from network.knocking import Program, Reply, ask, knock, signed, statement
from sluis.home.home import Home
from sluis.portal.access.roles import Role as Holds
from sluis.portal.deliveries.accounts import close_account, open_account
from sluis.portal.deliveries.authorising import authorise, refuse
from sluis.portal.deliveries.models import Account, Attempt, Delivery, State
from sluis.portal.deliveries.refusing import MOST_UNKNOWN, attempted
from sluis.portal.ledger.models import Entry
from sluis.portal.monitor.rows import Part
from sluis.portal.monitor.standing import Standing
from sluis.portal.organisations.adopting import adopt
from sluis.portal.organisations.certifying import revoke
from sluis.portal.organisations.choices import Ended
from sluis.portal.organisations.models import Certificate, ExchangeRole
from sluis.refusals import Refused
from sluis.refusals.catalogue import gate as codes
from sluis.signatures import Trust, sign_detached
from sluis.signatures.certificates import Role, issue, make_authority, make_request, to_pem
from sluis.signatures.certificates.issuing import Authority
from sluis.signatures.signer import KeySigner

pytestmark = pytest.mark.covers("Z-36", "Z-54")
Enrols = Callable[..., Home]


@pytest.fixture
def enrols(town: Net, tmp_path: Path) -> Enrols:
    """A new party with a home and a certificate of this TTP; known in the portal, and with an account, unless asked not."""

    def enrolled(role: str = "source", *, known: bool = True, account: bool = True) -> Home:
        party = f"{role}-{secrets.token_hex(4)}"
        path, ttp = tmp_path / party, town.world.path("ttp")
        answer = path / "answer.pem"
        assert sluis(role, "init", "--home", path, "--party", party, "--name", party).code == 0
        assert sluis("ttp", "enrol", path / "card.json", "--home", ttp, "--out", answer).code == 0
        assert sluis("agreement", "enrolled", answer, "--home", path).code == 0
        home = Home(path)
        if known:
            place = casting.organisation(party)
            trust = town.world.home("ttp").shelf.trust
            adopt(casting.tester(), organisation=place, chain_pem=answer.read_bytes(), trust=trust)
            if account:
                open_account(casting.tester(), organisation=place, role=ExchangeRole(role), party_id=party)
        return home

    return enrolled


def come(town: Net, home: Home, **other: Any) -> Reply:
    said = statement(home, **other)
    return knock(town, said, signed(home, said))


def refused(found: Reply, status: int, code: str) -> None:
    assert (found.status, found.code) == (status, code), found.body
    assert found.data["code"] == code and found.data["message"] and found.data["advice"]


def seen(code: str, home: Home | None = None) -> Attempt:
    """What whoever watches sees of it: whose program, with which key, and when."""
    party = home.settings.party if home else ""
    attempt: Attempt = Attempt.everything.filter(code=code, party_id=party).latest("last_at")
    assert now() - attempt.last_at < timedelta(minutes=1)
    known = Account.everything.filter(party_id=party, closed_at=None).first() if party else None
    assert attempt.organisation == (known.organisation if known else town_operator())
    if home:
        assert attempt.key_id == home.shelf.card.keys.signing
    watching = Standing(casting.actor(watcher()))
    (row,) = [one for one in watching.rows(Part.REFUSED) if one.key == f"attempt-{attempt.pk}"]
    assert code in row.why and (not party or party in str(row.who))
    return attempt


def watcher() -> Any:
    """Somebody of the delivery desk, who looks at the monitor."""
    return casting.person(town_operator(), Holds.DELIVERY_DESK)


def town_operator() -> Any:
    from sluis.portal.access.models import Organisation

    return Organisation.everything.get(is_operator=True)


def certificate(home: Home) -> Certificate:
    found: Certificate = Certificate.everything.get(party_id=home.settings.party)
    return found


def revoked(home: Home) -> None:
    revoke(casting.tester(), certificate=certificate(home), reason=Ended.KEY_LOST)


def test_who_is_known_comes_in(town: Net, enrols: Enrols) -> None:
    found = come(town, enrols())
    assert (found.status, found.data["role"]) == (201, "source")


def test_a_revoked_certificate_opens_nothing(town: Net, enrols: Enrols) -> None:
    home = enrols()
    revoked(home)
    refused(come(town, home), 403, "2251")
    assert seen("2251", home).what == Attempt.What.COMING_IN


def test_revoked_while_inside_is_outside_at_once(town: Net, enrols: Enrols) -> None:
    home = enrols()
    token = {"Authorization": f"Bearer {come(town, home).data['token']}"}
    assert ask(town, "GET", "/deliveries", token).status == 200
    revoked(home)
    refused(ask(town, "GET", "/deliveries", token), 403, "2251")
    refused(ask(town, "POST", "/uploads", token | {"Upload-Length": "1000", "Tus-Resumable": "1.0.0"}), 403, "2251")
    seen("2251", home)


def test_revoked_between_upload_and_relay_is_not_relayed(town: Net) -> None:
    assert town.world.prepare(town.world.write(PEOPLE), source=2, out="late.sluis").code == 0
    assert town.connect("source-2").code == 0 and town.send("late.sluis", source=2).code == 0
    delivery = Delivery.everything.get(route__source_party="source-2")
    authorise(casting.actor(casting.person(town.places["ttp"], Holds.DELIVERY_DESK)), delivery=delivery)
    revoked(town.world.home("source-2"))
    assert "delivery.refused" in town.custodian().work()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.code) == (State.REFUSED, "2251")
    assert not list((town.folder / "deliveries" / "results").iterdir())
    assert str(delivery.upload.pk) not in {one.stem for one in (town.folder / "deliveries" / "arriving").iterdir()}
    assert Program(town, "recipient-1").ask("GET", "/deliveries").data == []


def of_an_authority(town: Net, begins: timedelta, days: int) -> tuple[KeySigner, Certificate]:
    """A party's certificate that begins then, of an authority that this TTP has trusted for long; adopted in time."""
    at = now()
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = make_authority("Proef CA", root_key, serial=secrets.randbits(120), at=at - timedelta(days=300), days=900)
    party = f"source-{secrets.token_hex(4)}"
    request = make_request(party, Role.SOURCE, key)
    serial = secrets.randbits(120)
    leaf = issue(Authority(root, root_key), request, Role.SOURCE, serial=serial, at=at + begins, days=days)
    town.world.path("ttp", "trust", f"{party}.pem").write_bytes(to_pem((root,)))
    town.custodian()  # which tells the portal whom the home trusts
    adopted = casting.tester(at + begins + timedelta(hours=1))
    place = casting.organisation(party)
    made = adopt(adopted, organisation=place, chain_pem=to_pem((leaf,)), trust=Trust((root,)))
    open_account(adopted, organisation=place, role=ExchangeRole.SOURCE, party_id=party)
    return KeySigner(key, (leaf,)), made


@pytest.mark.parametrize(
    ("begins", "days", "code"), [(-10, 5, "2511"), (-1, 1, "2511"), (1, 10, "2512"), (-1, 30, "")], ids=str
)
def test_a_certificate_counts_from_its_first_to_its_last_moment(begins: int, days: int, code: str, town: Net) -> None:
    signer, made = of_an_authority(town, timedelta(days=begins), days)
    said = statement(town.world.home("source-1"), party=made.party_id)
    found = knock(town, said, sign_detached(said, signer, "session"))
    if code:
        refused(found, 403, code)
        seen(code)
    else:
        assert found.status == 201


def test_expired_while_inside_is_outside(town: Net) -> None:
    signer, made = of_an_authority(town, timedelta(days=-1), 30)
    said = statement(town.world.home("source-1"), party=made.party_id)
    token = {"Authorization": f"Bearer {knock(town, said, sign_detached(said, signer, 'session')).data['token']}"}
    assert ask(town, "GET", "/deliveries", token).status == 200
    from sluis.portal.access.changing import keeping

    with keeping(casting.tester()) as change:
        Certificate.everything.filter(pk=made.pk).update(valid_until=now() - timedelta(seconds=1))
        change.record("test.made")
    refused(ask(town, "GET", "/deliveries", token), 403, "2251")


def test_a_certificate_of_another_authority_is_nobodys(town: Net, worlds: Worlds, tmp_path: Path) -> None:
    elsewhere = worlds.make(tmp_path / "elsewhere", specification(), sources=1, recipients=1)
    mine, other = (world.home("source-1") for world in (town.world, elsewhere))
    assert mine.settings.party == other.settings.party and mine.shelf.card != other.shelf.card
    refused(come(town, other), 403, "2513")
    assert seen("2513").party_id == "", "who it says it is, is not believed"
    assert come(town, mine).status == 201


def test_the_right_certificate_without_an_account_opens_nothing(town: Net, enrols: Enrols) -> None:
    home = enrols(account=False)
    refused(come(town, home), 403, "2225")
    seen("2225", home)


def test_a_certificate_that_nobody_registered_opens_nothing(town: Net, enrols: Enrols) -> None:
    home = enrols(known=False)
    refused(come(town, home), 403, "2251")
    seen("2251", home)


def test_a_closed_account_opens_nothing_and_who_is_inside_is_out(town: Net, enrols: Enrols) -> None:
    home = enrols()
    token = {"Authorization": f"Bearer {come(town, home).data['token']}"}
    close_account(casting.tester(), account=Account.everything.get(party_id=home.settings.party))
    refused(ask(town, "GET", "/deliveries", token), 401, "2226")
    refused(come(town, home), 403, "2225")
    seen("2225", home)


def test_the_ttp_itself_does_not_come_in(town: Net) -> None:
    home = town.world.home("ttp")
    assert come(town, home).status == 403


def test_a_role_is_that_of_the_certificate(town: Net, enrols: Enrols) -> None:
    home = enrols("recipient")
    refused(come(town, home, role="source"), 400, "2221")
    seen("2221", home)
    refused(come(town, home, party="source-1"), 400, "2221")


def test_a_recipient_offers_nothing_and_a_source_fetches_nothing(town: Net) -> None:
    found = Program(town, "recipient-1").ask("POST", "/uploads", Upload_Length="1000")
    refused(found, 404, "2229")
    offered = Attempt.everything.filter(what=Attempt.What.OFFERING, party_id="recipient-1", code="2229")
    assert offered.exists()
    place = f"/deliveries/{secrets.token_hex(4)}0000-0000-4000-8000-000000000000"
    for path, method in ((place + "/package", "GET"), (place + "/receipt", "POST")):
        assert Program(town, "source-1").ask(method, path).status == 404


def test_a_statement_is_taken_once(town: Net, enrols: Enrols) -> None:
    home = enrols()
    said = statement(home)
    signature = signed(home, said)
    assert knock(town, said, signature).status == 201
    refused(knock(town, said, signature), 403, "2224")
    seen("2224", home)


def test_a_statement_is_not_taken_again_after_leaving(town: Net, enrols: Enrols) -> None:
    home = enrols()
    said = statement(home)
    signature = signed(home, said)
    for _ in range(2):  # what was left is not even cleared away by coming in again
        first = knock(town, said, signature)
        token = {"Authorization": f"Bearer {first.data.get('token') or come(town, home).data['token']}"}
        assert ask(town, "DELETE", "/session", token).status == 204
        assert ask(town, "GET", "/deliveries", token).status == 401
        assert come(town, home).status == 201
    refused(knock(town, said, signature), 403, "2224")


def test_a_statement_for_another_gate_is_not_taken(town: Net, enrols: Enrols) -> None:
    home = enrols()
    refused(come(town, home, gate="sluis.elsewhere.example"), 403, "2222")
    seen("2222", home)


@pytest.mark.parametrize("minutes", [-600, -6, -4, 4, 6, 600])
def test_clocks_may_differ_five_minutes(minutes: int, town: Net, enrols: Enrols) -> None:
    home = enrols()
    found = come(town, home, at=now() + timedelta(minutes=minutes))
    if abs(minutes) == 4:
        assert found.status == 201
    else:
        refused(found, 403, "2223")
        seen("2223", home)


def forgeries(home: Home) -> dict[str, tuple[bytes, bytes, str]]:
    """Statement, signature and the code that each forgery gets."""
    said, other = statement(home), statement(home)
    right = signed(home, said)
    bent = right[:-4] + (b"AAAA" if right[-4:] != b"AAAA" else b"BBBB")
    return {
        "of another statement": (other, right, "2502"),
        "for another document": (said, signed(home, said, "manifest"), "2505"),
        "bent": (said, bent, "2502"),
        "none": (said, b"", "2501"),
        "nonsense": (said, b"a.b.c", "2501"),
        "one byte more": (said + b" ", right, "2502"),
    }


def test_a_forged_signature_opens_nothing(town: Net) -> None:
    for name, (said, signature, code) in forgeries(town.world.home("source-1")).items():
        found = knock(town, said, signature)
        assert (found.status, found.code) == (403, code), (name, found.body)
        seen(code)


def test_many_attempts_by_nobody_fill_nothing(town: Net) -> None:
    attempts, events = Attempt.everything.count(), Entry.objects.count()
    at = casting.now()
    for number in range(1000):
        actor = casting.tester(at + timedelta(milliseconds=number))
        attempted(
            actor, what=Attempt.What.COMING_IN, refusal=Refused(codes.NO_ACCOUNT, party="x"), party_id=f"p-{number}"
        )
    assert Attempt.everything.count() - attempts <= MOST_UNKNOWN + 1
    assert Entry.objects.count() - events <= 2 * MOST_UNKNOWN


def test_the_same_attempt_a_thousand_times_is_one_that_was_counted(town: Net) -> None:
    events, at = Entry.objects.count(), casting.now() + timedelta(hours=2)
    actor = casting.tester(at)
    for _ in range(1024):
        attempted(actor, what=Attempt.What.COMING_IN, refusal=Refused(codes.OTHER_GATE), party_id="source-1")
    found = Attempt.everything.get(code="2222", party_id="source-1")
    assert 512 <= found.times <= 1024
    assert Entry.objects.count() - events < 40


def test_sending_again_what_was_refused_says_why(town: Net) -> None:
    assert town.world.prepare(town.world.write(PEOPLE), out="refused.sluis").code == 0
    assert town.connect("source-1").code == 0 and town.send("refused.sluis").code == 0
    desk = casting.actor(watcher())
    refuse(desk, delivery=Delivery.everything.get(route__source_party="source-1", state=State.CHECKED), explanation="x")
    again = town.send("refused.sluis")
    assert again.code == 3 and "2245" in again.err
