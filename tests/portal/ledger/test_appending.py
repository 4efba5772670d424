"""Lines behind the head, on both databases."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import Error, connection, transaction

from sluis.evidence.chain import GENESIS, Walk, read_line
from sluis.evidence.event import Event
from sluis.portal.ledger.appending import Concerning, append
from sluis.portal.ledger.models import Chain, Entry, Segment

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("database")


def event(number: int = 0) -> Concerning:
    """Something that happened."""
    return Concerning(Event("task.made", AT, "program:test", "program:test", "test", counts={"files": number}))


def add(*events: Concerning) -> None:
    """In a transaction of their own."""
    with transaction.atomic():
        append(events)


def walk() -> Walk:
    """The chain as it stands, followed from its first line."""
    found = Walk()
    for number, line in enumerate(Entry.objects.order_by("n").values_list("line", flat=True), 1):
        found.step(bytes(line), 1, number)
    found.settle()
    return found


def test_first_event_begins_the_chain_and_names_it() -> None:
    add(event())
    n, begun = read_line(bytes(Entry.objects.get(n=0).line))
    assert n == 0 and begun.kind == "evidence.begun"
    assert begun.objects["chain"] == Chain.objects.get().name
    assert Entry.objects.get(n=0).line and GENESIS in bytes(Entry.objects.get(n=0).line).decode()


def test_lines_follow_each_other_and_the_head_follows_them() -> None:
    add(event(1), event(2))
    add(event(3))
    found = walk()
    assert found.findings == [] and found.last is not None
    head = Chain.objects.get()
    assert (head.n, head.head) == (3, found.last.head) == (found.last.n, head.head)


def test_nothing_is_appended_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        append((event(),))
    assert not Entry.objects.exists()


def test_event_goes_when_its_transaction_does() -> None:
    add(event(1))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        append((event(2),))
        raise ZeroDivisionError
    assert Chain.objects.get().n == 1 and Entry.objects.count() == 2 and walk().findings == []


def test_many_writers_at_once_make_one_chain() -> None:
    def write(first: int) -> None:
        for number in range(25):
            add(event(first + number))
        connection.close()

    threads = [threading.Thread(target=write, args=(100 * one,)) for one in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = walk()
    assert found.findings == [] and found.last is not None and found.last.n == 200
    counted = {read_line(bytes(line))[1].counts.get("files") for line in Entry.objects.values_list("line", flat=True)}
    assert len(counted) == 201


@pytest.mark.covers("Z-101")
@pytest.mark.parametrize(
    "attack",
    [
        lambda: Entry.objects.filter(n=1).update(kind="task.closed"),
        lambda: Entry.objects.filter(n=1).update(line=b"{}"),
        lambda: Entry.objects.filter(n=2).delete(),
        lambda: Segment.objects.filter(number=1).update(destruction=b"{}"),
        lambda: Segment.objects.all().delete(),
        lambda: connection.cursor().execute("DELETE FROM ledger_entry"),
        lambda: connection.cursor().execute("DELETE FROM ledger_segment"),
    ],
)
def test_database_refuses_to_change_or_delete_a_line(attack: Callable[[], object]) -> None:
    add(event(1), event(2))
    before = list(Entry.objects.order_by("n").values_list("line", flat=True))
    with pytest.raises((Error, ValueError)), transaction.atomic():
        attack()
    assert list(Entry.objects.order_by("n").values_list("line", flat=True)) == before


def test_database_refuses_to_replace_a_line(database: str) -> None:
    add(event(1))
    statement = "REPLACE INTO" if database == "sqlite" else "INSERT INTO"
    sql = (
        f"{statement} ledger_entry (n, segment_id, line, at, kind, outcome, actor, subject) "
        "SELECT n, segment_id, line, at, 'task.closed', outcome, actor, subject FROM ledger_entry WHERE n = 1"
    )
    with pytest.raises(Error), transaction.atomic():
        connection.cursor().execute(sql)
    assert Entry.objects.get(n=1).kind == "task.made"


def test_database_refuses_to_empty_the_table(database: str) -> None:
    if database == "sqlite":
        assert "TRUNCATE" not in connection.ops.sql_flush.__doc__.upper() if connection.ops.sql_flush.__doc__ else True
        return
    add(event(1))
    with pytest.raises(Error), transaction.atomic():
        connection.cursor().execute("TRUNCATE ledger_entry CASCADE")
    assert Entry.objects.count() == 2
