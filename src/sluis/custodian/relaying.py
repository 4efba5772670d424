"""Relaying what was authorised. Only here is a persons' table opened, in memory; the input is removed at once.

A relay that was broken off is done again: its result never got its name, so nobody has it. One whose result has its name
was finished, and only that is written down. Custodians of one home relay one after the other, so what an earlier one left
is free at once.
"""

import errno
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.db import DatabaseError

from sluis.agreement.asking import retention
from sluis.home.files import open_package
from sluis.home.home import Home
from sluis.home.permission import Permission
from sluis.package.reading import read_relayed
from sluis.package.report import Report
from sluis.portal.access.actor import program
from sluis.portal.deliveries import places, relaying
from sluis.portal.deliveries.models import Delivery
from sluis.portal.deliveries.questions import require_registered
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import deliveries as delivery_codes
from sluis.refusals.catalogue import policies as policy_codes
from sluis.ttp.relaying import relay

log = logging.getLogger("sluis.custodian")

BEHIND = timedelta(seconds=2)
"""So far this clock may be behind the moment of authorising, as it counts in seconds; by one that went back nothing is judged."""


class Relayer:
    """Relays with the keys of a TTP's home."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def round(self, at: datetime) -> Iterator[str]:
        """Relay what waits, one after the other; the kind of each thing that was done."""
        with places.relaying_alone() as alone:
            if not alone:
                return
            relaying.let_all_go()
            for delivery in relaying.waiting(at):
                if delivery.authorised_at and at < delivery.authorised_at - BEHIND:
                    log.error("relay.waits", extra={"code": "clock"})
                elif holder := relaying.claim(delivery, at):
                    yield self._apart(delivery, holder)

    def _apart(self, delivery: Delivery, holder: str) -> str:
        """One that goes wrong in a way that nobody foresaw waits as well, and holds up no other."""
        try:
            return self._one(delivery, holder)
        except DatabaseError:
            raise
        except Refused as refused:
            return self._wait(delivery, holder, refused.code.number)
        except Exception:
            log.exception("relay.fault")
            return self._wait(delivery, holder, "fault")

    def _one(self, delivery: Delivery, holder: str) -> str:
        actor = program("custodian", self._home.clock(), "custodian")
        source, out = places.arriving(delivery.upload.pk), places.result(delivery.pk)
        try:
            self._require_source(delivery, actor.at)
            if not self._is_finished(delivery, out):
                relay(self._home, source, out, Report("relay", actor.at), again=delivery.manifest_sha256)
        except Refused as refusal:
            if is_ours(refusal.code):
                return self._wait(delivery, holder, refusal.code.number)
            places.remove(out)
            relaying.failed(actor, delivery=delivery, refusal=refusal)
            places.remove(source)
            return "delivery.refused"
        except OSError as fault:
            return self._wait(delivery, holder, errno.errorcode.get(fault.errno or 0, ""))
        places.remove(source)
        self._finish(delivery, out)
        return "delivery.relayed"

    def _wait(self, delivery: Delivery, holder: str, code: str) -> str:
        relaying.let_go(delivery, holder, code)
        log.error("relay.waits", extra={"code": code})
        return "relay.waits"

    def _finish(self, delivery: Delivery, out: Path) -> None:
        agreement = self._home.shelf.agreement(delivery.route.exchange)
        kept = retention(agreement, Permission(self._home, agreement).policy())
        actor = program("custodian", self._home.clock(), "custodian")
        relaying.relayed(actor, delivery=delivery, size=out.stat().st_size, sha256=_digest(out), kept=kept)

    def _require_source(self, delivery: Delivery, at: datetime) -> None:
        """Whose certificate was revoked meanwhile is stopped here still."""
        require_registered(delivery.route.source_party, "source", delivery.source_key, at)

    def _is_finished(self, delivery: Delivery, out: Path) -> bool:
        """Whether a result with its name is there, of this very manifest, signed by us."""
        if not out.exists():
            return False
        with open_package(out) as reader:
            envelope = read_relayed(reader, self._home.shelf.trust, self._home.clock())
            return sha256(envelope.manifest_bytes).hexdigest() == delivery.manifest_sha256


def is_ours(code: Code) -> bool:
    """Whether a refusal is about this machine or its keys and not about the delivery, which then waits: a full disk, a
    key that cannot be used, evidence that cannot be written, or another custodian that is at work on it."""
    number = code.number
    ours = ("20", "21", "27", "29", "2600", "261", "269")
    return code is delivery_codes.BEING_TAKEN or code is policy_codes.POLICY_UNUSABLE or number.startswith(ours)


def _digest(path: Path) -> str:
    found = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            found.update(block)
    return found.hexdigest()
