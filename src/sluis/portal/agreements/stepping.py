"""The steps in an agreement's life, and what would follow from one before it is taken."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sluis.agreement import steps
from sluis.agreement.clauses import Clause
from sluis.agreement.contract import Side
from sluis.agreement.effects import Difference, Duty, differences, effects, new_duties
from sluis.agreement.life import after
from sluis.agreement.numbering import article
from sluis.agreement.standing import Standing, State
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.rights import Right
from sluis.portal.agreements.happening import held, keep, now, remember
from sluis.portal.agreements.models import Agreement, Happening
from sluis.portal.agreements.rights import STEP, WARRANT
from sluis.portal.agreements.sides import side_of
from sluis.portal.agreements.telling import tell
from sluis.portal.agreements.wording import Happened
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreeing as codes

KINDS: dict[type[steps.Step], Happened] = {
    steps.Suspend: Happened.SUSPENDED,
    steps.Resume: Happened.RESUMED,
    steps.SendDefault: Happened.DEFAULT,
    steps.Repair: Happened.REPAIRED,
    steps.GiveNotice: Happened.NOTICE,
    steps.EndNow: Happened.ENDED,
    steps.EndWithMain: Happened.ENDED,
    steps.StopSupply: Happened.ENDED,
    steps.DeclareUnreliable: Happened.UNRELIABLE,
    steps.AnnounceTakeover: Happened.TAKEOVER,
    steps.Object: Happened.OBJECTION,
    steps.Warrant: Happened.WARRANTED,
    steps.Count: Happened.COUNTED,
    steps.Close: Happened.CLOSED,
}
_BY_LETTER = (steps.EndNow, steps.Suspend)
_ONE_SIDED: dict[type[steps.Step], Side] = {
    steps.DeclareUnreliable: Side.PROCESSOR,
    steps.AnnounceTakeover: Side.PROCESSOR,
    steps.Count: Side.PROCESSOR,
    steps.Close: Side.PROCESSOR,
    steps.Warrant: Side.CONTROLLER,
    steps.Object: Side.CONTROLLER,
}


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a step would do.

    Attributes:
        before: the standing now.
        after: the standing after it.
        differences: every effect, before and after.
        duties: what has to be done because of it.
    """

    before: Standing
    after: Standing
    differences: tuple[Difference, ...]
    duties: tuple[Duty, ...]


def foresee(agreement: Agreement, step: steps.Step, at: datetime) -> Foreseen:
    """What would follow from a step; nothing is changed.

    Raises:
        Refused: the step is not possible, and why.
    """
    contract, before = agreement.contract, now(agreement, at)
    then = after(contract, _recounted(agreement, step, at), step, at)
    mine, theirs = effects(contract, before, at), effects(contract, then, at)
    return Foreseen(before, then, differences(mine, theirs), new_duties(mine, theirs))


def take(actor: Actor, *, agreement: Agreement, step: steps.Step, reason: str = "", letter: str = "") -> Happening:
    """Take a step: the standing changes, tasks are given and settled, both parties are told, the policy follows.

    Args:
        reason: in words; kept with the agreement, never in the evidence.
        letter: number of the registered letter, where the agreement asks for one.
    Raises:
        Refused: what the step is refused for; OTHER_SIDE, LETTER_MISSING.
    """
    with changing(actor, _right(step), on=agreement) as change:
        found = held(agreement)
        side = _require_side(actor, step)
        _require_letter(found, step, letter)
        keep(change, found, after(found.contract, _recounted(found, step, actor.at), step, actor.at))
        kind = _kind(found, step)
        made = remember(
            change, found, kind, side=side, ref=getattr(step, "ref", "") if kind is Happened.DEFAULT else "",
            reason=reason, letter=letter, facts=_facts(step), until=_until(found, step),
        )  # fmt: skip
        _settle(change.actor.at, found, step)
        if kind is not Happened.COUNTED:
            tell(change, found, kind.value)
    return made


def _recounted(agreement: Agreement, step: steps.Step, at: datetime) -> Standing:
    """Before closing, what is left is counted once more, in the same transaction."""
    if not isinstance(step, steps.Close) or agreement.state != State.ENDED.value:
        return agreement.standing
    from sluis.portal.agreements.ending import counted

    return after(agreement.contract, agreement.standing, counted(agreement, at), at)


def next_reference(agreement: Agreement) -> str:
    """How the next notice of default will be known."""
    return f"{agreement.number}-{Happening.everything.filter(agreement=agreement, kind=Happened.DEFAULT.value).count() + 1}"


def _kind(agreement: Agreement, step: steps.Step) -> Happened:
    """What happened; an end on a later day is only told of now, and happens by the clock."""
    kind = KINDS[type(step)]
    return Happened.NOTICE if kind is Happened.ENDED and agreement.state != State.ENDED.value else kind


def _right(step: steps.Step) -> Right:
    return WARRANT if isinstance(step, steps.Warrant) else STEP


def _require_side(actor: Actor, step: steps.Step) -> Side:
    """Nobody takes a step in the name of the other party; programs act for neither."""
    side = side_of(actor)
    wanted = _ONE_SIDED.get(type(step), getattr(step, "by", side))
    if wanted is not side and not actor.program:
        raise Refused(codes.OTHER_SIDE)
    return side if not actor.program else wanted


def _require_letter(agreement: Agreement, step: steps.Step, letter: str) -> None:
    contract = agreement.contract
    by_letter = isinstance(step, _BY_LETTER) and getattr(step, "ground", None) is not None
    if by_letter and contract.regime.default.registered_letter and not letter.strip():
        raise Refused(codes.LETTER_MISSING, clause=article(contract, Clause.DEFAULT) or Clause.DEFAULT.value)


def _facts(step: steps.Step) -> dict[str, Any]:
    """What belongs to a step, as it can be kept."""
    found: dict[str, Any] = {}
    for name in ("ground", "months", "term", "on", "until", "given", "held", "backups_until", "at_once"):
        value = getattr(step, name, None)
        if value not in (None, "", False):
            found[name] = value if isinstance(value, int) else str(value)
    return found


def _until(agreement: Agreement, step: steps.Step) -> datetime | None:
    if not isinstance(step, steps.SendDefault):
        return None
    return next(one.until for one in agreement.standing.notices if one.ref == step.ref)


def _settle(at: datetime, agreement: Agreement, step: steps.Step) -> None:
    """A repaired failure settles its notice."""
    if isinstance(step, steps.Repair):
        Happening.everything.filter(agreement=agreement, ref=step.ref, settled_at=None).update(settled_at=at)
