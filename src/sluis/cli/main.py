"""Reads the command, runs it, and turns what comes of it into an exit code."""

import argparse
import errno
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

import sluis
from sluis.cli import (
    agreements,
    backups,
    beginning,
    demos,
    doctor,
    evidence,
    holdings,
    inspecting,
    keys,
    recipients,
    serving,
    sources,
    specifications,
    ttps,
)
from sluis.cli.console import Console
from sluis.cli.words import Words, speaking
from sluis.refusals import Refused, languages
from sluis.refusals.catalogue import homes as codes
from sluis.refusals.catalogue import tables as table_codes
from sluis.refusals.marking import _

DONE, FAULT, WRONG_USE, REFUSED = 0, 1, 2, 3
_GROUPS = (
    specifications, sources, recipients, ttps, agreements, inspecting, keys, evidence, serving, beginning, backups,
    holdings, doctor, demos,
)  # fmt: skip


def main(arguments: Sequence[str] | None = None, *, within: bool = False) -> int:
    """Run one command.

    Args:
        arguments: those of the process when there are none.
        within: another command runs this one, and is stopped with it: Ctrl-C passes on.
    Returns:
        the exit code.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = _language(given)
    with speaking(language or languages[0]):
        parser = build_parser(language or languages[0])
        try:
            chosen = parser.parse_args(given)
        except SystemExit as stop:
            return int(stop.code or 0)
        if not hasattr(chosen, "run"):
            parser.print_help(sys.stderr)
            return WRONG_USE
    console = Console(language or _home_language(chosen), machine=chosen.json, quiet=chosen.quiet)
    return _run(chosen, console, within=within)


def build_parser(language: str) -> argparse.ArgumentParser:
    """All commands, with their help in that language."""
    words = Words(language)
    parser = argparse.ArgumentParser(prog="sluis", description=words(_("A trusted third party for Dutch health care.")))
    version = f"sluis {sluis.__version__}"
    parser.add_argument("--version", action="version", version=version, help=words(_("show the version")))
    _common(parser, words, top=True)
    common = argparse.ArgumentParser(add_help=False)
    _common(common, words, top=False)
    commands = parser.add_subparsers(title=words(_("commands")), metavar="COMMAND")
    for group in _GROUPS:
        group.add(commands, common, words)
    return parser


def _common(parser: argparse.ArgumentParser, words: Words, *, top: bool) -> None:
    default = None if top else argparse.SUPPRESS
    parser.add_argument("--language", choices=languages, default=default, help=words(_("nl (default) or en")))
    for flag, text in (("--json", _("the result as JSON")), ("--quiet", _("show no progress"))):
        parser.add_argument(flag, action="store_true", default=False if top else default, help=words(text))


def _run(chosen: argparse.Namespace, console: Console, *, within: bool) -> int:
    before = signal.signal(signal.SIGTERM, _stop) if _in_main_thread() else None
    try:
        return int(chosen.run(chosen, console) or DONE)
    except Refused as refused:
        console.refusal(refused)
        return REFUSED
    except KeyboardInterrupt:
        if within:
            raise
        console.refusal(Refused(codes.STOPPED))
        return REFUSED
    except BrokenPipeError:
        return FAULT
    except Exception as fault:
        if (stopped := _system_refusal(fault)) is not None:
            console.refusal(stopped)
            return REFUSED
        _report_fault(fault, console)
        return FAULT
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    """A polite request to end is answered as Ctrl-C: what was begun is cleared away."""
    raise KeyboardInterrupt


def _in_main_thread() -> bool:
    import threading

    return threading.current_thread() is threading.main_thread()


_SYSTEM = {
    errno.EACCES, errno.EPERM, errno.EROFS, errno.EISDIR, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP, errno.EIO,
    errno.EMFILE, errno.ENFILE, errno.ENOLCK, errno.ESTALE,
}  # fmt: skip
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def _system_refusal(fault: Exception) -> Refused | None:
    """The refusal when the machine stands in the way and not the program: rights, a full disk, a lost drive."""
    if not isinstance(fault, OSError):
        return None
    name = Path(os.fsdecode(fault.filename)).name if isinstance(fault.filename, str | bytes) else ""
    if fault.errno in _FULL:
        return Refused(table_codes.DISK_FULL, name)
    if fault.errno in _SYSTEM:
        return Refused(codes.SYSTEM_FAILED, name, errno=fault.errno)
    return None


def _report_fault(fault: Exception, console: Console) -> None:
    """Where the program failed; not what the exception says, since that may hold what must not be shown."""
    frames = traceback.extract_tb(fault.__traceback__)
    place = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-4:]))
    text = _("This is a fault of the program, and nothing was finished. Please report it with this line:")
    print(console.word(text), file=console.err)
    print(f"  sluis {sluis.__version__} {type(fault).__name__} {place}", file=console.err, flush=True)


def _language(arguments: Sequence[str]) -> str | None:
    """The language that is asked for last, before the arguments are read, so that help speaks it too."""
    found = None
    for at, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--language=") else ""
        if argument == "--language" and at + 1 < len(arguments):
            value = arguments[at + 1]
        found = value if value in languages else found
    return found


def _home_language(chosen: argparse.Namespace) -> str:
    """The language that the settings of the home name; the default where there are none that can be read."""
    from sluis.home.settings import read_settings

    place = getattr(chosen, "home", None)
    try:
        return read_settings(place / "sluis.toml").language if place else languages[0]
    except (Refused, OSError):
        return languages[0]
