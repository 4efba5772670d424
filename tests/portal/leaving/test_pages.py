"""The pages of a destruction: who sees which button, what is shown, and how many queries it takes."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import casting
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from leavers import job, leaver, ttp_home
from listing import total

from sluis.custodian.proving import Prover
from sluis.evidence.removal import read_proof
from sluis.portal.access.roles import Role
from sluis.portal.leaving.destroying import destroy_confirmed
from sluis.portal.leaving.models import Destruction
from sluis.portal.tasks.models import Task

SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)  # after whatever a long run made before


def address(name: str, made: Any, **more: Any) -> str:
    return reverse(f"leaving:{name}", kwargs={"pk": made.pk} | more)


@pytest.mark.usefixtures("sqlite")
def test_from_asking_to_the_proof(tmp_path: Path) -> None:
    who = leaver()
    one, two = casting.browser(who.asks), casting.browser(who.confirms)
    page = one.get(address("destroy", who.home)).content.decode()
    assert "Taken" in page and "Toont met wie iets is afgesproken" in page
    said = {"extent": "all", "reason": "Einde", "borne_by": "organisation", "cost": "10", "due_on": str(date.today())}
    assert one.post(address("destroy", who.home), said | {"due_on": "2020-01-01"}).status_code == 422
    assert one.post(address("destroy", who.home), said).status_code == 302
    assert one.post(address("destroy", who.home), said).status_code == 422  # one at a time
    made = Destruction.everything.get()
    mine, theirs = (each.get(address("destruction", made)).content.decode() for each in (one, two))
    assert address("confirm", made) not in mine and address("confirm", made) in theirs
    task = Task.everything.get(kind="destruction", state="open")
    assert task.organisation == who.home and task.url_name == "leaving:destruction"
    assert one.post(address("confirm", made)).status_code == 422
    assert "voorgoed vernietigd" in two.get(address("confirm", made)).content.decode()
    assert two.post(address("confirm", made)).status_code == 302
    destroy_confirmed(job())
    home = ttp_home(tmp_path / "ttp")
    list(Prover(home.signer(), home.shelf.trust).round(SOON))
    page = two.get(address("destruction", made)).content.decode()
    assert address("proof", made, stage=1) in page and address("proof", made, stage=2) not in page
    found = Destruction.everything.get()
    proof = two.get(address("proof", made, stage=1)).content.decode()
    assert read_proof(bytes(found.first_proof or b"")).digest in proof and "Taken" in proof
    file = two.get(address("proof-file", made, stage=1))
    assert file.content == bytes(found.first_proof or b"") and "attachment" in file["Content-Disposition"]
    paper = two.get(address("proof-paper", made, stage=1))
    assert paper.content.startswith(b"%PDF") and paper["Content-Type"] == "application/pdf"
    assert "De rijen en de inhoud van bestanden zijn verwijderd" in proof  # in the reader's language
    for stage in (0, 2, 3):
        assert two.get(address("proof", made, stage=stage)).status_code == 404
    operator = casting.browser(casting.person(who.operator, Role.ADMINISTRATOR, Role.MANAGEMENT))
    assert address("gone", made) in operator.get(address("destruction", made)).content.decode()
    assert address("gone", made) not in page
    assert operator.post(address("backups", made), {"until": "2027-06-01"}).status_code == 302
    assert operator.post(address("gone", made)).status_code == 302
    assert Destruction.everything.get().state == "expired"


@pytest.mark.usefixtures("sqlite")
def test_withdrawing_leaves_everything_as_it_was() -> None:
    who = leaver()
    made = who.asked()
    client = casting.browser(who.asks)
    assert client.get(address("withdraw", made)).status_code == 200
    assert client.post(address("withdraw", made)).status_code == 302
    assert client.post(address("withdraw", made)).status_code == 422
    assert client.get(address("destruction", made)).status_code == 200
    assert destroy_confirmed(job()) == 0 and Task.everything.filter(organisation=who.home, kind="own").count() == 6


@pytest.mark.usefixtures("sqlite")
@pytest.mark.covers("I-66")
def test_list_asks_no_more_for_more_rows_and_can_be_taken_along() -> None:
    who = leaver()
    client, counts = casting.browser(casting.person(who.home, Role.AUDITOR)), []
    client.get(reverse("leaving:list"))
    for number in (10, 50):
        for _ in range(number):
            casting.make(
                Destruction(
                    organisation=who.home, reason="x", due_on=date.today(), asked_at=casting.now(), asked_by="program:test",
                    state="proven", counts={"tasks.task": 3}, cost="12.50",
                )
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            assert total(client.get(reverse("leaving:list"))) in (10, 60)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    report = b"".join(client.get(reverse("leaving:list") + "?download=csv&state=proven")).decode()
    assert report.count("Alles") == 60 and "Bewezen" in report and "12,50" in report
    assert client.get(reverse("leaving:list") + "?state=nothing").status_code == 200


@pytest.mark.usefixtures("sqlite")
def test_page_of_what_is_held_leads_to_both() -> None:
    who = leaver()
    there = reverse("holdings:organisation", args=[who.home.pk])
    page = casting.browser(who.asks).get(there).content.decode()
    assert address("take", who.home) in page and address("destroy", who.home) in page
    auditor = casting.browser(casting.person(who.home, Role.AUDITOR)).get(there).content.decode()
    assert address("take", who.home) not in auditor and address("destroy", who.home) not in auditor
