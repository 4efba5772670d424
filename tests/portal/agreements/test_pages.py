"""The pages of agreements."""

from typing import Any

import casting
import contracting
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sluis.agreement.starting import OFFICE, OUTCOMES
from sluis.portal.agreements.models import Agreement, Signature, Version
from sluis.portal.agreements.parts import PARTS


def shown(page: Any) -> dict[str, Any]:
    """What a page was given to show."""
    found: dict[str, Any] = page.context_data
    return found


pytestmark = pytest.mark.usefixtures("sqlite")


def test_every_page_of_a_draft_shows_and_saves() -> None:
    people = contracting.parties()
    version = contracting.drafted(people)
    clerk = casting.browser(people.clerk)
    assert clerk.get(reverse("agreements:list")).status_code == 200
    assert clerk.get(reverse("agreements:agreement", args=[version.agreement_id])).status_code == 200
    assert clerk.get(reverse("agreements:edit", args=[version.pk])).status_code == 200
    assert clerk.get(reverse("agreements:version", args=[version.pk])).status_code == 200
    for part in PARTS:
        address = reverse("agreements:part", args=[version.pk, part.name])
        page = clerk.get(address)
        assert page.status_code == 200, part.name
        if not part.rows:
            form = shown(page)["form"]
            data: dict[str, Any] = {}
            for bound in form:
                value = bound.value()
                if isinstance(value, bool):
                    data |= {bound.html_name: "on"} if value else {}
                elif hasattr(bound.field.widget, "widgets"):
                    number, unit = bound.field.widget.decompress(value)
                    data |= {f"{bound.html_name}_0": number or "", f"{bound.html_name}_1": unit}
                elif value is not None:
                    data[bound.html_name] = value
            before = Version.everything.get(pk=version.pk).sha256
            saved = clerk.post(address, data)
            assert saved.status_code == 302, (part.name, saved.status_code)
            assert Version.everything.get(pk=version.pk).sha256 == before, part.name
        else:
            assert clerk.get(reverse("agreements:row-new", args=[version.pk, part.name])).status_code == 200
            if part.of(version.contract):
                assert clerk.get(reverse("agreements:row-change", args=[version.pk, part.name, 1])).status_code == 200
                assert clerk.get(reverse("agreements:row-remove", args=[version.pk, part.name, 1])).status_code == 200


@pytest.mark.parametrize("regime", [OFFICE, OUTCOMES])
def test_an_agreement_in_force_shows_what_it_does_and_what_would_happen(regime: object) -> None:
    people = contracting.parties()
    agreement = contracting.agree(people=people, regime=regime, flows=(contracting.flow(),))
    board = casting.browser(people.board)
    page = board.get(reverse("agreements:agreement", args=[agreement.pk]))
    assert page.status_code == 200
    for step in [each.name for each in shown(page)["whatif"].options]:
        assert board.get(reverse("agreements:agreement", args=[agreement.pk]), {"step": step}).status_code == 200
    taken = board.post(
        reverse("agreements:take", args=[agreement.pk, "suspend"]), {"reason": "Overleg", "ground": "", "months": ""}
    )
    assert taken.status_code == 302
    assert Agreement.everything.get(pk=agreement.pk).state == "suspended"
    flow = agreement.flows(manager="everything").first() if hasattr(agreement, "flows") else None
    assert flow is not None
    asked = board.get(reverse("agreements:flow", args=[flow.pk]), {"verb": "pseudonymise"})
    assert "2841" in asked.content.decode()


def test_signing_by_page() -> None:
    people = contracting.parties()
    version = contracting.drafted(people, regime=OUTCOMES)
    clerk = casting.browser(people.clerk)
    assert clerk.post(reverse("agreements:offer", args=[version.pk])).status_code == 302
    for who in (people.board, people.director):
        browser = casting.browser(who)
        page = browser.get(reverse("agreements:sign", args=[version.pk]))
        assert page.status_code == 200
        boxes = {name: "on" for name in shown(page)["form"].fields if name != "seen"}
        signed = browser.post(reverse("agreements:sign", args=[version.pk]), boxes | {"seen": version.sha256})
        assert signed.status_code == 302, signed.status_code
    assert Agreement.everything.get(pk=version.agreement_id).state == "in_force"
    signatures: list[Signature] = list(Signature.everything.filter(version=version))
    assert {one.side for one in signatures} == {"controller", "processor"}
    kept: Version = Version.everything.get(pk=version.pk)
    paper = kept.document
    assert paper is not None
    assert {one.document_sha256 for one in signatures} == {paper.sha256}, "both signed the paper that is kept"


def test_the_number_of_queries_does_not_grow() -> None:
    people = contracting.parties()
    clerk = casting.browser(people.clerk)
    contracting.drafted(people)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert clerk.get(reverse("agreements:list")).status_code == 200
        return len(seen)

    queries()
    first = queries()
    for _ in range(4):
        contracting.drafted(people)
    assert queries() == first
