"""What reports tell of instructions and audits: counts and states, and nothing that is confidential or untold."""

from datetime import date
from typing import Any

import auditing
import casting
import instructing
import pytest

from sluis.portal.access.models import Organisation
from sluis.portal.agreements.papers.sections import Period, Report, sections_of
from sluis.portal.instructions import compelling

pytestmark = pytest.mark.usefixtures("sqlite")
YEAR = Period(date(2020, 1, 1), date(2099, 12, 31))


def told(home: Organisation, report: Report = Report.DOSSIER) -> str:
    """All that a report says of it."""
    found: Any = sections_of(report, home, casting.now(), YEAR, "nl")
    return repr(found)


@pytest.mark.parametrize("report", [Report.DOSSIER, Report.YEARLY])
def test_audits_are_told_with_counts_and_without_what_they_found(report: Report) -> None:
    both = auditing.sides()
    audit = auditing.carried_out(both)
    auditing.found(both, audit)
    said = told(both.agreement.organisation, report)
    assert audit.number in said and "Bevindingen" in said
    assert "Logboek van de Proef" not in said and "bekeken" not in said
    assert audit.number not in told(casting.organisation(), report)


@pytest.mark.parametrize("report", [Report.DOSSIER, Report.YEARLY])
def test_instructions_are_told_and_what_the_controller_may_not_hear_is_not(report: Report) -> None:
    both = instructing.sides()
    made = instructing.given(both)
    data = {"provision": "Bevel Proef", "intended": "Verstrekken", "necessity": "Eenmalig"}
    law = compelling.record(both.ours(), agreement=both.agreement, data=data)
    said = told(both.agreement.organisation, report)
    assert made.number in said and "Bevel Proef" not in said
    compelling.notify(both.ours(), compelled=law)
    assert "Bevel Proef" in told(both.agreement.organisation, report)
