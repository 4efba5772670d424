"""Sections from oversight: measures with what shows that they are adequate, certificates, and what was improved."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sluis.deadlines import day_of
from sluis.portal.access.models import Organisation
from sluis.portal.agreements.papers.about_agreements import NONE, day_or_none
from sluis.portal.agreements.papers.sections import Period
from sluis.portal.documents.rendering.paper import Block, Paragraph, Section, Table
from sluis.portal.ledger.models import Entry
from sluis.portal.oversight.models import Attestation, Evaluation, Exercise, Improvement, Measure, Proof, Reference
from sluis.portal.oversight.selecting import of_kinds


def _shared() -> Any:
    """The operator's measures that parties may read."""
    found = Measure.everything.filter(shared=True, organisation__is_operator=True)
    return found.exclude(status=Measure.Status.WITHDRAWN).order_by("theme", "title", "pk")


def measures(_organisation: Organisation | None, _at: datetime, _period: Period, _language: str) -> Section:
    """Each measure with its standard, its state, its last evaluation and its evidence (I-62)."""
    numbers, shown = _by_measure(Reference), _by_measure(Proof)
    head = (_("Theme"), _("Measure"), _("Standard"), _("State"), _("Last evaluated"), _("Evidence"))
    rows = tuple(
        (
            str(each.get_theme_display()),
            each.shown_title,
            "\n".join(f"{one.standard.code} {one.number}" for one in numbers[each.pk]) or NONE,
            str(each.get_status_display()),
            day_or_none(each.evaluated_on),
            "\n".join(f"{one.title} ({day_or_none(one.shown_on)})" for one in shown[each.pk][:3]) or NONE,
        )
        for each in _shared()
    )
    blocks: tuple[Block, ...] = (Table(head, rows, widths=(14, 26, 15, 11, 12, 22)),)
    return Section(
        _("Measures and their evidence"), blocks if rows else (Paragraph(_("No measures were shared yet.")),)
    )


def _by_measure(model: Any) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    related = ("standard",) if model is Reference else ()
    for one in model.everything.filter(measure__in=_shared()).select_related(*related):
        found[one.measure_id].append(one)
    return found


def design_and_operation(
    _organisation: Organisation | None, _at: datetime, period: Period, _language: str
) -> Section | None:
    """Of each measure: what it is meant to do, and what showed in the period whether it did (I-65)."""
    evaluations = defaultdict(list)
    within = Q(evaluated_on__range=(period.first, period.last))
    for one in Evaluation.everything.filter(within, measure__in=_shared()).order_by("evaluated_on", "pk"):
        evaluations[one.measure_id].append(f"{day_or_none(one.evaluated_on)}: {one.get_result_display()}")
    events = Entry.objects.filter(at__range=(period.begins, period.ends))
    rows = []
    for each in _shared():
        seen = events.filter(of_kinds(each.patterns)).count() if each.patterns else 0
        worked = [*evaluations[each.pk]]
        if seen:
            worked.append(ngettext("%d event in the evidence", "%d events in the evidence", seen) % seen)
        design = each.shown_description or str(each.get_status_display())
        rows.append((each.shown_title, design, "\n".join(worked) or _("Not shown in this period")))
    head = (_("Measure"), _("Design"), _("How it worked"))
    return Section(_("Design and operation"), (Table(head, tuple(rows), widths=(28, 42, 30)),)) if rows else None


def attestations(_organisation: Organisation | None, _at: datetime, period: Period, _language: str) -> Section:
    """Certificates and statements that were valid in the period."""
    found = Attestation.everything.filter(shared=True, organisation__is_operator=True, valid_from__lte=period.last)
    found = found.filter(valid_until__gte=period.first).select_related("standard").order_by("valid_until", "pk")
    head = (_("Kind"), _("Standard"), _("Scope"), _("Issued by"), _("Number"), _("Valid until and including"))
    rows = tuple(
        (
            str(one.get_kind_display()), str(one.standard), one.scope, one.issuer, one.number or NONE,
            day_or_none(one.valid_until),
        )
        for one in found
    )  # fmt: skip
    nothing = Paragraph(_("No certificate or statement was valid in this period."))
    table = Table(head, rows, widths=(14, 16, 30, 16, 12, 12))
    return Section(_("Certificates and statements"), (table,) if rows else (nothing,))


def improvements(_organisation: Organisation | None, _at: datetime, period: Period, _language: str) -> Section | None:
    """What was decided or done in the period; it is what the processor made of refusals, alerts and audits."""
    span = (period.begins, period.ends)
    moved = Q(decided_at__range=span) | Q(done_at__range=span)
    kept = (Improvement.State.ACCEPTED, Improvement.State.DONE)
    found = Improvement.everything.filter(moved, organisation__is_operator=True, state__in=kept).order_by(
        "proposed_at", "pk"
    )
    head = (_("Proposal"), _("Origin"), _("State"), _("Proposed"), _("Done on"))
    rows = tuple(
        (
            one.title, str(one.get_origin_display()), str(one.get_state_display()), day_or_none(day_of(one.proposed_at)),
            day_or_none(day_of(one.done_at) if one.done_at else None),
        )
        for one in found
    )  # fmt: skip
    return Section(_("Improvements"), (Table(head, rows, widths=(38, 22, 14, 13, 13)),)) if rows else None


def exercises(_organisation: Organisation | None, _at: datetime, period: Period, _language: str) -> Section | None:
    """Tests of continuity that were held in the period."""
    found = Exercise.everything.filter(held_on__range=(period.first, period.last), organisation__is_operator=True)
    head = (_("Exercise or test"), _("Held on"), _("Result"))
    rows = tuple(
        (one.title, day_or_none(one.held_on), str(one.get_result_display())) for one in found.order_by("held_on", "pk")
    )
    return Section(_("Continuity"), (Table(head, rows, widths=(60, 20, 20)),)) if rows else None
