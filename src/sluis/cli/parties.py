"""`init`, the same for each kind of party."""

import argparse
from pathlib import Path
from typing import Any

from sluis.cli.console import Console
from sluis.cli.words import Words, command, home_option
from sluis.refusals import languages
from sluis.refusals.marking import _
from sluis.signatures.certificates import Role


def add_init(below: Any, common: argparse.ArgumentParser, words: Words, role: Role) -> None:
    """`sluis ROLE init`."""
    text = _("make this party's home: it makes its own keys, and a card to give away")
    parser = command(below, common, words, "init", text, init)
    home_option(parser, words)
    parser.add_argument(
        "--party", required=True, metavar="ID", help=words(_("short name: lower-case letters, digits, hyphens"))
    )
    parser.add_argument("--name", required=True, help=words(_("full name")))
    parser.add_argument("--organisation", metavar="NUMBER", help=words(_(
        "trade register or care provider number; the full name when left out")))  # fmt: skip
    parser.add_argument("--schemes", nargs="+", choices=["polymorphic", "keyed"], default=["polymorphic", "keyed"],
                        help=words(_("schemes that this party takes part in")))  # fmt: skip
    parser.set_defaults(role=role)


def init(chosen: argparse.Namespace, console: Console) -> None:
    """Make the home."""
    from sluis.home.founding import found
    from sluis.home.settings import Settings
    from sluis.specification.model import Scheme
    from sluis.ttp.enrolling import found_ttp

    settings = Settings(
        party=chosen.party,
        name=chosen.name,
        organisation=chosen.organisation or chosen.name,
        role=chosen.role,
        language=chosen.language or languages[0],
        schemes=tuple(Scheme(one) for one in chosen.schemes),
    )
    make = found_ttp if chosen.role is Role.TTP else found
    home = make(chosen.home, settings)
    card = home.shelf.card
    console.data({"party": chosen.party, "home": str(chosen.home), "fingerprint": card.fingerprint})
    console.say(_("The home of {name} is in {place}."), name=chosen.name, place=chosen.home)
    console.say(
        _("Give away card.json; its fingerprint, to read over the telephone: {fingerprint}"),
        fingerprint=card.fingerprint,
    )
    if (Path(chosen.home) / "unlock").exists():
        console.say(
            _("The file unlock opens the keys. Keep it apart from backups, or move it out and set SLUIS_UNLOCK.")
        )
