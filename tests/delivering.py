"""An exchange over the network for tests: parties with homes, a portal's database, a gate that listens, a custodian."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from worlds import Answer, World, sluis

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 60


def now() -> datetime:
    """This moment, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass
class Clock:
    """A clock that is moved by hand, ahead of the real one."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return now() + self.ahead


@dataclass
class Net:
    """A world on a network.

    Attributes:
        world: the parties; the TTP's home holds the portal's folder.
        gate_port: where programs come in.
        clock: of the custodian.
        places: organisations by party.
    """

    world: World
    gate_port: int
    clock: Clock = field(default_factory=Clock)
    places: dict[str, Any] = field(default_factory=dict)
    gates: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """The portal's."""
        return self.world.path("ttp", "portal")

    @property
    def address(self) -> str:
        """Of the gate."""
        return f"https://localhost:{self.gate_port}"

    def connect(self, party: str) -> Answer:
        """`sluis source connect`, or `recipient`."""
        return sluis(
            party.split("-", maxsplit=1)[0], "connect", "--gate", self.address, "--trust", self.folder / "tls" / "certificate.pem",
            "--home", self.world.path(party),
        )  # fmt: skip

    def send(self, package: str = "offered.sluis", source: int = 1) -> Answer:
        """`sluis source send`."""
        return sluis("source", "send", self.world.path(package), "--home", self.world.path(f"source-{source}"))

    def fetch(self, *more: object, recipient: int = 1) -> Answer:
        """`sluis recipient fetch`."""
        return sluis("recipient", "fetch", "--home", self.world.path(f"recipient-{recipient}"), *more)

    def custodian(self) -> Any:
        """The custodian, in this process."""
        from sluis.custodian.working import Custodian
        from sluis.home.home import Home

        return Custodian(Home(self.world.path("ttp"), self.clock))

    def delivery(self, number: str = "") -> Any:
        """The delivery with this number; the only one unless given."""
        from sluis.portal.deliveries.models import Delivery

        found = Delivery.everything.select_related("route", "upload")
        return found.get(number=number) if number else found.get()

    def hand_in(self, package: str = "offered.sluis", source: int = 1, at: datetime | None = None) -> Any:
        """What a program would send, by the services that the gate calls; the delivery."""
        from sluis.home.files import open_package
        from sluis.portal.access.actor import Actor
        from sluis.portal.deliveries import places, receiving
        from sluis.portal.deliveries.models import Account
        from sluis.portal.deliveries.offering import begin, judge

        account = Account.everything.select_related("organisation").get(party_id=f"source-{source}")
        actor = Actor(at or self.clock(), "gate", program=f"account:{account.pk}", organisation=account.organisation)
        path = self.world.path(package)
        with open_package(path) as reader:
            manifest, signature = reader.small("manifest.json", 1 << 20), reader.small("manifest.jws", 1 << 16)
        offered = judge(actor, account=account, manifest=manifest, signature=signature)
        upload = begin(actor, account=account, length=path.stat().st_size, offered=offered)
        places.arriving(upload.pk).write_bytes(path.read_bytes())
        return receiving.received(actor, upload=upload)

    def deliver(self, text: str, *more: object, at: datetime | None = None, name: str = "offered.sluis") -> Any:
        """Prepared and handed in; the delivery."""
        answer = self.world.prepare(self.world.write(text), out=name, more=more)
        assert answer.code == 0, answer.err
        return self.hand_in(name, at=at)

    def authorised(self, delivery: Any, at: datetime | None = None) -> Any:
        """Let through by somebody of the desk."""
        import casting

        from sluis.portal.access.roles import Role
        from sluis.portal.deliveries.authorising import authorise

        desk = casting.person(self.places["ttp"], Role.DELIVERY_DESK)
        return authorise(casting.actor(desk, at or self.clock()), delivery=delivery)

    def relayed(self, delivery: Any) -> Any:
        """Authorised, and relayed by the custodian; the delivery as it then stands."""
        self.authorised(delivery)
        done = self.custodian().work_long()
        assert done == ["delivery.relayed"], done
        return self.delivery(delivery.number)

    def person(self, party: str, *roles: Any) -> Any:
        """Somebody of a party's organisation, at work at the clock's time."""
        import casting

        return casting.actor(casting.person(self.places[party], *roles), self.clock())

    def start(self, **environment: str) -> subprocess.Popen[bytes]:
        """A gate of its own process; it is there when this returns."""
        command = [sys.executable, "-m", "sluis.portal.config.gating", "--home", str(self.world.path("ttp"))]
        settings = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment}
        with self.world.path("gate.log").open("ab") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, env=settings)
        self.gates.append(process)
        self._wait(process)
        return process

    def stop(self, process: subprocess.Popen[bytes], *, kill: bool = False) -> None:
        """End a gate, politely or not."""
        process.kill() if kill else process.terminate()
        process.wait(20)
        self.gates.remove(process)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        from sluis.supervisor.health import answers

        until = datetime.now(UTC) + timedelta(seconds=PATIENCE_SECONDS)
        certificate = self.folder / "tls" / "own.pem"
        while not answers("127.0.0.1", self.gate_port, "localhost", certificate):
            assert process.poll() is None, self.world.path("gate.log").read_text()
            assert datetime.now(UTC) < until
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue


@contextmanager
def on_a_network(world: World, *, listening: bool = True) -> Iterator[Net]:
    """A world whose parties are known in a portal of its own, with accounts, routes and a gate."""
    from django.conf import settings
    from living import _seen_from_here, free_port

    from sluis.portal.config.certificate import ensure_certificate
    from sluis.portal.config.installation import read_installation
    from sluis.portal.config.migrating import bring_up_to_date

    net = Net(world, free_port())
    known = _SETTLED.get(key := _state_of(world))
    if known:
        shutil.rmtree(world.path("ttp"))
        shutil.copytree(known.ttp, world.path("ttp"))
    else:
        net.folder.mkdir(mode=0o700)
        (net.folder / "secret").write_text(settings.SECRET_KEY)  # so that who signs in here has signed in there
        ensure_certificate(read_installation(net.folder), now())
    lines = ["format = 1", f"port = {free_port()}", f"gate_port = {net.gate_port}", 'environment = "test"']
    (net.folder / "portal.toml").write_text("\n".join([*lines, "work_inside = false"]) + "\n")
    with _seen_from_here(net.folder):
        if known:
            known.give(net)
        else:
            bring_up_to_date()
            settle(net)
            _SETTLED[key] = Settled.of(net)
        if listening:
            net.start()
        try:
            yield net
        finally:
            for process in list(net.gates):
                net.stop(process)


@dataclass(frozen=True)
class Settled:
    """A TTP's home whose portal knows the parties, kept to be copied: making one takes seconds.

    Attributes:
        places: ids of organisations by party.
    """

    ttp: Path
    places: dict[str, Any]

    @classmethod
    def of(cls, net: Net) -> "Settled":
        """What was just settled."""
        from django.db import connections

        connections.close_all()
        kept = Path(tempfile.mkdtemp(prefix="sluis-settled-"))
        atexit.register(shutil.rmtree, kept, ignore_errors=True)
        shutil.copytree(net.world.path("ttp"), kept / "ttp")
        return cls(kept / "ttp", {party: place.pk for party, place in net.places.items()})

    def give(self, net: Net) -> None:
        """Let a test know the organisations."""
        from sluis.portal.access.models import Organisation

        found = {place.pk: place for place in Organisation.everything.all()}
        net.places.update({party: found[pk] for party, pk in self.places.items()})


_SETTLED: dict[str, Settled] = {}


def _state_of(world: World) -> str:
    """The same for worlds that were copied from one and not changed since, as far as settling looks at them."""
    found = sha256()
    certificates = world.place.glob("*/certificate.pem")
    for path in sorted([*world.path("ttp").rglob("*"), *certificates, *world.place.glob("*/sluis.toml")]):
        if path.is_file():
            found.update(str(path.relative_to(world.place)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def settle(net: Net) -> None:
    """Bring the world's parties into the portal: organisations, certificates, accounts, routes; tests are not needed."""
    import casting

    from sluis.portal.access.models import Organisation
    from sluis.portal.deliveries.accounts import open_account
    from sluis.portal.deliveries.models import Route
    from sluis.portal.organisations.adopting import adopt
    from sluis.portal.organisations.models import ExchangeRole

    if not Organisation.everything.filter(is_operator=True).exists():
        net.places["ttp"] = casting.organisation("TTP Proef", operator=True)
    trust = net.world.home("ttp").shelf.trust
    found: dict[str, Any] = {}
    for home in sorted([*net.world.place.glob("*-[0-9]"), *net.world.place.glob("*-[0-9][0-9]")]):
        if not (home / "certificate.pem").exists():
            continue
        role = ExchangeRole(home.name.split("-")[0])
        behind = net.world.home(home.name).settings.organisation
        place = found.get(behind) or casting.organisation(f"Proef {home.name}")
        net.places[home.name] = found[behind] = place
        chain = (home / "certificate.pem").read_bytes()
        adopt(casting.tester(), organisation=place, chain_pem=chain, trust=trust)
        open_account(casting.tester(), organisation=place, role=role, party_id=home.name)
    net.custodian().work_shortly()
    with changed():
        Route.everything.update(needs_test=False)


@contextmanager
def changed() -> Iterator[None]:
    """What a test changes by hand in the database."""
    import casting

    from sluis.portal.access.changing import keeping

    with keeping(casting.tester()) as change:
        yield
        change.record("test.made")
