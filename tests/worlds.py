"""A world of parties for tests: homes that were founded and agreed by the product's own commands, copied per test."""

import contextlib
import io
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sluis.cli import main
from sluis.cli.console import Console
from sluis.demo.world import World as Parties
from sluis.home.home import Home

PEOPLE = (
    "BSN,NAME,DOB,POST,SEX,SDQ_SCORE,PERIOD\n"
    "900000004,Aafje Voorbeeld,27/03/2008,1234 AB,1,12,2026-1\n"
    "900000016,Bram de Proef,09/09/2011,2345 CD,2,39,2026-1\n"
    "900000028,Coba Testma,14/02/1920,3456 EF,1,,2026-1\n"
    "900000016,Bram de Proef,09/09/2011,2345 CD,2,17,2026-1\n"
)
"""Three invented persons in four rows; the numbers lie in a range that is not issued."""


def specification(scheme: str = "polymorphic") -> str:
    """The specification of the invented flow that most tests use."""
    return f"""\
name: children
version: 1.0.0
scheme: {scheme}
format: {{type: csv}}
fields:
  - {{name: BSN, type: string, identifier: bsn, treatment: pseudonymise, justification: one child is one person}}
  - {{name: NAME, type: string, treatment: drop, justification: never leaves}}
  - {{name: DOB, type: date, format: "%d/%m/%Y", treatment: {{generalise: year, top_code_age: 97}}, justification: age}}
  - {{name: POST, type: string, treatment: {{generalise: pc4, mask: ["1234"]}}, justification: region}}
  - {{name: SEX, type: string, constraints: {{enum: ["1", "2"]}}, treatment: seal, justification: case mix}}
  - {{name: SDQ_SCORE, type: integer, constraints: {{minimum: 0, maximum: 40}}, treatment: seal, justification: outcome}}
  - {{name: PERIOD, type: string, treatment: clear, justification: routing}}
composites:
  - {{name: LINK, of: [NAME, DOB, SEX], treatment: pseudonymise, justification: link where there is no BSN}}
"""


@dataclass(frozen=True)
class Answer:
    """What a command gave: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


def sluis(*words: object, language: str = "en") -> Answer:
    """Run one command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["--language", language, *(str(word) for word in words)])
    return Answer(code, out.getvalue(), err.getvalue())


@dataclass(frozen=True)
class World:
    """One TTP, sources and recipients with an agreement each; every folder is the test's own."""

    place: Path
    specification: Path

    def home(self, party: str) -> Home:
        """A party's home, for tests that look inside."""
        return Home(self.place / party)

    def path(self, *parts: str) -> Path:
        """A place in the world."""
        return self.place.joinpath(*parts)

    def write(self, text: str | bytes, name: str = "input.csv") -> Path:
        """A file of the source."""
        path = self.place / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def prepare(
        self, *inputs: object, source: int = 1, to: int = 1, out: str = "offered.sluis", more: Sequence[object] = ()
    ) -> Answer:
        """`sluis source prepare`; its report is beside the package."""
        package = self.place / out
        return sluis(
            "source", "prepare", *inputs, "--home", self.place / f"source-{source}", "--to", f"recipient-{to}",
            "--out", package, "--report", package.with_suffix(".prepare.json"), *more,
        )  # fmt: skip

    def relay(self, package: str = "offered.sluis", out: str = "relayed.sluis") -> Answer:
        """`sluis ttp relay`."""
        return sluis("ttp", "relay", self.place / package, "--home", self.place / "ttp", "--out", self.place / out)

    def open(
        self, package: str = "relayed.sluis", to: int = 1, out: str = "received.parquet", more: Sequence[object] = ()
    ) -> Answer:
        """`sluis recipient open`."""
        home = self.place / f"recipient-{to}"
        return sluis("recipient", "open", self.place / package, "--home", home, "--out", self.place / out, *more)

    def report(self, name: str = "offered.prepare.json") -> dict[str, Any]:
        """A processing report."""
        return dict(json.loads((self.place / name).read_text()))

    @contextlib.contextmanager
    def refuses(self, code: str) -> Iterator[list[Answer]]:
        """Give it the answer: exit 3, the code on standard error, and nothing written but reports and records."""
        before = self._files()
        answers: list[Answer] = []
        yield answers
        (answer,) = answers
        assert answer.code == 3, (answer.code, answer.out, answer.err)
        assert code in answer.err, answer.err
        new = {path for path in self._files() - before if path.suffix not in (".json", ".html", ".jsonl")}
        assert not {path for path in new if path.name != ".lock"}, new

    def _files(self) -> set[Path]:
        return {path for path in self.place.rglob("*") if path.is_file()}


class Worlds:
    """Makes worlds; each kind is founded once per test session and then copied."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._founded: dict[tuple[str, int, int], Path] = {}

    def make(self, place: Path, text: str, sources: int = 1, recipients: int = 1) -> World:
        """A world of its own for one test."""
        kind = (text, sources, recipients)
        if kind not in self._founded:
            self._founded[kind] = self._found(text, sources, recipients)
        shutil.copytree(self._founded[kind], place, dirs_exist_ok=True)
        return World(place, place / "specification.yaml")

    def _found(self, text: str, sources: int, recipients: int) -> Path:
        place = self._base / f"world-{len(self._founded)}"
        yaml = self._base / "specification.yaml"
        yaml.write_text(text)
        parties = Parties(place, yaml, ["-"] * sources, recipients, "en", main, Console("en", machine=True))
        with contextlib.redirect_stdout(io.StringIO()):
            code = parties.found()
        assert code == 0, parties.ran
        shutil.copy(yaml, place / "specification.yaml")
        return place


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """Where worlds come from."""
    return Worlds(tmp_path_factory.mktemp("worlds"))


@pytest.fixture(params=["polymorphic", "keyed"])
def world(request: pytest.FixtureRequest, worlds: Worlds, tmp_path: Path) -> World:
    """Two sources and two recipients, once per scheme."""
    return worlds.make(tmp_path / "world", specification(request.param), sources=2, recipients=2)
