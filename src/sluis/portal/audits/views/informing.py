"""One request for information."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.audits import informing, life, rights
from sluis.portal.audits.forms import AnswerForm, InfoForm
from sluis.portal.audits.models import Audit, Auditfile, Inforequest
from sluis.portal.audits.tables import INFO as TONES
from sluis.portal.audits.views.base import INFO, LIST, Considered, OfAgreement, OfInforequest, step
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight
from sluis.portal.ui.forms import Form
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage

Stage = Inforequest.Stage


class InforequestPage(OfInforequest, DetailPage):
    """All about it."""

    template_name = "audits/inforequest.html"

    @property
    def title(self) -> Text:
        """Its number."""
        return gettext("Request for information %(number)s") % {"number": self.inforequest.number}

    @property
    def subtitle(self) -> Text:
        """Under which agreement."""
        return f"{self.inforequest.agreement} · {self.inforequest.organisation}"

    def crumbs(self) -> Sequence[Crumb]:
        """The lists."""
        return (LIST, INFO)

    def badges(self) -> Sequence[Badge]:
        """Where it stands."""
        found = self.inforequest
        return (
            Badge(found.get_stage_display(), TONES.get(found.stage, Tone.NEUTRAL)),
            Badge(_("Confidential"), Tone.NEUTRAL),
        )

    def actions(self) -> Sequence[Action]:
        """What this person can do now."""
        found, actor = self.inforequest, self.actor
        open_ = found.stage == Stage.OPEN
        asks = actor.reaches(rights.ASK, found.organisation_id)
        return [
            step(found, "info-answer", _("Answer"), "send", open_ and actor.may(rights.ANSWER)),
            step(found, "info-withdraw", _("Withdraw"), "x", open_ and asks, Weight.QUIET),
        ]

    def context(self) -> dict[str, Any]:
        """Its course, its answer and its files."""
        found = self.inforequest
        files = Auditfile.objects.visible_to(self.actor, rights.SEE).filter(inforequest=found).defer("content")
        return {"inforequest": found, "life": life.of_inforequest(found, self.today), "files": list(files)}


class Ask(OfAgreement, Considered):
    """Ask for information."""

    right = rights.ASK
    title = _("Ask for information")
    form_class = InfoForm
    submit = _("Ask")
    message = _("The information was asked for.")
    made: Inforequest

    @property
    def address(self) -> str:
        """The page of the new one."""
        return reverse("audits:inforequest", args=[self.made.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (LIST, INFO)

    def form_options(self) -> dict[str, Any]:
        """Audits under the agreement."""
        return {"audits": Audit.objects.visible_to(self.actor, rights.SEE).filter(agreement=self.agreement)}

    def follows(self) -> Sequence[Text]:
        """A task, and confidential."""
        return [
            gettext("The processor gets a task with the day that you set."),
            gettext("Only auditors, data protection officers and the board of your organisation see the answer."),
        ]

    def save(self, form: Any) -> Inforequest:
        """Call the service."""
        self.made = informing.ask(self.actor, agreement=self.agreement, data=form.cleaned_data)
        return self.made


class Answer(OfInforequest, Considered):
    """Answer it."""

    right = rights.ANSWER
    title = _("Answer")
    template_name = "audits/about_request.html"
    form_class = AnswerForm
    submit = _("Send answer")
    message = _("The answer was sent.")

    def follows(self) -> Sequence[Text]:
        """Who sees it."""
        return [
            gettext(
                "Only auditors, data protection officers and the board of the controller see the answer, and they are told."
            )
        ]

    def context(self) -> dict[str, Any]:
        """With the question."""
        return super().context() | {"inforequest": self.inforequest}

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        return informing.answer(self.actor, inforequest=self.inforequest, text=typed["text"], file=typed["file"])


class Withdraw(OfInforequest, Considered):
    """It is not needed any more."""

    right = rights.ASK
    title = _("Withdraw request")
    form_class = Form
    submit = _("Withdraw")
    dangerous = True
    message = _("The request was withdrawn.")

    def follows(self) -> Sequence[Text]:
        """The task goes."""
        return [gettext("The processor does not have to answer it any more.")]

    def save(self, form: Any) -> object:  # noqa: ARG002 - nothing is filled in
        """Call the service."""
        return informing.withdraw(self.actor, inforequest=self.inforequest)
