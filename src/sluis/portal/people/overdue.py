"""What the clock does: overdue rights are withdrawn, reviews begin, and what expires becomes a task."""

from datetime import date, timedelta

from django.db.models import Max, Q

from sluis.deadlines import months_after
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Grant, Organisation, Person, Statement
from sluis.portal.access.recognising import day_of
from sluis.portal.access.standing import current_grants
from sluis.portal.people import checklist, granting, reviewing
from sluis.portal.people.models import DEFAULT_MONTHS, Decision, Review, ReviewCycle, Screening, Training
from sluis.portal.people.revoking import revoke, spare
from sluis.portal.people.rights import DECIDE, RECORD
from sluis.portal.tasks.models import Task
from sluis.refusals import Refused

TO_REVIEW = timedelta(days=30)
"""Between the start of a review by the timetable and its due date."""


def close_overdue(actor: Actor) -> int:
    """Withdraw the rights about which nobody decided in time, and close those reviews; how many rights were withdrawn."""
    late = Review.everything.filter(closed_at=None, due_on__lt=day_of(actor.at)).order_by("due_on", "pk")
    return sum(_close(actor, review) for review in late)


def _close(actor: Actor, review: Review) -> int:
    """One review in one transaction; administrators come last, so that the last of them is known."""
    withdrawn = 0
    with changing(actor, DECIDE, on=review) as change:
        granting.lock(review.organisation)
        current: Review = Review.everything.select_for_update(of=("self",)).select_related("reviewer").get(pk=review.pk)
        left = Decision.everything.filter(review=current, outcome=Decision.Outcome.OPEN).order_by("grant__role", "pk")
        for one in left if current.closed_at is None else ():
            decision = reviewing.locked(one)
            decision.outcome = _outcome(actor, decision)
            if decision.outcome == Decision.Outcome.OVERDUE:
                revoke(change, decision, "review overdue")
                withdrawn += 1
            elif decision.outcome == Decision.Outcome.SPARED:
                spare(change, decision)
            reviewing.settle_decision(change, decision, "")
        change.record("review.overdue", current, counts={"done": withdrawn})
        if current.closed_at is None:
            reviewing.close_when_done(change, current)
    return withdrawn


def _outcome(actor: Actor, decision: Decision) -> str:
    if not reviewing.still_counts(decision, day_of(actor.at)):
        return Decision.Outcome.GONE
    grant = decision.grant
    if grant and grant.role == "administrator" and granting.is_last_administrator(grant.person, day_of(actor.at)):
        return Decision.Outcome.SPARED
    return Decision.Outcome.OVERDUE


def start_due(actor: Actor) -> int:
    """Start the reviews whose time has come; how many."""
    return sum(_start(actor, organisation) for organisation in Organisation.everything.filter(ended_on=None))


def _start(actor: Actor, organisation: Organisation) -> bool:
    today = day_of(actor.at)
    cycle = ReviewCycle.everything.select_related("reviewer__organisation").filter(organisation=organisation).first()
    if not _is_due(organisation, cycle.months if cycle else DEFAULT_MONTHS, today):
        return False
    reviewer = _reviewer(organisation, cycle.reviewer if cycle else None, today)
    if reviewer is None:
        return False
    try:
        reviewing.start(actor, organisation=organisation, reviewer=reviewer, due_on=today + TO_REVIEW)
    except Refused:  # somebody was just before, or there is nothing to review
        return False
    return True


def _is_due(organisation: Organisation, months: int, today: date) -> bool:
    """Months after the last review, or after the first right that was given."""
    reviews = Review.everything.filter(organisation=organisation)
    if reviews.filter(closed_at=None).exists():
        return False
    last = reviews.aggregate(last=Max("started_at"))["last"]
    if last is None:
        last = Grant.everything.filter(organisation=organisation).order_by("granted_at").values_list(
            "granted_at", flat=True
        ).first()  # fmt: skip
    return last is not None and months_after(day_of(last), months) <= today


def _reviewer(organisation: Organisation, chosen: Person | None, today: date) -> Person | None:
    """The reviewer that was set, else an administrator, else one of the operator."""
    if chosen and reviewing.may_review(chosen, organisation, today):
        return chosen
    operator = Organisation.everything.filter(is_operator=True).first()
    for home in (organisation, operator):
        grant = home and granting.administrators(home, today).select_related("person").order_by("granted_at").first()
        if grant:
            return grant.person
    return None


def remind_of_ends(actor: Actor) -> int:
    """Give a task for every statement, screening and training that ends within thirty days; how many."""
    today = day_of(actor.at)
    given = 0
    for kind, model in (
        (checklist.STATEMENT, Statement), (checklist.SCREENING, Screening), (checklist.TRAINING, Training),
    ):  # fmt: skip
        for person, end in _ending(model, today):
            given += _remind(actor, person, kind, end)
    return given


def _ending(model: type, today: date) -> list[tuple[Person, date]]:
    """Persons at work whose last record of a kind ends soon or has ended; the latest end counts."""
    latest: dict[object, date] = {}
    rows = model.everything.exclude(**_void(model))  # type: ignore[attr-defined]
    for person, until in rows.values_list("person", "valid_until"):
        latest[person] = max(latest.get(person, date.min), until or date.max)
    soon = {pk: end for pk, end in latest.items() if end <= today + checklist.WITHIN}
    people = Person.everything.select_related("organisation").filter(pk__in=soon, is_active=True, left_on=None)
    return [(person, soon[person.pk]) for person in people]


def _void(model: type) -> dict[str, object]:
    if model is Statement:
        return {"withdrawn_on__isnull": False}
    return (
        {"result__in": [Screening.Result.OBJECTION, Screening.Result.WAITING]} if model is Screening else {"pk": None}
    )


def _remind(actor: Actor, person: Person, kind: str, end: date) -> bool:
    about = {"kind": kind, "about": person.subject, "state": Task.State.OPEN}
    if Task.everything.filter(organisation=person.organisation, **about).exists():
        return False
    with changing(actor, RECORD, on=person) as change:
        checklist.remind(change, person, kind, end)
    return True


def end_roles(actor: Actor) -> int:
    """Mark roles whose last day has passed as ended; they count no more already."""
    past = ~current_grants(day_of(actor.at)) & Q(withdrawn_at=None)
    ended = 0
    for grant in Grant.everything.filter(past).select_related("person__organisation"):
        with changing(actor, DECIDE, on=grant) as change:
            granting.end(change, grant, reason="ended")
        ended += 1
    return ended
