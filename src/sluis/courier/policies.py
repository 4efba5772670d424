"""The policies that the TTP signed, taken from its gate."""

from dataclasses import dataclass, field

from sluis.agreement.policy import Policy
from sluis.courier.gate import Gate
from sluis.evidence import Outcome
from sluis.home.home import Home
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as agreement_codes
from sluis.refusals.catalogue import courier as codes
from sluis.refusals.catalogue import policies as policy_codes

_EXPECTED = (agreement_codes.NO_AGREEMENT, policy_codes.POLICY_OLDER)
_ABOUT_THE_WAY = (codes.GATE_AWAY, codes.ANSWER_UNREADABLE, codes.REFUSED_THERE)


@dataclass(frozen=True, slots=True)
class Policies:
    """What came of asking for them.

    Attributes:
        taken: those that count from now on.
        same: those that were here already.
        refused: agreements whose policy could not be taken, and why.
    """

    taken: list[Policy] = field(default_factory=list)
    same: list[Policy] = field(default_factory=list)
    refused: list[tuple[str, Refused]] = field(default_factory=list)


def take_policies(home: Home, gate: Gate, *, only: str = "") -> Policies:
    """Take the policy of each agreement that the gate offers.

    Args:
        only: the agreement that it is about; all unless given.
    Raises:
        Refused: what the gate refuses; GATE_AWAY; what is wrong with a policy when the settings require one.
    """
    found = Policies()
    for one in gate.get("/agreements"):
        if not one["policy"] or only not in ("", one["agreement"]):
            continue
        try:
            _take(home, str(one["policy"]).encode(), found)
        except Refused as refused:
            if refused.code not in _EXPECTED:  # else each time that somebody asks would be an event
                objects = {"agreement": str(one["agreement"]), "code": refused.code.number}
                home.record("policy.taken", objects=objects, outcome=Outcome.REFUSED)
            if home.settings.policy_required:
                raise
            found.refused.append((str(one["agreement"]), refused))
    return found


def renew(home: Home, gate: Gate, *, only: str = "") -> list[tuple[str, Refused]]:
    """Take policies before the work; what could not be taken. When the gate is away, those that are here count.

    Raises:
        Refused: what is wrong with a policy when the settings require one.
    """
    try:
        return take_policies(home, gate, only=only).refused
    except Refused as refused:
        if refused.code in _ABOUT_THE_WAY:
            return []
        raise


def _take(home: Home, document: bytes, found: Policies) -> None:
    before = {one.id: home.shelf.kept_policy(one.id) for one in home.shelf.agreements()}
    policy = home.shelf.take_policy(document, home.clock())
    kept = before.get(policy.agreement)
    if kept and kept.is_of(policy):
        found.same.append(policy)
        return
    home.record("policy.taken", objects={"agreement": policy.agreement, "policy": str(policy.serial)})
    found.taken.append(policy)
