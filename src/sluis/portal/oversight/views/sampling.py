"""Samples: drawn with a seed, kept with what is needed to draw them again."""

import secrets
from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.portal.access.pages import actor_of, visible
from sluis.portal.ledger.models import Entry
from sluis.portal.oversight import rights
from sluis.portal.oversight.filters import EventFilter, organisations_meant, resolved
from sluis.portal.oversight.models import Sample
from sluis.portal.oversight.sampling import LARGEST, draw, is_unchanged, population
from sluis.portal.oversight.selecting import visible_events
from sluis.portal.oversight.views.evidence import CRUMB, EventList
from sluis.portal.oversight.views.parts import When
from sluis.portal.ui.actions import Action, Crumb, Weight
from sluis.portal.ui.forms import Form
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import FormPage

SAMPLES = Crumb(_("Samples"), "oversight:samples")


class Samples(tables.Table):
    """What was drawn."""

    purpose = tables.Column(_("Purpose"), linkify=("oversight:sample", {"pk": tables.A("pk")}))
    drawn_at = When(_("Drawn"))

    class Meta:
        model = Sample
        fields = ("purpose", "drawn_at", "size", "population", "until", "seed")


class SampleList(ListPage):
    """All samples of this organisation."""

    right = rights.SEE_EVIDENCE
    title = _("Samples")
    table_class = Samples
    search_fields = ("purpose", "seed")
    empty = _("No sample was drawn yet. Filter the evidence, and draw one with the button above it.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the evidence."""
        return (CRUMB,)

    def rows(self) -> QuerySet[Sample]:
        """One's own."""
        found: QuerySet[Sample] = Sample.objects.visible_to(actor_of(self.request), rights.SEE_EVIDENCE)
        return found


class SampleForm(Form):
    """Why, how many, and the seed; the filter goes along."""

    purpose = forms.CharField(
        label=_("Purpose"), max_length=200, help_text=_("What this sample is for. No personal data.")
    )
    size = forms.IntegerField(label=_("Number of events"), min_value=1, max_value=LARGEST, initial=25)
    seed = forms.RegexField(
        r"^[\x21-\x7e]{4,64}$",
        label=_("Seed"),
        help_text=_(
            "Decides which events are drawn. Take one that nobody could foresee, such as numbers that you threw; with the "
            "same seed anybody draws the same sample."
        ),
    )


class NewSample(FormPage):
    """Draw a sample of what the evidence was filtered on."""

    right = rights.SAMPLE
    title = _("Draw a sample")
    template_name = "oversight/sample_new.html"
    form_class = SampleForm
    submit: ClassVar[Text] = _("Draw")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the samples."""
        return (CRUMB, SAMPLES)

    @cached_property
    def asked(self) -> EventFilter:
        """What the evidence was filtered on; in the address, so that it stays when the form is sent."""
        return EventFilter(self.request.GET, queryset=visible_events(actor_of(self.request)), request=self.request)

    def initial(self) -> dict[str, Any]:
        """A seed by chance, to be replaced by the auditor's own."""
        return {"seed": secrets.token_hex(8)}

    def context(self) -> dict[str, Any]:
        """From how many events is drawn."""
        valid = self.asked.is_valid()
        return {"criteria": in_words(self.criteria()), "population": self.asked.qs.count() if valid else 0}

    def criteria(self) -> dict[str, str]:
        """The criteria as text, persons by their number so that a new name changes nothing."""
        kept = {name: self.request.GET[name] for name in self.asked.form.fields if self.request.GET.get(name)}
        if not self.asked.is_valid():
            kept = {name: value for name, value in kept.items() if name not in self.asked.form.errors}
        if "who" in kept:
            kept["who"] = resolved(actor_of(self.request), kept["who"])
        if kept.get("organisation"):
            kept["organisation"] = organisations_meant(actor_of(self.request), kept["organisation"])
        return kept

    def save(self, form: Any) -> str:
        """Draw."""
        asked = form.cleaned_data
        made = draw(
            actor_of(self.request),
            purpose=asked["purpose"],
            criteria=self.criteria(),
            seed=asked["seed"],
            size=asked["size"],
        )
        return reverse("oversight:sample", args=[made.pk])


class SamplePage(EventList):
    """A sample: the events that were drawn."""

    right = rights.SEE_EVIDENCE
    template_name = "oversight/sample.html"
    empty = _("There was nothing to draw from.")

    @cached_property
    def sample(self) -> Sample:
        """The sample of the address."""
        return visible(self.request, Sample, rights.SEE_EVIDENCE, self.kwargs["pk"])

    @property
    def title(self) -> Text:
        """What it is for."""
        return self.sample.purpose

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (CRUMB, SAMPLES)

    def rows(self) -> QuerySet[Entry]:
        """Those that were drawn."""
        return visible_events(actor_of(self.request)).filter(n__in=self.sample.numbers)

    def actions(self) -> list[Action]:
        """Draw again; see the population."""
        may = actor_of(self.request).may(rights.SAMPLE)
        again = reverse("oversight:sample-again", args=[self.sample.pk])
        whole = reverse("oversight:population", args=[self.sample.pk])
        return [
            Action(_("Population"), whole, "list", weight=Weight.SECONDARY),
            Action(_("Draw again"), again, "refresh", lambda _r: may, post=True),
        ]

    def context(self) -> dict[str, Any]:
        """With what it was drawn from."""
        return super().context() | {"sample": self.sample, "criteria": in_words(self.sample.criteria)}


class Population(SamplePage):
    """The events from which a sample was drawn."""

    template_name = "ui/list.html"

    @property
    def title(self) -> Text:
        """Of which sample."""
        return gettext("Population of %(purpose)s") % {"purpose": self.sample.purpose}

    def crumbs(self) -> Sequence[Crumb]:
        """Below the sample."""
        return (CRUMB, SAMPLES, Crumb(self.sample.purpose, reverse("oversight:sample", args=[self.sample.pk])))

    def rows(self) -> QuerySet[Entry]:
        """All of them that the reader may see."""
        return population(self.sample) & visible_events(actor_of(self.request))

    def actions(self) -> list[Action]:
        """None but the files."""
        return []


class DrawAgain(View):
    """Draw a sample again and compare."""

    right: ClassVar = rights.SAMPLE
    http_method_names = ["post"]  # noqa: RUF012 - as Django declares it

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Say whether it is the same."""
        sample = visible(request, Sample, rights.SAMPLE, pk)
        if is_unchanged(sample):
            messages.success(request, gettext("Drawn again just now: the same events, with the same hashes."))
        else:
            messages.warning(
                request,
                gettext("Drawn again, it is another sample: events were destroyed after their term, or changed. "
                        "Have the chain verified."),
            )  # fmt: skip
        return HttpResponseRedirect(reverse("oversight:sample", args=[sample.pk]))


def in_words(criteria: dict[str, str]) -> list[tuple[Text, str]]:
    """Criteria with the labels of the filter."""
    labels = {name: each.label for name, each in EventFilter.base_filters.items()}
    return [(labels.get(name, name), value) for name, value in criteria.items()]
