"""Whether the chain in the database is whole: a sound one, and one that somebody has been at."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from signatures.issuing import new_issuer

from ledger.writing import AT, concerning, without_triggers, write
from sluis.evidence.chain import Position, digest, write_line
from sluis.evidence.checkpoint import Checkpoint, SignedCheckpoint, sign_checkpoint
from sluis.evidence.event import Event
from sluis.portal.ledger import models
from sluis.portal.ledger.appending import Concerning, append
from sluis.portal.ledger.models import Chain, Entry
from sluis.portal.ledger.verifying import verify, verify_from
from sluis.refusals import Refused
from sluis.refusals.catalogue import evidence
from sluis.refusals.catalogue import oversight as codes
from sluis.signatures import Role

pytestmark = pytest.mark.usefixtures("database")
ISSUER = new_issuer()
SIGNER = ISSUER.signer("ttp", Role.TTP, at=AT - timedelta(days=1), days=300)


def numbers(*, thorough: bool = False, against: SignedCheckpoint | None = None) -> list[str]:
    """The codes of what is found."""
    found = verify(ISSUER.trust, against, thorough=thorough, workers=1)
    return [each.code.number for each in found.findings]


def signed(at_n: int) -> SignedCheckpoint:
    """A checkpoint of where the chain stood at a line."""
    line = bytes(Entry.objects.get(n=at_n).line)
    return sign_checkpoint(Checkpoint(Chain.objects.get().name, at_n, digest(line), AT), SIGNER)


def update(column: str, value: Any, n: int) -> None:
    """As who has the database's own rights."""
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE ledger_entry SET {column} = %s WHERE n = %s", [value, n])


@pytest.mark.covers("Z-101")
def test_whole_chain_is_sound_also_thoroughly() -> None:
    write(9_000)
    write(30, kind="task.closed")
    told: list[int] = []
    found = verify(ISSUER.trust, signed(12), thorough=True, progress=told.append)
    assert found.sound and found.events == 9_031 and found.chain == Chain.objects.get().name
    assert found.last == Position(9_030, Chain.objects.get().head)
    assert told == [4000, 8000, 9031]


def test_nothing_to_verify_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        verify(ISSUER.trust)
    assert refused.value.code is evidence.EVIDENCE_MISSING


@pytest.mark.covers("Z-101")
@pytest.mark.parametrize("n", [0, 1, 57, 99, 100])
def test_one_altered_line_is_found(n: int) -> None:
    write(100)
    line = bytes(Entry.objects.get(n=n).line)
    update("line", line.replace(b'"access_point":"', b'"access_point":"x', 1), n)
    assert numbers()


@pytest.mark.parametrize(
    ("attack", "code"),
    [
        ("DELETE FROM ledger_entry WHERE n = 40", evidence.GAP),
        ("DELETE FROM ledger_entry WHERE n > 90", evidence.CUT),
        ("DELETE FROM ledger_entry", evidence.CUT),
        ("DELETE FROM ledger_entry WHERE n < 5", evidence.GAP),
        ("UPDATE ledger_chain SET n = 90", evidence.OTHER_HISTORY),
        ("UPDATE ledger_chain SET name = 'sluis-portal.0'", evidence.OTHER_CHAIN),
        ("UPDATE ledger_entry SET n = n + 1000 WHERE n = 100", evidence.CUT),
        ("UPDATE ledger_segment SET closing = 'x'", evidence.CHECKPOINT_WRONG),
    ],
)
def test_attack_on_the_tables_is_found(attack: str, code: object, database: str) -> None:
    write(100)
    if database == "postgresql":
        attack = attack.replace("'x'", "'x'::bytea")
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert code.number in numbers()  # type: ignore[attr-defined]


@pytest.mark.covers("Z-101")
def test_new_chain_in_the_place_of_the_old_shows_against_a_checkpoint() -> None:
    write(20)
    kept, outside = signed(10), signed(15)
    keep_as_it_was(kept)
    position = None
    with without_triggers():
        for entry in Entry.objects.order_by("n"):
            objects = {"chain": Chain.objects.get().name} if entry.n == 0 else {}
            event = Event(entry.kind, AT, "program:other", "program:other", "test", objects=objects)
            line = write_line(event, position)
            position = Position(entry.n, digest(line))
            Entry.objects.filter(n=entry.n).update(line=line, actor="program:other", at=AT)
        Chain.objects.update(head=position.head if position else "")
    assert numbers() == ["2715"]  # by the one that is kept here
    assert numbers(against=outside) == ["2715", "2715"]


@pytest.mark.parametrize("rest", [b"", b"\n", b"\r"])
def test_two_lines_in_one_row_are_no_chain(rest: bytes) -> None:
    """Put together, the rows would read as before."""
    write(20)
    lines = [bytes(Entry.objects.get(n=n).line) for n in (10, 11)]
    update("line", lines[0] + lines[1], 10)
    update("line", rest, 11)
    assert numbers()


def test_line_that_is_cut_in_two_rows_is_no_line() -> None:
    write(20)
    lines = [bytes(Entry.objects.get(n=n).line) for n in (10, 11)]
    update("line", lines[0][:-9], 10)
    update("line", lines[0][-9:] + lines[1], 11)
    assert numbers()


def test_checkpoint_of_a_longer_chain_shows_that_it_was_cut() -> None:
    write(20)
    outside = signed(20)
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_entry WHERE n > 18")
    Chain.objects.update(n=18, head=digest(bytes(Entry.objects.get(n=18).line)))
    assert numbers() == []  # nothing shows from inside
    assert numbers(against=outside) == ["2714"]


def test_checkpoint_of_another_chain_or_by_somebody_else_is_no_witness() -> None:
    write(3)
    other = sign_checkpoint(Checkpoint("sluis-portal." + "0" * 32, 2, "0" * 64, AT), SIGNER)
    assert numbers(against=other) == ["2716"]
    stranger = new_issuer().signer("ttp", Role.TTP, at=AT - timedelta(days=1), days=300)
    with pytest.raises(Refused):
        numbers(against=sign_checkpoint(signed(2).checkpoint, stranger))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "task.closed"),
        ("outcome", "refused"),
        ("actor", "person:x"),
        ("subject", "task:1"),
        ("at", AT + timedelta(days=1)),
    ],
)
def test_thorough_mode_finds_a_column_that_says_something_else(column: str, value: object) -> None:
    write(10)
    update(column, value, 4)
    assert numbers() == []
    found = verify(ISSUER.trust, thorough=True)
    assert [(each.code, each.facts["n"]) for each in found.findings] == [(codes.COLUMNS_DIFFER, 4)]


def test_event_of_an_organisation_cannot_be_hidden_from_it() -> None:
    home = uuid.uuid4()
    about = concerning("organisation.changed", objects={"organisation": str(home)}).event
    with transaction.atomic():
        append((Concerning(about, home, f"organisation:{home}"),))
    assert verify(None, thorough=True).sound
    with without_triggers():
        Entry.objects.filter(n=1).update(organisation=uuid.uuid4())
    assert not verify(None, thorough=True).sound


def test_verifying_from_a_line_looks_at_what_comes_after_it() -> None:
    write(50)
    found = verify_from(20)
    assert found.sound and found.events == 31
    update("line", bytes(Entry.objects.get(n=10).line).replace(b'"test"', b'"best"', 1), 10)
    assert verify_from(20).sound and not verify_from(5).sound
    with pytest.raises(Refused):
        verify_from(51)


def test_number_of_queries_does_not_grow_with_what_is_read_at_once() -> None:
    counted = []
    for more in (10, 2000):
        write(more)
        with CaptureQueriesContext(connection) as queries:
            assert verify(None).sound
        counted.append(len(queries))
    assert counted[0] == counted[1]


def keep_as_it_was(made: SignedCheckpoint) -> None:
    """Keep it as it was, without its event."""
    models.Checkpoint.objects.create(chain=made.checkpoint.chain, n=made.checkpoint.n, signed=made.write(), at=AT)
