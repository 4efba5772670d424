"""The page of an agreement: where it stands, what was agreed beside what Sluis does, and what would happen if."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sluis.agreement.clauses import Clause
from sluis.agreement.effects import effects
from sluis.agreement.standing import RUNNING, State
from sluis.portal.access.pages import actor_of
from sluis.portal.agreements import picturing
from sluis.portal.agreements.behaviour import behaviours
from sluis.portal.agreements.lines import lines
from sluis.portal.agreements.missing import missing
from sluis.portal.agreements.models import Flow, Happening, Signature, Stage, Version
from sluis.portal.agreements.offered import offered
from sluis.portal.agreements.reading import clause_texts
from sluis.portal.agreements.rights import DRAFT, OFFER, SEE, SIGN, STEP
from sluis.portal.agreements.views.base import OfAgreement
from sluis.portal.agreements.views.whatif import WhatIf
from sluis.portal.agreements.wording import SIDES, Happened
from sluis.portal.ui.actions import Action, Crumb, Weight
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage

_ORDER = [each.value for each in Happened]
"""Of steps at one moment: the last signature, and then that it is in force."""


class AgreementPage(OfAgreement, DetailPage):
    """One agreement."""

    template_name = "agreements/agreement.html"
    title = _("Processing agreement")

    @property
    def subtitle(self) -> Text:
        """Number, parties and version."""
        contract = self.agreement.contract
        return _("%(number)s · %(controller)s (controller) and %(processor)s (processor) · version %(version)d") % {
            "number": self.agreement.number,
            "controller": contract.controller.statutory_name,
            "processor": contract.processor.statutory_name,
            "version": contract.version,
        }

    def crumbs(self) -> Sequence[Crumb]:
        """The list."""
        return (Crumb(_("Agreements"), "agreements:list"),)

    def actions(self) -> Sequence[Action]:
        """What fits this moment."""
        found = []
        latest = self.versions[0] if self.versions else None
        if latest and self._completes:
            found.append(self.button(_("Complete the draft"), "edit", DRAFT, "edit", latest.pk))
        elif latest and latest.stage == Stage.OFFERED:
            found.append(self.button(_("Read and sign"), "version", SEE, "signature", latest.pk))
        elif self.standing.state in RUNNING and latest and latest.stage not in (Stage.DRAFT, Stage.SIGNED):
            found.append(self.button(_("Propose an amendment"), "propose", DRAFT, "pencil", weight=Weight.SECONDARY))
        if self.agreement.current_id:
            found.insert(0, self.button(
                _("Text"), "version", SEE, "file-text", self.agreement.current_id, weight=Weight.SECONDARY
            ))  # fmt: skip
        if self.possible and self.may(STEP):
            found.append(
                Action(_("What happens if…"), "#if", weight=Weight.PRIMARY if len(found) < 2 else Weight.SECONDARY)
            )
        return found

    @cached_property
    def versions(self) -> list[Version]:
        """All of them, the newest first."""
        seen = Version.objects.visible_to(actor_of(self.request), SEE).filter(agreement=self.agreement)
        return list(seen.defer("content").order_by("-number"))

    @cached_property
    def possible(self) -> Sequence[Any]:
        """The steps that can be considered."""
        return offered(self.agreement.contract, self.standing, self.side)

    def context(self) -> dict[str, Any]:
        """All of it; no queries are made by the template."""
        actor, agreement, contract = self.actor, self.agreement, self.agreement.contract
        seen = Happening.objects.visible_to(actor, SEE).filter(agreement=agreement)
        happenings = sorted(seen, key=lambda each: (each.at, _ORDER.index(each.kind)))
        held = effects(contract, self.standing, actor.at)
        flows = list(Flow.objects.visible_to(actor, SEE).filter(agreement=agreement).defer("policy"))
        return {
            "agreement": agreement,
            "life": picturing.life(agreement, self.standing, happenings),
            "missing": self._missing(),
            "clauses": self._clauses(lines(actor, contract, self.standing, held, flows)),
            "signatures": self._signatures(),
            "duties": [picturing.duty(each) for each in held.duties],
            "flows": flows,
            "versions": self.versions,
            "happenings": happenings[::-1],
            "sides": {side.value: label for side, label in SIDES.items()},
            "whatif": WhatIf(self.request, agreement, self.standing, self.side) if self.may(STEP) else None,
            "may_offer": self.may(OFFER),
            "may_sign": self.may(SIGN),
        }

    def _missing(self) -> list[tuple[str, str]]:
        """What a draft lacks, with the form for it; for who completes it."""
        if self.standing.state is not State.DRAFT or not self._completes:
            return []
        return [(each.words, each.address(self.versions[0].pk)) for each in missing(self.agreement.contract)]

    @cached_property
    def _completes(self) -> bool:
        latest = self.versions[0] if self.versions else None
        return bool(latest and latest.stage == Stage.DRAFT and latest.proposed_side == self.side.value)

    def _clauses(self, now: Mapping[Clause, str]) -> list[tuple[Any, Sequence[str], str]]:
        """Each clause with the text of the agreement beside what Sluis does, and how it stands."""
        texts = clause_texts(self.agreement.current, get_language() or "nl")
        found = behaviours(self.agreement.contract)
        return [(each, texts.get(each.clause, ()), now.get(each.clause, "")) for each in found]

    def _signatures(self) -> list[Signature]:
        seen = Signature.objects.visible_to(self.actor, SEE).filter(version=self.agreement.current_id)
        return list(seen.order_by("signed_at", "pk"))
