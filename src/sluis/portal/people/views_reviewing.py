"""Pages about reviews of rights."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import Organisation
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.people import reviewing, selectors, tables
from sluis.portal.people.forms import Cycle, Deciding, StartingReview
from sluis.portal.people.models import DEFAULT_MONTHS, Decision, Review, ReviewCycle
from sluis.portal.people.rights import DECIDE, REVIEW
from sluis.portal.people.tables import review_state
from sluis.portal.people.views import PEOPLE, reaches
from sluis.portal.ui.actions import Action, Badge, Crumb, Weight
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.pages import DetailPage, FormPage

REVIEWS = Crumb(_("Reviews of rights"), "people:reviews")


class Reviews(ListPage):
    """All reviews."""

    right = DECIDE
    title = _("Reviews of rights")
    table_class = tables.Reviews
    search_fields = ("organisation__name", "reviewer__name")
    empty = _("No review was started yet. The first one starts by itself after some months, or with the button above.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the people."""
        return [PEOPLE]

    def actions(self) -> list[Action]:
        """Start one, or set how often."""
        own = actor_of(self.request).organisation
        if own is None:
            return []
        may = reaches(REVIEW, own.pk)
        return [
            Action(_("How often"), reverse("people:cycle", args=[own.pk]), "repeat", may, Weight.SECONDARY),
            Action(_("Start a review"), reverse("people:start-review", args=[own.pk]), "player-play", may),
        ]

    def rows(self) -> QuerySet[Any]:
        """Those that the actor may see."""
        return selectors.reviews(actor_of(self.request))


class OfOrganisation:
    """A page about the reviews of an organisation."""

    right = REVIEW
    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def organisation(self) -> Organisation:
        """Whose."""
        return visible(self.request, Organisation, REVIEW, self.kwargs["pk"])

    @property
    def subtitle(self) -> Any:
        """Whose."""
        return self.organisation.name

    def crumbs(self) -> Sequence[Crumb]:
        """Below the reviews."""
        return [PEOPLE, REVIEWS]

    def form_options(self) -> dict[str, Any]:
        """Who can review."""
        return {"reviewers": selectors.reviewers(actor_of(self.request), self.organisation)}


class StartReview(OfOrganisation, FormPage):
    """Start a review."""

    title = _("Start a review")
    form_class = StartingReview
    submit = _("Start")
    message = _("The review has started. The reviewer finds it among the tasks.")

    def save(self, form: Any) -> object | None:
        """Start it."""
        return reviewing.start(actor_of(self.request), organisation=self.organisation, **form.cleaned_data)

    def done(self, saved: Any) -> Any:
        """To the review."""
        self.success_url = reverse("people:review", args=[saved.pk])
        return super().done(saved)


class SetCycle(OfOrganisation, FormPage):
    """How often rights are reviewed."""

    title = _("How often rights are reviewed")
    form_class = Cycle
    message = _("This was set.")
    success_url = "people:reviews"

    def initial(self) -> dict[str, Any]:
        """As it is set now."""
        found = (
            ReviewCycle.objects.visible_to(actor_of(self.request), REVIEW)
            .filter(organisation=self.organisation)
            .first()
        )
        return {"months": found.months, "reviewer": found.reviewer_id} if found else {"months": DEFAULT_MONTHS}

    def save(self, form: Any) -> object | None:
        """Set it."""
        return reviewing.set_cycle(actor_of(self.request), organisation=self.organisation, **form.cleaned_data)


class ReviewPage(DetailPage):
    """One review: every right and what was decided."""

    right = DECIDE
    template_name = "people/review.html"
    title = _("Review of rights")

    @cached_property
    def review(self) -> Review:
        """Which; with its numbers."""
        visible(self.request, Review, DECIDE, self.kwargs["pk"])
        found = selectors.reviews(actor_of(self.request)).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @property
    def subtitle(self) -> Any:
        """Whose."""
        return self.review.organisation.name

    def crumbs(self) -> Sequence[Crumb]:
        """Below the reviews."""
        return [PEOPLE, REVIEWS]

    def badges(self) -> Sequence[Badge]:
        """Where it stands."""
        return [review_state(self.review, actor_of(self.request).at)]

    def context(self) -> dict[str, Any]:
        """Every right."""
        actor = actor_of(self.request)
        rights = (
            Decision.objects.visible_to(actor, DECIDE)
            .filter(review=self.review)
            .select_related("grant__person", "mandate__holder", "mandate__organisation")
            .order_by("grant__person__name", "grant__role", "pk")
        )
        found = list(rights)
        own = actor.person.pk if actor.person else None
        return {
            "review": self.review,
            "rights": [(one, bool(one.grant and one.grant.person_id == own)) for one in found],
            "names": selectors.names_of({one.decided_by for one in found}),
        }


class Decide(FormPage):
    """Decide about one right."""

    right = DECIDE
    title = _("Decide about a right")
    form_class = Deciding
    submit = _("Decide")

    @cached_property
    def decision(self) -> Decision:
        """Which."""
        return visible(
            self.request, Decision, DECIDE, self.kwargs["pk"], "review", "organisation", "grant__person", "mandate__holder",
            "mandate__organisation",
        )  # fmt: skip

    @property
    def subtitle(self) -> Any:
        """Which right of whom."""
        grant = self.decision.grant
        return f"{grant} – {grant.person.name}" if grant else str(self.decision.mandate)

    @property
    def success_url(self) -> str:
        """Back to the review."""
        return reverse("people:review", args=[self.decision.review_id])

    def crumbs(self) -> Sequence[Crumb]:
        """Below the review."""
        return [PEOPLE, REVIEWS, Crumb(_("Review of rights"), self.success_url)]

    def save(self, form: Any) -> object | None:
        """Decide."""
        data = form.cleaned_data
        return reviewing.decide(
            actor_of(self.request), decision=self.decision, keep=data["outcome"] == "keep", reason=data["reason"]
        )
