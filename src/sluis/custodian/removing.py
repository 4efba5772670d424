"""Removing results whose time is up, each with a statement that is signed; and sweeping files that nothing needs."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from sluis.agreement.asking import retention
from sluis.custodian.steadiness import Steadiness
from sluis.evidence.filegone import sign_gone
from sluis.home.home import Home
from sluis.home.permission import Permission
from sluis.portal.access.actor import program
from sluis.portal.deliveries import places, removing
from sluis.portal.deliveries.models import Delivery
from sluis.refusals import Refused

log = logging.getLogger("sluis.custodian")

YOUNG = timedelta(minutes=10)
"""A file that was only just made may be of something that is not written down yet."""


class Remover:
    """Signs with the key of a TTP's home."""

    def __init__(self, home: Home) -> None:
        self._home, self._clock = home, Steadiness()

    def round(self, at: datetime) -> Iterator[str]:
        """Remove what is due; the kind of each thing that was done."""
        if not self._clock.holds(at):
            log.error("removal.waits", extra={"code": "clock"})
            return
        actor = program("custodian", at, "custodian")
        for delivery in removing.due(at):
            was_there = places.remove(places.result(delivery.pk))
            delivery.gone_by = at + timedelta(days=self._backup_days(delivery))
            proof = sign_gone(removing.statement(delivery, at, was_there=was_there), self._home.signer())
            removing.removed(actor, delivery=delivery, proof=proof, gone_by=delivery.gone_by)
            yield "delivery.removed"
        yield from self._sweep(at)

    def _sweep(self, at: datetime) -> Iterator[str]:
        """Remains of what was refused, withdrawn or broken off."""
        files = places.everything()
        if not files:
            return
        wanted = removing.wanted_uploads() | removing.wanted_results()
        for path in files:
            age = at.timestamp() - path.stat().st_mtime if path.exists() else 0
            if path.stem not in wanted and age > YOUNG.total_seconds() and places.remove(path):
                yield "file.swept"

    def _backup_days(self, delivery: Delivery) -> int:
        try:
            agreement = self._home.shelf.agreement(delivery.route.exchange)
            return retention(agreement, Permission(self._home, agreement).policy()).backup_days
        except Refused:  # an agreement that has ended is no reason to keep anything
            return delivery.route.terms.retention.backup_days
