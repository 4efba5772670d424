"""Agreements of the exchange, published from the TTP's home, so that the gate can judge what is offered under them."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sluis.agreement.terms import Agreement
from sluis.home.home import Home
from sluis.portal.access.actor import program
from sluis.portal.deliveries.publishing import Published, publish, to_publish
from sluis.refusals import Refused

log = logging.getLogger("sluis.custodian")


class Router:
    """Publishes what a TTP's home has accepted; looked at again when a file there changed."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._seen: tuple[tuple[str, int], ...] = ()
        self._found: list[Published] = []

    def round(self, at: datetime) -> Iterator[str]:
        """Publish what is new; the kind of each thing that was done."""
        self._look()
        actor = program("custodian", at, "custodian")
        for published, source, recipient in to_publish(self._found):
            try:
                publish(actor, published, source, recipient)
            except Refused as refused:  # one holds up no other
                log.error("route.unpublished", extra={"code": refused.code.number})
                continue
            yield "route.published"

    def _look(self) -> None:
        paths = sorted((self._home.path / "agreements").glob("*/agreement.json"))
        state = tuple((path.parent.name, path.stat().st_mtime_ns) for path in paths)
        if state == self._seen:
            return
        try:
            self._found = [self._published(one) for one in self._home.shelf.agreements()]
        except Refused as refused:
            log.error("routes.unreadable", extra={"code": refused.code.number})
            return
        self._seen = state

    def _published(self, agreement: Agreement) -> Published:
        folder: Path = self._home.path / "agreements" / f"{agreement.id}.{agreement.version}"
        accepted_at = datetime.fromisoformat(json.loads((folder / "accepted.json").read_text())["at"])
        return Published(
            agreement,
            (folder / "agreement.json").read_bytes(),
            (folder / "specification.yaml").read_bytes(),
            accepted_at.astimezone(UTC),
        )
