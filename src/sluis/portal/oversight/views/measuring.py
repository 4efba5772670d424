"""A measure with its evidence; evaluating it, and what is linked to it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.deadlines import ZONE
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.access.rights import WORKING
from sluis.portal.oversight import models, rights
from sluis.portal.oversight.keeping import keep
from sluis.portal.oversight.measuring import decide, evaluate, finish, link, unlink
from sluis.portal.oversight.naming import Names
from sluis.portal.oversight.selecting import of_kinds, visible_events
from sluis.portal.oversight.sentences import sentence
from sluis.portal.oversight.tables import outcome_badge
from sluis.portal.oversight.views.building import RegisterForm
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone
from sluis.portal.ui.forms import Form
from sluis.portal.ui.moments import month
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import FormPage

TONES = {"in-force": Tone.GOOD, "improve": Tone.WARNING, "planned": Tone.INFO, "withdrawn": Tone.NEUTRAL}
LATEST, MONTHS = 10, 12


def status_badges(measure: models.Measure) -> Sequence[Badge]:
    """Theme and state."""
    return (
        Badge(measure.get_theme_display()),
        Badge(measure.get_status_display(), TONES.get(measure.status, Tone.NEUTRAL)),
    )


def measure_actions(request: HttpRequest, measure: models.Measure) -> Sequence[Action]:
    """Evaluate it."""
    may = actor_of(request).reaches(rights.EVALUATE, measure.organisation_id) and measure.status != "withdrawn"
    address = reverse("oversight:measure-evaluate", args=[measure.pk])
    return (Action(_("Evaluate"), address, "clipboard-check", lambda _r: may),)


def measure_more(request: HttpRequest, measure: models.Measure) -> dict[str, Any]:
    """All that shows that it is in force, as far as this reader may see it."""
    actor = actor_of(request)
    linked = [
        model.objects.visible_to(actor, rights.SEE_MEASURES).filter(measure=measure)
        for model in (models.Evaluation, models.Proof, models.Improvement)
    ]
    references = models.Reference.objects.visible_to(actor, rights.SEE_MEASURES).filter(measure=measure)
    today = timezone.localdate()
    return {
        "evaluations": linked[0][:LATEST],
        "proofs": linked[1].select_related("document")[:LATEST],
        "improvements": linked[2].select_related("owner")[:LATEST],
        "references": [(each, each.standard.is_withdrawn(today)) for each in references.select_related("standard")],
        "keeps": actor.reaches(rights.KEEP_MEASURES, measure.organisation_id),
        "overdue": measure.evaluate_by is not None and measure.evaluate_by < today,
    } | shown_by(request, measure, today)


def shown_by(request: HttpRequest, measure: models.Measure, today: date) -> dict[str, Any]:
    """The latest events of the kinds that show it, and how many there were in each month."""
    actor = actor_of(request)
    if not measure.patterns or not actor.may(rights.SEE_EVIDENCE):
        return {"events": [], "months": [], "watched": bool(measure.patterns)}
    events = visible_events(actor).filter(of_kinds(measure.patterns))
    latest = list(events.order_by("-n")[:LATEST])
    names = Names(actor)
    names.learn(each.actor for each in latest)
    since = datetime.combine(_months_ago(today), time(), ZONE)
    counted = events.filter(at__gte=since).annotate(month=TruncMonth("at")).values("month")
    counts = {row["month"].date(): row["count"] for row in counted.annotate(count=Count("n")).order_by()}
    return {
        "events": [(each, sentence(each.kind), names.who(each.actor), outcome_badge(each.outcome)) for each in latest],
        "months": _bars(counts, today),
        "watched": True,
        "kinds": ",".join(measure.patterns),
    }


def _months_ago(today: date) -> date:
    first = today.replace(day=1)
    for _each in range(MONTHS - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def _bars(counts: dict[date, int], today: date) -> list[tuple[str, int, int]]:
    """Month, count, and its part of the highest in hundredths."""
    first, found = _months_ago(today), []
    highest = max(counts.values(), default=0) or 1
    while first <= today:
        count = counts.get(first, 0)
        found.append((f"{month(first.month)} {first.year}", count, round(100 * count / highest)))
        first = (first + timedelta(days=32)).replace(day=1)
    return found


class AboutMeasure(FormPage):
    """A form about one measure."""

    needed: ClassVar = rights.KEEP_MEASURES

    @cached_property
    def measure(self) -> models.Measure:
        """The measure of the address."""
        return visible(self.request, models.Measure, self.needed, self.kwargs["pk"])

    def crumbs(self) -> Sequence[Crumb]:
        """Below the measure."""
        return (
            Crumb(_("Measures"), "oversight:measures"),
            Crumb(str(self.measure), reverse("oversight:measure", args=[self.measure.pk])),
        )

    def form_options(self) -> dict[str, Any]:
        """A record about this measure, and who fills it in."""
        made = self.form_class._meta.model(organisation=self.measure.organisation, measure=self.measure)  # type: ignore[attr-defined]
        return {"instance": made, "actor": actor_of(self.request), "right": rights.SEE_MEASURES}

    def page(self) -> str:
        """Where one goes afterwards."""
        return reverse("oversight:measure", args=[self.measure.pk])


class EvaluationForm(RegisterForm):
    """What was found, and when it is looked at again."""

    class Meta:
        model = models.Evaluation
        fields = ("evaluated_on", "result", "remark", "evaluate_by")


class Evaluate(AboutMeasure):
    """Evaluate a measure."""

    right = rights.EVALUATE
    needed = rights.EVALUATE
    title = _("Evaluate")
    form_class = EvaluationForm

    def initial(self) -> dict[str, Any]:
        """Today, and again in a year."""
        today = timezone.localdate()
        return {"evaluated_on": today, "evaluate_by": today + timedelta(days=365)}

    def save(self, form: Any) -> str:
        """Keep it."""
        evaluate(actor_of(self.request), evaluation=form.instance)
        return self.page()


class ReferenceForm(RegisterForm):
    """A standard and a number in it."""

    class Meta:
        model = models.Reference
        fields = ("standard", "number")


class AddReference(AboutMeasure):
    """Link a measure to a standard."""

    right = rights.KEEP_MEASURES
    title = _("Link to a standard")
    form_class = ReferenceForm

    def save(self, form: Any) -> str:
        """Keep it."""
        link(actor_of(self.request), reference=form.instance)
        return self.page()


class RemoveReference(View):
    """Take a link to a standard away."""

    right: ClassVar = rights.KEEP_MEASURES
    http_method_names = ["post"]  # noqa: RUF012 - as Django declares it

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Do it, and go back to the measure."""
        found = visible(request, models.Reference, rights.KEEP_MEASURES, pk)
        unlink(actor_of(request), reference=found)
        return HttpResponseRedirect(reverse("oversight:measure", args=[found.measure_id]))


def _proof_form() -> Any:
    from sluis.portal.oversight.views.building import form_of

    return form_of(models.Proof, ("title", "shown_on", "event"), ("document",))


class AddProof(AboutMeasure):
    """Add something that shows that a measure is in force."""

    right = rights.KEEP_MEASURES
    title = _("Add evidence")

    @property
    def form_class(self) -> Any:  # type: ignore[override] # a property in place of an attribute
        """A document, or the number of an event."""
        return _proof_form()

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"shown_on": timezone.localdate()}

    def save(self, form: Any) -> str:
        """Keep it."""
        files = {"document": form.cleaned_data.get("new_document")}
        keep(actor_of(self.request), record=form.instance, right=rights.KEEP_MEASURES, files=files)
        return self.page()


class DecisionForm(Form):
    """One of two buttons."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("accept", _("Accept")), ("decline", _("Decline")), ("done", _("Carried out"))],
    )


class DecideImprovement(View):
    """Accept or decline a proposal, or say that it was carried out."""

    right: ClassVar = WORKING
    http_method_names = ["post"]  # noqa: RUF012 - as Django declares it

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """The service decides whether this person may."""
        actor, found = actor_of(request), visible(request, models.Improvement, rights.SEE_CONTINUITY, pk)
        form = DecisionForm(request.POST)
        decision: Text = form.cleaned_data["decision"] if form.is_valid() else ""
        if decision == "done":
            finish(actor, improvement=found)
        elif decision:
            decide(actor, improvement=found, accept=decision == "accept")
        return HttpResponseRedirect(reverse("oversight:improvement", args=[found.pk]))
