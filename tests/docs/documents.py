"""Reading and following the project's documents.

A block of commands is fenced as `console`: lines that begin with `$ ` are commands, the rest is what they show.

    ```console              all commands end with 0
    ```console exit=3       the last one ends with 3
    ```csv file=NAME        a file that the reader saves under this name

What a document shows stands for what really happens, so it is held against it line by line: a line of only `…` stands
for any lines, and values that differ per run (keys, fingerprints, deliveries, dates) are compared by their form. When
a document uses such a value later, what the run really gave takes its place. `# no-run` behind a command means that it
is only looked at.
"""

import contextlib
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from sluis.cli import main
from sluis.cli.main import build_parser

ROOT = Path(__file__).resolve().parents[2]
ALIAS = 'alias sluis="sluis --language en"'
ACTIVATE = ". .venv/bin/activate"
_FENCE = re.compile(r"^```(\S*) ?(.*?)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_EXAMPLE = re.compile(
    r"\b[0-9a-f]{4}(?: [0-9a-f]{4}){7}\b"  # a fingerprint
    r"|\b[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}\b"  # a delivery's number
    r"|\b[0-9a-f]{16,64}\b"  # a key, a digest, a pseudonym, a delivery
    r"|\bage1[a-z0-9]{10,}|\b[A-Za-z0-9_-]{31}$"  # a content key; an encrypted value
    r"|\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:Z|\+00:00)?)?"  # a day, a moment
    r"|\b\d{3,}(?= {2,}[a-z])"  # bytes
)
_DAY_OR_SIZE = re.compile(r"\d{4}-\d\d-\d\d|\d+$")
_PERSON = re.compile(r"^.*…[0-9a-f]{5}\b.*$")  # one of many rows, in random order, shortened by the demo


@dataclass(frozen=True)
class Block:
    """A fenced block of a document."""

    language: str
    info: str
    text: str

    @property
    def options(self) -> dict[str, str]:
        """What stands behind the language."""
        return dict(one.split("=", 1) for one in self.info.split())


@dataclass(frozen=True)
class Step:
    """A command and the lines that it shows; none when the document shows none."""

    command: str
    shown: tuple[str, ...]


def documents() -> list[Path]:
    """All documents of the project."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def blocks(document: Path) -> list[Block]:
    """The fenced blocks of a document, in order."""
    return [Block(*found) for found in _FENCE.findall(document.read_text("utf-8"))]


def steps(block: Block) -> Iterator[Step]:
    """The commands of a block of commands; a backslash at its end continues a line."""
    for part in re.split(r"^\$ ", block.text.replace("\\\n", " "), flags=re.MULTILINE)[1:]:
        command, *shown = part.rstrip("\n").split("\n")
        yield Step(re.sub(r" {2,}", " ", command), tuple(shown))


@dataclass
class Reader:
    """Somebody who follows documents in a folder.

    Attributes:
        place: where the reader works.
        learned: an example of a document → what really was given.
    """

    place: Path
    language: str = "nl"
    learned: dict[str, str] = field(default_factory=dict)

    def follow(self, document: Path) -> int:
        """Do everything that a document says; how many commands of `sluis` ran."""
        ran = 0
        with contextlib.chdir(self.place):
            for block in blocks(document):
                if "file" in block.options:
                    Path(block.options["file"]).write_text(self._real(block.text), "utf-8")
                if block.language == "console":
                    ran += self._block(block, document)
        return ran

    def _block(self, block: Block, document: Path) -> int:
        todo = list(steps(block))
        for number, step in enumerate(todo, 1):
            wanted = int(block.options.get("exit", "0")) if number == len(todo) else 0
            place = f"{document.relative_to(ROOT)}: {step.command}"
            code, output = self._run(step.command)
            assert code == wanted, f"{place}\nexit {code}\n{output}"
            if step.shown and output is not None:
                self._compare(step.shown, output.rstrip("\n").split("\n"), place)
        return sum(step.command.startswith("sluis ") for step in todo)

    def _run(self, command: str) -> tuple[int, str | None]:
        """The exit code, and the output of what was really run."""
        if command in (ALIAS, ACTIVATE):
            self.language = "en" if command == ALIAS else self.language
            return 0, None
        if command.startswith("make "):
            return self._make(*command.split()[1:])
        if "# no-run" in command:
            return _look(command.partition("#")[0]), None
        if command.startswith("sluis "):
            return self._sluis(command)
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def _make(self, target: str, setting: str = "") -> tuple[int, str | None]:
        """Only what ends soon is really made; of the rest it is seen that it can be."""
        makefile = (ROOT / "Makefile").read_text("utf-8")
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
        assert not setting or re.search(rf"^{setting.partition('=')[0]} \?=", makefile, re.MULTILINE), setting
        self.language = setting.removeprefix("SPEAK=") or self.language
        return self._sluis("sluis demo --once --dir demo-world") if target == "demo" else (0, None)

    def _sluis(self, command: str) -> tuple[int, str]:
        words = shlex.split(self._real(_today(command)))[1:]
        given = Path(words[words.index("<") + 1]).read_text("utf-8") if "<" in words else ""
        target = words[words.index(">") + 1] if ">" in words else ""
        end = min((words.index(sign) for sign in "<>" if sign in words), default=len(words))
        out = io.StringIO()
        given_in = patch.object(sys, "stdin", io.StringIO(given))
        with given_in, contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = main(["--language", self.language, *words[:end]])
        if target:
            Path(target).write_text(out.getvalue(), "utf-8")
        return code, "" if target else out.getvalue()

    def _real(self, text: str) -> str:
        return _EXAMPLE.sub(lambda found: self.learned.get(found[0], found[0]), text)

    def _compare(self, shown: tuple[str, ...], really: list[str], place: str) -> None:
        forms = [_form(line) for line in really]
        for line in shown:
            if line == "…":
                continue
            assert _form(line) in forms, f"{place}\nthe document shows\n{line}\nbut it is\n" + "\n".join(really)
            found = really[forms.index(_form(line))]
            pairs = zip(_EXAMPLE.findall(line), _EXAMPLE.findall(found), strict=True)
            self.learned |= {example: real for example, real in pairs if not _DAY_OR_SIZE.match(example)}
        if "…" not in shown:
            assert len(shown) == len(really), f"{place}\nit is\n" + "\n".join(really)


def _form(line: str) -> str:
    """A line without what differs per run."""
    return re.sub(r" {2,}", "  ", _EXAMPLE.sub("*", _PERSON.sub("*", line))).rstrip()


def _today(command: str) -> str:
    """The terms of agreements in documents lie around today."""
    today = datetime.now(UTC).date()
    command = re.sub(r"--from \S+", f"--from {today}", command)
    return re.sub(r"--until \S+", f"--until {today + timedelta(days=365)}", command)


def _look(command: str) -> int:
    """0 when a command of `sluis` is one that there is; other programs are left alone."""
    for part in command.split("|"):
        words = shlex.split(part)
        if words[:1] == ["sluis"]:
            build_parser("en").parse_args(words[1:])
    return 0
