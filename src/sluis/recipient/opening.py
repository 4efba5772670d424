"""`open`: a relayed package becomes tables with pseudonyms, or nothing at all.

1. Container, the TTP's signature, the source's signature; then what they cover.
2. The agreement is asked, and the TTP's key compared with the one that it publishes; then the policy.
3. The persons' lists are opened and checked as a whole: a wrong key, version, table or order is refused.
4. Every table is opened, bound to this delivery, and compared with the agreed specification.
5. Handles become labels; the result gets its name when all checks have passed.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from sluis.agreement.asking import of_delivery
from sluis.agreement.claims import require_delivery
from sluis.agreement.terms import Agreement
from sluis.batches.cores import in_chunks, map_chunks
from sluis.deadlines import day_of
from sluis.home.files import open_package
from sluis.home.home import Home
from sluis.home.permission import Permission
from sluis.home.progress import Progress, Silent
from sluis.kernel import closing, polymorphic
from sluis.kernel.identifiers import dominates, share_of_bsn
from sluis.kernel.keyed import SENTINELS, sentinel_digest
from sluis.kernel.labels import LabelPrefix, render
from sluis.package.agreed import list_of_columns, require_agreed
from sluis.package.content import REFERENCE, OpenedTable, content_schema, open_table
from sluis.package.manifest import Manifest, Mode
from sluis.package.persons import Handles, Secrets, read_order, read_persons
from sluis.package.reading import Envelope, read_relayed
from sluis.package.report import Report
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as agreement_codes
from sluis.refusals.catalogue import deliveries as codes
from sluis.refusals.catalogue import homes as home_codes
from sluis.refusals.catalogue import packages as package_codes
from sluis.refusals.catalogue import tables as table_codes
from sluis.signatures.certificates import Role
from sluis.specification.model import Clear, Scheme, Specification
from sluis.tables.writing import write_table

Bytes = npt.NDArray[np.uint8]
_HEADER = 1 << 16
DELIVERY = b"sluis.delivery"


@dataclass(frozen=True, slots=True)
class People:
    """One list of persons, opened: ascending handles and the pseudonym of each."""

    handles: Handles
    elements: Bytes


def open_delivery(
    home: Home, package: Path, out: Path, report: Report, *, test: bool = False, progress: Progress | None = None
) -> Manifest:
    """Write the tables of a relayed package.

    Args:
        home: of the recipient.
        package: as it came from the TTP.
        out: a file for one table (.parquet or .csv), or a new folder with a Parquet file per table.
        report: filled on the way, also when the delivery is refused.
        test: whether a test delivery is meant.
    Raises:
        Refused: nothing was written.
    """
    home.require(Role.RECIPIENT)
    at = home.clock()
    with open_package(package) as reader:
        envelope = read_relayed(reader, home.shelf.trust, at)
        manifest = envelope.manifest
        report.describe(manifest)
        if manifest.test is not test:
            raise Refused(codes.TEST_WANTED if manifest.test else codes.TEST_NOT_MEANT)
        agreement = home.shelf.agreement(manifest.claim.agreement)
        require_delivery(agreement, manifest.claim, home.settings.schemes, at, test=manifest.test)
        _require_ttp(agreement, envelope)
        Permission(home, agreement).require(*of_delivery(agreement, on=_relayed_on(envelope)))
        _require_room(out, manifest.delivery)
        digest = hashlib.sha256(envelope.note_bytes).hexdigest()
        with home.incoming.taking(manifest.claim.source_key, manifest.delivery, same=digest) as taken:
            opening = _Opening(home, agreement, envelope, progress or Silent())
            opening.write(out)
            home.record("delivery.opened", objects=manifest.objects(), counts={"rows": sum(manifest.rows.values())})
            taken.done(digest=digest, at=at.isoformat())
    report.passed(manifest, home.clock())
    return manifest


def _require_room(out: Path, delivery: str) -> None:
    """Refuse to write over a file, unless it holds this very delivery, opened before.

    Raises:
        Refused: OUTPUT_EXISTS.
    """
    if not out.exists():
        return
    try:
        same = (pq.read_schema(out).metadata or {}).get(DELIVERY) == delivery.encode()
    except (OSError, pa.ArrowException):
        same = False
    if not same:
        raise Refused(home_codes.OUTPUT_EXISTS, file=out.name)


def _require_ttp(agreement: Agreement, envelope: Envelope) -> None:
    ttp, note = envelope.ttp, envelope.note
    assert ttp is not None and note is not None
    if (ttp.party, ttp.key_id) != (agreement.ttp.id, agreement.ttp.signing):
        raise Refused(agreement_codes.OTHER_AGREEMENT, agreement=agreement.id, part="ttp")
    if note.key_check != agreement.domain.key_check(test=envelope.manifest.test):
        raise Refused(package_codes.KEY_MISMATCH, member="relay.json")


def _relayed_on(envelope: Envelope) -> date:
    """The day on which the specification must have counted, as the TTP signed it; opening may come much later."""
    assert envelope.note is not None
    return day_of(envelope.note.relayed)


class _Opening:
    def __init__(self, home: Home, agreement: Agreement, envelope: Envelope, progress: Progress) -> None:
        self._home, self._agreement, self._envelope, self._progress = home, agreement, envelope, progress
        self._manifest = envelope.manifest
        self._test = self._manifest.test
        self._identity = home.keys.identity("content-test" if self._test else "content")
        self._specification: Specification = home.shelf.specification(agreement)
        self._prefix = LabelPrefix(
            agreement.scheme.letter, agreement.domain.version, agreement.ttp.id, agreement.domain.name, self._test
        )
        require_agreed(self._manifest, self._specification)

    def write(self, out: Path) -> None:
        people = self._people()
        with ExitStack() as stack:
            opened = {name: self._table(name, stack, out) for name in self._envelope.tables}
            self._progress.begin("rows", sum(self._manifest.rows.values()))
            if out.suffix.lower() in (".parquet", ".csv"):
                if len(opened) > 1:
                    raise Refused(package_codes.FOLDER_NEEDED, count=len(opened))
                ((name, table),) = opened.items()
                self._write(name, table, people, out)
            elif len(opened) == 1 and out.suffix[1:].isalpha():  # a folder of that name is not what was meant
                raise Refused(table_codes.SUFFIX_UNKNOWN, out.name)
            else:
                self._write_folder(opened, people, out)

    def _write_folder(self, opened: dict[str, OpenedTable], people: dict[str, People], out: Path) -> None:
        if out.exists():
            raise Refused(home_codes.OUTPUT_EXISTS, file=out.name)
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".opening-", dir=out.parent) as place:
            made = Path(place) / "result"
            made.mkdir(mode=0o700)
            for name, table in opened.items():
                self._write(name, table, people, made / f"{name}.parquet")
            made.rename(out)

    def _people(self) -> dict[str, People]:
        keyed = self._agreement.scheme is Scheme.KEYED
        width, extra = (16, len(SENTINELS)) if keyed else (64, 1)
        counts = self._manifest.persons
        binding, members = self._manifest.binding(), self._manifest.members
        note = self._envelope.note
        assert note is not None
        most = sum(count + extra for count in counts.values())
        data = self._envelope.opened("persons.age", note.persons_sha256, self._identity, most * width + _HEADER)
        lists = read_persons(data, binding=binding, expected=counts, width=width, extra=extra)
        data = self._envelope.opened("order.age", members["order.age"], self._identity, most * 8 + _HEADER)
        orders = read_order(data, binding=binding, expected=counts, extra=extra)
        check = self._keyed if keyed else self._polymorphic
        return {name: check(rows, *orders[name]) for name, rows in lists.items()}

    def _keyed(self, rows: Bytes, handles: Handles, secrets: Secrets) -> People:
        places = list(secrets.sentinels)
        if sentinel_digest(np.ascontiguousarray(rows[places])) != self._agreement.domain.key_check(test=self._test):
            raise Refused(package_codes.KEY_MISMATCH, member="persons.age")
        polymorphic.refuse_duplicates(rows)
        return People(np.delete(handles, places), np.delete(rows, places, axis=0))

    def _polymorphic(self, rows: Bytes, handles: Handles, secrets: Secrets) -> People:
        secret = self._home.keys.scalar("share-test" if self._test else "share")
        (place,) = secrets.sentinels
        seed, scalar = bytes.fromhex(secrets.seed), bytes.fromhex(secrets.scalar)
        pairs = np.delete(rows, place, axis=0)
        weights, total = closing.weights(seed, len(pairs)), closing.WeightedSum()
        elements = np.empty((len(pairs), 32), np.uint8)

        def step(part: tuple[Bytes, Any]) -> Bytes:
            found = polymorphic.decrypt(part[0], secret)
            total.add(found, part[1])
            return found

        self._progress.begin("persons", len(pairs))
        parts = zip(in_chunks(pairs), in_chunks(weights), strict=True)
        at = 0
        for found in map_chunks(step, parts, workers=self._home.settings.workers or None):
            elements[at : at + len(found)] = found
            at += len(found)
            self._progress.advance(at, persons=at)
        last = polymorphic.decrypt(np.ascontiguousarray(rows[place : place + 1]), secret)[0].tobytes()
        key = bytes.fromhex(self._agreement.domain.key_check(test=self._test))
        closing.verify_total(total.total(), last, scalar, key)
        polymorphic.refuse_duplicates(elements)
        return People(np.delete(handles, place), elements)

    def _table(self, name: str, stack: ExitStack, out: Path) -> OpenedTable:
        out.parent.mkdir(parents=True, exist_ok=True)
        file = stack.enter_context(tempfile.TemporaryFile(dir=out.parent))  # noqa: SIM115 - the stack closes it
        self._envelope.open_into(f"content-{name}.age", self._identity, file)
        table = open_table(file, table=name, binding=self._manifest.binding(), rows=self._manifest.rows[name])
        wanted = content_schema(self._specification.table(name), identifiers_only=self._manifest.mode is Mode.WITHDRAW)
        if not table.schema.equals(wanted, check_metadata=False):
            raise Refused(package_codes.CONTENT_DIFFERS, table=name)
        return table

    def _write(self, name: str, opened: OpenedTable, people: dict[str, People], path: Path) -> None:
        lists = list_of_columns(self._specification.table(name))
        fields = []
        for column in opened.schema:
            kind = pa.string() if column.name in lists or column.name == REFERENCE else column.type
            fields.append((column.name, kind))
        clear = [one.name for one in self._specification.table(name).fields if isinstance(one.treatment, Clear)]
        fields[-1:-1] = [(one, pa.string()) for one in clear]
        note = {DELIVERY: self._manifest.delivery, b"sluis.test": str(self._test).lower()}
        schema = pa.schema(fields, metadata=note)
        write_table(self._labelled(opened, lists, people, schema), schema, path)

    def _labelled(
        self, opened: OpenedTable, lists: dict[str, str], people: dict[str, People], schema: pa.Schema
    ) -> Iterator[pa.RecordBatch]:
        shares: dict[str, tuple[int, int]] = {}
        done = 0
        for batch in opened.batches():
            columns = []
            for name, column in zip(batch.schema.names, batch.columns, strict=True):
                if name in lists:
                    columns.append(self._labels(column, people[lists[name]]))
                elif name == REFERENCE:
                    columns.append(_hex(column))
                else:
                    columns.append(column)
                    valid, filled = share_of_bsn(column)
                    before = shares.get(name, (0, 0))
                    shares[name] = before[0] + valid, before[1] + filled
            columns[-1:-1] = [
                pa.repeat(pa.scalar(self._manifest.clear.get(one), pa.string()), batch.num_rows)
                for one in schema.names
                if one not in batch.schema.names
            ]
            done += batch.num_rows
            self._progress.advance(done, rows=done)
            yield pa.RecordBatch.from_arrays(columns, schema=schema)
        for name, share in shares.items():
            if dominates(*share):
                raise Refused(codes.BSN_NOT_TREATED, name, field=name)

    def _labels(self, column: Any, people: People) -> Any:
        valid = np.asarray(column.is_valid())
        handles = column.fill_null(0).to_numpy(zero_copy_only=False)
        places = np.searchsorted(people.handles, handles)
        known = places < len(people.handles)
        places[~known] = 0
        if len(people.handles):
            known &= people.handles[places] == handles
        if (valid & ~known).any():
            raise Refused(package_codes.COUNTS_DIFFER, member="order.age")
        if not len(people.handles):
            return pa.nulls(len(column), pa.string())
        return render(self._prefix, people.elements[places], valid)


def _hex(column: Any) -> Any:
    """8 bytes per row as 16 hex digits."""
    data = np.ascontiguousarray(column.to_numpy()).view(np.uint8)
    digits = np.frombuffer(b"0123456789abcdef", np.uint8)
    text = np.empty((len(data), 2), np.uint8)
    text[:, 0], text[:, 1] = digits[data >> 4], digits[data & 15]
    offsets = np.arange(0, 16 * len(column) + 1, 16, dtype=np.int32)
    return pa.StringArray.from_buffers(len(column), pa.py_buffer(offsets), pa.py_buffer(text))
