"""The processor's part."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.acting import Considered
from sluis.portal.instructions import assessing, rights
from sluis.portal.instructions.forms import AssessForm, CarryOutForm
from sluis.portal.instructions.views.base import OfInstruction
from sluis.portal.ui.navigation import Text


class Assess(OfInstruction, Considered):
    """Lawful or not."""

    right = rights.ASSESS
    title = _("Assess instruction")
    template_name = "instructions/about.html"
    form_class = AssessForm
    submit = _("Record assessment")
    message = _("The assessment was recorded, and the controller was told.")

    def follows(self) -> Sequence[Text]:
        """Of either answer."""
        holds = self.instruction.agreement.contract.regime.instructions.hold_unlawful
        return [
            gettext("Lawful: it counts from now on, and a task is given to carry it out."),
            gettext("Unlawful: the controller is told at once, and it is held until the controller decided.")
            if holds
            else gettext("Unlawful: the controller is told at once; it is not held under this agreement."),
        ]

    def context(self) -> dict[str, Any]:
        """With the instruction itself."""
        return super().context() | {"instruction": self.instruction}

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        return assessing.assess(
            self.actor, instruction=self.instruction, lawful=typed["lawful"] == "yes", why=typed["why"]
        )


class CarryOut(OfInstruction, Considered):
    """What was done."""

    right = rights.CARRY_OUT
    title = _("Carried out")
    template_name = "instructions/about.html"
    form_class = CarryOutForm
    submit = _("Record")
    message = _("It was recorded that the instruction was carried out, and the controller was told.")

    def form_options(self) -> dict[str, Any]:
        """What can be chosen."""
        return {"actor": self.actor, "instruction": self.instruction}

    def follows(self) -> Sequence[Text]:
        """It is over."""
        return [
            gettext("The controller is told what was done. The instruction is closed; nothing more can rest on it.")
        ]

    def context(self) -> dict[str, Any]:
        """With the instruction itself."""
        return super().context() | {"instruction": self.instruction}

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        return assessing.carry_out(
            self.actor, instruction=self.instruction, outcome=typed["outcome"], arrangement=typed.get("arrangement")
        )
