"""The command line in use: JSON for machines, exit codes, quiet in a pipe, progress for people."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from every_command import NAMES, RUNNABLE, parser_of
from handing_in import many, prepare_words, run, start
from worlds import PEOPLE, World, sluis


def _lines(world: World) -> dict[str, list[object]]:
    """A command line for every command that can be run, most of which succeed."""
    at, spec = world.path, world.specification
    source, ttp, recipient = (["--home", at(one)] for one in ("source-1", "ttp", "recipient-1"))
    (agreement,) = at("agreements").glob("*.json")
    bsn, remarks = at("bsn.txt"), at("remarks.csv")
    bsn.write_text("900000041\n")
    remarks.write_text("row_reference,code,message\n,A1,all is well\n")
    new = ["--party", "new", "--name", "New", "--home"]
    packages: list[object] = ["source", "prepare", at("input.csv"), *source, "--out", at("again.sluis")]
    return {
        "spec check": [spec],
        "spec show": [spec],
        "source init": [*new, at("new-source")],
        "recipient init": [*new, at("new-recipient")],
        "ttp init": [*new, at("new-ttp")],
        "source prepare": packages[2:],
        "source deliver": [at("input.csv"), *source],
        "source deliveries": source,
        "source read-report": [at("sealed.remarks"), *source],
        "source objections add": [bsn, *source],
        "source objections remove": [bsn, *source],
        "source objections count": source,
        "source group new": ["--domain", "registry-1", *source],
        "source group share": [at("ttp", "card.json"), "--domain", "registry-1", *source, "--out", at("shared")],
        "source group accept": [at("input.csv"), *source],
        "source group check": ["--domain", "registry-1", *source],
        "recipient open": [at("relayed.sluis"), *recipient, "--out", at("again.csv")],
        "recipient report": [remarks, "--package", at("relayed.sluis"), *recipient, "--out", at("sealed.remarks")],
        "ttp enrol": [at("source-1", "card.json"), *ttp, "--out", at("certificate.pem")],
        "ttp domain": ["--domain", "more", "--scheme", "polymorphic", *ttp],
        "ttp relay": [at("offered.sluis"), *ttp, "--out", at("twice.sluis")],
        "agreement card": [at("ttp", "card.json")],
        "agreement unpin": ["nobody", *source],
        "agreement enrolled": [at("source-1", "answer.pem"), *source],
        "agreement sign": [agreement, "--spec", spec, *source],
        "agreement accept": [agreement, "--spec", spec, *source],
        "agreement show": [agreement, *source],
        "agreement list": source,
        "agreement ask": ["--agreement", agreement.stem, "--verb", "transport", *ttp],
        "agreement pin": [at("ttp", "card.json"), "--fingerprint", "0000", *source],
        "inspect": [at("relayed.sluis")],
        "keys list": source,
        "keys new": ["--domain", "extra", *source],
        "evidence destroy": ["1", *ttp],
        "evidence export": ["--out", at("copy"), *ttp],
        "serve": ["--prepare", *ttp],
        "demo": ["--once", "--dir", at("demo")],
    }


@pytest.mark.parametrize("words", RUNNABLE, ids=[NAMES[words] for words in RUNNABLE])
def test_json_alone_stands_on_standard_output(party: World, words: tuple[str, ...]) -> None:
    line = _lines(party).get(NAMES[words])
    if line is None:
        line = _made_up(party, words)
    answer = sluis("--json", *words, *line)
    if answer.code == 2:
        pytest.fail(f"give this command a line of its own above: {answer.err}")
    assert answer.code in (0, 3), answer.err
    assert type(answer.data) in (dict, list)
    if answer.code == 3:
        assert answer.data["outcome"] == "refused" and answer.data["code"] in answer.err
    else:
        assert answer.err == ""


def _made_up(world: World, words: tuple[str, ...]) -> list[object]:
    """Arguments for a command that has no line above: whatever it needs, most of it wrong."""
    line: list[object] = []
    for action in parser_of(words)._actions:
        if not action.option_strings and action.nargs not in ("*", "?"):
            line.append(next(iter(action.choices)) if action.choices else world.path("input.csv"))
        elif action.required:
            made = {"home": world.path("ttp"), "starts": "2026-01-01", "ends": "2027-01-01"}
            line += [action.option_strings[0], made.get(action.dest, world.path("input.csv"))]
    return line


class TestExitCodes:
    """0 done, 2 wrong use, 3 refused, 1 a fault of the program."""

    def test_a_fault_of_the_program_exits_1_and_tells_no_value(self, lone: World) -> None:
        # The register of keys holds what no version of the program writes.
        (entry,) = lone.path("source-1", "keys").glob("references*.json")
        file = lone.write(PEOPLE)
        words = ["-c", _FAULTY, *map(str, prepare_words(lone, file))]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(["src", "tests"])}
        done = subprocess.run(
            [sys.executable, *words], env=environment, capture_output=True, check=False, cwd=Path(__file__).parents[2]
        )
        err = done.stderr.decode()
        assert (done.returncode, done.stdout) == (1, b"")
        assert "fault of the program" in err and "ZeroDivisionError" in err and ".py:" in err
        assert "900000004" not in err and "Traceback" not in err and entry.exists()
        assert not lone.path("offered.sluis").exists()

    def test_refused_and_done(self, lone: World) -> None:
        assert lone.prepare(lone.write("")).code == 3
        assert lone.prepare(lone.write(PEOPLE)).code == 0

    def test_a_reader_that_leaves_is_no_reason_to_complain(self, party: World) -> None:
        process = start("inspect", party.path("relayed.sluis"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait(20) == 1


# A clock that fails with a value in its message: what a program's own fault looks like.
_FAULTY = """
import sys
import sluis.source.preparing as preparing
from sluis.cli import main
def fault(*_):
    raise ZeroDivisionError("900000004")
preparing.sign_detached = fault
sys.exit(main(sys.argv[1:]))
"""


class TestProgress:
    """For whoever waits longer than two seconds, and for nobody else."""

    PERSONS = 24_000

    def test_a_pipe_gets_no_control_characters(self, lone: World) -> None:
        file = lone.write(many(2_000))
        code, out, err = run(*prepare_words(lone, file))
        assert (code, err) == (0, "")
        assert out.isprintable() or not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", out)

    @pytest.mark.parametrize("flag", [None, "--quiet", "--json"])
    def test_a_terminal_sees_rows_persons_and_what_is_left(self, lone: World, flag: str | None) -> None:
        file = lone.write(many(self.PERSONS if flag is None else 3_000))
        words = [*([flag] if flag else []), *prepare_words(lone, file)]
        code, shown = on_terminal(words)
        assert code == 0, shown
        if flag is None:
            assert re.search(r"\d+%", shown) and "persons" in shown and re.search(r"\d:\d\d:\d\d", shown), shown[-2000:]
            assert re.search(r"\d,\d{3} persons", shown)
        else:
            assert "\x1b" not in shown


def on_terminal(words: list[object]) -> tuple[int, str]:
    """The exit code, and what stands on standard error when that is a terminal."""
    ours, theirs = pty.openpty()
    os.set_inheritable(theirs, True)
    process = start(*words, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    shown, until = b"", time.monotonic() + 60
    while time.monotonic() < until and select.select([ours], [], [], 60)[0]:
        try:
            data = os.read(ours, 1 << 16)
        except OSError:  # Linux says so when the other end is closed
            break
        shown += data
    os.close(ours)
    return process.wait(20), shown.decode(errors="replace")
