"""From the command to a window, and to an end that leaves nothing readable behind."""

import os
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass

from sluis.desk.door import Door
from sluis.desk.entering import Sessions
from sluis.desk.place import Place
from sluis.desk.program import make, refused_page
from sluis.desk.running import ADDRESS, Life, free_port, run
from sluis.desk.state import Desk
from sluis.home.home import Home
from sluis.signatures.certificates import Role

PATIENCE_SECONDS = 180.0
"""A window in the background is slowed down by browsers to one sign of life per minute."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How to open.

    Attributes:
        port: 0 for any.
        browser: whether to open one.
        patience: seconds that it stays after the last window was closed.
        say: told the address by which a window is let in, once.
    """

    say: Callable[[str], None]
    port: int = 0
    browser: bool = True
    patience: float = PATIENCE_SECONDS


def open_desk(home: Home, opening: Opening) -> bool:
    """Open the screen, and stay until it is closed; whether it was opened here, and not by another program already.

    Raises:
        Refused: OTHER_ROLE, PORT_TAKEN.
    """
    home.require(Role.SOURCE)
    os.umask(0o077)
    place = Place(home)
    with place.alone() as first:
        if not first:  # the desk that runs keeps a page here that leads in
            if opening.browser:
                show(place)
            return False
        place.sweep()
        try:
            _open(home, opening, place)
        finally:
            place.close()
    return True


def _open(home: Home, opening: Opening, place: Place) -> None:
    port = free_port(opening.port)
    language = home.settings.language
    address = f"http://{ADDRESS}:{port}/enter/"
    sessions = Sessions(language, lambda secret: place.lead_in(address + secret, language))
    desk = Desk(home, place)
    desk.life = Life(opening.patience, desk.is_busy)

    def ready() -> None:
        opening.say(address + sessions.secret)
        if opening.browser:
            show(place)

    try:
        run(Door(make(desk), sessions, port, refused_page), port, desk.life, ready)
    finally:
        desk.close()


def show(place: Place) -> bool:
    """Let the browser of this machine open the page that leads in."""
    return webbrowser.open(place.door.resolve().as_uri())
