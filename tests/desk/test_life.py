"""How a desk begins and ends."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

from worlds import sluis

from desk.desks import ROOT, running


def test_it_ends_when_its_windows_are_gone(home: Path) -> None:
    with running(home, "--wait", "2") as desk:
        desk.enter()
        assert desk.process.wait(30) == 0
    assert not (home / "desk" / "open.html").exists()


def test_it_ends_when_it_is_told_to(home: Path) -> None:
    with running(home) as desk:
        desk.enter()
        assert "form" in desk.get("/close").text
        assert desk.post("/close").status == 200
        assert desk.process.wait(30) == 0
    for number in (signal.SIGINT, signal.SIGTERM):
        with running(home) as desk:
            desk.process.send_signal(number)
            assert desk.process.wait(30) == 0


def test_a_second_one_leads_into_the_first(home: Path) -> None:
    with running(home) as desk:
        desk.enter()
        door = (home / "desk" / "open.html").read_text()
        answer = sluis("source", "app", "--home", home, "--no-browser")
        assert answer.code == 0 and "open already" in answer.out
        assert (home / "desk" / "open.html").read_text() == door
        path = door.split(f"127.0.0.1:{desk.port}")[1].split('"')[0]
        assert desk.ask("GET", path).status == 303
        assert desk.get("/").status == 200  # who was in stays in


def test_a_port_that_is_taken_is_refused(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = sluis("source", "app", "--home", home, "--no-browser", "--port", taken.getsockname()[1])
    assert answer.code == 3 and "2282" in answer.err
    assert sluis("source", "app", "--home", home, "--no-browser", "--port", 99999).code == 3


def test_only_a_source_has_a_desk(home: Path) -> None:
    answer = sluis("source", "app", "--home", home.parent / "recipient-1", "--no-browser")
    assert answer.code == 3 and "2005" in answer.err


def test_no_framework_of_the_portal_is_loaded(home: Path) -> None:
    """The look is that of the portal; its program is not needed for that."""
    said = (
        "import sys; from sluis.desk import opening, rendering; rendering.files(); rendering.look('desk.css'); "
        "sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    command = [sys.executable, "-c", said]
    assert (
        subprocess.run(command, env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin"}, check=False).returncode == 0
    )


def test_it_listens_to_this_machine_alone(home: Path) -> None:
    with running(home) as desk:
        lines = Path("/proc/net/tcp").read_text().splitlines()[1:] + Path("/proc/net/tcp6").read_text().splitlines()[1:]
        mine = [
            line.split()[1]
            for line in lines
            if line.split()[1].endswith(f":{desk.port:04X}") and line.split()[3] == "0A"
        ]
    assert mine and all(one.startswith("0100007F:") for one in mine)
