"""Evidence that measures are adequate: per measure, and each piece."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.portal.access.pages import actor_of, shown_to, visible
from sluis.portal.audits.filters import CoverageFilter, EvidenceFilter
from sluis.portal.audits.forms import EvidenceForm
from sluis.portal.audits.models import Adequacy
from sluis.portal.audits.tables import CoverageTable, EvidenceTable, coverage
from sluis.portal.audits.views.base import ADEQUACY, OfSide
from sluis.portal.documents.giving_out import give_out
from sluis.portal.oversight.keeping import keep
from sluis.portal.oversight.models import Measure
from sluis.portal.oversight.rights import KEEP_MEASURES, SEE_MEASURES
from sluis.portal.oversight.selectors import newest_version
from sluis.portal.oversight.views.building import shown_fields
from sluis.portal.ui.actions import Action, Badge, Crumb, Weight
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage, FormPage

SHOWN = ("measure", "standard", "kind", "shown_on", "until", "result", "attestation", "audit")
RELATED = ("measure", "standard", "attestation__standard", "audit", "document")


class Coverage(ListPage):
    """Each measure with the evidence that holds longest."""

    right = SEE_MEASURES
    title = _("Adequacy of measures")
    subtitle = _("By what each measure is shown to be adequate against a standard, and until when that holds.")
    table_class = CoverageTable
    filter_class = CoverageFilter
    search_fields = ("title", "title_en")
    empty = _("No measure is in force yet. Record measures under Oversight.")

    def rows(self) -> QuerySet[Any]:
        """With the evidence that holds longest."""
        actor = actor_of(self.request)
        seen = Adequacy.objects.visible_to(actor, SEE_MEASURES).filter(measure=OuterRef("pk")).order_by("-until", "pk")
        measures: QuerySet[Any] = Measure.objects.visible_to(actor, SEE_MEASURES).filter(
            status__in=["in-force", "improve"]
        )
        found: QuerySet[Any] = measures.annotate(
            evidence=Subquery(seen.values("pk")[:1]),
            shown_by=Subquery(seen.values("kind")[:1]),
            shown_on=Subquery(seen.values("shown_on")[:1]),
            until=Subquery(seen.values("until")[:1]),
            standard=Subquery(seen.values("standard__code")[:1]),
        ).order_by("theme", "title")
        return found

    def actions(self) -> list[Action]:
        """Add evidence; all of it."""
        return [
            Action(_("Add evidence"), "audits:evidence-new", "plus", shown_to(KEEP_MEASURES)),
            Action(_("All evidence"), "audits:evidence-list", "list", weight=Weight.SECONDARY),
        ]


class EvidenceList(ListPage):
    """All pieces that this person may see."""

    right = SEE_MEASURES
    title = _("All evidence")
    table_class = EvidenceTable
    filter_class = EvidenceFilter
    search_fields = ("measure__title", "measure__title_en", "standard__code", "result")
    empty = _("No evidence was added yet. Begin with the certificates that are valid now.")

    def rows(self) -> QuerySet[Any]:
        """With what they are about."""
        found: QuerySet[Any] = Adequacy.objects.visible_to(actor_of(self.request), SEE_MEASURES)
        return found.select_related("measure", "standard").order_by("-shown_on")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the measures."""
        return (ADEQUACY,)

    def actions(self) -> list[Action]:
        """Add evidence."""
        return [Action(_("Add evidence"), "audits:evidence-new", "plus", shown_to(KEEP_MEASURES))]


class _OfEvidence(OfSide):
    right = SEE_MEASURES

    @cached_property
    def evidence(self) -> Adequacy:
        """The piece in the address."""
        return visible(self.request, Adequacy, self.right, self.kwargs["pk"], *RELATED)

    def crumbs(self) -> Sequence[Crumb]:
        """Below the measures."""
        return (ADEQUACY,)


class EvidencePage(_OfEvidence, DetailPage):
    """All about it."""

    template_name = "audits/evidence.html"

    @property
    def title(self) -> Text:
        """Of which measure."""
        return self.evidence.measure.shown_title

    @property
    def subtitle(self) -> Text:
        """By what."""
        return str(self.evidence.get_kind_display())

    def badges(self) -> Sequence[Badge]:
        """Whether it holds."""
        return (coverage(self.evidence.until),)

    def actions(self) -> Sequence[Action]:
        """Change it."""
        may = self.actor.reaches(KEEP_MEASURES, self.evidence.organisation_id)
        address = reverse("audits:evidence-change", args=[self.evidence.pk])
        return [Action(_("Change"), address, "pencil", lambda _request: may, Weight.SECONDARY)]

    def context(self) -> dict[str, Any]:
        """Its fields."""
        return {"evidence": self.evidence, "pairs": shown_fields(self.evidence, SHOWN)}


class EvidenceNew(OfSide, FormPage):
    """Add evidence."""

    right = KEEP_MEASURES
    title = _("Add evidence")
    form_class = EvidenceForm
    message = _("The evidence was added.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the measures."""
        return (ADEQUACY,)

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"shown_on": timezone.localdate()}

    @cached_property
    def record(self) -> Adequacy:
        """A new one, of the operator."""
        assert self.actor.organisation is not None
        return Adequacy(organisation=self.actor.organisation)

    def form_options(self) -> dict[str, Any]:
        """The record, and who chooses."""
        return {"instance": self.record, "actor": self.actor}

    def save(self, form: Any) -> str:
        """Keep it."""
        files = {"document": form.cleaned_data.get("new_document")}
        made = keep(self.actor, record=form.instance, right=KEEP_MEASURES, files=files)
        return reverse("audits:evidence", args=[made.pk])


class EvidenceChange(EvidenceNew):
    """Change it."""

    title = _("Change evidence")
    message = _("The evidence was changed.")

    @cached_property
    def record(self) -> Adequacy:
        """The piece in the address."""
        return visible(self.request, Adequacy, KEEP_MEASURES, self.kwargs["pk"])


class EvidenceFile(View):
    """The document of a piece of evidence."""

    right = SEE_MEASURES
    http_method_names = ["get"]  # noqa: RUF012 - as Django declares it

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """The newest version, as an attachment."""
        found = visible(request, Adequacy, SEE_MEASURES, pk)
        version = newest_version(found.document.pk) if found.document else None
        if version is None:
            raise Http404
        return give_out(actor_of(request), version=version)
