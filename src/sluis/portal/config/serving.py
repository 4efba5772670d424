"""The portal as a part of `sluis serve`: `python -m sluis.portal.config.serving --home DIR`.

It brings the database up to date, sees to a certificate, and serves the program over TLS 1.2 and 1.3. One worker
process answers requests with several threads; this one looks after it: a certificate that was renewed is taken into use
without a request being lost. Requests are not logged here: their addresses may hold tokens.
"""

import argparse
import importlib
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces, SSLProtocols
from granian.http import HTTP1Settings, HTTP2Settings
from granian.log import LogLevels

from sluis.portal.config.certificate import certificate_of, ensure_certificate
from sluis.portal.config.installation import Installation, read_installation
from sluis.portal.config.limits import limited
from sluis.refusals import Refused, sentence
from sluis.refusals.catalogue import serving as codes
from sluis.supervisor.lifeline import follow_parent, watch
from sluis.supervisor.lines import structured

APPLICATION = "sluis.portal.config.wsgi:application"
SETTINGS = "sluis.portal.config.django_settings"
FOLDER = "SLUIS_PORTAL"
"""The environment variable that names the portal's folder to Django's settings."""

THREADS = 16
WAITING = 256
"""Connections that wait for a thread; more are not accepted for the moment."""
HEADER_SECONDS = 10
HEADER_BYTES = 64 << 10
STREAMS = 100
"""At a time in one connection of HTTP/2."""
STOP_SECONDS = 8
"""For requests that are under way when the part is to end; less than the supervisor's patience."""
LOOK_SECONDS = 3600.0

log = logging.getLogger("sluis.portal")


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop; the exit code: 0, or 3 when it cannot serve as it is set."""
    watch()
    structured()
    os.umask(0o077)  # database and files are their owner's alone
    parser = argparse.ArgumentParser(prog="sluis.portal.config.serving")
    parser.add_argument("--home", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    try:
        serve(read_installation(chosen.home / "portal"))
    except Refused as refused:
        log.error(sentence(refused.code, refused.facts, "en"), extra={"code": refused.code.number})
        return 3
    return 0


def serve(installation: Installation, application: str = APPLICATION, *, migrating: bool = True) -> None:
    """Serve a WSGI program by the settings of an installation.

    Raises:
        Refused: PORT_TAKEN, CERTIFICATE_UNUSABLE.
    """
    installation.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    require_port(installation.bind, installation.port)
    ensure_certificate(installation, _now())
    os.environ[FOLDER] = str(installation.folder.resolve())
    if migrating:
        migrate()
    # A fresh process, not a copy of this one with its threads and open database
    multiprocessing.set_start_method("spawn", force=True)
    server = _server(installation, application)
    _in_background(renew, installation, _now)
    server.serve(target_loader=load, wrap_loader=True)


def migrate() -> None:
    """Bring the database up to date."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    import django
    from django.db import connections

    from sluis.portal.config.migrating import bring_up_to_date

    django.setup()
    structured()  # again, as Django has set its own
    bring_up_to_date()
    connections.close_all()


def load(target: str) -> Callable[..., Any]:
    """The WSGI program, in the worker; what goes wrong there is told like everything else."""
    follow_parent()
    module, _, name = target.partition(":")
    program = getattr(importlib.import_module(module), name)
    structured()
    return limited(program)


def _server(installation: Installation, application: str) -> Any:
    certificate = certificate_of(installation)
    return Granian(
        application,
        address=installation.bind,
        port=installation.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        backlog=WAITING,
        backpressure=WAITING,
        http=HTTPModes.auto,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000, max_buffer_size=HEADER_BYTES),
        http2_settings=HTTP2Settings(
            keep_alive_interval=20_000, max_concurrent_streams=STREAMS, max_headers_size=HEADER_BYTES
        ),
        websockets=False,
        ssl_cert=certificate.chain,
        ssl_key=certificate.key,
        ssl_protocol_min=SSLProtocols.tls12,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.error,
        log_access=False,
        log_dictconfig=LOGGING,
    )


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "sluis.supervisor.lines.StructuredFormatter"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stderr"}},
    "loggers": {"_granian": {"handlers": ["lines"], "propagate": False}},
}


def require_port(address: str, port: int) -> None:
    """Refuse a port that is taken. The server itself would share it with another one of the same user, unnoticed.

    Raises:
        Refused: PORT_TAKEN.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            raise Refused(codes.PORT_TAKEN, port=port, address=address) from None


def renew(installation: Installation, clock: Callable[[], datetime]) -> None:
    """Renew the own certificate in time, and take a new one into use: a signal lets a new worker follow the old."""
    found = certificate_of(installation)
    seen, never = _changed_at(found.chain), threading.Event()
    while not never.wait(LOOK_SECONDS):
        try:
            ensure_certificate(installation, clock())
        except Refused as refused:
            log.error(sentence(refused.code, refused.facts, "en"), extra={"code": refused.code.number})
            continue
        if (now := _changed_at(found.chain)) != seen:
            seen = now
            log.info("a new certificate is taken into use")
            os.kill(os.getpid(), signal.SIGHUP)


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _in_background(work: Callable[..., None], *arguments: object) -> None:
    threading.Thread(target=work, args=arguments, name=work.__name__, daemon=True).start()


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main())
