"""Several tables: a file for each, of which only the wrong ones are asked for again; and a workbook for all."""

from pathlib import Path

import pytest
from worlds import Worlds

from desk.desks import running
from desk.test_files import begin, until, upload

TWO = """\
name: care
version: 1.0.0
scheme: polymorphic
format: {type: csv}
resources:
  - name: persons
    fields:
      - {name: BSN, type: string, identifier: bsn, treatment: pseudonymise, justification: one person}
      - {name: SEX, type: string, constraints: {enum: ["1", "2"]}, on_error: refuse, treatment: seal, justification: mix}
  - name: scores
    fields:
      - {name: BSN, type: string, identifier: bsn, treatment: pseudonymise, justification: whose score}
      - {name: SCORE, type: integer, constraints: {maximum: 40}, on_error: refuse, treatment: seal, justification: result}
"""
PERSONS = b"BSN,SEX,NOTE\n900000004,1,x\n900000016,2,y\n"
SCORES = b"BSN,SCORE\n900000004,12\n900000016,390\n"


@pytest.fixture
def home(worlds: Worlds, tmp_path: Path) -> Path:
    """A source of two tables."""
    return worlds.make(tmp_path / "world", TWO).path("source-1")


def test_only_the_wrong_file_is_asked_for_again(home: Path) -> None:
    with running(home) as made:
        desk = made.enter()
        draft = begin(desk)
        assert upload(desk, draft, PERSONS, "p.csv", "persons").status == 200
        assert upload(desk, draft, SCORES, "s.csv", "scores").status == 200
        desk.post(f"{draft}/prepare", kind="test", mode="replace")
        assert until(desk, draft, "ready", "refused") == "refused"
        page = desk.get(draft).text
        assert "<code>scores</code>" in page and "persons.NOTE" in page
        assert "<code>SCORE</code>" not in desk.get(f"{draft}?severity=warning").text
        assert "<code>SCORE</code>" in desk.get(f"{draft}?find=score&severity=fatal&page=9").text
        desk.post(f"{draft}/again")
        page = desk.get(draft).text
        assert "p.csv" in page and "s.csv" not in page
        upload(desk, draft, SCORES.replace(b"390", b"39"), "s2.csv", "scores")
        desk.post(f"{draft}/prepare", kind="test", mode="replace")
        assert until(desk, draft, "ready", "refused") == "ready"
        page = desk.get(draft).text
        assert "persons.NOTE" in page and "persons.SEX" in page
        desk.post(f"{draft}/forget")  # never sent, so the gate need not be asked
        assert desk.get(draft).status == 404
        assert not list((home / "outbox").glob("*.sluis"))


def test_what_is_broken_off_can_be_begun_again(home: Path) -> None:
    rows = b"".join(b"900000004,1,x\n" for _ in range(400_000))
    with running(home) as made:
        desk = made.enter()
        draft = begin(desk)
        upload(desk, draft, b"BSN,SEX,NOTE\n" + rows, "p.csv", "persons")
        upload(desk, draft, SCORES.replace(b"390", b"39"), "s.csv", "scores")
        desk.post(f"{draft}/prepare", kind="test", mode="replace")
        desk.post(f"{draft}/stop")
        assert until(desk, draft, "ready", "refused") == "refused"
        page = desk.get(draft).text
        assert "2287" in page
        desk.post(f"{draft}/again")
        assert "p.csv" in desk.get(draft).text  # the files are kept
        desk.post(f"{draft}/prepare", kind="test", mode="replace")
        assert until(desk, draft, "ready", "refused") == "ready"
