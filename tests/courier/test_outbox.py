"""The outbox: a package is there whole or not at all, held by one, and leaves a note."""

from pathlib import Path

import pytest

from sluis.home.outbox import Arrived, Outbox
from sluis.refusals import Refused

NOTE = Arrived("ab" * 16, "0000-1111-2222", "an-id", "2026-03-04T05:06:07+00:00")


def names(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def test_a_package_stays_until_it_arrived_and_leaves_a_note(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    with outbox.holding("name") as slot:
        assert not slot.is_full and slot.notes() == []
        slot.making.write_bytes(b"whole")
        slot.fill({"step": "deliver"})
    with outbox.holding("name") as slot:
        assert slot.is_full and slot.report() == {"step": "deliver"} and slot.package.read_bytes() == b"whole"
        assert [one.name for one in outbox.waiting()] == ["name"]
        slot.arrived(NOTE)
        assert slot.notes() == [NOTE] and not slot.is_full
    assert names(tmp_path) == [f"arrived/name.{NOTE.delivery}.json"]


def test_what_somebody_left_who_was_killed_is_tidied_away(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    with outbox.holding("name") as slot:
        slot.making.write_bytes(b"not all of")
        (tmp_path / "name.json").write_text("{}")
    with outbox.holding("name") as slot:
        assert not slot.is_full and not slot.making.exists()
    assert names(tmp_path) == []


def test_one_name_is_held_by_one_and_another_is_free(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    with outbox.holding("name"), outbox.holding("other"):
        with pytest.raises(Refused) as refused, outbox.holding("name"):
            raise AssertionError
        assert refused.value.code.number == "2804"
    with outbox.holding("name"):
        pass
