"""A validation report: what the recipient found wrong, by row reference, sealed to the source.

The recipient knows only pseudonyms; the source alone turns a row reference back into a row of its file.
"""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sluis.agreement.asking import of_report
from sluis.home.home import Home
from sluis.home.permission import Permission
from sluis.home.shelf import read_bounded
from sluis.kernel.sealing import seal_bytes
from sluis.refusals import Refused
from sluis.refusals.catalogue import courier as courier_codes
from sluis.refusals.catalogue import deliveries as codes
from sluis.signatures import exact
from sluis.signatures.certificates import Role
from sluis.signatures.jws import sign_detached
from sluis.tables.files import atomic

FORMAT = "sluis-remarks/1"
_PASSING = (courier_codes.NOT_CONNECTED, courier_codes.GATE_AWAY, courier_codes.GATE_UNTRUSTED,
            courier_codes.ANSWER_UNREADABLE)  # fmt: skip
_LIMIT = 64 << 20
_WANTED = {"row_reference", "code", "message"}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing about one row.

    Attributes:
        reference: as it was received, 32 hex digits; empty when it is about the delivery as a whole.
        code: the recipient's own.
        field: the field; empty when it is about the row.
        message: for people; the recipient answers for it that no pseudonym stands in it.
    """

    reference: str
    code: str
    field: str
    message: str


def read_remarks(path: Path) -> list[Remark]:
    """Remarks from a CSV with the columns row_reference, code, message and, if wanted, field.

    Raises:
        Refused: FILE_MISSING, REMARK_COLUMNS.
    """
    try:
        text = read_bounded(path, _LIMIT).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(codes.REMARK_COLUMNS, path.name) from None
    reader = csv.DictReader(io.StringIO(text))
    try:
        if not set(reader.fieldnames or ()) >= _WANTED:
            raise Refused(codes.REMARK_COLUMNS, path.name)
        return [
            Remark(row["row_reference"] or "", row["code"] or "", row.get("field") or "", row["message"] or "")
            for row in reader
        ]
    except csv.Error:
        raise Refused(codes.REMARK_COLUMNS, path.name) from None


class Kept:
    """The place of a sealed report until the gate has it: what is sent again after an interruption is the same."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def read(self) -> bytes:
        """The report; nothing when there is none."""
        return self.path.read_bytes() if self.path and self.path.exists() else b""

    def write(self, sealed: bytes) -> None:
        """Keep it."""
        if self.path:
            with atomic(self.path) as file:
                file.write(sealed)


@contextmanager
def keep_sealed(home: Home, delivery: str, remarks: list[Remark], *, kept: bool) -> Iterator[Kept]:
    """Where the report of these very remarks is kept, if it is; it goes when the block ends well, or is refused for good."""
    folder = home.path / "reports"
    if not kept:
        yield Kept(None)
        return
    folder.mkdir(exist_ok=True, mode=0o700)
    said = exact.dump({"remarks": [[one.reference, one.code, one.field, one.message] for one in remarks]})
    path = folder / f"{delivery}.{sha256(said).hexdigest()}.age"
    try:
        yield Kept(path)
    except Refused as refused:
        if refused.code not in _PASSING:
            path.unlink(missing_ok=True)
        raise
    path.unlink(missing_ok=True)


def seal_remarks(home: Home, delivery: str, agreement: str, remarks: list[Remark]) -> bytes:
    """The report, signed by this recipient and sealed to the source of the agreement.

    Raises:
        Refused: NO_AGREEMENT, or what annex 1 or the policy refuses.
    """
    home.require(Role.RECIPIENT)
    with home.recording_refusal("remarks.sent", {"delivery": delivery, "agreement": agreement}):
        agreed = home.shelf.agreement(agreement)
        Permission(home, agreed).require(*of_report(agreed))
    body = exact.dump(
        {
            "format": FORMAT,
            "delivery": delivery,
            "agreement": agreed.id,
            "recipient": home.settings.party,
            "made_at": home.clock().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "remarks": [[one.reference, one.code, one.field, one.message] for one in remarks],
        }
    )
    signature = sign_detached(body, home.signer(), "remarks").decode()
    home.record(
        "remarks.sent",
        objects={"delivery": delivery, "agreement": agreed.id, "source": agreed.source.id},
        counts={"remarks": len(remarks)},
    )
    return seal_bytes(exact.dump({"body": body.decode(), "signature": signature}), [agreed.source.content])
