"""Groups, mergers and splits; and the history of all that was changed."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import Organisation
from sluis.portal.access.recognising import day_of
from sluis.portal.organisations import joining, wording_data
from sluis.portal.organisations.forms import MembershipForm, SuccessionForm
from sluis.portal.organisations.models import Membership, Revision, Succession
from sluis.portal.organisations.parts import Section
from sluis.portal.organisations.rights import CHANGE, REGISTER, SEE, SEE_SECRECY
from sluis.portal.organisations.selectors import find
from sluis.portal.organisations.succeeding import succeed
from sluis.portal.organisations.tables import HistoryTable, MembershipTable, SuccessionTable
from sluis.portal.organisations.views.base import Considered, Ending, Filing, Listed, Tab
from sluis.portal.ui.actions import Weight
from sluis.portal.ui.navigation import Text


class Relations(Tab):
    """How an organisation hangs together with others."""

    def sections(self) -> Sequence[Section]:
        """Groups, members, and successions."""
        may = self.may(CHANGE)
        groups, members = self._both(Membership, "group")
        later, earlier = self._both(Succession, "successor")
        join = self.button(_("Add membership"), "membership-new", CHANGE, weight=Weight.SECONDARY)
        merge = self.button(_("Record merger or split"), "succession-new", REGISTER, weight=Weight.SECONDARY)
        can_end = self.organisation.ended_on is None and not self.organisation.is_operator
        return [
            Section(
                _("Member of"),
                MembershipTable(groups, may=may),
                _("This organisation is in no care group or co-operative."),
                [join],
            ),
            Section(_("Its members"), MembershipTable(members), _("No organisation is a member of this one.")),
            Section(
                _("Went on as"),
                SuccessionTable(later),
                _("No other organisation stands in the place of this one."),
                [merge] if can_end else [],
            ),
            Section(_("Came from"), SuccessionTable(earlier), _("This organisation came from no other.")),
        ]

    def _both(self, model: Any, other: str) -> tuple[list[Any], list[Any]]:
        """Records in which this organisation is the first, and those in which it is the other."""
        seen = model.objects.visible_to(self.actor, SEE).select_related("organisation", other)
        first, second = (
            list(seen.filter(organisation=self.organisation)),
            list(seen.filter(**{other: self.organisation})),
        )
        for one in first:
            one.other = getattr(one, other)
        for one in second:
            one.other = one.organisation
        return first, second


class MembershipNew(Filing):
    """Become a member."""

    title = _("Add membership")
    tab = "relations"
    form_class = MembershipForm

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"starts_on": timezone.localdate()}

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = dict(form.cleaned_data)
        typed["group"] = find(typed["group"], day_of(self.actor.at))
        typed["kind"] = Membership.Kind(typed["kind"])
        return joining.join(self.actor, organisation=self.organisation, **typed)


class MembershipEnd(Ending):
    """A membership ends."""

    model: ClassVar[Any] = Membership
    related = ("group",)
    title = _("End membership")
    tab = "relations"
    end = staticmethod(joining.leave)
    named = "membership"


class SuccessionNew(Considered):
    """A merger, a take-over, a split."""

    right = REGISTER
    title = _("Record merger or split")
    tab = "relations"
    form_class = SuccessionForm
    submit = _("Show what follows")
    confirm = _("Record")
    loses = True

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"happens_on": timezone.localdate(), "kind": Succession.Kind.TAKEOVER}

    def consequences(self, form: Any) -> Sequence[Text]:
        """Who ends, who goes on, and what that does."""
        typed, lines = form.cleaned_data, []
        successor = self._found(typed["successor"])
        for old in self._predecessors(typed):
            lines.append(gettext("%(old)s goes on as %(new)s.") % {"old": old.name, "new": successor.name})
            if typed["ends"] or typed["kind"] != Succession.Kind.SPLIT:
                lines += wording_data.consequences_of_end(old, typed["happens_on"])
        if typed["leads"]:
            lines.append(gettext("The old codes lead to %(new)s from that day on.") % {"new": successor.name})
        return list(dict.fromkeys(lines))

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        return succeed(
            self.actor,
            kind=Succession.Kind(typed["kind"]),
            predecessors=self._predecessors(typed),
            successor=self._found(typed["successor"]),
            on=typed["happens_on"],
            ends=typed["ends"],
            leads=typed["leads"],
        )

    def _predecessors(self, typed: dict[str, Any]) -> list[Organisation]:
        others = [self._found(text) for text in typed["others"].split(",") if text.strip()]
        return [self.organisation, *others]

    def _found(self, text: str) -> Organisation:
        return find(text, day_of(self.actor.at))


class History(Listed):
    """Who changed what, when, from what to what."""

    table_class = HistoryTable
    search_fields = ("label",)
    empty = _("Nothing has been changed yet.")

    def rows(self) -> QuerySet[Revision]:
        """Newest first; of confidentiality agreements only for who may see these."""
        seen = Revision.objects.visible_to(self.actor, SEE).filter(organisation=self.organisation)
        if not self.may(SEE_SECRECY):
            seen = seen.exclude(record__startswith="secrecyagreement:")
        return seen.select_related("person")
