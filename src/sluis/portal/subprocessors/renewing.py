"""An annex is made again as a document, and its controller told without delay; the operator is offered an amendment."""

from dataclasses import replace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from sluis.agreement.contract import Side
from sluis.agreement.regime import ChangeRule
from sluis.deadlines import day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.agreements import drafting
from sluis.portal.agreements.models import Agreement, Stage, Version
from sluis.portal.agreements.rights import DRAFT
from sluis.portal.documents.models import Version as Stored
from sluis.portal.documents.rendering import pdf
from sluis.portal.documents.rendering.markup import markup
from sluis.portal.documents.rendering.paper import Facts, Paper, Section
from sluis.portal.documents.storing import add_version, store
from sluis.portal.notifications.sending import send
from sluis.portal.organisations.keeping import locked
from sluis.portal.subprocessors import annexes, telling
from sluis.portal.subprocessors.annexes import Due
from sluis.portal.subprocessors.models import Subannex
from sluis.portal.subprocessors.rights import KEEP, RUN
from sluis.portal.subprocessors.wording import countries
from sluis.portal.tasks.giving import settle
from sluis.portal.tasks.models import Task
from sluis.portal.ui.moments import day
from sluis.refusals import Refused
from sluis.refusals.catalogue import subprocessing as codes

LANGUAGE = "nl"
"""Of the documents; agreements are made in it."""


def renew(actor: Actor) -> int:
    """Make the annexes in which something changed; for the timetable. Drawing is done before, keeping within a change."""
    made = 0
    for one in annexes.due(actor.at):
        try:
            file = _document(one, actor)
        except Refused:  # no room to draw now; the next time there is
            continue
        _keep(actor, one, file)
        made += 1
    return made + _settle(actor)


def offer_amendment(actor: Actor, *, agreement: Agreement) -> Version:
    """Propose an amendment in which the annex is as the register says; the operator looks at it and offers it.

    Raises:
        Refused: WRONG_STATE when the annex that was signed says so already; as `drafting.propose`.
    """
    with changing(actor, DRAFT, on=agreement):
        actor.require(KEEP)
        rows = annexes.annex_for(agreement, actor.at)
        if annexes.agreed(agreement.contract, rows):
            raise Refused(codes.WRONG_STATE, state=gettext("Both parties signed this annex."))
        note = gettext("The annex of subprocessors, as the register says.")
        version = _draft(agreement) or drafting.propose(actor, agreement=agreement, note=note)
        contract = replace(version.contract, subprocessors=rows)
        return drafting.revise(actor, version=version, contract=contract, seen=version.sha256)


def _draft(agreement: Agreement) -> Version | None:
    """The amendment that the operator is drafting already."""
    found: Version | None = Version.everything.filter(
        agreement=agreement, stage=Stage.DRAFT, proposed_side=Side.PROCESSOR.value
    ).first()
    return found


def _keep(actor: Actor, one: Due, file: SimpleUploadedFile) -> None:
    agreement = one.agreement
    with changing(actor, RUN, on=agreement) as change:
        locked(Agreement, agreement.pk)
        number = one.last.number + 1 if one.last else 1
        made = Subannex(
            organisation=agreement.organisation, agreement=agreement, number=number,
            content=annexes.written(one.rows), sha256=annexes.digest(one.rows), made_at=actor.at,
            version=_stored(change, one, file),
        )  # fmt: skip
        made.full_clean()
        made.save(force_insert=True)
        change.record("subannex.made", made, objects={"agreement": str(agreement.pk), "digest": made.sha256})
        for person in telling.people_of(agreement.organisation, actor.at):
            facts = {"number": agreement.number, "path": f"/subprocessors/annexes/{made.pk}/"}
            send(change, to=person, template="subprocessors/annex", facts=facts, organisation=agreement.organisation)
        if _both_sign(agreement) and not annexes.agreed(agreement.contract, one.rows):
            telling.ask(
                change, telling.operator(), telling.AMEND,
                gettext_lazy("Propose the changed annex of subprocessors for %(number)s"), agreement,
                facts={"number": agreement.number}, url_name="subprocessors:amend",
            )  # fmt: skip


def _stored(change: Change, one: Due, file: SimpleUploadedFile) -> Stored:
    if one.last is not None:
        return add_version(change, document=one.last.version.document, file=file)
    with translation.override(LANGUAGE):
        title = gettext("Subprocessors of %(number)s") % {"number": one.agreement.number}
    document = store(change, organisation=one.agreement.organisation, kind="subprocessors", title=title, file=file)
    made: Stored = document.versions.get()
    return made


def _both_sign(agreement: Agreement) -> bool:
    return agreement.contract.regime.change.rule is ChangeRule.BOTH_APPROVE


def _settle(actor: Actor) -> int:
    """Amendments that both parties signed, or that a later change of the register made needless."""
    open_ = Task.everything.filter(kind=telling.AMEND, state=Task.State.OPEN).values_list("about", flat=True)
    numbers = [about.partition(":")[2] for about in open_]
    agreements = list(Agreement.everything.filter(pk__in=numbers).select_related("current", "main"))
    rows, done = annexes.annexes_for(agreements, actor.at) if agreements else {}, 0
    for agreement in agreements:
        if annexes.agreed(agreement.contract, rows[agreement.pk]) or not agreement.runs:
            with changing(actor, RUN, on=agreement) as change:
                done += settle(change, kind=telling.AMEND, subject=agreement)
    return done


def _document(one: Due, actor: Actor) -> SimpleUploadedFile:
    """The annex as a PDF."""
    with translation.override(LANGUAGE):
        paper = paper_of(one, actor)
        content = pdf(str(markup(paper)), language=LANGUAGE, title=paper.title, footing=paper.footing)
        name = gettext("subprocessors") + f"-{one.agreement.number}.pdf"
    return SimpleUploadedFile(name, content, "application/pdf")


def paper_of(one: Due, actor: Actor) -> Paper:
    """What the document says: a part for each subprocessor."""
    names = dict(countries())
    yes, no = gettext("yes"), gettext("no")
    sections = tuple(
        Section(
            row.name,
            (
                Facts(
                    (
                        (gettext("Place of business"), f"{row.address}, {names.get(row.country, row.country)}"),
                        (gettext("Trade register number"), row.trade_register_number or "–"),
                        (gettext("Description of the service"), row.service),
                        (gettext("Personal data"), row.data or "–"),
                        (
                            gettext("Transfer outside the European Economic Area"),
                            yes if row.transfer_outside_eea else no,
                        ),
                        (gettext("Agreement with it"), row.agreement_description or "–"),
                        (gettext("Certificates"), ", ".join(row.certificates) or "–"),
                        (gettext("Conditions of the controller"), row.conditions or "–"),
                        (gettext("In use"), yes if row.in_use else gettext("no, not used now")),
                    )
                ),
            ),
            number=str(at),
        )
        for at, row in enumerate(one.rows, 1)
    )
    number = one.last.number + 1 if one.last else 1
    return Paper(
        title=gettext("Subprocessors and other third parties"),
        language=LANGUAGE,
        subtitle=gettext("Annex to %(number)s, as the register stood on %(day)s (version %(version)s)")
        % {"number": one.agreement.number, "day": day(day_of(actor.at)), "version": number},
        sections=sections,
        footing=f"{one.agreement.number} · {annexes.digest(one.rows)[:16]}",
    )
