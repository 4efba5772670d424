"""Ways around the two guards of the database: writes that are not recorded, and queries that did not ask."""

from collections.abc import Callable
from typing import Any

import casting
import pytest
from django.db import connection

from sluis.portal.access.guarding import UnrecordedWriteError
from sluis.portal.access.models import Grant, Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.access.tenancy import NotLimitedError
from sluis.portal.people.rights import SEE

WRITES = [
    "UPDATE access_organisation SET name = name",
    "  update access_organisation set name = name",
    "/* why */ UPDATE access_organisation SET name = name",
    "-- why\nUPDATE access_organisation SET name = name",
    "WITH one AS (SELECT 1) UPDATE access_organisation SET name = name",
    "WITH one AS (SELECT 1) INSERT INTO access_organisation SELECT * FROM access_organisation WHERE 1 = 0",
    "WITH one AS (SELECT 1) DELETE FROM access_organisation WHERE 1 = 0",
    "DELETE\n FROM access_organisation WHERE 1 = 0",
    "DELETE/**/FROM access_organisation WHERE 1 = 0",
]
SCHEMAS = {"sqlite": "main", "postgresql": "public"}


@pytest.mark.parametrize("sql", WRITES)
def test_write_that_looks_otherwise_is_seen_too(sqlite: str, sql: str) -> None:
    casting.organisation()
    with connection.cursor() as cursor, pytest.raises(UnrecordedWriteError):
        cursor.execute(sql)


@pytest.mark.parametrize(
    "table", ["{}.access_organisation", '"{}"."access_organisation"', '"{}" . access_organisation']
)
def test_write_with_a_schema_is_seen_too(database: str, table: str) -> None:
    with connection.cursor() as cursor, pytest.raises(UnrecordedWriteError):
        cursor.execute(f"UPDATE {table.format(SCHEMAS[database])} SET name = name")


def test_whole_table_is_not_emptied(postgresql: Any, switch: Any) -> None:
    for _kind in switch.postgresql(postgresql):
        for sql in (
            "TRUNCATE access_statement",
            "TRUNCATE TABLE ONLY access_statement",
            "UPDATE ONLY access_statement SET kind = kind",
        ):
            with connection.cursor() as cursor, pytest.raises(UnrecordedWriteError):
                cursor.execute(sql)


def test_reading_and_locking_are_no_writes(database: str) -> None:
    home = casting.organisation("Update Access_organisation")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM access_organisation WHERE name = %s", [home.name])
        assert cursor.fetchone() == (home.name,)
    from django.db import transaction

    with transaction.atomic():
        assert Person.everything.select_for_update(of=("self",)).count() == 0
        assert Organisation.everything.select_for_update().get() == home


Ask = Callable[[Any], object]
PUT_TOGETHER: dict[str, Ask] = {
    "or": lambda own: own | Grant.objects.all(),
    "or, the other way": lambda own: Grant.objects.all() | own,
    "xor": lambda own: own ^ Grant.objects.all(),
    "nothing or": lambda own: own.none() | Grant.objects.all(),
    "and": lambda own: own & Grant.objects.all(),
    "union": lambda own: own.union(Grant.objects.all()),
    "difference": lambda own: own.difference(Grant.objects.all()),
    "intersection": lambda own: own.intersection(Grant.objects.all()),
    "condition": lambda own: own.filter(pk__in=Grant.objects.values("pk")),
    "sql": lambda _own: Grant.objects.raw("SELECT * FROM access_grant"),
    "sql, limited": lambda own: own.raw("SELECT * FROM access_grant"),
    "plan": lambda _own: Grant.objects.all().explain(),
}


@pytest.mark.parametrize("how", PUT_TOGETHER)
def test_what_is_limited_is_not_put_together_with_what_is_not(sqlite: str, how: str) -> None:
    own = Grant.objects.visible_to(casting.actor(casting.person(casting.organisation(), Role.ADMINISTRATOR)), SEE)
    with pytest.raises(NotLimitedError):
        PUT_TOGETHER[how](own)


def test_what_is_limited_can_be_put_together(sqlite: str) -> None:
    home = casting.organisation()
    casting.person(casting.organisation(), Role.ADMINISTRATOR)
    own = Grant.objects.visible_to(casting.actor(casting.person(home, Role.ADMINISTRATOR)), SEE)
    for both in (own | own, own & own, own.union(own), own.filter(pk__in=own.values("pk"))):
        assert [one.organisation_id for one in both] == [home.pk]
