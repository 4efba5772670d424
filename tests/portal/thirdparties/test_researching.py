"""Samples that anybody can draw again, and what was found at those that were drawn."""

from collections import Counter
from datetime import timedelta
from typing import Any

import processing
import pytest
from django.core.exceptions import ValidationError
from organising import refuses

from sluis.portal.ledger.models import Entry
from sluis.portal.notifications.models import Message
from sluis.portal.tasks.models import Task
from sluis.portal.thirdparties import keeping, researching, sampling
from sluis.portal.thirdparties.models import Compliancecheck, Compliancesample, Processor
from sluis.refusals.catalogue import holdings
from sluis.refusals.catalogue import thirdparties as codes

pytestmark = pytest.mark.usefixtures("sqlite")
IDS = [f"verwerker-{number}" for number in range(20)]


def several(both: processing.Office, number: int) -> list[Processor]:
    """Processors."""
    return [processing.processor(both, f"Bureau {each:02}") for each in range(number)]


def draw(both: processing.Office, size: int = 2) -> Compliancesample:
    """A sample of the organisation's processors."""
    return sampling.draw(both.theirs(), organisation=both.home, purpose="Jaarlijks onderzoek", size=size)


def check(sample: Compliancesample, both: processing.Office, **more: Any) -> Compliancecheck:
    """At the first that was drawn."""
    data = {"checked_on": processing.ahead(0), "what": "Toegang", "severity": "none", "finding": "", "follow_up": ""}
    one = Processor.everything.get(pk=sample.drawn[0])
    return researching.record(both.theirs(), sample=sample, processor=one, data=data | more)


@pytest.mark.covers("P-27")
def test_the_same_seed_draws_the_same_and_the_order_of_the_list_is_nothing() -> None:
    first = sampling.drawn(IDS, "zaad", 5)
    assert first == sampling.drawn(IDS[::-1], "zaad", 5) and len(set(first)) == 5
    assert sampling.drawn(IDS, "zaad", 3) == first[:3]
    assert sampling.drawn(IDS, "ander zaad", 5) != first


def test_everybody_has_the_same_chance() -> None:
    seen = Counter(one for number in range(4000) for one in sampling.drawn(IDS, f"zaad {number}", 5))
    assert all(850 < seen[one] < 1150 for one in IDS)  # 1000 expected; five standard deviations are 137


@pytest.mark.covers("P-27")
def test_a_sample_keeps_what_is_needed_to_draw_it_again() -> None:
    both = processing.office()
    there = several(both, 6)
    keeping.end_processor(both.ours(), processor=there[0], on=processing.ahead(0), reason="Klaar.")
    other = processing.office()
    processing.processor(other, "Van een ander")
    sample = draw(both, 3)
    assert {name for _pk, name in sample.frame} == {f"Bureau {each:02}" for each in range(1, 6)}
    assert len(sample.drawn) == 3 and sampling.is_repeatable(sample)
    processing.processor(both, "Later gekomen")
    assert sampling.is_repeatable(Compliancesample.everything.get(pk=sample.pk))
    sample.drawn = sample.drawn[::-1]
    assert not sampling.is_repeatable(sample)
    assert draw(both).seed != sample.seed
    assert Entry.objects.filter(kind="compliancesample.drawn").count() == 2


def test_of_fewer_than_were_asked_for_all_are_drawn_and_of_none_nothing() -> None:
    both = processing.office()
    with refuses(codes.NOTHING_TO_DRAW):
        draw(both)
    assert not Compliancesample.everything.exists()
    several(both, 2)
    assert draw(both, 50).size == 2


@pytest.mark.covers("P-27")
def test_what_was_found_is_followed_up_by_a_day() -> None:
    both = processing.office()
    several(both, 3)
    sample = draw(both)
    made = check(
        sample,
        both,
        severity="high",
        finding="Gedeeld wachtwoord",
        follow_up="Eigen accounts",
        due_on=processing.ahead(30),
    )
    task = Task.everything.get(kind="compliance-follow-up")
    assert task.organisation == both.home and task.due_at is not None
    assert Message.everything.filter(template="thirdparties/found").count() == 1
    assert made.is_open and made.is_late(processing.ahead(31)) and not made.is_late(processing.ahead(30))
    done = researching.settle(both.ours(), check=made, outcome="Ingericht.")
    assert done.settled_at is not None and not done.is_open
    assert not Task.everything.filter(kind="compliance-follow-up", state=Task.State.OPEN).exists()
    with refuses(codes.CHECK_SETTLED):
        researching.settle(both.ours(), check=made, outcome="Nogmaals.")


@pytest.mark.covers("P-27")
def test_a_check_that_is_in_order_asks_nothing() -> None:
    both = processing.office()
    several(both, 3)
    made = check(draw(both), both)
    assert not made.is_open and not Task.everything.filter(kind="compliance-follow-up").exists()


def test_checks_that_cannot_be_so_save_nothing() -> None:
    both = processing.office()
    there = several(both, 3)
    sample = draw(both, 1)
    left_out = next(one for one in there if str(one.pk) not in sample.drawn)
    before = Entry.objects.count()
    data = {"checked_on": processing.ahead(0), "what": "Toegang"}
    with refuses(codes.NOT_DRAWN):
        researching.record(both.theirs(), sample=sample, processor=left_out, data=data)
    with refuses(codes.DAY_TO_COME):
        check(sample, both, checked_on=processing.ahead(1))
    found = {"severity": "low", "finding": "Iets", "follow_up": "Doe iets"}
    with refuses(holdings.DAY_PASSED):
        check(sample, both, **found, due_on=processing.ahead(0) - timedelta(days=1))
    for less in ("finding", "follow_up", "due_on"):
        with pytest.raises(ValidationError):
            check(sample, both, **(found | {"due_on": processing.ahead(3)} | {less: None if less == "due_on" else ""}))
    assert not Compliancecheck.everything.exists() and Entry.objects.count() == before
