"""`sluis source deliver` and what follows it: how deliveries go on, and taking one back."""

import argparse
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sluis.cli.console import Console
from sluis.cli.reports import with_report
from sluis.cli.wanting import input_option, understood, wanted, wanted_options
from sluis.cli.words import Words, command, home_option
from sluis.refusals import Refused, sentence
from sluis.refusals.marking import _

if TYPE_CHECKING:
    from sluis.home.home import Home
    from sluis.package.report import Report

PATIENCE_SECONDS = 600.0

STATES = {
    "waiting": _("waits here"),
    "offered": _("offered"),
    "authenticated": _("being received"),
    "checked": _("waits for authorisation"),
    "authorised": _("waits for the relay"),
    "relayed": _("relayed"),
    "available": _("available"),
    "downloaded": _("downloaded"),
    "opened": _("opened"),
    "removed": _("removed"),
    "expired": _("in no backup any more"),
    "refused": _("refused"),
    "withdrawn": _("withdrawn"),
}


def add(below: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """The commands of a source about deliveries over the network."""
    parser = command(
        below,
        common,
        words,
        "deliver",
        _("prepare and send; given again after an interruption, it arrives once"),
        deliver,
    )
    input_option(parser, words)
    home_option(parser, words)
    parser.add_argument("--report", type=Path, metavar="FILE.json", help=words(_("write the processing report here")))
    wanted_options(parser, words)
    parser.add_argument(
        "--again", action="store_true", help=words(_("deliver although the very same has arrived before"))
    )
    patience_option(parser, words)
    parser = command(
        below, common, words, "deliveries", _("the deliveries that were prepared here, and how they go on"), deliveries
    )
    home_option(parser, words)
    parser.add_argument("--here", action="store_true", help=words(_("only what this home knows; do not ask the gate")))
    parser = command(
        below, common, words, "withdraw", _("take a delivery back, as long as it was not relayed"), withdraw
    )
    parser.add_argument("number", metavar="NUMBER", help=words(_("such as C50E-89E2-8921")))
    home_option(parser, words)


def patience_option(parser: argparse.ArgumentParser, words: Words) -> None:
    """`--patience`."""
    parser.add_argument("--patience", type=seconds, default=PATIENCE_SECONDS, metavar="SECONDS", help=words(_(
        "how long a gate that is away is tried again (600)")))  # fmt: skip


def deliver(chosen: argparse.Namespace, console: Console) -> int:
    """Prepare and send."""
    from sluis.home.home import Home
    from sluis.signatures.certificates import Role
    from sluis.source.delivering import Delivered
    from sluis.source.delivering import deliver as make

    home = Home(chosen.home)
    if not understood(chosen, console):
        return 2
    done: list[Delivered] = []

    def work(report: "Report") -> None:
        home.require(Role.SOURCE)
        asked = wanted(chosen, home, chosen.input, Path())
        with console.progress() as progress:
            found = make(home, asked, report=report, again=chosen.again, patience=chosen.patience, progress=progress)
        report.facts |= {"id": found.id, "before": found.before}
        done.append(found)

    with_report("deliver", home, chosen, console, work)
    (delivered,) = done
    warn(console, delivered.warnings)
    say_arrived(console, delivered.number, before=delivered.before)
    return 0


def say_arrived(console: Console, number: str, *, before: bool) -> None:
    """That a delivery is there."""
    text = _("Delivery {number} had arrived at the TTP already.") if before else _("Delivery {number} has arrived.")
    console.say(text, number=number)


def warn(console: Console, warnings: list[tuple[str, Refused]]) -> None:
    """Tell which policies could not be taken; the work went on with what counted before."""
    for agreement, refused in warnings:
        message = sentence(refused.code, refused.facts, console.language)
        text = console.word(
            _("! The policy of agreement {agreement} was not taken: {code} {message}"),
            agreement=agreement, code=refused.code.number, message=message,
        )  # fmt: skip
        print(text, file=console.err)


def deliveries(chosen: argparse.Namespace, console: Console) -> None:
    """List what was prepared, and how it goes on."""
    from dataclasses import asdict

    from sluis.home.home import Home
    from sluis.signatures.certificates import Role

    home = Home(chosen.home)
    home.require(Role.SOURCE)
    made = [
        one
        for agreement in home.shelf.agreements()
        for test in (False, True)
        for one in home.outgoing.all(agreement.id, test=test)
    ]
    if chosen.here or not home.settings.gate:
        console.data([asdict(one) for one in made])
        console.table(
            [_("number"), _("agreement"), _("mode"), _("made"), _("delivery")],
            [(one.sequence, one.agreement, _mode(one.mode, one.test), one.created_at, one.delivery) for one in made],
        )
        return
    known = _known(home, console)
    waiting = _waiting(home)
    told = [known.get(one.delivery) or waiting.get(one.delivery) or {} for one in made]
    console.data([asdict(one) | {"gate": gate or None} for one, gate in zip(made, told, strict=True)])
    console.table(
        [_("number"), _("agreement"), _("mode"), _("made"), _("state"), _("since"), _("remarks"), _("delivery")],
        [
            (
                gate.get("number", "–"), one.agreement, _mode(one.mode, one.test), one.created_at, _state(gate, console),
                max(gate.get("steps", {}).values(), default="–"), len(gate.get("remarks", ())) or "–", one.delivery,
            )
            for one, gate in zip(made, told, strict=True)
        ],
    )  # fmt: skip
    for gate in told:
        _say_refused(gate, console)


def withdraw(chosen: argparse.Namespace, console: Console) -> None:
    """Take one back."""
    from sluis.courier import following
    from sluis.courier.gate import Gate
    from sluis.home.home import Home
    from sluis.signatures.certificates import Role
    from sluis.source.delivering import forget

    home = Home(chosen.home)
    home.require(Role.SOURCE)
    with Gate(home) as gate:
        number = forget(home, gate, chosen.number)
        if number is None:
            found = following.numbered(gate, chosen.number)
            following.withdraw(gate, found["id"])
            number = str(found["number"])
            home.record("delivery.withdrawn", objects={"delivery": found["delivery"], "agreement": found["agreement"]})
    console.data({"number": number, "state": "withdrawn"})
    console.say(_("Delivery {number} was taken back."), number=number)


def _known(home: "Home", console: Console) -> dict[str, dict[str, Any]]:
    """What the gate tells, by the id in the manifest; nothing, and a note, when it is away."""
    from sluis.courier.following import deliveries as asked
    from sluis.courier.gate import Gate

    try:
        with Gate(home) as gate:
            return {one["delivery"]: one for one in asked(gate)}
    except Refused as refused:
        message = sentence(refused.code, refused.facts, console.language)
        text = console.word(_("! How they go on is not known now: {code} {message}"),
                            code=refused.code.number, message=message)  # fmt: skip
        print(text, file=console.err)
        return {}


def _waiting(home: "Home") -> dict[str, dict[str, Any]]:
    """What lies in the outbox, by the id in the manifest."""
    from sluis.source.delivering import manifest_in

    found = {}
    for slot in home.outbox.waiting():
        with suppress(Refused):  # it arrived at this very moment
            manifest = manifest_in(slot.package)
            found[manifest.delivery] = {"number": manifest.number, "state": "waiting"}
    return found


def _state(gate: dict[str, Any], console: Console) -> str:
    state = gate.get("state", "")
    return console.word(STATES[state]) if state in STATES else state or "–"


def _say_refused(gate: dict[str, Any], console: Console) -> None:
    refusal = gate.get("refusal")
    if refusal:
        console.say(_("{number} was refused: {code} {message}"), number=gate["number"], code=refusal["code"],
                    message=refusal["message"])  # fmt: skip
        console.line(f"  → {gate.get('explanation') or refusal['advice']}")


def _mode(mode: str, test: bool) -> str:
    return mode + (" TEST" if test else "")


def seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value < 1e7:
        raise ValueError
    return value


seconds.__name__ = "seconds"  # argparse names the kind in its message
