"""One notice: what a controller was told, what it said, and what was done."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sluis.deadlines import worded
from sluis.portal.access.pages import shown_to
from sluis.portal.agreements.rights import WARRANT
from sluis.portal.subprocessors import starting
from sluis.portal.subprocessors.drawing import span_of
from sluis.portal.subprocessors.foreseeing import of_unresolved
from sluis.portal.subprocessors.models import Subcondition, Subcopy, Subeffort, Subnotice, Subobjection
from sluis.portal.subprocessors.rights import KEEP, OBJECT, SEE
from sluis.portal.subprocessors.views.base import LIST, NOTICES, OfNotice, address
from sluis.portal.subprocessors.wording import NOTICES as WORDS
from sluis.portal.subprocessors.wording import REGIMES, STATES
from sluis.portal.ui.actions import Action, Badge, Crumb, Weight
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage
from sluis.portal.ui.refusing import reader_language
from sluis.portal.ui.refusing import worded as refusal_words

At = Subnotice.State


class NoticePage(OfNotice, DetailPage):
    """All about one."""

    template_name = "subprocessors/notice.html"

    @property
    def title(self) -> Text:
        """Of whom."""
        return self.notice.subprocessor.name

    @property
    def subtitle(self) -> Text:
        """Under which agreement."""
        return f"{self.notice.agreement.number} · {self.notice.organisation.name}"

    def crumbs(self) -> Sequence[Crumb]:
        """The register, and the notices."""
        return (LIST, NOTICES)

    def badges(self) -> Sequence[Badge]:
        """Where it stands, and whether it works."""
        works = [Badge(*STATES["active"])] if self.notice.started_on and not self.notice.ended_on else []
        return [Badge(*WORDS[self.notice.state]), *works]

    def actions(self) -> Sequence[Action]:
        """What this side can do now; each page decides for itself."""
        one, object_, keep = self.notice, shown_to(OBJECT), shown_to(KEEP)
        found: list[Action] = []
        if one.takes_objection(self.today):
            if one.state == At.OPEN:
                found.append(
                    Action(gettext_lazy("No objection"), address("accept", one), "check", object_, Weight.SECONDARY)
                )
            found.append(Action(gettext_lazy("Make an objection"), address("object", one), "hand-stop", object_))
        if one.disputed:
            found += [
                Action(gettext_lazy("Record effort"), address("effort", one), "notes", keep),
                Action(
                    gettext_lazy("Avoid it by an adapted service"), address("avoid", one), "", keep, Weight.SECONDARY
                ),
                Action(gettext_lazy("The objection is resolved"), address("resolve", one), "check", object_),
            ]
        if one.state == At.OBJECTED:
            found.append(Action(gettext_lazy("It cannot be resolved"), address("unresolved", one), weight=Weight.SECONDARY,
                                shown=lambda request: object_(request) or keep(request)))  # fmt: skip
        return found

    @cached_property
    def records(self) -> starting.Records:
        """What is on record."""
        return starting.Records.of([self.notice], self.actor.at)

    def context(self) -> dict[str, Any]:
        """Terms, what was said, and what stands in the way of a start."""
        one, agreed = self.notice, self.notice.agreement.contract.regime.subprocessors
        waits = one.started_on is None and one.state not in (At.WITHDRAWN, At.AVOIDED) and one.ended_on is None
        obstacles = starting.obstacles(one, self.records) if waits else []
        return {
            "notice": one,
            "agreement_url": reverse("agreements:agreement", args=[one.agreement_id]),
            "span": span_of(one, self.today),
            "pairs": self._pairs(),
            "obstacles": [refusal_words(each)["sentence"] for each in obstacles],
            "waits": waits,
            "rights": of_unresolved(one, self.actor.at) if one.state == At.UNRESOLVED else [],
            "needs_consent": waits and starting.needs_consent(one, self.records) and self.actor.may(WARRANT),
            "objections": self._of(Subobjection),
            "efforts": self._of(Subeffort),
            "conditions": self._of(Subcondition),
            "copies": self._of(Subcopy),
            "may_set": agreed.conditions and self.actor.may(OBJECT),
            "may_ask": agreed.copies and self.actor.may(OBJECT),
            "may_keep": self.actor.may(KEEP),
        }

    def _of(self, model: Any) -> list[Any]:
        return list(model.objects.visible_to(self.actor, SEE).filter(notice=self.notice)[:50])

    def _pairs(self) -> list[tuple[str, Any]]:
        one, agreed = self.notice, self.notice.agreement.contract.regime.subprocessors
        language = reader_language()
        pairs: list[tuple[str, Any]] = [(_("Agreed"), REGIMES[one.regime]), (_("Told"), one.told_at)]
        if agreed.notice and one.earliest_start:
            pairs.append((_("Announcement period"), worded(agreed.notice, language)))
        if one.objection_until:
            pairs.append((_("Objection until and including"), one.objection_until))
        if one.first_day and one.started_on is None:
            pairs.append((_("Earliest start"), one.first_day))
        if agreed.termination_notice and one.objection_until:
            pairs.append((_("Notice after an objection"), worded(agreed.termination_notice, language)))
        pairs += [
            (label, on) for label, on in ((_("Works since"), one.started_on), (_("Stopped on"), one.ended_on)) if on
        ]
        return pairs
