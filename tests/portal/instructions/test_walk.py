"""Whatever order things are done in: an instruction that was not accepted or confirmed is no ground for anything."""

import casting
import instructing
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sluis.agreement.processings import Verb
from sluis.portal.instructions import assessing, giving
from sluis.portal.instructions.grounds import grounds_for
from sluis.portal.instructions.models import COUNTING, Instruction, State
from sluis.portal.tasks.models import Task
from sluis.refusals import Refused
from sluis.refusals.catalogue import instructions as codes

pytestmark = pytest.mark.usefixtures("sqlite")
MOVES = ("lawful", "unlawful", "confirm", "withdraw", "carry-out", "adapt")
AFTER = {
    ("lawful", State.GIVEN): State.ACCEPTED,
    ("unlawful", State.GIVEN): State.HELD,
    ("confirm", State.HELD): State.CONFIRMED,
    **{("withdraw", state): State.WITHDRAWN for state in (State.GIVEN, State.HELD, *COUNTING)},
    **{("adapt", state): State.ADAPTED for state in (State.GIVEN, State.HELD, *COUNTING)},
    **{("carry-out", state): State.DONE for state in COUNTING},
}


def move(both: instructing.Sides, found: Instruction, name: str) -> None:
    """Do it, as who may."""
    if name in ("lawful", "unlawful"):
        assessing.assess(both.ours(), instruction=found, lawful=name == "lawful", why="Art. 9 AVG")
    elif name == "carry-out":
        assessing.carry_out(both.ours(), instruction=found, outcome="Gedaan.")
    elif name == "adapt":
        giving.adapt(both.theirs(), instruction=found, data=instructing.SAID)
    else:
        getattr(giving, name)(both.theirs(), instruction=found, reason="Daarom.")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.sampled_from(MOVES), max_size=6))
def test_no_way_leads_to_a_ground_but_acceptance_or_confirmation(moves: list[str]) -> None:
    both = instructing.sides()
    found = instructing.given(both)
    for name in moves:
        expected = AFTER.get((name, State(found.state)))
        if expected is None:
            with pytest.raises(Refused) as refusal:
                move(both, found, name)
            assert refusal.value.code is codes.INSTRUCTION_MOVED
        else:
            move(both, found, name)
        found = instructing.fresh(found)
        assert found.state == (expected or found.state)
        grounds = [one.pk for one in grounds_for(both.agreement, Verb.REPORT, casting.now())]
        assert (found.pk in grounds) == (found.state in COUNTING)
        open_tasks = Task.everything.filter(about=found.subject, state=Task.State.OPEN).count()
        assert open_tasks == (1 if found.is_open else 0)
