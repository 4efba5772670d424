"""Ways around the triggers for somebody who may write to the database, and may not change how it is made."""

from datetime import UTC, datetime

import casting
import pytest
from django.db import DatabaseError, connection, transaction

from sluis.portal.ledger.models import Checkpoint, Entry

REPLACING = {
    "sqlite": "INSERT OR REPLACE INTO ledger_checkpoint (id, chain, n, signed, at) SELECT id + 99, chain, n, %s, at FROM ledger_checkpoint",
    "postgresql": "INSERT INTO ledger_checkpoint (chain, n, signed, at) SELECT chain, n, %s, at FROM ledger_checkpoint "
    "ON CONFLICT (chain, n) DO UPDATE SET signed = excluded.signed",
}


def test_checkpoint_is_not_replaced_by_another_for_the_same_place(database: str) -> None:
    Checkpoint.objects.create(chain="een", n=3, signed=b"echt", at=datetime.now(UTC))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(REPLACING[database], [b"vals"])
    assert bytes(Checkpoint.objects.get().signed) == b"echt"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_entry SET actor = 'anybody'",
        "WITH one AS (SELECT 1) UPDATE ledger_entry SET actor = 'anybody'",
        "UPDATE ledger_entry SET n = n + 1000",
        "DELETE FROM ledger_entry",
        "DELETE FROM ledger_segment",
        "UPDATE ledger_segment SET number = number + 7",
        "UPDATE ledger_segment SET destruction = 'x'",
        "UPDATE ledger_entry SET segment_id = other.number FROM ledger_segment AS other",
        "INSERT INTO ledger_entry SELECT * FROM ledger_entry WHERE true ON CONFLICT (n) DO UPDATE SET actor = 'anybody'",
    ],
)
def test_lines_stay_as_they_are(database: str, sql: str) -> None:
    casting.organisation()
    before = list(Entry.objects.values_list("n", "line", "actor"))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert list(Entry.objects.values_list("n", "line", "actor")) == before
