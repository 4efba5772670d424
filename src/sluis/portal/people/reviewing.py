"""A review of rights: every role of an organisation's people and every mandate that it gave is kept or withdrawn (Z-45).

1. It is started, by hand or by the timetable, with a reviewer and a due date; each right becomes a decision to take.
2. The reviewer decides, with a reason for what is withdrawn; a withdrawn right ends at once.
3. Nobody decides about his or her own rights: another administrator does, or the operator.
4. It closes when all is decided. At the due date what is left is withdrawn (`overdue`).
"""

from datetime import date

from django.db import IntegrityError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Deadline, Term, end_of_day
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Grant, Mandate, Organisation, Person
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.access.standing import current_grants
from sluis.portal.people import granting
from sluis.portal.people.models import Decision, Review, ReviewCycle
from sluis.portal.people.revoking import revoke
from sluis.portal.people.rights import DECIDE, REVIEW
from sluis.portal.tasks.giving import give, settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as access_codes
from sluis.refusals.catalogue import people as codes

TASK, OWN_TASK = "people.review", "people.review-of-reviewer"


def start(actor: Actor, *, organisation: Organisation, reviewer: Person, due_on: date) -> Review:
    """Start a review.

    Raises:
        Refused: REVIEWER_UNFIT, DATES_WRONG, REVIEW_OPEN, NOTHING_TO_REVIEW, or no right.
    """
    if due_on <= day_of(actor.at):
        raise Refused(codes.DATES_WRONG)
    with changing(actor, REVIEW, on=organisation) as change:
        granting.lock(organisation)
        if not may_review(reviewer, organisation, day_of(actor.at)):
            raise Refused(codes.REVIEWER_UNFIT)
        review = Review(
            organisation=organisation, reviewer=reviewer, started_at=actor.at, started_by=actor.name, due_on=due_on
        )
        try:
            review.save(force_insert=True)
        except IntegrityError:
            raise Refused(codes.REVIEW_OPEN) from None
        rights = _take_up(review, day_of(actor.at))
        if not rights:
            raise Refused(codes.NOTHING_TO_REVIEW)
        _ask(change, review)
        change.record("review.started", review, counts={"records": len(rights)})
    return review


def decide(actor: Actor, *, decision: Decision, keep: bool, reason: str = "") -> Decision:
    """Decide about one right; one that is withdrawn ends at once.

    Raises:
        Refused: OWN_ROLES about one's own right, GONE_ALREADY, REASON_MISSING, LAST_ADMINISTRATOR, or no right.
    """
    if not keep and not reason.strip():
        raise Refused(codes.REASON_MISSING)
    with changing(actor, DECIDE, on=decision) as change:
        granting.lock(decision.organisation)
        found = locked(decision)
        require_may_decide(actor, found)
        found.outcome = Decision.Outcome.KEEP if keep else Decision.Outcome.WITHDRAW
        if not still_counts(found, day_of(actor.at)):
            found.outcome = Decision.Outcome.GONE
        elif not keep:
            _withdraw(change, found, reason)
        settle_decision(change, found, reason)
        close_when_done(change, found.review)
    return found


def require_may_decide(actor: Actor, decision: Decision) -> None:
    """Refuse who would decide about himself or herself, and who is not asked: besides the reviewer, who can be one."""
    if decision.outcome != Decision.Outcome.OPEN or decision.review.closed_at is not None:
        raise Refused(access_codes.GONE_ALREADY)
    own_role = actor.person and decision.grant and decision.grant.person_id == actor.person.pk
    own_mandate = actor.home and decision.mandate and decision.mandate.holder_id == actor.home.pk
    if own_role or own_mandate:
        raise Refused(access_codes.OWN_ROLES)


def settle_decision(change: Change, decision: Decision, reason: str) -> None:
    """Keep what was decided, by whom and why."""
    decision.reason, decision.decided_at, decision.decided_by = reason[:300], change.actor.at, change.actor.name
    decision.save()
    change.record("decision.made", decision, objects={"code": decision.outcome, "review": str(decision.review_id)})


def close_when_done(change: Change, review: Review) -> bool:
    """Close a review of which all is decided; else the tasks stay for what is left."""
    left = Decision.everything.filter(review=review, outcome=Decision.Outcome.OPEN)
    if not left.exclude(grant__person=review.reviewer).exists():
        settle(change, kind=TASK, subject=review)
    if not left.filter(grant__person=review.reviewer).exists():
        settle(change, kind=OWN_TASK, subject=review)
    if left.exists():
        return False
    review.closed_at = change.actor.at
    review.save()
    change.record("review.closed", review)
    return True


def may_review(person: Person, organisation: Organisation, today: date) -> bool:
    """Whether somebody's roles allow deciding there: of the organisation itself or, at the operator, of any."""
    at_operator = person.organisation.is_operator
    if not person.is_active or person.left_on or not (at_operator or person.organisation_id == organisation.pk):
        return False
    return bool(
        Grant.everything.filter(
            current_grants(today), person=person, role__in=deciding_roles(operator=at_operator)
        ).exists()
    )


def deciding_roles(*, operator: bool) -> list[str]:
    """The roles with which somebody can decide."""
    return [role.value for role in Role if DECIDE.held_by(role, operator=operator)]


def set_cycle(actor: Actor, *, organisation: Organisation, months: int, reviewer: Person | None) -> ReviewCycle:
    """Set how often the rights of an organisation are reviewed, and by whom.

    Raises:
        Refused: REVIEWER_UNFIT, or no right.
    """
    with changing(actor, REVIEW, on=organisation) as change:
        granting.lock(organisation)
        if reviewer and not may_review(reviewer, organisation, day_of(actor.at)):
            raise Refused(codes.REVIEWER_UNFIT)
        found = ReviewCycle.everything.filter(organisation=organisation).first()
        cycle: ReviewCycle = found or ReviewCycle(organisation=organisation)
        cycle.months, cycle.reviewer = months, reviewer
        cycle.full_clean()
        cycle.save()
        change.record("reviewcycle.changed", cycle)
    return cycle


def still_counts(decision: Decision, today: date) -> bool:
    """Whether the right is still there to decide about."""
    if decision.grant:
        until = decision.grant.ends_on
        return decision.grant.withdrawn_at is None and (until is None or until >= today)
    assert decision.mandate is not None
    until = decision.mandate.ends_on
    return decision.mandate.revoked_at is None and (until is None or until >= today)


def locked(decision: Decision) -> Decision:
    """The decision as stored now, with its right."""
    found: Decision = (
        Decision.everything.select_for_update(of=("self",))
        .select_related("review__reviewer", "organisation", "grant__person__organisation", "mandate__holder")
        .get(pk=decision.pk)
    )
    return found


def _withdraw(change: Change, decision: Decision, reason: str) -> None:
    if decision.grant:
        granting.require_not_last(change.actor, decision.grant.person, decision.grant.role)
    revoke(change, decision, reason)


def _take_up(review: Review, today: date) -> list[Decision]:
    """A decision for every right that counts now."""
    grants = Grant.everything.filter(current_grants(today), organisation=review.organisation).filter(
        person__is_active=True
    )
    future = Q(revoked_at=None) & (Q(ends_on=None) | Q(ends_on__gte=today))
    mandates = Mandate.everything.filter(future, organisation=review.organisation)
    rights = [Decision(organisation=review.organisation, review=review, grant=one) for one in grants]
    rights += [Decision(organisation=review.organisation, review=review, mandate=one) for one in mandates]
    return list(Decision.everything.bulk_create(rights))


def _ask(change: Change, review: Review) -> None:
    """Tasks: for the reviewer, and for another about the reviewer's own rights."""
    due = Deadline.ending(end_of_day(review.due_on), [Term.read("7 days"), Term.read("1 day")])
    mine = Decision.everything.filter(review=review, grant__person=review.reviewer)
    if Decision.everything.filter(review=review).exclude(grant__person=review.reviewer).exists():
        give(
            change, organisation=review.reviewer.organisation, kind=TASK, title=_("Review the rights of people"),
            subject=review, person=review.reviewer, due=due, url_name="people:review", args=[review.pk],
        )  # fmt: skip
    if mine.exists():
        _ask_another(change, review, due)


def _ask_another(change: Change, review: Review, due: Deadline) -> None:
    """Another administrator decides about the reviewer's rights; where there is none, the operator does."""
    today = day_of(change.actor.at)
    others = granting.administrators(review.organisation, today).exclude(person=review.reviewer)
    asked = review.organisation if others.exists() else Organisation.everything.filter(is_operator=True).first()
    give(
        change, organisation=asked or review.organisation, kind=OWN_TASK,
        title=_("Review the rights of the reviewer"), subject=review, role=Role.ADMINISTRATOR, due=due,
        url_name="people:review", args=[review.pk],
    )  # fmt: skip
