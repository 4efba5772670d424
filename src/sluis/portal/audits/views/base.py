"""What the pages have in common: the record in the address, and forms that show what follows before the button."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.agreement.contract import Side
from sluis.portal.access import acting
from sluis.portal.access.acting import OfActor
from sluis.portal.access.pages import visible
from sluis.portal.access.rights import Right
from sluis.portal.agreements.models import Agreement
from sluis.portal.agreements.rights import SEE as SEE_AGREEMENTS
from sluis.portal.agreements.sides import side_of
from sluis.portal.audits.models import Audit, Finding, Inforequest
from sluis.portal.audits.rights import SEE
from sluis.portal.ui.actions import Action, Crumb, Weight
from sluis.portal.ui.navigation import Text

LIST = Crumb(_("Audits and findings"), "audits:list")
INFO = Crumb(_("Requests for information"), "audits:inforequests")
ADEQUACY = Crumb(_("Adequacy of measures"), "audits:coverage")


class OfSide(OfActor):
    """A page that asks on which side its reader is."""

    @property
    def side(self) -> Side:
        """On which side."""
        return side_of(self.actor)


class OfAgreement(OfSide):
    """A page under an agreement."""

    @cached_property
    def agreement(self) -> Agreement:
        """The agreement in the address."""
        return visible(self.request, Agreement, SEE_AGREEMENTS, self.kwargs["pk"], "organisation", "current")

    @property
    def subtitle(self) -> Text:
        """Which agreement, and whose."""
        return f"{self.agreement} · {self.agreement.organisation}"


class OfAudit(OfSide):
    """A page about an audit."""

    right: ClassVar[Right] = SEE

    @cached_property
    def audit(self) -> Audit:
        """The audit in the address."""
        return visible(self.request, Audit, self.right, self.kwargs["pk"], "organisation", "agreement__current")

    @property
    def address(self) -> str:
        """Of its page."""
        return reverse("audits:audit", args=[self.audit.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """The list, and the audit."""
        return (LIST, Crumb(self.audit.number, self.address))


class OfFinding(OfSide):
    """A page about a finding."""

    right: ClassVar[Right] = SEE

    @cached_property
    def finding(self) -> Finding:
        """The finding in the address."""
        related = ("organisation", "audit__agreement__current", "measure")
        return visible(self.request, Finding, self.right, self.kwargs["pk"], *related)

    @property
    def address(self) -> str:
        """Of its page."""
        return reverse("audits:finding", args=[self.finding.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """The list, the audit, and the finding."""
        audit = self.finding.audit
        above = Crumb(audit.number, reverse("audits:audit", args=[audit.pk]))
        return (LIST, above, Crumb(str(self.finding), self.address))


class OfInforequest(OfSide):
    """A page about a request for information."""

    right: ClassVar[Right] = SEE

    @cached_property
    def inforequest(self) -> Inforequest:
        """The request in the address."""
        return visible(self.request, Inforequest, self.right, self.kwargs["pk"], "organisation", "agreement", "audit")

    @property
    def address(self) -> str:
        """Of its page."""
        return reverse("audits:inforequest", args=[self.inforequest.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """The lists, and the request."""
        return (LIST, INFO, Crumb(self.inforequest.number, self.address))


class Considered(OfSide, acting.Considered):
    """A form with its consequences above the button."""


def step(record: Any, name: str, label: Text, sign: str, shown: bool, weight: Weight = Weight.PRIMARY) -> Action:
    """A button for something that can be done with a record."""
    return Action(label, reverse(f"audits:{name}", args=[record.pk]), sign, lambda _request: shown, weight)
