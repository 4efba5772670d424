"""The demo's subprocessors: what stands in an annex works, one was announced and started, one is announced now."""

from datetime import UTC, datetime

import pytest

from sluis.demo.portal.settling import Settling
from sluis.demo.portal.subcontracting import subcontract
from sluis.portal.access.actor import program
from sluis.portal.access.models import Organisation
from sluis.portal.subprocessors.models import Subannex, Subnotice, Subprocessor


@pytest.mark.usefixtures("sqlite")
def test_it_settles_and_shows_every_stage() -> None:
    now = datetime.now(UTC)
    settling = Settling(now, "voorbeeld-wachtwoord")
    settling.settle()
    if not Subprocessor.everything.exists():
        places = {key: settling.place(key) for key in ("sluis", "zorggroepvoorbeeld", "jeugdhulpverzonnen")}
        subcontract(program("demo", now, "sluis demo"), places, now)
    care = Organisation.everything.get(name__startswith="Zorggroep Voorbeeld")
    stands = {one.subprocessor.name: one for one in Subnotice.everything.filter(organisation=care)}
    assert {name for name, one in stands.items() if one.started_on} == {
        "Wolk Verzonnen GmbH", "Hosting Voorbeeld B.V.", "Servicedesk Verzonnen B.V.",
    }  # fmt: skip
    assert stands["Opslag Voorbeeld B.V."].state == Subnotice.State.OPEN
    assert Subannex.everything.filter(organisation=care).count() == 1
