"""The custodian's rounds."""

import logging
import threading
from collections.abc import Callable, Iterator
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection

from sluis.custodian.certifying import Certifier
from sluis.custodian.proving import Prover
from sluis.custodian.relaying import Relayer
from sluis.custodian.removing import Remover
from sluis.custodian.routing import Router
from sluis.custodian.ruling import Ruler
from sluis.custodian.specifying import Specifier
from sluis.custodian.witnessing import Witness
from sluis.deadlines import Term
from sluis.home.home import Home
from sluis.portal.config.migrating import is_up_to_date
from sluis.refusals import Refused
from sluis.tables.files import atomic

log = logging.getLogger("sluis.custodian")
LOOK_SECONDS = 0.5

Duty = Callable[[datetime], Iterator[str]]


class Custodian:
    """Does what is due with the keys of a TTP's home.

    Args:
        home: of the TTP; its clock says what time it is.
    """

    def __init__(self, home: Home) -> None:
        self._clock = home.clock
        installation = settings.INSTALLATION
        with atomic(installation.folder / "trust.pem") as file:  # so that the portal can judge what was signed
            file.write(b"".join(path.read_bytes() for path in sorted((home.path / "trust").glob("*.pem"))))
        witness = Witness(home.signer(), home.shelf.trust, Term.read(installation.evidence_kept))
        self._duties: dict[str, Duty] = {
            "witnessing": witness.round,
            "certifying": Certifier(home).round,
            "proving": Prover(home.signer(), home.shelf.trust).round,
            "specifying": Specifier(home.signer()).round,
            "ruling": Ruler(home).round,
            "routing": Router(home).round,
            "removing": Remover(home).round,
        }
        self._long: dict[str, Duty] = {"relaying": Relayer(home).round}

    @property
    def duties(self) -> tuple[str, ...]:
        """The names of what it does, each that of its module."""
        return (*self._duties, *self._long)

    def wait_for_database(self, stopped: threading.Event) -> None:
        """Until the portal has brought its database up to date."""
        while not stopped.is_set() and not is_up_to_date():
            stopped.wait(LOOK_SECONDS)

    def work(self) -> list[str]:
        """One round of everything; what was done."""
        return self.work_shortly() + self.work_long()

    def work_shortly(self) -> list[str]:
        """One round of what is done in a moment. A duty that fails is told of, and tried again in the next round."""
        return self._round(self._duties)

    def work_long(self) -> list[str]:
        """One round of what may take minutes; for a thread of its own, so that signatures do not wait for it."""
        return self._round(self._long)

    def _round(self, duties: dict[str, Duty]) -> list[str]:
        done: list[str] = []
        for name, duty in duties.items():
            try:
                for kind in duty(self._clock()):
                    log.info(kind)
                    done.append(kind)
            except Refused as refused:
                log.error("%s was refused", name, extra={"code": refused.code.number})
            except DatabaseError:
                log.exception("%s failed", name)
                connection.close()
            except Exception:  # it ends no thread: who relays no more, without anybody knowing, is worse
                log.exception("%s failed", name)
        return done
