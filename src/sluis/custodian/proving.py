"""Signatures under proofs that data of an organisation were destroyed.

The portal says what was destroyed. The custodian counts itself what is left in the portal's database, and signs the first
stage only when that is nothing; the second when the portal's register has no backup that still holds the data.
"""

from collections.abc import Iterator
from datetime import datetime

from sluis.evidence.removal import sign_proof
from sluis.portal.access.actor import program
from sluis.portal.leaving.expiring import backups_with
from sluis.portal.leaving.proving import keep, statement, to_prove
from sluis.portal.leaving.renewing import put_aside
from sluis.signatures import Signer, Trust


class Prover:
    """Signs with the TTP's key.

    Args:
        signer: with that key.
        trust: whose signatures count.
    """

    def __init__(self, signer: Signer, trust: Trust) -> None:
        self._signer, self._trust = signer, trust

    def round(self, at: datetime) -> Iterator[str]:
        """Sign what can be proven; the kind of each thing that was done."""
        actor = program("custodian", at, "custodian")
        for found, stage in list(to_prove()):
            if stage == 2 and backups_with(found):
                continue
            proof = sign_proof(statement(found, stage, at), self._signer)
            if stage == 1:
                put_aside(found, proof)  # first: what is proven must not come back with an older backup
            keep(actor, destruction=found, stage=stage, proof=proof, trust=self._trust)
            yield "destruction.first-proven" if stage == 1 else "destruction.proven"
