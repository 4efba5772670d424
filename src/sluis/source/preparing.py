"""`prepare`: a provider's files become one package, in one pass, or nothing at all.

1. The agreement is asked: it must be in force, allow the scheme, and name this specification and these keys; then the
   policy, which is asked again before the package is signed.
2. Each file is read in batches; values are checked and made coarser, persons get handles, rows are shuffled.
3. age seals the tables while they are made; nothing readable is ever on disk.
4. Each person's identifier becomes an element for the TTP; the list and its order are sealed, each to its reader.
5. The manifest, with the digests of all this, is signed; only then does the package get its name.
"""

import ctypes
import secrets
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from sluis.agreement.asking import of_delivery
from sluis.agreement.claims import claim, require_in_force, require_scheme, require_specification
from sluis.agreement.terms import Agreement
from sluis.batches.ahead import ahead
from sluis.home.deliveries import Made
from sluis.home.home import Home
from sluis.home.permission import Permission
from sluis.home.progress import Progress, Silent
from sluis.kernel import polymorphic
from sluis.kernel.identifiers import dominates, share_of_bsn
from sluis.kernel.keyed import derive, key_check
from sluis.kernel.sealing import seal, seal_bytes
from sluis.package.container import Writer
from sluis.package.content import ParquetStream
from sluis.package.manifest import Manifest, Mode
from sluis.package.persons import write_order, write_persons
from sluis.package.report import Report
from sluis.refusals import Finding, Refused
from sluis.refusals.catalogue import deliveries as codes
from sluis.signatures.certificates import Role
from sluis.signatures.jws import sign_detached
from sluis.source.group import group_key_name
from sluis.source.keys_of_tables import TableKeys
from sluis.source.lists import KeyedMethod, Method, Offer, PersonLists, PolymorphicMethod
from sluis.source.objections import Objections
from sluis.source.persons import HandleCollision
from sluis.source.references import References
from sluis.source.rows import Passage, TablePass
from sluis.specification.model import Clear, Field, Pseudonymise, Scheme, Specification, Table
from sluis.tables.batch import Reader
from sluis.tables.files import atomic
from sluis.tables.reading import open_table

_TRIES = 3
_ARENAS = -8  # M_ARENA_MAX of glibc's malloc.h
REFERENCE_KEY = "references"


@dataclass(frozen=True)
class Wanted:
    """What is asked of `prepare`.

    Attributes:
        inputs: a file per table; empty in mode `nothing`.
        out: the package to make.
        agreement: under which.
        corrects: the delivery that this one corrects; empty for none.
        clear: values of clear fields that no file gives.
        password: of a workbook.
    """

    inputs: Mapping[str, Path]
    out: Path
    agreement: Agreement
    mode: Mode = Mode.REPLACE
    test: bool = False
    corrects: str = ""
    clear: Mapping[str, str] = field(default_factory=dict)
    password: str | None = None


def prepare(home: Home, wanted: Wanted, report: Report, progress: Progress | None = None) -> Manifest:
    """Make the package.

    Args:
        home: of a source.
        report: filled on the way, also when the delivery is refused.
    Returns:
        the manifest of the package that now stands at `wanted.out`.
    Raises:
        Refused: nothing was written.
    """
    home.require(Role.SOURCE)
    at = home.clock()
    agreement = wanted.agreement
    specification = home.shelf.specification(agreement)
    require_in_force(agreement, at)
    require_scheme(agreement, home.settings.schemes)
    require_specification(agreement, specification, at)
    permission = Permission(home, agreement)
    permission.require(*of_delivery(agreement))
    _require_inputs(wanted, specification)
    _use_lean_memory()
    with home.lock():
        for attempt in range(_TRIES):
            try:
                return _Preparation(home, wanted, specification, permission, report, progress or Silent(), at).run()
            except HandleCollision:
                if attempt == _TRIES - 1:
                    raise
                vars(report).update(vars(Report(report.step, report.started_at)))
    raise AssertionError("unreachable")


def _use_lean_memory() -> None:
    """Share one heap between the threads of the pipeline: what one takes, another gives back.

    Without it each thread keeps what others gave back. Where the C library or Arrow cannot do it, no matter.
    """
    with suppress(OSError, AttributeError, TypeError):  # TypeError: Windows
        ctypes.CDLL(None).mallopt(_ARENAS, 1)
    with suppress(NotImplementedError):
        pa.set_memory_pool(pa.jemalloc_memory_pool())


class _Preparation:
    def __init__(
        self,
        home: Home,
        wanted: Wanted,
        specification: Specification,
        permission: Permission,
        report: Report,
        progress: Progress,
        at: datetime,
    ) -> None:
        self._home, self._wanted, self._progress, self._report = home, wanted, progress, report
        self._specification, self._permission = specification, permission
        self._manifest = self._draft(at)
        self._last_row = 0
        report.describe(self._manifest)
        report.facts["specification"] = f"{specification.name} {specification.version}"
        self._lists = PersonLists(self._method(), list_names(specification))
        self._shared = Passage(
            specification=specification,
            lists=self._lists,
            objections=Objections(home),
            references=References(home.keys.secret(REFERENCE_KEY), self._manifest.delivery),
            keys=TableKeys(specification, ignored=wanted.mode is Mode.WITHDRAW),
            report=report,
            progress=progress,
            on=at.date(),
            identifiers_only=wanted.mode is Mode.WITHDRAW,
            clear=dict(wanted.clear),
            several=len(specification.tables) > 1,
        )

    def run(self) -> Manifest:
        rows: dict[str, int] = {}
        recipient = self._manifest.claim.recipient_content
        with atomic(self._wanted.out) as file:
            package = Writer(file)
            for number, table in enumerate(sorted(self._specification.tables, key=lambda one: one.name)):
                passage = TablePass(table, number, self._shared)
                with package.member(f"content-{table.name}.age") as sink, closing(self._open(table.name)) as reader:
                    self._note_dropped(reader, table.name)
                    self._progress.begin("rows", reader.bytes_total)
                    metadata = partial(self._metadata, table.name, passage)
                    seal(ParquetStream(ahead(passage.groups(reader)), passage.schema, metadata), sink, [recipient])
                rows[table.name] = passage.rows
                self._last_row = max(self._last_row, passage.last_row)
            self._require_sendable(rows)
            manifest = self._finish(package, rows)
            package.close()
            file.flush()  # a full disk is seen here, before the delivery gets its number
            self._remember(manifest)
        self._report.finished_at = self._home.clock()
        return manifest

    def _metadata(self, table: str, passage: TablePass) -> dict[str, Any]:
        """What binds a table's content to this delivery; asked when its last row has passed."""
        return {**self._manifest.binding(), "table": table, "rows": passage.rows}

    def _finish(self, package: Writer, rows: dict[str, int]) -> Manifest:
        pa.default_memory_pool().release_unused()  # what the rows needed, before the persons need theirs
        offers: dict[str, Offer] = dict(self._lists.offers(self._progress))
        binding = self._manifest.binding()
        order = write_order(
            {name: one.handles for name, one in offers.items()},
            {name: one.secrets for name, one in offers.items()},
            binding,
        )
        agreement, test = self._wanted.agreement, self._wanted.test
        package.put("order.age", seal_bytes(order, [agreement.recipient.content_key(test=test)]))
        persons = write_persons({name: one.elements for name, one in offers.items()}, binding)
        package.put("persons.age", seal_bytes(persons, [agreement.ttp.content_key(test=test)]))
        manifest = replace(
            self._manifest,
            clear=dict(self._shared.clear),
            rows=rows,
            persons=self._lists.counts,
            members=dict(package.digests),
        )
        self._permission.require(*of_delivery(agreement))  # again: reading may have taken hours
        data = manifest.write()
        signer = self._home.signer()
        package.put("manifest.json", data)
        package.put("manifest.jws", sign_detached(data, signer, "manifest"))
        return manifest

    def _draft(self, at: datetime) -> Manifest:
        wanted = self._wanted
        last = self._home.outgoing.last(wanted.agreement.id, test=wanted.test)
        if wanted.corrects:
            self._home.outgoing.find(wanted.corrects)
        return Manifest(
            delivery=secrets.token_hex(16),
            sequence=last.sequence + 1 if last else 1,
            predecessor=last.delivery if last else "",
            corrects=wanted.corrects,
            mode=wanted.mode,
            test=wanted.test,
            created_at=at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            claim=claim(wanted.agreement, test=wanted.test),
            clear={},
            rows={},
            persons={},
            members={},
        )

    def _method(self) -> Method:
        agreement, test = self._wanted.agreement, self._wanted.test
        if agreement.scheme is Scheme.POLYMORPHIC:
            shares = (bytes.fromhex(party.share(test=test)) for party in (agreement.recipient, agreement.ttp))
            return PolymorphicMethod(polymorphic.joint(*shares), self._home.settings.workers)
        domain = agreement.domain
        group = self._home.keys.secret(group_key_name(domain.name))
        key = derive(group, purpose="stage-one", domain=domain.name, version=domain.version, test=test)
        if key_check(key, "stage-one") != domain.stage_one_check(test=test):
            raise Refused(codes.STAGE_ONE_DIFFERS)
        return KeyedMethod(key)

    def _open(self, table: str) -> Reader:
        if self._wanted.mode is Mode.NOTHING:
            return _NoRows()
        return open_table(
            self._wanted.inputs[table],
            _asked(self._specification, table, self._wanted.mode),
            self._specification.format,
            password=self._wanted.password,
        )

    def _note_dropped(self, reader: Reader, table: str) -> None:
        known = {one.name for one in self._specification.table(table).fields}
        unknown = [name for name in reader.names if name not in known]
        if unknown and self._specification.closed:
            raise Refused(codes.COLUMN_NOT_AGREED, count=len(unknown))
        prefix = f"{table}." if self._shared.several else ""
        self._report.columns_dropped += [prefix + name for name in unknown]

    def _require_sendable(self, rows: dict[str, int]) -> None:
        """Refuse after all rows were seen, so that the source gets all findings at once."""
        self._shared.keys.finish(self._report.findings)
        fatal = self._report.findings.first_fatal
        if fatal:
            self._report.rows_sent = 0
            where = f"row {fatal.row}" if fatal.row else ""
            raise Refused(fatal.code, ", ".join(filter(None, (where, fatal.field))), **fatal.facts)
        if self._wanted.mode is not Mode.NOTHING and not any(rows.values()):
            raise Refused(codes.NO_ROWS_LEFT, count=self._report.rows_read)
        self._require_clear()
        self._report.persons, self._report.persons_objected = self._lists.persons, self._lists.objected
        self._report.persons_by_list = self._lists.counts
        self._report.rows_by_table = rows

    def _require_clear(self) -> None:
        for name in clear_fields(self._specification):
            value = self._shared.clear.get(name.name)
            if not value:
                raise Refused(codes.CLEAR_MISSING, field=name.name)
            if dominates(*share_of_bsn(pa.array([value]))):
                raise Refused(codes.CLEAR_IDENTIFIES, field=name.name)

    def _remember(self, manifest: Manifest) -> None:
        claimed = manifest.claim
        self._home.outgoing.note(
            Made(
                manifest.sequence,
                manifest.delivery,
                claimed.agreement,
                claimed.agreement_version,
                manifest.test,
                manifest.mode.value,
                manifest.created_at,
                self._last_row,
            )
        )
        counts = {"rows": sum(manifest.rows.values()), "persons": self._lists.persons}
        self._home.record("delivery.prepared", objects=manifest.objects(), counts=counts)


class _NoRows:
    """What mode `nothing` reads."""

    names: tuple[str, ...] = ()
    bytes_read = bytes_total = 0

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def batches(self) -> Iterator[Any]:
        """None."""
        return iter(())

    def close(self) -> None:
        """Nothing to let go of."""


def list_names(specification: Specification) -> tuple[str, ...]:
    """The lists of persons: one for all citizen service numbers, one per composite."""
    fields = [one for table in specification.tables for one in table.fields]
    numbers = {one.identifier for one in fields if isinstance(one.treatment, Pseudonymise) and one.identifier}
    composites = [one.name for table in specification.tables for one in table.composites]
    return (*sorted(numbers), *dict.fromkeys(composites))


def clear_fields(specification: Specification) -> list[Field]:
    """The fields of which the TTP may see one value."""
    return [one for table in specification.tables for one in table.fields if isinstance(one.treatment, Clear)]


def _asked(specification: Specification, name: str, mode: Mode) -> Table:
    """The table as it must be in the file: all its fields, or only identifiers when persons are withdrawn."""
    table = specification.table(name)
    if mode is Mode.WITHDRAW:
        parts = {part for one in table.composites for part in one.of}
        fields = tuple(one for one in table.fields if isinstance(one.treatment, Pseudonymise) or one.name in parts)
        return replace(table, fields=fields, primary_key=(), foreign_keys=())
    keys = [key for one in specification.tables for key in one.foreign_keys if key.reference_table == name]
    referred = [part for key in keys for part in key.reference_fields if part not in table.primary_key]
    # A field that other tables refer to is read as a key is, even when it stays behind.
    return replace(table, primary_key=(*table.primary_key, *referred))


def _require_inputs(wanted: Wanted, specification: Specification) -> None:
    if set(wanted.clear) - {one.name for one in clear_fields(specification)}:
        raise Refused(codes.CLEAR_UNKNOWN)
    names = {table.name for table in specification.tables}
    if wanted.mode is Mode.NOTHING:
        if wanted.inputs:
            raise Refused(codes.INPUT_WITH_NOTHING)
        return
    if wanted.mode is Mode.WITHDRAW and not list_names(specification):
        raise Refused(codes.MODE_COLUMNS)
    for name in wanted.inputs:
        if name not in names:
            raise Refused(codes.INPUT_UNKNOWN, table=name)
    for name in names - set(wanted.inputs):
        raise Refused(codes.INPUT_MISSING, table=name)
