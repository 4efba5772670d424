"""The portal's server, seen from outside: a process of its own, over real TLS."""

import http.client
import json
import os
import select
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sluis.portal.config.certificate import certificate_of
from sluis.portal.config.installation import Installation
from sluis.supervisor.health import answers
from sluis.supervisor.part import Part
from sluis.supervisor.supervising import Pace, Supervisor

HERE = Path(__file__).resolve().parent
PATIENCE = 60.0
PACE = Pace(probe=0.1, attempts=1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """The small program, served as the portal is."""

    def __init__(self, folder: Path, lines: Path) -> None:
        self.port, self.folder, self.lines = free_port(), folder, lines
        self.chain = certificate_of(Installation(folder)).chain
        arguments = (str(folder), str(self.port))
        part = Part("portal", "answering", arguments, lambda: answers("127.0.0.1", self.port, "localhost", self.chain))
        self._out = lines.open("w")
        self.supervisor = Supervisor([part], pace=PACE, out=self._out)
        self.ready = threading.Event()
        self._thread = threading.Thread(target=self.supervisor.run, args=(self.ready.set,))
        self._thread.start()

    def stop(self) -> None:
        self.supervisor.stop()
        self._thread.join(PATIENCE)
        self._out.close()
        assert not self._thread.is_alive()

    def context(self, minimum: ssl.TLSVersion, maximum: ssl.TLSVersion) -> ssl.SSLContext:
        """A client that would take anything between these versions."""
        context = ssl.create_default_context(cafile=str(self.chain))
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version, context.maximum_version = minimum, maximum
        return context

    def shake(self, minimum: ssl.TLSVersion, maximum: ssl.TLSVersion, ciphers: str = "") -> tuple[str, str]:
        """The version and the suite that the server agrees to."""
        context = self.context(minimum, maximum)
        if ciphers:
            context.set_ciphers(ciphers)
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        with plain, context.wrap_socket(plain, server_hostname="localhost") as secured:
            cipher = secured.cipher()
            assert cipher is not None
            return str(secured.version()), cipher[0]

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> tuple[int, str]:
        """Over TLS, trusting its certificate alone."""
        context = ssl.create_default_context(cafile=str(self.chain))
        server = http.client.HTTPSConnection("localhost", self.port, timeout=30, context=context)
        try:
            server.request(method, path, body, headers)
            answer = server.getresponse()
            return answer.status, answer.read().decode()
        finally:
            server.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(HERE))
        patch.setenv("SLUIS_DATABASE_PASSWORD", "s3cret")
        made = Server(folder / "portal", folder / "lines")
        try:
            assert made.ready.wait(PATIENCE), made.lines.read_text()
            yield made
        finally:
            made.stop()


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1], ids=lambda one: one.name)
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_old_versions_of_tls_are_refused(version: ssl.TLSVersion, server: Server) -> None:
    with pytest.raises(ssl.SSLError, match="alert"):
        server.shake(version, version)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=lambda one: one.name)
def test_new_versions_of_tls_are_spoken(version: ssl.TLSVersion, server: Server) -> None:
    assert server.shake(version, version)[0] == version.name.replace("_", ".")


def test_suites_of_tls_1_2_all_have_forward_secrecy_and_authenticated_encryption(server: Server) -> None:
    """Every suite that the client's library knows is offered alone; what is agreed to is as it should be."""
    version = ssl.TLSVersion.TLSv1_2
    offered = [one["name"] for one in server.context(version, version).get_ciphers()]
    agreed = set()
    for name in offered:
        try:
            agreed.add(server.shake(version, version, f"{name}:@SECLEVEL=0")[1])
        except ssl.SSLError:
            continue
    assert agreed and len(offered) > 40
    for name in agreed:
        assert name.startswith("ECDHE-") and name.endswith(("-GCM-SHA256", "-GCM-SHA384", "-CHACHA20-POLY1305")), name


def test_client_without_trust_does_not_get_through(server: Server) -> None:
    with pytest.raises(ssl.SSLCertVerificationError), socket.create_connection(("127.0.0.1", server.port)) as plain:
        ssl.create_default_context().wrap_socket(plain, server_hostname="localhost")


def test_program_answers_and_knows_that_it_is_https(server: Server) -> None:
    assert server.ask("/scheme") == (200, "https")
    assert server.ask("/length", "POST", b"x" * 1_000_000) == (200, "1000000")


def test_requests_do_not_carry_secrets_of_the_environment(server: Server) -> None:
    assert server.ask("/ours") == (200, "")


def test_fault_of_the_program_is_told_without_its_text(server: Server) -> None:
    assert server.ask("/fault?token=s3cret") == (500, "")
    until = time.monotonic() + 10
    while (
        '"fault"' not in server.lines.read_text() and time.monotonic() < until
    ):  # written beside the answer, not before
        server.ask("/")
    told = [json.loads(line) for line in server.lines.read_text().splitlines()]
    assert {line["kind"] for line in told if line["event"] == "fault"} == {"ValueError"}
    assert "900000004" not in server.lines.read_text() and "s3cret" not in server.lines.read_text()


def test_body_that_is_too_large_or_does_not_say_how_large_is_refused(server: Server) -> None:
    assert server.ask("/length", "POST", b"", **{"Content-Length": str(1 << 30)})[0] == 413
    assert server.ask("/length", "POST", b"0\r\n\r\n", **{"Transfer-Encoding": "chunked"})[0] == 411


def test_pages_are_answered_while_others_send_their_bodies_drop_by_drop(server: Server) -> None:
    context = ssl.create_default_context(cafile=str(server.chain))
    slow = []
    try:
        for _ in range(40):
            plain = socket.create_connection(("127.0.0.1", server.port), timeout=10)
            slow.append(context.wrap_socket(plain, server_hostname="localhost"))
            slow[-1].sendall(b"POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx")
        assert server.ask("/") == (200, "ok")
    finally:
        for one in slow:
            one.close()


def test_port_that_is_taken_is_refused(server: Server, tmp_path: Path) -> None:
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "portal.toml").write_text(f"port = {server.port}\n")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "sluis.portal.config.serving", "--home", str(tmp_path)],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 3 and json.loads(done.stderr.splitlines()[-1])["code"] == "2984"
    assert not (tmp_path / "portal" / "portal.sqlite3").exists()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "portal.toml").write_text(f'port = {free_port()}\nenvironment = "test"\n')
    return tmp_path


def sluis_serve(home: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "sluis.cli", "--language", "en", "serve", "--home", str(home)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_serve_tells_its_address_serves_the_portal_and_ends_politely(home: Path) -> None:
    with sluis_serve(home) as serving:
        try:
            assert serving.stdout is not None and serving.stderr is not None
            installation = Installation(home / "portal", port=int((home / "portal/portal.toml").read_text().split()[2]))
            assert serving.stdout.readline() == f"The portal is at {installation.address}\n"
            assert answers("127.0.0.1", installation.port, "localhost", certificate_of(installation).chain)
            second = sluis_serve(home)
            assert "2980" in second.communicate(timeout=PATIENCE)[1] and second.returncode == 3
            assert (home / "portal" / "portal.sqlite3").stat().st_mode & 0o077 == 0
            serving.send_signal(signal.SIGTERM)
            out, err = serving.communicate(timeout=PATIENCE)
        finally:
            serving.kill()
    assert serving.returncode == 0 and out.endswith("Everything has ended.\n")
    assert all(json.loads(line)["part"] == "portal" for line in err.splitlines())


def test_portal_ends_when_the_supervisor_is_killed(home: Path) -> None:
    with sluis_serve(home) as serving:
        try:
            assert serving.stdout is not None and serving.stderr is not None
            assert serving.stdout.readline()
            children = Path(f"/proc/{serving.pid}/task/{serving.pid}/children").read_text().split()
            others = [int(one) for thread in Path(f"/proc/{serving.pid}/task").iterdir()
                      for one in (thread / "children").read_text().split()]  # fmt: skip
            running = {*map(int, children), *others}
            running |= {int(one) for pid in running for thread in Path(f"/proc/{pid}/task").iterdir()
                        for one in (thread / "children").read_text().split()}  # fmt: skip
        finally:
            serving.kill()
    assert len(running) >= 2
    for pid in running:
        try:
            ended = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        assert select.select([ended], [], [], PATIENCE)[0], pid
        os.close(ended)
