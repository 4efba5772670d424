"""`sluis evidence`: verify a chain, and sign where it stands."""

import argparse
from pathlib import Path
from typing import Any

from sluis.cli.console import Console
from sluis.cli.words import Words, command, group, home_option, out_option
from sluis.refusals import Refused, sentence
from sluis.refusals.marking import _


def add(commands: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """The commands of this group."""
    below = group(commands, words, "evidence", _("what happened: verify it, and sign where it stands"))
    parser = command(below, common, words, "verify", _("verify a home's chain of events"), verify)
    parser.add_argument("--dir", type=Path, default=Path(), metavar="DIR", help=words(_("the party's folder")))
    parser.add_argument("--against", type=Path, metavar="CHECKPOINT", help=words(_(
        "a checkpoint that was kept elsewhere, or a relayed package that carries one")))  # fmt: skip
    parser = command(
        below, common, words, "checkpoint", _("sign where the chain stands; keep it elsewhere"), checkpoint
    )
    home_option(parser, words)
    out_option(parser, words, _("the checkpoint"))


def verify(chosen: argparse.Namespace, console: Console) -> None:
    """Verify a chain.

    Raises:
        Refused: the first thing that is wrong; all are shown.
    """
    from sluis.evidence import verify as read_chain
    from sluis.home.home import Home

    home = Home(chosen.dir)
    against = _checkpoint(chosen.against) if chosen.against else None
    found = read_chain(home.path / "evidence", against, home.shelf.trust)
    messages = [
        {"code": one.code.number, "message": sentence(one.code, one.facts, console.language)} for one in found.findings
    ]
    last = found.last
    console.data(
        {"chain": found.chain, "events": found.events, "head": last.head if last else "", "findings": messages}
    )
    for one in messages[1:]:
        console.err.write(f"  ✗ {one['code']} {one['message']}\n")
    if found.findings:
        first = found.findings[0]
        raise Refused(first.code, "", **first.facts)
    console.say(
        _("{count} events, unaltered as far as can be seen; chain {chain}"), count=found.events, chain=found.chain
    )
    if against:
        console.say(_("The checkpoint of {at} fits: nothing before it was changed since."), at=against.checkpoint.at)
    else:
        console.say(_("Compare with a checkpoint that was kept elsewhere (--against) to see a cut or a new chain too."))


def checkpoint(chosen: argparse.Namespace, console: Console) -> None:
    """Sign where the chain stands."""
    from sluis.home.home import Home
    from sluis.tables.files import atomic

    home = Home(chosen.home)
    signed = home.evidence.checkpoint(home.signer(), home.clock())
    with atomic(chosen.out) as file:
        file.write(signed.write())
    console.data(signed.value())
    console.say(_("Checkpoint after event {n}; give it to somebody else to keep."), n=signed.checkpoint.n)


def _checkpoint(path: Path) -> Any:
    """The checkpoint in a file of its own, or in the note of a relayed package."""
    import zipfile

    from sluis.evidence import from_value, read_checkpoint
    from sluis.home.files import open_package
    from sluis.home.shelf import read_bounded
    from sluis.package.manifest import LIMIT_BYTES, RelayNote

    if zipfile.is_zipfile(path):
        with open_package(path) as reader:
            return from_value(RelayNote.read(reader.small("relay.json", LIMIT_BYTES)).checkpoint)
    return read_checkpoint(read_bounded(path))
