"""A proxy on loopback, as organisations have them: it knows CONNECT alone, and wants a name and password if told so."""

import base64
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

_END = b"\r\n\r\n"


@dataclass
class Proxy:
    """Counts the ways that it opened, and keeps what it was asked."""

    wanted: str = ""
    asked: list[str] = field(default_factory=list)
    _ends: list[socket.socket] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> "Proxy":
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self._start(self._serve)
        return self

    def __exit__(self, *_: object) -> None:
        for one in (self._server, *self._ends):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in list(self._threads):
            thread.join(10)
        for one in (self._server, *self._ends):
            one.close()

    def _start(self, run: Callable[..., None], *given: socket.socket) -> None:
        thread = threading.Thread(target=run, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._server.accept()
                self._ends.append(client)
                self._start(self._answer, client)

    def _answer(self, client: socket.socket) -> None:
        head = b""
        while _END not in head and (part := client.recv(4096)):
            head += part
        line, *headers = head.decode("ascii").split("\r\n")
        verb, place, _ = line.split(" ")
        self.asked.append(place)
        shown = f"proxy-authorization: basic {base64.b64encode(self.wanted.encode()).decode()}".lower()
        if verb != "CONNECT" or (self.wanted and shown not in [one.lower() for one in headers]):
            client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            client.shutdown(socket.SHUT_RDWR)
            return
        host, port = place.rsplit(":", 1)
        server = socket.create_connection((host, int(port)), 10)
        self._ends.append(server)
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self._start(_pour, client, server)
        self._start(_pour, server, client)


def _pour(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(1 << 16):
            other.sendall(data)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
