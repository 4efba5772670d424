"""A process that is killed while it writes leaves a database that opens, a chain that verifies, and no half change."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import casting
import pytest
from django.db import connection, connections

from sluis.evidence.chain import Walk, read_line
from sluis.portal.access.models import Mandate, Organisation
from sluis.portal.ledger.models import Chain, Entry

HERE = Path(__file__).parent
WRITERS, KILLS = 2, 3


def start() -> subprocess.Popen[bytes]:
    """A writer on this test's database."""
    settings = json.dumps(connections.settings["default"])
    command = [sys.executable, str(HERE / "writer.py"), os.environ["SLUIS_PORTAL"], settings]
    path = os.pathsep.join([str(HERE), str(HERE.parent), str(HERE.parents[1] / "src")])
    return subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path})


def follow() -> Walk:
    """The chain as it stands."""
    found = Walk()
    for number, line in enumerate(Entry.objects.order_by("n").values_list("line", flat=True), 1):
        found.step(bytes(line), 1, number)
    found.settle()
    return found


@pytest.mark.covers("Z-107")
def test_killed_writers_leave_no_half_change(database: str) -> None:
    rng = random.Random(database)
    committed = 0
    for _ in range(KILLS):
        writers = [start() for _ in range(WRITERS)]
        connection.close()
        try:
            for writer in writers:
                assert writer.stdout is not None
                committed += len(
                    writer.stdout.read(rng.randint(1, 6))
                )  # at least so many changes, then a random moment
        finally:
            for writer in writers:
                writer.kill()
        for writer in writers:
            rest, _ = writer.communicate(timeout=20)
            committed += len(rest)
        walk, head = follow(), Chain.objects.get()
        assert walk.findings == [] and walk.last is not None and (walk.last.n, walk.last.head) == (head.n, head.head)
        events = sum(
            read_line(bytes(line))[1].kind == "organisation.made"
            for line in Entry.objects.values_list("line", flat=True)
        )
        assert events == Mandate.everything.count() == Organisation.everything.count() / 2
        assert events >= committed
    casting.organisation("Daarna")
    assert follow().findings == []
