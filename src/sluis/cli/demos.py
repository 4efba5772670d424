"""`sluis demo`: a world of parties on this machine, and one exchange through it."""

import argparse
from functools import partial
from pathlib import Path
from typing import Any

from sluis.cli.console import Console
from sluis.cli.words import Words, command
from sluis.refusals.marking import _


def add(commands: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """The command."""
    text = _("build a world of parties and take a file of patients through it, printing every command")
    parser = command(commands, common, words, "demo", text, run)
    parser.add_argument("--once", action="store_true", help=words(_("run one exchange and end")))
    parser.add_argument(
        "--dir", type=Path, default=Path("demo-world"), metavar="DIR", help=words(_("where; a new folder"))
    )
    parser.add_argument("--spec", type=Path, metavar="SPEC", help=words(_("your own specification; with --input")))
    parser.add_argument(
        "--input", action="append", default=[], metavar="FILE", help=words(_("a source's file; once per source"))
    )
    parser.add_argument("--recipients", type=int, default=1, metavar="N", help=words(_("how many registries")))


def run(chosen: argparse.Namespace, console: Console) -> int:
    """Build the world and run the exchange."""
    from sluis.cli.main import main
    from sluis.demo.story import show_story
    from sluis.demo.world import World

    if bool(chosen.spec) != bool(chosen.input) or not 1 <= chosen.recipients <= 99:
        console.err.write(console.word(_("--spec and --input go together; --recipients is 1 to 99.")) + "\n")
        return 2
    world = World(
        chosen.dir, chosen.spec, chosen.input, chosen.recipients, console.language, partial(main, within=True), console
    )
    code = world.run()
    if code == 0 and not chosen.spec:
        show_story(world, console)
    return code
