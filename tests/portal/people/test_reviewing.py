"""Reviews of rights: decided in time, by another than the person concerned, or withdrawn by the clock."""

from datetime import date, datetime, timedelta
from typing import Any

import casting
import pytest

from sluis.deadlines import day_of
from sluis.portal.access.actor import program
from sluis.portal.access.models import Grant, Mandate, Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.ledger.models import Entry
from sluis.portal.notifications.models import Envelope
from sluis.portal.people import granting, overdue, reviewing
from sluis.portal.people.models import Decision, Review
from sluis.portal.tasks.models import Task
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as access_codes
from sluis.refusals.catalogue import people as codes

pytestmark = pytest.mark.usefixtures("database")

OPEN, KEEP, WITHDRAW, OVERDUE, SPARED, GONE = Decision.Outcome


class Cast:
    """An organisation with two administrators, a deliverer, a mandate, and a review under way; and the operator."""

    def __init__(self, *, started: datetime | None = None) -> None:
        self.at = started or casting.now()
        self.operator, self.home, self.supplier = (
            casting.organisation(operator=True), casting.organisation(), casting.organisation(),
        )  # fmt: skip
        self.ours = casting.person(self.operator, Role.ADMINISTRATOR)
        self.reviewer, self.second = (casting.person(self.home, Role.ADMINISTRATOR) for _ in range(2))
        self.deliverer = casting.person(self.home, Role.DELIVERER)
        self.mandate = casting.make(
            Mandate(organisation=self.home, holder=self.supplier, roles=["deliverer"], given_by="x",
                    starts_on=date.today() - timedelta(days=1))
        )  # fmt: skip
        self.due = day_of(self.at) + timedelta(days=14)
        self.review = reviewing.start(
            casting.actor(self.reviewer, self.at), organisation=self.home, reviewer=self.reviewer, due_on=self.due
        )

    def decision(self, right: Person | Mandate) -> Decision:
        """About a person's role, or the mandate."""
        found = Decision.everything.filter(review=self.review)
        one = found.get(mandate=right) if isinstance(right, Mandate) else found.get(grant__person=right)
        assert isinstance(one, Decision)
        return one

    def decide(self, who: Person, right: Person | Mandate, *, keep: bool, reason: str = "niet meer nodig") -> Decision:
        """Decide."""
        return reviewing.decide(casting.actor(who, self.at), decision=self.decision(right), keep=keep, reason=reason)

    def close(self, days: int) -> int:
        """What the clock does so many days after the due date."""
        at = datetime.combine(self.due + timedelta(days=days), datetime.min.time(), self.at.tzinfo) + timedelta(
            hours=12
        )
        return overdue.close_overdue(program("jobs", at))


def refused(do: Any) -> Any:
    """With which code; nothing was saved."""
    before, events = list(Decision.everything.order_by("pk").values()), Entry.objects.count()
    with pytest.raises(Refused) as refusal:
        do()
    assert list(Decision.everything.order_by("pk").values()) == before and Entry.objects.count() == events
    return refusal.value.code


@pytest.mark.covers("Z-45")
def test_review_holds_every_right_and_asks_the_reviewer_and_another_about_the_reviewers() -> None:
    cast = Cast()
    assert Decision.everything.filter(review=cast.review, outcome=OPEN).count() == 4
    tasks = {task.kind: task for task in Task.everything.filter(about=cast.review.subject)}
    assert tasks[reviewing.TASK].person == cast.reviewer
    assert (tasks[reviewing.OWN_TASK].organisation, tasks[reviewing.OWN_TASK].role) == (cast.home, "administrator")
    assert Entry.objects.order_by("-n").values_list("kind", flat=True)[0] == "review.started"


def test_rights_of_the_only_administrator_go_to_the_operator() -> None:
    operator, home = casting.organisation(operator=True), casting.organisation()
    reviewer = casting.person(home, Role.ADMINISTRATOR)
    due = date.today() + timedelta(days=9)
    review = reviewing.start(casting.actor(reviewer), organisation=home, reviewer=reviewer, due_on=due)
    task = Task.everything.get(about=review.subject)
    assert (task.kind, task.organisation) == (reviewing.OWN_TASK, operator)


@pytest.mark.covers("Z-45")
def test_decided_rights_stay_or_end_at_once_and_the_review_closes() -> None:
    cast = Cast()
    cast.decide(cast.reviewer, cast.deliverer, keep=False)
    grant = Grant.everything.get(person=cast.deliverer)
    assert grant.withdrawn_at == cast.at and grant.reason == "niet meer nodig"
    assert casting.actor(cast.deliverer).rights == frozenset()
    assert Envelope.objects.get().address == cast.deliverer.email
    cast.decide(cast.reviewer, cast.mandate, keep=False)
    assert Mandate.everything.get(pk=cast.mandate.pk).revoked_at == cast.at
    cast.decide(cast.reviewer, cast.second, keep=True)
    assert Review.everything.get(pk=cast.review.pk).closed_at is None
    assert Task.everything.get(kind=reviewing.TASK).state == Task.State.DONE
    cast.decide(cast.second, cast.reviewer, keep=True)
    assert Review.everything.get(pk=cast.review.pk).closed_at == cast.at
    assert not Task.everything.filter(state=Task.State.OPEN).exists()
    kinds = list(Entry.objects.values_list("kind", flat=True))
    assert kinds.count("decision.made") == 4 and {"review.closed", "grant.withdrawn", "mandate.revoked"} <= set(kinds)
    assert cast.close(1) == 0 and Grant.everything.get(person=cast.second).withdrawn_at is None


@pytest.mark.covers("Z-45")
def test_nobody_decides_about_own_rights_not_even_the_reviewer() -> None:
    cast = Cast()
    for who in (cast.reviewer, cast.second):
        for keep in (True, False):
            code = refused(lambda w=who, k=keep: cast.decide(w, w, keep=k))
            assert code is access_codes.OWN_ROLES


def test_who_works_under_a_mandate_does_not_decide_about_that_mandate() -> None:
    cast = Cast()
    holder = casting.person(cast.supplier, Role.ADMINISTRATOR)
    wide = casting.make(
        Mandate(organisation=cast.home, holder=cast.supplier, roles=["administrator"], given_by="x",
                starts_on=date.today() - timedelta(days=1), flow="ander")
    )  # fmt: skip
    actor = casting.actor(holder, cast.at, wide)
    do = lambda: reviewing.decide(actor, decision=cast.decision(cast.mandate), keep=True)  # noqa: E731
    assert refused(do) is access_codes.OWN_ROLES


def test_decision_is_refused_twice_without_reason_without_right_and_to_others() -> None:
    cast = Cast()
    stranger = casting.person(casting.organisation(), Role.ADMINISTRATOR)
    assert refused(lambda: cast.decide(cast.reviewer, cast.deliverer, keep=False, reason=" ")) is codes.REASON_MISSING
    assert refused(lambda: cast.decide(cast.deliverer, cast.second, keep=True)) is access_codes.NOT_ALLOWED
    assert refused(lambda: cast.decide(stranger, cast.deliverer, keep=True)) is access_codes.NOT_YOURS
    cast.decide(cast.reviewer, cast.deliverer, keep=True)
    assert refused(lambda: cast.decide(cast.reviewer, cast.deliverer, keep=False)) is access_codes.GONE_ALREADY


def test_last_administrator_is_not_withdrawn_by_a_decision_inside_the_organisation() -> None:
    cast = Cast()
    cast.decide(cast.reviewer, cast.second, keep=False)
    security = casting.person(cast.home, Role.SECURITY_OFFICER)
    code = refused(lambda: cast.decide(security, cast.reviewer, keep=False))
    assert code is access_codes.LAST_ADMINISTRATOR
    cast.decide(cast.ours, cast.reviewer, keep=False)  # the operator may
    assert casting.actor(cast.reviewer).rights == frozenset()


@pytest.mark.parametrize(
    ("days", "decided", "withdrawn"),
    [
        (0, (), 0),  # the due date itself is in time
        (1, (), 3),  # the deliverer, the mandate and one administrator; the other is the last
        (1, ("deliverer",), 2),
        (1, ("deliverer", "mandate"), 1),
        (1, ("deliverer", "mandate", "second"), 1),  # the reviewer's own right, about which nobody decided
        (90, ("deliverer", "mandate", "second"), 1),
    ],
)
@pytest.mark.covers("Z-45")
def test_rights_without_a_decision_are_withdrawn_after_the_due_date(
    days: int, decided: tuple[str, ...], withdrawn: int
) -> None:
    cast = Cast()
    for name in decided:
        cast.decide(cast.reviewer, getattr(cast, name), keep=True)
    assert cast.close(days) == withdrawn
    administrators = Grant.everything.filter(organisation=cast.home, role="administrator", withdrawn_at=None)
    assert administrators.exists()
    outcomes = list(Decision.everything.filter(review=cast.review).values_list("outcome", flat=True))
    if days == 0:
        assert outcomes == [OPEN] * 4
        return
    assert outcomes.count(OVERDUE) == withdrawn and outcomes.count(KEEP) == len(decided) and OPEN not in outcomes
    assert Review.everything.get(pk=cast.review.pk).closed_at is not None
    told = {envelope.address for envelope in Envelope.objects.all()}
    assert len(told) == sum(1 for one in Decision.everything.filter(outcome=OVERDUE) if one.grant)
    kinds = list(Entry.objects.values_list("kind", flat=True))
    assert kinds.count("grant.withdrawn") + kinds.count("mandate.revoked") == withdrawn
    assert cast.close(days) == 0  # again: nothing more


@pytest.mark.covers("Z-45")
def test_last_administrator_stays_and_the_operator_is_asked() -> None:
    cast = Cast()
    cast.close(1)
    assert Decision.everything.filter(review=cast.review, outcome=SPARED).count() == 1
    task = Task.everything.get(kind="people.last-administrator")
    assert (task.organisation, task.role, task.state) == (cast.operator, "administrator", Task.State.OPEN)
    spared = Decision.everything.get(outcome=SPARED).grant
    assert spared is not None and spared.withdrawn_at is None


def test_right_that_ended_in_the_meantime_is_only_marked() -> None:
    cast = Cast()
    granting.withdraw(casting.actor(cast.reviewer), grant=Grant.everything.get(person=cast.deliverer))
    told = Envelope.objects.count()
    assert cast.decide(cast.reviewer, cast.deliverer, keep=True).outcome == GONE
    cast.decide(cast.reviewer, cast.mandate, keep=True)
    cast.decide(cast.reviewer, cast.second, keep=True)
    cast.decide(cast.second, cast.reviewer, keep=True)
    assert cast.close(1) == 0 and Envelope.objects.count() == told


@pytest.mark.parametrize("case", ["past", "today", "open", "reviewer", "nothing", "no right", "stranger"])
def test_start_is_refused(case: str) -> None:
    home, other = casting.organisation(), casting.organisation()
    admin, plain = casting.person(home, Role.ADMINISTRATOR), casting.person(home, Role.DELIVERER)
    stranger = casting.person(other, Role.ADMINISTRATOR)
    soon = date.today() + timedelta(days=5)

    def start(who: Person = admin, reviewer: Person = admin, due: date = soon, of: Organisation = home) -> Any:
        return lambda: reviewing.start(casting.actor(who), organisation=of, reviewer=reviewer, due_on=due)

    if case == "open":
        start()()
    empty = casting.organisation()
    operator = casting.person(casting.organisation(operator=True), Role.ADMINISTRATOR)
    do, code = {
        "past": (start(due=date.today() - timedelta(days=1)), codes.DATES_WRONG),
        "today": (start(due=date.today()), codes.DATES_WRONG),
        "open": (start(), codes.REVIEW_OPEN),
        "reviewer": (start(reviewer=plain), codes.REVIEWER_UNFIT),
        "nothing": (start(operator, operator, of=empty), codes.NOTHING_TO_REVIEW),
        "no right": (start(plain), access_codes.NOT_ALLOWED),
        "stranger": (start(stranger, stranger), access_codes.NOT_YOURS),
    }[case]
    reviews = Review.everything.count()
    assert refused(do) is code and Review.everything.count() == reviews
    assert refused(start(reviewer=stranger)) in (codes.REVIEWER_UNFIT, codes.REVIEW_OPEN)


@pytest.mark.covers("Z-45")
@pytest.mark.parametrize(
    ("months", "after", "starts"), [(6, 150, False), (6, 190, True), (2, 50, False), (2, 65, True)]
)
def test_timetable_starts_a_review_after_the_months_that_were_set(months: int, after: int, starts: bool) -> None:
    home = casting.organisation()
    admin = casting.person(home, Role.ADMINISTRATOR)
    casting.person(home, Role.DELIVERER)
    if months != 6:
        reviewing.set_cycle(casting.actor(admin), organisation=home, months=months, reviewer=admin)
    at = casting.now() + timedelta(days=after)
    assert overdue.start_due(program("jobs", at)) == int(starts)
    assert overdue.start_due(program("jobs", at)) == 0  # one at a time
    if not starts:
        return
    review = Review.everything.get()
    assert review.reviewer == admin and review.due_on == day_of(at) + overdue.TO_REVIEW
    late = at + overdue.TO_REVIEW + timedelta(days=1)
    overdue.close_overdue(program("jobs", late))
    assert overdue.start_due(program("jobs", late)) == 0  # the next one after as many months again


def test_cycle_is_set_by_who_may_with_a_fit_reviewer() -> None:
    home = casting.organisation()
    admin, plain = casting.person(home, Role.ADMINISTRATOR), casting.person(home, Role.DELIVERER)
    for who, reviewer, code in ((admin, plain, codes.REVIEWER_UNFIT), (plain, admin, access_codes.NOT_ALLOWED)):
        with pytest.raises(Refused) as refusal:
            reviewing.set_cycle(casting.actor(who), organisation=home, months=3, reviewer=reviewer)
        assert refusal.value.code is code
