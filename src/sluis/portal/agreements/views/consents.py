"""Consents and the warranty of a controller, and the transfer of an agreement to another party."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.agreement import steps
from sluis.portal.access.pages import visible
from sluis.portal.agreements import assigning, consenting, foretelling, stepping
from sluis.portal.agreements.forms_around import AssignForm, ConsentForm
from sluis.portal.agreements.models import Agreement, Consent
from sluis.portal.agreements.rights import SEE, STEP, WARRANT
from sluis.portal.agreements.tables_around import ConsentTable
from sluis.portal.agreements.views.base import OfAgreement
from sluis.portal.agreements.views.terms import names
from sluis.portal.agreements.views.whatif import reason_form
from sluis.portal.agreements.wording import CONSENTS, ConsentKind
from sluis.portal.organisations.parts import Section
from sluis.portal.ui.actions import Action, Crumb
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage, DetailPage, FormPage


class Consents(OfAgreement, DetailPage):
    """What the controller consented to under an agreement."""

    template_name = "agreements/consents.html"
    title = _("Consents of the controller")

    @property
    def subtitle(self) -> Text:
        """Under which agreement."""
        return str(self.agreement)

    def actions(self) -> Sequence[Action]:
        """A new one."""
        return [self.button(_("New consent"), "consent-new", WARRANT, "plus")]

    def context(self) -> dict[str, Any]:
        """All of them, those that were taken back too."""
        found = list(Consent.objects.visible_to(self.actor, SEE).filter(agreement=self.agreement))
        table = ConsentTable(
            found, names=names(self, [each.given_by for each in found]), may=self.may(WARRANT), orderable=False
        )
        return {
            "section": Section(
                _("Consents"), table,
                _("No consent is on record: what the agreement closes without consent stays closed."),
            )
        }  # fmt: skip


class _Filing(OfAgreement, FormPage):
    """A form about an agreement, from its page of consents."""

    right = WARRANT

    @property
    def subtitle(self) -> Text:
        """Under which agreement."""
        return str(self.agreement)

    @property
    def success_url(self) -> str:
        """Back to the consents."""
        return reverse("agreements:consents", args=[self.agreement.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """The agreement and its consents."""
        return (*super().crumbs(), Crumb(_("Consents"), self.success_url))


class ConsentNew(_Filing):
    """Consent to something."""

    title = _("New consent")
    form_class = ConsentForm
    submit = _("Consent")
    message = _("The consent is on record.")

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = dict(form.cleaned_data)
        kind = ConsentKind(typed.pop("kind"))
        if kind is not ConsentKind.COUNTRY:
            typed["country"] = ""
        return consenting.give(self.actor, agreement=self.agreement, kind=kind, **typed)


class ConsentWithdraw(_Filing, ConfirmPage):
    """Take a consent back."""

    title = _("Take consent back")
    submit = _("Withdraw")
    message = _("The consent was taken back.")

    @cached_property
    def consent(self) -> Consent:
        """In the address."""
        related = ("agreement__organisation", "agreement__main", "agreement__current")
        return visible(self.request, Consent, WARRANT, self.kwargs["pk"], *related)

    @cached_property
    def agreement(self) -> Agreement:
        """Under which it was given."""
        found: Agreement = self.consent.agreement
        return found

    def consequences(self) -> Sequence[Text]:
        """What is closed then."""
        facts = {"kind": CONSENTS[ConsentKind(self.consent.kind)], "about": self.consent.about}
        return [
            gettext("From today this is no longer allowed – %(kind)s: %(about)s.") % facts,
            gettext("What was done before stays allowed."),
        ]

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Call the service."""
        return consenting.withdraw(self.actor, consent=self.consent)


class Warranty(_Filing):
    """Warrant that people consented, or take that back."""

    template_name = "ui/confirm.html"
    form_class = reason_form(None)
    message = _("It is on record, and the programs of the exchange follow it.")

    @property
    def given(self) -> bool:
        """What this page does: the other than what stands."""
        return not self.standing.warranty

    @property
    def title(self) -> Text:
        """Which of the two."""
        return _("Warrant that people consented") if self.given else _("Take the warranty back")

    @property
    def submit(self) -> Text:  # type: ignore[override] # which of the two
        """Which of the two."""
        return _("Warrant") if self.given else _("Withdraw")

    @property
    def dangerous(self) -> bool:  # type: ignore[override] # only one of the two
        """Deliveries stop when it is taken back."""
        return not self.given

    @property
    def success_url(self) -> str:
        """Back to the agreement."""
        return self.address

    def crumbs(self) -> Sequence[Crumb]:
        """The agreement."""
        return OfAgreement.crumbs(self)

    def context(self) -> dict[str, Any]:
        """What follows; a step that is not possible is refused here already."""
        foreseen = stepping.foresee(self.agreement, steps.Warrant(self.given), self.actor.at)
        name = self.agreement.organisation.name
        said = gettext("%(name)s warrants that the people whose data it delivers consented to that.") % {"name": name}
        lines = [*([said] if self.given else []), *foretelling.changes(self.agreement, foreseen)]
        return {"consequences": lines}

    def save(self, form: Any) -> object:
        """Call the service."""
        step, reason = steps.Warrant(self.given), form.cleaned_data["reason"]
        return stepping.take(self.actor, agreement=self.agreement, step=step, reason=reason)


class Assign(_Filing):
    """Let a third party take the operator's place."""

    right = STEP
    title = _("Transfer to another party")
    form_class = AssignForm
    submit = _("Transfer")
    dangerous = True
    template_name = "ui/confirm.html"
    message = _("The transfer is on record. Both parties are told.")

    @property
    def success_url(self) -> str:
        """Back to the agreement."""
        return self.address

    def crumbs(self) -> Sequence[Crumb]:
        """The agreement."""
        return OfAgreement.crumbs(self)

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": timezone.localdate()}

    def form_options(self) -> dict[str, Any]:
        """The consents that count."""
        ids = consenting.standing_consents(self.agreement, ConsentKind.ASSIGNMENT, self.actor.at).values("pk")
        return {
            "consented": Consent.objects.visible_to(self.actor, STEP).filter(pk__in=ids),
            "needed": self.agreement.contract.regime.transfer.assignment_needs_consent,
        }

    def context(self) -> dict[str, Any]:
        """What follows."""
        return {
            "consequences": [
                gettext("The agreement ends here on its last day: nothing new is processed under it then."),
                gettext("What is held here is returned or destroyed, by the controller's choice; nothing moves along."),
                gettext("The other party goes on with an agreement of its own with the controller."),
            ]
        }

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        return assigning.assign(
            self.actor, agreement=self.agreement, to=typed.get("to", ""), on=typed["on"],
            consent=typed.get("consent"), reason=typed["reason"],
        )  # fmt: skip
