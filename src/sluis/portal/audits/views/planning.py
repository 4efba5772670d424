"""Planning an audit, carrying it out, closing it; its costs."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.audits import asking, costing, planning, rights
from sluis.portal.audits.forms import AgreeForm, CarriedOutForm, CostForm, ProposeForm, ReasonForm
from sluis.portal.audits.models import State
from sluis.portal.audits.views.base import Considered, OfAudit
from sluis.portal.ui.forms import Form
from sluis.portal.ui.moments import day
from sluis.portal.ui.navigation import Text


class Propose(OfAudit, Considered):
    """A day and an auditor."""

    right = rights.AGREE
    title = _("Propose day and auditor")
    form_class = ProposeForm
    submit = _("Propose")
    message = _("The proposal was sent to the other party.")

    def initial(self) -> dict[str, Any]:
        """What was proposed before."""
        found = self.audit
        return {"held_on": found.held_on, "auditor": found.auditor, "independent": found.independent}

    def follows(self) -> Sequence[Text]:
        """The other party confirms."""
        found: list[Text] = [gettext("The other party is asked to confirm; until then nothing is planned.")]
        if self.audit.state == State.PLANNED:
            found.append(gettext("What was planned lapses with this proposal."))
        return found

    def save(self, form: Any) -> object:
        """Call the service."""
        return planning.propose(self.actor, audit=self.audit, **form.cleaned_data)


class Agree(OfAudit, Considered):
    """Confirm what the other party proposed."""

    right = rights.AGREE
    title = _("Confirm plan")
    form_class = AgreeForm
    submit = _("Confirm")
    message = _("The audit was planned.")

    def initial(self) -> dict[str, Any]:
        """What is read."""
        return {"held_on": self.audit.held_on, "auditor": self.audit.auditor}

    def follows(self) -> Sequence[Text]:
        """Day and auditor."""
        found = self.audit
        if found.held_on is None:
            return [gettext("Nothing was proposed yet.")]
        words = gettext("%(auditor)s audits on %(day)s.")
        return [words % {"auditor": found.auditor, "day": day(found.held_on)}]

    def save(self, form: Any) -> object:
        """Call the service."""
        return planning.agree(self.actor, audit=self.audit, **form.cleaned_data)


class CarriedOut(OfAudit, Considered):
    """It took place."""

    right = rights.RECORD
    title = _("Carried out")
    form_class = CarriedOutForm
    submit = _("Record")
    message = _("It was recorded that the audit was carried out.")

    def follows(self) -> Sequence[Text]:
        """Findings come next."""
        return [gettext("After this, findings are recorded one by one; both parties assess each of them.")]

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        return planning.carried_out(self.actor, audit=self.audit, summary=typed["summary"], file=typed["file"])


class Close(OfAudit, Considered):
    """All is settled."""

    right = rights.RECORD
    title = _("Close audit")
    form_class = Form
    submit = _("Close")
    message = _("The audit was closed.")

    def follows(self) -> Sequence[Text]:
        """Nothing can be added."""
        found: list[Text] = [gettext("No finding and no costs can be added any more.")]
        if self.audit.is_own and self.audit.every:
            found.append(
                gettext("The next one is put on the calendar: %(when)s.") % {"when": self.audit.get_every_display()}
            )
        return found

    def save(self, form: Any) -> object:  # noqa: ARG002 - nothing is filled in
        """Call the service."""
        return planning.close(self.actor, audit=self.audit)


class Cost(OfAudit, Considered):
    """What one's own side spent."""

    right = rights.AGREE
    title = _("Record costs")
    form_class = CostForm
    submit = _("Record")
    message = _("The costs were recorded.")

    def follows(self) -> Sequence[Text]:
        """Who bears them follows."""
        return [gettext("Who bears the costs follows from the agreement and the findings; the page shows it.")]

    def save(self, form: Any) -> object:
        """Call the service."""
        return costing.record_cost(self.actor, audit=self.audit, amount=form.cleaned_data["amount"])


class Withdraw(OfAudit, Considered):
    """It does not take place."""

    right = rights.ASK
    title = _("Withdraw audit")
    form_class = ReasonForm
    submit = _("Withdraw")
    dangerous = True
    message = _("The audit was withdrawn.")

    def follows(self) -> Sequence[Text]:
        """It stays on record."""
        return [gettext("The processor is told. For an audit after this, all steps are taken again.")]

    def save(self, form: Any) -> object:
        """Call the service."""
        return asking.withdraw(self.actor, audit=self.audit, reason=form.cleaned_data["reason"])
