"""Who can see what, as the page draws it, is what the trust table of the design says."""

import delivered
import pytest

from sluis.portal.deliveries.chambers import CONTENT, IDENTITY, KEYED, POLYMORPHIC, PSEUDONYM, chambers
from sluis.portal.deliveries.life import of_delivery
from sluis.portal.deliveries.models import State
from sluis.portal.deliveries.wording import groups, letters
from sluis.portal.ui.life import State as Stands


@pytest.mark.parametrize("scheme", [POLYMORPHIC, KEYED])
def test_each_chamber_shows_what_its_party_sees(scheme: str) -> None:
    source, ttp, recipient = (
        {sight.what: sight.seen for sight in room.sights} for room in chambers(scheme, "Bron", "TTP", "Register")
    )
    assert source == {IDENTITY: True, CONTENT: True, PSEUDONYM: False}
    assert ttp == {IDENTITY: False, CONTENT: False, PSEUDONYM: scheme == KEYED}
    assert recipient == {IDENTITY: False, CONTENT: True, PSEUDONYM: True}


def test_a_number_is_said_in_groups_and_its_letters_are_spelled() -> None:
    assert groups("AB12-CD34-EF56") == "AB12 – CD34 – EF56"
    assert len(letters("AB12-0034-0056")) == 2


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize(
    ("state", "stands"),
    [
        (State.OFFERED, "done now next next next next next"),
        (State.CHECKED, "done done now next next next next"),
        (State.AVAILABLE, "done done done done done now next"),
        (State.OPENED, "done done done done done done now"),
        (State.EXPIRED, "done done done done done done done"),
        (State.REFUSED, "done failed"),
    ],
)
def test_the_life_line_stands_where_the_delivery_stands(state: State, stands: str) -> None:
    found = delivered.delivery(delivered.lane(), state)
    steps = of_delivery(found, found.created_at).steps
    assert " ".join(step.state.value for step in steps) == stands


@pytest.mark.usefixtures("sqlite")
def test_what_was_removed_before_anybody_took_it_was_not_downloaded() -> None:
    found = delivered.delivery(delivered.lane(), State.REMOVED, downloaded_at=None, opened_at=None)
    taken = of_delivery(found, found.created_at).steps[-2]
    assert (taken.state, str(taken.when)) == (Stands.NEXT, "niet gedaan")
