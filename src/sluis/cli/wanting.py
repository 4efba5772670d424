"""What is asked of `prepare`, `deliver` and `watch`: the same options, read in one way."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sluis.cli.agreements import choose
from sluis.cli.console import Console
from sluis.cli.words import Words
from sluis.package.manifest import Mode
from sluis.refusals.marking import _

if TYPE_CHECKING:
    from sluis.home.home import Home
    from sluis.source.preparing import Wanted


def input_option(parser: argparse.ArgumentParser, words: Words) -> None:
    """The files."""
    parser.add_argument(
        "input", nargs="*", metavar="INPUT", help=words(_("a file, or TABLE=FILE for each table; none in mode nothing"))
    )


def wanted_options(parser: argparse.ArgumentParser, words: Words, *, one: bool = True) -> None:
    """How it is delivered; `one` delivery can correct another."""
    parser.add_argument("--to", metavar="RECIPIENT", help=words(_("for whom, when there are several agreements")))
    parser.add_argument("--agreement", metavar="ID", help=words(_("under which agreement")))
    parser.add_argument("--mode", choices=[mode.value for mode in Mode], default="replace", help=words(_(
        "replace a period (default), add rows, withdraw persons, or nothing to deliver")))  # fmt: skip
    parser.add_argument("--test", action="store_true", help=words(_("a test delivery, with test keys")))
    if one:
        parser.add_argument(
            "--corrects", default="", metavar="DELIVERY", help=words(_("the delivery that this one corrects"))
        )
    parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help=words(_(
        "the value of a clear field that no file gives")))  # fmt: skip
    parser.add_argument("--password-file", type=Path, metavar="FILE", help=words(_("holds a workbook's password")))


def understood(chosen: argparse.Namespace, console: Console) -> bool:
    """Whether --set is written as it should be; said when it is not."""
    if _settings(chosen.set) is None:
        print(console.word(_("--set takes FIELD=VALUE.")), file=console.err)
        return False
    return True


def wanted(chosen: argparse.Namespace, home: "Home", inputs: Sequence[str], out: Path) -> "Wanted":
    """What is asked for.

    Raises:
        Refused: NO_AGREEMENT, AMBIGUOUS, FILE_MISSING, INPUT_UNKNOWN.
    """
    from sluis.source.inputs import match_inputs, read_password
    from sluis.source.preparing import Wanted

    agreement = choose(home, chosen.agreement, chosen.to)
    return Wanted(
        inputs=match_inputs(inputs, home.shelf.specification(agreement)),
        out=out,
        agreement=agreement,
        mode=Mode(chosen.mode),
        test=chosen.test,
        corrects=getattr(chosen, "corrects", ""),
        clear=_settings(chosen.set) or {},
        password=read_password(chosen.password_file) if chosen.password_file else None,
    )


def _settings(given: list[str]) -> dict[str, str] | None:
    """The values by the name of their field; none when one is not written so."""
    parts = [one.partition("=") for one in given]
    return {name: value for name, _, value in parts} if all(name and mark for name, mark, _ in parts) else None
