"""The custodian as a part of `sluis serve`: `python -m sluis.custodian --home DIR`."""

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from sluis.home.home import Home
from sluis.refusals import Refused, sentence
from sluis.signatures.certificates import Role
from sluis.supervisor.lifeline import watch
from sluis.supervisor.lines import structured

EVERY_SECONDS = 2.0
STOP_SECONDS = 5.0
"""For a relay that is under way; one that is broken off is done again."""
log = logging.getLogger("sluis.custodian")


def main(arguments: list[str] | None = None) -> int:
    """Work until told to stop; the exit code: 0, or 3 when it cannot work in this home."""
    line = watch()
    structured()
    os.umask(0o077)
    parser = argparse.ArgumentParser(prog="sluis.custodian")
    parser.add_argument("--home", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    try:
        home = Home(chosen.home)
        home.require(Role.TTP)
        _prepare(chosen.home / "portal")
        from sluis.custodian.working import Custodian

        custodian = Custodian(home)
        custodian.wait_for_database(stopped)
    except Refused as refused:
        log.error(sentence(refused.code, refused.facts, "en"), extra={"code": refused.code.number})
        return 3
    line.ready()
    long = threading.Thread(target=_repeat, args=(custodian.work_long, stopped), name="long", daemon=True)
    long.start()
    _repeat(custodian.work_shortly, stopped)
    long.join(STOP_SECONDS)
    return 0


def _repeat(work: Callable[[], object], stopped: threading.Event) -> None:
    work()
    while not stopped.wait(EVERY_SECONDS):
        work()


def _prepare(portal: Path) -> None:
    """Django, on the portal's settings: only to reach its database."""
    os.environ["SLUIS_PORTAL"] = str(portal.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "sluis.portal.config.django_settings"
    import django

    django.setup()
    structured()


if __name__ == "__main__":
    sys.exit(main())
