"""Validation reports: `sluis recipient report` and `sluis source read-report`, by file or by way of the gate."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sluis.cli.console import Console
from sluis.cli.words import Words, command, home_option
from sluis.refusals.marking import _

if TYPE_CHECKING:
    from sluis.home.home import Home
    from sluis.source.remarks import RowRemark


def add_report(below: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """`report`, of a recipient."""
    parser = command(below, common, words, "report", _("seal a validation report for the source"), report)
    parser.add_argument("remarks", type=Path, metavar="REMARKS.csv", help=words(_(
        "columns row_reference, code, message and, if wanted, field")))  # fmt: skip
    parser.add_argument(
        "--package", type=Path, required=True, metavar="PACKAGE", help=words(_("the delivery that it is about"))
    )
    home_option(parser, words)
    parser.add_argument("--out", type=Path, metavar="FILE", help=words(_("the sealed report")))
    parser.add_argument("--send", action="store_true", help=words(_("send it to the source by way of the gate")))


def add_read(below: Any, common: argparse.ArgumentParser, words: Words) -> None:
    """`read-report`, of a source."""
    parser = command(below, common, words, "read-report", _("open a recipient's validation report"), read_report)
    parser.add_argument("file", nargs="?", type=Path, metavar="REPORT", help=words(_(
        "the sealed report; all that the gate holds unless given")))  # fmt: skip
    home_option(parser, words)


def report(chosen: argparse.Namespace, console: Console) -> int:
    """Seal a validation report, and send it if that is wanted."""
    from sluis.courier.gate import Gate
    from sluis.courier.reporting import send_report
    from sluis.home.files import open_package as opened
    from sluis.home.files import require_free
    from sluis.home.home import Home
    from sluis.package.reading import read_relayed
    from sluis.recipient.remarks import keep_sealed, read_remarks, seal_remarks
    from sluis.tables.files import atomic

    if not (chosen.out or chosen.send):
        print(console.word(_("Give --out, --send or both.")), file=console.err)
        return 2
    home = Home(chosen.home)
    remarks = read_remarks(chosen.remarks)
    with opened(chosen.package) as reader:
        manifest = read_relayed(reader, home.shelf.trust, home.clock()).manifest
    if chosen.out:
        require_free(chosen.out)
    with keep_sealed(home, manifest.delivery, remarks, kept=chosen.send) as kept:
        sealed = kept.read() or seal_remarks(home, manifest.delivery, manifest.claim.agreement, remarks)
        kept.write(sealed)
        if chosen.out:
            with atomic(chosen.out) as file:
                file.write(sealed)
        if chosen.send:
            with Gate(home) as gate:
                send_report(gate, manifest.delivery, sealed)
    said = {"file": str(chosen.out)} if chosen.out else {}
    console.data({"delivery": manifest.delivery, "remarks": len(remarks), "sent": chosen.send, **said})
    console.say(
        _("{count} remarks on delivery {number}, sealed for {source}."),
        count=len(remarks),
        number=manifest.number,
        source=manifest.claim.source,
    )
    if chosen.send:
        console.say(_("The TTP keeps the report for the source, and cannot read it."))
    return 0


def read_report(chosen: argparse.Namespace, console: Console) -> int:
    """Show validation reports by the rows of the source's own files."""
    from sluis.home.home import Home
    from sluis.signatures.certificates import Role
    from sluis.source.remarks import read_report as read

    home = Home(chosen.home)
    home.require(Role.SOURCE)
    if chosen.file is None:
        return _read_held(home, console)
    delivery, remarks = read(home, chosen.file)
    console.data(_as_data(delivery, remarks))
    _show(delivery, remarks, console)
    return 0


def _read_held(home: "Home", console: Console) -> int:
    """All that the gate holds; one that cannot be read does not keep the others back."""
    from sluis.courier.gate import Gate
    from sluis.courier.reporting import held_reports
    from sluis.refusals import Refused
    from sluis.source.remarks import open_report

    data: list[dict[str, Any]] = []
    refusals = 0
    with Gate(home) as gate:
        for held in held_reports(gate):
            told = {"number": held.number, "sent_at": held.sent_at}
            try:
                delivery, remarks = open_report(home, held.content, held.number)
            except Refused as refused:
                refusals += 1
                if not console.machine:
                    console.refusal(refused)
                data.append(told | {"refusal": refused.code.number})
                continue
            data.append(told | _as_data(delivery, remarks))
            console.line(f"{held.number}  {held.sent_at}")
            _show(delivery, remarks, console)
    console.data(data)
    if not data:
        console.say(_("The gate holds no validation report for this source."))
    return 3 if refusals else 0


def _as_data(delivery: str, remarks: "list[RowRemark]") -> dict[str, Any]:
    from dataclasses import asdict

    return {"delivery": delivery, "remarks": [asdict(one) for one in remarks]}


def _show(delivery: str, remarks: "list[RowRemark]", console: Console) -> None:
    console.say(_("Report on delivery {delivery}: {count} remarks."), delivery=delivery, count=len(remarks))
    rows = [(one.table, one.row or "–", one.field, one.code, one.message) for one in remarks]
    console.table([_("table"), _("row"), _("field"), _("code"), _("message")], rows)
