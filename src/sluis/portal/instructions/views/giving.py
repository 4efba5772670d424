"""One instruction, and the controller's part."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.portal.access.acting import Considered
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.agreements.rights import DRAFT
from sluis.portal.agreements.wording import VERBS
from sluis.portal.documents.giving_out import give_out
from sluis.portal.instructions import giving, life, norms, rights
from sluis.portal.instructions.contacts import is_contact
from sluis.portal.instructions.forms import GiveForm, ReasonForm
from sluis.portal.instructions.models import COUNTING, Instruction, Kind, State
from sluis.portal.instructions.tables import TONES
from sluis.portal.instructions.views.base import LIST, OfAgreement, OfInstruction
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage

_CHANGEABLE = (State.GIVEN, State.HELD, *COUNTING)


class InstructionPage(OfInstruction, DetailPage):
    """All about an instruction."""

    template_name = "instructions/instruction.html"

    @property
    def title(self) -> Text:
        """Its number."""
        return gettext("Instruction %(number)s") % {"number": self.instruction.number}

    @property
    def subtitle(self) -> Text:
        """Under which agreement."""
        return f"{self.instruction.agreement} · {self.instruction.organisation}"

    def crumbs(self) -> Sequence[Crumb]:
        """The list."""
        return (LIST,)

    def badges(self) -> Sequence[Badge]:
        """Its kind and state."""
        found = self.instruction
        return (
            Badge(found.get_kind_display()),
            Badge(found.get_state_display(), TONES.get(found.state, Tone.NEUTRAL)),
        )

    def actions(self) -> Sequence[Action]:
        """What this person can do with it now."""
        found, actor = self.instruction, self.actor
        mine = actor.reaches(rights.GIVE, found.organisation_id) and is_contact(actor, found.agreement, self.today)
        assesses = found.state == State.GIVEN and actor.may(rights.ASSESS)
        carries = found.state in COUNTING and found.kind != Kind.NORM and actor.may(rights.CARRY_OUT)
        norm = found.state in COUNTING and found.kind == Kind.NORM and actor.reaches(DRAFT, found.organisation_id)
        changes, held = mine and found.state in _CHANGEABLE, mine and found.state == State.HELD
        return [
            self._action(_("Assess"), "assess", "scale", assesses),
            self._action(_("Carried out"), "carry-out", "check", carries),
            self._action(_("Into the draft amendment"), "take-in", "file-import", norm),
            self._action(_("Confirm"), "confirm", "check", held, Weight.SECONDARY),
            self._action(_("Adapt"), "adapt", "pencil", changes, Weight.SECONDARY),
            self._action(_("Withdraw"), "withdraw", "x", changes, Weight.QUIET),
        ]

    def context(self) -> dict[str, Any]:
        """Its course and its fields."""
        found = self.instruction
        return {
            "instruction": found,
            "life": life.of_instruction(found, self.today),
            "verbs": [VERBS[verb] for verb in found.scope],
            "counts": found.state in COUNTING and found.kind == Kind.PROCESSING,
        }

    def _action(self, label: Text, name: str, sign: str, shown: bool, weight: Weight = Weight.PRIMARY) -> Action:
        address = reverse(f"instructions:{name}", args=[self.instruction.pk])
        return Action(label, address, sign, lambda _request: shown, weight)


class _Giving(Considered):
    form_class = GiveForm
    submit = _("Give instruction")
    message = _("The instruction was given. The processor was asked to assess it.")

    def initial(self) -> dict[str, Any]:
        """The usual day for a reaction."""
        return {"react_on": giving.REACTION.day_after(self.today)}

    def follows(self) -> Sequence[Text]:
        """What the agreement says about instructions."""
        said = self.agreement.contract.regime.instructions
        found: list[Text] = [gettext("The processor is asked to assess it before anything is done.")]
        if said.only_contact:
            found.append(gettext("Only your designated contact gives instructions under this agreement."))
        if said.hold_unlawful:
            found.append(gettext("If it seems unlawful, you hear so at once, and it is held until you have decided."))
        else:
            found.append(gettext("If it seems unlawful, you hear so at once; it is not held."))
        return found

    agreement: Any
    made: Instruction

    @property
    def address(self) -> str:
        """The page of the new one."""
        return reverse("instructions:instruction", args=[self.made.pk])


class Give(OfAgreement, _Giving):
    """Give an instruction."""

    right = rights.GIVE
    title = _("Give an instruction")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (LIST,)

    def form_options(self) -> dict[str, Any]:
        """The rows of annex 1."""
        return {"agreement": self.agreement}

    def save(self, form: Any) -> Instruction:
        """Call the service."""
        typed = form.data_of_it()
        self.made = giving.give(self.actor, agreement=self.agreement, data=typed, file=form.cleaned_data["file"])
        return self.made


class Adapt(OfInstruction, _Giving):
    """Replace it by an adapted one."""

    right = rights.GIVE
    title = _("Adapt instruction")

    @property
    def agreement(self) -> Any:
        """Under which it was given."""
        return self.instruction.agreement

    @property
    def success_url(self) -> str:
        """The page of the new one."""
        return reverse("instructions:instruction", args=[self.made.pk])

    def initial(self) -> dict[str, Any]:
        """What it said."""
        found = self.instruction
        names = ("kind", "text", "rows", "verbs", "starts_on", "ends_on", "carry_out_by")
        return {name: getattr(found, name) for name in names} | super().initial()

    def form_options(self) -> dict[str, Any]:
        """The rows of annex 1."""
        return {"agreement": self.agreement}

    def follows(self) -> Sequence[Text]:
        """What happens to the old one."""
        return [gettext("The instruction as it was is closed and allows nothing from now on."), *super().follows()]

    def save(self, form: Any) -> Instruction:
        """Call the service."""
        self.made = giving.adapt(
            self.actor, instruction=self.instruction, data=form.data_of_it(), file=form.cleaned_data["file"]
        )
        return self.made


class Withdraw(OfInstruction, Considered):
    """Take it back."""

    right = rights.GIVE
    title = _("Withdraw instruction")
    submit = _("Withdraw")
    dangerous = True
    form_class = ReasonForm
    message = _("The instruction was withdrawn.")

    def follows(self) -> Sequence[Text]:
        """What is lost."""
        found = [gettext("The processor is told. From now on nothing can rest on this instruction.")]
        if self.instruction.effective_at:
            found.append(gettext("What was done while it counted stays on record with this instruction as its ground."))
        return found

    def save(self, form: Any) -> object:
        """Call the service."""
        return giving.withdraw(self.actor, instruction=self.instruction, reason=form.cleaned_data["reason"])


class Confirm(OfInstruction, Considered):
    """Stand by it."""

    right = rights.GIVE
    title = _("Confirm instruction")
    submit = _("Confirm")
    form_class = ReasonForm
    message = _("The instruction was confirmed.")

    def follows(self) -> Sequence[Text]:
        """What the agreement says about that."""
        if self.instruction.agreement.contract.regime.instructions.controller_decides:
            return [
                gettext("The instruction counts from now on, although it seems unlawful to the processor."),
                gettext("Your organisation decides that, and answers for it as the controller."),
            ]
        return [gettext("The processor assesses it again with your explanation; until then it stays without effect.")]

    def save(self, form: Any) -> object:
        """Call the service."""
        return giving.confirm(self.actor, instruction=self.instruction, reason=form.cleaned_data["reason"])


class TakeIn(OfInstruction, Considered):
    """The norms that wait go into the draft of an amendment."""

    right = rights.SEE
    title = _("Into the draft amendment")
    submit = _("Take in")
    message = _("The norms stand in the draft now. They count when both parties have signed it.")

    def follows(self) -> Sequence[Text]:
        """Which."""
        waiting = norms.waiting_norms(self.instruction.agreement)
        words = gettext("“%(norm)s” is added to the norms in the draft.")
        return [words % {"norm": one.text} for one in waiting]

    def save(self, form: Any) -> object:  # noqa: ARG002 - nothing is filled in
        """Call the service."""
        return norms.take_in(self.actor, agreement=self.instruction.agreement)


class GivenFile(View):
    """The document in which it was written."""

    right = rights.SEE
    http_method_names = ["get"]  # noqa: RUF012 - as Django declares it

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """As an attachment; that it was taken is recorded."""
        found = visible(request, Instruction, rights.SEE, pk, "document")
        if found.document is None:
            raise Http404
        return give_out(actor_of(request), version=found.document)
