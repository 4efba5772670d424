"""What Sluis does with each clause, in a few words beside it; every word follows from a field of the agreement."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sluis.agreement.clauses import Clause
from sluis.agreement.contract import Contract
from sluis.agreement.numbering import applying, article
from sluis.agreement.processings import Verb
from sluis.agreement.regime import (
    AuditCost,
    AuditRegime,
    Billing,
    ChangeRule,
    ClockStart,
    Penalty,
    Reporter,
    RequestMode,
    ReturnCost,
    SubprocessorRegime,
    TermType,
)
from sluis.deadlines import Term, worded
from sluis.portal.agreements.wording import CLAUSES, GROUNDS, VERBS
from sluis.portal.ui.navigation import Text


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that Sluis does, with an icon."""

    icon: str
    words: str


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A clause, and what follows from it.

    Attributes:
        anchor: for links: `clause-breach`.
        number: where it stands.
    """

    clause: Clause
    anchor: str
    number: str
    title: Text
    pieces: tuple[Piece, ...]

    @property
    def slot(self) -> str:
        """Where higher apps say how it stands."""
        return self.anchor


def behaviours(contract: Contract) -> tuple[Behaviour, ...]:
    """Every clause that applies, in order."""
    return tuple(
        Behaviour(
            clause,
            f"clause-{clause.value}",
            article(contract, clause).removeprefix("art. "),
            CLAUSES[clause],
            tuple(Piece(icon, str(words)) for icon, words in _PIECES[clause](contract)),
        )
        for clause in applying(contract)
    )


Pieces = Iterator[tuple[str, Text]]


def _purpose(contract: Contract) -> Pieces:
    purposes = dict.fromkeys(purpose for row in contract.processings for purpose in row.purposes)
    for purpose in list(purposes)[:3]:
        yield "target", purpose
    yield "ban", _("another purpose → refused")
    if contract.statutory.duty:
        yield "gavel", _("statutory duty → registry must stand in the register")


def _data(contract: Contract) -> Pieces:
    for verb in sorted(contract.verbs):
        yield "check", VERBS[verb]
    yield "ban", _("anything else → refused")
    if contract.flows:
        yield "file-check", _("fields: only those of the approved specification")


def _recipients(contract: Contract) -> Pieces:
    for flow in contract.flows:
        if flow.transport:
            yield "send", flow.recipient_name
        else:
            yield "arrow-back-up", _("result returns to the source")
    yield "ban", _("another recipient → refused")


def _instructions(contract: Contract) -> Pieces:
    regime = contract.regime.instructions
    yield "user-check", _("only the contact instructs") if regime.only_contact else _("the controller instructs")
    if regime.hold_unlawful:
        yield "hand-stop", _("unlawful → held, controller told at once")
    if regime.controller_decides:
        yield "lock", _("retention and disclosure: the controller alone")


def _place(contract: Contract) -> Pieces:
    yield "map-pin", ", ".join(contract.regime.place.countries)
    narrower = {verb for verb in contract.verbs if contract.countries(verb) < set(contract.regime.place.countries)}
    for verb in sorted(narrower):
        yield "map-pin", f"{VERBS[verb]}: {', '.join(sorted(contract.countries(verb)))}"
    yield "ban", _("elsewhere → only with consent on record")


def _retention(contract: Contract) -> Pieces:
    kept = contract.regime.retention
    if contract.flows:
        yield "trash", _("input: gone at once")
        yield "clock", _days(_("result: %s after download"), kept.days_after_download)
        yield "hourglass", _days(_("at most %s"), kept.max_undownloaded_days)
    yield "database", _days(_("backups: %s"), kept.backup_days)
    if kept.support_data and Verb.SUPPORT in contract.verbs:
        yield "lifebuoy", gettext("support data: %s") % _term(kept.support_data)


def _security(contract: Contract) -> Pieces:
    number = len(contract.measures)
    yield "shield-check", ngettext("%d measure", "%d measures", number) % number
    for norm in contract.norms[:2]:
        yield "ruler-2", norm


def _breach(contract: Contract) -> Pieces:
    regime = contract.regime.breach
    if regime.notice:
        yield "bell", gettext("tell: %s") % _term(regime.notice)
    discovered = regime.clock_start is ClockStart.FIRST_DISCOVERY
    yield "clock", _("clock: from first discovery") if discovered else _("clock: from knowledge")
    if regime.includes_suspected:
        yield "alert-triangle", _("suspicions too")
    prepares = regime.authority_reporter is Reporter.PROCESSOR_PREPARES
    yield "gavel", _("authority: prepared by the processor") if prepares else _("authority: controller only")


def _subprocessors(contract: Contract) -> Pieces:
    regime = contract.regime.subprocessors
    if regime.regime is SubprocessorRegime.OBJECTION and regime.notice and regime.objection_period:
        yield "speakerphone", gettext("announce: %s") % _term(regime.notice)
        yield "hand-stop", gettext("objection: %s") % _term(regime.objection_period)
        yield "ban", _("objection → no start")
        if regime.termination_notice:
            yield "door-exit", gettext("unresolved → notice of %s") % _term(regime.termination_notice)
        if regime.fee_stops:
            yield "player-pause", _("suspended for it → no fee")
    if regime.regime is SubprocessorRegime.INFORM:
        yield "speakerphone", _("told when they are intended; no term")
    if regime.conditions:
        yield "list-check", _("controller may set conditions")


def _requests(contract: Contract) -> Pieces:
    regime = contract.regime.requests
    words = {
        RequestMode.FORWARD: _("passed on, not answered"),
        RequestMode.ASSIST: _("the controller answers, the processor helps"),
        RequestMode.HANDLE: _("handled by the processor"),
    }
    yield "arrow-forward", words[regime.mode]
    if regime.forward:
        yield "clock", gettext("pass on: %s") % _term(regime.forward)
    if regime.statutory:
        yield "scale", gettext("answer by law: %s") % _term(regime.statutory)


def _audit(contract: Contract) -> Pieces:
    regime = contract.regime.audit
    after = regime.regime is AuditRegime.AFTER_BREACH
    yield "zoom-check", _("after a (suspected) breach") if after else _("at any time")
    for wanted, words in (
        (regime.written_notice, _("first: written notice")),
        (regime.certificates_first, _("first: certificates assessed")),
        (regime.grounds, _("first: reasonable grounds")),
        (regime.independent, _("independent third party")),
    ):
        if wanted:
            yield "checklist", words
    if regime.cost is not AuditCost.UNSAID:
        failing = regime.cost is AuditCost.PROCESSOR_WHEN_FAILING
        yield "receipt", (_("costs: controller, or processor when it fails") if failing else _("costs: controller"))


def _reports(contract: Contract) -> Pieces:
    regime = contract.regime.reports
    if regime.yearly:
        yield "report", _("yearly report on design and operation")
    if regime.supply:
        yield "send", gettext("data supplied every %s") % _term(regime.supply)
    if Verb.AGGREGATE in contract.verbs:
        yield "eye-off", gettext("fewer than %d → hidden") % regime.min_cell_count


def _warranty(_contract: Contract) -> Pieces:
    yield "user-check", _("warranty on record → deliveries allowed")
    yield "ban", _("no warranty → deliveries refused")


def _costs(contract: Contract) -> Pieces:
    regime = contract.regime.costs
    if regime.billing is Billing.NONE or not regime.fee_per_year or regime.provider_free:
        yield "receipt", _("free of charge")
    else:
        yield "receipt", gettext("€ %s a year") % euros(regime.fee_per_year)
    if regime.return_cost is not ReturnCost.UNSAID:
        reasonable = regime.return_cost is ReturnCost.REASONABLE
        yield "package-export", _("return: at reasonable cost") if reasonable else _("return: included")
    if regime.export_gate:
        yield "lock", _("export waits while something is owed")
    if regime.product:
        yield "tag", " ".join(each for each in (regime.product, regime.segment) if each)


def _liability(contract: Contract) -> Pieces:
    regime = contract.regime.liability
    if regime.cap_per_event is not None:
        yield "scale", gettext("at most € %s per event") % euros(regime.cap_per_event)
    if regime.cap_is_year_fee:
        yield "scale", _("at most a year’s fee")
    if regime.penalty is Penalty.EQUALS_FINE:
        yield "gavel", _("late notice of a breach → penalty equal to the fine")
    if regime.indemnity:
        yield "shield-half", _("indemnity")
    if regime.excludes_indirect:
        yield "minus", _("no indirect damage")


def _default(contract: Contract) -> Pieces:
    regime = contract.regime.default
    if regime.cure:
        yield "hourglass", gettext("notice of default: %s to repair") % _term(regime.cure)
    if regime.at_once:
        yield "alert-triangle", _("certain failure → in default at once")
    for ground in regime.grounds[:3]:
        yield "door-exit", str(GROUNDS[ground.kind])
    if len(regime.grounds) > 3:
        yield "dots", gettext("and %d more grounds") % (len(regime.grounds) - 3)
    if regime.registered_letter:
        yield "mail", _("by registered letter")


def _change(contract: Contract) -> Pieces:
    regime = contract.regime.change
    both = regime.rule is ChangeRule.BOTH_APPROVE
    yield "signature", _("both parties sign again") if both else _("announced beforehand, with consultation")
    if regime.notice:
        yield "clock", gettext("announce: %s") % _term(regime.notice)
    if regime.initials:
        yield "pencil", _("initials on each annex")


def _transfer(contract: Contract) -> Pieces:
    if contract.regime.transfer.takeover_notice:
        yield "speakerphone", _("takeover → all controllers told")
    if contract.regime.transfer.assignment_needs_consent:
        yield "lock", _("transfer → only with consent on record")


def _duration(contract: Contract) -> Pieces:
    regime = contract.regime.duration
    words = {
        TermType.FOLLOWS_MAIN: _("ends with the service agreement"),
        TermType.WHILE_PROCESSING: _("runs while data are processed"),
        TermType.FIXED_RENEWING: _("tacitly renewed"),
    }
    yield "calendar", words[regime.type]
    if regime.first:
        yield "repeat", _term(regime.first)
    if regime.notice:
        yield "door-exit", gettext("notice: %s") % _term(regime.notice)
    yield "ban", _("a day later → refused")


def _end(contract: Contract) -> Pieces:
    regime = contract.regime.end
    yield "package-export", _("return: CSV or JSON with a dictionary")
    if regime.term:
        yield "clock", gettext("within %s") % _term(regime.term)
    if regime.proof:
        yield "certificate", _("proof in two steps")
    yield "checks", _("check for remains before closing")


def _law(contract: Contract) -> Pieces:
    forum = contract.service.forum or contract.regime.law.forum
    yield "gavel", _("Dutch law") if contract.regime.law.governing == "NL" else contract.regime.law.governing
    yield "building", forum or _("no court named")


_PIECES: dict[Clause, Callable[[Contract], Pieces]] = {
    Clause.PURPOSE: _purpose,
    Clause.DATA: _data,
    Clause.RECIPIENTS: _recipients,
    Clause.INSTRUCTIONS: _instructions,
    Clause.PLACE: _place,
    Clause.RETENTION: _retention,
    Clause.SECURITY: _security,
    Clause.BREACH: _breach,
    Clause.SUBPROCESSORS: _subprocessors,
    Clause.REQUESTS: _requests,
    Clause.AUDIT: _audit,
    Clause.REPORTS: _reports,
    Clause.WARRANTY: _warranty,
    Clause.COSTS: _costs,
    Clause.LIABILITY: _liability,
    Clause.DEFAULT: _default,
    Clause.CHANGE: _change,
    Clause.TRANSFER: _transfer,
    Clause.TERM: _duration,
    Clause.END: _end,
    Clause.LAW: _law,
}


def _term(term: Term) -> str:
    return worded(term, get_language() or "nl")


def _days(words: Text, number: int) -> str:
    return str(words) % (ngettext("%d day", "%d days", number) % number)


def euros(cents: int) -> str:
    """An amount in the reader's language, without cents when there are none."""
    whole, rest = divmod(cents, 100)
    mark, dot = (".", ",") if (get_language() or "nl").startswith("nl") else (",", ".")
    grouped = f"{whole:,}".replace(",", mark)
    return f"{grouped}{dot}{rest:02d}" if rest else grouped
