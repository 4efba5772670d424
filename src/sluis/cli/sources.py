"""`sluis source`: what a care provider does."""

import argparse
import sys
from pathlib import Path
from typing import Any

from sluis.cli import delivering, desks, network, reporting, watching
from sluis.cli.agreements import read_card_file
from sluis.cli.console import Console
from sluis.cli.parties import add_init
from sluis.cli.reports import with_report
from sluis.cli.wanting import input_option, understood, wanted, wanted_options
from sluis.cli.words import Words, command, group, home_option, out_option
from sluis.refusals.marking import _
from sluis.signatures.certificates import Role


def add(commands: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """The commands of this group."""
    below = group(commands, words, "source", _("what a care provider does: prepare deliveries"))
    add_init(below, common, words, Role.SOURCE)
    _add_prepare(below, common, words)
    network.add_connect(below, common, words)
    delivering.add(below, common, words)
    watching.add(below, common, words)
    network.add_send(below, common, words)
    network.add_policies(below, common, words)
    desks.add_app(below, common, words)
    reporting.add_read(below, common, words)
    _add_objections(below, common, words)
    _add_group(below, common, words)


def _add_prepare(below: Any, common: argparse.ArgumentParser, words: Words) -> None:
    parser = command(below, common, words, "prepare", _("make a package of one or more files"), prepare)
    input_option(parser, words)
    home_option(parser, words)
    out_option(parser, words, _("the package to make (.sluis)"))
    parser.add_argument("--report", type=Path, metavar="FILE.json", help=words(_("write the processing report here")))
    wanted_options(parser, words)


def prepare(chosen: argparse.Namespace, console: Console) -> int:
    """Make a package."""
    from sluis.home.files import require_free
    from sluis.home.home import Home
    from sluis.package.report import Report
    from sluis.source.preparing import prepare as make

    home = Home(chosen.home)
    if not understood(chosen, console):
        return 2

    def work(report: Report) -> None:
        home.require(Role.SOURCE)
        asked = wanted(chosen, home, chosen.input, chosen.out)
        require_free(chosen.out)
        with console.progress() as progress:
            make(home, asked, report, progress)

    with_report("prepare", home, chosen, console, work)
    return 0


def _add_objections(below: Any, common: argparse.ArgumentParser, words: Words) -> None:
    lists = group(below, words, "objections", _("persons who objected; their rows are left out"))
    for name, text in (
        ("add", _("put citizen service numbers on the list")),
        ("remove", _("take citizen service numbers off the list")),
    ):
        parser = command(lists, common, words, name, text, objections)
        parser.add_argument("file", metavar="FILE", help=words(_("one number per line; - for standard input")))
        parser.set_defaults(verb=name)
        home_option(parser, words)
    parser = command(lists, common, words, "count", _("how many persons are on the list"), objections)
    parser.set_defaults(verb="count")
    home_option(parser, words)


def objections(chosen: argparse.Namespace, console: Console) -> None:
    """Change or count the list."""
    from sluis.home.home import Home
    from sluis.home.shelf import read_bounded
    from sluis.source.objections import Objections

    home = Home(chosen.home)
    home.require(Role.SOURCE)
    with home.lock():
        held = Objections(home)
        changed = 0
        if chosen.verb != "count":
            text = sys.stdin.read() if chosen.file == "-" else _text(read_bounded(Path(chosen.file)))
            lines = [line.strip() for line in text.splitlines()]
            change = held.add if chosen.verb == "add" else held.remove
            changed = change(lines)
            home.record(f"objections.{chosen.verb}", counts={"persons": changed})
    console.data({"changed": changed, "persons": len(held)})
    console.say(_("{changed} changed; {count} persons are on the list."), changed=changed, count=len(held))


def _text(data: bytes) -> str:
    """A list's lines; bytes that are no text become a sign that stands in no number, so that their line is refused."""
    return data.decode("utf-8-sig", "replace")


def _add_group(below: Any, common: argparse.ArgumentParser, words: Words) -> None:
    keys = group(below, words, "group", _("the key that the sources of a domain share (keyed scheme)"))
    parser = command(keys, common, words, "new", _("make the key of a domain; one source does this"), group_new)
    parser.add_argument("--domain", required=True, help=words(_("the recipient's domain")))
    home_option(parser, words)
    parser = command(keys, common, words, "share", _("seal the key for another source"), group_share)
    parser.add_argument("card", type=Path, metavar="CARD", help=words(_("the other source's card, pinned here")))
    parser.add_argument("--domain", required=True, help=words(_("the recipient's domain")))
    home_option(parser, words)
    out_option(parser, words, _("the sealed key"))
    parser = command(keys, common, words, "accept", _("take the key that another source shares"), group_accept)
    parser.add_argument("file", type=Path, metavar="FILE", help=words(_("the sealed key")))
    home_option(parser, words)
    parser = command(keys, common, words, "check", _("the check values for an agreement"), group_check)
    parser.add_argument("--domain", required=True, help=words(_("the recipient's domain")))
    parser.add_argument("--version", type=int, default=1, metavar="N", help=words(_("of the domain's key")))
    home_option(parser, words)


def group_new(chosen: argparse.Namespace, console: Console) -> None:
    """Make a group's key."""
    from sluis.source import group as groups

    home = _source(chosen)
    groups.make_group_key(home, chosen.domain)
    console.data({"domain": chosen.domain})
    console.say(
        _("The group's key of {domain} was made. Share it with the other sources; nobody else may have it."),
        domain=chosen.domain,
    )


def group_share(chosen: argparse.Namespace, console: Console) -> None:
    """Seal it for another source."""
    from sluis.source import group as groups
    from sluis.tables.files import atomic

    home = _source(chosen)
    sealed = groups.share_group_key(home, chosen.domain, read_card_file(chosen.card))
    with atomic(chosen.out) as file:
        file.write(sealed)
    console.data({"domain": chosen.domain, "file": str(chosen.out)})
    console.say(_("Sealed for {name}."), name=read_card_file(chosen.card).keys.name)


def group_accept(chosen: argparse.Namespace, console: Console) -> None:
    """Take it from another source."""
    from sluis.home.shelf import read_bounded
    from sluis.source import group as groups

    domain = groups.accept_group_key(_source(chosen), read_bounded(chosen.file))
    console.data({"domain": domain})
    console.say(_("The group's key of {domain} is here now."), domain=domain)


def group_check(chosen: argparse.Namespace, console: Console) -> None:
    """Show the check values."""
    from sluis.source import group as groups

    real, test = groups.checks(_source(chosen), chosen.domain, chosen.version)
    console.data({"domain": chosen.domain, "version": chosen.version, "check": real, "check_test": test})
    console.line(f"{real},{test}")


def _source(chosen: argparse.Namespace) -> Any:
    from sluis.home.home import Home

    home = Home(chosen.home)
    home.require(Role.SOURCE)
    return home
