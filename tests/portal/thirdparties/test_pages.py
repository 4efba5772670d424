"""The pages, as people use them."""

from typing import Any

import casting
import organising
import processing
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from listing import shown
from processing import checked

from sluis.portal.access.roles import Role
from sluis.portal.organisations import binding
from sluis.portal.thirdparties import sampling
from sluis.portal.thirdparties.models import Compliancecheck, Compliancesample, Dpa, Processor
from sluis.portal.thirdparties.points import Point

pytestmark = pytest.mark.usefixtures("sqlite")
MADE = {"name": "Salarisbureau", "service": "Salarissen", "data": "Namen", "country": "NL"}


def at(name: str, record: Any = None, *more: str) -> str:
    """An address."""
    return reverse(f"thirdparties:{name}", args=[record.pk, *more] if record else [])


def text(client: Any, address: str) -> str:
    """A page."""
    page = client.get(address)
    assert page.status_code == 200
    return str(page.content.decode())


@pytest.mark.covers("P-28")
def test_from_a_processor_to_a_concluded_agreement_on_their_model() -> None:
    both = processing.office()
    ours, theirs = casting.browser(both.keeper), casting.browser(both.reviewer)
    assert ours.post(at("new"), MADE).status_code == 302
    assert ours.post(at("new"), MADE).status_code == 422  # the name stands once
    found = Processor.everything.get()
    said = {"kind": "processing", "version": "1.0"}
    assert ours.post(at("submit", found), said).status_code == 422
    assert ours.post(at("submit", found), said | {"file": processing.file()}).status_code == 302
    made = Dpa.everything.get()
    assert "Overeenkomst sluiten" not in text(ours, at("dpa", made)) and "Beoordelen" in text(theirs, at("dpa", made))
    assert theirs.get(at("dpa-file", made)).content == b"Dit is een overeenkomst.\n"
    points = dict.fromkeys(map(str, Point), "met")
    page = theirs.post(at("dpa-review", made), points | {"security": "not-met"})
    assert page.status_code == 422 and "Leg uit wat ontbreekt" in page.content.decode()
    theirs.post(at("dpa-review", made), points | {"security": "not-met", "security-remark": "Geen maatregelen."})
    page_text = text(ours, at("dpa", made))
    assert "Geen maatregelen." in page_text and "Teruggestuurd" in page_text
    ours.post(at("dpa-again", made), {"version": "1.1", "file": processing.file(b"Beter.\n")})
    theirs.post(at("dpa-review", made), points)
    assert "Kan worden gesloten" in text(ours, at("dpa", made))
    assert theirs.get(at("dpa-conclude", made)).status_code == 403
    term = {"starts_on": "2026-01-01", "expires_on": str(processing.ahead(20)), "notice": "1 month"}
    assert ours.post(at("dpa-conclude", made), term | {"expires_on": "2025-01-01"}).status_code == 422
    assert ours.post(at("dpa-conclude", made), term | {"expires_on": ""}).status_code == 422
    assert ours.post(at("dpa-conclude", made), term).status_code == 302
    assert "Laatste dag om op te zeggen" in text(ours, at("dpa", made))
    assert "Salarisbureau" in text(ours, at("expiring"))
    ours.post(at("dpa-renew", made), {"expires_on": "2099-01-01"})
    assert "Salarisbureau" not in text(ours, at("expiring"))
    assert ours.post(at("end", found), {"on": str(processing.ahead(0)), "reason": "Klaar"}).status_code == 422
    ours.post(at("dpa-end", made), {"on": str(processing.ahead(0)), "reason": "Klaar"})
    assert ours.post(at("end", found), {"on": str(processing.ahead(0)), "reason": "Klaar"}).status_code == 302
    found.refresh_from_db()
    assert found.ended_on == processing.ahead(0)


@pytest.mark.covers("P-28")
def test_the_own_model_is_offered_and_downloaded() -> None:
    both = processing.office()
    found, ours = processing.processor(both), casting.browser(both.keeper)
    answer = ours.post(at("offer", found), {"version": "1.0"})
    made = Dpa.everything.get()
    assert answer.headers["location"] == at("dpa", made)
    page = ours.get(at("dpa-paper", made, "nl", "docx"))
    assert page.content.startswith(b"PK") and "attachment" in page.headers["Content-Disposition"]
    assert ours.get(at("dpa-paper", made, "fr", "docx")).status_code == 404
    assert ours.get(at("dpa-paper", made, "nl", "html")).status_code == 404
    ours.post(at("dpa-came-back", made), {"remarks": "Artikel 4 is te streng."})
    assert "Artikel 4 is te streng." in text(ours, at("dpa", made))
    ours.post(at("dpa-again", made), {"version": "1.1"})
    assert ours.post(at("dpa-conclude", made), {"starts_on": "2026-01-01"}).status_code == 422  # no signed copy
    signed = {"starts_on": "2026-01-01", "file": processing.file(b"Getekend.\n")}
    assert ours.post(at("dpa-conclude", made), signed).status_code == 302
    assert ours.get(at("dpa-file", made)).content == b"Getekend.\n"
    assert ours.get(at("dpa-paper", made, "nl", "docx")).status_code == 404  # what was signed is the text now


@pytest.mark.covers("P-27")
def test_a_sample_is_drawn_checked_and_settled() -> None:
    both = processing.office()
    ours, theirs = casting.browser(both.keeper), casting.browser(both.reviewer)
    there = [processing.processor(both, f"Bureau {number}") for number in range(4)]
    stranger = processing.processor(processing.office(), "Van een ander")
    said = {"organisation": both.home.pk, "purpose": "Jaarlijks", "size": "2"}
    assert "Bureau" not in text(theirs, at("sample-new"))
    assert theirs.post(at("sample-new"), said).status_code == 302
    sample = Compliancesample.everything.get()
    page = text(ours, at("sample", sample))
    assert sample.seed in page and "de uitkomst is gelijk" in page
    out = next(one for one in there if str(one.pk) not in sample.drawn)
    check = {"checked_on": str(processing.ahead(0)), "what": "Toegang", "severity": "high"}
    for wrong in (out, stranger):
        assert theirs.post(at("check-new", sample), check | {"processor": wrong.pk}).status_code == 422
    full = check | {
        "processor": sample.drawn[0], "finding": "Gedeeld wachtwoord", "follow_up": "Eigen accounts",
        "due_on": str(processing.ahead(9)),
    }  # fmt: skip
    assert theirs.post(at("check-new", sample), full | {"due_on": ""}).status_code == 422
    assert theirs.post(at("check-new", sample), full).status_code == 302
    made = Compliancecheck.everything.get()
    assert "Gedeeld wachtwoord" in text(ours, at("check-settle", made))
    assert ours.post(at("check-settle", made), {"outcome": "Ingericht."}).status_code == 302
    assert "Ingericht." in text(theirs, at("sample", sample))


def test_an_organisation_cannot_draw_among_those_of_another() -> None:
    both, other = processing.office(), processing.office()
    processing.processor(both)
    processing.processor(other)
    said = {"organisation": other.home.pk, "purpose": "Jaarlijks", "size": "1"}
    assert casting.browser(both.keeper).post(at("sample-new"), said).status_code == 422
    assert not Compliancesample.everything.exists()


def test_the_list_is_searched_and_filtered_by_the_agreement_that_counts() -> None:
    both = processing.office()
    ours = casting.browser(both.keeper)
    bare = processing.processor(both, "Zonder")
    signed = processing.processor(both, "Met overeenkomst")
    processing.concluded(both, signed)
    processing.offered(both, signed)  # a next one is offered; what holds is what counts
    address = at("list")
    assert shown(ours.get(f"{address}?agreed=none")) == [bare]
    assert shown(ours.get(f"{address}?agreed=concluded")) == [signed]
    assert shown(ours.get(f"{address}?q=zonder")) == [bare]
    assert ours.get(f"{address}?download=csv").status_code == 200
    assert ours.get(f"{address}?agreed=nonsense").status_code == 200


def test_confidentiality_agreements_are_those_of_the_organisation() -> None:
    both = processing.office()
    found = processing.processor(both, "Bureau Zwijgplicht")
    binding.register(
        casting.tester(), organisation=both.home, data=organising.SECRECY | {"signed_on": processing.ahead(-9)}
    )
    page = text(casting.browser(both.keeper), at("processor", found))
    assert "Proef met de Koppeling" in page and reverse("organisations:secrecy", args=[both.home.pk]) in page


def test_queries_do_not_grow_with_the_rows() -> None:
    both = processing.office()
    client = casting.browser(both.reviewer)
    check = checked_at(both)
    addresses = [
        at("list"),
        at("expiring"),
        at("samples"),
        at("sample", check.sample),
        at("processor", check.processor),
    ]

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    client.get(addresses[0])  # the first visit of a session asks more
    few = [queries(address) for address in addresses]
    for number in range(8):
        one = processing.processor(both, f"Bureau {number}")
        processing.concluded(both, one, days=30)
        processing.submitted(both, check.processor)
        sampling.draw(both.theirs(), organisation=both.home, purpose="Nog een", size=2)
    assert [queries(address) for address in addresses] == few


def checked_at(both: processing.Office) -> Compliancecheck:
    """At the only processor, which has an agreement."""
    processing.concluded(both, days=30)
    return checked(both)


@pytest.mark.parametrize("role", [Role.DELIVERER, Role.AUDITEE])
def test_others_see_nothing(role: Role) -> None:
    both = processing.office()
    client = casting.browser(casting.person(both.home, role))
    assert client.get(at("list")).status_code == 403
    assert client.get(at("processor", processing.processor(both))).status_code in (403, 404)


def test_who_only_reads_has_no_buttons() -> None:
    both = processing.office()
    made = processing.concluded(both)
    page = text(casting.browser(casting.person(both.home, Role.AUDITOR)), at("dpa", made))
    assert at("dpa-renew", made) not in page and at("dpa-end", made) not in page
    assert "Overeengekomen" in page
