"""The registers, described. Certificates and measures are for all parties; the others are the operator's own."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.oversight import models, rights
from sluis.portal.oversight.models.alerts import Rule
from sluis.portal.oversight.views.measuring import measure_actions, measure_more, status_badges
from sluis.portal.oversight.views.registers import Register
from sluis.portal.ui.actions import Badge, Crumb, Tone
from sluis.portal.ui.moments import day
from sluis.portal.ui.navigation import Text

OVERVIEW = Crumb(_("Oversight"), "oversight:overview")
SOON = timedelta(days=90)


def _expiry(record: models.Attestation, on: date) -> Sequence[Text]:
    """It ends, or its edition was withdrawn (A29)."""
    return [*_ends(record.valid_until, on), *_withdrawn(record.standard, on)]


def _ends(until: date, on: date) -> list[Text]:
    if until < on:
        return [gettext("Expired on %(day)s.") % {"day": day(until)}]
    if until - on <= SOON:
        return [gettext("Expires on %(day)s; see to it that it is renewed.") % {"day": day(until)}]
    return []


def _withdrawn(standard: models.Standard, on: date) -> list[Text]:
    if not standard.is_withdrawn(on):
        return []
    facts = {"standard": standard, "next": standard.replaced_by or "–"}
    return [gettext("The edition %(standard)s was withdrawn; its successor: %(next)s.") % facts]


def _expired_badge(record: models.Attestation) -> Sequence[Badge]:
    today = timezone.localdate()
    if record.valid_until < today:
        return (Badge(_("Expired"), Tone.DANGER),)
    if record.valid_until - today <= SOON:
        return (Badge(_("Expires soon"), Tone.WARNING),)
    return (Badge(_("Valid"), Tone.GOOD),)


def _proposed(record: models.Improvement, actor: Actor) -> None:
    record.proposed_at, record.proposed_by = actor.at, actor.name


def _improvement_badges(record: models.Improvement) -> Sequence[Badge]:
    tones = {"proposed": Tone.INFO, "accepted": Tone.WARNING, "done": Tone.GOOD}
    return (Badge(record.get_state_display(), tones.get(record.state, Tone.NEUTRAL)),)


def _improvement_more(request: Any, record: models.Improvement) -> dict[str, Any]:
    actor = request.actor
    own = actor.person is not None and record.owner_id == actor.person.pk
    return {
        "decidable": record.state == "proposed" and actor.may(rights.DECIDE),
        "finishable": record.state == "accepted" and (own or actor.may(rights.EVALUATE)),
        "address": reverse("oversight:improvement-decide", args=[record.pk]),
    }


def _untried(record: models.Arrangement, on: date) -> Sequence[Text]:
    """What was never tried may not work on the day that it must."""
    if record.is_over(on):
        return []
    if record.try_by < on:
        return [gettext("The trial before %(day)s was not held; hold it.") % {"day": day(record.try_by)}]
    return [] if record.tried_on else [gettext("It was never tried whether this can be handed over.")]


def _arrangement_badges(record: models.Arrangement) -> Sequence[Badge]:
    over = record.is_over(timezone.localdate())
    return (Badge(_("Ended")) if over else Badge(_("In force"), Tone.GOOD),)


STANDARDS = Register(
    name="standard", model=models.Standard, see=rights.SEE_ASSURANCE, keep=rights.KEEP_ASSURANCE,
    title=_("Standards"), new=_("New standard"), crumbs=(OVERVIEW,),
    subtitle=_("Editions of standards; measures and certificates refer to them."),
    empty=_("No edition was recorded yet. Add the ones to which certificates and measures refer."),
    columns=("code", "edition", "withdrawn_on", "replaced_by"), related=("replaced_by",),
    fields=("code", "edition", "withdrawn_on", "replaced_by", "shared"), search=("code", "edition"),
)  # fmt: skip
ATTESTATIONS = Register(
    name="attestation", model=models.Attestation, see=rights.SEE_ASSURANCE, keep=rights.KEEP_ASSURANCE,
    title=_("Certificates and statements"), new=_("New certificate"), crumbs=(OVERVIEW,),
    subtitle=_("What others certified about our security, with the statement of applicability; every party takes its copy here."),
    empty=_("No certificate was recorded yet. Add the first one with its copy and its statement of applicability."),
    columns=("kind", "standard", "issuer", "number", "valid_from", "valid_until"), related=("standard__replaced_by",),
    fields=("kind", "standard", "scope", "issuer", "number", "valid_from", "valid_until", "shared"),
    uploads=("copy", "applicability"), search=("issuer", "number", "scope"), filters=("kind",),
    warnings=_expiry, badges=_expired_badge,
)  # fmt: skip
MEASURES = Register(
    name="measure", model=models.Measure, see=rights.SEE_MEASURES, keep=rights.KEEP_MEASURES,
    title=_("Measures"), new=_("New measure"), crumbs=(OVERVIEW,),
    subtitle=_("What is done to protect the data, in eleven themes, each with the evidence that it is done."),
    empty=_("No measure was recorded yet. Add the first one, with who answers for it and when it is evaluated."),
    columns=("title", "theme", "status", "evaluated_on", "evaluate_by"), related=("owner",),
    fields=("theme", "title", "description", "title_en", "description_en", "owner", "status", "kinds", "evaluate_by", "shared"),
    search=("title", "title_en", "description", "description_en"), filters=("theme", "status"),
    template="oversight/measure.html", more=measure_more, badges=status_badges, actions=measure_actions,
)  # fmt: skip
IMPROVEMENTS = Register(
    name="improvement", model=models.Improvement, see=rights.SEE_CONTINUITY, keep=rights.EVALUATE,
    title=_("Improvements"), new=_("New proposal"), crumbs=(OVERVIEW,),
    subtitle=_("Proposals from evaluations, exercises, incidents and analyses of the infrastructure."),
    empty=_("Nothing was proposed yet. An evaluation or exercise that finds something to improve leads to a proposal here."),
    columns=("title", "origin", "state", "owner", "due_on"), related=("owner", "measure"),
    fields=("title", "description", "origin", "measure", "owner", "due_on"), search=("title", "description"),
    filters=("origin", "state"), prepare=_proposed, badges=_improvement_badges, more=_improvement_more,
    template="oversight/improvement.html",
)  # fmt: skip
ASSETS = Register(
    name="asset", model=models.Asset, see=rights.SEE_CONTINUITY, keep=rights.KEEP_CONTINUITY,
    title=_("Assets"), new=_("New asset"), crumbs=(OVERVIEW,),
    subtitle=_("What has to be protected, who answers for it, and how it may be used."),
    empty=_("No asset was recorded yet. Begin with the machines and media on which personal data lie."),
    columns=("name", "kind", "owner", "classification", "environment", "holds_real_data", "ends_on"),
    related=("owner", "environment"),
    fields=("name", "kind", "owner", "classification", "use", "place", "physical", "media_rules", "environment",
            "holds_real_data", "in_use_from", "ends_on", "destroyed_on"),
    uploads=("destruction",), search=("name", "place"), filters=("kind", "classification"),
)  # fmt: skip
ENVIRONMENTS = Register(
    name="environment", model=models.Environment, see=rights.SEE_CONTINUITY, keep=rights.KEEP_CONTINUITY,
    title=_("Environments"), new=_("New environment"), crumbs=(OVERVIEW,),
    subtitle=_("Separate places for production, acceptance, test and development; real personal data in production only."),
    empty=_("No environment was recorded yet. Record each one, and how it is kept apart from the others."),
    columns=("name", "kind", "place", "firewall", "holds_real_data", "checked_on"),
    fields=("name", "kind", "place", "separated_by", "firewall", "malware", "holds_real_data", "checked_on"),
    search=("name", "place"), filters=("kind",),
)  # fmt: skip
DATASETS = Register(
    name="dataset", model=models.DataSet, see=rights.SEE_CONTINUITY, keep=rights.KEEP_CONTINUITY,
    title=_("Data sets"), new=_("New data set"), crumbs=(OVERVIEW,),
    subtitle=_("In which role we handle each set of data, and for what."),
    empty=_("No data set was recorded yet. Name each one with our role and its purposes."),
    columns=("name", "role", "basis", "kept"), related=("environment",),
    fields=("name", "role", "purposes", "aim", "basis", "kept", "environment"), search=("name", "purposes"),
    filters=("role",),
)  # fmt: skip
PLANS = Register(
    name="plan", model=models.Plan, see=rights.SEE_CONTINUITY, keep=rights.KEEP_CONTINUITY,
    title=_("Continuity plans"), new=_("New plan"), crumbs=(OVERVIEW,),
    empty=_("There is no plan yet. Begin with what is done when the production environment is lost."),
    columns=("title", "owner", "state", "reviewed_on", "review_by"), related=("owner",),
    fields=("title", "scope", "owner", "state", "reviewed_on", "review_by"), uploads=("document",), search=("title",),
    filters=("state",),
)  # fmt: skip
EXERCISES = Register(
    name="exercise", model=models.Exercise, see=rights.SEE_CONTINUITY, keep=rights.KEEP_CONTINUITY,
    title=_("Exercises and tests"), new=_("New exercise"), crumbs=(OVERVIEW,),
    subtitle=_("Plans are tried, and what was learned is written down."),
    empty=_("No exercise was planned yet. Plan one for each plan, at least once a year."),
    columns=("title", "plan", "planned_on", "held_on", "result"), related=("plan", "led_by"),
    fields=("plan", "title", "planned_on", "led_by", "held_on", "result", "evaluation"), search=("title",),
    filters=("result",),
)  # fmt: skip
BACKUPS = Register(
    name="backup", model=models.Backup, see=rights.SEE_CONTINUITY, keep=None, title=_("Backups"), new="",
    crumbs=(OVERVIEW,), subtitle=_("Sealed copies; older ones are removed after thirty days, and the record stays."),
    empty=_("No backup was made yet. Plan `sluis backup` every night."),
    columns=("name", "made_at", "size", "removed_at"), fields=("made_at", "name", "sha256", "size", "until", "removed_at"),
    search=("name",),
)  # fmt: skip
RESTORES = Register(
    name="restore", model=models.Restore, see=rights.SEE_CONTINUITY, keep=None, title=_("Restores"), new="",
    crumbs=(OVERVIEW,), subtitle=_("Backups that were put back, as a test or because it was needed."),
    empty=_("Restoring was not tested yet. Run `sluis restore --test` with the newest backup."),
    columns=("restored_at", "kind", "result", "seconds", "records", "chain_whole"), related=("backup",),
    fields=("kind", "restored_at", "backup", "result", "seconds", "records", "chain_whole", "remark"),
    filters=("kind", "result"),
)  # fmt: skip
ARRANGEMENTS = Register(
    name="arrangement", model=models.Arrangement, see=rights.SEE_ARRANGEMENTS, keep=rights.KEEP_CONTINUITY,
    title=_("Exit arrangements"), new=_("New arrangement"), crumbs=(OVERVIEW,),
    subtitle=_("What is handed over to whom if we can no longer go on."),
    empty=_("Nothing was arranged yet. Begin with keys, specifications and definitions of algorithms."),
    columns=("what", "receiver", "party", "agreed_on", "tried_on", "try_by"), related=("party",),
    fields=("what", "description", "receiver", "condition", "held_at", "obtained_by", "agreed_on", "agreed_in", "party",
            "tried_on", "try_by", "ends_on", "shared"),
    uploads=("document",), search=("receiver", "description", "condition"), filters=("what",),
    warnings=_untried, badges=_arrangement_badges,
)  # fmt: skip
RULES = Register(
    name="rule", model=Rule, see=rights.SEE_ALERTS, keep=rights.HANDLE_ALERTS, title=_("Alert rules"), new=_("New rule"),
    crumbs=(OVERVIEW, Crumb(_("Alerts"), "oversight:alerts")),
    empty=_("There is no rule, so nothing is watched. Add one."),
    columns=("shown_name", "way", "severity", "per", "window_hours", "is_on"),
    fields=("name", "way", "kinds", "outcome", "codes", "per", "threshold", "factor", "window_hours", "severity", "is_on"),
    search=("name", "kinds"), filters=("way", "severity"),
)  # fmt: skip
SHIFTS = Register(
    name="shift", model=models.Shift, see=rights.SEE_CONTINUITY, keep=rights.KEEP_ROSTER, title=_("Shifts"),
    new=_("New shift"), crumbs=(OVERVIEW, Crumb(_("Duty roster"), "oversight:roster")),
    empty=_("No shift was planned yet. Every window needs somebody, also at night."),
    columns=("starts_at", "ends_at", "window", "person", "deputy"), related=("person", "deputy"),
    fields=("window", "starts_at", "ends_at", "person", "phone", "deputy", "deputy_phone"), filters=("window",),
)  # fmt: skip

ALL = (
    STANDARDS, ATTESTATIONS, MEASURES, IMPROVEMENTS, ASSETS, ENVIRONMENTS, DATASETS, PLANS, EXERCISES, BACKUPS,
    RESTORES, ARRANGEMENTS, RULES, SHIFTS,
)  # fmt: skip
