"""The reference of commands, made from the parser itself.

python tools/commands.py        write docs/reference/commands.md
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from sluis.cli.main import build_parser

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "reference" / "commands.md"
HEAD = """\
# Commands

<!-- Made by `python tools/commands.py` from the program; do not edit. -->

Every command takes `--language nl|en` (else that of the home, else Dutch), `--json` (the result as JSON), `--quiet`
(no progress) and `--help`.

| exit code | |
|---|---|
| 0 | done |
| 2 | wrong use: the command was not understood |
| 3 | refused: the code and the next step are on standard error, and in the report; nothing was written |
| 1 | a fault of the program: please report the line that it prints |

The codes stand in [refusals and warnings](refusals.md).
"""
COMMON = ("--language", "--json", "--quiet", "--help")


def commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command that can be run, with its full name."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield parser.prog, parser
    for action in below:
        for one in action.choices.values():
            yield from commands(one)


def arguments(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """What a command takes, without what every command takes."""
    return [one for one in parser._actions if not set(one.option_strings) & set(COMMON)]


def shown(action: argparse.Action) -> str:
    """An argument as it is typed."""
    value = action.metavar or (action.dest.upper() if not action.choices else "\\|".join(map(str, action.choices)))
    name = " ".join([*action.option_strings[:1], *([str(value)] if action.nargs != 0 else [])])
    return f"`{name}`" + (" …" if action.nargs in ("+", "*") or isinstance(action, argparse._AppendAction) else "")


def needed(action: argparse.Action) -> str:
    """Whether it must be given, and what it is otherwise."""
    if action.required and action.nargs != "*":
        return "required"
    if action.nargs == 0 or action.default in (None, "", [], argparse.SUPPRESS):
        return ""
    default = " ".join(action.default) if isinstance(action.default, list) else str(action.default)
    return f"`{default}`"


def write() -> str:
    """The document."""
    parts, group = [HEAD], ""
    for name, parser in commands(build_parser("en")):
        first = name.split()[1]
        if first != group:
            parts.append(f"## {first}\n")
            group = first
        parts.append(f"### {name}\n\n{sentence(parser.description or '')}\n")
        rows = [f"| {shown(one)} | {needed(one)} | {text(one)} |" for one in arguments(parser)]
        if rows:
            parts.append("\n".join(["| argument | required, or else | |", "|---|---|---|", *rows]) + "\n")
    return "\n".join(parts)


def sentence(words: str) -> str:
    """With a capital and a full stop."""
    return words[:1].upper() + words[1:] + "."


def text(action: argparse.Action) -> str:
    """What an argument is for."""
    return (action.help or "").replace("%%", "%").replace("|", "\\|")


if __name__ == "__main__":
    DOCUMENT.write_text(write(), "utf-8")
