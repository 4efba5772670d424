"""One record of each kind, for the tests that walk through every page."""

from datetime import date
from typing import Any

import casting
import contracting

from sluis.agreement.starting import OUTCOMES
from sluis.portal.access.models import Organisation
from sluis.portal.subprocessors import announcing, asking, objecting, registering, renewing, starting
from sluis.portal.subprocessors.models import Subannex, Subcontract
from subprocessors import subcontracted


def examples(home: Organisation) -> dict[str, dict[str, Any]]:
    """By the name of an address, the keywords that lead to a record of this organisation."""
    people = contracting.parties(home)
    agreement = contracting.agree(people=people)
    told = contracting.agree(people=people, regime=OUTCOMES)
    one = subcontracted.announced(people, name="Wolkenhuis Onzichtbaar", country="NL", city="Utrecht")
    clerk, keeper = people.actor("clerk"), people.actor("keeper")
    notice, second = subcontracted.notice(one, agreement), subcontracted.notice(one, told)
    objecting.file_objection(keeper, notice=notice, text="Dit rekencentrum is ongewenst")
    objecting.record_effort(clerk, notice=notice, text="Een ander rekencentrum onderzocht")
    condition = asking.set_condition(keeper, notice=second, text="Geheimhouding door iedereen")
    asking.meet_condition(clerk, condition=condition)
    copy = asking.ask_copy(keeper, notice=second)
    asking.release_copy(clerk, copy=copy)
    contract = Subcontract.everything.get(subprocessor=one)
    registering.supervise(clerk, contract=contract, on=date(2026, 11, 1), finding="Logboeken bekeken", complies=True)
    starting.start(clerk, notice=second)
    announcing.catch_up(casting.tester())
    renewing.renew(casting.tester())
    annex = Subannex.everything.get(agreement=told)
    by_subprocessor = ("subprocessor", "change", "certify", "contract", "announce", "withdraw", "start", "stop")
    by_notice = (
        "notice", "object", "accept", "effort", "avoid", "resolve", "unresolved", "condition", "consent", "ask-copy",
    )  # fmt: skip
    found: dict[str, Any] = dict.fromkeys(by_subprocessor, one)
    found |= dict.fromkeys(by_notice, notice)
    found |= {"supervise": contract, "meet": condition, "release": copy, "copy": copy, "annex": annex, "amend": told}
    return {f"subprocessors:{name}": {"pk": record.pk} for name, record in found.items()}
