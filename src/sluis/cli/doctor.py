"""`sluis doctor`: is this installation in order, and what is to be done when it is not?"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sluis.cli.console import Console
from sluis.cli.serving import installation_option
from sluis.cli.words import Words, command
from sluis.refusals import Refused, advice, sentence
from sluis.refusals.catalogue import serving as codes
from sluis.refusals.marking import _

if TYPE_CHECKING:
    from sluis.portal.config.examining import Examined

REFUSED = 3


@dataclass(frozen=True, slots=True)
class Wording:
    """How an examination is told: when it is in order, when not, and what to do then."""

    good: str
    bad: str
    next: str


def add(commands: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """The command."""
    text = _("examine an installation: what is in order, what is not, and what to do")
    parser = command(commands, common, words, "doctor", text, doctor)
    installation_option(parser, words)


def doctor(chosen: argparse.Namespace, console: Console) -> int:
    """Examine; 0 when all is in order, else 3."""
    from sluis.home.home import system_clock
    from sluis.portal.config.backups.places import using
    from sluis.portal.config.examining import Patient, examine
    from sluis.portal.config.installation import read_installation

    told: list[dict[str, Any]] = []
    try:
        installation = read_installation(chosen.home / "portal")
        _tell_settings(None, told, console)
    except Refused as refused:
        _tell_settings(refused, told, console)
    else:
        with using(installation):
            for found in examine(Patient(chosen.home, installation, system_clock())):
                _tell(found, told, console)
    wrong = sum(not one["good"] for one in told)
    found_all = {"good": not wrong, "examined": told}
    if wrong:
        console.refusal(Refused(codes.NOT_IN_ORDER, count=wrong), found_all)
        return REFUSED
    console.data({"outcome": "done", **found_all})
    console.say(_("All is in order."))
    return 0


def _tell(found: "Examined", told: list[dict[str, Any]], console: Console) -> None:
    words = WORDS[found.name](found)
    _line(found.name, found.good, console.word(words.good if found.good else words.bad, **found.facts),
          console.word(words.next, **found.facts), told, console)  # fmt: skip


def _tell_settings(refused: Refused | None, told: list[dict[str, Any]], console: Console) -> None:
    if refused is None:
        _line("settings", True, console.word(_("The settings can be read.")), "", told, console)
        return
    message = f"{refused.code.number} {sentence(refused.code, refused.facts, console.language)}"
    _line("settings", False, message, advice(refused.code, refused.facts, console.language), told, console)


def _line(name: str, good: bool, message: str, step: str, told: list[dict[str, Any]], console: Console) -> None:
    told.append({"name": name, "good": good, "message": message, "next": "" if good else step})
    console.line(f"{'✓' if good else '✗'} {message}")
    if not good:
        console.line(f"  → {step}")


def _always(good: str, bad: str, step: str) -> Callable[["Examined"], Wording]:
    words = Wording(good, bad, step)
    return lambda _found: words


def _database(found: "Examined") -> Wording:
    good = _("The database answers and is up to date.")
    if not found.facts["reached"]:
        return Wording(good, _("The database cannot be reached, or was never made."), _(
            "Check `database` in portal.toml and that its server runs; `sluis serve` makes a new database."))  # fmt: skip
    if found.facts["unknown"]:
        return Wording(good, _("The database was changed by a newer Sluis: {unknown} migrations are unknown here."), _(
            "Install that version, or restore a backup from before."))  # fmt: skip
    return Wording(good, _("The database is behind: {missing} migrations are pending."), _(
        "Make a backup, then start `sluis serve`, which brings the database up to date."))  # fmt: skip


def _mail(found: "Examined") -> Wording:
    if not found.facts["host"]:
        return Wording(_("There is no mail server; messages are files in portal/mail."), _(
            "There is no mail server, so nobody is told anything; messages are files in portal/mail."), _(
            "Set `mail` in portal.toml."))  # fmt: skip
    return Wording(_("The mail server {host} answers."), _("The mail server {host} does not answer."), _(
        "Check `mail` in portal.toml, the server, and whether this machine may reach it."))  # fmt: skip


def _since(good: str, never: str, bad: str, step: str) -> Callable[["Examined"], Wording]:
    return lambda found: Wording(good, never if found.facts["days"] == -1 else bad, step)


WORDS: dict[str, Callable[["Examined"], Wording]] = {
    "rights": _always(
        _("Folders and files are their owner's alone."),
        _("Others than the owner may use {file}; {count} files or folders in all."),
        _("Find out who has read it; then take their rights away with `chmod go= `."),
    ),
    "room": _always(
        _("There is room on the disk: {free} MiB."),
        _("The disk has {free} MiB left; {needed} MiB are needed to grow, back up and restore."),
        _("Make room, or move the installation to a larger disk."),
    ),
    "certificate": _always(
        _("The certificate for TLS is valid for {days} more days."),
        _("The certificate for TLS cannot be read, or is valid for only {days} more days."),
        _("Renew the one that the settings name; an own certificate is renewed by `sluis serve`."),
    ),
    "mail": _mail,
    "identity": _always(
        _("What opens the backups does not lie beside them."),
        _("The file {file} lies beside the backups that it opens."),
        _("Move it to a safe place elsewhere, in two copies."),
    ),
    "database": _database,
    "evidence": _always(
        _("The evidence verifies: {events} events."),
        _("The evidence does not verify: {findings} findings in {events} events."),
        _("Touch nothing, secure a copy of the database, and look at the page Evidence of the portal."),
    ),
    "clock": _always(
        _("The clock is not behind the evidence."),
        _("The clock is {seconds} seconds behind the last event of the evidence."),
        _("Set the clock of the machine, with a time server."),
    ),
    "backups": _since(
        _("The last backup is {days} days old."),
        _("There was never a backup."),
        _("The last backup is {days} days old."),
        _("Run `sluis backup` every day."),
    ),
    "restore_tests": _since(
        _("It was tried {days} days ago whether a backup can be restored."),
        _("It was never tried whether a backup can be restored."),
        _("It was tried {days} days ago whether a backup can be restored."),
        _("Run `sluis restore FILE --test` with the latest backup, twice a year."),
    ),
    "second_factors": _always(
        _("Everybody of the operator has a second factor: {staff} persons."),
        _("{count} of the operator's {staff} persons have no second factor yet."),
        _("Let them sign in and set one up, or end their accounts; until then they cannot do anything."),
    ),
}
