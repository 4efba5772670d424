"""Who is asked, and who is told: tasks and messages about versions."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Deadline, Term, end_of_day
from sluis.portal.access.changing import Change
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of
from sluis.portal.notifications.sending import send
from sluis.portal.specifications.models import PartyKind, Specapproval, Specversion
from sluis.portal.specifications.parties import Stand, deciders, deciding_role
from sluis.portal.tasks.giving import give, settle

ASKED = {kind: f"specifications-approve-{kind.value}" for kind in PartyKind}
"""The kinds of the task to decide about a version, by as what."""

WARNINGS = (Term.read("14 days"), Term.read("3 days"))


def ask(change: Change, version: Specversion, party: Stand) -> None:
    """Ask a party to decide: a task, and a message to everybody there who can."""
    people = deciders(party.organisation, change.actor.at, besides=version.authors)
    give(
        change, organisation=party.organisation, kind=ASKED[party.kind],
        title=_("Approve or refuse version %(version)s of the data specification %(name)s"),
        facts={"version": version.label, "name": version.dataspec.title}, subject=version,
        role=deciding_role(party.organisation, change.actor.at, people), due=_due(change, version),
        url_name="specifications:version", args=[version.pk],
    )  # fmt: skip
    for person in people:
        _mail(change, person, "asked", version, party.organisation)


def settle_all(change: Change, version: Specversion) -> None:
    """Nobody is asked about it any longer."""
    for kind in ASKED.values():
        settle(change, kind=kind, subject=version)


def tell_all(change: Change, version: Specversion, template: str) -> None:
    """Tell whoever proposed a version, and everybody who decided about it, how it went on."""
    proposers = [version.proposed_by.removeprefix("person:")] if version.proposed_by.startswith("person:") else []
    decided = Specapproval.everything.filter(version=version).values("person")
    told = Q(pk__in=proposers) | Q(pk__in=decided)
    for person in Person.everything.filter(told, is_active=True).select_related("organisation").order_by("pk"):
        _mail(change, person, template, version, person.organisation)


def _mail(change: Change, person: Person, template: str, version: Specversion, organisation: Organisation) -> None:
    facts = {
        "specification": version.dataspec.title,
        "version": version.label,
        "digest": version.sha256,
        "path": f"/specifications/versions/{version.pk}/",
    }
    send(change, to=person, template=f"specifications/{template}", facts=facts, organisation=organisation)


def _due(change: Change, version: Specversion) -> Deadline | None:
    """Before the first day in the file; none when that is today or past, or not said."""
    today, first = day_of(change.actor.at), version.valid_from
    if first is None or first <= today:
        return None
    due = end_of_day(first - timedelta(days=1))
    return Deadline.ending(due, WARNINGS) if due > change.actor.at else None
