"""`sluis recipient`: what a registry does."""

import argparse
from pathlib import Path
from typing import Any

from sluis.cli import network
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
    network.add_fetch(below, common, words)
    network.add_policies(below, common, words)
    parser = command(below, common, words, "open", _("open a relayed package"), open_package)
    parser.add_argument("package", type=Path, metavar="PACKAGE", help=words(_("as it came from the TTP")))
    home_option(parser, words)
    out_option(parser, words, _("FILE.parquet or FILE.csv; a new folder when there are several tables"))
    parser.add_argument("--report", type=Path, metavar="FILE.json", help=words(_("write the processing report here")))
    parser.add_argument("--test", action="store_true", help=words(_("open a test delivery")))
    parser = command(below, common, words, "report", _("seal a validation report for the source"), report)
    parser.add_argument("remarks", type=Path, metavar="REMARKS.csv", help=words(_(
        "columns row_reference, code, message and, if wanted, field")))  # fmt: skip
    parser.add_argument(
        "--package", type=Path, required=True, metavar="PACKAGE", help=words(_("the delivery that it is about"))
    )
    home_option(parser, words)
    out_option(parser, words, _("the sealed report"))


def open_package(chosen: argparse.Namespace, console: Console) -> None:
    """Open a package."""
    from sluis.home.home import Home
    from sluis.package.report import Report
    from sluis.recipient.opening import open_delivery

    home = Home(chosen.home)

    def work(made: Report) -> None:
        with console.progress() as progress:
            open_delivery(home, chosen.package, chosen.out, made, test=chosen.test, progress=progress)

    with_report("open", home, chosen, console, work)


def report(chosen: argparse.Namespace, console: Console) -> None:
    """Seal a validation report."""
    from sluis.home.files import open_package as opened
    from sluis.home.files import require_free
    from sluis.home.home import Home
    from sluis.package.reading import read_relayed
    from sluis.recipient.remarks import read_remarks, seal_remarks
    from sluis.tables.files import atomic

    home = Home(chosen.home)
    remarks = read_remarks(chosen.remarks)
    with opened(chosen.package) as reader:
        manifest = read_relayed(reader, home.shelf.trust, home.clock()).manifest
    sealed = seal_remarks(home, manifest.delivery, manifest.claim.agreement, remarks)
    require_free(chosen.out)
    with atomic(chosen.out) as file:
        file.write(sealed)
    console.data({"delivery": manifest.delivery, "remarks": len(remarks), "file": str(chosen.out)})
    console.say(
        _("{count} remarks on delivery {number}, sealed for {source}."),
        count=len(remarks),
        number=manifest.number,
        source=manifest.claim.source,
    )
