"""`sluis agreement policy` and `ask`: what may happen now under an agreement, and by which clause."""

import argparse
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sluis.cli.console import Console
from sluis.cli.words import Words, command, home_option
from sluis.refusals.marking import _

if TYPE_CHECKING:
    from sluis.agreement.policy import Policy, Question
    from sluis.agreement.terms import Agreement
    from sluis.home.home import Home

VERBS = (
    _("pseudonymise"), _("transport"), _("encrypt"), _("decrypt"), _("convert"), _("reverse"), _("support"),
    _("collect"), _("check"), _("aggregate"), _("report"), _("keep registers"), _("advise"),
)  # fmt: skip
STATES = (
    _("draft"), _("offered"), _("signed"), _("in force"), _("suspended"), _("ended"), _("closed"), _("superseded"),
    _("withdrawn"),
)  # fmt: skip


def add(below: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """The commands about policies."""
    parser = command(below, common, words, "policy", _("take the policy of an agreement, as the TTP signed it"), take)
    parser.add_argument("file", type=Path, metavar="POLICY", help=words(_("the policy")))
    home_option(parser, words)
    parser = command(below, common, words, "ask", _("ask whether something may happen, and by which clause not"), ask)
    parser.add_argument("--agreement", required=True, metavar="ID", help=words(_("under which agreement")))
    parser.add_argument("--verb", required=True, choices=_verbs(), help=words(_("what would be done")))
    parser.add_argument("--recipient", default="", metavar="PARTY", help=words(_("to whom the result would go")))
    parser.add_argument("--country", default="", metavar="CC", help=words(_("where it would be done, such as NL")))
    parser.add_argument("--purpose", default="", metavar="TEXT", help=words(_("what for, as it stands in annex 1")))
    parser.add_argument("--specification", type=Path, metavar="SPEC", help=words(_("with which data")))
    parser.add_argument(
        "--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help=words(_("on another day than today"))
    )
    home_option(parser, words)


def take(chosen: argparse.Namespace, console: Console) -> None:
    """Take a policy into use."""
    from sluis.home.home import Home
    from sluis.home.shelf import read_bounded

    home = Home(chosen.home)
    document = read_bounded(chosen.file)
    with home.recording_refusal("policy.taken", {}):
        policy = home.shelf.take_policy(document, home.clock())
    home.record("policy.taken", objects={"agreement": policy.agreement, "policy": str(policy.serial)})
    console.data(as_data(policy))
    show(policy, home.shelf.agreement(policy.agreement), console)


def ask(chosen: argparse.Namespace, console: Console) -> None:
    """Ask; a refusal says why not."""
    from sluis.agreement.claims import require_in_force
    from sluis.home.permission import Permission

    home = _at(chosen)
    agreement = home.shelf.agreement(chosen.agreement)
    require_in_force(agreement, home.clock())
    permission = Permission(home, agreement)
    permission.require(_question(chosen, home))
    policy = permission.policy()
    console.data({"outcome": "allowed", "agreement": agreement.id, "policy": as_data(policy) if policy else None})
    console.say(
        _("Allowed under agreement {agreement}: {verb}."), agreement=agreement.id, verb=_said(chosen.verb, console)
    )


def show(policy: "Policy", agreement: "Agreement", console: Console) -> None:
    """What a policy says, for people; with the stricter of what it and its agreement say of keeping."""
    from sluis.agreement.asking import retention
    from sluis.agreement.clauses import Clause

    console.say(
        _("Policy {serial} of agreement {agreement}: {contract}, version {version}, is {state}."),
        serial=policy.serial,
        agreement=policy.agreement,
        contract=policy.contract,
        version=policy.contract_version,
        state=_said(policy.state.value, console),
    )
    console.say(
        _("  Term ({clause}): {starts} – {ends}"),
        clause=policy.clause(Clause.TERM),
        starts=policy.starts or "…",
        ends=policy.ends or "…",
    )
    for one in policy.allowed:
        console.say(
            _("  Allowed ({clause}): {verb}, in {countries}"),
            clause=policy.clause(Clause.DATA),
            verb=_said(one.verb.value, console),
            countries=", ".join(one.countries),
        )
    if not policy.allowed:
        console.say(_("  Nothing is allowed now."))
    if not policy.warranted:
        console.say(
            _("  Waits for the controller's warranty of consent ({clause})."), clause=policy.clause(Clause.WARRANTY)
        )
    console.say(
        _("  Recipients ({clause}): {names}"),
        clause=policy.clause(Clause.RECIPIENTS),
        names=", ".join(policy.recipients) or "–",
    )
    kept = retention(agreement, policy)
    console.say(
        _("  Kept ({clause}): {after} days after download, at most {most} days; backups {backups} days"),
        clause=policy.clause(Clause.RETENTION),
        after=kept.days_after_download,
        most=kept.max_undownloaded_days,
        backups=kept.backup_days,
    )


def as_data(policy: "Policy") -> Any:
    """A policy for machines."""
    from sluis.agreement.plain import plain

    return plain(policy)


def _at(chosen: argparse.Namespace) -> "Home":
    """The home, on the day that is asked about."""
    from sluis.deadlines import ZONE
    from sluis.home.home import Home

    if not chosen.on:
        return Home(chosen.home)
    at = datetime.combine(chosen.on, time(12), ZONE)
    return Home(chosen.home, lambda: at)


def _question(chosen: argparse.Namespace, home: "Home") -> "Question":
    from sluis.agreement.asking import require_fields, require_recipient
    from sluis.agreement.policy import Question
    from sluis.agreement.processings import Verb
    from sluis.home.shelf import read_bounded
    from sluis.specification.reading import read_specification

    agreement, digest = home.shelf.agreement(chosen.agreement), ""
    if chosen.recipient:
        require_recipient(agreement, chosen.recipient)
    if chosen.specification:
        specification = read_specification(read_bounded(chosen.specification), chosen.specification.name)
        require_fields(agreement, home.shelf.specification(agreement), specification, home.clock())
        digest = specification.sha256
    return Question(Verb(chosen.verb), chosen.recipient, chosen.country, digest, chosen.purpose)


def _verbs() -> list[str]:
    from sluis.agreement.processings import Verb

    return [verb.value for verb in Verb]


def _said(value: str, console: Console) -> str:
    return console.word(value.replace("_", " "))
