"""Help texts in the reader's language, and options that many commands have."""

import argparse
from pathlib import Path
from typing import Any

from sluis.refusals import translation
from sluis.refusals.marking import _


class Words:
    """Translates help; called with a marked text."""

    def __init__(self, language: str) -> None:
        self._gettext = translation(language).gettext

    def __call__(self, text: str) -> str:
        # argparse formats help with %, in which a percent sign must be doubled
        return self._gettext(text).replace("%", "%%")


def command(
    commands: Any, common: argparse.ArgumentParser, words: Words, name: str, text: str, run: Any
) -> argparse.ArgumentParser:
    """A command with its help and the common options."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=words(text), description=words(text), parents=[common]
    )
    parser.set_defaults(run=run)
    return parser


def group(commands: Any, words: Words, name: str, text: str) -> Any:
    """A command that only has commands below it."""
    parser = commands.add_parser(name, help=words(text), description=words(text))
    return parser.add_subparsers(title=words(_("commands")), metavar="COMMAND", required=True)


def home_option(parser: argparse.ArgumentParser, words: Words) -> None:
    """`--home`."""
    parser.add_argument("--home", type=Path, required=True, metavar="DIR", help=words(_("the party's folder")))


def out_option(parser: argparse.ArgumentParser, words: Words, text: str) -> None:
    """`--out`."""
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=words(text))
