"""Announcements: the list, a new one with what follows, the page of one, and answers to it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sluis.agreement.standing import RUNNING
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.agreements import announcing, replying
from sluis.portal.agreements.forms_around import AnnounceForm, OutcomeForm, ReplyForm, TakeoverEndForm
from sluis.portal.agreements.models import Agreement, Announcement, Reply
from sluis.portal.agreements.rights import ANNOUNCE, REPLY, SEE, STEP
from sluis.portal.agreements.tables_around import AnnouncementTable, announcement_state
from sluis.portal.agreements.views.around import Around, Considered, Filing, button
from sluis.portal.agreements.wording import ANNOUNCEMENTS, AnnouncementKind, ReplyKind
from sluis.portal.agreements.wording_announcing import FLAWS, HOW_TO_RECLAIM
from sluis.portal.leaving.rights import TAKE
from sluis.portal.ui.actions import Action, Badge, Crumb, Weight
from sluis.portal.ui.moments import day
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage, DetailPage

LISTED = (_("Announcements"), "announcements")


class Announcements(Around):
    """What the operator announced."""

    title = _("Announcements")
    table_class = AnnouncementTable
    search_fields = ("title",)
    empty = _("Nothing was announced yet.")

    def rows(self) -> QuerySet[Any]:
        """Newest first."""
        found: QuerySet[Any] = Announcement.objects.visible_to(self.actor, SEE)
        return found

    def actions(self) -> list[Action]:
        """A new one."""
        return [button(_("New announcement"), "agreements:announcement-new", ANNOUNCE, self.request, "speakerphone")]


class AnnouncementNew(Considered):
    """Announce something; first who is told, and what that does."""

    right = ANNOUNCE
    title = _("New announcement")
    listed = LISTED
    form_class = AnnounceForm
    submit = _("Show what follows")
    confirm = _("Announce")
    message = _("It was announced. All who are bound have a message and a task.")

    def form(self) -> Any:
        """The first day that was agreed stands beside the field."""
        form = super().form()
        first = announcing.earliest(self.actor.at)
        if first:
            words = gettext("A change of the service or of the terms: at the earliest on %(day)s, as was agreed.")
            form.fields["effective_on"].help_text = words % {"day": day(first)}
        return form

    def consequences(self, form: Any) -> Sequence[Text]:
        """Who is told, and what goes against what was agreed."""
        typed = form.cleaned_data
        kind = AnnouncementKind(typed["kind"])
        count = len(announcing.concerned(kind))
        lines = [
            ngettext(
                "%(count)d organisation gets a message and a task at once.",
                "%(count)d organisations get a message and a task at once.",
                count,
            )
            % {"count": count}
        ]
        flaw = announcing.flaw_of(kind, typed["effective_on"], consulted=typed["consulted"], at=self.actor.at)
        lines += [f"{FLAWS[each]} {gettext('All read that it deviates.')}" for each in flaw.split(",") if each]
        return lines + [str(each) for each in _AND_THEN[kind]]

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = dict(form.cleaned_data)
        return announcing.announce(self.actor, kind=AnnouncementKind(typed.pop("kind")), **typed)


_AND_THEN: dict[AnnouncementKind, tuple[Text, ...]] = {
    AnnouncementKind.TAKEOVER: (
        _("In each running agreement it is recorded that a takeover is intended."),
        _("Who records weighty objections can end its agreement at once, without owing damages."),
    ),
    AnnouncementKind.INSOLVENCY: (_("Each of them reads how to take its data back in time."),),
    AnnouncementKind.SERVICE: (_("They can object to it, and consult about their objections."),),
    AnnouncementKind.TERMS: (_("They can object to it, and consult about their objections."),),
    AnnouncementKind.REGULATION: (_("They can say what it means for them; you get the task to consult about it."),),
}


class OfAnnouncement(Filing):
    """A page about the announcement in the address."""

    right = ANNOUNCE
    listed = LISTED

    @cached_property
    def announcement(self) -> Announcement:
        """In the address."""
        return visible(self.request, Announcement, self.right, self.kwargs["pk"])

    @property
    def subtitle(self) -> Text:
        """Which."""
        return self.announcement.title

    @property
    def success_url(self) -> str:
        """Back to its page."""
        return reverse("agreements:announcement", args=[self.announcement.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """The list and the page."""
        return (*super().crumbs(), Crumb(self.announcement.title, self.success_url))


class AnnouncementPage(DetailPage):
    """What was announced, and what was answered, as far as this person may see."""

    right = SEE
    template_name = "agreements/announcement.html"
    kwargs: dict[str, Any]

    @cached_property
    def announcement(self) -> Announcement:
        """In the address."""
        return visible(self.request, Announcement, SEE, self.kwargs["pk"])

    @cached_property
    def replies(self) -> list[Reply]:
        """To the operator those of all, to others their own."""
        seen = Reply.objects.visible_to(actor_of(self.request), SEE).filter(announcement=self.announcement)
        return list(seen.select_related("organisation").order_by("organisation__name", "pk"))

    @property
    def title(self) -> Text:
        """Its title."""
        return self.announcement.title

    @property
    def subtitle(self) -> Text:
        """What kind it is."""
        return ANNOUNCEMENTS[AnnouncementKind(self.announcement.kind)]

    def crumbs(self) -> Sequence[Crumb]:
        """The list."""
        return (Crumb(LISTED[0], "agreements:announcements"),)

    def badges(self) -> Sequence[Badge]:
        """Where it stands."""
        return (Badge(*announcement_state(self.announcement)),)

    def actions(self) -> Sequence[Action]:
        """To take it back, to record consultation, or to answer."""
        if self.announcement.withdrawn_at:
            return ()
        own = self._own()
        quiet = {"weight": Weight.SECONDARY}
        found = [self._button(_("Withdraw"), "announcement-withdraw", ANNOUNCE, "x", **quiet)]
        changes = self.announcement.kind in (
            AnnouncementKind.SERVICE,
            AnnouncementKind.TERMS,
            AnnouncementKind.REGULATION,
        )
        if changes and not self.announcement.consulted:
            found.append(self._button(_("Record the consultation"), "announcement-consult", ANNOUNCE, "users"))
        if own is None:
            found.append(self._button(_("Give an answer"), "reply", REPLY, "message"))
        elif own.kind == ReplyKind.READ and replying.is_open(self.announcement, actor_of(self.request).at):
            found.append(self._button(_("Object after all"), "reply", REPLY, "message", **quiet))
        return found

    def _button(self, label: Text, name: str, right: Any, icon: str, **more: Any) -> Action:
        to = reverse(f"agreements:{name}", args=[self.announcement.pk])
        return button(label, to, right, self.request, icon, **more)

    def _own(self) -> Reply | None:
        home = actor_of(self.request).organisation
        return next((each for each in self.replies if home and each.organisation_id == home.pk), None)

    def context(self) -> dict[str, Any]:
        """Text, answers, and what this reader can do."""
        actor, announcement, own = actor_of(self.request), self.announcement, self._own()
        announces = actor.reaches(ANNOUNCE, announcement.organisation_id)
        return {
            "announcement": announcement,
            "pairs": self._pairs(),
            "flaws": [FLAWS[each] for each in announcing.flaws(announcement)],
            "own": own,
            "replies": self.replies if announces else [],
            "waiting": _waiting(announcement, self.replies) if announces else [],
            "announces": announces,
            "reclaim": self._reclaim(),
            "ending": self._ending(own),
        }

    def _pairs(self) -> list[tuple[Text, Any]]:
        announcement = self.announcement
        found: list[tuple[Text, Any]] = [(_("Announced"), announcement.announced_at)]
        if announcement.effective_on:
            found.append((_("From"), announcement.effective_on))
        found.append((_("Answers until and including"), announcement.replies_until or _("no last day")))
        if announcement.kind in (AnnouncementKind.SERVICE, AnnouncementKind.TERMS, AnnouncementKind.REGULATION):
            found.append((_("Consultation"), _("held") if announcement.consulted else _("not held yet")))
        if announcement.withdrawn_at:
            found.append((_("Withdrawn"), announcement.withdrawn_at))
        return found

    def _reclaim(self) -> dict[str, Any] | None:
        """How to take data back, when that is at stake; with the way there for who may."""
        actor = actor_of(self.request)
        if self.announcement.kind != AnnouncementKind.INSOLVENCY or self.announcement.withdrawn_at:
            return None
        home = actor.organisation
        can = home is not None and not actor.is_operator and actor.reaches(TAKE, home.pk)
        return {"steps": HOW_TO_RECLAIM, "organisation": home if can else None}

    def _ending(self, own: Reply | None) -> list[Agreement]:
        """Agreements that can be ended because of a takeover: of who objected."""
        actor, takeover = actor_of(self.request), self.announcement.kind == AnnouncementKind.TAKEOVER
        if own is None or own.kind != ReplyKind.OBJECTION or not takeover or self.announcement.withdrawn_at:
            return []
        running = [state.value for state in RUNNING]
        seen = Agreement.objects.visible_to(actor, STEP).filter(organisation=own.organisation_id, state__in=running)
        return list(seen.order_by("number"))


def _waiting(announcement: Announcement, replies: list[Reply]) -> list[str]:
    """Who was told and did not answer."""
    answered = {each.organisation_id for each in replies}
    return [each.name for each in announcing.told(announcement) if each.pk not in answered]


class AnnouncementWithdraw(OfAnnouncement, ConfirmPage):
    """Take it back."""

    title = _("Take announcement back")
    submit = _("Withdraw")
    asks_reason: ClassVar[bool] = True
    message = _("It was taken back. All who were told are told that as well.")

    def consequences(self) -> Sequence[Text]:
        """What that does."""
        found = [_("Nobody needs to answer any more; open tasks about it are closed.")]
        if self.announcement.kind == AnnouncementKind.TAKEOVER:
            found.append(_("No agreement can be ended any more because of this takeover."))
        return found

    def do(self, reason: str) -> object:
        """Call the service."""
        return announcing.withdraw(self.actor, announcement=self.announcement, reason=reason)


class AnnouncementConsult(OfAnnouncement, ConfirmPage):
    """Record that people were consulted."""

    title = _("Record the consultation")
    submit = _("Record")
    dangerous = False

    def consequences(self) -> Sequence[Text]:
        """What that does."""
        return [_("It is on record for all that those who take part were consulted about this.")]

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Call the service."""
        return announcing.consult(self.actor, announcement=self.announcement)


class Answer(OfAnnouncement):
    """Answer for one's organisation."""

    right = REPLY
    title = _("Answer to the announcement")
    form_class = ReplyForm
    submit = _("Send the answer")
    message = _("Your answer was recorded.")

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        kind = ReplyKind(typed["kind"])
        return replying.reply(self.actor, announcement=self.announcement, kind=kind, text=typed["text"])


class _OfReply(OfAnnouncement):
    """A form about an answer."""

    @cached_property
    def reply(self) -> Reply:
        """In the address."""
        return visible(self.request, Reply, self.right, self.kwargs["pk"], "announcement", "organisation")

    @cached_property
    def announcement(self) -> Announcement:
        """To which it answers."""
        found: Announcement = self.reply.announcement
        return found


class ReplySettle(_OfReply):
    """Record what came of an objection."""

    title = _("What came of the objection")
    form_class = OutcomeForm
    submit = _("Record")
    message = _("It was recorded. The party that objected has a message.")

    @property
    def subtitle(self) -> Text:
        """Of whom."""
        return self.reply.organisation.name

    def save(self, form: Any) -> object:
        """Call the service."""
        return replying.settle_reply(self.actor, reply=self.reply, outcome=form.cleaned_data["outcome"])


class ReplyEnd(_OfReply):
    """End an agreement because of a takeover."""

    right = STEP
    title = _("End the agreement because of the takeover")
    form_class = TakeoverEndForm
    template_name = "ui/confirm.html"
    submit = _("End the agreement")
    dangerous = True
    message = _("The agreement was ended. Both parties are told.")

    @cached_property
    def agreement(self) -> Agreement:
        """Which ends."""
        found = visible(self.request, Agreement, STEP, self.kwargs["agreement"], "current", "main")
        if found.organisation_id != self.reply.organisation_id:
            raise Http404
        return found

    @property
    def subtitle(self) -> Text:
        """Which."""
        return str(self.agreement)

    def context(self) -> dict[str, Any]:
        """What follows."""
        return {
            "consequences": [
                gettext("%(agreement)s ends today: nothing new is processed under it.") % {"agreement": self.agreement},
                gettext("You owe no damages for that."),
                gettext("Returning and destroying data go on, and so do secrecy and the other duties."),
            ]
        }

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        return replying.end_for_takeover(
            self.actor, reply=self.reply, agreement=self.agreement, outcome=typed["outcome"], letter=typed["letter"]
        )
