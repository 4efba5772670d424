"""A data specification in the demo: one version that all parties approved, and one that waits for two of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sluis.demo.people import SPECIFICATION
from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of, recognise
from sluis.portal.specifications import approving, drafting, keeping
from sluis.portal.specifications.models import Dataspec, PartyKind, Specversion
from sluis.portal.specifications.parties import deciders, stands

REGISTRY = "registervoorbeeldzorg"
SOURCES = ("zorggroepvoorbeeld", "kliniekproefstad", "jeugdhulpverzonnen")


def specify(actor: Actor, places: Mapping[str, Organisation], at: datetime) -> Dataspec:
    """Set up the flow's specification; version 1.0.0 waits for the custodian, version 1.1.0 for two of its parties.

    Args:
        actor: the demo's program, for setting up; people decide.
        places: organisations of the cast by their key.
        at: now.
    """
    registry = places[REGISTRY]
    dataspec = keeping.create(
        replace(actor, at=at - timedelta(days=40)), organisation=registry, name="kniezorg",
        title="Kwaliteitsregistratie kniezorg (verzonnen)", sources=[places[key] for key in SOURCES],
    )  # fmt: skip
    first = _propose(dataspec, SPECIFICATION, "Eerste versie.", at - timedelta(days=30))
    _decide(first, at - timedelta(days=29), *PartyKind)
    second = _propose(dataspec, second_text(at), "Pijn op een schaal van 0 tot 100, zoals de vragenlijst.", at)
    _decide(second, at, PartyKind.COMMISSIONER, PartyKind.TTP)
    return dataspec


def second_text(at: datetime) -> str:
    """The second version: one field changed, from the first day of the month after next."""
    today = day_of(at)
    first = (today.replace(day=1) + timedelta(days=62)).replace(day=1)
    text = SPECIFICATION.replace("version: 1.0.0", f"version: 1.1.0\nvalid: {{from: {first}}}", 1)
    return text.replace("maximum: 10}", "maximum: 100}", 1)


def _propose(dataspec: Dataspec, text: str, note: str, at: datetime) -> Specversion:
    """Somebody of the registry who does not decide proposes it."""
    author = _person(dataspec.organisation, at, decides=False)
    made = drafting.upload(author, dataspec=dataspec, content=text.encode(), note=note)
    return drafting.propose(author, version=made)


def _decide(version: Specversion, at: datetime, *kinds: PartyKind) -> None:
    """The people who may decide approve for their own organisations."""
    for party in stands(version):
        if party.kind in kinds:
            actor = _person(party.organisation, at, decides=True)
            approving.approve(actor, version=version, kind=party.kind, digest=version.sha256)


def _person(organisation: Organisation, at: datetime, *, decides: bool) -> Actor:
    """Somebody of an organisation, as they sign in."""
    able = deciders(organisation, at)
    if decides:
        return recognise(able[0], at)
    others = Person.everything.filter(organisation=organisation).exclude(pk__in=[each.pk for each in able])
    return recognise(others.select_related("organisation").order_by("name")[0], at)
