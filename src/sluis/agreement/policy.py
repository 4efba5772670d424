"""The policy: what may happen now under an agreement of the exchange, as a pure value that the TTP signs.

It can only take away: a program asks the agreement that source, recipient and TTP signed, with their keys, and then the
policy as well. It follows from the contract and its standing, and names the clause behind each thing that it says.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from sluis.agreement.clauses import Clause
from sluis.agreement.contract import Contract
from sluis.agreement.effects import effects
from sluis.agreement.life import last_day, passing
from sluis.agreement.numbering import article
from sluis.agreement.plain import plain, read
from sluis.agreement.processings import Verb
from sluis.agreement.standing import Standing, State
from sluis.deadlines import day_of
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import agreements as reading
from sluis.refusals.catalogue import contracts as codes
from sluis.signatures import exact

FORMAT = "sluis-policy/1"
LIMIT_BYTES = 1 << 18
_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the data specification, and the days on which it counts; none for without end."""

    sha256: str
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Allowed:
    """Something that may be done, where, and by which clause."""

    verb: Verb
    countries: tuple[str, ...]
    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """The clause behind a part of the policy."""

    about: Clause
    text: str


@dataclass(frozen=True, slots=True)
class Retained:
    """How long a relayed file stays at the TTP, in days."""

    days_after_download: int
    max_undownloaded_days: int
    backup_days: int


@dataclass(frozen=True, slots=True)
class Policy:
    """What may happen under one agreement of the exchange.

    Attributes:
        agreement: id of the exchange's agreement.
        serial: rises with every change; a program takes no lower one than it had.
        contract: number of the contract, its version and the digest of its exact bytes.
        state: where the contract stands.
        starts: first day; none when it was not concluded.
        ends: last day, when it is known.
        warranted: a warranty of consent is on record, or is not needed.
        allowed: what may be done.
        recipients: party ids to whom results may go; none when they return to the source.
        specifications: which data, by the digest of their specification.
        retention: how long files stay.
        clauses: where each thing stands in the contract.
        sha256: of the exact bytes.
    """

    agreement: str
    serial: int
    contract: str
    contract_version: int
    contract_sha256: str
    state: State
    starts: date | None
    ends: date | None
    warranted: bool
    allowed: tuple[Allowed, ...]
    recipients: tuple[str, ...]
    specifications: tuple[Version, ...]
    retention: Retained
    clauses: tuple[Named, ...]

    def clause(self, about: Clause) -> str:
        """Where it stands in the contract."""
        return next((one.text for one in self.clauses if one.about is about), about.value)


def policy_of(
    contract: Contract,
    standing: Standing,
    agreement: str,
    specifications: tuple[Version, ...],
    at: datetime,
    serial: int = 0,
    consented: frozenset[str] = frozenset(),
) -> Policy:
    """What may happen at a moment under an agreement of the exchange; nothing when the contract has no such flow.

    Args:
        specifications: the versions of the flow's data specification that all parties approved.
        consented: countries to which the controller consented in writing beyond what was agreed.
    """
    flow, now = contract.flow(agreement), passing(contract, standing, at)
    held = effects(contract, now, at)
    kept, transports = contract.regime.retention, flow is not None and flow.transport
    return Policy(
        agreement=agreement,
        serial=serial,
        contract=contract.number,
        contract_version=contract.version,
        contract_sha256=contract.signed.sha256,
        state=now.state if flow else State.SUPERSEDED,
        starts=now.starts_on,
        ends=last_day(contract, now),
        warranted=now.warranty or not contract.regime.warranty.consent,
        allowed=tuple(
            Allowed(
                verb,
                tuple(sorted(contract.countries(verb) | consented)),
                tuple(dict.fromkeys(purpose for row in contract.rows(verb) for purpose in row.purposes)),
            )
            for verb in sorted(held.verbs if flow else ())
            if transports or verb is not Verb.TRANSPORT
        ),
        recipients=(flow.recipient,) if flow and transports else (),
        specifications=specifications,
        retention=Retained(kept.days_after_download, kept.max_undownloaded_days, kept.backup_days),
        clauses=tuple(Named(clause, text) for clause in Clause if (text := article(contract, clause))),
    )


def write_policy(policy: Policy) -> bytes:
    """The exact bytes that the TTP signs."""
    return exact.dump({"format": FORMAT, "policy": plain(policy)})


def read_policy(data: bytes) -> Policy:
    """The policy in these bytes; whose signature they bear is not looked at here.

    Raises:
        Refused: UNREADABLE.
    """
    value = exact.load(data, limit=LIMIT_BYTES, depth=_DEPTH)
    if value.get("format") != FORMAT or set(value) != {"format", "policy"}:
        raise Refused(reading.UNREADABLE, part="format")
    try:
        policy: Policy = read(Policy, value["policy"])
    except ValueError as error:
        raise Refused(reading.UNREADABLE, part=str(error)) from None
    return policy


def same_rule(one: Policy, other: Policy) -> bool:
    """Whether two policies say the same, whatever their serials."""
    return replace(one, serial=0) == replace(other, serial=0)


def digest(policy: Policy) -> str:
    """SHA-256 of the exact bytes, hex."""
    return sha256(write_policy(policy)).hexdigest()


@dataclass(frozen=True, slots=True)
class Question:
    """What a program is about to do; empty parts are not asked about.

    Attributes:
        verb: what.
        recipient: party id to whom the result goes.
        country: where it happens, ISO 3166-1 alpha-2.
        specification: digest of the data specification.
        purpose: what for.
        on: the day on which the specification must count; none for the day of asking.
    """

    verb: Verb
    recipient: str = ""
    country: str = ""
    specification: str = ""
    purpose: str = ""
    on: date | None = None


def require(policy: Policy, question: Question, at: datetime) -> None:
    """Refuse what the policy does not allow, naming the clause.

    Raises:
        Refused: NOT_STARTED, SUSPENDED, ENDED, WARRANTY_MISSING, VERB_NOT_AGREED, PURPOSE_NOT_AGREED,
            COUNTRY_NOT_AGREED, RECIPIENT_NOT_AGREED, SPECIFICATION_NOT_AGREED.
    """
    _require_in_force(policy, day_of(at))
    allowed = next((each for each in policy.allowed if each.verb is question.verb), None)
    if allowed is None:
        raise _refused(policy, codes.VERB_NOT_AGREED, Clause.DATA, verb=question.verb.value)
    if question.purpose and question.purpose not in allowed.purposes:
        raise _refused(policy, codes.PURPOSE_NOT_AGREED, Clause.PURPOSE)
    if question.country and question.country not in allowed.countries:
        raise _refused(policy, codes.COUNTRY_NOT_AGREED, Clause.PLACE, country=question.country)
    if question.recipient and question.recipient not in policy.recipients:
        raise _refused(policy, codes.RECIPIENT_NOT_AGREED, Clause.RECIPIENTS)
    if question.specification:
        _require_specification(policy, question.specification, question.on or day_of(at))


def _require_in_force(policy: Policy, today: date) -> None:
    if policy.ends and today > policy.ends:
        raise _refused(policy, codes.ENDED, Clause.TERM)
    if policy.state is State.SUSPENDED:
        raise _refused(policy, codes.SUSPENDED, Clause.DEFAULT)
    if policy.state in (State.ENDED, State.CLOSED, State.SUPERSEDED, State.WITHDRAWN):
        raise _refused(policy, codes.ENDED, Clause.TERM)
    if policy.state is not State.IN_FORCE or not policy.starts or today < policy.starts:
        raise _refused(policy, codes.NOT_STARTED, Clause.TERM)
    if not policy.warranted:
        raise _refused(policy, codes.WARRANTY_MISSING, Clause.WARRANTY)


def _require_specification(policy: Policy, wanted: str, day: date) -> None:
    for version in policy.specifications:
        if version.sha256 == wanted and (version.starts or day) <= day <= (version.ends or day):
            return
    raise _refused(policy, codes.SPECIFICATION_NOT_AGREED, Clause.DATA)


def _refused(policy: Policy, code: Code, about: Clause, **facts: str) -> Refused:
    return Refused(code, agreement=policy.contract, clause=policy.clause(about), **facts)
