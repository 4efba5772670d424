"""Compelled processing."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.agreement.processings import Verb
from sluis.portal.access.acting import Considered
from sluis.portal.agreements.wording import VERBS
from sluis.portal.instructions import compelling, life, rights
from sluis.portal.instructions.forms import CompelledForm, ReasonForm
from sluis.portal.instructions.models import Compelled, Instruction
from sluis.portal.instructions.tables import STAGE_TONES
from sluis.portal.instructions.views.base import COMPELLED, LIST, OfAgreement, OfCompelled
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight
from sluis.portal.ui.forms import Form
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage

Stage = Compelled.Stage


class CompelledPage(OfCompelled, DetailPage):
    """All about it."""

    template_name = "instructions/compelled.html"

    @property
    def title(self) -> Text:
        """Its number."""
        return gettext("Compelled by law: %(number)s") % {"number": self.compelled.number}

    @property
    def subtitle(self) -> Text:
        """Under which agreement."""
        return f"{self.compelled.agreement} · {self.compelled.agreement.organisation}"

    def crumbs(self) -> Sequence[Crumb]:
        """The lists."""
        return (LIST, COMPELLED)

    def badges(self) -> Sequence[Badge]:
        """Kind and state."""
        found = self.compelled
        return (
            Badge(found.get_way_display()),
            Badge(found.get_stage_display(), STAGE_TONES.get(found.stage, Tone.NEUTRAL)),
        )

    def actions(self) -> Sequence[Action]:
        """What this person can do now."""
        found, stage = self.compelled, self.compelled.stage
        operates = self.actor.may(rights.COMPEL)
        home = found.agreement.organisation_id
        answers = self.actor.reaches(rights.RESPOND, home) and found.notified_at is not None
        told = stage in (Stage.NOTIFIED, Stage.SECRET)
        return [
            self._action(
                _("Notify the controller"), "notify", "send", operates and stage in (Stage.RECORDED, Stage.SECRET)
            ),
            self._action(_("Start"), "start", "player-play", operates and told),
            self._action(_("Ended"), "finish", "check", operates and stage == Stage.STARTED),
            self._action(_("Respond"), "respond", "message", answers and stage in (Stage.NOTIFIED, Stage.STARTED)),
            self._action(
                _("Notice is forbidden"), "forbid", "lock", operates and stage == Stage.RECORDED, Weight.SECONDARY
            ),
            self._action(
                _("Not carried out"), "drop", "x", operates and (told or stage == Stage.RECORDED), Weight.QUIET
            ),
        ]

    def context(self) -> dict[str, Any]:
        """Its course and its fields."""
        found = self.compelled
        return {
            "compelled": found,
            "life": life.of_compelled(found),
            "verbs": [VERBS[Verb(each)] for each in found.verbs],
        }

    def _action(self, label: Text, name: str, sign: str, shown: bool, weight: Weight = Weight.PRIMARY) -> Action:
        address = reverse(f"instructions:compelled-{name}", args=[self.compelled.pk])
        return Action(label, address, sign, lambda _request: shown, weight)


class Compel(OfAgreement, Considered):
    """Record it."""

    right = rights.COMPEL
    title = _("Record what is compelled")
    form_class = CompelledForm
    message = _("It was recorded. Notify the controller before it starts.")
    made: Compelled

    @property
    def address(self) -> str:
        """The page of the new one."""
        return reverse("instructions:compelled", args=[self.made.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (LIST, COMPELLED)

    def form_options(self) -> dict[str, Any]:
        """Instructions under the agreement."""
        seen = Instruction.objects.visible_to(self.actor, rights.SEE)
        return {"instructions": seen.filter(agreement=self.agreement)}

    def follows(self) -> Sequence[Text]:
        """What has to be done before."""
        return [
            gettext("It cannot start before the controller was notified."),
            gettext(
                "Only where the law forbids that for a weighty reason of public interest, that reason takes its place."
            ),
        ]

    def save(self, form: Any) -> Compelled:
        """Call the service."""
        self.made = compelling.record(self.actor, agreement=self.agreement, data=form.cleaned_data)
        return self.made


class _Step(OfCompelled, Considered):
    right = rights.COMPEL
    form_class = Form


class Notify(_Step):
    """Tell the controller."""

    title = _("Notify the controller")
    submit = _("Notify")
    message = _("The controller was notified.")

    def follows(self) -> Sequence[Text]:
        """What the controller gets."""
        return [
            gettext(
                "A message goes to the controller's contract managers, board and data protection officers at once."
            ),
            gettext("From now on the controller sees this record, and can respond to it."),
        ]

    def save(self, form: Any) -> object:  # noqa: ARG002 - nothing is filled in
        """Call the service."""
        return compelling.notify(self.actor, compelled=self.compelled)


class Forbid(_Step):
    """The law forbids to tell."""

    title = _("Notice is forbidden")
    submit = _("Record the reason")
    form_class = ReasonForm
    message = _("The reason was recorded.")

    def follows(self) -> Sequence[Text]:
        """Who does not see it."""
        return [gettext("The controller does not see this record, until it is notified after all.")]

    def save(self, form: Any) -> object:
        """Call the service."""
        return compelling.forbid(self.actor, compelled=self.compelled, reason=form.cleaned_data["reason"])


class Start(_Step):
    """Begin."""

    title = _("Start")
    submit = _("Start")
    message = _("It was recorded that the processing started.")

    def follows(self) -> Sequence[Text]:
        """To what it is limited."""
        words = gettext("It is limited to what is strictly necessary: %(what)s")
        return [words % {"what": self.compelled.necessity}]

    def save(self, form: Any) -> object:  # noqa: ARG002 - nothing is filled in
        """Call the service."""
        return compelling.start(self.actor, compelled=self.compelled)


class Finish(_Step):
    """It has ended."""

    title = _("Ended")
    submit = _("Record")
    form_class = ReasonForm
    message = _("It was recorded that the processing ended.")

    def follows(self) -> Sequence[Text]:
        """Nothing can rest on it any more."""
        return [gettext("From now on nothing can rest on this legal duty.")]

    def save(self, form: Any) -> object:
        """Call the service."""
        return compelling.finish(self.actor, compelled=self.compelled, outcome=form.cleaned_data["reason"])


class Drop(_Step):
    """It is not carried out."""

    title = _("Not carried out")
    submit = _("Record")
    form_class = ReasonForm
    dangerous = True
    message = _("It was recorded that this is not carried out.")

    def follows(self) -> Sequence[Text]:
        """It stays on record."""
        return [gettext("The record is closed; it cannot start any more.")]

    def save(self, form: Any) -> object:
        """Call the service."""
        return compelling.drop(self.actor, compelled=self.compelled, reason=form.cleaned_data["reason"])


class Respond(OfCompelled, Considered):
    """The controller's response."""

    right = rights.RESPOND
    title = _("Respond")
    submit = _("Send response")
    form_class = ReasonForm
    message = _("The response was sent.")

    def follows(self) -> Sequence[Text]:
        """Who reads it."""
        return [gettext("The processor is told, and weighs your response before it goes on.")]

    def save(self, form: Any) -> object:
        """Call the service."""
        return compelling.respond(self.actor, compelled=self.compelled, response=form.cleaned_data["reason"])
