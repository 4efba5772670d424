"""What pages have in common: the subprocessor or notice in the address, and the way to it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.acting import OfActor
from sluis.portal.access.pages import visible
from sluis.portal.access.rights import Right
from sluis.portal.subprocessors.models import Subnotice, Subprocessor
from sluis.portal.subprocessors.rights import SEE
from sluis.portal.ui.actions import Crumb
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import FormPage

LIST = Crumb(_("Subprocessors"), "subprocessors:list")
NOTICES = Crumb(_("Notices"), "subprocessors:notices")


def address(name: str, record: Any) -> str:
    """Where the page about a record is."""
    return reverse(f"subprocessors:{name}", args=[record.pk])


class OfSubprocessor(OfActor):
    """A page about a subprocessor."""

    right: ClassVar[Right] = SEE

    @cached_property
    def subprocessor(self) -> Subprocessor:
        """The one in the address."""
        return visible(self.request, Subprocessor, type(self).right, self.kwargs["pk"], "party")

    @property
    def subtitle(self) -> Text:
        """Which one."""
        return self.subprocessor.name

    def crumbs(self) -> Sequence[Crumb]:
        """The register, and the subprocessor."""
        return (LIST, Crumb(self.subprocessor.name, address("subprocessor", self.subprocessor)))


class OfNotice(OfActor):
    """A page about a notice."""

    right: ClassVar[Right] = SEE

    @cached_property
    def notice(self) -> Subnotice:
        """The one in the address."""
        related = ("subprocessor", "agreement__current", "agreement__main", "organisation")
        return visible(self.request, Subnotice, type(self).right, self.kwargs["pk"], *related)

    @property
    def subtitle(self) -> Text:
        """Of whom, under which agreement."""
        return f"{self.notice.subprocessor.name} · {self.notice.agreement.number} · {self.notice.organisation.name}"

    def crumbs(self) -> Sequence[Crumb]:
        """The register, the notices, the notice."""
        return (LIST, NOTICES, Crumb(self.notice.subprocessor.name, address("notice", self.notice)))


class ForSubprocessor(OfSubprocessor, FormPage):
    """A form; afterwards one is on the page of the subprocessor."""

    @property
    def success_url(self) -> str:
        """The subprocessor."""
        return address("subprocessor", self.subprocessor)


class ForNotice(OfNotice, FormPage):
    """A form with what follows above it; afterwards one is on the page of the notice."""

    template_name = "ui/confirm.html"

    @property
    def success_url(self) -> str:
        """The notice."""
        return address("notice", self.notice)

    def follows(self) -> Sequence[Text]:
        """What happens then, one sentence each."""
        return ()

    def context(self) -> dict[str, Any]:
        """What follows."""
        return {"consequences": self.follows()}
