"""`sluis source app`: the local screen."""

import argparse
import os
import sys
from typing import Any, NoReturn

from sluis.cli.console import Console
from sluis.cli.words import Words, command, home_option
from sluis.refusals.marking import _


def add_app(below: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """`app`, of a source."""
    text = _("open a screen in the browser of this machine: choose a file, see findings, deliver, watch")
    parser = command(below, common, words, "app", text, app)
    home_option(parser, words)
    parser.add_argument(
        "--port", type=int, default=0, metavar="N", help=words(_("on this port; any free one unless given"))
    )
    parser.add_argument("--no-browser", action="store_true", help=words(_("only say the address; open no browser")))
    parser.add_argument("--wait", type=int, default=180, metavar="SECONDS", help=words(_(
        "how long it stays after its last window was closed (default 180)")))  # fmt: skip


def app(chosen: argparse.Namespace, console: Console) -> None:
    """Open the screen, and stay until it is closed."""
    from sluis.desk.opening import Opening, open_desk
    from sluis.home.home import Home

    def say(address: str) -> None:
        console.data({"address": address})
        console.say(_("The screen of Sluis is open in your browser. Close it there, or with Ctrl-C here."))
        console.say(_("If no window opened: {address} (this address works once)."), address=address)

    opening = Opening(say, chosen.port, not chosen.no_browser, chosen.wait)
    if open_desk(Home(chosen.home), opening):
        _end()
    console.say(_("The screen of this home is open already; another window was opened."))


def _end() -> NoReturn:
    """End the process at once: threads of the server that still wait for Python must not find it half taken down."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
