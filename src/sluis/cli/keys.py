"""`sluis keys`: the keys of a home."""

import argparse
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sluis.cli.console import Console
from sluis.cli.words import Words, command, group, home_option
from sluis.refusals import Refused
from sluis.refusals.catalogue import homes as codes
from sluis.refusals.marking import _
from sluis.specification.model import Scheme


def add(commands: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """The commands of this group."""
    below = group(commands, words, "keys", _("the keys of a home: list, new, rotate, retire, destroy"))
    parser = command(below, common, words, "list", _("every key, with its state; never a private part"), list_all)
    home_option(parser, words)
    for name, text in (
        ("new", _("make the key of a domain (TTP)")),
        ("rotate", _("make the next version of a domain's key (TTP); agree on it next")),
    ):
        parser = command(below, common, words, name, text, new)
        parser.add_argument("--domain", required=True, help=words(_("the recipient's domain")))
        parser.add_argument("--scheme", choices=[one.value for one in Scheme], help=words(_("of its pseudonyms")))
        parser.set_defaults(verb=name)
        home_option(parser, words)
    for name, text in (
        ("retire", _("mark a key as no longer in use; it can still be used for what it made")),
        ("destroy", _("destroy a key for good; what it made can never be made or opened again")),
    ):
        parser = command(below, common, words, name, text, end)
        parser.add_argument("name", metavar="KEY", help=words(_("the key's name")))
        if name == "destroy":
            parser.add_argument("--yes", metavar="KEY", help=words(_("the key's name once more, as confirmation")))
        parser.set_defaults(verb=name)
        home_option(parser, words)


def list_all(chosen: argparse.Namespace, console: Console) -> None:
    """List the keys."""
    from sluis.home.home import Home

    records = Home(chosen.home).keys.list()
    console.data([_plain(record) for record in records])
    heads = [_("key"), _("kind"), _("state"), _("made"), _("purpose"), _("public part")]
    rows = [
        (one.name, one.kind, console.word(_state(one)), one.created_at.date(), one.purpose, one.public[:20])
        for one in records
    ]
    console.table(heads, rows)


def _state(record: Any) -> str:
    if record.destroyed_at:
        return _("destroyed")
    if record.retired_at:
        return _("retired")
    return _("active") if record.activated_at else _("not yet active")


def _plain(record: Any) -> dict[str, Any]:
    return {"state": _state(record)} | {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(record).items()
    }


def new(chosen: argparse.Namespace, console: Console) -> None:
    """Make a domain's key, or its next version."""
    from sluis.home.home import Home
    from sluis.ttp.domains import make_domain, next_of

    home = Home(chosen.home)
    given = Scheme(chosen.scheme) if chosen.scheme else None
    scheme, version = given or Scheme.POLYMORPHIC, 1
    if chosen.verb == "rotate":
        scheme, version = next_of(home, chosen.domain, given)
    make_domain(home, chosen.domain, scheme, version)
    console.data({"domain": chosen.domain, "version": version})
    console.say(_("Domain {domain} has its key, version {version}."), domain=chosen.domain, version=version)


def end(chosen: argparse.Namespace, console: Console) -> None:
    """Retire or destroy a key."""
    from sluis.home.home import Home

    home = Home(chosen.home)
    if chosen.verb == "destroy" and chosen.yes != chosen.name:
        raise Refused(codes.NOT_CONFIRMED, name=chosen.name)
    with home.lock():
        (home.keys.destroy if chosen.verb == "destroy" else home.keys.retire)(chosen.name, home.clock())
        home.record(f"key.{_STATES[chosen.verb]}", objects={"key": chosen.name})
    console.data({"key": chosen.name, "state": _STATES[chosen.verb]})
    console.say(_("Key {name}: {state}."), name=chosen.name, state=console.word(_STATES[chosen.verb]))


_STATES = {"retire": _("retired"), "destroy": _("destroyed")}
