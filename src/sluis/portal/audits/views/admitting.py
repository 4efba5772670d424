"""Audits that no controller asks for: by the authority, and the operator's own."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.agreements.models import Agreement
from sluis.portal.agreements.rights import SEE as SEE_AGREEMENTS
from sluis.portal.audits import asking, calendar, rights
from sluis.portal.audits.forms import AdmitForm, OwnForm
from sluis.portal.audits.models import Audit
from sluis.portal.audits.views.base import LIST, Considered
from sluis.portal.audits.views.listing import BOUND
from sluis.portal.ui.actions import Crumb
from sluis.portal.ui.navigation import Text


class Admit(Considered):
    """The authority comes."""

    right = rights.ADMIT
    title = _("Admit the authority")
    form_class = AdmitForm
    submit = _("Admit")
    message = _("It was recorded that the authority investigates.")
    made: Audit

    @property
    def address(self) -> str:
        """The page of the new one."""
        return reverse("audits:audit", args=[self.made.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (LIST,)

    def form_options(self) -> dict[str, Any]:
        """Agreements that bind."""
        seen = Agreement.objects.visible_to(self.actor, SEE_AGREEMENTS).filter(state__in=BOUND)
        return {"agreements": seen}

    def follows(self) -> Sequence[Text]:
        """Always."""
        return [
            gettext(
                "The authority, and who investigates for it under secrecy, is always admitted, without the steps of the agreement."
            )
        ]

    def save(self, form: Any) -> Audit:
        """Call the service."""
        self.made = asking.admit(self.actor, **form.cleaned_data)
        return self.made


class PlanOwn(Considered):
    """An own audit on the calendar."""

    right = rights.PLAN_OWN
    title = _("Plan own audit")
    form_class = OwnForm
    submit = _("Put on the calendar")
    message = _("The audit was put on the calendar.")
    made: Audit

    @property
    def address(self) -> str:
        """The page of the new one."""
        return reverse("audits:audit", args=[self.made.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """Below the calendar."""
        return (LIST, Crumb(_("Calendar of own audits"), "audits:calendar"))

    def form_options(self) -> dict[str, Any]:
        """Who chooses."""
        return {"actor": self.actor}

    def follows(self) -> Sequence[Text]:
        """A task, and again."""
        return [gettext("A task is given a month before. When it is closed, the next one is planned by its rhythm.")]

    def save(self, form: Any) -> Audit:
        """Call the service."""
        self.made = calendar.plan(self.actor, data=form.data_of_it)
        return self.made
