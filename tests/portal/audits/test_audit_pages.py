"""The pages, as people use them."""

from typing import Any

import auditing
import casting
import contracting
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sluis.agreement.starting import OUTCOMES
from sluis.portal.access.roles import Role
from sluis.portal.audits.models import Audit, Finding, State
from sluis.portal.oversight.models import Measure, Standard

pytestmark = pytest.mark.usefixtures("sqlite")


def at(name: str, record: Any = None) -> str:
    """An address."""
    return reverse(f"audits:{name}", args=[record.pk] if record else [])


def test_from_the_request_to_the_end() -> None:
    both = auditing.sides(regime=OUTCOMES)
    theirs, ours = casting.browser(both.auditor), casting.browser(both.officer)
    page = theirs.get(at("ask", both.agreement)).content.decode()
    assert "certificaten" in page and 'name="grounds"' not in page
    theirs.post(at("ask", both.agreement), {"scope": "Sleutels", "notice": "Wij komen."})
    audit = Audit.everything.get()
    assert "Volgende stap" in theirs.get(at("audit", audit)).content.decode()
    page = theirs.get(at("steps", audit)).content.decode()
    assert 'name="opinion"' in page and 'name="notice"' not in page
    assert theirs.post(at("steps", audit), {"opinion": ""}).status_code == 422
    theirs.post(at("steps", audit), {"opinion": "Te weinig.", "doubt": "doubt", "grounds": "Twijfel."})
    day = str(auditing.ahead(0))
    theirs.post(at("propose", audit), {"held_on": day, "auditor": "Bureau", "independent": "on"})
    assert "Planning bevestigen" in ours.get(at("audit", audit)).content.decode()
    assert "Planning bevestigen" not in theirs.get(at("audit", audit)).content.decode()
    ours.post(at("agree", audit), {"held_on": day, "auditor": "Bureau"})
    theirs.post(at("carried-out", audit), {"summary": "Gezien."})
    said = {"text": "Logboek mist regels", "fails": "on", "carried_by": "processor", "due_on": str(auditing.ahead(9))}
    theirs.post(at("finding-new", audit), said)
    finding = Finding.everything.get()
    for client in (theirs, ours):
        client.post(at("finding-assess", finding), {"view": "agrees"})
    theirs.post(at("cost", audit), {"amount": "1250.50"})
    page = theirs.get(at("audit", audit)).content.decode()
    assert "1250" in page and "verwerker draagt alles" in page
    assert theirs.post(at("close", audit)).status_code == 422
    ours.post(at("finding-carry-out", finding), {"outcome": "Aangevuld."})
    theirs.post(at("finding-verify", finding), {"enough": "yes"})
    theirs.post(at("close", audit))
    audit.refresh_from_db()
    assert audit.state == State.CLOSED


def test_costs_of_which_nothing_was_agreed_are_shown_as_such() -> None:
    both = auditing.sides()
    audit = auditing.planned(both)
    assert "niet afgesproken" in casting.browser(both.auditor).get(at("audit", audit)).content.decode()


def test_the_calendar_and_the_authority() -> None:
    both = auditing.sides()
    standard = casting.make(Standard(organisation=contracting.operator(), code="NEN 7510", edition="2024"))
    ours = casting.browser(both.officer)
    said = {
        "kind": "internal", "scope": "ISMS", "editions": [standard.pk], "auditor": "Intern", "held_on": "2099-01-05",
        "every": "1 year",
    }  # fmt: skip
    assert ours.post(at("plan-own"), said).status_code == 302
    assert "NEN 7510:2024" in ours.get(at("calendar")).content.decode()
    said = {"body": "Autoriteit", "scope": "Alles", "held_on": "2099-01-05"}
    assert ours.post(at("admit"), said).status_code == 302
    assert ours.post(at("admit"), said | {"commissioned": "on"}).status_code == 422


def test_evidence_is_added_with_a_measure_and_a_standard() -> None:
    operator = contracting.operator()
    standard = casting.make(Standard(organisation=operator, code="ISO 27001", edition="2022"))
    measure = casting.make(Measure(organisation=operator, theme="access", title="Tweede factor", status="in-force"))
    client = casting.browser(casting.person(operator, Role.SECURITY_OFFICER))
    assert "Geen bewijs" in client.get(at("coverage")).content.decode()
    said = {
        "measure": measure.pk, "standard": standard.pk, "kind": "own-check", "shown_on": "2026-01-05",
        "until": "2099-01-05", "result": "Gezien", "shared": "on",
    }  # fmt: skip
    assert client.post(at("evidence-new"), said).status_code == 302
    assert "Aangetoond" in client.get(at("coverage")).content.decode()
    assert client.post(at("evidence-new"), said | {"until": "2025-01-05"}).status_code == 422


@pytest.mark.parametrize(
    "name", ["list", "inforequests", "coverage", "evidence-list", "calendar", "begin", "info-begin"]
)
def test_lists_answer(name: str) -> None:
    both = auditing.sides()
    auditing.asked(both)
    assert casting.browser(both.auditor).get(at(name)).status_code == 200


def test_queries_do_not_grow_with_the_rows() -> None:
    both = auditing.sides()
    client = casting.browser(both.auditor)

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    audit = auditing.carried_out(both)
    auditing.found(both, audit)
    addresses = [at("list"), at("audit", audit)]
    client.get(addresses[0])  # the first visit of a session asks more
    few = [queries(address) for address in addresses]
    for _each in range(8):
        auditing.asked(both)
        auditing.found(both, audit)
    assert [queries(address) for address in addresses] == few
