"""`sluis recipient`: what a registry does."""

import argparse
from pathlib import Path
from typing import Any

from sluis.cli import fetching, network, reporting
from sluis.cli.console import Console
from sluis.cli.parties import add_init
from sluis.cli.reports import with_report
from sluis.cli.words import Words, command, group, home_option, out_option
from sluis.refusals.marking import _
from sluis.signatures.certificates import Role


def add(commands: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """The commands of this group."""
    below = group(commands, words, "recipient", _("what a registry does: open deliveries"))
    add_init(below, common, words, Role.RECIPIENT)
    network.add_connect(below, common, words)
    fetching.add(below, common, words)
    network.add_policies(below, common, words)
    parser = command(below, common, words, "open", _("open a relayed package"), open_package)
    parser.add_argument("package", type=Path, metavar="PACKAGE", help=words(_("as it came from the TTP")))
    home_option(parser, words)
    out_option(parser, words, _("FILE.parquet or FILE.csv; a new folder when there are several tables"))
    parser.add_argument("--report", type=Path, metavar="FILE.json", help=words(_("write the processing report here")))
    parser.add_argument("--test", action="store_true", help=words(_("open a test delivery")))
    reporting.add_report(below, common, words)


def open_package(chosen: argparse.Namespace, console: Console) -> None:
    """Open a package."""
    from sluis.courier.receipts import note_opened
    from sluis.home.home import Home
    from sluis.package.report import Report
    from sluis.recipient.opening import open_delivery

    home = Home(chosen.home)

    def work(made: Report) -> None:
        with console.progress() as progress:
            manifest = open_delivery(home, chosen.package, chosen.out, made, test=chosen.test, progress=progress)
        note_opened(home, manifest)

    with_report("open", home, chosen, console, work)
