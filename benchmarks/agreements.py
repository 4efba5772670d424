"""What asking the agreement and its policy costs, of the processor time that a delivery takes at the source.

The check: reading and verifying the policy, and every question about it and about the agreement, before a row is touched
and again before the package is signed. What a delivery needs anyhow, its agreement with keys and its specification, is
read and verified beside it, and shown on a line of its own. Start-up of the program is in no figure.
"""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.patients import SPECIFICATION, write_patients
from benchmarks.prepare import run
from sluis.agreement.asking import of_delivery
from sluis.agreement.claims import require_in_force, require_scheme, require_specification
from sluis.agreement.contract import Contract, Flow, Party
from sluis.agreement.policy import Version, policy_of
from sluis.agreement.processings import STANDARD
from sluis.agreement.signing import sign_policy
from sluis.agreement.standing import Standing, State
from sluis.agreement.terms import Agreement
from sluis.home.home import Home
from sluis.home.permission import Permission
from sluis.package.report import Report
from sluis.source.preparing import Wanted, prepare
from sluis.specification.model import Specification

Measured = tuple[str, float, str]
ROUNDS = 5


def found(place: Path) -> Home:
    """A source with an agreement, and its policy."""
    few, yaml = place / "few.csv", place / "specification.yaml"
    write_patients(few, 50, 40)
    yaml.write_text(SPECIFICATION.format(scheme="keyed"))
    run("-m", "sluis.cli", "demo", "--once", "--dir", place / "world", "--spec", yaml, "--input", few)
    home, ttp = Home(place / "world" / "source-1"), Home(place / "world" / "ttp")
    (agreement,) = home.shelf.agreements()
    now = datetime.now(UTC)
    contract = Contract(
        "VO-2026-001", 1, Party("Kliniek"), Party("TTP"), processings=STANDARD,
        flows=(Flow(agreement.id, agreement.source.id, agreement.recipient.id, "Register"),),
    )  # fmt: skip
    standing = Standing(State.IN_FORCE, starts_on=now.date(), warranty=True)
    versions = (Version(agreement.specification_sha256),)
    policy = policy_of(contract, standing, agreement.id, versions, now, 1)
    home.shelf.take_policy(sign_policy(policy, ttp.signer()), home.clock())
    return home


def read(home: Home, identifier: str) -> tuple[Agreement, Specification]:
    """The agreement with its three signatures, and the specification that it names."""
    agreement = home.shelf.agreement(identifier)
    return agreement, home.shelf.specification(agreement)


def ask(home: Home, agreement: Agreement, specification: Specification) -> None:
    """All that `prepare` asks."""
    at = home.clock()
    require_in_force(agreement, at)
    require_scheme(agreement, home.settings.schemes)
    require_specification(agreement, specification, at)
    permission = Permission(home, agreement)
    for _ in range(2):
        permission.require(*of_delivery(agreement))


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least processor time that it takes."""
    least = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        work()
        least = min(least, time.process_time() - began)
    return least


def measure(rows: int = 1_000_000) -> list[Measured]:
    """Shares of a delivery, in per cent."""
    with tempfile.TemporaryDirectory(prefix="sluis-bench-") as folder:
        place = Path(folder)
        home, csv = found(place), place / "patients.csv"
        write_patients(csv, rows, rows // 5)
        (agreement,) = home.shelf.agreements()
        specification = home.shelf.specification(agreement)
        (table,) = specification.tables

        def deliver() -> None:
            out = place / f"{os.urandom(8).hex()}.sluis"
            prepare(home, Wanted({table.name: csv}, out, agreement), Report("prepare", home.clock()))

        whole = seconds(deliver, 2)
        asked = seconds(lambda: ask(home, agreement, specification))
        loaded = seconds(lambda: read(home, agreement.id))
    return [
        (f"agreement check as part of a delivery of {rows:,} rows, %", 100 * asked / whole, "< 1"),
        ("the same, with reading agreement and specification, %", 100 * (asked + loaded) / whole, "–"),
    ]


if __name__ == "__main__":
    for name, value, target in measure():
        print(f"{name:72} {value:8.2f}  {target}")
