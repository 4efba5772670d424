"""Agreements become documents by themselves: what is offered, and what both parties signed, each with its digest.

Drawing pages takes a second, so it happens by the clock and not while somebody waits.
"""

from collections.abc import Iterator
from datetime import datetime

from sluis.portal.access.actor import Actor, program
from sluis.portal.access.changing import changing
from sluis.portal.agreements.models import Signature, Stage, Version
from sluis.portal.agreements.papers.making import Made, keep, keep_next, of_version
from sluis.portal.agreements.papers.rights import REPORT
from sluis.portal.organisations.keeping import locked
from sluis.portal.organisations.selectors import party_of
from sluis.refusals import Refused

AT_ONCE = 20
_OFFERED = (Stage.OFFERED, Stage.SIGNED, Stage.CURRENT, Stage.REPLACED)
_SIGNED = (Stage.CURRENT, Stage.REPLACED)


def store_missing(actor: Actor) -> int:
    """Store the papers that are not there yet; for the timetable. How many were stored."""
    return sum(_store(actor, version) for version in _missing())


def store_offered(at: datetime, version: Version) -> None:
    """The paper of an offer must be there before somebody signs it, so that the signature names its digest."""
    if version.document_id is None and version.stage == Stage.OFFERED:
        _store(program("papers", at), version)


def _missing() -> Iterator[Version]:
    found = Version.everything.select_related("agreement__organisation", "document__document").order_by("made_at", "pk")
    yield from found.filter(stage__in=_OFFERED, document=None)[:AT_ONCE]
    yield from (each for each in found.filter(stage__in=_SIGNED).exclude(document=None) if _lacks_signatures(each))


def _lacks_signatures(version: Version) -> bool:
    """Whether what is stored is older than the last signature that was set in the portal."""
    newest = version.document.document.versions.order_by("-number").first() if version.document else None
    signed = Signature.everything.filter(version=version, outside=False).order_by("-signed_at").first()
    return bool(newest and signed and newest.stored_at < signed.signed_at)


def _store(actor: Actor, version: Version) -> int:
    file = _drawn(version)
    agreement = version.agreement
    with changing(actor, REPORT, on=version) as change:
        found = locked(Version, version.pk)
        title = f"{agreement.number} v{version.number}"
        if found.document is None:
            found.document = keep(change, organisation=agreement.organisation, kind="agreement", title=title, file=file)
            found.save(update_fields=["document"])
        else:
            keep_next(change, document=found.document.document, file=file)
    return 1


def _drawn(version: Version) -> Made:
    """As pages, in the language of the controller; as a Word document where no pages can be drawn."""
    party = party_of(version.agreement.organisation)
    language = "en" if party and party.language == "en" else "nl"
    try:
        return of_version(version, language, "pdf")
    except Refused:
        return of_version(version, language, "docx")
