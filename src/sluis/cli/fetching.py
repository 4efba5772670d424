"""`sluis recipient fetch`: what waits at the TTP, into the inbox or opened at once."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sluis.cli.console import Console
from sluis.cli.delivering import warn
from sluis.cli.words import Words, command, home_option
from sluis.refusals import Refused, sentence
from sluis.refusals.marking import _

if TYPE_CHECKING:
    from sluis.courier.fetching import Fetched
    from sluis.home.home import Home
    from sluis.package.report import Report
    from sluis.recipient.fetching import Opened


def add(below: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """`fetch`, of a recipient."""
    parser = command(below, common, words, "fetch", _("fetch deliveries from the TTP into the inbox"), fetch)
    parser.add_argument("--new", action="store_true", help=words(_(
        "only those that were never downloaded; with --open, never opened")))  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="FOLDER", help=words(_("where; the home's inbox unless given")))
    parser.add_argument("--open", type=Path, metavar="FOLDER", help=words(_(
        "open each into this folder, by its number, and tell the TTP")))  # fmt: skip
    parser.add_argument("--test", action="store_true", help=words(_(
        "open test deliveries as well, into a folder `test` of their own")))  # fmt: skip
    home_option(parser, words)


def fetch(chosen: argparse.Namespace, console: Console) -> int:
    """Fetch what waits; open it if that is wanted."""
    from sluis.courier.fetching import fetch as take
    from sluis.courier.gate import Gate
    from sluis.courier.policies import renew
    from sluis.courier.receipts import tell_waiting
    from sluis.home.home import Home
    from sluis.signatures.certificates import Role

    home = Home(chosen.home)
    home.require(Role.RECIPIENT)
    with Gate(home) as gate:
        warn(console, renew(home, gate))
        tell_waiting(home, gate)
    opened: list[Opened] = []
    with console.progress() as progress:
        new = chosen.new and not chosen.open
        wanted = _unopened(chosen.test) if chosen.new and chosen.open else lambda _one: True
        for one in take(home, chosen.out or home.path / "inbox", new=new, progress=progress, wanted=wanted):
            opened.append(_open(home, one, chosen, progress, console))
    if chosen.open:
        _tell(home, console)
    _show(opened, chosen, console)
    return 3 if any(one.refused for one in opened) else 0


def _unopened(tests: bool) -> Any:
    """Which deliveries are new for whoever opens them at once."""

    def wanted(one: dict[str, Any]) -> bool:
        return one["state"] == "available" or (one["state"] == "downloaded" and (tests or not one["test"]))

    return wanted


def _open(home: "Home", one: "Fetched", chosen: argparse.Namespace, progress: Any, console: Console) -> "Opened":
    from sluis.home.reports import write_report
    from sluis.recipient.fetching import Opened, open_fetched

    def keep(report: "Report", out: Path) -> None:
        write_report(report, out.with_name(out.name + ".report.json"), console.language)

    if not chosen.open:
        return Opened(one)
    return open_fetched(home, one, chosen.open, tests=chosen.test, progress=progress, keep=keep)


def _tell(home: "Home", console: Console) -> None:
    """Tell the gate what was opened; what cannot be told now is told at the next fetch."""
    from sluis.courier.gate import Gate
    from sluis.courier.receipts import tell_waiting

    try:
        with Gate(home) as gate:
            tell_waiting(home, gate)
    except Refused as refused:
        message = sentence(refused.code, refused.facts, console.language)
        text = console.word(_("! That they were opened is told at the next fetch: {code} {message}"),
                            code=refused.code.number, message=message)  # fmt: skip
        print(text, file=console.err)


def _show(opened: "list[Opened]", chosen: argparse.Namespace, console: Console) -> None:
    console.data(
        [
            {
                "id": one.fetched.id, "number": one.fetched.number, "source": one.fetched.source,
                "test": one.fetched.test, "file": str(one.fetched.path), "opened": str(one.out) if one.out else None,
                "refusal": one.refused.code.number if one.refused else None,
            }
            for one in opened
        ]
    )  # fmt: skip
    if not opened:
        console.say(_("Nothing waits."))
        return
    console.table(
        [_("number"), _("source"), _("file")],
        [
            (one.fetched.number + (" TEST" if one.fetched.test else ""), one.fetched.source,
             one.out.name if one.out else one.fetched.path.name)
            for one in opened
        ],
    )  # fmt: skip
    for one in opened:
        if one.refused and not console.machine:
            console.refusal(Refused(one.refused.code, one.fetched.number, **one.refused.facts))
        elif chosen.open and one.out is None:
            console.say(
                _("{number} is a test delivery and was left closed; --test opens it."), number=one.fetched.number
            )
