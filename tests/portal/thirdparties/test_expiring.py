"""The clock: warnings 90 and 30 days before an agreement expires, and the end."""

from datetime import time

import casting
import processing
import pytest
from organising import refuses

from sluis.deadlines.moments import moment_on
from sluis.portal.access.actor import Actor
from sluis.portal.ledger.models import Entry
from sluis.portal.notifications.models import Message
from sluis.portal.tasks.models import Task
from sluis.portal.tasks.reminding import remind
from sluis.portal.thirdparties import concluding, expiring
from sluis.portal.thirdparties.models import Dpa
from sluis.refusals.catalogue import thirdparties as codes

pytestmark = pytest.mark.usefixtures("sqlite")


def after(days: int) -> Actor:
    """The timetable at noon, a number of days from now; the hour here moves with summer time."""
    return casting.tester(moment_on(processing.ahead(days), time(12)))


def mails(template: str) -> int:
    """How many were put in the outbox."""
    return int(Message.everything.filter(template=template).count())


@pytest.mark.covers("P-28")
def test_it_warns_90_and_30_days_before_and_then_expires() -> None:
    both = processing.office()
    made = processing.concluded(both, days=200)
    assert expiring.follow(after(109)) == 0 and mails("thirdparties/expiring") == 0
    assert expiring.follow(after(110)) == 1 and expiring.follow(after(111)) == 0
    assert mails("thirdparties/expiring") == 1
    task = Task.everything.get(kind="dpa-expiring")
    assert task.organisation == both.home and task.about == made.subject
    reminded = mails("tasks/reminder")
    assert remind(after(169)) == 0 and remind(after(172)) == 1
    assert mails("tasks/reminder") == reminded + 1
    assert expiring.follow(after(200)) == 0  # its last day is one of its days
    assert expiring.follow(after(201)) == 1 and expiring.follow(after(201)) == 0
    made.refresh_from_db()
    assert made.state == Dpa.State.EXPIRED and mails("thirdparties/expired") == 1
    assert Entry.objects.filter(kind="dpa.expired").count() == 1


@pytest.mark.covers("P-28")
def test_renewed_it_holds_longer_and_warns_again() -> None:
    both = processing.office()
    made = processing.concluded(both, days=60)
    assert expiring.follow(after(0)) == 1
    with refuses(codes.EXPIRES_PAST):
        concluding.renew(both.ours(), agreement=made, expires_on=made.expires_on)
    longer = concluding.renew(both.ours(), agreement=made, expires_on=processing.ahead(400), notice="3 months")
    assert longer.state == Dpa.State.CONCLUDED and longer.notice_on is not None
    assert not Task.everything.filter(kind="dpa-expiring", state=Task.State.OPEN).exists()
    assert expiring.follow(after(300)) == 0 and expiring.follow(after(310)) == 1
    assert expiring.follow(after(401)) == 1
    again = concluding.renew(both.ours(), agreement=made, expires_on=None)
    assert again.state == Dpa.State.CONCLUDED and again.expires_on is None
    assert expiring.follow(after(5000)) == 0


def test_the_last_day_for_notice_is_one_of_the_warnings() -> None:
    both = processing.office()
    processing.concluded(both, days=80, notice="2 months")
    expiring.follow(after(0))
    task = Task.everything.get(kind="dpa-expiring")
    assert len(task.warns_at) == 2 and task.due_at is not None


def test_an_agreement_without_a_last_day_never_expires_and_a_new_one_settles_the_old() -> None:
    both = processing.office()
    found = processing.processor(both)
    processing.concluded(both, found, days=10)
    assert expiring.follow(after(11)) == 2
    assert Task.everything.filter(kind="dpa-expiring", state=Task.State.OPEN).count() == 1
    processing.concluded(both, found, days=None)
    assert not Task.everything.filter(kind="dpa-expiring", state=Task.State.OPEN).exists()
    assert expiring.follow(after(4000)) == 0
