"""The custodian signs where the portal's chain stands, closes its segments, and proves that one was destroyed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import casting
import pytest
from django.db import transaction

from sluis.custodian.witnessing import CHECKPOINT_EVERY, SEGMENT_LASTS, Witness
from sluis.deadlines import Term
from sluis.evidence import read_checkpoint
from sluis.evidence.event import Event
from sluis.home.home import Home
from sluis.portal.ledger.appending import Concerning, append
from sluis.portal.ledger.models import Checkpoint, Entry, Segment
from sluis.portal.ledger.verifying import verify

NOW = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=5)
"""When the certificate of the home below is valid."""

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def ttp(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A TTP's home."""
    from worlds import sluis

    place: Path = tmp_path_factory.mktemp("ttp") / "home"
    assert sluis("ttp", "init", "--home", place, "--party", "sluis", "--name", "TTP De Sluis").code == 0
    return Home(place)


def witness(home: Home, kept: str = "5 years") -> Witness:
    """As the custodian makes it."""
    return Witness(home.signer(), home.shelf.trust, Term.read(kept))


def happens(at: datetime) -> None:
    """One event in the portal."""
    with transaction.atomic():
        append((Concerning(Event("task.made", at, "program:test", "program:test", "test")),))


def test_nothing_is_signed_before_anything_happened(ttp: Home) -> None:
    assert list(witness(ttp).round(NOW)) == []


@pytest.mark.covers("Z-101")
def test_checkpoint_is_signed_by_the_ttp_and_the_chain_is_held_against_it(ttp: Home) -> None:
    happens(NOW)
    assert list(witness(ttp).round(NOW)) == ["evidence.checkpointed"]
    kept = read_checkpoint(bytes(Checkpoint.objects.get().signed))
    assert kept.verify(ttp.shelf.trust).party == "sluis" and kept.checkpoint.n == 1
    assert verify(ttp.shelf.trust, kept).sound
    assert list(witness(ttp).round(NOW + timedelta(seconds=2))) == []


def test_checkpoint_follows_when_something_happened_and_some_time_has_passed(ttp: Home) -> None:
    happens(NOW)
    list(witness(ttp).round(NOW))
    later = NOW + CHECKPOINT_EVERY
    assert list(witness(ttp).round(later)) == []  # nothing but its own event happened
    happens(later)
    assert list(witness(ttp).round(later)) == ["evidence.checkpointed"]
    assert Checkpoint.objects.count() == 2


def test_segment_ends_is_closed_and_goes_after_its_term_with_proof(ttp: Home) -> None:
    begun = NOW
    happens(begun)
    signs = witness(ttp, "1 month")
    done = list(signs.round(begun + SEGMENT_LASTS))
    assert done == ["evidence.checkpointed", "evidence.segment-ended", "evidence.segment-closed"]
    assert verify(ttp.shelf.trust).sound
    assert "evidence.destroyed" not in list(signs.round(begun + SEGMENT_LASTS + timedelta(days=20)))
    assert "evidence.destroyed" in list(signs.round(begun + SEGMENT_LASTS + timedelta(days=40)))
    first = Segment.objects.get(number=1)
    assert first.destruction and not Entry.objects.filter(segment=first).exists()
    found = verify(ttp.shelf.trust)
    assert found.sound, found.findings
    casting.organisation()
    assert verify(ttp.shelf.trust).sound
