"""Deliveries over the network, of one large package and of fifty small ones at once, beside what could not be faster.

The peers of upload and relay are `curl` that sends the same bytes over TLS to a bare server, which writes them to the disk
and looks at nothing, and `cp` of the same file; each ends when the bytes are on the disk. The gate checks, hashes and
records what arrives; the custodian verifies, transforms the persons and writes the result.
"""

import contextlib
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.prepare import Cost, run

TESTS = Path(__file__).resolve().parents[1] / "tests"
SMALL, LARGE = 100, 1000
"""MB of a package."""
SOURCES = 50
LETTERS = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._", np.uint8)
NOTE = 600
ROWS_PER_MB = 2250

Row = tuple[str, float, str]


def measure(large: int = LARGE, sources: int = SOURCES) -> Iterator[Row]:
    """Ratios, seconds and megabytes."""
    folder = Path(tempfile.mkdtemp(prefix="sluis-bench-"))
    _portal(folder / "portal")
    yield from _one_large(folder / "large", large)
    yield from _many_small(folder / "many", sources)


def _portal(folder: Path) -> None:
    """Django on a database of the benchmark's own, and the tests' way of making worlds."""
    os.environ["SLUIS_PORTAL"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "sluis.portal.config.django_settings"
    sys.path[:0] = [str(TESTS), str(TESTS / "portal")]
    import django

    django.setup()


@contextlib.contextmanager
def _network(place: Path, sources: int) -> Iterator[Any]:
    """A world with so many sources, and a gate; a rule authorises everything."""
    import casting
    from delivering import on_a_network
    from network.faults import SPECIFICATION
    from worlds import Worlds

    from sluis.portal.deliveries.models import Autorule

    place.mkdir(parents=True)
    world = Worlds(place).make(place / "world", SPECIFICATION, sources=sources)
    with on_a_network(world) as net:
        rule = Autorule(organisation=net.places["ttp"], name="all", made_at=casting.now(), made_by="program:bench")
        rule.earlier, rule.within_percent, rule.warnings_percent = 0, None, None
        casting.make(rule)
        for one in range(1, sources + 1):
            answer = net.connect(f"source-{one}")
            assert answer.code == 0, answer.err
        yield net


def _one_large(place: Path, large: int) -> Iterator[Row]:
    with _network(place, 1) as net:
        small_gate, small_relay = _way(net, min(SMALL, large), "small")[1:3]
        sent, gate, relayed, package = _way(net, large, "large")
        curl, cp = _floor(net, package)
        size = package.stat().st_size / 1e6
        yield (
            f"deliver {size:,.0f} MB: upload and relay, × curl to a bare server + cp",
            ((sent.wall + relayed.wall) / (curl + cp)),
            "≤ 3",
        )
        yield f"… upload {size / sent.wall:,.0f} MB/s, × curl", sent.wall / curl, ""
        yield f"… relay {size / relayed.wall:,.0f} MB/s, × cp", relayed.wall / cp, ""
        yield f"gate: memory, MB; × that of {SMALL} MB: {gate / small_gate:.2f}", gate, "flat"
        yield (
            f"custodian: memory, MB; × that of {SMALL} MB: {relayed.memory / small_relay.memory:.2f}",
            relayed.memory,
            "flat",
        )


def _way(net: Any, size: int, name: str) -> tuple[Cost, float, Cost, Path]:
    """One package through gate and custodian: what sending took, the gate's memory, what relaying took, the package."""
    source, package = net.world.path("source-1"), net.world.path(f"{name}.sluis")
    _write(net.world.path(f"{name}.csv"), size * ROWS_PER_MB)
    run("-m", "sluis.cli", "source", "prepare", net.world.path(f"{name}.csv"), "--home", source, "--out", package)
    net.world.path(f"{name}.csv").unlink()
    sent = run("-m", "sluis.cli", "source", "send", package, "--home", source)
    gate = _worker_memory(net.gates[0].pid)
    _authorise(net)
    relayed = run("-m", "benchmarks.deliveries", "relay", net.world.path("ttp"))
    return sent, gate, relayed, package


def _authorise(net: Any) -> None:
    """What no rule lets through, as it is so much more than the time before."""
    import casting

    from sluis.portal.access.roles import Role
    from sluis.portal.deliveries.authorising import authorise
    from sluis.portal.deliveries.models import Delivery, State

    desk = casting.actor(casting.person(net.places["ttp"], Role.DELIVERY_DESK))
    for delivery in Delivery.everything.filter(state=State.CHECKED):
        authorise(desk, delivery=delivery)


def _write(path: Path, rows: int) -> None:
    """A file whose notes cannot be made much smaller."""
    from network.faults import numbers

    rng, people = np.random.default_rng(1), numbers()
    with path.open("wb") as file:
        file.write(b"BSN,NAME,DOB,POST,SEX,SDQ_SCORE,PERIOD,NOTE\n")
        for start in range(0, rows, 10_000):
            notes = LETTERS[rng.integers(0, len(LETTERS), (min(10_000, rows - start), NOTE))]
            for at, note in enumerate(notes):
                file.write(
                    f"{people[at % len(people)]},V,27/03/2010,2345 AB,1,12,2026-1,".encode() + note.tobytes() + b"\n"
                )


def _worker_memory(parent: int) -> float:
    """The most that the gate's process has had, MB."""
    most = 0.0
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            if int((path / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                lines = (path / "status").read_text().splitlines()
                most = max(most, sum(int(one.split()[1]) for one in lines if one.startswith("VmHWM")) / 1024)
    return most


def _floor(net: Any, package: Path) -> tuple[float, float]:
    """Seconds of `curl` to the bare server, and of `cp`; each until the bytes are on the disk."""
    copy, arrived = net.world.path("copy"), net.world.path("arrived")
    tls = net.folder / "tls"
    listener = socket.create_server(("127.0.0.1", 0))
    command = [sys.executable, "-m", "benchmarks.deliveries", "bare", str(listener.fileno()), str(tls), str(arrived)]
    with subprocess.Popen(command, pass_fds=[listener.fileno()], cwd=TESTS.parent) as server:
        address = f"https://localhost:{listener.getsockname()[1]}/"
        began = time.perf_counter()
        subprocess.run(
            [
                "curl",
                "-sSf",
                "--connect-timeout",
                "20",
                "--noproxy",
                "*",
                "-k",
                "-H",
                "Expect:",
                "-T",
                str(package),
                address,
            ],
            check=True,
        )
        curl = time.perf_counter() - began
        server.wait(60)
    listener.close()
    began = time.perf_counter()
    subprocess.run(["cp", package, copy], check=True)
    subprocess.run(["sync", copy], check=True)
    cp = time.perf_counter() - began
    for path in (copy, arrived):
        path.unlink()
    return curl, cp


def bare(descriptor: int, tls: Path, out: Path) -> None:
    """Take one PUT over TLS, write it to the disk, and say 201."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls / "own.pem")
    with socket.socket(fileno=descriptor) as listener:
        plain, _ = listener.accept()
    with context.wrap_socket(plain, server_side=True) as wrapped, out.open("wb") as file:
        head, buffer = b"", bytearray(1 << 18)
        while b"\r\n\r\n" not in head:
            head += wrapped.recv(65536)
        said, _, body = head.partition(b"\r\n\r\n")
        left = next(int(one[15:]) for one in said.split(b"\r\n") if one.lower().startswith(b"content-length:")) - len(
            body
        )
        file.write(body)
        while left:
            count = wrapped.recv_into(buffer)
            file.write(memoryview(buffer)[:count])
            left -= count
        file.flush()
        os.fsync(file.fileno())
        wrapped.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def relay(home: Path) -> None:
    """One round of the custodian's relaying, in a process of its own."""
    os.environ["SLUIS_PORTAL"] = str(home / "portal")
    os.environ["DJANGO_SETTINGS_MODULE"] = "sluis.portal.config.django_settings"
    import django

    django.setup()
    from sluis.custodian.working import Custodian
    from sluis.home.home import Home

    done = Custodian(Home(home)).work_long()
    if done != ["delivery.relayed"]:
        raise SystemExit(f"not relayed: {done}")


def _many_small(place: Path, sources: int) -> Iterator[Row]:
    """So many sources come in and send at the same moment."""
    from sluis.courier.sending import send
    from sluis.home.home import Home

    with _network(place, sources) as net:
        from worlds import PEOPLE

        lines = PEOPLE.splitlines()
        text = "\n".join([lines[0] + ",NOTE", *(one + ",-" for one in lines[1:])])
        rows = net.world.write(text)
        for one in range(1, sources + 1):
            assert net.world.prepare(rows, source=one, out=f"{one}.sluis").code == 0
        barrier = threading.Barrier(sources + 1)

        def one_source(number: int) -> float:
            home = Home(net.world.path(f"source-{number}"))
            barrier.wait()
            began = time.perf_counter()
            send(home, net.world.path(f"{number}.sluis"))
            return time.perf_counter() - began

        with ThreadPoolExecutor(sources) as pool:
            waiting = [pool.submit(one_source, number) for number in range(1, sources + 1)]
            barrier.wait()
            began = time.perf_counter()
            taken = sorted(one.result() for one in waiting)  # one that was refused raises
            whole = time.perf_counter() - began
        yield f"{sources} sources at once, none refused: seconds for all", whole, ""
        yield "… the slowest of them, seconds", taken[-1], "≤ 10"


if __name__ == "__main__":
    if sys.argv[1:2] == ["bare"]:
        bare(int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]))
    elif sys.argv[1:2] == ["relay"]:
        relay(Path(sys.argv[2]))
    else:
        for name, value, target in measure(*map(int, sys.argv[1:])):
            print(f"{name:72} {value:8.2f}  {target}", flush=True)
