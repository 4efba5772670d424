"""`sluis evidence`: verify a chain, sign where it stands, copy it, and end its segments."""

import argparse
from pathlib import Path
from typing import Any

from sluis.cli.console import Console
from sluis.cli.words import Words, command, group, home_option, out_option
from sluis.refusals import Refused, sentence
from sluis.refusals.catalogue import evidence as codes
from sluis.refusals.marking import _


def add(commands: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """The commands of this group."""
    below = group(commands, words, "evidence", _("what happened: verify it, sign where it stands, copy it, end it"))
    _reading(below, common, words)
    _ending(below, common, words)


def _reading(below: Any, common: argparse.ArgumentParser, words: Words) -> None:
    parser = command(below, common, words, "verify", _("verify a home's chain of events, or a copy of it"), verify)
    parser.add_argument("--dir", type=Path, default=Path(), metavar="DIR", help=words(_(
        "the party's folder, or a copy that `export` made")))  # fmt: skip
    parser.add_argument("--against", type=Path, metavar="CHECKPOINT", help=words(_(
        "a checkpoint that was kept elsewhere, or a relayed package that carries one")))  # fmt: skip
    parser.add_argument("--root", type=Path, metavar="ROOT", help=words(_(
        "believe this authority (PEM), known from elsewhere, and not those in the folder")))  # fmt: skip
    parser = command(
        below, common, words, "checkpoint", _("sign where the chain stands; keep it elsewhere"), checkpoint
    )
    home_option(parser, words)
    out_option(parser, words, _("the checkpoint"))
    parser = command(
        below, common, words, "export", _("copy the chain for an auditor, with what verifying needs"), export
    )
    home_option(parser, words)
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help=words(_("a new folder")))


def _ending(below: Any, common: argparse.ArgumentParser, words: Words) -> None:
    parser = command(
        below, common, words, "close", _("close the segment with a checkpoint; the chain goes on in the next"), close
    )
    home_option(parser, words)
    parser = command(
        below, common, words, "destroy", _("destroy the oldest closed segment after its term, with proof"), destroy
    )
    parser.add_argument("segment", type=int, metavar="SEGMENT", help=words(_("its number")))
    parser.add_argument("--older-than", default="5 years", metavar="TERM", help=words(_(
        "how long segments are kept after they were closed: “5 years”, “18 months”")))  # fmt: skip
    parser.add_argument("--yes", type=int, metavar="SEGMENT", help=words(_("its number once more, as confirmation")))
    home_option(parser, words)


def verify(chosen: argparse.Namespace, console: Console) -> None:
    """Verify a chain.

    Raises:
        Refused: the first thing that is wrong; all are shown.
    """
    from sluis.evidence import verify as read_chain

    against = _checkpoint(chosen.against) if chosen.against else None
    found = read_chain(chosen.dir / "evidence", against, _trust(chosen.dir, chosen.root))
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


def _trust(place: Path, root: Path | None) -> Any:
    """Whose signatures count: a named authority's, else those that the folder trusts.

    A copy has no settings, which verifying does not need; a folder that is neither home nor copy is named as such.
    """
    from sluis.home.home import Home
    from sluis.home.shelf import Shelf, read_bounded
    from sluis.signatures import Trust

    if not (place / "evidence").is_dir():
        Home(place)
    return Trust.from_pem(read_bounded(root)) if root else Shelf(place).trust


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


def export(chosen: argparse.Namespace, console: Console) -> None:
    """Copy the chain for an auditor."""
    from sluis.home.exporting import export_evidence
    from sluis.home.home import Home

    signed = export_evidence(Home(chosen.home), chosen.out)
    console.data(signed.value())
    console.say(_("The chain up to event {n} is copied to {path}."), n=signed.checkpoint.n, path=chosen.out)
    console.say(_("Verify it with `sluis evidence verify --dir {path}`; name a root and a checkpoint that you had before."),
                path=chosen.out)  # fmt: skip


def close(chosen: argparse.Namespace, console: Console) -> None:
    """Close the segment."""
    from sluis.home.home import Home
    from sluis.home.segments import close_segment

    segment, signed = close_segment(Home(chosen.home))
    console.data({"segment": segment, "checkpoint": signed.value()})
    console.say(_("Segment {segment} is closed after event {n}."), segment=segment, n=signed.checkpoint.n)


def destroy(chosen: argparse.Namespace, console: Console) -> None:
    """Destroy the oldest closed segment.

    Raises:
        Refused: DESTRUCTION_NOT_CONFIRMED; why it may not be destroyed; what is wrong with the term.
    """
    from sluis.deadlines import Term
    from sluis.home.home import Home
    from sluis.home.segments import destroy_segment

    home, segment = Home(chosen.home), chosen.segment
    if chosen.yes != segment:
        raise Refused(codes.DESTRUCTION_NOT_CONFIRMED, segment=segment)
    destroy_segment(home, segment, Term.read(chosen.older_than))
    console.data({"segment": segment, "state": "destroyed"})
    console.say(
        _("Segment {segment} is destroyed; its closing checkpoint and a signed proof are kept."), segment=segment
    )


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
