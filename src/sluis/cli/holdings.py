"""`sluis holdings`: an organisation's data leave an installation, come into another, and proofs are verified."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sluis.cli.backups import installation_of
from sluis.cli.console import Console
from sluis.cli.serving import installation_option
from sluis.cli.words import Words, command, group, out_option
from sluis.refusals import Refused
from sluis.refusals.catalogue import homes as home_codes
from sluis.refusals.catalogue import organisations as organisation_codes
from sluis.refusals.marking import _

if TYPE_CHECKING:
    from sluis.portal.access.models import Organisation
    from sluis.portal.holdings.importing import Brought


def add(commands: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """The commands of this group."""
    below = group(
        commands, words, "holdings", _("what is held for an organisation: take it along, bring it in, prove it is gone")
    )
    parser = command(below, common, words, "export", _("take the data of an organisation along as a file"), export)
    parser.add_argument("--organisation", required=True, metavar="NAME", help=words(_("its name or its id")))
    installation_option(parser, words)
    out_option(parser, words, _("the file; a zip"))
    parser.add_argument("--form", choices=("jsonl", "csv"), action="append", help=words(_(
        "JSON lines, CSV, or both (default); only JSON lines can be brought in again")))  # fmt: skip
    parser.add_argument("--reason", default="", metavar="TEXT", help=words(_("why, for the record")))
    text = _("bring the data of an organisation into this installation; without --yes only try whether it can be")
    parser = command(below, common, words, "import", text, bring)
    parser.add_argument("file", type=Path, metavar="FILE", help=words(_("the file that was taken along")))
    installation_option(parser, words)
    parser.add_argument("--yes", metavar="SHA256", help=words(_(
        "do it: the digest of the file, as it was shown where it was made")))  # fmt: skip
    parser = command(below, common, words, "verify", _("verify a proof that data were destroyed"), verify)
    parser.add_argument("proof", type=Path, metavar="PROOF", help=words(_("the signed proof")))
    parser.add_argument("--trust", type=Path, required=True, metavar="FILE", help=words(_(
        "the authorities whose signatures count (PEM), known from elsewhere")))  # fmt: skip
    parser.add_argument("--first", type=Path, metavar="PROOF", help=words(_(
        "for a second proof: the first one, to which it must refer")))  # fmt: skip


def export(chosen: argparse.Namespace, console: Console) -> None:
    """Take the data of an organisation along.

    Raises:
        Refused: DATABASE_NOT_MADE, OUTPUT_EXISTS, ORGANISATION_NOT_FOUND, EXPORT_WITHHELD.
    """
    from sluis.home.files import require_free
    from sluis.home.home import system_clock
    from sluis.tables.files import atomic

    at = system_clock()
    require_free(chosen.out)
    with installation_of(chosen.home):
        from sluis.portal.access.actor import program
        from sluis.portal.leaving.taking import ask, fetch

        actor = program("holdings", at, "sluis holdings")
        organisation = _organisation(chosen.organisation)
        reason = chosen.reason or "sluis holdings export"
        handover = ask(actor, organisation=organisation, reason=reason, forms=chosen.form or ("jsonl", "csv"))
        with atomic(chosen.out) as file:
            for piece in fetch(actor, handover=handover):
                file.write(piece)
        handover.refresh_from_db()
    console.data({
        "file": str(chosen.out), "sha256": handover.sha256, "organisation": str(organisation.pk),
        "records": handover.records, "files": handover.files,
    })  # fmt: skip
    console.say(
        _("{file}: {records} records and {files} files."),
        file=chosen.out,
        records=handover.records,
        files=handover.files,
    )
    console.say(_("SHA-256 {digest}"), digest=handover.sha256)


def bring(chosen: argparse.Namespace, console: Console) -> None:
    """Bring the data of an organisation in, or try whether it could be.

    Raises:
        Refused: DATABASE_NOT_MADE, FILE_MISSING; what is wrong with the file; RETURN_CONFLICTS.
    """
    from sluis.home.home import system_clock
    from sluis.refusals.catalogue import holdings as codes

    if not chosen.file.is_file():
        raise Refused(home_codes.FILE_MISSING, file=chosen.file.name)
    at = system_clock()
    with installation_of(chosen.home), chosen.file.open("rb") as file:
        from sluis.portal.access.actor import program
        from sluis.portal.holdings.importing import bring_in, try_bringing_in
        from sluis.portal.holdings.parcels import opened

        actor = program("holdings", at, "sluis holdings")
        with opened(file) as parcel:
            if chosen.yes and chosen.yes.lower() != parcel.sha256:
                raise Refused(codes.RETURN_DIFFERS, chosen.file.name)
            tried = try_bringing_in(actor, parcel)
            done = bring_in(actor, parcel) if chosen.yes and not tried.conflicts else tried
            _tell(console, done, parcel.sha256)
            if done.conflicts:
                raise Refused(codes.RETURN_CONFLICTS, chosen.file.name, count=done.conflicts.total())
    if not chosen.yes:
        console.say(_("Nothing was changed. When the digest is the one that was shown where the file was made, use --yes {digest}."),
                    digest=parcel.sha256)  # fmt: skip
        return
    console.say(
        _("It is brought in. Its people have no password and no second factor here: they ask for a new password.")
    )


def _tell(console: Console, done: "Brought", digest: str) -> None:
    """What came of it."""
    conflicts = [
        {"record": name, "conflict": what, "count": count} for (name, what), count in sorted(done.conflicts.items())
    ]
    console.data({
        "sha256": digest, "records": dict(sorted(done.records.items())), "files": done.files,
        "left_out": dict(sorted(done.left_out.items())), "conflicts": conflicts,
    })  # fmt: skip
    for name, count in sorted(done.records.items()):
        if count:
            console.say("  {name:<32} {count:>8}", name=name, count=count)
    for name, count in sorted(done.left_out.items()):
        console.say(
            _("  {name}: {count} left out, since they refer to a record of another organisation"),
            name=name,
            count=count,
        )
    texts = {
        "there": _("  ✗ {name}: {count} are there already"),
        "taken": _("  ✗ {name}: {count} have something that another one here has, such as an e-mail address"),
        "missing": _("  ✗ {name}: {count} refer to something that is not in the file"),
    }
    for (name, what), count in sorted(done.conflicts.items()):
        console.say(texts[what], name=name, count=count)


def verify(chosen: argparse.Namespace, console: Console) -> None:
    """Verify a proof, without a home or a database.

    Raises:
        Refused: PROOF_WRONG, or what is wrong with the signature.
    """
    from sluis.evidence.removal import read_proof
    from sluis.home.shelf import read_bounded
    from sluis.signatures import Trust

    proof = read_proof(read_bounded(chosen.proof))
    first = read_proof(read_bounded(chosen.first)) if chosen.first else None
    trust = Trust.from_pem(read_bounded(chosen.trust))
    if first is not None:
        first.verify(trust)
    signature = proof.verify(trust, first)
    said = proof.value()
    console.data({"signed_by": signature.party, "digest": proof.digest, "statement": said})
    console.say(_("Signed by {party} at {at}: stage {stage} of destruction {request}."),
                party=signature.party, at=said["signed_at"], stage=said["stage"], request=said["request"])  # fmt: skip
    if said["stage"] == 1:
        console.say(_("{records} records and {files} files are destroyed; backups hold them until {day}."),
                    records=sum(said["records"].values()), files=said["files"], day=said["backups_until"])  # fmt: skip
    else:
        console.say(_("The backups are gone too. The first statement has the digest {digest}."), digest=said["first"])


def _organisation(text: str) -> "Organisation":
    """By its id or its whole name.

    Raises:
        Refused: ORGANISATION_NOT_FOUND, also when several have that name.
    """
    from uuid import UUID

    from sluis.portal.access.models import Organisation

    try:
        found = list(Organisation.everything.filter(pk=UUID(text)))
    except ValueError:
        found = list(Organisation.everything.filter(name=text)[:2])
    if len(found) != 1:
        raise Refused(organisation_codes.ORGANISATION_NOT_FOUND)
    return found[0]
