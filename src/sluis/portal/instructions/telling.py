"""Messages and tasks about instructions; none of them holds what an instruction says."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from sluis.agreement.contract import Side
from sluis.deadlines import Deadline, Term, end_of_day
from sluis.portal.access.changing import Change
from sluis.portal.access.models import Organisation
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.access.tenancy import Owned
from sluis.portal.agreements.models import Agreement
from sluis.portal.agreements.telling import keepers, operator
from sluis.portal.instructions.models import Compelled, Instruction
from sluis.portal.notifications.sending import send
from sluis.portal.people.selectors import holders, role_held
from sluis.portal.tasks.giving import give

ASSESS, DECIDE, CARRY_OUT, RESPOND = (
    "instruction-assess", "instruction-decide", "instruction-carry-out", "compelled-respond",
)  # fmt: skip


def tell(change: Change, about: Instruction | Compelled, template: str, side: Side) -> int:
    """A message to those who keep the agreement on a side, and to its data protection officers; how many."""
    organisation = about.agreement.organisation if side is Side.CONTROLLER else operator()
    found = {person.pk: person for person in keepers(organisation, change.actor.at)}
    officers = holders(organisation, day_of(change.actor.at), [Role.DPO.value])
    found |= {person.pk: person for person in officers}
    facts = {"number": about.number, "pk": str(about.pk)}
    for person in found.values():
        send(change, to=person, template=f"instructions/{template}", facts=facts, organisation=organisation)
    return len(found)


def ask_assessment(change: Change, instruction: Instruction) -> None:
    """The operator assesses it in time."""
    _task(
        change, operator(), ASSESS, _("Assess an instruction under %(number)s"), instruction, Role.CONTRACT_MANAGER,
        instruction.react_on,
    )  # fmt: skip


def ask_decision(change: Change, instruction: Instruction) -> None:
    """The controller decides about what is held."""
    _task(
        change, instruction.organisation, DECIDE,
        _("Decide about an instruction that is held under %(number)s: withdraw, adapt or confirm it"),
        instruction, Role.CONTRACT_MANAGER, None,
    )  # fmt: skip


def ask_carrying_out(change: Change, instruction: Instruction) -> None:
    """The operator carries it out."""
    _task(
        change, operator(), CARRY_OUT, _("Carry out an instruction under %(number)s"), instruction,
        Role.SECURITY_OFFICER if instruction.kind == "measure" else Role.CONTRACT_MANAGER, instruction.carry_out_by,
    )  # fmt: skip


def ask_response(change: Change, compelled: Compelled) -> None:
    """The controller can defend itself."""
    give(
        change, organisation=compelled.agreement.organisation, kind=RESPOND,
        title=_("Respond to processing under %(number)s that the law compels"),
        facts={"number": compelled.agreement.number}, subject=compelled,
        role=role_held(
            compelled.agreement.organisation, day_of(change.actor.at), (Role.CONTRACT_MANAGER, Role.DPO, Role.BOARD)
        ),
        url_name="instructions:compelled", args=[compelled.pk],
    )  # fmt: skip


def until(on: date | None, at: datetime) -> Deadline | None:
    """The end of a day, with a warning the day before when that is still to come."""
    if on is None:
        return None
    due = end_of_day(on)
    warned = Term.read("1 day").before(due)
    return Deadline(due, (warned,) if warned > at else ())


def _task(
    change: Change, organisation: Organisation, kind: str, title: Any, about: Owned, role: Role, on: date | None
) -> None:
    agreement: Agreement = about.agreement  # type: ignore[attr-defined] # both models have one
    role = role_held(organisation, day_of(change.actor.at), (role, Role.CONTRACT_MANAGER, Role.DPO, Role.BOARD))
    give(
        change, organisation=organisation, kind=kind, title=title, facts={"number": agreement.number}, subject=about,
        role=role, due=until(on, change.actor.at), url_name="instructions:instruction", args=[about.pk],
    )  # fmt: skip
