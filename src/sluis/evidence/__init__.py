"""What happened: an append-only chain of events, each holding the hash of its predecessor, and signed checkpoints.

store       appends events and closes, signs and destroys segments      (files, one writer at a time)
verifying   reads a folder or a copy and names what is wrong
following   the same for lines from elsewhere, such as a table; leaps over what was checked apart
workers     processes that check stretches of a chain side by side; pieces is how it is cut
copying     a copy of a chain, to be verified elsewhere
stretch     one stretch, checked by itself                              (pure)
chain       the lines and how one follows the other                     (pure)
event       what may stand in a line, and what never may                (pure)
checkpoint  a signature under where the chain stood                     (pure)
"""

from sluis.evidence.checkpoint import Checkpoint, SignedCheckpoint, from_value, read_checkpoint
from sluis.evidence.copying import copy_chain
from sluis.evidence.event import Event, Outcome
from sluis.evidence.following import Followed, verify_lines
from sluis.evidence.store import EvidenceStore
from sluis.evidence.verifying import Verification, verify

__all__ = [
    "Checkpoint",
    "Event",
    "EvidenceStore",
    "Followed",
    "Outcome",
    "SignedCheckpoint",
    "Verification",
    "copy_chain",
    "from_value",
    "read_checkpoint",
    "verify",
    "verify_lines",
]
