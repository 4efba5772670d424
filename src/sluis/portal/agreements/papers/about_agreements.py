"""Sections from the agreements themselves: what holds, who signed, what is processed, what happened."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sluis.agreement.contract import Contract, Side
from sluis.agreement.standing import State
from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation
from sluis.portal.access.rights import Right
from sluis.portal.agreements.models import Agreement, Announcement, Consent, Happening, Signature, Stage, Version
from sluis.portal.agreements.papers.annexes import processings_table, subprocessors_table
from sluis.portal.agreements.papers.sections import Period
from sluis.portal.agreements.papers.texts import TEXT_VERSION, Texts, load
from sluis.portal.agreements.wording import CONTACTS, SIDES, STATES
from sluis.portal.documents.rendering.paper import Block, Paragraph, Section, Table
from sluis.portal.ui.moments import day, moment

NONE = "–"
_NOT_YET = frozenset((State.DRAFT, State.OFFERED, State.WITHDRAWN))


def of(organisation: Organisation | None) -> QuerySet[Any]:
    """The agreements that both parties signed at some time."""
    found = Agreement.everything.exclude(state__in=[state.value for state in _NOT_YET]).exclude(current=None)
    found = found.select_related("current", "organisation", "main").order_by("organisation__name", "number")
    return found.filter(organisation=organisation) if organisation else found


def agreements(organisation: Organisation | None, at: datetime, _period: Period, _language: str) -> Section:
    """Which agreements there are."""
    head = (_("Agreement"), _("Programme"), _("Service agreement"), _("State"), _("From"), _("Until"), _("Version"))
    rows = tuple(_agreement(each, at) for each in of(organisation))
    blocks = _table_or(head, rows, _("There is no agreement that both parties signed."), (16, 22, 16, 14, 12, 12, 8))
    return Section(_("Agreements"), blocks)


def _agreement(each: Agreement, at: datetime) -> tuple[str, ...]:
    from sluis.portal.agreements.happening import now

    standing = now(each, at)
    return (
        each.number,
        each.programme,
        each.main.number,
        str(STATES[standing.state]),
        day_or_none(standing.starts_on),
        day_or_none(standing.ends_on),
        str(each.contract.version),
    )


def versions(organisation: Organisation | None, _at: datetime, _period: Period, _language: str) -> Section | None:
    """Every version that counts or counted, with its digest and who signed it."""
    shown = (Stage.CURRENT, Stage.REPLACED, Stage.SIGNED)
    found = Version.everything.filter(agreement__in=of(organisation), stage__in=shown)
    signed: dict[Any, list[Signature]] = defaultdict(list)
    for one in Signature.everything.filter(version__in=found).order_by("signed_at", "pk"):
        signed[one.version_id].append(one)
    blocks: list[Block] = []
    for version in found.select_related("agreement").order_by("agreement__number", "number"):
        head = (_("For"), _("Name"), _("Position"), _("Signed"), _("By what authority"))
        rows = tuple(
            (str(SIDES[Side(one.side)]), one.name, one.position, moment(one.signed_at), one.basis or NONE)
            for one in signed[version.pk]
        )
        title = _("%(number)s, version %(version)d: %(stage)s") % {
            "number": version.agreement.number, "version": version.number, "stage": Stage(version.stage).label,
        }  # fmt: skip
        blocks += [Table(head, rows, title), Paragraph(f"SHA-256 {version.sha256}", aside=True)]
    return Section(_("Versions and signatures"), tuple(blocks)) if blocks else None


def processings(organisation: Organisation | None, at: datetime, _period: Period, language: str) -> Section | None:
    """What is processed under each agreement in force."""
    blocks: list[Block] = []
    for each in running(organisation, at):
        lead = Paragraph(f"{each.number} {each.programme}", strong=True)
        blocks += [lead, *_processed(each.contract, texts_of(each, language))]
    return Section(_("What is processed"), tuple(blocks), fresh=True, wide=True) if blocks else None


def texts_of(agreement: Agreement, language: str) -> Texts:
    """The wording in which an agreement was made."""
    return load(agreement.current.text_version if agreement.current else TEXT_VERSION, language)


def organisations_of(actor: Actor, right: Right) -> QuerySet[Any]:
    """The controllers with an agreement that somebody may see."""
    seen = Agreement.objects.visible_to(actor, right).values_list("organisation_id", flat=True)
    return Organisation.everything.filter(pk__in=list(seen)).order_by("name")


def _processed(contract: Contract, texts: Texts) -> Iterable[Block]:
    for text in (contract.activities, contract.general_purpose):
        if text:
            yield Paragraph(text)
    yield processings_table(contract.processings, texts)


def subprocessors(organisation: Organisation | None, at: datetime, _period: Period, language: str) -> Section | None:
    """Who helps, as the agreements in force say."""
    blocks: list[Block] = []
    for each in running(organisation, at):
        rows = each.contract.subprocessors
        if rows:
            blocks += [Paragraph(each.number, strong=True), subprocessors_table(rows, texts_of(each, language))]
    return Section(_("Subprocessors in the agreements"), tuple(blocks), wide=True, fresh=True) if blocks else None


def running(organisation: Organisation | None, at: datetime) -> list[Agreement]:
    """The agreements under which data may be held: in force, suspended, or ended with obligations continuing."""
    from sluis.portal.agreements.happening import now

    holding = (State.IN_FORCE, State.SUSPENDED, State.ENDED)
    return [each for each in of(organisation) if now(each, at).state in holding]


def contacts(organisation: Organisation | None, at: datetime, _period: Period, _language: str) -> Section | None:
    """Whom to call about a breach."""
    head = (_("Agreement"), _("For"), _("Function"), _("Name"), _("E-mail address"), _("Telephone"))
    rows = tuple(
        (
            each.number, str(SIDES[one.side]), str(CONTACTS[one.kind]), one.name, one.email,
            " / ".join(filter(None, (one.phone, one.mobile))),
        )
        for each in running(organisation, at)
        for one in each.contract.contacts
    )  # fmt: skip
    return Section(_("Contacts about breaches"), (Table(head, rows),)) if rows else None


def happenings(organisation: Organisation | None, _at: datetime, period: Period, _language: str) -> Section:
    """What happened to the agreements in the period; without the words that people gave as a reason."""
    found = Happening.everything.filter(agreement__in=of(organisation), at__range=(period.begins, period.ends))
    head = (_("When"), _("Agreement"), _("What"), _("By"), _("Reference"))
    rows = tuple(
        (
            moment(one.at),
            one.agreement.number,
            str(one.get_kind_display()),
            str(SIDES[Side(one.side)]) if one.side else NONE,
            one.ref or NONE,
        )
        for one in found.select_related("agreement").order_by("at", "pk")
    )
    blocks = _table_or(head, rows, _("Nothing happened to the agreements in this period."), (20, 18, 30, 20, 12))
    return Section(_("What happened to the agreements"), blocks)


def consents(organisation: Organisation | None, _at: datetime, _period: Period, _language: str) -> Section | None:
    """What the controller consented to in writing."""
    found = Consent.everything.filter(agreement__in=of(organisation)).select_related("agreement")
    head = (_("Agreement"), _("To what"), _("About"), _("Given on"), _("Until and including"), _("Withdrawn on"))
    rows = tuple(
        (
            one.agreement.number, str(one.get_kind_display()), " ".join(filter(None, (one.country, one.about))),
            day_or_none(one.given_on), day_or_none(one.until), day_or_none(one.withdrawn_on),
        )
        for one in found.order_by("given_on", "pk")
    )  # fmt: skip
    return Section(_("Consents of the controller"), (Table(head, rows),)) if rows else None


def announcements(_organisation: Organisation | None, _at: datetime, period: Period, _language: str) -> Section | None:
    """What the processor announced to all parties in the period."""
    found = Announcement.everything.filter(announced_at__range=(period.begins, period.ends))
    head = (_("Announced"), _("What"), _("Title"), _("From"))
    rows = tuple(
        (moment(one.announced_at), str(one.get_kind_display()), one.title, day_or_none(one.effective_on))
        for one in found.order_by("announced_at", "pk")
    )
    return Section(_("Announcements"), (Table(head, rows),)) if rows else None


def _table_or(
    head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], nothing: str, widths: tuple[int, ...] = ()
) -> tuple[Block, ...]:
    return (Table(head, rows, widths=widths),) if rows else (Paragraph(nothing),)


def day_or_none(on: Any) -> str:
    return day(on) if on else NONE
