"""The demo's portal: its folder beside the TTP's home, filled once, and how one signs in."""

import json
import os
import secrets
from base64 import b32decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sluis.demo.world import Voice
from sluis.refusals import Refused, translation
from sluis.refusals.catalogue import homes as codes
from sluis.refusals.marking import _
from sluis.tables.files import atomic

if TYPE_CHECKING:
    from sluis.demo.portal.settling import Settling

Command = Callable[[Sequence[str]], int]

_WORDS = (
    "anker", "boei", "dijk", "eb", "fuik", "gracht", "haven", "ijs", "jol", "kade", "lier", "meer", "nol", "oever",
    "pont", "ree", "sluis", "tij", "uiterwaard", "vloed", "wad", "zijl",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entrance:
    """How to get into the demo's portal; kept in a file of the demo, for nobody else.

    Attributes:
        password: of everybody in the demo.
        factors: address → secret of the authenticator app, for the operator's staff.
    """

    password: str
    factors: dict[str, str]

    def code(self, address: str, at: datetime) -> str:
        """The six digits of this moment (RFC 6238, as the authenticator app would show them).

        Raises:
            Refused: NOBODY_HERE.
        """
        from cryptography.hazmat.primitives.hashes import SHA1
        from cryptography.hazmat.primitives.twofactor.totp import TOTP

        if address not in self.factors:
            raise Refused(codes.NOBODY_IN_DEMO, name=address)
        app = TOTP(b32decode(self.factors[address]), 6, SHA1(), 30)  # noqa: S303 - what authenticator apps do
        return app.generate(int(at.timestamp())).decode()


def entrance_file(place: Path) -> Path:
    """Where a demo keeps how one signs in."""
    return place / "sign-in.json"


def read_entrance(place: Path) -> Entrance:
    """How one signs in to the demo in a folder.

    Raises:
        Refused: HOME_MISSING when there is none.
    """
    try:
        value = json.loads(entrance_file(place).read_text("utf-8"))
    except FileNotFoundError:
        raise Refused(codes.HOME_MISSING, path=place.name) from None
    return Entrance(value["password"], value["factors"])


def open_portal(place: Path, language: str, port: int, gate_port: int, command: Command) -> Entrance:
    """Make the portal in the TTP's home of a demo, and fill it.

    Args:
        command: runs one `sluis` command and gives its exit code.
    """
    folder = place / "ttp" / "portal"
    folder.mkdir(mode=0o700)
    lines = ["format = 1", 'environment = "demo"', f'language = "{language}"', f"port = {port}"]
    lines.append(f"gate_port = {gate_port}")
    (folder / "portal.toml").write_text("\n".join(lines) + "\n", "utf-8")
    _prepare(folder)
    from django.db import connections

    from sluis.demo.portal.settling import Settling
    from sluis.portal.config.migrating import bring_up_to_date

    bring_up_to_date()
    password = "-".join(secrets.choice(_WORDS) for _ in range(4))
    settling = Settling(datetime.now(UTC), password)
    settling.settle()
    _deliver(place, folder, settling, command)
    connections.close_all()
    made = Entrance(password, settling.factors)
    with atomic(entrance_file(place)) as file:
        file.write(json.dumps({"password": made.password, "factors": made.factors}, indent=1).encode())
    return made


def _deliver(place: Path, folder: Path, settling: "Settling", command: Command) -> None:
    from sluis.demo.portal.delivering import PROGRAMS, Town, deliver
    from sluis.portal.access.actor import program
    from sluis.portal.config.installation import read_installation

    actor = program("demo", datetime.now(UTC), "sluis demo")
    organisations = {key: settling.place(key) for key in PROGRAMS.values()}
    deliver(Town(place, read_installation(folder), actor, organisations, command))


def tell(place: Path, entrance: Entrance, voice: Voice, language: str) -> None:
    """Print a sign-in name per role."""
    _prepare(place / "ttp" / "portal")
    from django.utils.translation import override

    from sluis.demo.portal.settling import sign_in_names

    say = translation(language).gettext
    voice.line()
    voice.say(_("Sign in with one of these names; the password of all is {password}"), password=entrance.password)
    with override(language):
        rows = [
            (address, ", ".join(str(role.label) for role in part.roles), str(company.data["statutory_name"]))
            for address, part, company in sign_in_names()
        ]
    widths = [max(len(row[at]) for row in rows) for at in range(3)]
    for row in rows:
        voice.line("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    voice.line()
    voice.say(
        _("The TTP's staff signs in with a second factor: sluis demo --dir {place} --code beheer@sluis.example"),
        place=place,
    )
    voice.line(
        say(_("Messages that the portal sends lie in {folder}")).format(folder=place / "ttp" / "portal" / "mail")
    )


def _prepare(folder: Path) -> None:
    os.environ["SLUIS_PORTAL"] = str(folder.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "sluis.portal.config.django_settings"
    import django

    django.setup()
