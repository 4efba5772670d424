"""A chain of real processes in which things go wrong, and what must hold afterwards, whatever went wrong.

The gate and the custodian run under the product's own supervisor, which starts them again; the programs of the parties
are processes as well, and reach the gate through a wire of ours.
"""

import json
import os
import random
import secrets
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import casting
import pyarrow as pa
import pyarrow.parquet as pq
from delivering import Net, now
from worlds import World, sluis, specification

from network.faults_wire import Wire
from sluis.evidence.chain import read_line
from sluis.home.files import open_package
from sluis.package.manifest import LIMIT_BYTES, Manifest
from sluis.supervisor.health import answers
from sluis.supervisor.part import Part
from sluis.supervisor.supervising import Pace, Supervisor

RUNS = int(os.environ.get("SLUIS_FAULT_RUNS", "10"))
"""Per kind of fault."""
PATIENCE = 120.0
ROWS, PERSONS = 10_000, 30
QUICK = Pace(end=5, probe=0.05, look=0.5, first=0.05, longest=0.2)
NAME = "Testpersoon Watervliet"
SPECIFICATION = specification().replace(
    "composites:",
    "  - {name: NOTE, type: string, treatment: seal, justification: so that there is something to send}\ncomposites:",
)


def randomness() -> random.Random:
    """Random moments; the seed is told, and can be given again as SLUIS_FAULT_SEED."""
    seed = os.environ.get("SLUIS_FAULT_SEED") or secrets.token_hex(8)
    print(f"SLUIS_FAULT_SEED={seed}")  # noqa: T201 - shown when the test fails
    return random.Random(seed)


def pause(seconds: float) -> None:
    """Let the others go on."""
    threading.Event().wait(seconds)


def until(seen: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait for something that other processes do."""
    late = datetime.now(UTC) + timedelta(seconds=seconds)
    while not seen():
        assert datetime.now(UTC) < late, "it did not happen in time"
        pause(0.05)


def numbers() -> list[str]:
    """Numbers of a range that is not issued."""
    found: list[str] = []
    at = 900_100_000
    while len(found) < PERSONS:
        at += 1
        digits = [int(one) for one in str(at)]
        if (sum(digit * weight for digit, weight in zip(digits, range(9, 1, -1), strict=False)) - digits[8]) % 11 == 0:
            found.append(str(at))
    return found


def table() -> str:
    """Rows about persons, the same in every package."""
    rng, people = random.Random(1), numbers()
    lines = ["BSN,NAME,DOB,POST,SEX,SDQ_SCORE,PERIOD,NOTE"]
    for row in range(ROWS):
        at = row % PERSONS
        lines.append(f"{people[at]},{NAME} {at},27/03/20{at % 9 + 10},2345 AB,1,12,2026-1,{rng.randbytes(40).hex()}")
    return "\n".join(lines) + "\n"


def sorted_by_content(found: pa.Table) -> pa.Table:
    """What a recipient got, without what is every delivery's own: the order of rows, their references and the id."""
    return found.drop_columns(["row_reference"]).sort_by("NOTE").replace_schema_metadata()


@dataclass
class Kept:
    """A part of the installation under a supervisor of its own.

    Attributes:
        log: what it said.
    """

    part: Part
    log: Path
    supervisor: Supervisor = field(init=False)

    def start(self) -> None:
        """Run it; it is ready when this returns."""
        ready = threading.Event()
        self._out = self.log.open("a")
        self.supervisor = Supervisor([self.part], pace=QUICK, out=self._out)
        self._thread = threading.Thread(target=self.supervisor.run, args=(ready.set,), daemon=True)
        self._thread.start()
        assert ready.wait(PATIENCE), self.log.read_text()

    def stop(self) -> None:
        """End it."""
        self.supervisor.stop()
        self._thread.join(PATIENCE)
        self._out.close()

    def times_ready(self) -> int:
        """How often it got ready."""
        return self.log.read_text().count('"event": "ready"')

    def got_ready(self, before: int) -> bool:
        """Whether it got ready once more than so often."""
        return self.times_ready() > before

    def process(self) -> int:
        """The number of its process; only of one that we started, known by its module and its home; 0 for none."""
        return next((pid for pid, said in _processes() if said[1:] == self._command), 0)

    def worker(self) -> int:
        """The process below it that does the work; 0 for none."""
        above = self.process()
        found = [
            pid for pid, said in _processes() if b"spawn_main" in b" ".join(said) and above and _parent(pid) == above
        ]
        return found[0] if found else 0

    @property
    def _command(self) -> list[bytes]:
        return [b"-P", b"-m", self.part.module.encode(), *(one.encode() for one in self.part.arguments)]


def _processes() -> Iterator[tuple[int, list[bytes]]]:
    for path in Path("/proc").glob("[0-9]*"):
        try:
            yield int(path.name), (path / "cmdline").read_bytes().rstrip(b"\0").split(b"\0")
        except OSError:
            continue


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def end(pid: int) -> None:
    """Kill a process of ours, when it is there."""
    if pid:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@dataclass
class Program:
    """A program of a party that is at work."""

    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """At once."""
        self.process.kill()

    def ended(self) -> int:
        """Its exit code, when it has ended."""
        try:
            return self.process.wait(PATIENCE)
        finally:
            self.process.kill()


@dataclass
class Chain:
    """A world with everything that runs in it.

    Attributes:
        prepared: deliveries by their id: the package.
        expected: what the recipient gets of each, when nothing goes wrong.
        size: bytes on the wire of one undisturbed sending, and of one fetching.
    """

    net: Net
    wire: Wire
    gate: Kept
    custodian: Kept
    prepared: dict[str, Path] = field(default_factory=dict)
    expected: pa.Table | None = None
    sending: int = 0
    fetching: int = 0
    opened: set[str] = field(default_factory=set)
    homes: list[str] = field(default_factory=lambda: ["source-1", "recipient-1", "ttp"])
    seen: dict[Path, tuple[int, int]] = field(default_factory=dict)

    @property
    def world(self) -> World:
        return self.net.world

    @property
    def log(self) -> Path:
        """What programs said."""
        return self.world.path("programs.log")

    def prepare(self) -> Path:
        """One more package of the same rows."""
        name = f"package-{len(self.prepared)}.sluis"
        answer = self.world.prepare(self.world.path("input.csv"), out=name)
        assert answer.code == 0, answer.err
        path = self.world.path(name)
        with open_package(path) as reader:
            self.prepared[Manifest.read(reader.small("manifest.json", LIMIT_BYTES)).delivery] = path
        return path

    def start(self, *words: object) -> Program:
        """A command as a process of its own."""
        command = [sys.executable, "-P", "-m", "sluis.cli", *map(str, words)]
        with self.log.open("ab") as log:
            return Program(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log))

    def send(self, package: Path, home: str = "source-1") -> Program:
        """`sluis source send`."""
        return self.start("source", "send", package, "--home", self.world.path(home))

    def sent(self, package: Path) -> None:
        """Send it undisturbed."""
        answer = sluis("source", "send", package, "--home", self.world.path("source-1"))
        assert answer.code == 0, answer.err

    def fetch(self) -> Program:
        """`sluis recipient fetch --new`."""
        return self.start("recipient", "fetch", "--new", "--home", self.world.path("recipient-1"))

    @contextmanager
    def relaying(self) -> Iterator[Kept]:
        """The custodian is at work until the end of the block."""
        self.custodian.start()
        try:
            yield self.custodian
        finally:
            self.custodian.stop()

    def relayed(self) -> None:
        """Wait until all that was sent can be fetched; a custodian must be at work."""
        until(lambda: not self._in_state("authenticated", "checked", "authorised"))

    def _in_state(self, *states: str) -> int:
        from sluis.portal.deliveries.models import Delivery

        return int(Delivery.everything.filter(state__in=states).count())

    def undisturbed(self) -> None:
        """One delivery without a fault: what all others are compared with."""
        self.wire.arm(0, lambda: None)
        assert self.send(self.prepare()).ended() == 0, self.log.read_text()
        self.sending = self.wire.passed
        self.net.authorised(self.net.delivery())  # the first of its kind is for the desk
        with self.relaying():
            self.relayed()
        self.wire.arm(0, lambda: None)
        assert self.fetch().ended() == 0, self.log.read_text()
        self.fetching = self.wire.passed
        self._open_all()

    def gone_well(self) -> None:
        """Let everything come to its end, and see that nothing was lost, nothing came twice, nothing was left, nothing
        can be read, and that all evidence verifies."""
        self.wire.disarm()
        self.wire.mend()
        self.net.clock.ahead = timedelta()
        custodian = self.net.custodian()
        until(lambda: not (self._in_state("authorised") and custodian.work_long()) and not self._in_state("authorised"))
        answer = sluis("recipient", "fetch", "--new", "--home", self.world.path("recipient-1"))
        assert answer.code == 0, answer.err
        self._open_all()
        self._nothing_lost_or_twice()
        self._nothing_left()
        self._nothing_readable()
        self._evidence_verifies()

    def _open_all(self) -> None:
        for path in sorted(self.world.path("recipient-1", "inbox").glob("*.sluis")):
            if path.name in self.opened:
                continue
            answer = self.world.open(str(path.relative_to(self.world.place)), out="received.parquet")
            assert answer.code == 0, answer.err
            received = self.world.path("received.parquet")
            found = sorted_by_content(pq.read_table(received))
            received.unlink()
            self.expected = found if self.expected is None else self.expected
            assert found.num_rows == ROWS and found.equals(self.expected), "another table than of an undisturbed run"
            self.opened.add(path.name)

    def _nothing_lost_or_twice(self) -> None:
        from sluis.portal.deliveries.models import Delivery, Upload
        from sluis.portal.ledger.models import Entry

        rows = {one.delivery: one for one in Delivery.everything.all()}
        assert Delivery.everything.count() == len(rows) == len(self.prepared) and rows.keys() == self.prepared.keys()
        for one in rows.values():
            assert one.state in ("downloaded", "opened"), (one.number, one.state, one.code)
            steps = one.checked_at, one.authorised_at, one.relayed_at, one.available_at, one.downloaded_at
            assert all(steps), (one.number, one.state, steps)
        assert Upload.everything.filter(state="complete").count() == len(rows)
        happened: dict[str, list[str]] = {"delivery.checked": [], "delivery.relayed": [], "delivery.available": [],
                                          "delivery.downloaded": []}  # fmt: skip
        for line in Entry.objects.order_by("n").values_list("line", flat=True):
            event = read_line(bytes(line))[1]
            if event.kind in happened:
                happened[event.kind].append(event.objects["delivery"])
        ids = sorted(str(one.pk) for one in rows.values())
        assert all(sorted(each) == ids for each in happened.values()), "a step twice, or never"
        taken = {
            path.stem: json.loads(path.read_text()) for path in self.world.path("ttp", "deliveries").glob("*/*.json")
        }
        assert taken.keys() == rows.keys() and all(one["digest"] for one in taken.values())
        inbox = {path.name for path in self.world.path("recipient-1", "inbox").glob("*.sluis")}
        assert inbox == {f"{one.number}.sluis" for one in rows.values()} == self.opened

    def _nothing_left(self) -> None:
        from sluis.custodian.removing import Remover
        from sluis.portal.deliveries.models import Delivery

        list(Remover(self.world.home("ttp")).round(now() + timedelta(minutes=11)))
        folder = self.net.folder / "deliveries"
        assert list((folder / "arriving").iterdir()) == []
        held = {str(pk) for pk in Delivery.everything.values_list("pk", flat=True)}
        assert {path.stem for path in (folder / "results").iterdir()} == held
        parts = [path for path in self.world.place.rglob("*") if path.name.endswith((".part", ".tmp"))]
        assert parts == []

    def _nothing_readable(self) -> None:
        """Whatever the TTP keeps, and whatever anybody said, names nobody: no number, no name, no pseudonym."""
        assert self.expected is not None
        pseudonyms = {one.rpartition(".")[2] for one in self.expected.column("BSN").unique().to_pylist()}
        assert len(pseudonyms) == PERSONS
        needles = [one.encode() for one in (*numbers(), NAME, *pseudonyms)] + [bytes.fromhex(one) for one in pseudonyms]
        needles += [
            line.rpartition(",")[2].encode() for line in self.world.path("input.csv").read_text().splitlines()[1:40]
        ]
        for path in (*self.world.path("ttp").rglob("*"), *self.world.place.glob("*.log")):
            if not path.is_file():
                continue
            state = path.stat()
            if self.seen.get(path) == (state.st_size, state.st_mtime_ns):
                continue
            data = path.read_bytes()
            assert not [one for one in needles if one in data], f"{path} can be read"
            self.seen[path] = (state.st_size, state.st_mtime_ns)

    def _evidence_verifies(self) -> None:
        from sluis.portal.ledger.verifying import verify
        from sluis.portal.oversight.trusting import trust

        for home in self.homes:
            answer = sluis("evidence", "verify", "--dir", self.world.path(home))
            assert answer.code == 0, (home, answer.out, answer.err)
        assert verify(trust(), thorough=True).findings == ()


@contextmanager
def running(net: Net) -> Iterator[Chain]:
    """A chain around a world on a network: a gate under a supervisor, a wire before it, a rule that authorises."""
    from sluis.portal.deliveries.models import Autorule

    net.world.write(table())
    home = str(net.world.path("ttp"))
    certificate = net.folder / "tls" / "own.pem"
    gate = Part("gate", "sluis.portal.config.gating", ("--home", home),
                lambda: answers("127.0.0.1", net.gate_port, "localhost", certificate))  # fmt: skip
    custodian = Part("custodian", "sluis.custodian", ("--home", home))
    made = Chain(
        net,
        Wire(net.gate_port),
        Kept(gate, net.world.path("gate.log")),
        Kept(custodian, net.world.path("custodian.log")),
    )
    rule = Autorule(organisation=net.places["ttp"], name="alles", made_at=casting.now(), made_by="program:test")
    rule.within_percent = rule.warnings_percent = None
    casting.make(rule)
    made.gate.start()
    try:
        for party in ("source-1", "recipient-1"):
            answer = sluis(
                party.split("-")[0], "connect", "--gate", f"https://localhost:{made.wire.port}", "--trust",
                net.folder / "tls" / "certificate.pem", "--home", net.world.path(party),
            )  # fmt: skip
            assert answer.code == 0, answer.err
        made.undisturbed()
        yield made
    finally:
        made.gate.stop()
        made.wire.close()


def copy_of(chain: Chain, home: str, name: str) -> Path:
    """The same party's home on another machine."""
    path = chain.world.path(name)
    if not path.exists():
        shutil.copytree(chain.world.path(home), path)
        chain.homes.append(name)
    return path


def limit_files(pid: int, size: int) -> None:
    """Let a process of ours write no file larger than this, as if the disk were full there; 0 lifts it."""
    import resource

    hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
    with suppress(ProcessLookupError):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size or hard, hard))
