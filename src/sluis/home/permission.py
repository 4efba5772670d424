"""Whether a party may do something now: asked of annex 1 and of the policy, before anything personal is touched."""

from sluis.agreement.asking import require_all
from sluis.agreement.policy import Policy, Question
from sluis.agreement.terms import Agreement
from sluis.home.home import Home
from sluis.home.policies import KeptPolicy
from sluis.refusals import Refused
from sluis.refusals.catalogue import policies as codes


class Permission:
    """What a home may do under one agreement; for one run of a program.

    It looks at the policy's file each time, so that a suspension counts from the next question on; a signature that was
    found right is not verified again.
    """

    def __init__(self, home: Home, agreement: Agreement) -> None:
        self._home, self._agreement = home, agreement
        self._seen: tuple[KeptPolicy, Policy] | None = None

    def require(self, *questions: Question) -> None:
        """Refuse when anything of this is not allowed at this moment.

        Raises:
            Refused: ROW_MISSING, ROW_ELSEWHERE, POLICY_MISSING, or what the policy refuses, with its clause.
        """
        require_all(self._agreement, self.policy(), questions, self._home.clock())

    def policy(self) -> Policy | None:
        """The policy that counts here; none when none was ever taken.

        Raises:
            Refused: POLICY_MISSING when the settings require one; POLICY_UNUSABLE, POLICY_FOREIGN.
        """
        kept = self._home.shelf.kept_policy(self._agreement.id)
        if kept is None:
            if self._home.settings.policy_required or self._seen:
                raise Refused(codes.POLICY_MISSING, agreement=self._agreement.id)
            return None
        if self._seen is None or self._seen[0] != kept:
            self._seen = kept, self._home.shelf.verified(kept, self._agreement)
        return self._seen[1]
