"""Pages for papers: an agreement as a file, and the reports."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import day_of
from sluis.portal.access.pages import actor_of
from sluis.portal.agreements.papers.about_agreements import organisations_of
from sluis.portal.agreements.papers.facts import BLANK, facts
from sluis.portal.agreements.papers.forms import ReportForm, TemplateForm
from sluis.portal.agreements.papers.making import FORMS, Made, of_report, of_template, of_version, store_report, take
from sluis.portal.agreements.papers.rights import REPORT
from sluis.portal.agreements.papers.sections import Period, Report
from sluis.portal.agreements.papers.texts import load
from sluis.portal.agreements.rights import SEE
from sluis.portal.agreements.views.base import OfVersion
from sluis.portal.ui.actions import Action, Crumb, Weight
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage, FormPage

LANGUAGES = ("nl", "en")


class VersionFile(OfVersion):
    """A version of an agreement as a file."""

    right = SEE
    service: ClassVar[bool] = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - as Django calls it
        """Make it and give it out."""
        language, form = self.kwargs["language"], self.kwargs["form"]
        if language not in LANGUAGES or form not in FORMS:
            raise Http404
        file = of_version(self.version, language, form, service=self.service)
        return take(self.actor, SEE, file, on=self.version)


class ServiceFile(VersionFile):
    """The service agreement to which it is attached."""

    service = True


class Template(OfVersion, FormPage):
    """Fill in a Word template of one's own with what this version says (I-01)."""

    right = SEE
    form_class = TemplateForm
    template_name = "agreements/template.html"
    title = _("Fill in a Word template")
    submit = _("Fill in")

    def crumbs(self) -> Sequence[Crumb]:
        """The version."""
        return (*super().crumbs(), Crumb(_("version"), self.version_address))

    def initial(self) -> dict[str, Any]:
        """In the reader's language."""
        return {"language": _spoken()}

    def context(self) -> dict[str, Any]:
        """The merge fields and what each holds."""
        values = facts(self.version.contract, load(self.version.text_version, _spoken()))
        return {"pairs": [(name, value) for name, value in sorted(values.items()) if value not in ("", BLANK)]}

    def save(self, form: Any) -> object:
        """Fill it in."""
        typed = form.cleaned_data
        return of_template(self.version, typed["language"], typed["file"].read())

    def done(self, saved: object | None) -> HttpResponse:
        """The file."""
        assert isinstance(saved, Made)
        return take(self.actor, SEE, saved, on=self.version)


def _spoken() -> str:
    return "en" if (get_language() or "nl").startswith("en") else "nl"


class Reports(DetailPage):
    """What can be made."""

    right = REPORT
    template_name = "agreements/papers.html"
    title = _("Reports on agreements")
    subtitle = _("Made from what the portal knows at that moment; without data of data subjects.")

    def crumbs(self) -> Sequence[Crumb]:
        """The list of agreements."""
        return (Crumb(_("Agreements"), "agreements:list"),)

    def context(self) -> dict[str, Any]:
        """A card for each report."""
        cards = [
            (
                each.title,
                each.about,
                Action(_("Choose"), reverse(f"agreements:{each.name}"), each.icon, weight=Weight.SECONDARY),
            )
            for each in (Dossier, Yearly, Register)
        ]
        return {"cards": cards}


class ReportPage(FormPage):
    """Choose about whom, over which period and how; the answer is the file."""

    right = REPORT
    form_class = ReportForm
    submit = _("Make")
    kind: ClassVar[Report]
    name: ClassVar[str]
    icon: ClassVar[str] = "report"
    about: ClassVar[Text] = ""

    @property
    def subtitle(self) -> Text:
        """What it is for."""
        return self.about

    def crumbs(self) -> Sequence[Crumb]:
        """The other reports."""
        return (Crumb(_("Agreements"), "agreements:list"), Crumb(_("Reports on agreements"), "agreements:reports"))

    def form_options(self) -> dict[str, Any]:
        """Whom somebody may choose; the operator may leave it open where a report can be about all."""
        all_of_them = actor_of(self.request).reaches_all(REPORT) and self.kind is not Report.DOSSIER
        return {
            "organisations": organisations_of(actor_of(self.request), REPORT),
            "everybody": all_of_them,
            "tables": self.kind is Report.REGISTER,
        }

    def initial(self) -> dict[str, Any]:
        """This year until today, in the reader's language."""
        today = day_of(actor_of(self.request).at)
        only = list(organisations_of(actor_of(self.request), REPORT)[:2])
        return {
            "first": today.replace(month=1, day=1),
            "last": today,
            "language": _spoken(),
            "form": "pdf",
            "organisation": only[0] if len(only) == 1 else None,
        }

    def save(self, form: Any) -> object:
        """Make it."""
        actor, typed = actor_of(self.request), form.cleaned_data
        period = Period(typed["first"], typed["last"])
        file = of_report(self.kind, form.chosen, actor.at, period, typed["language"], typed["form"])
        if typed["keep"] and form.chosen and typed["form"] in FORMS:
            title = gettext("%(title)s until %(day)s") % {"title": self.title, "day": period.last.isoformat()}
            store_report(actor, REPORT, organisation=form.chosen, title=title, file=file)
        return file

    def done(self, saved: object | None) -> HttpResponse:
        """The file."""
        assert isinstance(saved, Made)
        return take(actor_of(self.request), REPORT, saved)


class Dossier(ReportPage):
    """The compliance dossier (Z-22)."""

    kind, name, icon = Report.DOSSIER, "dossier", "folders"
    title = _("Compliance dossier")
    about = _("Everything about the processing for one controller, to demonstrate compliance with.")


class Yearly(ReportPage):
    """The yearly report (I-65)."""

    kind, name, icon = Report.YEARLY, "yearly", "report-analytics"
    title = _("Yearly report on design and operation")
    about = _("How measures are designed and how they worked, with audits, refusals and changes.")


class Register(ReportPage):
    """The processor register of art. 30(2) (Z-83)."""

    kind, name, icon = Report.REGISTER, "register", "list-details"
    title = _("Register of processing activities of the processor")
    about = _("Categories of processing per controller, transfers and measures; also as a table for other programs.")
