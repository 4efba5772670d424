"""Samples of processors, and what was checked at those that were drawn."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import visible
from sluis.portal.audits.views.base import Considered
from sluis.portal.oversight.views.building import shown_fields
from sluis.portal.thirdparties import researching, sampling
from sluis.portal.thirdparties.forms import CheckForm, DrawForm, SettleForm
from sluis.portal.thirdparties.models import Compliancecheck, Processor
from sluis.portal.thirdparties.rights import RESEARCH, REVIEW, SEE
from sluis.portal.thirdparties.selectors import drawable
from sluis.portal.thirdparties.tables import SEVERITIES
from sluis.portal.thirdparties.views.base import LIST, SAMPLES, OfSample, address, step
from sluis.portal.ui.actions import Action, Badge, Crumb
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage

SHOWN = ("processor", "checked_on", "what", "severity", "finding", "follow_up", "due_on")


class SamplePage(OfSample, DetailPage):
    """Who was drawn, what was checked and found."""

    template_name = "thirdparties/sample.html"

    @property
    def title(self) -> Text:
        """What for."""
        return self.sample.purpose

    def crumbs(self) -> Sequence[Crumb]:
        """The lists."""
        return (LIST, SAMPLES)

    def actions(self) -> Sequence[Action]:
        """Record a check."""
        may = self.actor.reaches(RESEARCH, self.sample.organisation_id)
        return [step(self.sample, "check-new", _("Record a check"), "clipboard-check", shown=may)]

    def context(self) -> dict[str, Any]:
        """By processor."""
        found, checks = self.sample, defaultdict(list)
        for one in Compliancecheck.objects.visible_to(self.actor, SEE).filter(sample=found):
            badge = Badge(one.get_severity_display(), SEVERITIES[one.severity])
            checks[str(one.processor_id)].append((one, badge, one.is_late(self.today)))
        names = dict(found.frame)
        return {
            "sample": found,
            "total": len(found.frame),
            "repeatable": sampling.is_repeatable(found),
            "drawn": [(pk, names[pk], checks[pk]) for pk in found.drawn],
            "may_settle": self.actor.reaches(REVIEW, found.organisation_id),
        }


class Draw(Considered):
    """Draw a sample."""

    right = RESEARCH
    title = _("Draw a sample")
    form_class = DrawForm
    submit = _("Draw")
    message = _("The sample was drawn.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the lists."""
        return (LIST, SAMPLES)

    def form_options(self) -> dict[str, Any]:
        """Those with processors."""
        return {"organisations": drawable(self.actor)}

    def initial(self) -> dict[str, Any]:
        """The only one, when there is one."""
        only = list(drawable(self.actor)[:2])
        return {"organisation": only[0] if len(only) == 1 else None}

    def follows(self) -> Sequence[Text]:
        """What happens."""
        return [
            gettext("The machine draws at random from the processors that work for the organisation now."),
            gettext("List, seed and outcome are recorded, so that anybody can draw it again; it cannot be undone."),
        ]

    def save(self, form: Any) -> object:
        """Call the service."""
        return sampling.draw(self.actor, **form.cleaned_data)

    def done(self, saved: object | None) -> Any:
        """To the sample."""
        self.made = saved
        return super().done(saved)

    @property
    def success_url(self) -> str:
        """The page of the sample."""
        return address("sample", self.made)


class Check(OfSample, Considered):
    """What was checked."""

    right = RESEARCH
    title = _("Record a check")
    form_class = CheckForm
    submit = _("Record check")
    message = _("The check was recorded.")

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"checked_on": self.today}

    def form_options(self) -> dict[str, Any]:
        """Those that were drawn."""
        there = Processor.objects.visible_to(self.actor, RESEARCH).filter(organisation=self.sample.organisation_id)
        return {"processors": there.filter(pk__in=self.sample.drawn)}

    def follows(self) -> Sequence[Text]:
        """What happens with a follow-up."""
        return [
            gettext(
                "What must be done becomes a task of the organisation, which gets a message, with the day that you set."
            )
        ]

    def save(self, form: Any) -> object:
        """Call the service."""
        data = dict(form.cleaned_data)
        processor = data.pop("processor")
        return researching.record(self.actor, sample=self.sample, processor=processor, data=data)


class Settle(Considered):
    """What had to be done was done."""

    right = REVIEW
    title = _("Settle follow-up")
    form_class = SettleForm
    template_name = "thirdparties/settle.html"
    submit = _("Settle")
    message = _("The follow-up was settled.")

    @cached_property
    def check(self) -> Compliancecheck:
        """The check in the address."""
        related = ("organisation", "processor", "sample")
        return visible(self.request, Compliancecheck, self.right, self.kwargs["pk"], *related)

    @property
    def address(self) -> str:
        """Of the sample."""
        return address("sample", self.check.sample)

    def crumbs(self) -> Sequence[Crumb]:
        """The lists, and the sample."""
        return (LIST, SAMPLES, Crumb(self.check.sample.purpose, self.address))

    def follows(self) -> Sequence[Text]:
        """What happens."""
        return [gettext("Nothing is left to be done about this check; its task is closed.")]

    def context(self) -> dict[str, Any]:
        """With the check itself."""
        return super().context() | {"pairs": [pair for pair in shown_fields(self.check, SHOWN) if pair[1]]}

    def save(self, form: Any) -> object:
        """Call the service."""
        return researching.settle(self.actor, check=self.check, **form.cleaned_data)
