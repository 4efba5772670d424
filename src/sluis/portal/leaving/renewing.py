"""After an older backup was put back: what was destroyed since is destroyed again.

The custodian keeps each first proof as a file beside the database. One that the database does not know tells what came
back with the backup; whoever asked and confirmed stands in it, and so it is carried out once more, with a new proof.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError

from sluis.evidence.removal import TIME, Proof, read_proof
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.leaving.models import Destruction
from sluis.portal.leaving.rights import CONFIRM
from sluis.portal.oversight.trusting import trust
from sluis.refusals import Refused
from sluis.tables.files import atomic

State = Destruction.State
BEFORE = (State.REQUESTED, State.WITHDRAWN)


def folder() -> Path:
    """Where first proofs lie."""
    place: Path = settings.INSTALLATION.folder / "proofs"
    return place


def put_aside(destruction: Destruction, proof: Proof) -> None:
    """Keep a first proof beside the database."""
    folder().mkdir(mode=0o700, exist_ok=True)
    with atomic(folder() / f"{destruction.pk}.json") as file:
        file.write(proof.write())


def renew(actor: Actor) -> int:
    """Take up again what an older backup does not know; how many."""
    return sum(_renewed(actor, proof) for proof in list(_unknown()))


def _unknown() -> Iterator[Proof]:
    """Proofs that somebody trusted signed, and whose destruction the database has not got so far with."""
    paths = {path.stem: path for path in sorted(folder().glob("*.json"))} if folder().is_dir() else {}
    ids = [pk for pk in map(_uuid, paths) if pk]
    known = Destruction.everything.filter(pk__in=ids).exclude(state__in=BEFORE)
    done = {str(pk) for pk in known.values_list("pk", flat=True)}
    believed = trust() if paths.keys() - done else None
    for name in paths.keys() - done if believed else ():
        try:
            proof = read_proof(paths[name].read_bytes())
            proof.verify(believed)  # type: ignore[arg-type]  # it is there
            if proof.value()["stage"] == 1 and proof.value()["request"] == name:
                yield proof
        except Refused:
            continue


def _renewed(actor: Actor, proof: Proof) -> bool:
    said = proof.value()
    organisation = Organisation.everything.filter(pk=said["organisation"]).first()
    if organisation is None:
        return False
    known: Destruction | None = Destruction.everything.filter(pk=said["request"], organisation=organisation).first()
    made = known or _made(organisation, said)
    made.state = State.CONFIRMED
    made.confirmed_at, made.confirmed_by = _moment(said["confirmed"]["at"]), said["confirmed"]["by"]
    made.withdrawn_at, made.withdrawn_by = None, ""
    try:
        with changing(actor, CONFIRM, on=organisation) as change:
            made.save()
            change.record("destruction.renewed", made, objects={"digest": proof.digest})
    except IntegrityError:  # another one is under way; this one follows it
        return False
    return True


def _made(organisation: Organisation, said: dict[str, Any]) -> Destruction:
    return Destruction(
        pk=UUID(said["request"]), organisation=organisation, chosen=said["chosen"], reason="sluis restore",
        due_on=date.fromisoformat(said["backups_until"]), asked_at=_moment(said["requested"]["at"]),
        asked_by=said["requested"]["by"],
    )  # fmt: skip


def _moment(text: str) -> datetime:
    return datetime.strptime(text, TIME).replace(tzinfo=UTC)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
