"""`sluis agreement`: cards, certificates and agreements, the same for every party."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sluis.cli import policies
from sluis.cli.console import Console
from sluis.cli.words import Words, command, group, home_option
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as codes
from sluis.refusals.marking import _

if TYPE_CHECKING:
    from sluis.agreement.card import Card
    from sluis.agreement.policy import Policy
    from sluis.agreement.terms import Agreement
    from sluis.home.home import Home


def add(commands: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """The commands of this group."""
    below = group(commands, words, "agreement", _("cards, certificates and agreements"))
    parser = command(below, common, words, "card", _("show a party's card and its fingerprint"), card)
    parser.add_argument("file", type=Path, metavar="CARD", help=words(_("a party's card.json")))
    parser = command(below, common, words, "pin", _("keep a party's card, after its fingerprint was compared"), pin)
    parser.add_argument("file", type=Path, metavar="CARD", help=words(_("a party's card.json, not by way of the TTP")))
    parser.add_argument(
        "--fingerprint",
        required=True,
        metavar="WORDS",
        help=words(_("as the party itself reads it over the telephone")),
    )
    home_option(parser, words)
    parser = command(below, common, words, "unpin", _("forget a party's card"), unpin)
    parser.add_argument("party", metavar="PARTY", help=words(_("the party's short name")))
    home_option(parser, words)
    parser = command(below, common, words, "enrolled", _("take this party's certificate into use"), enrolled)
    parser.add_argument("file", type=Path, metavar="CERTIFICATE", help=words(_("the TTP's answer (PEM)")))
    parser.add_argument(
        "--root", type=Path, metavar="ROOT", help=words(_("the root of another CA, when it is not in the file"))
    )
    home_option(parser, words)
    parser = command(below, common, words, "trust", _("accept the certificates of another CA as well"), trust)
    parser.add_argument("file", type=Path, metavar="ROOT", help=words(_("the CA's own certificate (PEM)")))
    home_option(parser, words)
    _add_signing(below, common, words)


def _add_signing(below: Any, common: argparse.ArgumentParser, words: Words) -> None:
    for name, text, run in (
        ("sign", _("sign an agreement, after its keys were compared with the pinned cards"), sign),
        ("accept", _("take an agreement into use that all three have signed"), accept),
    ):
        parser = command(below, common, words, name, text, run)
        parser.add_argument("file", type=Path, metavar="AGREEMENT", help=words(_("the agreement")))
        parser.add_argument(
            "--spec", type=Path, required=True, metavar="SPEC", help=words(_("the specification that it names"))
        )
        home_option(parser, words)
    parser = command(below, common, words, "show", _("show an agreement and who has signed it"), show)
    parser.add_argument("file", type=Path, metavar="AGREEMENT", help=words(_("the agreement")))
    home_option(parser, words)
    policies.add(below, common, words)
    parser = command(below, common, words, "list", _("the agreements of this home"), list_all)
    home_option(parser, words)


def card(chosen: argparse.Namespace, console: Console) -> None:
    """Show a card."""
    from dataclasses import asdict

    found = read_card_file(chosen.file)
    console.data({"role": found.role.value, **asdict(found.keys), "fingerprint": found.fingerprint})
    console.line(f"{found.keys.name} ({console.word(found.role.value)} {found.keys.id}, {found.keys.organisation})")
    console.say(_("Fingerprint: {fingerprint}"), fingerprint=found.fingerprint)


def pin(chosen: argparse.Namespace, console: Console) -> None:
    """Keep a card."""
    found = read_card_file(chosen.file)
    if "".join(chosen.fingerprint.lower().split()) != found.fingerprint.replace(" ", ""):
        raise Refused(codes.FINGERPRINT_DIFFERS, party=found.keys.id)
    home = _home(chosen)
    home.shelf.pin(found)
    home.record("card.pinned", objects={"party": found.keys.id, "key": found.keys.signing})
    console.data({"party": found.keys.id, "fingerprint": found.fingerprint})
    console.say(_("The card of {name} is pinned."), name=found.keys.name)


def unpin(chosen: argparse.Namespace, console: Console) -> None:
    """Forget a card."""
    home = _home(chosen)
    count = home.shelf.unpin(chosen.party)
    home.record("card.unpinned", objects={"party": chosen.party}, counts={"cards": count})
    console.data({"party": chosen.party, "cards": count})
    console.say(
        _("{count} card(s) of {party} forgotten; agreements with it no longer work here."),
        count=count,
        party=chosen.party,
    )


def enrolled(chosen: argparse.Namespace, console: Console) -> None:
    """Install a certificate."""
    from sluis.home.founding import install_certificate
    from sluis.home.shelf import read_bounded

    home = _home(chosen)
    install_certificate(home, read_bounded(chosen.file), read_bounded(chosen.root) if chosen.root else None)
    console.data({"party": home.settings.party})
    console.say(_("{name} has its certificate."), name=home.settings.name)


def trust(chosen: argparse.Namespace, console: Console) -> None:
    """Trust another CA."""
    from sluis.home.founding import trust_roots
    from sluis.home.shelf import read_bounded
    from sluis.signatures.certificates import from_pem

    roots = from_pem(read_bounded(chosen.file))
    if not roots:
        raise Refused(codes.CERTIFICATE_FOREIGN)
    trust_roots(_home(chosen), roots)
    console.data({"roots": len(roots)})
    console.say(_("{count} CA(s) are trusted here from now on."), count=len(roots))


def sign(chosen: argparse.Namespace, console: Console) -> None:
    """Sign an agreement."""
    from sluis.agreement.claims import require_scheme
    from sluis.agreement.signing import read_signed, require_known_keys
    from sluis.agreement.signing import sign as add_signature
    from sluis.agreement.terms import write_terms
    from sluis.home.shelf import read_bounded
    from sluis.specification.reading import read_specification
    from sluis.tables.files import atomic

    home = _home(chosen)
    document = read_bounded(chosen.file)
    signed = read_signed(document, home.shelf.trust, home.clock())
    agreement = signed.agreement
    require_known_keys(agreement, home.shelf.card, home.shelf.pins())
    require_scheme(agreement, home.settings.schemes)
    if read_specification(read_bounded(chosen.spec), chosen.spec.name).sha256 != agreement.specification_sha256:
        raise Refused(codes.OTHER_SPECIFICATION)
    if home.settings.role not in signed.roles:
        with atomic(chosen.file) as file:
            file.write(add_signature(write_terms(agreement), home.signer(), document))
        home.record("agreement.signed", objects={"agreement": agreement.id})
    console.data({"agreement": agreement.id, "version": agreement.version})
    console.say(_("{name} has signed agreement {agreement}."), name=home.settings.name, agreement=agreement.id)


def accept(chosen: argparse.Namespace, console: Console) -> None:
    """Take an agreement into use."""
    from sluis.home.shelf import read_bounded

    home = _home(chosen)
    with home.lock():
        agreement = home.shelf.accept(read_bounded(chosen.file), read_bounded(chosen.spec), home.clock())
        home.record("agreement.accepted", objects={"agreement": agreement.id})
    console.data({"agreement": agreement.id, "version": agreement.version})
    console.say(
        _("Agreement {agreement} version {version} is in use here, from {starts} to {ends}."),
        agreement=agreement.id,
        version=agreement.version,
        starts=agreement.starts,
        ends=agreement.ends,
    )


def show(chosen: argparse.Namespace, console: Console) -> None:
    """Show an agreement, with the policy that counts here."""
    import json

    from sluis.agreement.signing import read_signed
    from sluis.agreement.terms import write_terms
    from sluis.home.shelf import read_bounded

    home = _home(chosen)
    signed = read_signed(read_bounded(chosen.file), home.shelf.trust, home.clock())
    terms = json.loads(write_terms(signed.agreement))
    policy = _policy(home, signed.agreement)
    roles = sorted(role.value for role in signed.roles)
    console.data({"terms": terms, "signed_by": roles, "policy": policies.as_data(policy) if policy else None})
    console.line(json.dumps(terms, indent=2, ensure_ascii=False))
    console.say(_("Signed by: {roles}"), roles=", ".join(roles))
    if policy:
        policies.show(policy, signed.agreement, console)


def _policy(home: "Home", agreement: "Agreement") -> "Policy | None":
    """The policy of this agreement, when it is in use here and has one."""
    if agreement.id not in {one.id for one in home.shelf.agreements()}:
        return None
    return home.shelf.policy(agreement)


def list_all(chosen: argparse.Namespace, console: Console) -> None:
    """List the agreements of a home."""
    home = _home(chosen)
    at = home.clock()
    rows = [
        (one.id, one.version, one.source.id, one.recipient.id, one.scheme.value, one.domain.name,
         f"{one.starts} – {one.ends}", console.word(_("in force") if one.in_force(at) else _("not in force")))
        for one in home.shelf.agreements()
    ]  # fmt: skip
    heads = [_("agreement"), _("version"), _("source"), _("recipient"), _("scheme"), _("domain"), _("term"), _("state")]
    names = ("agreement", "version", "source", "recipient", "scheme", "domain", "term", "state")
    console.data([dict(zip(names, row, strict=True)) for row in rows])
    console.table(heads, rows)


def choose(home: "Home", identifier: str | None, recipient: str | None) -> "Agreement":
    """The agreement that is meant: by its id, by the recipient, or the only one.

    Raises:
        Refused: NO_AGREEMENT, AMBIGUOUS.
    """
    if identifier:
        return home.shelf.agreement(identifier)
    found = [one for one in home.shelf.agreements() if recipient in (None, one.recipient.id)]
    current = [one for one in found if one.in_force(home.clock())] or found
    if not current:
        raise Refused(codes.NO_AGREEMENT)
    if len(current) > 1:
        raise Refused(codes.AMBIGUOUS, count=len(current))
    return current[0]


def read_card_file(path: Path) -> "Card":
    """The card in this file."""
    from sluis.agreement.card import read_card
    from sluis.home.shelf import read_bounded

    return read_card(read_bounded(path))


def _home(chosen: argparse.Namespace) -> "Home":
    from sluis.home.home import Home

    return Home(chosen.home)
