"""A recipient's validation report, opened by the source: which rows of its file it is about."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sluis.home.home import Home
from sluis.home.shelf import read_bounded
from sluis.kernel.sealing import open_sealed
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as agreement_codes
from sluis.refusals.catalogue import deliveries as codes
from sluis.signatures import exact
from sluis.signatures.certificates import Role
from sluis.signatures.jws import verify_detached
from sluis.source.preparing import REFERENCE_KEY
from sluis.source.references import References

FORMAT = "sluis-remarks/1"
_LIMIT = 128 << 20
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class RowRemark:
    """One thing about one row of the source's file; row 0 stands for the delivery as a whole."""

    table: str
    row: int
    code: str
    field: str
    message: str


def read_report(home: Home, path: Path) -> tuple[str, list[RowRemark]]:
    """The delivery's id and the remarks, in order of table and row.

    Raises:
        Refused: REPORT_UNREADABLE, UNKNOWN_DELIVERY, REFERENCE_UNKNOWN, or what is wrong with the signature.
    """
    return open_report(home, read_bounded(path, _LIMIT), path.name)


def open_report(home: Home, sealed: bytes, name: str) -> tuple[str, list[RowRemark]]:
    """The same, of a report that came another way; its name is told when it cannot be read.

    Raises:
        Refused: as `read_report`.
    """
    home.require(Role.SOURCE)
    content = io.BytesIO()
    open_sealed(io.BytesIO(sealed), content, home.keys.identity("content"))
    value = exact.load(content.getvalue(), limit=_LIMIT, depth=2)
    try:
        data, jws = value["body"].encode(), value["signature"].encode("ascii")
        body: dict[str, Any] = exact.load(data, limit=_LIMIT, depth=4)
        delivery, agreement, rows = body["delivery"], body["agreement"], body["remarks"]
    except (KeyError, AttributeError, UnicodeEncodeError):
        raise Refused(codes.REPORT_UNREADABLE, name) from None
    _require_recipient(home, data, jws, agreement)
    if body.get("format") != FORMAT or not _are_remarks(rows):
        raise Refused(codes.REPORT_UNREADABLE, name)
    if home.outgoing.find(delivery).agreement != agreement:  # it went to another recipient
        raise Refused(codes.UNKNOWN_DELIVERY)
    home.record("remarks.read", objects={"delivery": delivery, "agreement": agreement}, counts={"remarks": len(rows)})
    return delivery, _placed(home, delivery, agreement, rows)


def _are_remarks(rows: Any) -> bool:
    """Whether these are lists of four texts: reference, code, field, message."""
    if not isinstance(rows, list) or not all(isinstance(one, list) and len(one) == 4 for one in rows):
        return False
    return all(isinstance(text, str) for one in rows for text in one)


def _require_recipient(home: Home, data: bytes, jws: bytes, agreement: str) -> None:
    signature = verify_detached(
        jws, data, kind="remarks", role=Role.RECIPIENT, trust=home.shelf.trust, at=home.clock(), where="signature"
    )
    agreed = home.shelf.agreement(agreement)
    if signature.key_id != agreed.recipient.signing:
        raise Refused(agreement_codes.OTHER_AGREEMENT, agreement=agreement, part="recipient")


def _placed(home: Home, delivery: str, agreement: str, rows: list[Any]) -> list[RowRemark]:
    specification = home.shelf.specification(home.shelf.agreement(agreement))
    names = sorted(table.name for table in specification.tables)
    references = References(home.keys.secret(REFERENCE_KEY), delivery)
    last_row = home.outgoing.find(delivery).last_row
    given = [_number(reference) for reference, *_ in rows if reference]
    places = iter(references.find(given, tables=len(names), last_row=last_row))
    remarks = []
    for reference, code, field, message in rows:
        table, row = next(places) if reference else (None, 0)
        remarks.append(RowRemark("" if table is None else names[table], row, code, field, message))
    return sorted(remarks, key=lambda one: (one.table, one.row, one.code))


def _number(reference: str) -> int:
    if len(reference) != _DIGITS or not set(reference) <= set("0123456789abcdef"):
        raise Refused(codes.REFERENCE_UNKNOWN)
    return int.from_bytes(bytes.fromhex(reference), "little")
