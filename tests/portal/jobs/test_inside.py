"""The program that the server runs works by the clock as well, when it is set so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[3] / "src"
LOOK = """
import threading
from sluis.portal.config import wsgi
found = [one for one in threading.enumerate() if one.name == "jobs"]
if wsgi.worker:
    wsgi.worker.stop()
print(len(found), sum(one.is_alive() for one in found), all(one.daemon for one in found))
"""


@pytest.mark.parametrize(("inside", "threads"), [("true", 1), ("false", 0)])
def test_work_is_done_inside_when_it_is_set_so(tmp_path: Path, inside: str, threads: int) -> None:
    (tmp_path / "portal.toml").write_text(f"format = 1\nwork_inside = {inside}\n")
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "SLUIS_PORTAL": str(tmp_path)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    ran = subprocess.run(
        [sys.executable, "-c", LOOK], check=False, env=environment, capture_output=True, text=True, timeout=60
    )
    assert ran.stdout.split() == [str(threads), "0", "True"], ran.stderr
