"""`sluis source watch`: deliver what appears in a folder."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sluis.cli.agreements import choose
from sluis.cli.console import Console
from sluis.cli.delivering import patience_option, seconds, warn
from sluis.cli.wanting import understood, wanted, wanted_options
from sluis.cli.words import Words, command, home_option
from sluis.refusals import Refused
from sluis.refusals.marking import _

if TYPE_CHECKING:
    from sluis.package.report import Report
    from sluis.source.delivering import Delivered
    from sluis.source.watching import Outcome, Watch

EVERY_SECONDS = 2.0


def add(below: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """`watch`, of a source."""
    parser = command(below, common, words, "watch", _("deliver what appears in a folder, each thing once"), watch)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=words(_("where files appear")))
    home_option(parser, words)
    wanted_options(parser, words, one=False)
    parser.add_argument(
        "--once", action="store_true", help=words(_("deliver what lies there and is complete, and end"))
    )
    parser.add_argument("--every", type=seconds, default=EVERY_SECONDS, metavar="SECONDS", help=words(_(
        "how often to look (2); what looked the same twice is complete")))  # fmt: skip
    patience_option(parser, words)


def watch(chosen: argparse.Namespace, console: Console) -> int:
    """Watch, until it is ended."""
    from sluis.courier.gate import Gate
    from sluis.home.home import Home
    from sluis.signatures.certificates import Role
    from sluis.source.delivering import deliver
    from sluis.source.watching import Watch

    home = Home(chosen.home)
    if not understood(chosen, console):
        return 2
    home.require(Role.SOURCE)
    Gate(home)  # what is wrong with the command itself is said at once, and is not the files' fault
    choose(home, chosen.agreement, chosen.to)

    def work(inputs: list[str], report: "Report") -> "Delivered":
        asked = wanted(chosen, home, inputs, Path())
        with console.progress() as progress:
            found = deliver(home, asked, report=report, patience=chosen.patience, progress=progress)
        warn(console, found.warnings)
        return found

    watched = Watch(home, chosen.folder, work)
    missed = 0
    said: set[tuple[str, str]] = set()
    with watched.alone():
        try:
            for outcome in _outcomes(watched, chosen, console):
                missed += outcome.refused is not None
                _tell(outcome, said, console)
        except KeyboardInterrupt:
            if chosen.once:
                raise
            console.say(_("Ended. What was begun goes on when it is watched again."))
            return 0
    return 3 if missed else 0


def _outcomes(watched: "Watch", chosen: argparse.Namespace, console: Console) -> "Iterator[Outcome]":
    if chosen.once:
        return watched.once(chosen.every)
    console.say(_("Watching {folder}; Ctrl-C ends it."), folder=chosen.folder.name)
    return watched.forever(chosen.every)


def _tell(outcome: "Outcome", said: set[tuple[str, str]], console: Console) -> None:
    """Say what came of it; that something waits is said once for each reason."""
    refused = outcome.refused
    kind = outcome.name, refused.code.number if refused else ""
    if outcome.waits and kind in said:
        return
    said -= {one for one in said if one[0] == outcome.name}
    if outcome.waits:
        said.add(kind)
    console.data(
        {
            "name": outcome.name, "file": str(outcome.place), "number": outcome.number or None,
            "waits": outcome.waits, "refusal": refused.code.number if refused else None,
        }
    )  # fmt: skip
    if refused is None:
        console.say(_("{name}: delivery {number} has arrived."), name=outcome.name, number=outcome.number)
    elif not console.machine:
        console.refusal(Refused(refused.code, outcome.name, **refused.facts))
        if outcome.waits:
            console.say(_("{name} waits, and is tried again."), name=outcome.name)
