"""The pages, as people use them."""

from typing import Any

import casting
import contracting
import instructing
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sluis.portal.access.roles import Role
from sluis.portal.instructions import assessing
from sluis.portal.instructions.models import Compelled, Instruction, State

pytestmark = pytest.mark.usefixtures("sqlite")


def at(name: str, record: Any) -> str:
    """An address."""
    return reverse(f"instructions:{name}", args=[record.pk])


def test_from_the_agreement_to_a_held_instruction_and_its_confirmation() -> None:
    both = instructing.sides()
    theirs, ours = casting.browser(both.keeper), casting.browser(both.clerk)
    page = theirs.get(at("give", both.agreement))
    assert page.status_code == 200 and "onrechtmatig" in page.content.decode()
    data = {"kind": "processing", "text": "Verstrek het.", "verbs": ["report"], "react_on": "2099-01-05"}
    answer = theirs.post(at("give", both.agreement), data)
    made = Instruction.everything.get()
    assert answer.headers["Location"] == at("instruction", made)
    assert "Beoordelen" in ours.get(at("instruction", made)).content.decode()
    assert "Beoordelen" not in theirs.get(at("instruction", made)).content.decode()
    assert ours.post(at("assess", made), {"lawful": "no"}).status_code == 422
    ours.post(at("assess", made), {"lawful": "no", "why": "Art. 9 AVG"})
    page = theirs.get(at("instruction", made))
    assert "Aangehouden" in page.content.decode() and "Art. 9 AVG" in page.content.decode()
    theirs.post(at("confirm", made), {"reason": "Toch."})
    assert instructing.fresh(made).state == State.CONFIRMED
    ours.post(at("carry-out", made), {"outcome": "Gedaan."})
    assert instructing.fresh(made).state == State.DONE
    assert theirs.get(at("withdraw", made)).status_code == 200
    assert theirs.post(at("withdraw", made), {"reason": "x"}).status_code == 422


def test_beginning_leads_to_the_agreement_that_was_chosen() -> None:
    both = instructing.sides()
    client = casting.browser(both.keeper)
    answer = client.post(reverse("instructions:begin"), {"agreement": both.agreement.pk})
    assert answer.headers["Location"] == at("give", both.agreement)
    foreign = contracting.agree()
    assert client.post(reverse("instructions:begin"), {"agreement": foreign.pk}).status_code == 422


def test_compelled_processing_from_record_to_end() -> None:
    both = instructing.sides()
    theirs, ours = casting.browser(both.keeper), casting.browser(both.clerk)
    said = {"way": "processing", "provision": "Bevel", "intended": "Verstrekken", "necessity": "Eenmalig"}
    ours.post(at("compel", both.agreement), said)
    made = Compelled.everything.get()
    assert ours.post(at("compelled-start", made)).status_code == 422
    ours.post(at("compelled-notify", made))
    theirs.post(at("compelled-respond", made), {"reason": "Bezwaar."})
    ours.post(at("compelled-start", made))
    ours.post(at("compelled-finish", made), {"reason": "Verstrekt."})
    made.refresh_from_db()
    assert (made.stage, made.response) == ("ended", "Bezwaar.")
    assert "Bezwaar." in ours.get(at("compelled", made)).content.decode()


def test_the_panel_of_an_agreement_shows_what_is_open_to_those_who_may_see_it() -> None:
    both = instructing.sides()
    made = instructing.given(both)
    address = reverse("agreements:agreement", args=[both.agreement.pk])
    assert made.number in casting.browser(both.keeper).get(address).content.decode()
    deliverer = casting.person(both.agreement.organisation, Role.DELIVERER)
    assert made.number not in casting.browser(deliverer).get(address).content.decode()


def test_queries_do_not_grow_with_the_rows() -> None:
    both = instructing.sides()
    client = casting.browser(both.keeper)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(reverse("instructions:list")).status_code == 200
        return len(seen)

    for _each in range(2):
        assessing.assess(both.ours(), instruction=instructing.given(both), lawful=True)
    client.get(reverse("instructions:list"))  # the first visit of a session asks more
    few = queries()
    for _each in range(10):
        instructing.given(both)
    assert queries() == few
