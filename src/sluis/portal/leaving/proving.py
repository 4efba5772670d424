"""What is proven about a destruction: the portal says it, the custodian signs it, and what comes back is verified before
it is kept."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext_noop as _

from sluis.evidence.removal import FORMAT, Proof, moment, read_proof
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.holdings.residual import remaining
from sluis.portal.leaving.destroying import deciders, left
from sluis.portal.leaving.models import Destruction, locked
from sluis.portal.leaving.rights import CONFIRM
from sluis.portal.ledger.models import Chain
from sluis.portal.notifications.sending import send
from sluis.portal.oversight.models import Backup
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import holdings as codes
from sluis.signatures import Trust, exact

State = Destruction.State
_HOW = {
    "sqlite": _(
        "Rows and the content of files were deleted; the database wrote zeros in their place and emptied its log."
    ),
    "postgresql": _("Rows and the content of files were deleted, and their tables vacuumed."),
}


def to_prove() -> Iterator[tuple[Destruction, int]]:
    """Destructions that can be proven, and which stage; the first only when a count of its own finds nothing left."""
    whole = Destruction.everything.select_related("organisation").order_by("destroyed_at")
    for found in whole.filter(state=State.DESTROYED, first_proof=None):
        if not left(found):
            yield found, 1
    for found in whole.filter(state=State.EXPIRED, second_proof=None).exclude(first_proof=None):
        yield found, 2


def statement(destruction: Destruction, stage: int, at: datetime) -> bytes:
    """What is signed about a stage."""
    head = Chain.objects.get(pk=1)
    said = {
        "format": FORMAT,
        "stage": stage,
        "request": str(destruction.pk),
        "organisation": str(destruction.organisation_id),
        "signed_at": moment(at),
        "evidence": {"chain": head.name, "n": head.n, "head": head.head},
    }
    return exact.dump(said | (_first(destruction) if stage == 1 else _second(destruction)))


def keep(actor: Actor, *, destruction: Destruction, stage: int, proof: Proof, trust: Trust) -> Destruction:
    """Keep a proof.

    Raises:
        Refused: PROOF_WRONG when it says something else or nobody trusted signed it; GONE_ALREADY.
    """
    with changing(actor, CONFIRM, on=destruction) as change:
        found: Destruction = locked(destruction.pk)
        wanted = {1: (State.DESTROYED, found.first_proof), 2: (State.EXPIRED, found.second_proof)}[stage]
        if wanted != (found.state, None):
            raise Refused(access.GONE_ALREADY)
        first = read_proof(bytes(found.first_proof)) if stage == 2 and found.first_proof is not None else None
        proof.verify(trust, first)
        said = proof.value()
        if (said["stage"], said["request"], said["organisation"]) != (
            stage, str(found.pk), str(found.organisation_id),
        ):  # fmt: skip
            raise Refused(codes.PROOF_WRONG)
        _store(found, stage, proof, actor.at)
        kind = "destruction.first-proven" if stage == 1 else "destruction.proven"
        change.record(kind, found, objects={"digest": proof.digest})
        for person in deciders(found.organisation):
            send(change, to=person, template="leaving/proven", facts={"name": person.name, "stage": stage})
    return found


def _store(found: Destruction, stage: int, proof: Proof, at: datetime) -> None:
    if stage == 1:
        found.first_proof = proof.write()
    else:
        found.second_proof, found.state, found.proven_at = proof.write(), State.PROVEN, at
    found.save()


def _first(destruction: Destruction) -> dict[str, Any]:
    assert destruction.confirmed_at and destruction.destroyed_at and destruction.backups_until
    with translation.override("en"):
        stays = {
            each.holding.record: {"records": each.count, "reason": str(each.reason)}
            for each in remaining(destruction.organisation)
        }
    return {
        "chosen": destruction.choice.value(),
        "requested": {"at": moment(destruction.asked_at), "by": destruction.asked_by},
        "confirmed": {"at": moment(destruction.confirmed_at), "by": destruction.confirmed_by},
        "destroyed": {"at": moment(destruction.destroyed_at), "by": destruction.destroyed_by},
        "records": destruction.counts,
        "files": destruction.files,
        "blocked": destruction.blocked,
        "remaining": stays,
        "places": {"database": "destroyed", "files": "destroyed", "backups": "not yet"},
        "how": _HOW[connection.vendor],
        "backups_until": destruction.backups_until.isoformat(),
    }


def _second(destruction: Destruction) -> dict[str, Any]:
    assert destruction.destroyed_at and destruction.expired_at and destruction.first_proof is not None
    held = Backup.everything.filter(made_at__lte=destruction.destroyed_at).order_by("-made_at")
    last = held.first()
    return {
        "first": read_proof(bytes(destruction.first_proof)).digest,
        "destroyed": {"at": moment(destruction.destroyed_at), "by": destruction.destroyed_by},
        "expired": {"at": moment(destruction.expired_at), "by": destruction.expired_by},
        "last_backup": moment(last.made_at) if last else None,
        "places": {"database": "destroyed", "files": "destroyed", "backups": "destroyed"},
        "how": _("Every backup that was made before the data were destroyed was removed."),
    }
