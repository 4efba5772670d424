"""Where a notice may go: machines on the public internet alone, over TLS, once, and in little time."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from sluis.portal.webhooks import sending
from sluis.portal.webhooks.addresses import is_well_formed, machines, may_be_asked, target_of
from sluis.portal.webhooks.models import Try
from sluis.portal.webhooks.sending import Answer, send
from webhooks.receiving import Receiver, certified, receiver

Fault = Try.Fault
BODY = json.dumps({"id": "x"}).encode()


def production() -> Any:
    return override_settings(INSTALLATION=replace(settings.INSTALLATION, environment="production"))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "017700000001", "0", "localhost", "[::1]", "[::]", "10.0.0.1",
        "172.16.9.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.1.1",
        "239.1.1.1", "240.0.0.1", "255.255.255.255", "[fe80::1]", "[fc00::1]", "[fec0::1]", "[ff02::1]", "[ff0e::1]",
        "[::ffff:10.0.0.1]", "[::ffff:9.9.9.9]", "[::ffff:127.0.0.1]", "[::10.0.0.1]", "[64:ff9b::a00:1]", "[2002:a00:1::]",
        "[2001:0:a00:1::]", "[2001:db8::1]",
    ],
)  # fmt: skip
def test_nothing_is_sent_to_a_machine_that_is_not_on_the_public_internet(host: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(socket.socket, "connect", _never)
    with production():
        answer = send(f"https://{host}/", {}, BODY)
    assert answer == Answer(fault=Fault.ADDRESS)


def _never(*_arguments: object) -> None:
    raise AssertionError("a connection was made")


def test_name_that_means_a_private_machine_is_refused_also_beside_a_public_one(monkeypatch: Any) -> None:
    monkeypatch.setattr(socket.socket, "connect", _never)
    for numbers in (["10.1.2.3"], ["9.9.9.9", "10.1.2.3"], ["fe80::1%1"]):
        monkeypatch.setattr(socket, "getaddrinfo", _meaning(numbers))
        with production():
            assert send("https://ontvanger.example/", {}, BODY).fault == Fault.ADDRESS


def _meaning(*rounds: list[str]) -> Any:
    left = list(rounds)

    def look_up(_host: object, port: int, *_more: object, **_named: object) -> list[Any]:
        numbers = left.pop(0) if len(left) > 1 else left[0]
        return [
            (socket.AF_INET6 if ":" in each else socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port))
            for each in numbers
        ]

    return look_up


def test_name_is_looked_up_once_so_that_it_cannot_mean_another_machine_a_moment_later(
    program: Receiver, monkeypatch: Any
) -> None:
    usual = socket.getaddrinfo
    asked: list[object] = []

    def look_up(host: Any, *more: Any, **named: Any) -> Any:
        asked.append(host)
        return usual("127.0.0.1" if host == "wisselend.example" else host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert send(f"http://wisselend.example:{program.port}/", {}, BODY) == Answer(204)
    assert asked.count("wisselend.example") == 1
    assert program.got[0].headers["host"] == f"wisselend.example:{program.port}"


def test_name_that_is_not_known_is_a_failure_of_its_own(local: None) -> None:
    assert send("https://" + "a" * 64 + ".invalid/", {}, BODY).fault == Fault.NAME


@pytest.mark.parametrize("environment", ["production", "acceptance"])
def test_without_tls_only_to_this_machine_and_only_in_a_test(program: Receiver, environment: str) -> None:
    with override_settings(INSTALLATION=replace(settings.INSTALLATION, environment=environment)):
        assert send(program.address, {}, BODY).fault == Fault.ADDRESS and program.got == []
    assert send(program.address, {}, BODY) == Answer(204)
    assert send("http://9.9.9.9/", {}, BODY).fault == Fault.ADDRESS


@pytest.fixture
def trusted(local: None, tmp_path: Path, monkeypatch: Any) -> Iterator[Receiver]:
    """A receiver over TLS, whose certificate for `localhost` this machine trusts."""
    path, context = certified(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with receiver(context, "localhost") as found:
        yield found


def test_over_tls_with_the_right_certificate_it_arrives(trusted: Receiver) -> None:
    assert send(trusted.address, {"webhook-id": "x"}, BODY) == Answer(204)
    assert trusted.got[0].headers["host"] == f"localhost:{trusted.port}" and trusted.got[0].body == BODY


def test_certificate_of_another_name_or_of_nobody_is_refused(
    trusted: Receiver, tmp_path: Path, monkeypatch: Any
) -> None:
    assert send(trusted.address.replace("localhost", "127.0.0.1"), {}, BODY).fault == Fault.TLS
    other, _context = certified(tmp_path, "elders.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    assert send(trusted.address, {}, BODY).fault == Fault.TLS
    assert trusted.got == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_is_not_followed(program: Receiver, status: int) -> None:
    with receiver() as other:
        program.answers, program.location = [status], other.address
        assert send(program.address, {}, BODY) == Answer(status, Fault.REDIRECT)
        assert other.got == []


def test_of_a_large_answer_little_is_read(program: Receiver) -> None:
    program.size = 1 << 30
    program.answers = [200]
    began = time.monotonic()
    assert send(program.address, {}, BODY) == Answer(200)
    assert time.monotonic() - began < 2


def test_receiver_that_gives_a_byte_now_and_then_gets_no_more_time(program: Receiver, monkeypatch: Any) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.5)
    program.drip_seconds = 8
    began = time.monotonic()
    assert send(program.address, {}, BODY).fault == Fault.TIMEOUT
    assert time.monotonic() - began < 3


def test_securing_that_takes_for_ever_is_ended(local: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        assert send(f"https://127.0.0.1:{silent.getsockname()[1]}/", {}, BODY).fault == Fault.TIMEOUT
        assert time.monotonic() - began < 3


def test_nobody_there_and_nonsense_are_failures_of_the_connection(local: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        thread = threading.Thread(target=_nonsense, args=(server,), daemon=True)
        thread.start()
        assert send(f"http://127.0.0.1:{port}/", {}, BODY).fault == Fault.CONNECTION
        thread.join(10)
    assert send(f"http://127.0.0.1:{port}/", {}, BODY).fault == Fault.CONNECTION


def _nonsense(server: socket.socket) -> None:
    peer, _from = server.accept()
    with peer:
        peer.recv(1 << 16)
        peer.sendall(b"SSH-2.0-nonsense\r\n\r\n")


@contextmanager
def proxy() -> Iterator[tuple[int, list[bytes]]]:
    """A proxy that says no, and what it was asked."""
    asked: list[bytes] = []

    def serve(server: socket.socket) -> None:
        peer, _from = server.accept()
        with peer:
            asked.append(peer.recv(1 << 16))
            peer.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,), daemon=True)
        thread.start()
        yield server.getsockname()[1], asked
        thread.join(10)


@contextmanager
def relay(port: int) -> Iterator[int]:
    """A proxy that connects whatever it is asked to a port of this machine."""

    def serve(server: socket.socket) -> None:
        peer, _from = server.accept()
        with peer, socket.create_connection(("127.0.0.1", port)) as other:
            peer.recv(1 << 16)
            peer.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            back = threading.Thread(target=_pour, args=(other, peer), daemon=True)
            back.start()
            _pour(peer, other)
            back.join(10)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,), daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join(10)


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(1 << 16):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@pytest.mark.parametrize(
    ("name", "answer"), [("ontvanger.example", Answer(204)), ("a.example", Answer(fault=Fault.TLS))]
)
def test_behind_a_proxy_the_certificate_is_still_held_against_the_name(
    name: str, answer: Answer, tmp_path: Path, monkeypatch: Any
) -> None:
    usual = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *more, **named: usual(PUBLIC.get(host, host), *more, **named)
    )
    path, context = certified(tmp_path, name)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with receiver(context) as found, relay(found.port) as port, production():
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        assert send("https://ontvanger.example/pad", {}, BODY) == answer
        assert [each.headers["host"] for each in found.got] == ["ontvanger.example"] * (answer.fault is None)


PUBLIC = {"ontvanger.example": "9.9.9.9"}


def test_proxy_is_told_the_number_that_was_looked_up(monkeypatch: Any) -> None:
    usual = socket.getaddrinfo

    def look_up(host: Any, *more: Any, **named: Any) -> Any:
        return usual("9.9.9.9" if host == "ontvanger.example" else host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with proxy() as (port, asked), production():
        monkeypatch.setenv("HTTPS_PROXY", f"http://naam:woord@127.0.0.1:{port}")
        assert send("https://ontvanger.example/pad", {}, BODY).fault == Fault.CONNECTION
    assert asked[0].startswith(b"CONNECT 9.9.9.9:443 ") and b"asic bmFhbTp3b29yZA==" in asked[0]


@pytest.mark.parametrize(
    "address",
    [
        "", "ontvanger.example", "ftp://ontvanger.example/", "https://", "https:///pad", "https://a b.example/",
        "https://naam:woord@ontvanger.example/", "https://naam@ontvanger.example/", "https://ontvanger.example/#x",
        "https://ontvanger.example:0/", "https://ontvanger.example:99999/", "https://ontvanger.example:x/",
        "https://onvanger.example\\@10.0.0.1/", "https://ontvänger.example/", "https://-x.example/", "https://[::1", "https://127.0.0.1./",
        "https://ontvanger.example/\r\nX: y", "javascript:alert(1)", "https://ontvanger.example/" + "x" * 500,
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_everywhere(local: None, address: str) -> None:
    assert not is_well_formed(address) and not may_be_asked(address)


def test_addresses_that_can_be_made_depend_on_the_installation(local: None) -> None:
    usual = ("https://ontvanger.example/pad?sleutel=x", "https://9.9.9.9:8443/", "https://[2620:fe::fe]/")
    here = ("http://127.0.0.1:9/", "http://localhost:9/", "https://[::1]:9/")
    never = ("http://ontvanger.example/", "https://10.0.0.1/", "https://169.254.169.254/", "http://10.0.0.1/")
    assert all(map(may_be_asked, usual + here)) and not any(map(may_be_asked, never))
    with production():
        assert all(map(may_be_asked, usual)) and not any(map(may_be_asked, here + never))


def test_machines_of_a_name_are_in_order_and_each_once() -> None:
    assert [str(each) for each in machines(target_of("https://127.0.0.1/"))] == ["127.0.0.1"]
