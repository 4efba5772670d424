"""Processors: all about one, and forms."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.acting import OfActor
from sluis.portal.access.pages import visible
from sluis.portal.audits.views.base import Considered
from sluis.portal.oversight.views.building import shown_fields
from sluis.portal.thirdparties.forms import EndForm, ProcessorForm
from sluis.portal.thirdparties.keeping import end_processor, keep_processor
from sluis.portal.thirdparties.models import Compliancecheck, Dpa, Processor
from sluis.portal.thirdparties.rights import KEEP, SEE
from sluis.portal.thirdparties.selectors import secrecy_with
from sluis.portal.thirdparties.tables import SEVERITIES, STATES
from sluis.portal.thirdparties.views.base import LIST, OfProcessor, address, step
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage, FormPage

SHOWN = ("service", "data", "country", "trade_register_number", "contact", "notes")


class ProcessorPage(OfProcessor, DetailPage):
    """All about a processor."""

    template_name = "thirdparties/processor.html"

    @property
    def title(self) -> Text:
        """Its name."""
        return self.processor.name

    @property
    def subtitle(self) -> Text:
        """For whom it works."""
        return str(self.processor.organisation)

    def crumbs(self) -> Sequence[Crumb]:
        """The list."""
        return (LIST,)

    def badges(self) -> Sequence[Badge]:
        """Whether it works here still."""
        return () if self.processor.ended_on is None else (Badge(_("Ended"), Tone.NEUTRAL),)

    def actions(self) -> Sequence[Action]:
        """What can be done with it."""
        found = self.processor
        may = found.ended_on is None and self.actor.reaches(KEEP, found.organisation_id)
        return [
            step(found, "offer", _("Offer our model"), "send", shown=may),
            step(found, "submit", _("Add their agreement"), "file-import", shown=may, weight=Weight.SECONDARY),
            step(found, "change", _("Change"), "pencil", shown=may, weight=Weight.SECONDARY),
            step(found, "end", _("End"), "x", shown=may, weight=Weight.DANGER),
        ]

    def context(self) -> dict[str, Any]:
        """Its fields, agreements and checks."""
        found, actor = self.processor, self.actor
        names = (*SHOWN, "ended_on", "reason") if found.ended_on else SHOWN
        agreements = Dpa.objects.visible_to(actor, SEE).filter(processor=found)
        checks = Compliancecheck.objects.visible_to(actor, SEE).filter(processor=found)
        return {
            "processor": found,
            "pairs": [pair for pair in shown_fields(found, names) if pair[1]],
            "agreements": [(one, STATES[one.state]) for one in agreements],
            "checks": [(one, Badge(one.get_severity_display(), SEVERITIES[one.severity])) for one in checks],
            "secrecy": secrecy_with(actor, found),
        }


class New(OfActor, FormPage):
    """Add a processor."""

    right = KEEP
    title = _("Add processor")
    form_class = ProcessorForm
    message = _("The processor was added.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (LIST,)

    @cached_property
    def record(self) -> Processor:
        """A new one, of the organisation."""
        assert self.actor.organisation is not None
        return Processor(organisation=self.actor.organisation)

    def form_options(self) -> dict[str, Any]:
        """The record."""
        return {"instance": self.record}

    def save(self, form: Any) -> str:
        """Keep it."""
        return address("processor", keep_processor(self.actor, processor=form.instance))


class Change(New):
    """Change a processor."""

    title = _("Change processor")
    message = _("The processor was changed.")

    @cached_property
    def record(self) -> Processor:
        """The processor in the address."""
        return visible(self.request, Processor, KEEP, self.kwargs["pk"], "organisation")

    def crumbs(self) -> Sequence[Crumb]:
        """The list, and the processor."""
        return (LIST, Crumb(self.record.name, address("processor", self.record)))


class End(OfProcessor, Considered):
    """It works for the organisation no longer."""

    right = KEEP
    title = _("End processor")
    form_class = EndForm
    submit = _("End")
    dangerous = True
    message = _("The processor was ended.")

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": self.today}

    def follows(self) -> Sequence[Text]:
        """What happens."""
        return [
            gettext("The processor stays in the register as ended, and is drawn in no sample any more."),
            gettext("Its agreements must have been ended before; see to it that your data are returned or destroyed."),
        ]

    def save(self, form: Any) -> object:
        """Call the service."""
        return end_processor(self.actor, processor=self.processor, **form.cleaned_data)
