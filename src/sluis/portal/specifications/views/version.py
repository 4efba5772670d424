"""One version with its fields, decisions and course; and two versions side by side."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from sluis.portal.access.pages import visible
from sluis.portal.specifications import listing
from sluis.portal.specifications.comparing import Comparison, compare
from sluis.portal.specifications.models import PartyKind, Specversion
from sluis.portal.specifications.parties import Stand, kinds_of
from sluis.portal.specifications.reading import concerns, read, sheets
from sluis.portal.specifications.rights import PROPOSE, SEE, WITHDRAW
from sluis.portal.specifications.signing import can_be_withdrawn
from sluis.portal.specifications.views.base import OfVersion, address
from sluis.portal.specifications.views.giving import downloads
from sluis.portal.specifications.wording import course, standing, when_signed
from sluis.portal.ui.actions import Action, Badge, Crumb, Weight
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage
from sluis.portal.ui.refusing import reader_language
from sluis.refusals import catalogue, sentence

State = Specversion.State


class VersionPage(OfVersion, DetailPage):
    """What a version says, and who agreed to it."""

    template_name = "specifications/version.html"

    @property
    def title(self) -> Text:
        """Which."""
        return _("Version %(version)s") % {"version": self.version.label}

    @property
    def subtitle(self) -> Text:
        """Of which specification."""
        return f"{self.version.dataspec.title} · {self.version.dataspec.organisation.name}"

    def crumbs(self) -> Sequence[Crumb]:
        """The list and the specification."""
        return super().crumbs()[:2]

    def badges(self) -> Sequence[Badge]:
        """Its state."""
        return [Badge(*standing(self.version, self.today))]

    def actions(self) -> Sequence[Action]:
        """What this person can do with it now."""
        own = self.actor.may(PROPOSE) and self.version.party == self.actor.organisation
        keeps = {PartyKind.COMMISSIONER, PartyKind.TTP} & set(kinds_of(self.actor, self.version.dataspec))
        withdrawable = bool(keeps) and can_be_withdrawn(self.version, self.today) and self.actor.may(WITHDRAW)
        draft, proposed = self.version.state == State.DRAFT, self.version.state == State.PROPOSED
        wanted = (
            (bool(self.mine), _("Refuse"), "refuse", "x", Weight.SECONDARY),
            (bool(self.mine), _("Approve"), "approve", "check", Weight.PRIMARY),
            (own and (draft or proposed), _("Take back"), "take-back", "arrow-back-up", Weight.SECONDARY),
            (own and draft, _("Propose"), "propose", "send", Weight.PRIMARY),
            (withdrawable, _("Withdraw"), "withdraw", "ban", Weight.SECONDARY),
        )
        return [
            Action(label, address(name, self.version), icon, weight=weight)
            for may, label, name, icon, weight in wanted
            if may
        ]

    @cached_property
    def before(self) -> Specversion | None:
        """The version with which it is compared."""
        found = listing.predecessor(self.actor, self.version)
        return visible(self.request, Specversion, SEE, found.pk, "dataspec") if found else None

    def context(self) -> dict[str, Any]:
        """Fields, decisions, differences and files."""
        specification = read(self.version)
        comparison = compare(read(self.before), specification) if self.before else None
        open_ = self.version.state in (State.DRAFT, State.PROPOSED, State.APPROVED)
        return {
            "version": self.version,
            "pairs": self._pairs(),
            "life": course(self.version, self.stands, self.today),
            "decisions": [_decision(self, each) for each in self.stands] if self.version.proposed_at else [],
            "sheets": sheets(specification),
            "concerns": concerns(specification) if open_ else [],
            "follows": when_signed(self.version, self.today) if open_ else [],
            "before": self.before,
            "comparison": comparison,
            "downloads": downloads(self.version, specification),
        }

    def _pairs(self) -> list[tuple[str, Any]]:
        version = self.version
        pairs: list[tuple[str, Any]] = [
            (_("What changed, and why"), version.note),
            (_("Proposed by"), f"{version.party.name}"),
            (_("First day in the file"), version.valid_from or _("not said")),
            (_("Last day in the file"), version.valid_until or _("not said")),
        ]
        if version.starts_on:
            pairs += [(_("Holds from"), version.starts_on), (_("Holds until and including"), version.ends_on)]
        if version.reason:
            pairs.append((_("Reason"), _reason(version.reason)))
        return pairs


def _reason(reason: str) -> str:
    """What somebody wrote, or why the custodian did not sign."""
    code = catalogue.ALL.get(reason)
    return f"{reason}: {sentence(code, {}, reader_language())}" if code and not code.facts else reason


def _decision(page: OfVersion, stand: Stand) -> dict[str, Any]:
    """A party with what it decided; names are for its own people, the commissioning party and the TTP."""
    actor, made = page.actor, stand.approval
    close = actor.reaches(SEE, page.version.organisation_id) or stand.organisation == actor.organisation
    said = made.recorded if made else {}
    who = ", ".join(each for each in (said.get("name", "") if close else "", said.get("position", "")) if each)
    return {
        "kind": PartyKind(stand.kind).label,
        "organisation": stand.organisation.name,
        "approved": stand.approved,
        "made": made,
        "who": who,
        "own": stand.organisation == actor.organisation,
    }


class ComparePage(OfVersion, DetailPage):
    """Two versions side by side."""

    template_name = "specifications/compare.html"

    @property
    def title(self) -> Text:
        """What it shows."""
        return _("Compare versions")

    @property
    def subtitle(self) -> Text:
        """Which two."""
        old = self.other.label if self.other else "–"
        return f"{self.version.dataspec.title} · {old} → {self.version.label}"

    @cached_property
    def other(self) -> Specversion | None:
        """The version that was chosen, or the one before it."""
        asked = self.request.GET.get("with", "")
        if not asked:
            found = listing.predecessor(self.actor, self.version) or self._later()
            return visible(self.request, Specversion, SEE, found.pk, "dataspec") if found else None
        try:
            chosen = visible(self.request, Specversion, SEE, UUID(asked), "dataspec")
        except ValueError:
            raise Http404 from None
        if chosen.dataspec_id != self.version.dataspec_id:
            raise Http404
        return chosen

    def _later(self) -> Specversion | None:
        """For the first version, the one after it."""
        return listing.versions(self.actor, self.version.dataspec).exclude(pk=self.version.pk).last()

    def context(self) -> dict[str, Any]:
        """The differences, and what else can be compared."""
        others = listing.versions(self.actor, self.version.dataspec).exclude(pk=self.version.pk)
        comparison = compare(read(self.other), read(self.version)) if self.other else Comparison([])
        fields = self.version.fields
        touched = {key for key in comparison.touched if key[1]}
        return {
            "version": self.version,
            "other": self.other,
            "others": list(others),
            "comparison": comparison,
            "same": max(fields - len(touched), 0),
        }
