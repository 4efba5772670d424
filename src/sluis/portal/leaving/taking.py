"""Taking data along: at any time, at once, all or a part; every time recorded with the digest of the file."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils import translation

from sluis.evidence.event import Outcome
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.holdings.choosing import ALL, Choice
from sluis.portal.holdings.exporting import FORMS, Sums, Wanted, zipped
from sluis.portal.holdings.gates import withheld
from sluis.portal.leaving.models import Bearer, Handover
from sluis.portal.leaving.rights import TAKE
from sluis.refusals import Refused
from sluis.refusals.catalogue import holdings as codes


def ask(
    actor: Actor,
    *,
    organisation: Organisation,
    reason: str,
    choice: Choice = ALL,
    forms: Sequence[str] = FORMS,
    cost: Decimal | None = None,
    borne_by: str = Bearer.OPERATOR,
) -> Handover:
    """Ask to take data along; they can be fetched at once.

    Raises:
        Refused: EXPORT_WITHHELD with the reason, which is recorded; NOTHING_CHOSEN without a form; no right.
    """
    _require_open(actor, organisation)
    with changing(actor, TAKE, on=organisation) as change:
        if not forms or not set(forms) <= set(FORMS):
            raise Refused(codes.NOTHING_CHOSEN)
        made = Handover(
            organisation=organisation, chosen=choice.value(), forms=[one for one in FORMS if one in forms],
            reason=reason, cost=cost, borne_by=borne_by, asked_at=actor.at, asked_by=actor.name,
        )  # fmt: skip
        made.full_clean()
        made.save(force_insert=True)
        change.record("handover.asked", made)
    return made


def fetch(actor: Actor, *, handover: Handover) -> Iterator[bytes]:
    """The file in pieces; whether it may be had is decided before the first one, and recorded after the last.

    Raises:
        Refused: as `ask`.
    """
    _require_open(actor, handover.organisation)
    with changing(actor, TAKE, on=handover) as change:
        change.record("handover.begun", handover)
    return _pieces(actor, handover)


def _pieces(actor: Actor, handover: Handover) -> Iterator[bytes]:
    sums = Sums()
    yield from zipped(Wanted(handover.organisation, actor.at, handover.choice, handover.forms), sums)
    _fetched(actor, handover, sums)


def _fetched(actor: Actor, handover: Handover, sums: Sums) -> None:
    with changing(actor, TAKE, on=handover) as change:
        fresh: Handover = Handover.everything.select_for_update().get(pk=handover.pk)
        fresh.fetched_at, fresh.fetched_by, fresh.sha256 = actor.at, actor.name, sums.sha256
        fresh.size, fresh.records, fresh.files = sums.size, sums.records, sums.files
        fresh.save()
        counts = {"records": sums.records, "files": sums.files, "bytes": sums.size}
        change.record("handover.fetched", fresh, objects={"digest": sums.sha256}, counts=counts)


def _require_open(actor: Actor, organisation: Organisation) -> None:
    """No gate is shut; when one is, that is recorded before it is refused."""
    actor.require(TAKE, organisation)
    shut = withheld(organisation, actor.at)
    if not shut:
        return
    with changing(actor, TAKE, on=organisation) as change:
        for name in shut:
            change.record("handover.withheld", organisation, objects={"code": name}, outcome=Outcome.REFUSED)
    with translation.override(translation.get_language() or "nl"):
        raise Refused(codes.EXPORT_WITHHELD, reason=" ".join(map(str, shut.values())))
