"""One finding: recording, assessing, carrying out, verifying."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.audits import finding, life, rights
from sluis.portal.audits.forms import AssessForm, FindingForm, OutcomeForm, TermForm, VerifyForm
from sluis.portal.audits.models import Finding, Kind
from sluis.portal.audits.tables import STAGES
from sluis.portal.audits.views.base import Considered, OfAudit, OfFinding, step
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage

Stage = Finding.Stage


class FindingPage(OfFinding, DetailPage):
    """All about a finding."""

    template_name = "audits/finding.html"

    @property
    def title(self) -> Text:
        """Its number."""
        return gettext("Finding %(number)s") % {"number": self.finding}

    @property
    def subtitle(self) -> Text:
        """Whose audit."""
        return str(self.finding.organisation)

    def crumbs(self) -> Sequence[Crumb]:
        """The list, and the audit."""
        return super().crumbs()[:2]

    def badges(self) -> Sequence[Badge]:
        """Where it stands; that something is not complied with."""
        found = self.finding
        state = Badge(found.get_stage_display(), STAGES.get(found.stage, Tone.NEUTRAL))
        return (state, Badge(_("Not complied with"), Tone.DANGER)) if found.fails else (state,)

    def actions(self) -> Sequence[Action]:
        """What this person can do now."""
        found, actor, home = self.finding, self.actor, self.finding.organisation_id
        verifies = actor.reaches(rights.RECORD, home) and not (
            found.audit.kind == Kind.CONTROLLER and actor.is_operator
        )
        open_, agreed = found.stage in (Stage.OPEN, Stage.DISPUTED), found.stage == Stage.AGREED
        mine = found.audit.is_own or found.carried_by in ("both", self.side.value)
        return [
            step(found, "finding-assess", _("Assess"), "scale", open_ and actor.reaches(rights.AGREE, home)),
            step(
                found,
                "finding-carry-out",
                _("Carried out"),
                "check",
                agreed and mine and actor.reaches(rights.CARRY_OUT, home),
            ),
            step(found, "finding-verify", _("Verify"), "checks", verifies and found.stage == Stage.DONE),
            step(
                found,
                "finding-term",
                _("Set another term"),
                "calendar-time",
                verifies and (open_ or agreed),
                Weight.SECONDARY,
            ),
        ]

    def context(self) -> dict[str, Any]:
        """Its course and its fields."""
        return {"finding": self.finding, "life": life.of_finding(self.finding, self.today)}


class Record(OfAudit, Considered):
    """A new finding."""

    right = rights.RECORD
    title = _("Record a finding")
    form_class = FindingForm
    submit = _("Record finding")
    message = _("The finding was recorded.")

    def form_options(self) -> dict[str, Any]:
        """What can be chosen."""
        return {"actor": self.actor, "audit": self.audit}

    def follows(self) -> Sequence[Text]:
        """Who assesses it."""
        if self.audit.is_own:
            return [gettext("It is assessed first, and then carried out by the day that you set.")]
        return [gettext("Both parties assess it; when they agree, a task is given with the term that you set.")]

    def save(self, form: Any) -> object:
        """Call the service."""
        return finding.record(self.actor, audit=self.audit, data=form.cleaned_data)


class _Step(OfFinding, Considered):
    template_name = "audits/about_finding.html"

    def context(self) -> dict[str, Any]:
        """With the finding itself."""
        return super().context() | {"finding": self.finding}


class Assess(_Step):
    """What one's own party thinks."""

    right = rights.AGREE
    title = _("Assess finding")
    form_class = AssessForm
    submit = _("Record assessment")
    message = _("The assessment was recorded.")

    def follows(self) -> Sequence[Text]:
        """What happens when both have."""
        return [
            gettext("When both parties agree, it is carried out; when both dispute it, it is rejected."),
            gettext("When they differ, it stays open until one of them thinks otherwise."),
        ]

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        return finding.assess(self.actor, finding=self.finding, agrees=typed["view"] == "agrees", why=typed["why"])


class SetTerm(_Step):
    """Another day."""

    right = rights.RECORD
    title = _("Set another term")
    form_class = TermForm
    message = _("The term was set.")

    def initial(self) -> dict[str, Any]:
        """As it is."""
        return {"due_on": self.finding.due_on}

    def follows(self) -> Sequence[Text]:
        """The task moves."""
        return [gettext("The task of who carries it out gets this day.")]

    def save(self, form: Any) -> object:
        """Call the service."""
        return finding.set_term(self.actor, finding=self.finding, due_on=form.cleaned_data["due_on"])


class CarryOut(_Step):
    """What was done."""

    right = rights.CARRY_OUT
    title = _("Carried out")
    form_class = OutcomeForm
    submit = _("Record")
    message = _("It was recorded that the finding was carried out.")

    def follows(self) -> Sequence[Text]:
        """It is verified."""
        return [gettext("It is verified next; only then it is closed.")]

    def save(self, form: Any) -> object:
        """Call the service."""
        return finding.carry_out(self.actor, finding=self.finding, outcome=form.cleaned_data["outcome"])


class Verify(_Step):
    """Enough, or again."""

    right = rights.RECORD
    title = _("Verify finding")
    form_class = VerifyForm
    submit = _("Record")
    message = _("It was recorded.")

    def follows(self) -> Sequence[Text]:
        """Of either answer."""
        return [gettext("Enough: it is closed. Not enough: a new task is given, with the day that you set.")]

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        return finding.verify(
            self.actor, finding=self.finding, enough=typed["enough"] == "yes", due_on=typed["due_on"],
            remark=typed["remark"],
        )  # fmt: skip
