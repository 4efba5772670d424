"""One audit, asking for it, and the steps that come first."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.agreement.contract import Side
from sluis.portal.access.changing import changing
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.audits import asking, costing, life, rights
from sluis.portal.audits.forms import AskForm, StepsForm
from sluis.portal.audits.models import Audit, Auditfile, Finding, Kind, State
from sluis.portal.audits.preconditions import NEEDS, Need, met, missing, needs
from sluis.portal.audits.tables import STAGES, TONES
from sluis.portal.audits.views.base import LIST, Considered, OfAgreement, OfAudit, step
from sluis.portal.documents.giving_out import as_attachment
from sluis.portal.oversight.models import Attestation
from sluis.portal.oversight.rights import SEE_ASSURANCE
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage

_AFTER = (State.CARRIED_OUT, State.FINDINGS)


def _needed(audit: Audit) -> tuple[Need, ...]:
    rule = audit.agreement.contract.regime.audit if audit.agreement else None
    return needs(rule) if rule and audit.kind == Kind.CONTROLLER else ()


def _left(audit: Audit) -> tuple[Need, ...]:
    rule = audit.agreement.contract.regime.audit if audit.agreement else None
    return missing(rule, audit) if rule and audit.kind == Kind.CONTROLLER else ()


class AuditPage(OfAudit, DetailPage):
    """All about an audit."""

    template_name = "audits/audit.html"

    @property
    def title(self) -> Text:
        """Its number."""
        return gettext("Audit %(number)s") % {"number": self.audit.number}

    @property
    def subtitle(self) -> Text:
        """Under which agreement."""
        found = self.audit
        return f"{found.agreement} · {found.organisation}" if found.agreement else str(found.organisation)

    def crumbs(self) -> Sequence[Crumb]:
        """The list."""
        return (LIST,)

    def badges(self) -> Sequence[Badge]:
        """Kind, state, confidential."""
        found = self.audit
        return (
            Badge(found.get_kind_display()),
            Badge(found.get_state_display(), TONES.get(found.state, Tone.NEUTRAL)),
            Badge(_("Confidential"), Tone.NEUTRAL),
        )

    def actions(self) -> Sequence[Action]:
        """What this person can do now."""
        found, actor, home = self.audit, self.actor, self.audit.organisation_id
        by_controller = found.kind == Kind.CONTROLLER
        asks = actor.reaches(rights.ASK, home) and by_controller
        agrees = actor.reaches(rights.AGREE, home) and by_controller
        records = actor.reaches(rights.RECORD, home) and not (by_controller and actor.is_operator)
        theirs, state = bool(found.proposed_by) and found.proposed_by != self.side.value, found.state
        asked, open_, planned, after = (
            state == State.REQUESTED, state == State.ADMISSIBLE, state == State.PLANNED, state in _AFTER,
        )  # fmt: skip
        less = Weight.SECONDARY
        return [
            step(found, "steps", _("Take next step"), "list-check", asks and asked),
            step(found, "agree", _("Confirm plan"), "check", agrees and open_ and theirs),
            step(found, "propose", _("Propose day and auditor"), "calendar", agrees and (open_ or planned), less),
            step(found, "carried-out", _("Carried out"), "clipboard-check", records and planned),
            step(found, "finding-new", _("Record a finding"), "plus", records and after),
            step(found, "close", _("Close"), "check", records and after, less),
            step(found, "cost", _("Record costs"), "receipt", agrees and (planned or after), less),
            step(found, "withdraw", _("Withdraw"), "x", asks and (asked or open_ or planned), Weight.QUIET),
        ]

    def context(self) -> dict[str, Any]:
        """Steps, plan, findings, costs and files."""
        found, actor = self.audit, self.actor
        findings = list(Finding.objects.visible_to(actor, rights.SEE).filter(audit=found).select_related("audit"))
        files = Auditfile.objects.visible_to(actor, rights.SEE).filter(audit=found).defer("content")
        certificates = Attestation.objects.visible_to(actor, SEE_ASSURANCE).select_related("standard")
        wants = Need.CERTIFICATES_ASSESSED in _needed(found)
        return {
            "audit": found,
            "life": life.of_audit(found, _left(found), self.today),
            "needs": [(NEEDS[need], met(need, found)) for need in _needed(found)],
            "findings": [(each, _stage(each), each.is_late(self.today)) for each in findings],
            "costs": _costs(found, findings),
            "files": list(files),
            "certificates": list(certificates.filter(valid_until__gte=self.today)) if wants else [],
            "theirs": bool(found.proposed_by) and found.proposed_by != self.side.value,
        }


def _stage(finding: Finding) -> Badge:
    return Badge(finding.get_stage_display(), STAGES.get(finding.stage, Tone.NEUTRAL))


def _costs(audit: Audit, findings: Sequence[Finding]) -> dict[str, Any] | None:
    found = costing.allocation(audit, findings)
    if found is None or audit.state in (State.REQUESTED, State.ADMISSIBLE, State.WITHDRAWN):
        return None
    bears = None
    if found.bears and any(found.bears.values()):
        bears = [found.bears[Side.CONTROLLER], found.bears[Side.PROCESSOR]]
    return {"found": found, "bears": bears}


class Ask(OfAgreement, Considered):
    """Ask for an audit."""

    right = rights.ASK
    title = _("Ask for an audit")
    form_class = AskForm
    submit = _("Ask for the audit")
    message = _("The audit was asked for.")
    made: Audit

    @property
    def address(self) -> str:
        """The page of the new one."""
        return reverse("audits:audit", args=[self.made.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (LIST,)

    def form_options(self) -> dict[str, Any]:
        """What the agreement asks for."""
        return {"rule": self.agreement.contract.regime.audit}

    def follows(self) -> Sequence[Text]:
        """What the agreement says about audits."""
        rule = self.agreement.contract.regime.audit
        first = ", ".join(str(NEEDS[need]).lower() for need in needs(rule))
        found: list[Text] = (
            [gettext("Before it can be planned, the agreement asks for: %(steps)s.") % {"steps": first}]
            if first
            else []
        )
        if rule.certificates_first:
            found.append(
                gettext("The certificates are requested with this; you assess them, and give grounds after that.")
            )
        if rule.independent:
            found.append(gettext("An independent third party audits; both parties set the day and who that is."))
        return [*found, gettext("The processor is told at once. What comes of it is confidential.")]

    def save(self, form: Any) -> Audit:
        """Call the service."""
        self.made = asking.ask(self.actor, agreement=self.agreement, data=form.data_of_it)
        return self.made


class Steps(OfAudit, Considered):
    """What is missing still."""

    right = rights.ASK
    title = _("Take next step")
    template_name = "audits/steps.html"
    form_class = StepsForm
    message = _("The step was recorded.")

    def form_options(self) -> dict[str, Any]:
        """Only what is missing."""
        return {"needs": _left(self.audit), "instance": self.audit}

    def follows(self) -> Sequence[Text]:
        """It can be planned then."""
        return [gettext("When all steps were taken, both parties are asked to plan the audit.")]

    def context(self) -> dict[str, Any]:
        """With the certificates that are to be assessed."""
        seen = Attestation.objects.visible_to(self.actor, SEE_ASSURANCE).select_related("standard")
        wants = Need.CERTIFICATES_ASSESSED in _left(self.audit)
        return super().context() | {"certificates": list(seen) if wants else []}

    def save(self, form: Any) -> object:
        """Call the service."""
        return asking.complete(self.actor, audit=self.audit, data=form.cleaned_data)


class TakeFile(View):
    """A report or an attachment, for those who may see it; that it was taken is recorded."""

    right = rights.SEE
    http_method_names = ["get"]  # noqa: RUF012 - as Django declares it

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """As an attachment."""
        found: Any = visible(request, Auditfile, rights.SEE, pk)
        with changing(actor_of(request), rights.SEE, on=found) as change:
            change.record("auditfile.taken", found, objects={"digest": found.sha256})
        return as_attachment(found)
