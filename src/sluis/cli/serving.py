"""`sluis serve`: run the parts of an installation until told to stop."""

import argparse
import importlib.util
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sluis.cli.console import Console
from sluis.cli.words import Words, command
from sluis.refusals import Refused
from sluis.refusals.catalogue import serving as codes
from sluis.refusals.marking import _

if TYPE_CHECKING:
    from sluis.portal.config.installation import Installation
    from sluis.supervisor.part import Part

PARTS = ("portal", "gate", "custodian")


def add(commands: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """The command."""
    text = _("run the portal, and at a trusted third party the gate and the custodian, until told to stop")
    parser = command(commands, common, words, "serve", text, serve)
    installation_option(parser, words)
    parser.add_argument("--only", choices=PARTS, metavar="PART", help=words(_(
        "run this part alone: portal, gate or custodian")))  # fmt: skip
    parser.add_argument("--prepare", action="store_true", help=words(_(
        "only bring the database up to date and see to the certificate, then end")))  # fmt: skip


def installation_option(parser: argparse.ArgumentParser, words: Words) -> None:
    """`--home`, of an installation."""
    parser.add_argument("--home", type=Path, required=True, metavar="DIR", help=words(_(
        "the installation's folder; the portal lies in DIR/portal")))  # fmt: skip


def serve(chosen: argparse.Namespace, console: Console) -> None:
    """Run the parts.

    Raises:
        Refused: HOME_SERVED, PART_MISSING, PART_REFUSED, PART_FAILED, or what is wrong with the settings.
    """
    from sluis.portal.config.installation import read_installation
    from sluis.supervisor.lock import serving_alone
    from sluis.supervisor.supervising import Supervisor

    installation = read_installation(chosen.home / "portal")
    parts = _parts(chosen.home, chosen.only)
    chosen.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with serving_alone(chosen.home) as kept:
        settle_restore(chosen.home, installation)
        if chosen.prepare:
            _prepare(installation, console)
            return
        supervisor = Supervisor(parts, kept=[kept], out=console.err)
        supervisor.run(partial(_tell_ready, console, installation, [part.name for part in parts]))
    console.say(_("Everything has ended."))


def _has_begun(installation: "Installation") -> bool:
    from sluis.portal.config.backups.places import using

    with using(installation):
        from django.db import DatabaseError

        from sluis.portal.oversight.selectors import has_operator

        try:
            return has_operator()
        except DatabaseError:  # it only decides about a hint
            return True


def _prepare(installation: "Installation", console: Console) -> None:
    from datetime import UTC, datetime

    from sluis.portal.config.backups.places import using
    from sluis.portal.config.certificate import ensure_certificate

    installation.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    ensure_certificate(installation, datetime.now(UTC))
    with using(installation):
        from sluis.portal.config.migrating import bring_up_to_date

        bring_up_to_date()
    console.data({"address": installation.address})
    console.say(_("The portal in {place} is prepared."), place=installation.folder)


def settle_restore(home: Path, installation: "Installation") -> None:
    """Finish a restore that was broken off, or throw away what it left; needed seldom, so Django is only then there."""
    if not (home / ".restoring").exists():
        return
    from sluis.portal.config.backups.places import using

    with using(installation):
        from sluis.portal.config.backups.settling import Stage, settle

        settle(Stage(home))


def _tell_ready(console: Console, installation: "Installation", parts: list[str]) -> None:
    console.data({"address": installation.address, "gate": installation.gate, "parts": parts})
    if "portal" in parts:
        console.say(_("The portal is at {address}"), address=installation.address)
        if not _has_begun(installation):
            console.say(
                _("Nobody has an account yet: `sluis begin` gives the link with which the first person begins.")
            )
    if "gate" in parts:
        console.say(_("Programs come in at {address}"), address=installation.gate)
    if "custodian" in parts:
        console.say(_("The custodian is at work."))
    console.say(_("Stop with Ctrl-C."))


def _parts(home: Path, only: str | None) -> list["Part"]:
    """Those that the home has: a portal always, a custodian at the TTP.

    Raises:
        Refused: PART_MISSING for one that is asked for.
    """
    parts = [_portal(home)]
    if (home / "sluis.toml").exists() and _is_there("sluis.custodian"):
        parts += [_gate(home), _custodian(home)]
    wanted = [part for part in parts if only in (None, part.name)]
    if not wanted:
        raise Refused(codes.PART_MISSING, home.name, part=only or "")
    return wanted


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _portal(home: Path) -> "Part":
    from sluis.home.settings import UNLOCK
    from sluis.portal.config.certificate import certificate_of
    from sluis.portal.config.installation import read_installation
    from sluis.supervisor.health import answers
    from sluis.supervisor.part import Part

    installation = read_installation(home / "portal")
    chain = certificate_of(installation).chain
    healthy = partial(answers, installation.bind, installation.port, installation.hosts[0], chain)
    return Part("portal", "sluis.portal.config.serving", ("--home", str(home)), healthy, frozenset({UNLOCK}))


def _gate(home: Path) -> "Part":
    from sluis.home.settings import UNLOCK
    from sluis.portal.config.certificate import certificate_of
    from sluis.portal.config.installation import MAIL_PASSWORD, read_installation
    from sluis.supervisor.health import answers
    from sluis.supervisor.part import Part

    installation = read_installation(home / "portal")
    chain = certificate_of(installation).chain
    healthy = partial(answers, installation.bind, installation.gate_port, installation.hosts[0], chain)
    withheld = frozenset({UNLOCK, MAIL_PASSWORD})
    return Part("gate", "sluis.portal.config.gating", ("--home", str(home)), healthy, withheld)


def _custodian(home: Path) -> "Part":
    from sluis.portal.config.installation import MAIL_PASSWORD
    from sluis.supervisor.part import Part

    # it reads from the portal's database what is to be signed, so it needs that password
    return Part("custodian", "sluis.custodian", ("--home", str(home)), withheld=frozenset({MAIL_PASSWORD}))
