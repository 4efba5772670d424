"""Files that were chosen: private, in bounded memory, and gone with the program, however that ends."""

import http.client
import json
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from worlds import PEOPLE

from desk.desks import Answer, Running, running
from sluis.desk.holding import hold
from sluis.desk.place import Place
from sluis.home.home import Home

NUMBERS = (b"900000004", b"900000016", b"900000028", b"Voorbeeld", b"1234 AB")
MEGABYTE = 1 << 20


@pytest.fixture
def desk(home: Path) -> Iterator[Running]:
    """A desk in which somebody is."""
    with running(home) as made:
        yield made.enter()


def begin(desk: Running) -> str:
    """A new draft; the path of its page."""
    found = desk.post("/drafts")
    assert found.status == 303, found
    return found.headers["location"].removeprefix(desk.root)


def upload(desk: Running, draft: str, data: bytes, name: str = "export.csv", slot: str = "children") -> Answer:
    """A file, as the page sends it."""
    return desk.ask(
        "POST", f"{desk.root}{draft}/files/{slot}?name={name}", data, Cookie=desk.cookie, Origin=desk.origin,
        X_Sluis_Token=desk.token,
    )  # fmt: skip


def readable(home: Path) -> list[Path]:
    """Files in the home in which something of the input can be read."""
    found = [path for path in home.rglob("*") if path.is_file()]
    return [path for path in found if any(one in path.read_bytes() for one in NUMBERS)]


def until(desk: Running, draft: str, *stages: str) -> str:
    """Ask how far it is, as the page does, until it is in one of these stages."""
    for _ in range(600):
        stage = json.loads(desk.get(f"{draft}/live").text)["stage"]
        if stage in stages:
            return str(stage)
        with suppress(subprocess.TimeoutExpired):
            desk.process.wait(0.1)
    raise AssertionError(stage)


def table(desk: Running, draft: str) -> str:
    """The one place for a file that the page offers."""
    found = re.search(r'/files/([^"]+)"', desk.get(draft).text)
    assert found
    return found[1]


@pytest.mark.parametrize("nameless", [True, False])
def test_a_file_is_private_and_let_go(tmp_path: Path, nameless: bool) -> None:
    held = hold(tmp_path, "../../etc/x\\..\\passwd", nameless=nameless)
    assert held.name == "passwd"
    assert held.path.parent in (tmp_path, Path("/proc/self/fd"))
    held.write(b"abc" * 10)
    assert held.path.read_bytes() == b"abc" * 10 and held.size == 30
    assert held.path.stat().st_mode & 0o777 == 0o600
    assert bool(list(tmp_path.iterdir())) is not nameless
    held.let_go()
    held.let_go()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_desk_left_is_swept(home: Path) -> None:
    place = Place(Home(home))
    held = hold(place.chosen, "export.csv", nameless=False)
    held.write(PEOPLE.encode())
    held.file.close()  # as a death does
    place.lead_in("http://127.0.0.1:1/enter/x", "nl")
    assert readable(home)
    with running(home) as desk:
        assert not readable(home)
        assert desk.enter().get("/").status == 200
    assert not (home / "desk" / "open.html").exists()


def test_a_killed_desk_leaves_nothing_to_read(desk: Running, home: Path) -> None:
    draft = begin(desk)
    assert upload(desk, draft, PEOPLE.encode(), slot=table(desk, draft)).status == 200
    desk.process.send_signal(signal.SIGKILL)
    desk.process.wait(20)
    assert not readable(home)
    assert not list((home / "desk" / "chosen").iterdir())


def test_a_delivery_is_prepared_and_nothing_is_written_down(desk: Running, home: Path) -> None:
    draft = begin(desk)
    slot = table(desk, draft)
    assert upload(desk, draft, PEOPLE.encode(), "lijst-900000004.csv", slot).status == 200
    assert desk.post(f"{draft}/prepare", kind="test", mode="replace").status == 303
    assert until(desk, draft, "ready", "refused") == "ready"
    opened = [str(one.readlink()) for one in Path(f"/proc/{desk.process.pid}/fd").iterdir() if one.is_symlink()]
    assert not [one for one in opened if "/desk/chosen" in one]  # the file was let go of
    page = desk.get(draft).text + desk.get(f"{draft}/report.html").text + desk.get(f"{draft}/findings.csv").text
    assert not [one for one in NUMBERS if one.decode() in page]
    assert not readable(home)
    assert not any(one in desk.log.read_bytes() for one in NUMBERS)
    # Killed now, the sealed package is kept, and the next desk knows it.
    desk.process.send_signal(signal.SIGKILL)
    desk.process.wait(20)
    with running(home) as again:
        assert "/drafts/" in again.enter().get("/").text


def test_real_waits_for_a_test(desk: Running) -> None:
    draft = begin(desk)
    upload(desk, draft, PEOPLE.encode(), slot=table(desk, draft))
    found = desk.post(f"{draft}/prepare", kind="real", mode="replace")
    assert found.status == 409 and "2289" in found.text


def test_what_is_missing_is_said_beside_its_field(desk: Running) -> None:
    draft = begin(desk)
    desk.post(f"{draft}/prepare", kind="test", mode="add", corrects="", password="geheim-1")
    page = desk.get(draft)
    assert page.status == 422 and 'id="mode-add" value="add" checked' in page.text
    assert "geheim-1" not in page.text
    assert 'aria-invalid="true"' in page.text


def test_a_large_file_needs_no_memory(desk: Running) -> None:
    draft = begin(desk)
    slot, before = table(desk, draft), memory(desk)
    line = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=120)
    line.putrequest("POST", f"{desk.root}{draft}/files/{slot}?name=large.csv")
    for name, value in {"Cookie": desk.cookie, "Origin": desk.origin, "X-Sluis-Token": desk.token}.items():
        line.putheader(name, value)
    line.putheader("Content-Length", str(300 * MEGABYTE))
    line.endheaders()
    block = PEOPLE.encode().ljust(MEGABYTE, b"\n")
    for _ in range(300):
        line.send(block)
    found = line.getresponse()
    assert json.loads(found.read())["size"] == 300 * MEGABYTE
    line.close()
    assert memory(desk) - before < 60 * MEGABYTE


def memory(desk: Running) -> int:
    """Most bytes that the process held at any moment."""
    status = Path(f"/proc/{desk.process.pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024


def test_a_file_that_breaks_off_is_not_taken(desk: Running) -> None:
    draft = begin(desk)
    slot = table(desk, draft)
    line = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=60)
    line.putrequest("POST", f"{desk.root}{draft}/files/{slot}?name=half.csv")
    for name, value in {"Cookie": desk.cookie, "Origin": desk.origin, "X-Sluis-Token": desk.token}.items():
        line.putheader(name, value)
    line.putheader("Content-Length", "1000")
    line.endheaders()
    line.send(b"BSN\n")
    line.close()
    assert "half.csv" not in desk.get(draft).text
    desk.post(f"{draft}/prepare", kind="test", mode="replace")
    assert desk.get(draft).status == 422
    assert upload(desk, draft, PEOPLE.encode(), slot="../../evil").status in (404, 422)
    assert upload(desk, draft, PEOPLE.encode(), slot="other").status == 422


def test_two_windows_do_not_touch_each_other(desk: Running) -> None:
    one, other = begin(desk), begin(desk)
    slot = table(desk, one)
    upload(desk, one, PEOPLE.encode(), "one.csv", slot)
    upload(desk, other, PEOPLE.replace(",1,12,", ",1,13,").encode(), "other.csv", slot)
    assert "one.csv" in desk.get(one).text and "other.csv" not in desk.get(one).text
    for draft in (one, other):
        desk.post(f"{draft}/prepare", kind="test", mode="replace")
    assert [until(desk, draft, "ready", "refused") for draft in (one, other)] == ["ready", "ready"]
    found = [re.findall(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", desk.get(draft).text)[0] for draft in (one, other)]
    assert found[0] != found[1]
