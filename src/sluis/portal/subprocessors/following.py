"""What objections mean for the agreement itself: while one is not resolved, the controller may suspend or leave (Z-78)."""

from django.db.models import Min

from sluis.agreement import steps
from sluis.portal.access.actor import program
from sluis.portal.access.changing import Change
from sluis.portal.agreements import stepping
from sluis.portal.agreements.happening import held
from sluis.portal.agreements.models import Agreement
from sluis.portal.subprocessors.models import Subnotice


def follow(change: Change, agreement: Agreement) -> None:
    """Let the agreement know of objections that were not resolved; of several, the period that ended first counts.

    Whether an objection stands follows from what the parties recorded about it, so nobody takes this step by hand.
    """
    found = held(agreement)  # before looking, so that of two who do this at once the second sees what the first did
    until = Subnotice.everything.filter(
        Subnotice.living(), agreement=found, state=Subnotice.State.UNRESOLVED
    ).aggregate(first=Min("objection_until"))["first"]
    if found.runs and found.standing.objection_until != until:
        stepping.take(program("subprocessors", change.actor.at), agreement=found, step=steps.Object(until=until))
