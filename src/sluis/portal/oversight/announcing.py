"""Controllers are told of material changes in the breach response plan and the security policy (I-41)."""

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Grant, Person
from sluis.portal.access.roles import Role
from sluis.portal.documents.models import Version
from sluis.portal.notifications.sending import send
from sluis.portal.oversight.models import Notice
from sluis.portal.oversight.rights import KEEP_ASSURANCE
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as access_codes
from sluis.refusals.catalogue import oversight as codes

KINDS = ("policy", "breach-plan")
TOLD = (Role.DPO, Role.CONTRACT_MANAGER, Role.SECURITY_OFFICER)
"""Who is told in each organisation; where there is nobody of these, its administrators."""


def announce(actor: Actor, *, version: Version, material: bool, summary: str = "") -> Notice:
    """Decide once about a version, and tell the people of all other organisations when the change is material.

    Raises:
        Refused: NOT_POSSIBLE_NOW for a version that was not approved, or a material change without a summary;
            GONE_ALREADY when it was decided before.
    """
    notice = Notice(
        organisation=version.organisation, version=version, material=material, summary=summary.strip(),
        decided_at=actor.at, decided_by=actor.name,
    )  # fmt: skip
    with changing(actor, KEEP_ASSURANCE, on=notice) as change:
        if Notice.everything.filter(version=version).exists():
            raise Refused(access_codes.GONE_ALREADY)
        if version.document.kind not in KINDS:
            raise Refused(codes.NOT_POSSIBLE_NOW, state=str(version.document.kind))
        if version.approved_at is None or (material and not notice.summary):
            raise Refused(codes.NOT_POSSIBLE_NOW, state="approved" if version.approved_at else "not approved")
        people = recipients(notice) if material else []
        for person in people:
            send(change, to=person, template="oversight/changed", facts={"kind": version.document.kind})
        notice.told = len(people)
        notice.full_clean()
        notice.save(force_insert=True)
        about = {"version": str(version.pk), "decision": "material" if material else "not material"}
        change.record("notice.decided", notice, objects=about, counts={"persons": len(people)})
    return notice


def recipients(notice: Notice) -> list[Person]:
    """One query for the roles, one for the people; nobody of an organisation that has ended."""
    today = notice.decided_at.date()
    grants = Grant.everything.filter(withdrawn_at=None, role__in=[*TOLD, Role.ADMINISTRATOR]).exclude(
        organisation=notice.organisation
    )
    by_home: dict[object, dict[str, set[object]]] = {}
    for home, role, person, ends in grants.values_list("organisation_id", "role", "person_id", "ends_on"):
        if ends is None or ends >= today:
            by_home.setdefault(home, {}).setdefault(role, set()).add(person)
    wanted: set[object] = set()
    for roles in by_home.values():
        told = {person for role in TOLD for person in roles.get(role, set())}
        wanted |= told or roles.get(Role.ADMINISTRATOR, set())
    people = Person.everything.filter(pk__in=wanted, is_active=True, left_on=None, organisation__ended_on=None)
    return list(people.order_by("pk"))
