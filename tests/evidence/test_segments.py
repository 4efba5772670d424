"""The end of segments and copies for an auditor, from the command line and as a program does it."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from signatures.issuing import refuses
from worlds import Answer, World, Worlds, sluis, specification

from sluis.deadlines import Term
from sluis.evidence import copying, verify
from sluis.home.home import Home
from sluis.home.segments import close_segment, destroy_segment
from sluis.refusals.catalogue import evidence


@pytest.fixture
def lone(worlds: Worlds, tmp_path: Path) -> World:
    """A TTP with some events."""
    return worlds.make(tmp_path / "world", specification())


def run(world: World, verb: str, *more: object) -> Answer:
    """`sluis evidence` at the TTP's home."""
    return sluis("--json", "evidence", verb, *more, "--home", world.path("ttp"))


def verified(place: Path, *more: object) -> Answer:
    return sluis("--json", "evidence", "verify", "--dir", place, *more)


def later(world: World, **ahead: float) -> Home:
    at = (datetime.now(UTC) + timedelta(**ahead)).replace(microsecond=0)
    return Home(world.path("ttp"), lambda: at)


def kinds(home: Home) -> list[str]:
    return [event.kind for _, event in home.evidence.events()]


@pytest.mark.covers("Z-39")
def test_closed_segment_is_followed_by_the_next(lone: World) -> None:
    answer = run(lone, "close")
    assert (answer.code, answer.data["segment"]) == (0, 1)
    lines = lone.path("ttp", "evidence", "00000002.jsonl").read_text().splitlines()
    assert [json.loads(line)["event"]["kind"] for line in lines] == ["evidence.closed"]
    assert verified(lone.path("ttp")).code == 0
    kept = lone.path("ttp", "evidence", "00000001.closing.json")
    assert verified(lone.path("ttp"), "--against", kept).code == 0
    assert run(lone, "close").data["segment"] == 2


def test_destruction_is_confirmed_and_waits_for_the_term(lone: World) -> None:
    run(lone, "close")
    for words, code in (
        (["1"], "2781"),
        (["1", "--yes", "2"], "2781"),
        (["1", "--yes", "1"], "2780"),
        (["1", "--yes", "1", "--older-than", "1 day"], "2780"),
        (["1", "--yes", "1", "--older-than", "1 hour"], "2780"),
        (["1", "--yes", "1", "--older-than", "soon"], "2290"),
        (["2", "--yes", "2", "--older-than", "1 day"], "2706"),
        (["7", "--yes", "7"], "2706"),
        (["-1", "--yes", "-1"], "2706"),
    ):
        with lone.refuses(code) as answers:
            answers.append(run(lone, "destroy", *words))
    assert lone.path("ttp", "evidence", "00000001.jsonl").exists()


def test_term_ends_with_its_last_day(lone: World) -> None:
    segment, signed = close_segment(lone.home("ttp"))
    until = Term.read("5 years").after(signed.checkpoint.at)
    with refuses(evidence.SEGMENT_WITHIN_TERM):
        destroy_segment(Home(lone.path("ttp"), lambda: until), segment, Term.read("5 years"))
    home = later(lone, days=40)
    with refuses(evidence.SEGMENT_WITHIN_TERM):
        destroy_segment(home, segment, Term.read("2 months"))
    destroy_segment(home, segment, Term.read("30 days"))
    assert not lone.path("ttp", "evidence", "00000001.jsonl").exists()
    assert kinds(home) == ["evidence.closed", "evidence.destroyed"]
    assert verified(lone.path("ttp")).code == 0
    assert verified(lone.path("ttp"), "--against", lone.path("ttp", "evidence", "00000001.closing.json")).code == 0


def test_command_destroys_after_the_term(lone: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run(lone, "close")
    monkeypatch.setattr(Home.__init__, "__defaults__", (later(lone, days=70).clock,))  # commands have no other clock
    answer = run(lone, "destroy", "1", "--yes", "1", "--older-than", "2 months")
    assert (answer.code, answer.data) == (0, {"segment": 1, "state": "destroyed"})
    assert not lone.path("ttp", "evidence", "00000001.jsonl").exists()
    with lone.refuses("2706") as answers:
        answers.append(run(lone, "destroy", "1", "--yes", "1"))


def test_closing_with_another_date_does_not_shorten_the_term(lone: World) -> None:
    close_segment(lone.home("ttp"))
    path = lone.path("ttp", "evidence", "00000001.closing.json")
    value = json.loads(path.read_text())
    path.write_text(json.dumps(value | {"at": "2001-01-01T00:00:00Z"}, separators=(",", ":"), sort_keys=True) + "\n")
    with lone.refuses("25") as answers:
        answers.append(run(lone, "destroy", "1", "--yes", "1"))


@pytest.mark.covers("Z-39")
def test_copy_is_verified_without_the_home(lone: World, tmp_path: Path) -> None:
    run(lone, "close")
    answer = run(lone, "export", "--out", tmp_path / "copy")
    assert answer.code == 0
    shutil.rmtree(lone.path("ttp"))
    copy = tmp_path / "copy"
    found = verified(copy, "--against", copy / "checkpoint.json")
    assert found.code == 0
    assert found.data["head"] == answer.data["head"]
    assert sorted(path.name for path in copy.iterdir()) == ["checkpoint.json", "evidence", "trust"]
    assert {path.stat().st_mode & 0o077 for path in [copy, *copy.rglob("*")]} == {0}
    lines = (copy / "evidence" / "00000002.jsonl").read_bytes()
    (copy / "evidence" / "00000002.jsonl").write_bytes(lines.replace(b"evidence.closed", b"evidence.opened"))
    assert "2710" in verified(copy).err


def test_copy_is_held_against_a_root_from_elsewhere(lone: World, tmp_path: Path) -> None:
    run(lone, "close")
    run(lone, "export", "--out", tmp_path / "copy")
    root = next(lone.path("ttp", "trust").glob("*.pem"))
    assert verified(tmp_path / "copy", "--root", root).code == 0
    other = Worlds(tmp_path / "others")
    (tmp_path / "others").mkdir()
    stranger = next(other.make(tmp_path / "other", specification()).path("ttp", "trust").glob("*.pem"))
    assert "2718" in verified(tmp_path / "copy", "--root", stranger).err


def test_copy_is_never_written_over_anything(lone: World, tmp_path: Path) -> None:
    assert run(lone, "export", "--out", tmp_path / "copy").code == 0
    before = sorted(tmp_path.rglob("*"))
    (tmp_path / "file").write_text("x")
    for taken in (tmp_path / "copy", tmp_path / "file"):
        with lone.refuses("2782") as answers:
            answers.append(run(lone, "export", "--out", taken))
    (tmp_path / "file").unlink()
    with lone.refuses("2162") as answers:
        answers.append(run(lone, "export", "--out", tmp_path / "nowhere" / "copy"))
    assert sorted(tmp_path.rglob("*")) == before
    (tmp_path / "empty").mkdir()
    assert run(lone, "export", "--out", tmp_path / "empty").code == 0


def test_copy_leaves_out_what_is_not_of_the_chain(lone: World, tmp_path: Path) -> None:
    place = lone.path("ttp", "evidence")
    (place / "00000001.torn-12").write_bytes(b"half")
    (place / "notes.txt").write_text("mine")
    (place / "00000009.jsonl.orig").write_text("mine")
    run(lone, "export", "--out", tmp_path / "copy")
    assert sorted(path.name for path in (tmp_path / "copy" / "evidence").iterdir()) == [
        "00000001.jsonl",
        "00000001.torn-12",
    ]


def test_copy_holds_what_stood_there_at_one_moment(lone: World, tmp_path: Path) -> None:
    home = lone.home("ttp")
    for _ in range(3):
        close_segment(home)
    run(lone, "export", "--out", tmp_path / "copy")
    close_segment(home)
    found = verify(tmp_path / "copy" / "evidence", None, home.shelf.trust)
    assert found.sound
    assert found.events == verify(home.path / "evidence", None, home.shelf.trust).events - 1


def test_what_is_written_meanwhile_is_not_copied(tmp_path: Path) -> None:
    (tmp_path / "segment").write_bytes(b"before\nafter\n")
    with (tmp_path / "segment").open("rb") as file:
        copying._copy(file, len(b"before\n"), tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"before\n"


def test_folder_without_evidence_is_no_copy(tmp_path: Path) -> None:
    assert verified(tmp_path).code == 3
