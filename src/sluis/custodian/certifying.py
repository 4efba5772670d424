"""Certificates for cards that were admitted in the portal.

The portal says which cards were shown with an activation code that was given over the telephone. The custodian reads the
card again itself, with its proofs, and issues for exactly the role and name that stand in it.
"""

from collections.abc import Iterator
from datetime import datetime

from sluis.agreement.card import read_card
from sluis.home.home import Home
from sluis.portal.access.actor import program
from sluis.portal.organisations import enrolling
from sluis.portal.organisations.models import Enrolment
from sluis.portal.organisations.selectors import enrolments_to_issue
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as codes
from sluis.ttp.enrolling import enrol


class Certifier:
    """Issues with the authority of a TTP's home."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def round(self, at: datetime) -> Iterator[str]:
        """Issue what waits; the kind of each thing that was done."""
        for enrolment in enrolments_to_issue():
            yield self._issue(enrolment, at)

    def _issue(self, enrolment: Enrolment, at: datetime) -> str:
        actor = program("custodian", at, "custodian")
        try:
            card = read_card(bytes(enrolment.card or b""))
            if (card.role.value, card.keys.id) != (enrolment.role, enrolment.party_id):
                raise Refused(codes.CERTIFICATE_FOREIGN)
            chain = enrol(self._home, card)
        except Refused as refusal:
            enrolling.refused(actor, enrolment=enrolment, code=refusal.code)
            return "enrolment.refused"
        enrolling.issued(actor, enrolment=enrolment, chain_pem=chain)
        return "enrolment.issued"
