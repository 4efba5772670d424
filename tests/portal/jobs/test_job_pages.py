"""The operator sees jobs and lets one run now; nobody else does."""

from datetime import timedelta

import casting
import pytest
from django.urls import reverse

from sluis.portal.access.roles import Role
from sluis.portal.jobs.hastening import hasten
from sluis.portal.jobs.models import Job
from sluis.portal.jobs.timetable import every, planned
from sluis.portal.jobs.working import run_due
from sluis.portal.ledger.models import Entry
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import work as codes

pytestmark = pytest.mark.usefixtures("sqlite", "empty")


@pytest.fixture
def keeper() -> object:
    every("test.busy", hours=2, run=lambda _actor: 7, label="Does things")
    return casting.person(casting.organisation(operator=True), Role.ADMINISTRATOR)


def test_pages_show_how_it_went(keeper: object) -> None:
    run_due(casting.now())
    client = casting.browser(keeper)  # type: ignore[arg-type]
    page = client.get(reverse("jobs:list"))
    assert page.status_code == 200 and "Does things" in page.content.decode()
    page = client.get(reverse("jobs:job", args=["test.busy"]))
    assert page.status_code == 200 and "test.busy" in page.content.decode()
    assert client.get(reverse("jobs:job", args=["test.none"])).status_code == 404


def test_run_now_makes_it_due_and_leaves_an_event(keeper: object) -> None:
    run_due(casting.now())
    assert run_due(casting.now()) == []
    answer = casting.browser(keeper).post(reverse("jobs:run", args=["test.busy"]))  # type: ignore[arg-type]
    assert answer.status_code == 302
    assert Entry.objects.filter(kind="job.hastened").count() == 1
    assert [one.done for one in run_due(casting.now())] == [7]


def test_run_now_is_refused_while_it_runs(keeper: object) -> None:
    now = casting.now()
    Job.objects.create(name="test.busy", due_at=now, lease_until=now + timedelta(minutes=5), holder="x")
    with pytest.raises(Refused) as refusal:
        hasten(casting.actor(keeper), name="test.busy")  # type: ignore[arg-type]
    assert refusal.value.code is codes.JOB_BUSY
    with pytest.raises(Refused) as refusal:
        hasten(casting.actor(keeper), name="test.none")  # type: ignore[arg-type]
    assert refusal.value.code is codes.NO_SUCH_JOB
    assert not Entry.objects.filter(kind="job.hastened").exists()


@pytest.mark.parametrize("role", [Role.SECURITY_OFFICER, Role.AUDITOR, Role.BOARD])
def test_others_do_not_run_jobs(keeper: object, role: Role) -> None:
    operator = keeper.organisation  # type: ignore[attr-defined]
    for who in (casting.person(operator, role), casting.person(casting.organisation(), Role.ADMINISTRATOR)):
        with pytest.raises(Refused) as refusal:
            hasten(casting.actor(who), name="test.busy")
        assert refusal.value.code is access.NOT_ALLOWED


def test_every_interval_has_words() -> None:
    from sluis.portal.jobs.views import every as words

    assert words(60) != words(120) != words(3600) != words(7200) != words(86400) != words(2 * 86400)
    assert planned() == {}
