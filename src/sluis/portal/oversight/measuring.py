"""Measures are evaluated, shown by evidence, linked to standards and improved (Z-84, Z-89, Z-95)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Deadline, Term, end_of_day
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Person
from sluis.portal.access.rights import WORKING
from sluis.portal.oversight.models import Evaluation, Improvement, Measure, Reference
from sluis.portal.oversight.rights import DECIDE, EVALUATE, KEEP_MEASURES
from sluis.portal.tasks.giving import give, settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as access_codes
from sluis.refusals.catalogue import oversight as codes

EVALUATION, IMPROVEMENT = "evaluation", "improvement"
WARNINGS = (Term.read("30 days"), Term.read("7 days"))

_AFTER = {
    Evaluation.Result.WORKS: Measure.Status.IN_FORCE,
    Evaluation.Result.PARTLY: Measure.Status.IMPROVE,
    Evaluation.Result.FAILS: Measure.Status.IMPROVE,
}


def evaluate(actor: Actor, *, evaluation: Evaluation) -> Evaluation:
    """Keep an evaluation; the measure gets its date, its state and its next date, and the task is settled.

    Raises:
        Refused: NOT_POSSIBLE_NOW for a measure that was withdrawn.
    """
    with changing(actor, EVALUATE, on=evaluation) as change:
        measure: Measure = Measure.everything.select_for_update().get(pk=evaluation.measure_id)
        if measure.status == Measure.Status.WITHDRAWN:
            raise Refused(codes.NOT_POSSIBLE_NOW, state=str(measure.status))
        evaluation.recorded_by = actor.name
        evaluation.full_clean()
        evaluation.save(force_insert=True)
        measure.status = _AFTER[Evaluation.Result(evaluation.result)]
        measure.evaluated_on, measure.evaluate_by = evaluation.evaluated_on, evaluation.evaluate_by
        measure.save()
        change.record("measure.evaluated", measure, objects={"evaluation": str(evaluation.pk)})
        settle(change, kind=EVALUATION, subject=measure)
    return evaluation


def link(actor: Actor, *, reference: Reference) -> Reference:
    """Link a measure to the number under which a standard asks for it."""
    with changing(actor, KEEP_MEASURES, on=reference) as change:
        reference.full_clean()
        reference.save(force_insert=True)
        change.record("reference.made", reference, objects={"measure": str(reference.measure_id)})
    return reference


def unlink(actor: Actor, *, reference: Reference) -> None:
    """Take the link away."""
    with changing(actor, KEEP_MEASURES, on=reference) as change:
        change.record("reference.removed", reference, objects={"measure": str(reference.measure_id)})
        reference.delete()


def decide(actor: Actor, *, improvement: Improvement, accept: bool) -> Improvement:
    """Accept a proposal, or decline it; not one's own.

    Raises:
        Refused: OWN_PROPOSAL; GONE_ALREADY when it was decided in the meantime.
    """
    with changing(actor, DECIDE, on=improvement) as change:
        fresh = _locked(improvement, Improvement.State.PROPOSED)
        if fresh.proposed_by == actor.name:
            raise Refused(codes.OWN_PROPOSAL)
        fresh.state = Improvement.State.ACCEPTED if accept else Improvement.State.DECLINED
        fresh.decided_at, fresh.decided_by = actor.at, actor.name
        fresh.save()
        change.record("improvement.decided", fresh, objects={"decision": fresh.state})
        if accept and fresh.owner_id:
            owner = Person.everything.get(pk=fresh.owner_id)
            give(
                change, organisation=fresh.organisation, kind=IMPROVEMENT, title=_("Carry out an improvement: %(title)s"),
                facts={"title": fresh.title}, subject=fresh, person=owner, due=_due(fresh.due_on),
                url_name="oversight:improvement", args=[fresh.pk],
            )  # fmt: skip
    return fresh


def finish(actor: Actor, *, improvement: Improvement) -> Improvement:
    """It was carried out: said by who carries it out, or by who keeps the measures.

    Raises:
        Refused: NOT_ALLOWED, GONE_ALREADY.
    """
    own = actor.person is not None and improvement.owner_id == actor.person.pk
    with changing(actor, EVALUATE if not own else WORKING, on=improvement if not own else None) as change:
        fresh = _locked(improvement, Improvement.State.ACCEPTED)
        fresh.state, fresh.done_at = Improvement.State.DONE, actor.at
        fresh.save()
        change.record("improvement.done", fresh)
        settle(change, kind=IMPROVEMENT, subject=fresh)
    return fresh


def _locked(improvement: Improvement, state: str) -> Improvement:
    fresh: Improvement = Improvement.everything.select_for_update().get(pk=improvement.pk)
    if fresh.state != state:
        raise Refused(access_codes.GONE_ALREADY)
    return fresh


def _due(on: date | None) -> Deadline | None:
    return Deadline.ending(end_of_day(on), WARNINGS) if on else None
