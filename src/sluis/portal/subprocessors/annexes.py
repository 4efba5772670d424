"""The annex of an agreement follows from the register: made again when that changes, and sent around (I-54, I-55)."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Prefetch

from sluis.agreement.contract import Contract, ListedSubprocessor
from sluis.agreement.plain import plain
from sluis.agreement.standing import RUNNING
from sluis.deadlines import day_of
from sluis.portal.agreements.models import Agreement
from sluis.portal.subprocessors.matching import same
from sluis.portal.subprocessors.models import Subannex, Subcertificate, Subcondition, Subnotice, Subprocessor

Annex = tuple[ListedSubprocessor, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """An annex that says something else than the one that was sent around last."""

    agreement: Agreement
    rows: Annex
    last: Subannex | None


def annex_for(agreement: Agreement, at: datetime) -> Annex:
    """The subprocessors of an agreement as they are at a moment, by name."""
    return annexes_for([agreement], at)[agreement.pk]


def annexes_for(agreements: Iterable[Agreement], at: datetime) -> Mapping[UUID, Annex]:
    """The same for a number of agreements; a fixed number of queries."""
    asked = list(agreements)
    register = list(_register(at))
    working, conditions = _working(asked), _conditions(asked)
    return {one.pk: _annex(one.contract, register, working[one.pk], conditions, one.pk) for one in asked}


def due(at: datetime) -> list[Due]:
    """Annexes of running agreements in which something changed."""
    running = Agreement.everything.filter(state__in=[state.value for state in RUNNING])
    agreements = list(running.select_related("current", "main", "organisation").order_by("pk"))
    last: dict[UUID, Subannex] = {}
    for one in Subannex.everything.filter(agreement__in=agreements).order_by("number").select_related("version"):
        last[one.agreement_id] = one
    rows = annexes_for(agreements, at)
    return [
        Due(one, rows[one.pk], last.get(one.pk))
        for one in agreements
        if digest(rows[one.pk])
        != (last[one.pk].sha256 if one.pk in last else digest(_sorted(one.contract.subprocessors)))
    ]


def written(rows: Annex) -> str:
    """The rows as exact JSON."""
    return json.dumps(plain(rows), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(rows: Annex) -> str:
    """Of the rows."""
    return sha256(written(rows).encode()).hexdigest()


def agreed(contract: Contract, rows: Annex) -> bool:
    """Whether this is what both parties signed."""
    return digest(_sorted(contract.subprocessors)) == digest(rows)


def _register(at: datetime) -> "Iterable[Subprocessor]":
    certificates = Subcertificate.everything.filter(replaced_at=None, valid_until__gte=day_of(at))
    return Subprocessor.everything.prefetch_related(
        Prefetch(
            "certificates", certificates.select_related("standard").order_by("standard__code", "pk"), to_attr="held"
        )
    )


def _working(agreements: list[Agreement]) -> Mapping[UUID, set[UUID]]:
    found = defaultdict[UUID, set[UUID]](set)
    started = Subnotice.everything.filter(Subnotice.living(), agreement__in=agreements, started_on__isnull=False)
    for agreement, subprocessor in started.values_list("agreement", "subprocessor"):
        found[agreement].add(subprocessor)
    return found


def _conditions(agreements: list[Agreement]) -> Mapping[tuple[UUID, UUID], list[str]]:
    found = defaultdict[tuple[UUID, UUID], list[str]](list)
    living = Subnotice.everything.filter(Subnotice.living(), agreement__in=agreements)
    kept = Subcondition.everything.filter(notice__in=living)
    for agreement, subprocessor, text in kept.values_list("notice__agreement", "notice__subprocessor", "text"):
        found[agreement, subprocessor].append(text)
    return found


def _annex(
    contract: Contract,
    register: Iterable[Subprocessor],
    working: set[UUID],
    conditions: Mapping[tuple[UUID, UUID], list[str]],
    agreement: UUID,
) -> Annex:
    rows, known = [], set[UUID]()
    for row in contract.subprocessors:
        one = next((each for each in register if same(row, each)), None)
        if one is None:
            rows.append(row)
            continue
        known.add(one.pk)
    for one in register:
        if one.state != Subprocessor.State.STOPPED and (one.pk in known or one.pk in working):
            rows.append(row_of(one, conditions.get((agreement, one.pk), [])))
    return _sorted(rows)


def row_of(one: Subprocessor, conditions: Iterable[str]) -> ListedSubprocessor:
    """How the annex names a subprocessor (Z-80, I-54)."""
    return ListedSubprocessor(
        name=one.name,
        address=f"{one.address}, {one.city}",
        country=one.country,
        service=one.service,
        data=one.data,
        trade_register_number=one.trade_register_number,
        transfer_outside_eea=one.transfer_outside_eea,
        agreement_description=one.agreement_description,
        certificates=tuple(str(each.standard) for each in one.held),  # type: ignore[attr-defined] # prefetched above
        conditions="; ".join(conditions),
        in_use=one.in_use,
    )


def _sorted(rows: Iterable[ListedSubprocessor]) -> Annex:
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.country)))
