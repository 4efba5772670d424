"""Bringing a database up to date; one that is empty is filled in an eighth of the time.

After each step of a migration Django renders anew every model that hangs together with the one that the step is about.
Here all hang together, through the organisation whose records they are, so that filling an empty database takes the
square of the number of models. While one is filled, steps only make models, fields and constraints: of the model that a
step is about nothing else can have become stale. A test holds that the tables are the same as Django makes them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


def bring_up_to_date(alias: str = DEFAULT_DB_ALIAS) -> None:
    """Apply the migrations that a database does not have."""
    with one_model_at_a_time(alias):
        call_command("migrate", database=alias, interactive=False, verbosity=0)


def is_up_to_date(alias: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether a database has all migrations; one that cannot be reached has not."""
    try:
        executor = MigrationExecutor(connections[alias])
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        connections[alias].close()
        return False


@contextmanager
def one_model_at_a_time(alias: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Within the block, steps of migrations render only their own model, when the database is empty at its start."""
    if MigrationRecorder(connections[alias]).has_table():
        yield
        return
    state: Any = ProjectState
    before = state._find_reload_model
    state._find_reload_model = _itself
    try:
        yield
    finally:
        state._find_reload_model = before


def _itself(_state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:  # noqa: ARG001 - as Django calls it
    """What has to be rendered after a step about a model."""
    return {(app_label, model_name)}
