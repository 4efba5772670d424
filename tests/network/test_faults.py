"""What goes wrong at a random moment, with real processes: nothing is lost, nothing comes twice, nothing can be read.

`SLUIS_FAULT_RUNS` says how often per kind; `make soak` does it 200 times.
"""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from threading import Timer

import pytest
from delivering import now, on_a_network
from worlds import Worlds

from network.faults import RUNS, SPECIFICATION, Chain, copy_of, end, limit_files, pause, randomness, running, until
from sluis.home.home import Home
from sluis.refusals import Refused

pytestmark = pytest.mark.covers("Z-107", "Z-39")


@pytest.fixture(scope="module")
def chain(worlds: Worlds, tmp_path_factory: pytest.TempPathFactory, switch: object) -> Iterator[Chain]:
    world = worlds.make(tmp_path_factory.mktemp("faults") / "world", SPECIFICATION)
    with on_a_network(world, listening=False) as net, running(net) as made:
        yield made


@pytest.fixture
def rng() -> random.Random:
    return randomness()


def other_than(found: Callable[[], int], gone: int) -> bool:
    """Whether there is a process again, and it is another one."""
    return found() not in (0, gone)


def now_and(off: timedelta) -> datetime:
    """What a wrong clock says."""
    return now() + off


def test_source_killed(chain: Chain, rng: random.Random) -> None:
    for _ in range(RUNS):
        package = chain.prepare()
        program = chain.send(package)
        chain.wire.arm(rng.randrange(chain.sending), program.kill)
        program.ended()
        chain.wire.disarm()
        chain.sent(package)
    chain.gone_well()


@pytest.mark.parametrize("whom", ["worker", "process"])
def test_gate_killed(whom: str, chain: Chain, rng: random.Random) -> None:
    for _ in range(RUNS // 2):
        package = chain.prepare()
        victim = getattr(chain.gate, whom)()
        assert victim
        chain.wire.arm(rng.randrange(chain.sending), partial(end, victim))
        program = chain.send(package)
        assert program.ended() == 0, chain.log.read_text()[-2000:]
        assert chain.wire.disarm()
        until(partial(other_than, getattr(chain.gate, whom), victim))
    chain.gone_well()


def test_custodian_killed(chain: Chain, rng: random.Random) -> None:
    with chain.relaying() as custodian:
        for _ in range(RUNS):
            before = custodian.times_ready()
            pause(rng.random() / 3)  # it begins as soon as it is ready
            end(custodian.process())
            chain.sent(chain.prepare())  # while it is started again
            until(partial(custodian.got_ready, before))
    chain.gone_well()


def test_recipient_killed(chain: Chain, rng: random.Random) -> None:
    with chain.relaying():
        for _ in range(RUNS // 2 + 1):
            chain.sent(chain.prepare())
        chain.relayed()
    for _ in range(RUNS):
        program = chain.fetch()
        chain.wire.arm(rng.randrange(2 * chain.fetching), program.kill)
        program.ended()
        chain.wire.disarm()
    chain.gone_well()


def test_network_cut(chain: Chain, rng: random.Random) -> None:
    def cut() -> None:
        chain.wire.cut()
        Timer(rng.random() / 2, chain.wire.mend).start()

    with chain.relaying():
        for _ in range(RUNS):
            package = chain.prepare()
            chain.wire.arm(rng.randrange(chain.sending), cut)
            assert chain.send(package).ended() == 0, chain.log.read_text()[-2000:]
            chain.wire.arm(rng.randrange(2 * chain.fetching), cut)
            chain.fetch().ended()
    chain.gone_well()


def test_disk_full_at_the_gate(chain: Chain, rng: random.Random) -> None:
    for _ in range(RUNS):
        package = chain.prepare()
        worker = chain.gate.worker()
        limit_files(worker, rng.randrange(1, package.stat().st_size))
        program = chain.send(package)
        pause(rng.random())
        limit_files(worker, 0)
        assert program.ended() in (0, 3), chain.log.read_text()[-2000:]
        chain.sent(package)
    chain.gone_well()


def test_disk_full_at_the_custodian(chain: Chain, rng: random.Random) -> None:
    with chain.relaying() as custodian:
        for _ in range(RUNS):
            package = chain.prepare()
            limit_files(custodian.process(), rng.randrange(1, package.stat().st_size))
            chain.sent(package)
            pause(rng.random() * 2)
            limit_files(custodian.process(), 0)
    chain.gone_well()


def test_two_custodians(chain: Chain, rng: random.Random) -> None:
    from network.faults import Kept

    other = Kept(chain.custodian.part, chain.world.path("second.log"))
    with chain.relaying():
        pause(rng.random())
        other.start()
        try:
            for _ in range(RUNS):
                chain.sent(chain.prepare())
                pause(rng.random() / 2)
            chain.relayed()
        finally:
            other.stop()
    chain.gone_well()


def test_two_uploads_of_one_package(chain: Chain, rng: random.Random) -> None:
    copy_of(chain, "source-1", "source-1-elsewhere")
    for _ in range(RUNS):
        package = chain.prepare()
        one = chain.send(package)
        pause(rng.random() / 4)
        other = chain.send(package, "source-1-elsewhere")
        assert (one.ended(), other.ended()) == (0, 0), chain.log.read_text()[-2000:]
    chain.gone_well()


def test_clock_of_the_custodian_jumps(chain: Chain, rng: random.Random) -> None:
    custodian = chain.net.custodian()
    for _ in range(RUNS):
        chain.sent(chain.prepare())
        for hours in (rng.randrange(-400 * 24, 0), rng.randrange(-60, 0) / 60, rng.randrange(0, 9 * 24), 0):
            chain.net.clock.ahead = timedelta(hours=hours)
            custodian.work()
    chain.gone_well()


def test_clock_of_the_source_is_wrong(chain: Chain, rng: random.Random) -> None:
    from sluis.courier.sending import send

    for _ in range(RUNS):
        package = chain.prepare()
        wrong = timedelta(minutes=rng.choice((-1, 1)) * rng.randrange(6, 100_000))
        home = Home(chain.world.path("source-1"), partial(now_and, wrong))
        with pytest.raises(Refused) as refusal:
            send(home, package, patience=1)
        assert refusal.value.code.number in ("2223", "2511", "2512")
        chain.sent(package)
    chain.gone_well()
