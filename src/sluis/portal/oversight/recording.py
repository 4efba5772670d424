"""What programs record here: backups made and removed, restores (Z-109, I-76)."""

from collections.abc import Mapping
from datetime import datetime

from sluis.evidence.event import Outcome
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.oversight.models import Backup, Restore
from sluis.portal.oversight.rights import KEEP_CONTINUITY
from sluis.portal.oversight.selectors import operator


def backup(actor: Actor, *, name: str, sha256: str, size: int, until: int = -1) -> Backup:
    """A backup was made.

    Args:
        actor: the program.
        name: of its file.
        sha256: of the file, hex.
        size: in bytes.
        until: the number of the last event in it.
    """
    made = Backup(organisation=operator(), made_at=actor.at, name=name, sha256=sha256, size=size, until=until)
    with changing(actor, KEEP_CONTINUITY, on=made) as change:
        made.full_clean()
        made.save(force_insert=True)
        change.record("backup.made", made, objects={"digest": sha256}, counts={"bytes": size})
    return made


def backup_removed(actor: Actor, *, name: str) -> Backup | None:
    """A backup was removed after its term; the record stays, as proof. None when it was never recorded."""
    found: Backup | None = Backup.everything.filter(organisation=operator(), name=name, removed_at=None).first()
    if found is None:
        return None
    with changing(actor, KEEP_CONTINUITY, on=found) as change:
        found.removed_at = actor.at
        found.save(update_fields=["removed_at"])
        change.record("backup.removed", found, objects={"digest": found.sha256}, counts={"bytes": found.size})
    return found


def restore_test(
    actor: Actor, *, passed: bool, name: str = "", seconds: int = 0, records: int = 0, chain_whole: bool = False,
    remark: str = "", restored_at: datetime | None = None, objects: Mapping[str, str] | None = None,
) -> Restore:  # fmt: skip
    """Restoring a backup was tested.

    Args:
        actor: the program.
        passed: whether all of it could be restored.
        name: of the backup, when it is one of the register.
        seconds: that it took.
        records: that were restored.
        chain_whole: whether the evidence in it verifies.
        remark: in words.
        restored_at: when, if not now.
        objects: for the event: the digest of the file, the code of what was wrong.
    """
    kind = Restore.Kind.TEST
    return _restored(actor, kind, passed, name, seconds, records, chain_whole, remark, restored_at, objects)


def restored(
    actor: Actor, *, passed: bool, name: str = "", seconds: int = 0, records: int = 0, chain_whole: bool = False,
    remark: str = "", restored_at: datetime | None = None,
) -> Restore:  # fmt: skip
    """A backup was restored because it was needed."""
    return _restored(actor, Restore.Kind.REAL, passed, name, seconds, records, chain_whole, remark, restored_at)


def _restored(
    actor: Actor, kind: Restore.Kind, passed: bool, name: str, seconds: int, records: int, chain_whole: bool,
    remark: str, restored_at: datetime | None, objects: Mapping[str, str] | None = None,
) -> Restore:  # fmt: skip
    home = operator()
    source = Backup.everything.filter(organisation=home, name=name).first() if name else None
    made = Restore(
        organisation=home, kind=kind, restored_at=restored_at or actor.at, backup=source,
        result="passed" if passed else "failed", seconds=seconds, records=records, chain_whole=chain_whole,
        remark=remark, recorded_by=actor.name,
    )  # fmt: skip
    with changing(actor, KEEP_CONTINUITY, on=made) as change:
        made.full_clean()
        made.save(force_insert=True)
        outcome = Outcome.DONE if passed else Outcome.FAILED
        happened = "restore.tested" if kind is Restore.Kind.TEST else "restore.made"
        happened = happened if passed else "restore.failed"
        change.record(happened, made, objects=objects, counts={"rows": records}, outcome=outcome)
    return made
