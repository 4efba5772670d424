"""One delivery: where it stands, what the source's report says, who can see what, and what was decided."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import Right
from sluis.portal.deliveries import proving
from sluis.portal.deliveries.chambers import TOGETHER, chambers
from sluis.portal.deliveries.checks import checks
from sluis.portal.deliveries.forms import RefuseForm
from sluis.portal.deliveries.happened import events
from sluis.portal.deliveries.life import of_delivery
from sluis.portal.deliveries.models import Delivery, Remarks, State
from sluis.portal.deliveries.reporting import worded
from sluis.portal.deliveries.rights import AUTHORISE, FETCH, REMOVE, SEE, WITHDRAW
from sluis.portal.deliveries.views.base import LIST, OfDelivery, shown_if
from sluis.portal.deliveries.views.reported import Reported
from sluis.portal.deliveries.wording import (
    MODES,
    SCHEMES,
    groups,
    kind_badge,
    letters,
    reason,
    relied_on_words,
    state_badge,
)
from sluis.portal.oversight.naming import Names
from sluis.portal.oversight.selectors import operator
from sluis.portal.oversight.views.standing import latest
from sluis.portal.ui.actions import Action, Badge, Crumb, Weight
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage
from sluis.portal.ui.refusing import reader_language
from sluis.portal.ui.templatetags.ui import number
from sluis.refusals import Refused

_BEFORE_RELAY = (State.OFFERED, State.AUTHENTICATED, State.CHECKED)
_DECIDABLE = (State.CHECKED, State.AUTHORISED)


class DeliveryPage(OfDelivery, DetailPage):
    """All about a delivery, as far as its reader may know."""

    template_name = "deliveries/delivery.html"

    @property
    def title(self) -> Text:
        """Its number."""
        return gettext("Delivery %(number)s") % {"number": self.delivery.number}

    @property
    def subtitle(self) -> Text:
        """From whom to whom, under what."""
        found = self.delivery
        return f"{found.organisation} → {found.recipient} · {found.route}" + (
            f" · {found.round}" if found.round else ""
        )

    def crumbs(self) -> Sequence[Crumb]:
        """The list."""
        return (LIST,)

    def badges(self) -> Sequence[Badge]:
        """Its state, and whether it is a test."""
        found = self.delivery
        return (state_badge(found.state, found.get_state_display()), kind_badge(test=found.test))

    def actions(self) -> Sequence[Action]:
        """What source and recipient can do about it now; the desk decides on the page itself."""
        found = self.delivery
        removable = found.is_held and found.removal_asked_at is None
        return [
            self._action(_("Take back"), "withdraw", "arrow-back-up", WITHDRAW, found.state in _BEFORE_RELAY),
            self._action(_("Have it removed"), "remove", "trash", REMOVE, removable),
        ]

    def context(self) -> dict[str, Any]:
        """Everything that the page shows; the number of queries is the same for each."""
        found = self.delivery
        shown = {
            "delivery": found,
            "life": of_delivery(found, self.actor.at),
            "events": events(found, self.actor, as_recipient=not self.knows_the_source, names=self.names),
            "verified": latest(self.request),
            "pairs": self._pairs(),
            "kept": self._kept(),
            "chambers": self._chambers(),
            "proof": proving.proof_of(found, self.names) if found.proof else None,
            "may_fetch": found.is_held and self.is_recipient and self.actor.reaches(FETCH, found.recipient_id),
            "may_accept": self._may_accept(),
            "corrected_by": list(self._related().filter(corrects=found.delivery)),
            "corrects": self._related().filter(delivery=found.corrects).first() if found.corrects else None,
        }
        return shown | (self._of_source() if self.knows_the_source else {})

    @cached_property
    def names(self) -> Names:
        """Who did something, as far as this reader may know."""
        return Names(self.actor)

    def _of_source(self) -> dict[str, Any]:
        """What is between source and TTP."""
        found = self.delivery
        self.names.learn([found.authorised_by, found.removal_asked_by])
        decides = self.actor.may(AUTHORISE) and found.state in _DECIDABLE
        return {
            "refusal": worded(found.report, reader_language()),
            "reported": Reported(found, self.request.GET) if found.prepared else None,
            "checks": checks(found, self.actor.at) if decides else (),
            "decides": decides,
            "may_authorise": decides and found.state == State.CHECKED,
            "refuse": RefuseForm() if decides else None,
            "relied_on": relied_on_words(found.relied_on),
            "rule": found.rule if self.actor.is_operator else None,
            "authorised_by": self._who(found.authorised_by),
            "remarks": list(self._remarks()),
        }

    def _related(self) -> Any:
        """Other deliveries under the same agreement that this reader may see."""
        return Delivery.objects.visible_to(self.actor, SEE).filter(route=self.delivery.route_id).only("number")

    def _remarks(self) -> Any:
        seen = Remarks.objects.visible_to(self.actor, SEE).filter(delivery=self.delivery)
        return seen.only("sent_at", "taken_at", "sha256")

    def _who(self, name: str) -> Text:
        return _("a rule") if name.startswith("rule:") else self.names.who(name) if name else ""

    def _pairs(self) -> list[tuple[Text, Any]]:
        found, terms = self.delivery, self.terms
        tables = ", ".join(f"{name} {count}" for name, count in found.rows_by_table.items())
        return [
            (_("Mode"), MODES.get(found.mode, found.mode)),
            (_("Specification"), f"{terms.specification_name} {terms.specification_version}" if terms else ""),
            (_("Scheme"), SCHEMES[terms.scheme.value] if terms else ""),
            (_("Domain"), _domain(terms) if terms else ""),
            (_("Persons"), number(found.persons)),
            (_("Rows"), number(found.rows)),
            *([(_("Rows per table"), tables)] if len(found.rows_by_table) > 1 else []),
            (_("Size"), filesizeformat(found.size)),
            *((name, value) for name, value in found.clear.items()),
            (_("Made by the source"), found.created_at),
            (_("Number for the telephone"), groups(found.number)),
            (_("Its letters"), ", ".join(str(one) for one in letters(found.number))),
        ]

    @cached_property
    def terms(self) -> Any:
        """The agreement; none when it cannot be read as three parties signed it."""
        try:
            return self.delivery.route.terms
        except Refused:
            return None

    def _chambers(self) -> dict[str, Any] | None:
        if self.terms is None:
            return None
        found, scheme = self.delivery, self.terms.scheme.value
        rooms = chambers(scheme, str(found.organisation), str(operator()), str(found.recipient))
        return {"rooms": rooms, "together": TOGETHER[scheme]}

    def _kept(self) -> list[tuple[Text, Any]]:
        """When the result goes, and until when backups can hold it."""
        found = self.delivery
        if found.relayed_at is None:
            return []
        return [
            (_("Input removed"), found.relayed_at),
            (_("Result removed"), found.removed_at)
            if found.removed_at
            else (_("Removed at the latest"), found.remove_at),
            (_("In backups until"), found.gone_by),
            *([(_("Downloads"), found.downloads)] if found.downloads else []),
            *([(_("Removal asked"), found.removal_asked_at)] if found.removal_asked_at else []),
            *([(_("Reason"), reason(found.removal_reason))] if found.removal_reason else []),
        ]

    def _may_accept(self) -> bool:
        found = self.delivery
        ready = found.test and found.downloaded_at is not None and found.route.tested_at is None
        return ready and self.is_recipient and self.actor.reaches(FETCH, found.recipient_id)

    def _action(self, label: Text, name: str, sign: str, right: Right, shown: bool) -> Action:
        allowed = shown and self.actor.reaches(right, self.delivery.organisation_id)
        place = reverse(f"deliveries:{name}", args=[self.delivery.pk])
        return Action(label, place, sign, shown_if(allowed), Weight.SECONDARY)


def _domain(terms: Any) -> str:
    return gettext("%(domain)s, version %(version)d") % {"domain": terms.domain.name, "version": terms.domain.version}
