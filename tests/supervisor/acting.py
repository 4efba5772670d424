"""Parts for tests, and a supervisor of them: `python -m supervisor.acting ROLE ARGUMENT…`."""

# ruff: noqa: T201 - what they print is what is tested

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from sluis.refusals import Refused
from sluis.supervisor.lifeline import follow_parent, watch
from sluis.supervisor.lines import structured
from sluis.supervisor.part import Part
from sluis.supervisor.supervising import Pace, Supervisor

MODULE = "supervisor.acting"
QUICK = Pace(end=5, first=0.01, longest=0.02, look=0.05, probe=0.02)


def forever() -> NoReturn:
    """Until a signal."""
    while True:
        signal.pause()


def note(folder: str, name: str) -> None:
    """Tell the test which process this is."""
    path = Path(folder) / f"{name}.{os.getpid()}"
    path.touch()


def steady(folder: str, name: str = "steady") -> None:
    """Does its work until it is asked to end, and says so."""
    line = watch(1)

    def asked(*_: object) -> NoReturn:
        note(folder, f"{name}-asked")
        sys.exit(0)

    signal.signal(signal.SIGTERM, asked)
    note(folder, name)
    line.ready()
    forever()


def stubborn(folder: str) -> None:
    """Does not heed SIGTERM, and neither does its child."""
    line = watch(0.2)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    subprocess.Popen([sys.executable, "-c", f"import os, signal, sys; sys.path[:0] = {sys.path!r}\n"
                      f"from supervisor.acting import note, forever; note({folder!r}, 'grandchild'); forever()"])  # fmt: skip
    note(folder, "stubborn")
    line.ready()
    forever()


def parent(folder: str) -> None:
    """Has a child by multiprocessing, which follows it."""
    line = watch(0.2)
    child = multiprocessing.get_context("spawn").Process(target=_child, args=(folder,))
    child.start()
    note(folder, "parent")
    line.ready()
    child.join()


def _child(folder: str) -> None:
    follow_parent(0.2)
    note(folder, "child")
    forever()


def brittle(folder: str, times: str, ready: str) -> None:
    """Ends with a fault so many times, before or after it is ready; then it stays."""
    structured()
    line = watch(1)
    note(folder, "brittle")
    if ready == "after":
        line.ready()
    if len(list(Path(folder).glob("brittle.*"))) <= int(times):
        raise RuntimeError("900000004 must not be shown")
    line.ready()
    forever()


def refusing(_folder: str) -> None:
    """Cannot run as it is set."""
    sys.exit(3)


def silent(_folder: str) -> None:
    """Is never ready."""
    watch(1)
    forever()


def talking(_folder: str) -> None:
    """Writes this and that."""
    print("Traceback (most recent call last):")
    print('  File "/home/somebody/sluis/place.py", line 12, in work')
    print("    open(secret_thing)")
    print("ValueError: 900000004 is no number")
    print("GET /account/reset?token=s3cret")
    print(json.dumps({"event": "told", "count": 3, "password": "s3cret", "part": "another", "place": {"a": "s3cret"}}))
    print("SLUIS_SEEN " + os.environ.get("SLUIS_UNLOCK", "nothing"), file=sys.stderr)
    print(json.dumps({"event": "withheld " + os.environ.get("SLUIS_UNLOCK", "nothing")}))
    watch(1).ready()
    forever()


def supervise(folder: str, *roles: str) -> None:
    """A supervisor of its own process; tells its parts' numbers when all are ready."""
    parts = [Part(role, MODULE, (role, folder)) for role in roles]
    supervisor = Supervisor(parts, pace=QUICK)
    try:
        supervisor.run(lambda: print("ready", flush=True))
    except Refused as refused:
        print(refused, flush=True)
    print("ended", flush=True)


def in_background(supervisor: Supervisor, on_ready: Callable[[], None]) -> tuple[threading.Thread, list[Refused]]:
    """Run it in a thread; the refusal, if any, is in the list when the thread has ended."""
    refusals: list[Refused] = []

    def run() -> None:
        try:
            supervisor.run(on_ready)
        except Refused as refused:
            refusals.append(refused)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, refusals


if __name__ == "__main__":
    {each.__name__: each for each in (steady, stubborn, parent, brittle, refusing, silent, talking, supervise)}[
        sys.argv[1]
    ](*sys.argv[2:])
