"""`sluis begin`: a link with which the first person sets the portal up."""

import argparse
import os
from pathlib import Path
from typing import Any

from sluis.cli.console import Console
from sluis.cli.serving import installation_option
from sluis.cli.words import Words, command
from sluis.refusals import Refused
from sluis.refusals.catalogue import homes as codes
from sluis.refusals.marking import _


def add(commands: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """The command."""
    text = _("show a link, good for a day and for one use, with which the first person sets the portal up")
    installation_option(command(commands, common, words, "begin", text, begin), words)


def begin(chosen: argparse.Namespace, console: Console) -> None:
    """Show the link; an earlier one is void from then on.

    Raises:
        Refused: BEGUN_ALREADY, NOT_SERVED_YET.
    """
    from datetime import UTC, datetime

    django(chosen.home)
    from django.db import DatabaseError

    from sluis.portal.people.beginning import begin_link

    try:
        link = begin_link(datetime.now(UTC))
    except DatabaseError:
        raise Refused(codes.NOT_SERVED_YET) from None
    if link is None:
        raise Refused(codes.BEGUN_ALREADY)
    console.data({"link": link})
    console.line(link)


def django(home: Path) -> None:
    """Make the portal's database reachable in this process."""
    os.environ["SLUIS_PORTAL"] = str((home / "portal").resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "sluis.portal.config.django_settings"
    from django import setup

    setup()
