"""The first page of oversight, and the health of the installation."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import actor_of
from sluis.portal.access.rights import WORKING
from sluis.portal.oversight import rights
from sluis.portal.oversight.checking import checks
from sluis.portal.oversight.views.described import (
    ARRANGEMENTS,
    ASSETS,
    ATTESTATIONS,
    BACKUPS,
    DATASETS,
    ENVIRONMENTS,
    EXERCISES,
    IMPROVEMENTS,
    MEASURES,
    OVERVIEW,
    PLANS,
    RESTORES,
    STANDARDS,
)  # fmt: skip
from sluis.portal.ui.actions import Crumb
from sluis.portal.ui.pages import DetailPage

PAGES = (
    (_("Evidence"), "fingerprint", (
        (_("Evidence"), "oversight:evidence", rights.SEE_EVIDENCE, _("What happened, and whether the chain is whole.")),
        (_("Samples"), "oversight:samples", rights.SEE_EVIDENCE, _("Drawn by seed, so that anybody can draw them again.")),
        (_("Alerts"), "oversight:alerts", rights.SEE_ALERTS, _("What rules found in the evidence.")),
    )),
    (_("Security"), "shield-check", (
        *((one.title, f"oversight:{one.list_name}", one.see, one.subtitle) for one in (MEASURES, ATTESTATIONS)),
        (_("Policies and plans"), "oversight:policies", rights.SEE_ASSURANCE, _("Approved by the board.")),
        *((one.title, f"oversight:{one.list_name}", one.see, one.subtitle)
          for one in (STANDARDS, IMPROVEMENTS, ASSETS, ENVIRONMENTS, DATASETS)),
    )),
    (_("Continuity"), "activity", (
        (_("Health"), "oversight:health", rights.HEALTH, _("Whether everything works, and what to do when it does not.")),
        (_("Duty roster"), "oversight:roster", rights.SEE_CONTINUITY, _("Who is on duty in which service window.")),
        *((one.title, f"oversight:{one.list_name}", one.see, one.subtitle)
          for one in (PLANS, EXERCISES, BACKUPS, RESTORES, ARRANGEMENTS)),
    )),
)  # fmt: skip


class Overview(DetailPage):
    """All pages of oversight that this person may see."""

    right = WORKING
    template_name = "oversight/overview.html"
    title = _("Oversight")

    def context(self) -> dict[str, Any]:
        """In three parts."""
        may = actor_of(self.request).may
        parts = [
            (title, sign, [(label, reverse(url), words) for label, url, right, words in pages if may(right)])
            for title, sign, pages in PAGES
        ]
        return {"parts": [part for part in parts if part[2]]}


class Health(DetailPage):
    """The health of the installation."""

    right = rights.HEALTH
    template_name = "oversight/health.html"
    title = _("Health")
    subtitle = _("What Sluis sees of itself, just now.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below oversight."""
        return (OVERVIEW,)

    def context(self) -> dict[str, Any]:
        """Each part with its state."""
        return {"checks": checks(timezone.now())}
