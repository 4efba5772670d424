"""Deliveries in the demo: the parties' programs come in at the gate, and some deliveries are there already.

What a program would send over the network is handed in here by the same services that the gate calls.
"""

import contextlib
import io
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sluis.courier.connecting import remember_gate
from sluis.custodian.working import Custodian
from sluis.deadlines import months_after
from sluis.home.files import open_package
from sluis.home.home import Home, system_clock
from sluis.package.manifest import LIMIT_BYTES
from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of, recognise
from sluis.portal.agreements.models import Flow
from sluis.portal.config.certificate import ensure_certificate
from sluis.portal.config.installation import Installation
from sluis.portal.deliveries import accounts, authorising, fetching, places, receiving
from sluis.portal.deliveries.models import Account, Delivery
from sluis.portal.deliveries.offering import begin, judge
from sluis.portal.organisations.adopting import adopt
from sluis.portal.organisations.models import ExchangeRole
from sluis.portal.rounds import scheduling
from sluis.portal.rounds.models import Rhythm
from sluis.signatures.jws import LARGEST_JWS

PROGRAMS = {
    "source-1": "zorggroepvoorbeeld", "source-2": "jeugdhulpverzonnen", "recipient-1": "registervoorbeeldzorg",
}  # fmt: skip
DESK, ANALIST = "leveringen@sluis.example", "analist@registervoorbeeldzorg.example"
_SOURCE = "source-1"

Command = Callable[[Sequence[str]], int]


@dataclass(frozen=True)
class Town:
    """The demo's folder, its portal, and who works there."""

    place: Path
    installation: Installation
    actor: Actor
    organisations: Mapping[str, Organisation]
    command: Command

    def home(self, party: str) -> Home:
        """A party's home."""
        return Home(self.place / party)


def deliver(town: Town) -> None:
    """Let programs come in; a test that was accepted, a delivery that was fetched, and one that waits for the desk."""
    ensure_certificate(town.installation, system_clock())
    for party, place in PROGRAMS.items():
        _connect(town, party, town.organisations[place])
    custodian = Custodian(town.home("ttp"))
    custodian.work_shortly()
    custodian.work_shortly()  # what was signed in the first round, the second one publishes
    _plan(town)
    test = _way(town, custodian, "--test")
    fetching.accept_test(_person(ANALIST), delivery=test)
    _way(town, custodian)
    _hand_in(_prepare(town))


def _connect(town: Town, party: str, organisation: Organisation) -> None:
    home = town.home(party)
    adopt(
        town.actor, organisation=organisation, chain_pem=(home.path / "certificate.pem").read_bytes(),
        trust=town.home("ttp").shelf.trust,
    )  # fmt: skip
    role = ExchangeRole(home.settings.role.value)
    accounts.open_account(town.actor, organisation=organisation, role=role, party_id=party)
    remember_gate(home, town.installation.gate, town.installation.folder / "tls" / "certificate.pem")


def _plan(town: Town) -> None:
    """The registry wants data of each quarter: a test, a provisional and a final delivery."""
    today = day_of(town.actor.at)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    begins = months_after(quarter, -3)
    data = {
        "rhythm": Rhythm.QUARTERLY.value, "starts_on": begins, "test_after": "30 days", "provisional_after": "45 days",
        "final_after": "75 days", "sign_off": True, "refuses_late": False, "reminders": [14, 3],
    }  # fmt: skip
    scheduling.plan(_person(ANALIST), flow=Flow.everything.get(exchange="source-1-recipient-1"), data=data)


def _way(town: Town, custodian: Custodian, *more: str) -> Delivery:
    """All the way: handed in, authorised, relayed, downloaded."""
    made = _hand_in(_prepare(town, *more))
    authorising.authorise(_person(DESK), delivery=made)
    custodian.work_long()
    return fetching.downloaded(_person(ANALIST), delivery=made)


def _prepare(town: Town, *more: str) -> Path:
    out = town.place / _SOURCE / "outbox" / "demo.sluis"
    out.unlink(missing_ok=True)
    given = town.place / "patients-1.csv"
    words = ["source", "prepare", str(given), "--to", "recipient-1", "--home", str(town.place / _SOURCE)]
    report = out.with_suffix(".json")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        code = town.command([*words, "--out", str(out), "--report", str(report), *more])
    if code:
        raise RuntimeError("the demo's own file could not be prepared")
    return out


def _hand_in(package: Path) -> Delivery:
    account = Account.everything.get(party_id=_SOURCE)
    actor = Actor(
        at=system_clock(), access_point="gate", program=f"account:{account.pk}", organisation=account.organisation
    )
    with open_package(package) as reader:
        manifest, signature = reader.small("manifest.json", LIMIT_BYTES), reader.small("manifest.jws", LARGEST_JWS)
    offered = judge(actor, account=account, manifest=manifest, signature=signature)
    upload = begin(actor, account=account, length=package.stat().st_size, offered=offered)
    shutil.move(package, places.arriving(upload.pk))
    if upload.delivery is not None:
        said = json.loads(package.with_suffix(".json").read_text("utf-8"))
        receiving.report_of_source(actor, delivery=upload.delivery, report=said)
    return receiving.received(actor, upload=upload)


def _person(address: str) -> Actor:
    return recognise(Person.everything.select_related("organisation").get(email=address), system_clock())
