"""What controllers answer to an announcement, and what comes of their objections."""

from datetime import datetime

from sluis.agreement import steps
from sluis.agreement.contract import Side
from sluis.agreement.grounds import GroundKind
from sluis.deadlines import day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.roles import Role
from sluis.portal.agreements import stepping
from sluis.portal.agreements.announcing import OBJECTION, TASK
from sluis.portal.agreements.models import Agreement, Announcement, Happening, Reply
from sluis.portal.agreements.rights import ANNOUNCE, REPLY, STEP
from sluis.portal.agreements.telling import keepers
from sluis.portal.agreements.wording import AnnouncementKind, ReplyKind
from sluis.portal.agreements.wording_announcing import ANSWER_OBJECTION
from sluis.portal.notifications.sending import send
from sluis.portal.organisations.keeping import locked
from sluis.portal.tasks.giving import give, settle
from sluis.portal.tasks.models import Task
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import agreeing as codes


def reply(actor: Actor, *, announcement: Announcement, kind: ReplyKind, text: str = "") -> Reply:
    """Answer for one's organisation; who has read it can still object while the time for answers runs.

    Raises:
        Refused: ANNOUNCEMENT_OVER, OBJECTION_UNSAID, GONE_ALREADY for a second answer.
    """
    home = actor.organisation
    if home is None:
        raise Refused(access.NOT_YOURS)
    with changing(actor, REPLY, on=home) as change:
        found = locked(Announcement, announcement.pk)
        _require_open(found, kind, text, actor.at)
        made = Reply.everything.select_for_update().filter(announcement=found, organisation=home).first()
        if made and (made.kind == ReplyKind.OBJECTION.value or kind is ReplyKind.READ):
            raise Refused(access.GONE_ALREADY)
        made = made or Reply(organisation=home, announcement=found)
        made.kind, made.text, made.replied_at, made.replied_by = kind.value, text.strip(), actor.at, actor.name
        made.full_clean()
        made.save()
        settle(change, kind=TASK, subject=found, organisation=home)
        if kind is ReplyKind.OBJECTION:
            _ask(change, made)
        change.record("announcement.answered", made, objects={"announcement": str(found.pk), "code": kind.value})
    return made


def settle_reply(actor: Actor, *, reply: Reply, outcome: str) -> Reply:
    """Record what came of an objection, after consulting about it; the other party reads it.

    Raises:
        Refused: GONE_ALREADY.
    """
    with changing(actor, ANNOUNCE, on=reply) as change:
        found = _unsettled(reply)
        _settle(change, found, outcome)
        facts = {"title": found.announcement.title, "pk": str(found.announcement_id)}
        for person in keepers(found.organisation, actor.at):
            send(
                change, to=person, template="agreements/objection-settled", facts=facts, organisation=found.organisation
            )
    return found


def end_for_takeover(actor: Actor, *, reply: Reply, agreement: Agreement, outcome: str, letter: str = "") -> Happening:
    """End an agreement at once because of weighty objections to a takeover; no damages are owed for it (Z-15).

    Args:
        outcome: kept with the objection.
        letter: number of the registered letter, where the agreement asks for one.
    Raises:
        Refused: NOT_OBJECTED, and as `stepping.take`.
    """
    with changing(actor, STEP, on=agreement) as change:
        found = locked(Reply, reply.pk)
        _require_weighty(found, agreement)
        step = steps.EndNow(Side.CONTROLLER, GroundKind.TAKEOVER)
        made = stepping.take(actor, agreement=agreement, step=step, reason=found.text, letter=letter)
        made.facts = made.facts | {"announcement": str(found.announcement_id), "damages": "none"}
        made.save()
        if found.settled_at is None:
            _settle(change, found, outcome)
    return made


def unanswered(actor: Actor) -> list[Announcement]:
    """What the organisation for which somebody works was told, and did not answer."""
    told = Task.everything.filter(organisation=actor.organisation, kind=TASK, state=Task.State.OPEN)
    about = [each.partition(":")[2] for each in told.values_list("about", flat=True)]
    return list(Announcement.everything.filter(pk__in=about, withdrawn_at=None).order_by("-announced_at", "pk"))


def is_open(announcement: Announcement, at: datetime) -> bool:
    """Whether objections can be made."""
    until = announcement.replies_until
    return announcement.withdrawn_at is None and (until is None or day_of(at) <= until)


def _require_open(announcement: Announcement, kind: ReplyKind, text: str, at: datetime) -> None:
    """That it was read can be said later as well."""
    if announcement.withdrawn_at or (kind is ReplyKind.OBJECTION and not is_open(announcement, at)):
        raise Refused(codes.ANNOUNCEMENT_OVER)
    if kind is ReplyKind.OBJECTION and not text.strip():
        raise Refused(codes.OBJECTION_UNSAID)


def _require_weighty(reply: Reply, agreement: Agreement) -> None:
    announcement = reply.announcement
    takeover = announcement.kind == AnnouncementKind.TAKEOVER.value and announcement.withdrawn_at is None
    own = reply.organisation_id == agreement.organisation_id
    if not (takeover and own and reply.kind == ReplyKind.OBJECTION.value):
        raise Refused(codes.NOT_OBJECTED)


def _unsettled(reply: Reply) -> Reply:
    found = locked(Reply, reply.pk)
    if found.settled_at is not None or found.kind != ReplyKind.OBJECTION.value:
        raise Refused(access.GONE_ALREADY)
    return found


def _settle(change: Change, reply: Reply, outcome: str) -> None:
    reply.outcome, reply.settled_at = outcome.strip(), change.actor.at
    reply.full_clean()
    reply.save()
    settle(change, kind=OBJECTION, subject=reply)
    change.record("announcement.settled", reply, objects={"announcement": str(reply.announcement_id)})


def _ask(change: Change, reply: Reply) -> None:
    """The operator consults about an objection."""
    give(
        change, organisation=reply.announcement.organisation, kind=OBJECTION, title=ANSWER_OBJECTION, subject=reply,
        role=Role.CONTRACT_MANAGER, url_name="agreements:announcement", args=[reply.announcement_id],
    )  # fmt: skip
