"""27xx: evidence: the chain of events, its checkpoints and what is wrong with them."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

EVENT_VALUE = Code(
    "2701",
    _("The event's field {field} holds what evidence must never hold, or is too long."),
    _("Nothing was recorded. Report this fault of the program; the value itself is not shown."),
)
EVIDENCE_BUSY = Code(
    "2702",
    _("Another process kept the evidence for more than {seconds} seconds."),
    _("Wait until the other program has finished, and try again."),
)
EVIDENCE_MISSING = Code(
    "2703",
    _("There is no evidence in this folder."),
    _("Name the folder `evidence` of a home."),
)
EVIDENCE_UNUSABLE = Code(
    "2704",
    _("The evidence ends in a way that no event can follow."),
    _("Run `sluis evidence verify`, and restore the folder from a backup."),
)
CHECKPOINT_UNREADABLE = Code(
    "2705",
    _("The checkpoint cannot be read."),
    _("Take it again from the receipt or the relay note in which it came."),
)
SEGMENT_NOT_CLOSED = Code(
    "2706",
    _("Segment {segment} is not closed by a checkpoint, or is not the oldest; it is not destroyed."),
    _("Close the segment first, and destroy segments from the oldest on."),
)
ALTERED = Code(
    "2710",
    _("Event {n} in segment {segment} was altered."),
    _("Secure the folder and the backups, and find out who could write there."),
)
GAP = Code(
    "2711",
    _("Segment {segment} goes on with event {found} where event {expected} belongs."),
    _("Secure the folder and the backups; events were removed, added or moved."),
)
DAMAGED_LINE = Code(
    "2712",
    _("Line {line} of segment {segment} is not an event."),
    _("Secure the folder; compare the line with a backup."),
)
TORN_LINE = Code(
    "2713",
    _("The last line of segment {segment} is incomplete, as after a crash."),
    _("The next event moves it aside and records that; if there was no crash, compare with a backup."),
)
CUT = Code(
    "2714",
    _("The chain ends at event {last}; the checkpoint knows event {n}."),
    _("Events were cut off or an old copy was put back. Secure the folder and restore the newest backup."),
)
OTHER_HISTORY = Code(
    "2715",
    _("Event {n} is not the one that the checkpoint knows: the history was rolled back and rewritten."),
    _("Secure the folder; compare it with backups up to that event."),
)
OTHER_CHAIN = Code(
    "2716",
    _("This is another chain than the one of the checkpoint."),
    _("Take the checkpoint of this chain; if this should be it, the whole chain was replaced."),
)
OTHER_KEY = Code(
    "2717",
    _("Segment {segment} was closed by another key than the one that signed the checkpoint."),
    _("Ask the party which key signs its evidence; a new history may have been signed by somebody else."),
)
CHECKPOINT_WRONG = Code(
    "2718",
    _("The checkpoint that closes segment {segment} is unreadable, or not signed by a party that this home trusts."),
    _("Secure the folder; compare the checkpoint with a backup."),
)
CLOSING_DIFFERS = Code(
    "2719",
    _("Segment {segment} does not end as its closing checkpoint says."),
    _("Secure the folder; events were changed, added or removed after the segment was closed."),
)
SEGMENT_MISSING = Code(
    "2720",
    _("Segment {segment} is not there, and no signed proof says that it was destroyed."),
    _("Restore the segment from a backup."),
)
NOT_COMPARABLE = Code(
    "2721",
    _("Event {n} of the checkpoint lies in a segment that was destroyed after its term."),
    _("Compare with a younger checkpoint."),
)
CHAIN_DIFFERS = Code(
    "2722",
    _("The closing checkpoint of segment {segment} belongs to another chain than the events."),
    _("Secure the folder; segments of several chains were mixed."),
)
SEGMENT_WITHIN_TERM = Code(
    "2780",
    _("Segment {segment} was closed on {closed} and is kept until the end of {until}; it is not destroyed."),
    _("Wait until then. Where the agreements say another term, name it with --older-than."),
)
DESTRUCTION_NOT_CONFIRMED = Code(
    "2781",
    _("Destroying a segment of evidence cannot be undone, and it was not confirmed."),
    _("If you are sure, run the command again with --yes {segment}."),
)
COPY_EXISTS = Code(
    "2782",
    _("{path} is not an empty folder, so no copy is made there."),
    _("Choose a new folder with --out. Nothing is ever written over an existing copy."),
)
