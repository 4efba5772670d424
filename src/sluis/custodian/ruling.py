"""Policies: what may happen now under each agreement, signed for the programs of the exchange.

The portal says where an agreement stands; what follows from that is a pure function, which runs here. A policy is kept in
the portal first, so that no serial is ever signed twice, and then taken in this home as any other party takes one. A
custodian that stopped in between takes it in its next round.
"""

import logging
from collections.abc import Iterator
from datetime import date, datetime

from sluis.agreement.signing import sign_policy
from sluis.deadlines import day_of
from sluis.home.home import Home
from sluis.portal.access.actor import program
from sluis.portal.agreements.flows import issued, overtaken, policies_to_sign
from sluis.portal.agreements.models import Flow
from sluis.portal.ledger.reading import newest
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as codes

log = logging.getLogger("sluis.custodian")


class Ruler:
    """Signs with the key of a TTP's home, and takes what it signed there."""

    def __init__(self, home: Home) -> None:
        self._home, self._signer = home, home.signer()
        self._looked: tuple[int, date] | None = None

    def round(self, at: datetime) -> Iterator[str]:
        """Sign what changed, and take what is not here yet; the kind of each thing that was done."""
        yield from self._sign(at)
        for flow in Flow.everything.filter(serial__gt=0):
            try:
                yield from self._take(flow, at)
            except Refused as refused:  # one that cannot be taken must not keep the others waiting
                log.error("policy.refused", extra={"code": refused.code.number})

    def _sign(self, at: datetime) -> Iterator[str]:
        """What is due; looked for when something happened, or another day began: policies count in days."""
        state = newest(), day_of(at)
        if state == self._looked:
            return
        actor = program("custodian", at, "custodian")
        for due in list(policies_to_sign(at)):
            issued(actor, due=due, document=sign_policy(due.policy, self._signer))
            yield "policy.issued"
        self._looked = state

    def _take(self, flow: Flow, at: datetime) -> Iterator[str]:
        """A policy that is new here; one of an agreement that this home does not have stays in the portal."""
        shelf = self._home.shelf
        kept = shelf.kept_policy(flow.exchange)
        if kept and kept.document == bytes(flow.policy):
            return
        if kept and kept.serial >= flow.serial:  # the portal was restored, and knows less than the exchange
            overtaken(program("custodian", at, "custodian"), flow=flow, serial=kept.serial)
            yield "policy.overtaken"
            return
        try:
            policy = shelf.take_policy(bytes(flow.policy), at)
        except Refused as refused:
            if refused.code is codes.NO_AGREEMENT:
                return
            raise
        self._home.record("policy.taken", objects={"agreement": policy.agreement, "policy": str(policy.serial)})
        yield "policy.taken"
