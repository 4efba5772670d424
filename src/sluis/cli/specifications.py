"""`sluis spec`: check and show a data specification."""

import argparse
from pathlib import Path
from typing import Any

from sluis.cli.console import Console
from sluis.cli.words import Words, command, group
from sluis.refusals.marking import _


def add(commands: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """The commands of this group."""
    below = group(commands, words, "spec", _("data specifications"))
    for name, text, run in (
        ("check", _("check a specification and say what is wrong, with the line"), check),
        ("show", _("explain a specification: what the source, the TTP and the recipient see of each field"), show),
    ):
        parser = command(below, common, words, name, text, run)
        parser.add_argument("file", type=Path, metavar="FILE", help=words(_("the specification (YAML)")))


def check(chosen: argparse.Namespace, console: Console) -> None:
    """Load it."""
    specification = _read(chosen.file)
    fields = sum(len(table.fields) for table in specification.tables)
    console.say(
        _("{name} {version} is right: {tables} table(s), {fields} fields, scheme {scheme}."),
        name=specification.name,
        version=specification.version,
        tables=len(specification.tables),
        fields=fields,
        scheme=specification.scheme.value,
    )
    console.line(f"sha256 {specification.sha256}")
    console.data(
        {
            "name": specification.name,
            "version": specification.version,
            "scheme": specification.scheme.value,
            "tables": [table.name for table in specification.tables],
            "fields": fields,
            "sha256": specification.sha256,
        }
    )


def show(chosen: argparse.Namespace, console: Console) -> None:
    """Explain it."""
    from sluis.specification.writing import export_dictionary

    text = export_dictionary(_read(chosen.file), console.language)
    console.line(text)
    console.data({"dictionary": text})


def _read(path: Path) -> Any:
    from sluis.home.shelf import read_bounded
    from sluis.specification.reading import read_specification

    return read_specification(read_bounded(path), path.name)
