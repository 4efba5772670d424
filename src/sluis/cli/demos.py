"""`sluis demo`: a world of parties on this machine, one exchange through it, and the portal."""

import argparse
from functools import partial
from pathlib import Path
from typing import Any

from sluis.cli.console import Console
from sluis.cli.words import Words, command
from sluis.refusals.marking import _


def add(commands: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """The command."""
    text = _("build a world of parties, take a file of patients through it, and open the portal; prints every command")
    parser = command(commands, common, words, "demo", text, run)
    parser.add_argument("--once", action="store_true", help=words(_("run one exchange and end, without the portal")))
    parser.add_argument(
        "--dir", type=Path, default=Path("demo-world"), metavar="DIR", help=words(_("where; a new folder"))
    )
    parser.add_argument("--spec", type=Path, metavar="SPEC", help=words(_("your own specification; with --input")))
    parser.add_argument(
        "--input", action="append", default=[], metavar="FILE", help=words(_("a source's file; once per source"))
    )
    parser.add_argument("--recipients", type=int, default=1, metavar="N", help=words(_("how many registries")))
    parser.add_argument(
        "--port", type=int, default=8443, metavar="N", help=words(_("of the portal; 8443 unless given"))
    )
    parser.add_argument(
        "--gate-port", type=int, default=8445, metavar="N", help=words(_("where programs come in; 8445 unless given"))
    )
    parser.add_argument("--code", metavar="NAME", help=words(_(
        "show the second factor of this moment for a sign-in name of the TTP's staff, and end")))  # fmt: skip


def run(chosen: argparse.Namespace, console: Console) -> int:
    """Build the world, run the exchange, and open the portal."""
    if chosen.code:
        return _show_code(chosen, console)
    if not chosen.once and not chosen.spec and _is_here(chosen.dir):
        return _serve(chosen, console)
    code = _exchange(chosen, console)
    if code or chosen.once or chosen.spec:
        return code
    from sluis.demo.portal.opening import open_portal

    console.line()
    console.say(_("The portal: a world of invented organisations"))
    from sluis.cli.main import main

    open_portal(chosen.dir, console.language, chosen.port, chosen.gate_port, partial(main, within=True))
    return _serve(chosen, console)


def _is_here(place: Path) -> bool:
    from sluis.demo.portal.opening import entrance_file

    return entrance_file(place).exists()


def _show_code(chosen: argparse.Namespace, console: Console) -> int:
    from datetime import UTC, datetime

    from sluis.demo.portal.opening import read_entrance

    code = read_entrance(chosen.dir).code(chosen.code, datetime.now(UTC))
    console.data({"code": code})
    console.line(code)
    return 0


def _serve(chosen: argparse.Namespace, console: Console) -> int:
    """Serve the portal of the demo until Ctrl-C."""
    from sluis.cli.main import main
    from sluis.demo.portal.opening import read_entrance, tell

    tell(chosen.dir, read_entrance(chosen.dir), console, console.language)
    return main(["--language", console.language, "serve", "--home", str(chosen.dir / "ttp")], within=True)


def _exchange(chosen: argparse.Namespace, console: Console) -> int:
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
