"""What the pages have in common: the record in the address, and forms that show what follows before the button."""

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.acting import OfActor
from sluis.portal.access.pages import visible
from sluis.portal.access.rights import Right
from sluis.portal.agreements.models import Agreement
from sluis.portal.agreements.rights import SEE as SEE_AGREEMENTS
from sluis.portal.instructions.models import Compelled, Instruction
from sluis.portal.instructions.rights import SEE
from sluis.portal.ui.actions import Crumb
from sluis.portal.ui.navigation import Text

LIST = Crumb(_("Instructions"), "instructions:list")
COMPELLED = Crumb(_("Compelled by law"), "instructions:compelled-list")


class OfAgreement(OfActor):
    """A page under an agreement."""

    right: ClassVar[Right]

    @cached_property
    def agreement(self) -> Agreement:
        """The agreement in the address."""
        return visible(self.request, Agreement, SEE_AGREEMENTS, self.kwargs["pk"], "organisation", "current")

    @property
    def subtitle(self) -> Text:
        """Which agreement, and whose."""
        return f"{self.agreement} · {self.agreement.organisation}"


class OfInstruction(OfActor):
    """A page about an instruction."""

    right: ClassVar[Right] = SEE

    @cached_property
    def instruction(self) -> Instruction:
        """The instruction in the address."""
        related = (
            "organisation",
            "agreement__current",
            "agreement__organisation",
            "replaces",
            "document",
            "arrangement",
        )
        return visible(self.request, Instruction, self.right, self.kwargs["pk"], *related)

    @property
    def address(self) -> str:
        """Of its page."""
        return reverse("instructions:instruction", args=[self.instruction.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """The list, and the instruction."""
        return (LIST, Crumb(self.instruction.number, self.address))


class OfCompelled(OfActor):
    """A page about compelled processing."""

    right: ClassVar[Right] = SEE

    @cached_property
    def compelled(self) -> Compelled:
        """The record in the address."""
        related = ("agreement__organisation", "agreement__current", "instruction")
        return visible(self.request, Compelled, self.right, self.kwargs["pk"], *related)

    @property
    def address(self) -> str:
        """Of its page."""
        return reverse("instructions:compelled", args=[self.compelled.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """The list, and the record."""
        return (LIST, COMPELLED, Crumb(self.compelled.number, self.address))
