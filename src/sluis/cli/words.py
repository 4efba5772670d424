"""Help texts in the reader's language, and options that many commands have."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
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


ARGPARSE = (
    _("usage: "),
    _("options"),
    _("positional arguments"),
    _("show this help message and exit"),
    _("%(prog)s: error: %(message)s\n"),
    _("argument %(argument_name)s: %(message)s"),
    _("the following arguments are required: %s"),
    _("unrecognized arguments: %s"),
    _("expected one argument"),
    _("expected at least one argument"),
    _("invalid choice: %(value)r (choose from %(choices)s)"),
    _("invalid %(type)s value: %(value)r"),
    _("ambiguous option: %(option)s could match %(matches)s"),
    _("ignored explicit argument %r"),
)
"""What argparse itself says."""


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let argparse speak the language too; it has no other way in than the name by which it looks up its words."""
    before = vars(argparse)["_"]
    vars(argparse)["_"] = translation(language).gettext
    try:
        yield
    finally:
        vars(argparse)["_"] = before


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
