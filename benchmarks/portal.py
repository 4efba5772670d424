"""List pages of the portal over 100,000 rows, on both databases: server time, and its ratio to the bare queries."""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROWS = 100_000
ROUNDS = 40
PAGES = ("organisations:list", "oversight:evidence")

Row = tuple[str, float, str]


def measure(rows: int = ROWS) -> Iterator[Row]:
    """Per database and page: p95 in milliseconds, and how many times the bare queries that is."""
    folder = Path(tempfile.mkdtemp(prefix="sluis-bench-"))
    os.environ["SLUIS_PORTAL"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "sluis.portal.config.django_settings"
    tests = Path(__file__).resolve().parents[1] / "tests"
    sys.path[:0] = [str(tests), str(tests / "portal")]
    import django

    django.setup()
    from databases import PostgreSQL, Switch

    switch = Switch(folder)
    yield from _on(switch.sqlite(), rows)
    server = PostgreSQL(folder / "postgresql")
    yield from _on(switch.postgresql(server), rows)
    server.stop()


def _on(database: Iterator[str], rows: int) -> Iterator[Row]:
    kind = next(database)
    client = _fill(rows)
    for page in PAGES:
        yield from _page(kind, page, client)
    for _ in database:
        pass


def _fill(rows: int) -> Any:
    """Organisations and events, and a browser of somebody who may see them all."""
    import casting
    from django.db import connection, transaction

    from sluis.evidence.event import Event
    from sluis.portal.access.guarding import moving
    from sluis.portal.access.models import Organisation
    from sluis.portal.access.roles import Role
    from sluis.portal.ledger.appending import Concerning, append
    from sluis.portal.organisations.models import Party

    operator = casting.organisation("De Sluis", operator=True)
    with moving():
        made = [Organisation(name=f"Zorggroep {one:06d}") for one in range(rows)]
        Organisation.everything.bulk_create(made, batch_size=5_000)
        parties = [
            Party(organisation=one, statutory_name=one.name, number=f"ORG-{at:06d}") for at, one in enumerate(made)
        ]
        Party.everything.bulk_create(parties, batch_size=5_000)
    at = casting.now()
    for start in range(0, rows, 5_000):
        events = [
            Concerning(Event("task.made", at, "program:bench", "program:bench", "bench"), made[start + one].pk)
            for one in range(5_000)
        ]
        with transaction.atomic():
            append(events)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    roles = (Role.ADMINISTRATOR, Role.AUDITOR, Role.CONTRACT_MANAGER, Role.SECURITY_OFFICER)
    return casting.browser(casting.person(operator, *roles))


def _page(kind: str, name: str, client: Any) -> Iterator[Row]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    address = reverse(name)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    statements = [one["sql"] for one in captured.captured_queries if one["sql"].startswith("SELECT")]

    def bare() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement.replace("%", "%%") if kind == "sqlite" else statement)
                cursor.fetchall()

    page, queries = _p95(lambda: client.get(address)), _p95(bare)
    yield f"{name} over 100,000 rows on {kind}: p95 in ms", 1000 * page, ""
    yield f"… times its bare queries ({len(statements)} of them)", page / queries, ""


def _p95(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.quantiles(taken, n=20)[-1]
