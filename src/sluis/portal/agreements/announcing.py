"""What the operator tells all controllers beforehand: each gets a message and a task at once, and can answer.

takeover     every running agreement that asks for it takes the step, so that its controller can end it (Z-15, A39)
insolvency   a threat of bankruptcy: at once, with how to take the data back (I-14)
service      a change of the service, at the latest so long before as was agreed, after consultation (P-08, A36)
terms        a change of the delivery terms, likewise
regulation   a change of regulation: an item to consult about (I-11)
"""

from datetime import date, datetime

from sluis.agreement import steps
from sluis.agreement.life import after
from sluis.agreement.regime import Change as ChangeOfAgreement
from sluis.agreement.regime import ChangeRule
from sluis.agreement.standing import RUNNING, State
from sluis.deadlines import Deadline, Term, day_of, end_of_day
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role
from sluis.portal.agreements.happening import held, keep, remember
from sluis.portal.agreements.models import Agreement, Announcement, Reply
from sluis.portal.agreements.rights import ANNOUNCE
from sluis.portal.agreements.telling import keepers, operator
from sluis.portal.agreements.wording import AnnouncementKind, Happened
from sluis.portal.agreements.wording_announcing import CONSULT, TASKS
from sluis.portal.notifications.sending import send
from sluis.portal.organisations.keeping import locked
from sluis.portal.organisations.remembering import remember as remember_values
from sluis.portal.organisations.remembering import values
from sluis.portal.people.selectors import with_role
from sluis.portal.tasks.giving import give, settle
from sluis.portal.tasks.models import Task
from sluis.refusals import Refused
from sluis.refusals.catalogue import access

TASK, CONSULTING, OBJECTION = "announcement", "announcement-consult", "announcement-objection"
LATE, UNCONSULTED = "late", "unconsulted"
_CHANGES = (AnnouncementKind.SERVICE, AnnouncementKind.TERMS)
_BOUND = [State.SIGNED.value, *(state.value for state in RUNNING), State.ENDED.value]
_WARNS = Term.read("7 days")


def announce(
    actor: Actor,
    *,
    kind: AnnouncementKind,
    title: str,
    text: str,
    effective_on: date | None = None,
    replies_until: date | None = None,
    consulted: bool = False,
) -> Announcement:
    """Tell every controller; a change that goes against what was agreed is announced all the same, and marked.

    Args:
        effective_on: from when.
        replies_until: until when they can answer.
        consulted: whether subscribers were consulted about it beforehand.
    """
    there = operator()
    with changing(actor, ANNOUNCE, on=there) as change:
        made = Announcement(
            organisation=there, kind=kind.value, title=title.strip(), text=text.strip(), effective_on=effective_on,
            replies_until=replies_until, consulted=consulted, announced_at=actor.at,
            flaw=flaw_of(kind, effective_on, consulted=consulted, at=actor.at),
        )  # fmt: skip
        made.full_clean()
        made.save(force_insert=True)
        for organisation in concerned(kind):
            _tell(change, made, organisation)
        if kind is AnnouncementKind.TAKEOVER:
            _step(change, made, intended=True)
        if kind in (*_CHANGES, AnnouncementKind.REGULATION) and not consulted:
            _ask_to_consult(change, made)
        change.record("announcement.made", made, objects={"code": kind.value})
    return made


def withdraw(actor: Actor, *, announcement: Announcement, reason: str) -> Announcement:
    """Take it back: nobody needs to answer any more, and an intended takeover is off.

    Raises:
        Refused: GONE_ALREADY.
    """
    with changing(actor, ANNOUNCE, on=announcement) as change:
        found = _open(announcement)
        before = values(found)
        found.withdrawn_at = actor.at
        found.save()
        remember_values(change, found, before, "announcement.withdrawn", reason=reason)
        for kind in (TASK, CONSULTING):
            settle(change, kind=kind, subject=found)
        for reply in replies_to(found):
            settle(change, kind=OBJECTION, subject=reply)
        if found.kind == AnnouncementKind.TAKEOVER.value and not _another(found):
            _step(change, found, intended=False, reason=reason)
        for organisation in told(found):
            _send(change, found, organisation, "announcement-withdrawn")
        change.record("announcement.withdrawn", found)
    return found


def consult(actor: Actor, *, announcement: Announcement) -> Announcement:
    """Record that subscribers were consulted; what was wrong for want of it is mended.

    Raises:
        Refused: GONE_ALREADY.
    """
    with changing(actor, ANNOUNCE, on=announcement) as change:
        found = _open(announcement)
        if found.consulted:
            raise Refused(access.GONE_ALREADY)
        found.consulted = True
        found.flaw = ",".join(each for each in flaws(found) if each != UNCONSULTED)
        found.save()
        settle(change, kind=CONSULTING, subject=found)
        change.record("announcement.consulted", found)
    return found


def flaw_of(kind: AnnouncementKind, effective_on: date | None, *, consulted: bool, at: datetime) -> str:
    """What goes against an agreement that runs; nothing for what may be announced at any time."""
    if kind not in _CHANGES:
        return ""
    first, found = earliest(at), []
    if first and (effective_on is None or effective_on < first):
        found.append(LATE)
    if not consulted and any(one.rule is ChangeRule.NOTICE_AND_CONSULTATION for one in _rules()):
        found.append(UNCONSULTED)
    return ",".join(found)


def flaws(announcement: Announcement) -> list[str]:
    """Each of them."""
    return [each for each in announcement.flaw.split(",") if each]


def earliest(at: datetime) -> date | None:
    """The first day on which a change announced now can take effect: the longest notice of all that runs."""
    return max((day_of(rule.notice.after(at)) for rule in _rules() if rule.notice), default=None)


def concerned(kind: AnnouncementKind) -> list[Organisation]:
    """Who is told: every controller that is bound; of whom data may still be held, when that is what is at stake."""
    ended_too = kind in (AnnouncementKind.TAKEOVER, AnnouncementKind.INSOLVENCY)
    states = _BOUND if ended_too else [each for each in _BOUND if each != State.ENDED.value]
    bound = Agreement.everything.filter(state__in=states).values("organisation")
    return list(Organisation.everything.filter(pk__in=bound).order_by("name", "pk"))


def told(announcement: Announcement) -> list[Organisation]:
    """Who was told; each got a task."""
    given = Task.everything.filter(kind=TASK, about=announcement.subject).values("organisation")
    return list(Organisation.everything.filter(pk__in=given).order_by("name", "pk"))


def replies_to(announcement: Announcement) -> list[Reply]:
    """What was answered."""
    found = Reply.everything.filter(announcement=announcement).select_related("organisation")
    return list(found.order_by("organisation__name"))


def _rules() -> list[ChangeOfAgreement]:
    running = Agreement.everything.filter(state__in=[state.value for state in RUNNING]).select_related("current")
    return [each.current.contract.regime.change for each in running if each.current]


def _tell(change: Change, announcement: Announcement, organisation: Organisation) -> None:
    until = announcement.replies_until
    give(
        change, organisation=organisation, kind=TASK, title=TASKS[AnnouncementKind(announcement.kind)],
        subject=announcement, role=_role(organisation, change.actor.at), due=_due(until, change.actor.at),
        url_name="agreements:announcement", args=[announcement.pk],
    )  # fmt: skip
    _send(change, announcement, organisation, f"announced-{announcement.kind}")


def _send(change: Change, announcement: Announcement, organisation: Organisation, template: str) -> None:
    facts = {"title": announcement.title, "pk": str(announcement.pk)}
    for person in keepers(organisation, change.actor.at):
        send(change, to=person, template=f"agreements/{template}", facts=facts, organisation=organisation)


def _role(organisation: Organisation, at: datetime) -> Role:
    """Who answers: the first of these that somebody has."""
    people = keepers(organisation, at)
    for role in (Role.CONTRACT_MANAGER, Role.BOARD):
        if people.filter(with_role(day_of(at), role.value)).exists():
            return role
    return Role.ADMINISTRATOR


def _due(until: date | None, at: datetime) -> Deadline | None:
    if until is None:
        return None
    end = end_of_day(until)
    warning = _WARNS.before(end)
    return Deadline(end, (warning,) if warning > at else ())


def _ask_to_consult(change: Change, announcement: Announcement) -> None:
    """An item for the operator: consult about it."""
    give(
        change, organisation=announcement.organisation, kind=CONSULTING, title=CONSULT, subject=announcement,
        role=Role.CONTRACT_MANAGER, due=_due(announcement.replies_until, change.actor.at),
        url_name="agreements:announcement", args=[announcement.pk],
    )  # fmt: skip


def _step(change: Change, announcement: Announcement, *, intended: bool, reason: str = "") -> None:
    """Every running agreement that asks for it knows of the takeover, or that it is off."""
    running = Agreement.everything.filter(state__in=[state.value for state in RUNNING]).order_by("pk")
    for each in running:
        found = held(each)
        if found.contract.regime.transfer.takeover_notice and found.standing.takeover is not intended:
            step = steps.AnnounceTakeover(intended)
            keep(change, found, after(found.contract, found.standing, step, change.actor.at))
            facts = {"announcement": str(announcement.pk), "intended": intended}
            remember(change, found, Happened.TAKEOVER, reason=reason or announcement.title, facts=facts)


def _another(announcement: Announcement) -> bool:
    standing = Announcement.everything.filter(kind=AnnouncementKind.TAKEOVER.value, withdrawn_at=None)
    return standing.exclude(pk=announcement.pk).exists()


def _open(announcement: Announcement) -> Announcement:
    found = locked(Announcement, announcement.pk)
    if found.withdrawn_at is not None:
        raise Refused(access.GONE_ALREADY)
    return found
