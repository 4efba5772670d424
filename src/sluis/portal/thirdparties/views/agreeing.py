"""Agreements with processors: all about one, and its steps."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.audits.views.base import Considered
from sluis.portal.oversight.views.building import shown_fields
from sluis.portal.thirdparties import concluding, forms, life, offering, reviewing, submitting
from sluis.portal.thirdparties.keeping import OPEN
from sluis.portal.thirdparties.models import Dpa
from sluis.portal.thirdparties.points import Outcome, Point
from sluis.portal.thirdparties.rights import KEEP, REVIEW
from sluis.portal.thirdparties.tables import STATES
from sluis.portal.thirdparties.views.base import OfDpa, OfProcessor, address, step
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage
from sluis.portal.ui.templatetags.ui import when

State = Dpa.State
TONES = {Outcome.MET: Tone.GOOD, Outcome.REMARK: Tone.WARNING, Outcome.NOT_MET: Tone.DANGER}


class DpaPage(OfDpa, DetailPage):
    """All about an agreement."""

    template_name = "thirdparties/dpa.html"

    @property
    def title(self) -> Text:
        """What it is."""
        return str(self.agreement)

    def crumbs(self) -> Sequence[Crumb]:
        """The list, and the processor."""
        return super().crumbs()[:2]

    def badges(self) -> Sequence[Badge]:
        """Where it stands; that nothing is in the way."""
        found = self.agreement
        ready = found.state == State.UNDER_REVIEW and found.passed
        return (STATES[found.state], *([Badge(_("Ready to be concluded"), Tone.GOOD)] if ready else []))

    def actions(self) -> Sequence[Action]:
        """What this person can do now."""
        found, home = self.agreement, self.agreement.organisation_id
        keeps, reviews = self.actor.reaches(KEEP, home), self.actor.reaches(REVIEW, home)
        state, second = found.state, Weight.SECONDARY
        review, offered = state == State.UNDER_REVIEW, state == State.OFFERED
        ready = offered or (review and found.passed)
        runs = state in (State.CONCLUDED, State.EXPIRED) and found.expires_on is not None
        again = _("Offer again") if found.is_own else _("Submit again")
        return [
            step(found, "dpa-conclude", _("Conclude agreement"), "signature", shown=keeps and ready),
            step(
                found, "dpa-review", _("Review"), "clipboard-check", shown=reviews and review,
                weight=second if ready else Weight.PRIMARY,
            ),
            step(found, "dpa-came-back", _("It came back"), "message", shown=keeps and offered, weight=second),
            step(found, "dpa-again", again, "send", shown=keeps and state == State.RETURNED),
            step(found, "dpa-renew", _("Renew"), "refresh", shown=keeps and runs),
            step(
                found, "dpa-end", _("End"), "x", shown=keeps and (state in OPEN or state == State.EXPIRED),
                weight=Weight.DANGER,
            ),
        ]  # fmt: skip

    def context(self) -> dict[str, Any]:
        """Its course, fields, documents and review."""
        found = self.agreement
        names = ["origin", "version", "starts_on", "expires_on", "notice"]
        pairs = [pair for pair in shown_fields(found, (*names, "ended_on")) if pair[1]]
        if found.notice_on:
            pairs.append((_("Last day for notice"), when(found.notice_on)))
        return {
            "agreement": found,
            "life": life.of_dpa(found),
            "pairs": pairs,
            "points": [(point, self._badge(point), found.review[point]["remark"]) for point in Point if found.review],
            "offered": [(name, form) for name in offering.LANGUAGES for form in offering.FORMS]
            if offering.is_open(found)
            else (),
        }

    def _badge(self, point: Point) -> Badge:
        outcome = self.agreement.outcomes[point]
        return Badge(outcome.label, TONES[outcome])


class Offer(OfProcessor, Considered):
    """Offer the organisation's own model."""

    right = KEEP
    title = _("Offer our model")
    form_class = forms.OfferForm
    submit = _("Offer")
    message = _("The agreement was made. Download it below and send it to the processor.")

    def follows(self) -> Sequence[Text]:
        """What happens."""
        name = self.processor.organisation.name
        return [
            gettext("The model is filled in with %(name)s as controller and with this processor.") % {"name": name},
            gettext("You download it as PDF or Word and send it yourself; the processor gets no message."),
        ]

    def save(self, form: Any) -> object:
        """Call the service."""
        return submitting.offer(self.actor, processor=self.processor, **form.cleaned_data)

    def done(self, saved: object | None) -> HttpResponse:
        """To the agreement."""
        self.made = saved
        return super().done(saved)

    @property
    def success_url(self) -> str:
        """The page of what was made."""
        return address("dpa", self.made)


class Submit(Offer):
    """Take in what the processor submits."""

    title = _("Add their agreement")
    form_class = forms.SubmitForm
    submit = _("Submit for review")
    message = _("The agreement was submitted for review.")

    def follows(self) -> Sequence[Text]:
        """Who reviews it."""
        return [gettext("The privacy office gets a task to review it on eight points within 14 days.")]

    def save(self, form: Any) -> object:
        """Call the service."""
        return submitting.submit(self.actor, processor=self.processor, **form.cleaned_data)


class _Step(OfDpa, Considered):
    right = KEEP


class ComeBack(_Step):
    """The processor does not accept it."""

    title = _("It came back with remarks")
    form_class = forms.RemarksForm
    submit = _("Record")
    message = _("The remarks were recorded.")

    def follows(self) -> Sequence[Text]:
        """What happens."""
        return [gettext("You can offer a next version afterwards.")]

    def save(self, form: Any) -> object:
        """Call the service."""
        return submitting.come_back(self.actor, agreement=self.agreement, **form.cleaned_data)


class Again(_Step):
    """A next version."""

    title = _("Next version")
    form_class = forms.AgainForm
    submit = _("Submit")
    message = _("The next version was recorded.")

    def form_options(self) -> dict[str, Any]:
        """Of what is one's own no file is asked."""
        return {"own": self.agreement.is_own}

    def follows(self) -> Sequence[Text]:
        """What happens."""
        if self.agreement.is_own:
            return [gettext("The agreement is offered again; download it and send it to the processor.")]
        return [gettext("The review begins again; its outcomes so far are not kept.")]

    def save(self, form: Any) -> object:
        """Call the service."""
        return submitting.again(self.actor, agreement=self.agreement, **form.cleaned_data)


class Review(_Step):
    """Point by point."""

    right = REVIEW
    title = _("Review agreement")
    form_class = forms.ReviewForm
    template_name = "thirdparties/review.html"
    submit = _("Record review")
    message = _("The review was recorded.")

    def initial(self) -> dict[str, Any]:
        """What was thought of it before."""
        said = self.agreement.review
        outcomes = {point: each["outcome"] for point, each in said.items()}
        return outcomes | {f"{point}-remark": each["remark"] for point, each in said.items()}

    def follows(self) -> Sequence[Text]:
        """What the outcome is."""
        return [
            gettext("When every point is met, with or without a remark, the organisation can conclude the agreement."),
            gettext("When one point is not met, the agreement goes back to the processor."),
        ]

    def context(self) -> dict[str, Any]:
        """With the way to the document."""
        return super().context() | {"agreement": self.agreement}

    def save(self, form: Any) -> object:
        """Call the service."""
        remarks = form.cleaned_data["remarks"]
        return reviewing.review(self.actor, agreement=self.agreement, points=form.points(), remarks=remarks)


class Conclude(_Step):
    """Both signed."""

    title = _("Conclude agreement")
    form_class: Any = forms.ConcludeForm
    submit = _("Conclude agreement")
    message = _("The agreement was concluded.")

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"starts_on": self.today}

    def form_options(self) -> dict[str, Any]:
        """The agreement."""
        return {"instance": self.agreement}

    def follows(self) -> Sequence[Text]:
        """What happens."""
        return [
            gettext("The agreement is recorded as signed by both."),
            gettext("You get a message and a task 90 days before its last day, and a reminder 30 days before."),
        ]

    def save(self, form: Any) -> object:
        """Call the service."""
        return concluding.conclude(self.actor, agreement=self.agreement, **form.cleaned_data)


class Renew(Conclude):
    """It holds longer."""

    title = _("Renew agreement")
    form_class = forms.RenewForm
    submit = _("Renew")
    message = _("The agreement was renewed.")

    def initial(self) -> dict[str, Any]:
        """As it is."""
        return {}

    def follows(self) -> Sequence[Text]:
        """What happens."""
        return [gettext("The agreement holds until and including the new day; what was agreed does not change.")]

    def save(self, form: Any) -> object:
        """Call the service."""
        return concluding.renew(self.actor, agreement=self.agreement, **form.cleaned_data)


class End(_Step):
    """It ends, or comes to nothing."""

    title = _("End agreement")
    form_class = forms.EndForm
    submit = _("End")
    dangerous = True
    message = _("The agreement was ended.")

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": self.today}

    def follows(self) -> Sequence[Text]:
        """What happens."""
        return [
            gettext("The agreement cannot be taken up again; make a new one if the processor keeps working for you."),
            gettext("Without an agreement the processor may not process personal data for you."),
        ]

    def save(self, form: Any) -> object:
        """Call the service."""
        return concluding.end(self.actor, agreement=self.agreement, **form.cleaned_data)
