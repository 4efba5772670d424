"""What follows from an agreement and its standing. Consequences of a step are the difference of two of these."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum

from sluis.agreement.clauses import Clause
from sluis.agreement.contract import Contract, Side
from sluis.agreement.grounds import GroundKind
from sluis.agreement.life import last_day, passing
from sluis.agreement.processings import Verb
from sluis.agreement.regime import Billing, RequestMode
from sluis.agreement.standing import RUNNING, Standing, State
from sluis.deadlines import Term, day_of, end_of_day


class Fee(StrEnum):
    """Whether something is to be paid for the service."""

    NONE = "none"
    DUE = "due"
    STOPPED = "stopped"


class Access(StrEnum):
    """What people of the controller can do with their data under this agreement."""

    NONE = "none"
    READ = "read"
    FULL = "full"


class DutyKind(StrEnum):
    """What somebody must do by when."""

    SIGN = "sign"
    REPAIR = "repair"
    REACT_TO_SUSPENSION = "react_to_suspension"
    CHOOSE_RETURN = "choose_return"
    DESTROY = "destroy"
    PROVE_BACKUPS = "prove_backups"
    CLOSE = "close"
    PREPARE_END = "prepare_end"
    RECORD_WARRANTY = "record_warranty"


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of one side.

    Attributes:
        due_at: last moment that is in time; none when no term was agreed.
        ref: which notice it is about, if it is.
    """

    kind: DutyKind
    side: Side
    clause: Clause
    due_at: datetime | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Effects:
    """What holds at one moment.

    Attributes:
        deliveries: new data may come in.
        results: what is available may still be fetched.
        web_service: it answers.
        verbs: what may be done with personal data.
        fee: whether the fee runs.
        access: of the controller's people.
        returning: data can be asked back; so that nothing of it may be withheld (but for an agreed gate).
        secrecy: secrecy, liability and the other duties that outlive the term hold.
        breach_notice: in which a breach is told of; none when nothing holds or was agreed.
        requests: what happens with data subjects' requests.
        ends_on: last day, when it is known.
        duties: what must be done, with its deadline.
    """

    deliveries: bool
    results: bool
    web_service: bool
    verbs: frozenset[Verb]
    fee: Fee
    access: Access
    returning: bool
    secrecy: bool
    breach_notice: Term | None
    requests: RequestMode | None
    ends_on: date | None
    duties: tuple[Duty, ...] = ()


CLAUSES = {
    "deliveries": Clause.PURPOSE,
    "results": Clause.RETENTION,
    "web_service": Clause.PURPOSE,
    "verbs": Clause.DATA,
    "fee": Clause.COSTS,
    "access": Clause.END,
    "returning": Clause.END,
    "secrecy": Clause.END,
    "breach_notice": Clause.BREACH,
    "requests": Clause.REQUESTS,
    "ends_on": Clause.TERM,
}
"""From which clause each effect follows."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One effect, before and after a step; the same when the step leaves it alone."""

    effect: str
    before: object
    after: object
    clause: Clause

    @property
    def changes(self) -> bool:
        """Whether the step makes a difference."""
        return self.before != self.after


def effects(contract: Contract, standing: Standing, at: datetime) -> Effects:
    """What holds at a moment."""
    now = passing(contract, standing, at)
    begun = now.starts_on is not None and now.starts_on <= day_of(at)
    warranted = now.warranty or not contract.regime.warranty.consent
    working = now.state is State.IN_FORCE and begun and warranted
    bound = now.state in RUNNING or now.state is State.ENDED
    verbs = contract.verbs if working else frozenset()
    return Effects(
        deliveries=working and bool(contract.flows),
        results=bound,
        web_service=bool(verbs & {Verb.ENCRYPT, Verb.DECRYPT, Verb.CONVERT, Verb.REVERSE}),
        verbs=verbs,
        fee=_fee(contract, now),
        access=Access.FULL if now.state in RUNNING else Access.READ if now.state is State.ENDED else Access.NONE,
        returning=bound,
        secrecy=bound,
        breach_notice=contract.regime.breach.notice if bound else None,
        requests=contract.regime.requests.mode if bound else None,
        ends_on=last_day(contract, now),
        duties=_duties(contract, now),
    )


def differences(before: Effects, after: Effects) -> tuple[Difference, ...]:
    """What a step changes, and what it leaves; in the order of the effects."""
    return tuple(
        Difference(each.name, getattr(before, each.name), getattr(after, each.name), CLAUSES[each.name])
        for each in fields(Effects)
        if each.name in CLAUSES
    )


def new_duties(before: Effects, after: Effects) -> tuple[Duty, ...]:
    """The duties that a step brings."""
    return tuple(duty for duty in after.duties if duty not in before.duties)


def _fee(contract: Contract, now: Standing) -> Fee:
    """No fee without service: before, after, and during a suspension for an objection (Z-78)."""
    costs = contract.regime.costs
    if costs.billing is Billing.NONE or not costs.fee_per_year or costs.provider_free:
        return Fee.NONE
    if now.state is State.IN_FORCE:
        return Fee.DUE
    if now.state is State.SUSPENDED:
        objected = now.ground is GroundKind.OBJECTION and contract.regime.subprocessors.fee_stops
        return Fee.STOPPED if objected or now.by is Side.PROCESSOR else Fee.DUE
    return Fee.STOPPED if now.state is State.ENDED else Fee.NONE


def _duties(contract: Contract, now: Standing) -> tuple[Duty, ...]:
    regime, found = contract.regime, list[Duty]()
    if now.state is State.OFFERED:
        found += [Duty(DutyKind.SIGN, side, Clause.TERM) for side in Side if side not in now.signed]
    if now.state in RUNNING:
        found += [
            Duty(DutyKind.REPAIR, one.by.other, Clause.DEFAULT, one.until, one.ref)
            for one in now.notices
            if not one.repaired
        ]
        if regime.warranty.consent and not now.warranty:
            found.append(Duty(DutyKind.RECORD_WARRANTY, Side.CONTROLLER, Clause.WARRANTY))
        ends = last_day(contract, now)
        if ends:
            found.append(Duty(DutyKind.PREPARE_END, Side.PROCESSOR, Clause.END, end_of_day(ends)))
    if now.state is State.SUSPENDED and now.by:
        found.append(Duty(DutyKind.REACT_TO_SUSPENSION, now.by.other, Clause.DEFAULT))
    if now.state is State.ENDED:
        found += _duties_at_the_end(contract, now)
    return tuple(found)


def _duties_at_the_end(contract: Contract, now: Standing) -> list[Duty]:
    end = contract.regime.end
    due = end.term.after(end_of_day(now.ends_on)) if end.term and now.ends_on else None
    if now.held is None or now.held > 0:
        return [
            *([Duty(DutyKind.CHOOSE_RETURN, Side.CONTROLLER, Clause.END, due)] if end.choice else []),
            Duty(DutyKind.DESTROY, Side.PROCESSOR, Clause.END, due),
        ]
    if now.backups_until:
        return [Duty(DutyKind.PROVE_BACKUPS, Side.PROCESSOR, Clause.RETENTION, end_of_day(now.backups_until))]
    return [Duty(DutyKind.CLOSE, Side.PROCESSOR, Clause.END)]
