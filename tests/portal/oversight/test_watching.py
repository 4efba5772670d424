"""The rules look at the evidence: what they raise, once, and what not."""

from datetime import datetime, timedelta
from functools import partial

import casting
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sluis.evidence.event import Event, Outcome
from sluis.portal.access.actor import Actor, program
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.ledger.appending import Concerning, append
from sluis.portal.ledger.models import Entry
from sluis.portal.oversight import alerting
from sluis.portal.oversight.models import Alert, Rule
from sluis.portal.oversight.starting.rules import RULES, starter_rules
from sluis.portal.oversight.watching import watch
from sluis.portal.tasks.models import Task
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as access_codes
from sluis.refusals.catalogue import oversight as codes

pytestmark = pytest.mark.usefixtures("database")
AT = casting.now().replace(microsecond=0)


@pytest.fixture
def operator() -> Organisation:
    """The operator."""
    return casting.organisation("Voorbeeld-TTP", operator=True)


def job(at: datetime = AT) -> Actor:
    """The job."""
    return program("jobs", at)


def happen(
    count: int, kind: str = "person.sign-in-failed", *, at: datetime = AT, minutes: int = 1, actor: str = "person:a",
    outcome: Outcome = Outcome.REFUSED, home: Organisation | None = None, code: str = "",
) -> None:  # fmt: skip
    """So many events, the last one at a moment."""
    with transaction.atomic():
        append([
            Concerning(
                Event(kind, at - timedelta(minutes=minutes * each), actor, actor, "test", outcome, {"code": code} if code else {}),
                home.pk if home else None,
            )
            for each in reversed(range(count))
        ])  # fmt: skip


def rule(operator: Organisation, **fields: object) -> Rule:
    """A rule."""
    made = casting.make(Rule(organisation=operator, name="Proef", **({"kinds": "person.sign-in-failed"} | fields)))
    assert isinstance(made, Rule)
    return made


def alerts() -> list[tuple[str, int]]:
    """About whom, and how many events."""
    return sorted(Alert.everything.values_list("about", "count"))


@pytest.mark.covers("Z-56")
def test_repeated_failures_raise_one_alert_and_a_task(operator: Organisation) -> None:
    rule(operator, per="actor", threshold=5, window_hours=1)
    happen(4)
    happen(5, actor="person:b")
    assert watch(job()) == 1 and alerts() == [("person:b", 5)]
    alert = Alert.everything.get()
    task = Task.everything.get(kind="alert")
    assert (task.about, task.role, task.state) == (alert.subject, Role.SECURITY_OFFICER.value, "open")
    assert Entry.objects.filter(kind="alert.raised", subject=alert.subject).count() == 1


def test_events_spread_over_more_than_the_window_raise_nothing(operator: Organisation) -> None:
    rule(operator, per="actor", threshold=5, window_hours=1)
    happen(5, minutes=15)
    assert watch(job()) == 0
    happen(6, minutes=12, actor="person:b")
    assert watch(job()) == 1  # five of them within an hour


def test_alert_is_raised_when_the_last_event_comes_in_a_later_round(operator: Organisation) -> None:
    rule(operator, threshold=5, window_hours=1)
    happen(4, at=AT - timedelta(minutes=10))
    assert watch(job()) == 0
    happen(1)
    assert watch(job()) == 1 and alerts() == [("", 5)]


def test_open_alert_is_not_raised_again_and_a_closed_one_only_by_later_events(operator: Organisation) -> None:
    rule(operator, per="actor", threshold=3, window_hours=1)
    officer = casting.actor(casting.person(operator, Role.SECURITY_OFFICER))
    happen(3)
    assert watch(job()) == 1 and watch(job()) == 0
    happen(3)
    assert watch(job()) == 0
    alerting.close(officer, alert=Alert.everything.get(), remark="Een vergissing")
    assert watch(job()) == 0
    happen(2)
    assert watch(job()) == 0  # not together with those that were looked into
    happen(3)
    assert watch(job()) == 1 and Alert.everything.count() == 2


def test_round_in_which_nothing_happened_leaves_no_event_and_few_queries(operator: Organisation) -> None:
    starter_rules(job())
    happen(30)
    watch(job())
    before = Entry.objects.count()
    watch(job())
    assert Entry.objects.count() == before
    counted = []
    for more in (5, 300):
        happen(more, "task.given", outcome=Outcome.DONE)
        with CaptureQueriesContext(connection) as queries:
            watch(job())
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.mark.parametrize(("code", "raised"), [("2512", 1), ("2902", 0), ("", 0)])
def test_certificate_that_is_not_known_raises_an_alert_by_its_code(
    operator: Organisation, code: str, raised: int
) -> None:
    rule(operator, kinds="*", outcome="refused", codes=RULES["unknown-certificate"]["codes"])
    happen(1, "certificate.refused", code=code)
    assert watch(job()) == raised


@pytest.mark.covers("Z-56")
def test_unusual_volume_is_many_times_the_usual(operator: Organisation) -> None:
    busy, quiet = casting.organisation(), casting.organisation()
    rule(operator, way="volume", kinds="delivery.*", per="organisation", threshold=20, factor=5, window_hours=24)
    done = {"outcome": Outcome.DONE, "kind": "delivery.offered"}
    for day in range(2, 28):
        happen(20, at=AT - timedelta(days=day), home=busy, **done)  # type: ignore[arg-type]
    happen(60, home=busy, **done)  # type: ignore[arg-type]
    happen(60, home=quiet, **done)  # type: ignore[arg-type]
    assert watch(job()) == 1 and alerts() == [(f"organisation:{quiet.pk}", 60)]
    assert watch(job(AT + timedelta(minutes=5))) == 0


def test_what_did_not_happen_is_said_once(operator: Organisation) -> None:
    rule(operator, way="absence", kinds="backup.made", window_hours=48)
    happen(1, "task.given", outcome=Outcome.DONE)
    assert watch(job()) == 0  # the chain is younger than two days
    later = AT + timedelta(days=3)
    assert watch(job(later)) == 1 and watch(job(later)) == 0
    officer = casting.actor(casting.person(operator, Role.SECURITY_OFFICER), later)
    alerting.close(officer, alert=Alert.everything.get(), remark="Wordt hersteld")
    assert watch(job(later + timedelta(hours=1))) == 0
    happen(1, "backup.made", at=later, outcome=Outcome.DONE)
    assert watch(job(later + timedelta(days=1))) == 0
    assert watch(job(later + timedelta(days=4))) == 1


def test_rule_that_is_off_finds_nothing(operator: Organisation) -> None:
    rule(operator, is_on=False)
    happen(9)
    assert watch(job()) == 0


def test_starter_rules_are_made_once_and_keep_what_was_changed(operator: Organisation) -> None:
    assert starter_rules(job()) == len(RULES)
    officer = casting.actor(casting.person(operator, Role.SECURITY_OFFICER))
    alerting.switch(officer, rule=Rule.everything.get(key="volume"), on=False)
    assert starter_rules(job()) == 0 and not Rule.everything.get(key="volume").is_on


def test_alert_is_seen_and_closed_with_a_remark_by_the_security_officer_only(operator: Organisation) -> None:
    rule(operator)
    happen(1)
    watch(job())
    alert = Alert.everything.get()
    officer = casting.actor(casting.person(operator, Role.SECURITY_OFFICER))
    for who in others(operator):
        for act in (alerting.see, partial(alerting.close, remark="x")):
            with pytest.raises(Refused):
                act(casting.actor(who), alert=alert)
    assert alerting.see(officer, alert=alert).state == "seen"
    with pytest.raises(Refused) as refused:
        alerting.close(officer, alert=alert, remark="  ")
    assert refused.value.code is codes.NOT_POSSIBLE_NOW
    assert alerting.close(officer, alert=alert, remark="Bekend onderzoek").state == "closed"
    assert Task.everything.get(kind="alert").state == "done"
    with pytest.raises(Refused) as refused:
        alerting.close(officer, alert=alert, remark="Nog eens")
    assert refused.value.code is access_codes.GONE_ALREADY


def others(operator: Organisation) -> list[Person]:
    """An auditor, and the security officer of another organisation."""
    elsewhere = casting.organisation()
    return [casting.person(operator, Role.AUDITOR), casting.person(elsewhere, Role.SECURITY_OFFICER)]
