"""Loading a backup into the database that `default` stands for at the moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from sluis.portal.access.guarding import moving
from sluis.portal.config.backups.contents import Contents, Counting, Sums
from sluis.portal.config.backups.places import Applied, known, state_of
from sluis.portal.config.backups.rows import Loader, Model, columns_of, continue_numbering, cuts, empty, tables_of
from sluis.portal.config.migrating import one_model_at_a_time
from sluis.portal.ledger.models import Entry
from sluis.portal.ledger.verifying import verify
from sluis.refusals import Refused
from sluis.refusals.catalogue import serving as codes

TakeFile = Callable[[str, bytes], None]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What verifying the restored evidence gave: how many events there are, and how much is wrong."""

    events: int
    findings: int


def load(contents: Contents, take: TakeFile, *, accepting: bool) -> Evidence:
    """Make the tables as the backup has them, fill them, check them, and bring them up to date.

    Args:
        take: is given every file of the backup, before it is certain that the backup is whole.
        accepting: evidence that was broken when the backup was made.
    Raises:
        Refused: BACKUP_NEWER, BACKUP_DAMAGED, RESTORED_DIFFERS, BACKED_UP_BROKEN.
    """
    with moving():
        _load(contents, take)
        found = _verified()
    if found.findings and not accepting:
        raise Refused(codes.BACKED_UP_BROKEN, count=found.findings)
    return found


def _load(contents: Contents, take: TakeFile) -> None:
    migrations = list(contents.head.migrations)
    if unknown := sorted(set(migrations) - known()):
        raise Refused(codes.BACKUP_NEWER, migration=".".join(unknown[0]))
    _migrate(_last_of_each_app(migrations))
    tables = tables_of(state_of(migrations))
    if {name: tuple(columns_of(model)) for name, model in tables.items()} != contents.head.tables:
        raise Refused(codes.BACKUP_DAMAGED)
    try:
        with transaction.atomic():
            _fill(contents, tables, take)
            connections["default"].check_constraints()
    except (DatabaseError, ValidationError, ValueError, TypeError):
        raise Refused(codes.BACKUP_DAMAGED) from None
    if _sums_of(tables).tables != contents.sums.tables:
        raise Refused(codes.RESTORED_DIFFERS)
    _migrate(MigrationExecutor(connections["default"]).loader.graph.leaf_nodes())


def clear() -> None:
    """Remove every table and trigger function of ours from a PostgreSQL database, in the transaction that is open."""
    connection = connections["default"]
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '20s'")
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE IF EXISTS {quote(name)} CASCADE")
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace"
            " AND p.prorettype = 'trigger'::regtype AND pg_has_role(p.proowner, 'USAGE')"
            " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
        )
        for (signature,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {signature}")


def _migrate(targets: Sequence[tuple[str, str]]) -> None:
    """Migrate to these; deferred checks are made after each step, since the next may change the same tables."""

    def step(action: str, *_more: object) -> None:
        if action == "apply_success" and connections["default"].in_atomic_block:
            connections["default"].check_constraints()

    executor = MigrationExecutor(connections["default"], step)
    with one_model_at_a_time():
        executor.migrate(list(targets))


def _last_of_each_app(migrations: Applied) -> Applied:
    graph, wanted = MigrationExecutor(connections["default"]).loader.graph, set(migrations)

    def is_last(key: tuple[str, str]) -> bool:
        later = (child.key for child in graph.node_map[key].children)
        return not any(one[0] == key[0] and one in wanted for one in later)

    return [key for key in migrations if is_last(key)]


def _fill(contents: Contents, tables: dict[str, Model], take: TakeFile) -> None:
    connection = connections["default"]
    for model in tables.values():
        empty(model, connection)
    loaders = {name: Loader(model, columns_of(model), connection) for name, model in tables.items()}
    for piece in contents.pieces():
        if piece.file:
            take(piece.file, piece.data)
        else:
            loaders[piece.table].load(piece.data.splitlines())
    continue_numbering(tables.values(), connection)


def _sums_of(tables: dict[str, Model]) -> Sums:
    """What a backup of this database would say of itself."""
    counting = Counting()
    with transaction.atomic():
        for name, model in tables.items():
            counting.begin(name)
            for data, _rows in cuts(model, "default"):
                counting.piece(name, data)
    return counting.sums()


def _verified() -> Evidence:
    if not Entry.objects.exists():
        return Evidence(0, 0)
    found = verify(None)
    return Evidence(found.events, len(found.findings))
