"""Tables of what stands around agreements."""

from collections.abc import Mapping
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.agreements.models import Acceptance, Announcement, Consent, MainAgreement, QualityRegistry
from sluis.portal.organisations.tables.base import Day, link
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.templatetags.ui import badge


class MainTable(tables.Table):
    """Service agreements."""

    number = tables.Column(verbose_name=_("Number"))
    title = tables.Column(verbose_name=_("Title"))
    organisation = tables.Column(verbose_name=_("Organisation"), accessor="organisation__name")
    signed_on = Day(verbose_name=_("Signed on"))
    ends_on = Day(verbose_name=_("Last day"), default="–")
    ended_on = tables.Column(verbose_name=_("State"), empty_values=())

    def render_number(self, record: MainAgreement) -> SafeString:
        """The way to its page."""
        return link(reverse("agreements:main", args=[record.pk]), record.number)

    def value_number(self, value: str) -> str:
        """In a file the number."""
        return value

    def render_ended_on(self, record: MainAgreement) -> SafeString:
        """Whether it runs."""
        return badge(*main_state(record))

    def value_ended_on(self, record: MainAgreement) -> str:
        """In words."""
        return str(main_state(record)[0])


def main_state(main: MainAgreement) -> tuple[Any, Tone]:
    """Where a service agreement stands today."""
    today = timezone.localdate()
    ends = main.ended_on or main.ends_on
    if ends and ends < today:
        return _("Ended"), Tone.NEUTRAL
    if main.ended_on:
        return _("Ends"), Tone.WARNING
    return (_("In effect"), Tone.GOOD) if main.starts_on <= today else (_("Not yet in effect"), Tone.INFO)


class AnnouncementTable(tables.Table):
    """Announcements."""

    title = tables.Column(verbose_name=_("Title"))
    kind = tables.Column(verbose_name=_("What"))
    announced_at = Day(verbose_name=_("Announced"))
    effective_on = Day(verbose_name=_("From"), default="–")
    replies_until = Day(verbose_name=_("Answers until and including"), default="–")
    withdrawn_at = tables.Column(verbose_name=_("State"), empty_values=())

    def render_title(self, record: Announcement) -> SafeString:
        """The way to its page."""
        return link(reverse("agreements:announcement", args=[record.pk]), record.title)

    def value_title(self, value: str) -> str:
        """In a file the title."""
        return value

    def render_withdrawn_at(self, record: Announcement) -> SafeString:
        """Whether it stands."""
        return badge(*announcement_state(record))

    def value_withdrawn_at(self, record: Announcement) -> str:
        """In words."""
        return str(announcement_state(record)[0])


def announcement_state(announcement: Announcement) -> tuple[Any, Tone]:
    """Where an announcement stands today."""
    if announcement.withdrawn_at:
        return _("Withdrawn"), Tone.NEUTRAL
    if announcement.flaw:
        return _("Deviates from what was agreed"), Tone.WARNING
    until = announcement.replies_until
    if until and until < timezone.localdate():
        return _("Answers closed"), Tone.NEUTRAL
    return _("Open for answers"), Tone.GOOD


class RegistryTable(tables.Table):
    """Quality registries."""

    name = tables.Column(verbose_name=_("Name"))
    entry = tables.Column(verbose_name=_("Entry in the statutory register"), default="")
    holder_name = tables.Column(verbose_name=_("Registry holder"))
    starts_on = Day(verbose_name=_("In the register since"), default="–")
    ends_on = Day(verbose_name=_("In the register until and including"), default="–")
    duty = tables.Column(verbose_name=_("Statutory duty"), accessor="entry", empty_values=(), orderable=False)

    may = False

    def render_name(self, record: QualityRegistry) -> SafeString | str:
        """The way to its form, for who keeps the list."""
        return link(reverse("agreements:registry-change", args=[record.pk]), record.name) if self.may else record.name

    def value_name(self, value: str) -> str:
        """In a file the name."""
        return value

    def render_duty(self, record: QualityRegistry) -> SafeString:
        """Whether a delivery can rest on it today."""
        return badge(_("can be the ground"), Tone.GOOD) if _counts(record) else badge(_("cannot be the ground"))

    def value_duty(self, record: QualityRegistry) -> str:
        """In words."""
        return gettext("can be the ground") if _counts(record) else gettext("cannot be the ground")


def _counts(registry: QualityRegistry) -> bool:
    today = timezone.localdate()
    begun = registry.starts_on is None or registry.starts_on <= today
    return bool(registry.entry) and begun and (registry.ends_on is None or registry.ends_on >= today)


class ConsentTable(tables.Table):
    """Consents of a controller under an agreement."""

    about = tables.Column(verbose_name=_("To what"))
    kind = tables.Column(verbose_name=_("Kind"))
    country = tables.Column(verbose_name=_("Country"), default="–")
    given_on = Day(verbose_name=_("Given on"))
    given_by = tables.Column(verbose_name=_("By"), empty_values=(), orderable=False)
    until = Day(verbose_name=_("Until and including"), default="–")
    withdrawn_on = tables.Column(verbose_name=_("State"), empty_values=())
    doing = tables.Column(verbose_name=_("Actions"), empty_values=(), orderable=False, exclude_from_export=True)

    def __init__(self, *args: Any, names: Mapping[str, str], may: bool = False, **kwargs: Any) -> None:
        self._names = names
        super().__init__(*args, exclude=() if may else ("doing",), **kwargs)

    def render_given_by(self, record: Consent) -> str:
        """By name, for who may know it."""
        return self._names.get(record.given_by, "–")

    def render_withdrawn_on(self, record: Consent) -> SafeString:
        """Whether it counts today."""
        return badge(*consent_state(record))

    def render_doing(self, record: Consent) -> SafeString | str:
        """Take it back."""
        if record.withdrawn_on:
            return "–"
        return format_html(
            '<a class="utrecht-link utrecht-link--html-a" href="{}">{}<span class="vh"> {}</span></a>',
            reverse("agreements:consent-withdraw", args=[record.pk]), _("Withdraw"), record.about,
        )  # fmt: skip


def consent_state(consent: Consent) -> tuple[Any, Tone]:
    """Whether a consent counts today."""
    if consent.withdrawn_on:
        return _("Withdrawn"), Tone.NEUTRAL
    if consent.until and consent.until < timezone.localdate():
        return _("Expired"), Tone.NEUTRAL
    return _("Counts"), Tone.GOOD


class AcceptanceTable(tables.Table):
    """Who accepted which version of the terms."""

    organisation = tables.Column(verbose_name=_("Organisation"), accessor="organisation__name")
    terms = tables.Column(verbose_name=_("Terms"), accessor="terms__document__title")
    version = tables.Column(verbose_name=_("Version"), accessor="terms__number")
    accepted_at = Day(verbose_name=_("Accepted"))
    accepted_by = tables.Column(verbose_name=_("By"), orderable=False)

    names: Mapping[str, str] = {}

    def render_accepted_by(self, record: Acceptance) -> str:
        """By name, for who may know it."""
        return self.names.get(record.accepted_by, "–")

    def value_accepted_by(self, record: Acceptance) -> str:
        """In a file as well."""
        return self.render_accepted_by(record)
