"""Ids for the addresses of leaving."""

from typing import Any

from casting import make, now, today

from sluis.evidence.removal import FORMAT
from sluis.portal.access.models import Organisation
from sluis.portal.leaving.models import Destruction, Handover
from sluis.signatures import exact


def proof(home: Organisation, made: Destruction) -> bytes:
    """A proof that can be shown; its signature is none."""
    said = {
        "format": FORMAT, "stage": 1, "request": str(made.pk), "organisation": str(home.pk),
        "signed_at": "2026-03-02T09:00:00Z", "evidence": {"chain": "sluis-portal.x", "n": 3, "head": "a" * 64},
        "chosen": {}, "places": {"database": "destroyed"}, "how": "Deleted.", "records": {"tasks.task": 3}, "files": 0,
    }  # fmt: skip
    return exact.dump({"statement": exact.dump(said).decode(), "signature": "x..y"})


def examples(home: Organisation) -> dict[str, dict[str, Any]]:
    """Address → what it takes."""
    asked = {
        "organisation": home,
        "reason": "Overeenkomst Geheim loopt af",
        "asked_at": now(),
        "asked_by": "program:test",
    }
    handover = make(Handover(**asked, forms=["jsonl"]))
    destruction = Destruction(**asked, due_on=today())
    destruction.first_proof = proof(home, destruction)
    make(destruction)
    own, one = {"pk": home.pk}, {"pk": destruction.pk}
    return {
        "leaving:take": own,
        "leaving:destroy": own,
        "leaving:handover": {"pk": handover.pk},
        "leaving:fetch": {"pk": handover.pk},
        "leaving:destruction": one,
        "leaving:confirm": one,
        "leaving:withdraw": one,
        "leaving:backups": one,
        "leaving:gone": one,
        "leaving:proof": one | {"stage": 1},
        "leaving:proof-file": one | {"stage": 1},
        "leaving:proof-paper": one | {"stage": 1},
    }
