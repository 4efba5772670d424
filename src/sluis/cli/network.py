"""What sources and recipients do at the gate besides delivering and fetching: connect, send a package, take policies."""

import argparse
from pathlib import Path
from typing import Any

from sluis.cli.console import Console
from sluis.cli.delivering import patience_option, say_arrived, warn
from sluis.cli.words import Words, command, home_option
from sluis.refusals.marking import _


def add_connect(below: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """`connect`, of a source or a recipient."""
    parser = command(below, common, words, "connect", _("remember the gate of the TTP, and try it"), connect)
    parser.add_argument("--gate", required=True, metavar="ADDRESS", help=words(_("such as https://gate.example:8445")))
    parser.add_argument("--trust", type=Path, metavar="FILE.pem", help=words(_(
        "the certificate by which the gate is known, when this machine does not know its authority")))  # fmt: skip
    home_option(parser, words)


def add_send(below: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """`send`, of a source."""
    parser = command(
        below, common, words, "send", _("send a package to the TTP; goes on where it was broken off"), send
    )
    parser.add_argument("package", type=Path, metavar="PACKAGE", help=words(_("as it was prepared")))
    home_option(parser, words)
    patience_option(parser, words)


def add_policies(below: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """`policies`, of a source or a recipient."""
    parser = command(
        below, common, words, "policies", _("take the policies that the TTP signed, from its gate"), policies
    )
    home_option(parser, words)


def connect(chosen: argparse.Namespace, console: Console) -> None:
    """Remember the gate, and sign in there once."""
    from sluis.courier.connecting import remember_gate
    from sluis.courier.gate import Gate
    from sluis.home.home import Home

    home = remember_gate(Home(chosen.home), chosen.gate, chosen.trust)
    with Gate(home) as gate:
        organisation = gate.enter()
        routes = gate.get("/agreements")
    console.data({"organisation": organisation, "agreements": [one["agreement"] for one in routes]})
    console.say(_("Signed in at the gate for {organisation}."), organisation=organisation)
    console.table(
        [_("agreement"), _("source"), _("recipient")],
        [(one["agreement"], one["source"], one["recipient"]) for one in routes],
    )


def send(chosen: argparse.Namespace, console: Console) -> None:
    """Send a package."""
    from sluis.courier.sending import send as deliver
    from sluis.home.home import Home

    home = Home(chosen.home)
    with console.progress() as progress:
        sent = deliver(home, chosen.package, progress=progress, patience=chosen.patience)
    console.data({"id": sent.id, "delivery": sent.delivery, "number": sent.number, "before": sent.before})
    say_arrived(console, sent.number, before=sent.before)


def policies(chosen: argparse.Namespace, console: Console) -> int:
    """Take the policies."""
    from sluis.agreement.plain import plain
    from sluis.cli.policies import show
    from sluis.courier.gate import Gate
    from sluis.courier.policies import take_policies
    from sluis.home.home import Home

    home = Home(chosen.home)
    with Gate(home) as gate:
        found = take_policies(home, gate)
    refused = [{"agreement": name, "code": one.code.number} for name, one in found.refused]
    console.data({"taken": [plain(one) for one in found.taken], "same": [one.agreement for one in found.same],
                  "refused": refused})  # fmt: skip
    for policy in found.taken:
        show(policy, home.shelf.agreement(policy.agreement), console)
    for policy in found.same:
        console.say(_("The policy of agreement {agreement} is the one that is here."), agreement=policy.agreement)
    if not found.taken and not found.same and not found.refused:
        console.say(_("The TTP has no policy for this party yet."))
    warn(console, found.refused)
    return 3 if found.refused else 0
