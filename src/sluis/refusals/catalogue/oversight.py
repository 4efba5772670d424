"""2970 to 2979: the portal: evidence in the database, and oversight."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

COLUMNS_DIFFER = Code(
    "2970",
    _("What stands beside event {n} to find it by is not what the event itself says."),
    _("The event is as it was; its register was changed. Secure the database, and find out who could write there."),
)
CHECKPOINT_DIFFERS = Code(
    "2971",
    _("The checkpoint does not belong to this place in the chain."),
    _("Sign where the chain stands now, and hand that in."),
)
NOT_TO_CLOSE = Code(
    "2972",
    _("Segment {segment} has not ended, or was closed already."),
    _("Look which segment waits for its checkpoint."),
)
TERM_RUNNING = Code(
    "2973",
    _("The term of segment {segment} runs until {day}; it is not destroyed."),
    _("Wait until the term has ended."),
)
PROOF_WRONG = Code(
    "2974",
    _("The proof is not one that segment {segment} is destroyed."),
    _("Sign the statement that was given for this segment, without changing it."),
)
NO_TRUST = Code(
    "2975",
    _("This installation knows no authority whose signatures under checkpoints count."),
    _("Ask the operator to name it; until then a checkpoint from outside proves nothing here."),
)
OWN_PROPOSAL = Code(
    "2976",
    _("Nobody approves what they proposed themselves."),
    _("Ask somebody else of the board."),
)
NOT_POSSIBLE_NOW = Code(
    "2977",
    _("This is not possible in the state {state}."),
    _("Look at it again, then decide."),
)
