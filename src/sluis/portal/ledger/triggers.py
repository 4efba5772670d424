"""What the database itself refuses: a line is never changed, and goes only with its segment's signed proof.

Somebody with the database's own rights can remove a trigger; that shows against a checkpoint from outside.
"""
# ruff: noqa: S608 - the only text that is put in is the constant below

from typing import Any

_SAY = "evidence is never changed"

_SQLITE = (
    f"""CREATE TRIGGER ledger_entry_update BEFORE UPDATE ON ledger_entry
        BEGIN SELECT RAISE(ABORT, '{_SAY}'); END""",
    f"""CREATE TRIGGER ledger_entry_insert BEFORE INSERT ON ledger_entry
        WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE n = NEW.n)
        BEGIN SELECT RAISE(ABORT, '{_SAY}'); END""",
    f"""CREATE TRIGGER ledger_entry_delete BEFORE DELETE ON ledger_entry
        WHEN (SELECT destruction FROM ledger_segment WHERE number = OLD.segment_id) IS NULL
        BEGIN SELECT RAISE(ABORT, '{_SAY}'); END""",
    f"""CREATE TRIGGER ledger_segment_update BEFORE UPDATE ON ledger_segment
        WHEN NEW.number <> OLD.number OR NEW.begun_at <> OLD.begun_at
          OR (OLD.closing IS NOT NULL AND NEW.closing IS NOT OLD.closing)
          OR (OLD.destruction IS NOT NULL AND NEW.destruction IS NOT OLD.destruction)
          OR (NEW.destruction IS NOT NULL AND NEW.closing IS NULL)
        BEGIN SELECT RAISE(ABORT, '{_SAY}'); END""",
    f"""CREATE TRIGGER ledger_segment_insert BEFORE INSERT ON ledger_segment
        WHEN EXISTS (SELECT 1 FROM ledger_segment WHERE number = NEW.number)
        BEGIN SELECT RAISE(ABORT, '{_SAY}'); END""",
    f"""CREATE TRIGGER ledger_segment_delete BEFORE DELETE ON ledger_segment
        BEGIN SELECT RAISE(ABORT, '{_SAY}'); END""",
    f"""CREATE TRIGGER ledger_checkpoint_update BEFORE UPDATE ON ledger_checkpoint
        BEGIN SELECT RAISE(ABORT, '{_SAY}'); END""",
    f"""CREATE TRIGGER ledger_checkpoint_insert BEFORE INSERT ON ledger_checkpoint
        WHEN EXISTS (SELECT 1 FROM ledger_checkpoint WHERE id = NEW.id OR (chain = NEW.chain AND n = NEW.n))
        BEGIN SELECT RAISE(ABORT, '{_SAY}'); END""",
    f"""CREATE TRIGGER ledger_checkpoint_delete BEFORE DELETE ON ledger_checkpoint
        BEGIN SELECT RAISE(ABORT, '{_SAY}'); END""",
)  # on SQLite `INSERT OR REPLACE` deletes without asking the delete trigger, hence the insert triggers

_POSTGRESQL = (
    f"""CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{_SAY}'; END $$""",
    f"""CREATE FUNCTION ledger_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF (SELECT destruction FROM ledger_segment WHERE number = OLD.segment_id) IS NULL THEN
            RAISE EXCEPTION '{_SAY}';
          END IF;
          RETURN OLD;
        END $$""",
    "CREATE TRIGGER ledger_entry_update BEFORE UPDATE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    """CREATE TRIGGER ledger_entry_delete BEFORE DELETE ON ledger_entry
        FOR EACH ROW EXECUTE FUNCTION ledger_refuse_delete()""",
    "CREATE TRIGGER ledger_entry_truncate BEFORE TRUNCATE ON ledger_entry EXECUTE FUNCTION ledger_refuse()",
    """CREATE TRIGGER ledger_segment_update BEFORE UPDATE ON ledger_segment FOR EACH ROW
        WHEN (NEW.number <> OLD.number OR NEW.begun_at <> OLD.begun_at
          OR (OLD.closing IS NOT NULL AND NEW.closing IS DISTINCT FROM OLD.closing)
          OR (OLD.destruction IS NOT NULL AND NEW.destruction IS DISTINCT FROM OLD.destruction)
          OR (NEW.destruction IS NOT NULL AND NEW.closing IS NULL))
        EXECUTE FUNCTION ledger_refuse()""",
    "CREATE TRIGGER ledger_segment_delete BEFORE DELETE ON ledger_segment FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    "CREATE TRIGGER ledger_segment_truncate BEFORE TRUNCATE ON ledger_segment EXECUTE FUNCTION ledger_refuse()",
    """CREATE TRIGGER ledger_checkpoint_update BEFORE UPDATE OR DELETE ON ledger_checkpoint
        FOR EACH ROW EXECUTE FUNCTION ledger_refuse()""",
    "CREATE TRIGGER ledger_checkpoint_truncate BEFORE TRUNCATE ON ledger_checkpoint EXECUTE FUNCTION ledger_refuse()",
)

_STATEMENTS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}


def make(_apps: Any, schema_editor: Any) -> None:
    """Set the triggers; a step of the first migration."""
    for statement in _STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
