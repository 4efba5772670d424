"""The demo's instructions and audits: each stage is there to be looked at."""

from datetime import UTC, datetime

import pytest

from sluis.demo.portal.settling import Settling
from sluis.portal.audits.costing import allocation
from sluis.portal.audits.models import Adequacy, Audit, Finding, Inforequest, Kind, State
from sluis.portal.instructions.models import Compelled, Instruction
from sluis.portal.oversight.models import Measure


@pytest.mark.usefixtures("sqlite")
def test_it_settles_and_shows_every_stage() -> None:
    settling = Settling(datetime.now(UTC), "voorbeeld-wachtwoord")
    settling.settle()
    assert sorted(Instruction.everything.values_list("state", flat=True)) == ["accepted"] * 3 + ["held"]
    assert Compelled.everything.get().responded_at is not None
    care = Audit.everything.get(organisation=settling.place("zorggroepvoorbeeld"))
    assert care.state == State.FINDINGS and Finding.everything.get().stage == Finding.Stage.AGREED
    found = allocation(care, Finding.everything.all())
    assert found is not None and found.bears is None  # this agreement is silent about costs
    assert Audit.everything.get(organisation=settling.place("jeugdhulpverzonnen")).state == State.REQUESTED
    own = Audit.everything.filter(kind=Kind.INTERNAL).values_list("state", flat=True)
    assert sorted(own) == [State.CLOSED, State.PLANNED]
    assert sorted(Inforequest.everything.values_list("stage", flat=True)) == ["answered", "open"]
    assert Adequacy.everything.count() == Measure.everything.count() - 1
