"""The gate as a part of `sluis serve`: `python -m sluis.portal.config.gating --home DIR`.

The same certificate and rules for TLS as the portal, another port and another process: packages of gigabytes arrive here
while pages go on being answered. Who sends slowly holds up nobody, as nothing here waits for a sender in a thread.
"""

import argparse
import logging
import multiprocessing
import os
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces, SSLProtocols
from granian.http import HTTP1Settings
from granian.log import LogLevels

from sluis.portal.config.certificate import certificate_of, ensure_certificate
from sluis.portal.config.installation import Installation, read_installation
from sluis.portal.config.serving import (
    FOLDER,
    HEADER_BYTES,
    HEADER_SECONDS,
    LOGGING,
    SETTINGS,
    STOP_SECONDS,
    renew,
    require_port,
)
from sluis.refusals import Refused, sentence
from sluis.supervisor.lifeline import follow_parent, watch
from sluis.supervisor.lines import structured

WAITING = 1024
"""Connections at a time."""
LOOK_SECONDS = 0.5

log = logging.getLogger("sluis.gate")


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop; the exit code: 0, or 3 when it cannot serve as it is set."""
    watch()
    structured()
    os.umask(0o077)
    parser = argparse.ArgumentParser(prog="sluis.portal.config.gating")
    parser.add_argument("--home", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    try:
        serve(read_installation(chosen.home / "portal"))
    except Refused as refused:
        log.error(sentence(refused.code, refused.facts, "en"), extra={"code": refused.code.number})
        return 3
    return 0


def serve(installation: Installation) -> None:
    """Serve the gate by the settings of an installation.

    Raises:
        Refused: PORT_TAKEN, CERTIFICATE_UNUSABLE.
    """
    require_port(installation.bind, installation.gate_port)
    ensure_certificate(installation, datetime.now(UTC))
    os.environ[FOLDER] = str(installation.folder.resolve())
    multiprocessing.set_start_method("spawn", force=True)
    server = _server(installation)
    threading.Thread(target=renew, args=(installation, lambda: datetime.now(UTC)), daemon=True).start()
    server.serve(target_loader=load, wrap_loader=True)


def load(_target: str) -> Any:
    """The ASGI program, in the worker, once the database is up to date."""
    follow_parent()
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    import django

    django.setup()
    structured()
    _wait_for_database()
    from sluis.portal.gate.program import make

    return make()


def _wait_for_database() -> None:
    from sluis.portal.config.migrating import is_up_to_date

    never = threading.Event()
    while not is_up_to_date():
        never.wait(LOOK_SECONDS)


def _server(installation: Installation) -> Any:
    certificate = certificate_of(installation)
    return Granian(
        "sluis.portal.gate.program:make",
        address=installation.bind,
        port=installation.gate_port,
        interface=Interfaces.ASGI,
        workers=1,
        backlog=WAITING,
        backpressure=WAITING,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000, max_buffer_size=4 * HEADER_BYTES),
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


if __name__ == "__main__":
    sys.exit(main())
