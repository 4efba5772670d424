"""What happened: an append-only chain of events, each holding the hash of its predecessor, and signed checkpoints.

store       appends events and closes, signs and destroys segments      (files, one writer at a time)
verifying   reads a folder or a copy and names what is wrong
chain       the lines and how one follows the other                     (pure)
event       what may stand in a line, and what never may                (pure)
checkpoint  a signature under where the chain stood                     (pure)
"""

from sluis.evidence.checkpoint import Checkpoint, SignedCheckpoint, from_value, read_checkpoint
from sluis.evidence.event import Event, Outcome
from sluis.evidence.store import EvidenceStore
from sluis.evidence.verifying import Verification, verify

__all__ = [
    "Checkpoint",
    "Event",
    "EvidenceStore",
    "Outcome",
    "SignedCheckpoint",
    "Verification",
    "from_value",
    "read_checkpoint",
    "verify",
]
