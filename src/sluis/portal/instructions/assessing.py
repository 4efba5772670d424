"""The processor's part: assess, hold what seems unlawful and tell at once, carry out."""

from sluis.agreement.contract import Side
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.instructions import telling
from sluis.portal.instructions.giving import open_one, settle_all
from sluis.portal.instructions.models import COUNTING, Instruction, Kind, State
from sluis.portal.instructions.rights import ASSESS, CARRY_OUT
from sluis.portal.oversight.models import Arrangement
from sluis.portal.tasks.giving import settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import instructions as codes


def assess(actor: Actor, *, instruction: Instruction, lawful: bool, why: str = "") -> Instruction:
    """Say whether an instruction is lawful.

    What seems unlawful is told to the controller at once, in the same moment; where the agreement says so, it is held,
    and allows nothing until the controller has decided.

    Raises:
        Refused: WHY_MISSING, INSTRUCTION_MOVED.
    """
    with changing(actor, ASSESS, on=instruction) as change:
        found = open_one(instruction, State.GIVEN)
        if not lawful and not why.strip():
            raise Refused(codes.WHY_MISSING)
        found.lawful, found.why = lawful, why.strip()
        found.assessed_at, found.assessed_by = actor.at, actor.name
        is_held = not lawful and found.agreement.contract.regime.instructions.hold_unlawful
        found.state = State.HELD if is_held else State.ACCEPTED
        found.effective_at = None if is_held else actor.at
        found.save()
        about = {"agreement": str(found.agreement_id), "code": "lawful" if lawful else "unlawful"}
        change.record("instruction.held" if is_held else "instruction.accepted", found, objects=about)
        settle(change, kind=telling.ASSESS, subject=found)
        _go_on(change, found)
    return found


def carry_out(
    actor: Actor, *, instruction: Instruction, outcome: str, arrangement: Arrangement | None = None
) -> Instruction:
    """Record that it was carried out; from then on it allows nothing more.

    Args:
        outcome: what was done.
        arrangement: what was arranged, when it was about continuity.
    Raises:
        Refused: INSTRUCTION_MOVED, ARRANGEMENT_MISSING.
    """
    with changing(actor, CARRY_OUT, on=instruction) as change:
        found = open_one(instruction, *COUNTING)
        if found.kind == Kind.CONTINUITY and arrangement is None:
            raise Refused(codes.ARRANGEMENT_MISSING)
        found.arrangement = arrangement if found.kind == Kind.CONTINUITY else None
        finish(change, found, outcome)
        telling.tell(change, found, "done", Side.CONTROLLER)
    return found


def finish(change: Change, found: Instruction, outcome: str) -> None:
    """It is done, by somebody or because its time has passed."""
    found.state, found.ended_at, found.outcome = State.DONE, change.actor.at, outcome.strip()
    found.full_clean(validate_constraints=False)
    found.save()
    change.record("instruction.done", found, objects={"agreement": str(found.agreement_id)})
    settle_all(change, found)


def _go_on(change: Change, found: Instruction) -> None:
    if found.state == State.HELD:
        telling.ask_decision(change, found)
    else:
        telling.ask_carrying_out(change, found)
    telling.tell(change, found, "accepted" if found.lawful else "unlawful", Side.CONTROLLER)
