"""What the pages have in common: the record in the address, and the way to it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.acting import OfActor
from sluis.portal.access.pages import visible
from sluis.portal.access.rights import Right
from sluis.portal.thirdparties.models import Compliancesample, Dpa, Processor
from sluis.portal.thirdparties.rights import SEE
from sluis.portal.ui.actions import Action, Crumb, Weight
from sluis.portal.ui.navigation import Text

LIST = Crumb(_("Processors"), "thirdparties:list")
SAMPLES = Crumb(_("Samples of processors"), "thirdparties:samples")


def address(name: str, record: Any) -> str:
    """Of a page about a record."""
    return reverse(f"thirdparties:{name}", args=[record.pk])


def step(
    record: Any, name: str, label: Text, sign: str, *, shown: bool = True, weight: Weight = Weight.PRIMARY
) -> Action:
    """A button for something that can be done with a record."""
    return Action(label, address(name, record), sign, lambda _request: shown, weight)


class OfProcessor(OfActor):
    """A page about a processor."""

    right: ClassVar[Right] = SEE

    @cached_property
    def processor(self) -> Processor:
        """The processor in the address."""
        return visible(self.request, Processor, self.right, self.kwargs["pk"], "organisation")

    @property
    def address(self) -> str:
        """Of its page."""
        return address("processor", self.processor)

    @property
    def subtitle(self) -> Text:
        """Which processor."""
        return self.processor.name

    def crumbs(self) -> Sequence[Crumb]:
        """The list, and the processor."""
        return (LIST, Crumb(self.processor.name, self.address))


class OfDpa(OfActor):
    """A page about an agreement."""

    right: ClassVar[Right] = SEE

    @cached_property
    def agreement(self) -> Dpa:
        """The agreement in the address."""
        related = ("organisation", "processor", "document", "reviewer")
        return visible(self.request, Dpa, self.right, self.kwargs["pk"], *related)

    @property
    def address(self) -> str:
        """Of its page."""
        return address("dpa", self.agreement)

    @property
    def subtitle(self) -> Text:
        """With whom."""
        return f"{self.agreement.processor} · {self.agreement.organisation}"

    def crumbs(self) -> Sequence[Crumb]:
        """The list, the processor and the agreement."""
        processor = self.agreement.processor
        above = Crumb(processor.name, address("processor", processor))
        return (LIST, above, Crumb(str(self.agreement), self.address))


class OfSample(OfActor):
    """A page about a sample."""

    right: ClassVar[Right] = SEE

    @cached_property
    def sample(self) -> Compliancesample:
        """The sample in the address."""
        return visible(self.request, Compliancesample, self.right, self.kwargs["pk"], "organisation")

    @property
    def address(self) -> str:
        """Of its page."""
        return address("sample", self.sample)

    @property
    def subtitle(self) -> Text:
        """Of whose processors."""
        return str(self.sample.organisation)

    def crumbs(self) -> Sequence[Crumb]:
        """The lists, and the sample."""
        return (LIST, SAMPLES, Crumb(self.sample.purpose, self.address))
