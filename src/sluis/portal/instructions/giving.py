"""The controller's part: give, adapt, confirm, withdraw."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from sluis.agreement.contract import Side
from sluis.agreement.standing import RUNNING
from sluis.deadlines import Term, day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.agreements.happening import held, now
from sluis.portal.agreements.models import Agreement
from sluis.portal.documents.storing import store
from sluis.portal.instructions import telling
from sluis.portal.instructions.contacts import require_contact
from sluis.portal.instructions.models import COUNTING, Instruction, Kind, State
from sluis.portal.instructions.numbering import next_number
from sluis.portal.instructions.rights import GIVE
from sluis.portal.organisations.keeping import locked
from sluis.portal.tasks.giving import settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import instructions as codes

REACTION = Term.read("5 office days")
"""In which the processor reacts, when the controller names no other day."""


def give(
    actor: Actor, *, agreement: Agreement, data: Mapping[str, Any], file: UploadedFile | None = None
) -> Instruction:
    """Give an instruction; the processor assesses it before anything follows.

    Args:
        data: fields of the instruction that the controller fills in.
        file: in which the instruction was written, when it was.
    Raises:
        Refused: NOT_THE_CONTACT, AGREEMENT_NOT_RUNNING, SCOPE_UNKNOWN, REACTION_PASSED.
        ValidationError: the data cannot be so.
    """
    with changing(actor, GIVE, on=agreement) as change:
        return _give(change, held(agreement), data, file)


def adapt(
    actor: Actor, *, instruction: Instruction, data: Mapping[str, Any], file: UploadedFile | None = None
) -> Instruction:
    """Replace an instruction by another one, which is assessed as any.

    Raises:
        Refused: INSTRUCTION_MOVED, and as `give`.
    """
    with changing(actor, GIVE, on=instruction) as change:
        agreement = held(instruction.agreement)
        found = open_one(instruction, State.GIVEN, State.HELD, *COUNTING)
        made = _give(change, agreement, data, file, replaces=found)
        _end(change, found, State.ADAPTED)
    return made


def withdraw(actor: Actor, *, instruction: Instruction, reason: str) -> Instruction:
    """Take an instruction back; from now on it allows nothing.

    Raises:
        Refused: INSTRUCTION_MOVED, NOT_THE_CONTACT.
    """
    with changing(actor, GIVE, on=instruction) as change:
        require_contact(actor, instruction.agreement, day_of(actor.at))
        found = open_one(instruction, State.GIVEN, State.HELD, *COUNTING)
        found.decision = reason.strip()
        _end(change, found, State.WITHDRAWN)
        telling.tell(change, found, "withdrawn", Side.PROCESSOR)
    return found


def confirm(actor: Actor, *, instruction: Instruction, reason: str) -> Instruction:
    """Stand by an instruction that is held.

    Where the agreement says that the controller decides, it counts from now, on the controller's responsibility; else the
    processor assesses it again.

    Raises:
        Refused: INSTRUCTION_MOVED, NOT_THE_CONTACT.
    """
    with changing(actor, GIVE, on=instruction) as change:
        require_contact(actor, instruction.agreement, day_of(actor.at))
        found = open_one(instruction, State.HELD)
        found.decision, found.decided_at, found.decided_by = reason.strip(), actor.at, actor.name
        if found.agreement.contract.regime.instructions.controller_decides:
            found.state, found.effective_at = State.CONFIRMED, actor.at
        else:
            found.state, found.react_on = State.GIVEN, REACTION.day_after(day_of(actor.at))
        found.save()
        change.record("instruction.confirmed", found, objects={"agreement": str(found.agreement_id)})
        settle(change, kind=telling.DECIDE, subject=found)
        if found.state == State.CONFIRMED:
            telling.ask_carrying_out(change, found)
        else:
            telling.ask_assessment(change, found)
        telling.tell(change, found, "confirmed", Side.PROCESSOR)
    return found


def open_one(instruction: Instruction, *states: State) -> Instruction:
    """The instruction as it is now, held until the commit; in one of these states.

    Raises:
        Refused: INSTRUCTION_MOVED.
    """
    found = locked(Instruction, instruction.pk)
    if found.state not in states:
        raise Refused(codes.INSTRUCTION_MOVED)
    return found


def settle_all(change: Change, instruction: Instruction) -> None:
    """Nothing has to be done about it any more."""
    for kind in (telling.ASSESS, telling.DECIDE, telling.CARRY_OUT):
        settle(change, kind=kind, subject=instruction)


def _give(
    change: Change, agreement: Agreement, data: Mapping[str, Any], file: UploadedFile | None,
    replaces: Instruction | None = None,
) -> Instruction:  # fmt: skip
    actor, today = change.actor, day_of(change.actor.at)
    require_contact(actor, agreement, today)
    if now(agreement, actor.at).state not in RUNNING:
        raise Refused(codes.AGREEMENT_NOT_RUNNING)
    made = Instruction(
        organisation=agreement.organisation, agreement=agreement, replaces=replaces, given_at=actor.at,
        given_by=actor.name, author=actor.person.name if actor.person else actor.name,
        number=next_number(agreement), **{"react_on": REACTION.day_after(today)} | dict(data),
    )  # fmt: skip
    _require_meant(made, agreement)
    if made.react_on < today or (made.carry_out_by and made.carry_out_by < today):
        raise Refused(codes.REACTION_PASSED)
    if file is not None:
        kept = store(change, organisation=agreement.organisation, kind="other", title=made.number, file=file)
        made.document = kept.versions.get()
    made.full_clean()
    made.save(force_insert=True)
    about = {"agreement": str(agreement.pk), "code": made.kind}
    change.record("instruction.given", made, objects=about)
    telling.ask_assessment(change, made)
    telling.tell(change, made, "given", Side.PROCESSOR)
    return made


def _require_meant(made: Instruction, agreement: Agreement) -> None:
    """Its scope is one that the agreement can have; what is not about processing has none."""
    if made.kind != Kind.PROCESSING:
        made.rows, made.verbs = [], []
    known = {row.activity for row in agreement.contract.processings}
    if not set(made.rows) <= known:
        raise Refused(codes.SCOPE_UNKNOWN)
    try:
        _ = made.scope
    except ValueError:
        raise Refused(codes.SCOPE_UNKNOWN) from None


def _end(change: Change, found: Instruction, state: State) -> None:
    actor = change.actor
    found.state, found.ended_at = state, actor.at
    found.decided_at, found.decided_by = actor.at, actor.name
    found.save()
    change.record(f"instruction.{state.value}", found, objects={"agreement": str(found.agreement_id)})
    settle_all(change, found)
