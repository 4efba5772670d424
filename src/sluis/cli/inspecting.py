"""`sluis inspect`: a package explained."""

import argparse
from pathlib import Path
from typing import Any

from sluis.cli.console import Console
from sluis.cli.words import Words, command
from sluis.refusals.marking import _


def add(commands: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """The command."""
    text = _("show a package: who sent it, under which agreement, what is inside, who can read it")
    parser = command(commands, common, words, "inspect", text, show)
    parser.add_argument("package", type=Path, metavar="PACKAGE", help=words(_("before or after the relay")))
    parser.add_argument(
        "--home", type=Path, metavar="DIR", help=words(_("verify the certificates with the trust of this home"))
    )


def show(chosen: argparse.Namespace, console: Console) -> None:
    """Explain a package."""
    from sluis.home.files import open_package
    from sluis.home.home import Home, system_clock
    from sluis.package.inspecting import inspect

    trust = Home(chosen.home).shelf.trust if chosen.home else None
    with open_package(chosen.package) as reader:
        found = inspect(reader, trust, system_clock())
    console.data(found)
    if not console.machine:
        _show(found, console)


def _show(found: dict[str, Any], console: Console) -> None:
    if found["test"]:
        console.say(_("TEST DELIVERY — not real data"))
    console.say(_("Delivery {number}, made {created_at} by {source} for {recipient}"), **found)
    console.say(
        _(
            "  agreement {agreement} version {agreement_version}, scheme {scheme}, domain {domain} version {domain_version}"
        ),
        **found,
    )
    console.say(_("  mode {mode}, number {sequence} under this agreement"), **found)
    if found["relayed_at"]:
        console.say(_("  relayed {relayed_at} by {ttp}"), **found)
    else:
        console.say(_("  not yet relayed; it goes to {ttp} first"), **found)
    for name, value in found["clear"].items():
        console.line(f"  {name} = {value}")
    for name, count in found["rows"].items():
        console.say(_("  table {name}: {count} rows"), name=name, count=count)
    for name, count in found["persons"].items():
        console.say(_("  persons by {name}: {count}"), name=name, count=count)
    console.line()
    everyone = console.word(_("everyone"))
    console.table(
        [_("part"), _("bytes"), _("who can read it")],
        [
            (one["name"], one["bytes"], everyone if one["readable_by"] == "everyone" else one["readable_by"])
            for one in found["members"]
        ],
    )
    console.line()
    for role, who in found["signed_by"].items():
        console.line(f"  ✓ {role} {who['party']}  {who['key']}")
    if not found["certificates_verified"]:
        console.say(
            _("The signatures fit the bytes. Whose keys they are is not verified; name a home with --home for that.")
        )
