"""Bringing an organisation's records into another installation, from the file that it took along.

All of it or nothing, in one transaction. A trial does the same and takes it back, so that it finds every conflict. What
is secret did not travel: people have no password and no second factor, feeds and invitations lead nowhere.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, keeping
from sluis.portal.access.models import Organisation
from sluis.portal.holdings.counting import records
from sluis.portal.holdings.parcels import Parcel, kinds_in
from sluis.portal.holdings.register import Holding, held
from sluis.portal.holdings.rows import AT_ONCE, Row, fields_of, is_content, place_of, typed
from sluis.portal.holdings.sorting import keys, ordered
from sluis.refusals import Refused
from sluis.refusals.catalogue import holdings as codes

THERE, TAKEN, MISSING = "there", "taken", "missing"
"""Conflicts: a record with this id is there; something that only one may have is taken; what it refers to is missing."""


@dataclass
class Brought:
    """What came of it.

    Attributes:
        records: kind → how many were brought in.
        files: how many contents of files.
        left_out: kind → how many were not, since they refer to a record of another organisation.
        conflicts: kind and conflict → how many.
    """

    records: Counter[str] = field(default_factory=Counter)
    files: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    conflicts: Counter[tuple[str, str]] = field(default_factory=Counter)


class _Trial(Exception):  # noqa: N818 - no error: it takes back what was only tried
    """Takes everything back."""


def try_bringing_in(actor: Actor, parcel: Parcel) -> Brought:
    """What bringing it in would come to; nothing is changed.

    Raises:
        Refused: RETURN_VERSION, RETURN_UNREADABLE, RETURN_FIELDS.
    """
    brought = Brought()
    try:
        with keeping(actor) as change:
            _Bringing(parcel, brought).do(change)
            raise _Trial
    except _Trial:
        return brought


def bring_in(actor: Actor, parcel: Parcel) -> Brought:
    """Bring all of it in.

    Raises:
        Refused: as `try_bringing_in`; RETURN_CONFLICTS when there is any; nothing was changed.
    """
    brought = Brought()
    with keeping(actor) as change:
        _Bringing(parcel, brought).do(change)
        if brought.conflicts:
            raise Refused(codes.RETURN_CONFLICTS, count=brought.conflicts.total())
    return brought


class _Bringing:
    def __init__(self, parcel: Parcel, brought: Brought) -> None:
        self._parcel, self._brought = parcel, brought
        self._elsewhere: set[tuple[str, str, str]] = set()
        self._left_out: set[tuple[str, str]] = set()

    def do(self, change: Change) -> None:
        there = kinds_in(self._parcel)
        backwards = ordered()[::-1]  # what is referred to comes first
        order = sorted(backwards, key=lambda each: each.model is not Organisation)
        kinds = [each.record for each in order if each.record in there]
        about = {"organisation": str(self._parcel.organisation), "digest": self._parcel.sha256}
        self._references()
        for name in kinds:
            self._kind(held()[name])
        for name in kinds:
            self._require_targets(held()[name])
        counts = {"records": self._brought.records.total(), "files": self._brought.files}
        change.record("holdings.imported", objects=about, counts=counts)

    def _references(self) -> None:
        """Other organisations to which records refer are known by name; those that are here keep theirs. Records that
        refer to records of others are remembered: that key is emptied, or the record is left out."""
        for number, row in self._parcel.rows("references.jsonl"):
            try:
                self._reference(row)
            except (KeyError, ValueError, TypeError, AttributeError, ValidationError):
                raise Refused(codes.RETURN_FIELDS, record="references", line=number) from None

    def _reference(self, row: Row) -> None:
        if row.keys() == {"record", "id", "field"}:
            self._elsewhere.add((str(row["record"]), str(row["id"]), str(row["field"])))
            return
        pk, name = UUID(row["organisation"]), typed(Organisation._meta.get_field("name"), row["name"])
        if pk != self._parcel.organisation and not Organisation.everything.filter(pk=pk).exists():
            Organisation(pk=pk, name=name).save(force_insert=True)

    def _kind(self, holding: Holding) -> None:
        rows = self._parcel.rows(f"{holding.record}.jsonl")
        at_once = 4 if any(map(is_content, fields_of(holding))) else AT_ONCE
        kept = ((number, self._own(holding, row)) for number, row in rows)
        made = (self._record(holding, number, row) for number, row in kept if row is not None)
        while some := list(islice(made, at_once)):
            self._store(holding, some)

    def _own(self, holding: Holding, row: Row) -> Row | None:
        """A row without its keys to records of others, or to what was left out; none when it cannot be without."""
        for key in keys(holding) if self._elsewhere else ():
            known = (holding.record, str(row.get("id")), key.attname) in self._elsewhere
            if known or (key.related_model._meta.label_lower, str(row.get(key.attname))) in self._left_out:
                if not key.null:
                    self._brought.left_out[holding.record] += 1
                    self._left_out.add((holding.record, str(row.get("id"))))
                    return None
                row = row | {key.attname: None}
        return row

    def _record(self, holding: Holding, number: int, row: Row) -> Any:
        fields = fields_of(holding)
        try:
            if row.keys() != {each.attname for each in fields}:
                raise ValueError("other fields")
            values = dict(self._values(holding, fields, row))
        except (ValueError, TypeError, KeyError, AttributeError, ValidationError, RecursionError):
            raise Refused(codes.RETURN_FIELDS, record=holding.record, line=number) from None
        return holding.model(**values, **_secrets(holding))

    def _values(self, holding: Holding, fields: list[Any], row: Row) -> Iterator[tuple[str, Any]]:
        for each in fields:
            given = row[each.attname]
            if is_content(each):
                yield each.attname, self._content(holding, each, row, given)
            else:
                yield each.attname, typed(each, given)
        owner = row["id"] if holding.model is Organisation else row["organisation_id"]
        if owner != str(self._parcel.organisation):
            raise ValueError("another organisation's")

    def _content(self, holding: Holding, each: Any, row: Row, given: Any) -> bytes | None:
        """The content of the file of this very record."""
        if given is None and each.null:
            return None
        if given != place_of(holding, row["id"], each) or given not in self._parcel.names:
            raise ValueError("no file of this record")
        self._brought.files += 1
        return self._parcel.content(given)

    def _store(self, holding: Holding, some: list[Any]) -> None:
        everything = holding.model.everything
        if holding.model is Organisation and _is_only_known(some[0]):
            some[0].save(force_update=True)
            self._brought.records[holding.record] += 1
            return
        there = set(everything.filter(pk__in=[each.pk for each in some]).values_list("pk", flat=True))
        if there:
            self._brought.conflicts[holding.record, THERE] += len(there)
        new = [each for each in some if each.pk not in there]
        if not _inserted(everything, new):
            single = [_inserted(everything, [each]) for each in new]
            self._brought.conflicts[holding.record, TAKEN] += single.count(False)
        self._brought.records[holding.record] += len(new)

    def _require_targets(self, holding: Holding) -> None:
        """Everything to which records refer is there, and belongs to this organisation unless it is one itself."""
        if holding.model is Organisation:
            return
        own: Any = holding.model.everything.all()
        own = own.filter(organisation=self._parcel.organisation)
        for key in keys(holding):
            there = key.related_model.everything.all()
            if key.related_model is not Organisation:
                there = there.filter(organisation=self._parcel.organisation)
            lost = own.exclude(**{key.name: None}).exclude(**{f"{key.attname}__in": there.values("pk")}).count()
            if lost:
                self._brought.conflicts[holding.record, MISSING] += lost


def _is_only_known(organisation: Organisation) -> bool:
    """Whether it is there by name alone, since something of another refers to it."""
    there = Organisation.everything.filter(pk=organisation.pk).exists()
    return there and not any(
        records(each, organisation).exists() for each in held().values() if each.model is not Organisation
    )


def _inserted(everything: Any, some: list[Any]) -> bool:
    try:
        with transaction.atomic():
            everything.bulk_create(some)
    except IntegrityError:
        return False
    return True


def _secrets(holding: Holding) -> dict[str, Any]:
    """What did not travel: nothing where that may be, else a text that is the digest of nothing."""
    fields = [each for each in holding.model._meta.concrete_fields if each not in fields_of(holding)]
    return {each.name: None if each.null else make_password(None)[: each.max_length] for each in fields}
