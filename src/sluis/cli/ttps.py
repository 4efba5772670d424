"""`sluis ttp`: what the trusted third party does."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from sluis.cli.agreements import read_card_file
from sluis.cli.console import Console
from sluis.cli.parties import add_init
from sluis.cli.reports import with_report
from sluis.cli.words import Words, command, group, home_option, out_option
from sluis.refusals.marking import _
from sluis.signatures.certificates import Role
from sluis.specification.model import Scheme


def add(commands: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """The commands of this group."""
    below = group(commands, words, "ttp", _("what the trusted third party does: enrol, agree, relay"))
    add_init(below, common, words, Role.TTP)
    parser = command(below, common, words, "enrol", _("issue a certificate for a party's card"), enrol)
    parser.add_argument("card", type=Path, metavar="CARD", help=words(_("the party's card.json")))
    home_option(parser, words)
    out_option(parser, words, _("the certificate"))
    parser = command(below, common, words, "domain", _("make the key of a domain"), domain)
    parser.add_argument("--domain", required=True, help=words(_("the recipient's domain")))
    parser.add_argument(
        "--scheme", required=True, choices=[one.value for one in Scheme], help=words(_("of its pseudonyms"))
    )
    home_option(parser, words)
    _add_agree(below, common, words)
    parser = command(below, common, words, "relay", _("relay a package"), relay)
    parser.add_argument("package", type=Path, metavar="PACKAGE", help=words(_("as the source offered it")))
    home_option(parser, words)
    out_option(parser, words, _("the package for the recipient"))
    parser.add_argument("--report", type=Path, metavar="FILE.json", help=words(_("write the processing report here")))
    for name, text in (
        ("encrypt", _("encrypt values reversibly, in memory: a value per line in, a value per line out")),
        ("decrypt", _("decrypt values, in memory: a value per line in, a value per line out")),
    ):
        parser = command(below, common, words, name, text, reversible)
        parser.add_argument("--agreement", required=True, metavar="ID", help=words(_("which must allow it")))
        parser.add_argument(
            "--field", required=True, type=name_of, help=words(_("what the values are; the same for both directions"))
        )
        parser.set_defaults(verb=name)
        home_option(parser, words)


def _add_agree(below: Any, common: argparse.ArgumentParser, words: Words) -> None:
    parser = command(below, common, words, "agree", _("draft an agreement and sign it first"), agree)
    parser.add_argument("--id", required=True, help=words(_("name of the agreement")))
    parser.add_argument("--version", type=int, default=1, metavar="N", help=words(_("1, or one more than the last")))
    parser.add_argument("--source", type=Path, required=True, metavar="CARD", help=words(_("the source's card")))
    parser.add_argument("--recipient", type=Path, required=True, metavar="CARD", help=words(_("the recipient's card")))
    parser.add_argument("--spec", type=Path, required=True, metavar="SPEC", help=words(_("the specification")))
    parser.add_argument("--domain", required=True, help=words(_("the recipient's domain")))
    parser.add_argument("--domain-version", type=int, default=1, metavar="N", help=words(_("of the domain's key")))
    parser.add_argument(
        "--from",
        dest="starts",
        type=date.fromisoformat,
        required=True,
        metavar="YYYY-MM-DD",
        help=words(_("first day")),
    )
    parser.add_argument(
        "--until", dest="ends", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD", help=words(_("last day"))
    )
    parser.add_argument(
        "--group-check", default="", metavar="CHECK", help=words(_("keyed scheme: what `source group check` prints"))
    )
    parser.add_argument(
        "--retention-days", type=int, default=10, metavar="N", help=words(_("days that a file stays after download"))
    )
    parser.add_argument(
        "--return-only",
        action="store_true",
        help=words(_("switch transport off: the result returns to the source's own organisation, and nowhere else")),
    )
    parser.add_argument(
        "--same-organisation", action="store_true", help=words(_("source and recipient may be one organisation"))
    )
    parser.add_argument("--reversible", action="store_true", help=words(_("allow reversible encryption at the TTP")))
    home_option(parser, words)
    out_option(parser, words, _("the draft"))


def name_of(text: str) -> str:
    """A name that is not empty, for argparse."""
    if not text.strip():
        raise ValueError("empty")
    return text


def enrol(chosen: argparse.Namespace, console: Console) -> None:
    """Issue a certificate."""
    from sluis.tables.files import atomic
    from sluis.ttp.enrolling import enrol as issue

    found = read_card_file(chosen.card)
    certificate = issue(_ttp(chosen), found)
    with atomic(chosen.out) as file:
        file.write(certificate)
    console.data({"party": found.keys.id, "file": str(chosen.out), "fingerprint": found.fingerprint})
    console.say(
        _("{name} is enrolled as {role}; its card's fingerprint: {fingerprint}"),
        name=found.keys.name,
        role=console.word(found.role.value),
        fingerprint=found.fingerprint,
    )


def domain(chosen: argparse.Namespace, console: Console) -> None:
    """Make a domain's key."""
    from sluis.ttp.domains import make_domain

    make_domain(_ttp(chosen), chosen.domain, Scheme(chosen.scheme))
    console.data({"domain": chosen.domain, "version": 1, "scheme": chosen.scheme})
    console.say(_("Domain {domain} has its key, version {version}."), domain=chosen.domain, version=1)


def agree(chosen: argparse.Namespace, console: Console) -> None:
    """Draft an agreement."""
    from sluis.agreement.processings import STANDARD
    from sluis.agreement.terms import Retention
    from sluis.home.files import require_free
    from sluis.home.shelf import read_bounded
    from sluis.tables.files import atomic
    from sluis.ttp.agreeing import Draft, draft

    real, _found, test = chosen.group_check.partition(",")
    wanted = Draft(
        id=chosen.id,
        version=chosen.version,
        source=read_card_file(chosen.source),
        recipient=read_card_file(chosen.recipient),
        specification=read_bounded(chosen.spec),
        domain=chosen.domain,
        domain_version=chosen.domain_version,
        starts=chosen.starts,
        ends=chosen.ends,
        stage_one=(real, test),
        retention=Retention(days_after_download=chosen.retention_days),
        transport=not chosen.return_only,
        same_organisation=chosen.same_organisation or chosen.return_only,
        reversible_encryption=chosen.reversible,
        processings=STANDARD[: 2 if chosen.reversible else 1],
    )
    require_free(chosen.out)
    document = draft(_ttp(chosen), wanted)
    with atomic(chosen.out) as file:
        file.write(document)
    console.data({"agreement": chosen.id, "version": chosen.version, "file": str(chosen.out)})
    console.say(_("Agreement {agreement} is drafted; source and recipient sign it next."), agreement=chosen.id)


def relay(chosen: argparse.Namespace, console: Console) -> None:
    """Relay a package."""
    from sluis.home.files import require_free
    from sluis.package.report import Report
    from sluis.ttp.relaying import relay as pass_on

    home = _ttp(chosen)

    def work(report: Report) -> None:
        require_free(chosen.out)
        with console.progress() as progress:
            pass_on(home, chosen.package, chosen.out, report, progress)

    with_report("relay", home, chosen, console, work)


def reversible(chosen: argparse.Namespace, console: Console) -> None:
    """Encrypt or decrypt what comes in, line by line, and store nothing."""
    from sluis.ttp.encrypting import convert

    for line in convert(_ttp(chosen), chosen.agreement, chosen.field, chosen.verb, sys.stdin):
        console.out.write(line + "\n")


def _ttp(chosen: argparse.Namespace) -> Any:
    from sluis.home.home import Home

    home = Home(chosen.home)
    home.require(Role.TTP)
    return home
