"""`sluis backup` and `sluis restore`."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sluis.cli.console import Console
from sluis.cli.serving import installation_option
from sluis.cli.words import Words, command
from sluis.refusals import Refused
from sluis.refusals.catalogue import homes as home_codes
from sluis.refusals.catalogue import serving as codes
from sluis.refusals.marking import _

if TYPE_CHECKING:
    from sluis.kernel.sealing import Identity
    from sluis.portal.config.backups.restoring import Restored
    from sluis.portal.config.installation import Installation


def add(commands: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """The commands."""
    text = _("make a sealed backup of the portal and of the home in which it lies, and remove those that are too old")
    parser = command(commands, common, words, "backup", text, backup)
    installation_option(parser, words)
    parser.add_argument("--out", type=Path, metavar="FILE", help=words(_(
        "a file of your own, which is never removed; else one in DIR/portal/backups")))  # fmt: skip
    parser.add_argument("--with-unlock", action="store_true", help=words(_(
        "also the file that opens the home's keys: then this backup and its identity give every key")))  # fmt: skip
    parser = command(commands, common, words, "restore", _("put a backup back, or try whether it could be"), restore)
    parser.add_argument("backup", type=Path, metavar="FILE", help=words(_("the backup")))
    installation_option(parser, words)
    parser.add_argument("--identity", type=Path, required=True, metavar="FILE", help=words(_(
        "the file that opens backups, which you keep elsewhere")))  # fmt: skip
    parser.add_argument("--test", action="store_true", help=words(_(
        "restore into a temporary place, verify, record it as evidence, and change nothing")))  # fmt: skip
    parser.add_argument("--yes", action="store_true", help=words(_("replace what is there")))


def backup(chosen: argparse.Namespace, console: Console) -> None:
    """Make a backup.

    Raises:
        Refused: DATABASE_NOT_MADE, BACKUP_NOT_READ_BACK, OUTPUT_EXISTS, RECIPIENT_INVALID.
    """
    from sluis.home.files import require_free
    from sluis.home.home import system_clock

    at = system_clock()
    with installation_of(chosen.home) as installation:
        from sluis.portal.config.backups.home_files import files_of
        from sluis.portal.config.backups.keeping import folder_of, make_recipient, name_at, recipients_of
        from sluis.portal.config.backups.making import make_backup

        target = chosen.out or folder_of(installation) / name_at(at)
        require_free(target)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not recipients_of(installation):
            path = make_recipient(installation, chosen.home)
            console.say(
                _("A key that opens backups was made: {path}. Keep it elsewhere, for without it no backup opens."),
                path=path,
            )
        files = files_of(chosen.home, with_unlock=chosen.with_unlock)
        made = make_backup(installation, chosen.home, files, target, recipients_of(installation), at)
    console.data({
        "file": str(made.path), "sha256": made.sha256, "rows": made.sums.rows, "tables": len(made.sums.tables),
        "files": len(made.sums.files), "removed": made.removed,
    })  # fmt: skip
    console.say(
        _("{file}: {rows} rows of {tables} tables and {files} files, sealed and read back."),
        file=made.path, rows=made.sums.rows, tables=len(made.sums.tables), files=len(made.sums.files),
    )  # fmt: skip
    if made.removed:
        console.say(_("Backups that were too old and are removed: {count}"), count=made.removed)


def restore(chosen: argparse.Namespace, console: Console) -> None:
    """Put a backup back, or try whether it could be.

    Raises:
        Refused: HOME_SERVED, PLACE_NOT_EMPTY, IDENTITY_FILE, or what is wrong with the backup.
    """
    identity = _read_identity(chosen.identity)
    if not chosen.backup.is_file():
        raise Refused(home_codes.FILE_MISSING, file=chosen.backup.name)
    done = _try(chosen, identity) if chosen.test else _put_back(chosen, identity)
    console.data({
        "made_at": done.made_at.isoformat(), "rows": done.sums.rows, "tables": len(done.sums.tables),
        "files": len(done.sums.files), "events": done.events, "findings": done.findings, "aside": done.aside,
    })  # fmt: skip
    console.say(
        _("The backup of {at}: {rows} rows of {tables} tables and {files} files; {events} events, all of them verified.")
        if not done.findings
        else _("The backup of {at}: {rows} rows of {tables} tables and {files} files; {events} events, which do NOT verify."),
        at=done.made_at.isoformat(), rows=done.sums.rows, tables=len(done.sums.tables), files=len(done.sums.files),
        events=done.events,
    )  # fmt: skip
    if chosen.test:
        console.say(_("It can be restored. Nothing was changed, and the evidence tells of this test."))
        return
    if done.aside:
        console.say(_("What was there before is in {place}."), place=chosen.home / done.aside)
    if not (chosen.home / "unlock").exists() and (chosen.home / "sluis.toml").exists():
        console.say(_("Put back the file unlock, which the backup does not hold, or set SLUIS_UNLOCK."))
    console.say(_("Start it with `sluis serve`; everybody signs in again."))


def _try(chosen: argparse.Namespace, identity: "Identity") -> "Restored":
    from sluis.home.home import system_clock
    from sluis.supervisor.lock import trying_alone

    with trying_alone(chosen.home), installation_of(chosen.home), chosen.backup.open("rb") as file:
        from sluis.portal.config.backups.restoring import try_restoring
        from sluis.portal.config.backups.settling import TRIAL, Stage

        return try_restoring(Stage(chosen.home, TRIAL), file, identity, system_clock())


def _put_back(chosen: argparse.Namespace, identity: "Identity") -> "Restored":
    from sluis.home.home import system_clock
    from sluis.supervisor.lock import serving_alone

    chosen.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with serving_alone(chosen.home), installation_of(chosen.home, new=True), chosen.backup.open("rb") as file:
        from sluis.portal.config.backups.restoring import restore as put_back
        from sluis.portal.config.backups.restoring import what_is_there
        from sluis.portal.config.backups.settling import Stage, settle

        stage = Stage(chosen.home)
        settle(stage)
        if not chosen.yes and (what := what_is_there(chosen.home)):
            raise Refused(codes.PLACE_NOT_EMPTY, chosen.home.name, what=what)
        return put_back(stage, file, identity, system_clock(), accepting=chosen.yes)


@contextmanager
def installation_of(home: Path, *, new: bool = False) -> Iterator["Installation"]:
    """Django at work for the installation; its database is there, unless it may be new.

    Raises:
        Refused: DATABASE_NOT_MADE.
    """
    from sluis.portal.config.backups.places import using
    from sluis.portal.config.installation import read_installation

    installation = read_installation(home / "portal")
    if not (new or installation.database or (installation.folder / "portal.sqlite3").exists()):
        raise Refused(codes.DATABASE_NOT_MADE)
    secret = installation.folder / "secret"
    had_secret = secret.exists()
    with using(installation):
        if new and not had_secret:
            secret.unlink(missing_ok=True)  # Django wanted one at its start; the one that counts comes back
        from django.db import OperationalError

        try:
            yield installation
        except OperationalError:
            raise Refused(codes.DATABASE_NOT_MADE) from None


def _read_identity(path: Path) -> "Identity":
    """The identity in a file as age makes them.

    Raises:
        Refused: FILE_MISSING, IDENTITY_FILE.
    """
    from sluis.kernel.sealing import read_identity

    try:
        lines = path.read_bytes()[: 1 << 16].decode("ascii", "replace").splitlines()
    except OSError:
        raise Refused(home_codes.FILE_MISSING, file=path.name) from None
    found = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if len(found) != 1:
        raise Refused(codes.IDENTITY_FILE, file=path.name)
    try:
        return read_identity(found[0])
    except Refused:
        raise Refused(codes.IDENTITY_FILE, file=path.name) from None
