"""The whole course on both kinds of databases: rows are held with what belongs to them, also where that may be missing."""

from datetime import timedelta

import casting
import contracting
import pytest

from sluis.agreement.starting import OUTCOMES
from sluis.portal.subprocessors import announcing, asking, objecting, registering, starting, timing
from sluis.portal.subprocessors.models import Subannex
from subprocessors import subcontracted

pytestmark = pytest.mark.usefixtures("database")


def test_from_the_register_to_the_annex() -> None:
    people = contracting.parties()
    first, second = contracting.agree(people=people), contracting.agree(people=people, regime=OUTCOMES)
    one = subcontracted.announced(people, country="NL")
    clerk, keeper = people.actor("clerk"), people.actor("keeper")
    notice, told = subcontracted.notice(one, first), subcontracted.notice(one, second)
    objecting.file_objection(keeper, notice=notice, text="Nee")
    objecting.leave_unresolved(clerk, notice=notice)
    assert contracting.fresh(first).standing.objection_until == notice.objection_until
    condition = asking.set_condition(keeper, notice=told, text="Geheimhouding")
    asking.meet_condition(clerk, condition=condition)
    asking.release_copy(clerk, copy=asking.ask_copy(keeper, notice=told))
    starting.start(clerk, notice=told)
    registering.change_data(clerk, subprocessor=one, data={"city": "Zwolle"})
    assert timing.move(casting.tester(casting.now() + timedelta(days=1))) == 1
    assert Subannex.everything.get().agreement == second
    announcing.withdraw(clerk, subprocessor=one)
    assert contracting.fresh(first).standing.objection_until is None
    starting.stop(clerk, subprocessor=subcontracted.fresh(one))
    assert subcontracted.notice(one, second).ended_on is not None
