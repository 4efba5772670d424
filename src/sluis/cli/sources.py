"""`sluis source`: what a care provider does."""

import argparse
import sys
from pathlib import Path
from typing import Any

from sluis.cli import network
from sluis.cli.agreements import choose, read_card_file
from sluis.cli.console import Console
from sluis.cli.parties import add_init
from sluis.cli.reports import with_report
from sluis.cli.words import Words, command, group, home_option, out_option
from sluis.package.manifest import Mode
from sluis.refusals.marking import _
from sluis.signatures.certificates import Role


def add(commands: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """The commands of this group."""
    below = group(commands, words, "source", _("what a care provider does: prepare deliveries"))
    add_init(below, common, words, Role.SOURCE)
    _add_prepare(below, common, words)
    network.add_connect(below, common, words)
    network.add_send(below, common, words)
    parser = command(below, common, words, "deliveries", _("the deliveries that were prepared here"), deliveries)
    home_option(parser, words)
    parser = command(below, common, words, "read-report", _("open a recipient's validation report"), read_report)
    parser.add_argument("file", type=Path, metavar="REPORT", help=words(_("the sealed report")))
    home_option(parser, words)
    _add_objections(below, common, words)
    _add_group(below, common, words)


def _add_prepare(below: Any, common: argparse.ArgumentParser, words: Words) -> None:
    parser = command(below, common, words, "prepare", _("make a package of one or more files"), prepare)
    parser.add_argument(
        "input", nargs="*", metavar="INPUT", help=words(_("a file, or TABLE=FILE for each table; none in mode nothing"))
    )
    home_option(parser, words)
    out_option(parser, words, _("the package to make (.sluis)"))
    parser.add_argument("--to", metavar="RECIPIENT", help=words(_("for whom, when there are several agreements")))
    parser.add_argument("--agreement", metavar="ID", help=words(_("under which agreement")))
    parser.add_argument("--report", type=Path, metavar="FILE.json", help=words(_("write the processing report here")))
    parser.add_argument("--mode", choices=[mode.value for mode in Mode], default="replace", help=words(_(
        "replace a period (default), add rows, withdraw persons, or nothing to deliver")))  # fmt: skip
    parser.add_argument("--test", action="store_true", help=words(_("a test delivery, with test keys")))
    parser.add_argument(
        "--corrects", default="", metavar="DELIVERY", help=words(_("the delivery that this one corrects"))
    )
    parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help=words(_(
        "the value of a clear field that no file gives")))  # fmt: skip
    parser.add_argument("--password-file", type=Path, metavar="FILE", help=words(_("holds a workbook's password")))


def prepare(chosen: argparse.Namespace, console: Console) -> int:
    """Make a package."""
    from sluis.home.files import require_free
    from sluis.home.home import Home
    from sluis.package.report import Report
    from sluis.source.inputs import match_inputs, read_password
    from sluis.source.preparing import Wanted
    from sluis.source.preparing import prepare as make

    home = Home(chosen.home)
    clear = _settings(chosen.set)
    if clear is None:
        print(console.word(_("--set takes FIELD=VALUE.")), file=console.err)
        return 2

    def work(report: Report) -> None:
        home.require(Role.SOURCE)
        agreement = choose(home, chosen.agreement, chosen.to)
        require_free(chosen.out)
        mode = Mode(chosen.mode)
        wanted = Wanted(
            inputs=match_inputs(chosen.input, home.shelf.specification(agreement)),
            out=chosen.out,
            agreement=agreement,
            mode=mode,
            test=chosen.test,
            corrects=chosen.corrects,
            clear=clear,
            password=read_password(chosen.password_file) if chosen.password_file else None,
        )
        with console.progress() as progress:
            make(home, wanted, report, progress)

    with_report("prepare", home, chosen, console, work)
    return 0


def _settings(given: list[str]) -> dict[str, str] | None:
    """The values by the name of their field; none when one is not written so."""
    parts = [one.partition("=") for one in given]
    return {name: value for name, _, value in parts} if all(name and mark for name, mark, _ in parts) else None


def deliveries(chosen: argparse.Namespace, console: Console) -> None:
    """List what was prepared."""
    from dataclasses import asdict

    from sluis.home.home import Home

    home = Home(chosen.home)
    home.require(Role.SOURCE)
    made = [
        one
        for agreement in home.shelf.agreements()
        for test in (False, True)
        for one in home.outgoing.all(agreement.id, test=test)
    ]
    console.data([asdict(one) for one in made])
    console.table(
        [_("number"), _("agreement"), _("mode"), _("made"), _("delivery")],
        [
            (one.sequence, one.agreement, one.mode + (" TEST" if one.test else ""), one.created_at, one.delivery)
            for one in made
        ],
    )


def read_report(chosen: argparse.Namespace, console: Console) -> None:
    """Show a validation report by the rows of the source's own file."""
    from dataclasses import asdict

    from sluis.home.home import Home
    from sluis.source.remarks import read_report as read

    delivery, remarks = read(Home(chosen.home), chosen.file)
    console.data({"delivery": delivery, "remarks": [asdict(one) for one in remarks]})
    console.say(_("Report on delivery {delivery}: {count} remarks."), delivery=delivery, count=len(remarks))
    rows = [(one.table, one.row or "–", one.field, one.code, one.message) for one in remarks]
    console.table([_("table"), _("row"), _("field"), _("code"), _("message")], rows)


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
