"""Tables of specifications, their versions and sources."""

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.recognising import day_of
from sluis.portal.specifications.models import Specversion
from sluis.portal.specifications.wording import standing
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.columns import DayColumn, NumberColumn
from sluis.portal.ui.templatetags.ui import badge, when


class DataspecTable(tables.Table):
    """Specifications."""

    title = tables.Column(verbose_name=_("Specification"), linkify=("specifications:dataspec", {"pk": tables.A("pk")}))
    name = tables.Column(verbose_name=_("Name in the file"))
    organisation = tables.Column(verbose_name=_("Commissioning party"), accessor="organisation__name")
    sources = NumberColumn(verbose_name=_("Sources"), accessor="source_count", default=0)
    held = tables.Column(verbose_name=_("Holds today"), empty_values=())
    waiting = tables.Column(verbose_name=_("On the way"), default="–")

    def render_held(self, value: str | None) -> SafeString:
        """The version, or that there is none."""
        return badge(value, Tone.GOOD) if value else badge(_("None"), Tone.WARNING)

    def value_held(self, value: str | None) -> str:
        """In a file only the version."""
        return value or ""

    def render_waiting(self, value: str) -> SafeString:
        """The version."""
        return badge(value, Tone.INFO)


class VersionTable(tables.Table):
    """Versions of one specification."""

    label = tables.Column(verbose_name=_("Version"), linkify=("specifications:version", {"pk": tables.A("pk")}))
    state = tables.Column(verbose_name=_("State"))
    starts_on = DayColumn(verbose_name=_("Holds from"), default="–")
    ends_on = DayColumn(verbose_name=_("Holds until and including"), default="–")
    fields_ = NumberColumn(verbose_name=_("Fields"), accessor="fields")
    note = tables.Column(verbose_name=_("What changed, and why"))
    compare = tables.Column(verbose_name=_("Compare"), empty_values=(), orderable=False)

    class Meta:
        orderable = False

    def render_state(self, record: Specversion) -> SafeString:
        """As it stands today."""
        words, tone = standing(record, timezone.localdate())
        return badge(words, tone)

    def render_compare(self, record: Specversion) -> SafeString:
        """The way to the differences."""
        address = reverse("specifications:compare", args=[record.pk])
        return format_html('<a href="{}">{}<span class="vh"> {}</span></a>', address, gettext("Compare"), record.label)


class SourceTable(tables.Table):
    """Sources of one specification."""

    source = tables.Column(verbose_name=_("Data source"), accessor="source__name")
    added_at = tables.Column(verbose_name=_("Since"))
    agrees = tables.Column(verbose_name=_("Agrees to what holds"), empty_values=())
    doing = tables.Column(verbose_name=_("Actions"), empty_values=())

    class Meta:
        orderable = False

    def __init__(self, rows: Any, *, may: bool, holds: bool, **kwargs: Any) -> None:
        self._holds = holds
        super().__init__(rows, exclude=() if may else ("doing",), **kwargs)

    def render_added_at(self, value: datetime) -> Any:
        """The day."""
        return when(day_of(value))

    def render_agrees(self, record: Any) -> SafeString:
        """Whether the version that holds counts for this source."""
        if record.ended_at:
            return badge(_("Ended"))
        if not self._holds:
            return badge("–")
        return badge(_("Yes"), Tone.GOOD) if record.agrees else badge(_("Not yet"), Tone.WARNING)

    def render_doing(self, record: Any) -> SafeString:
        """Ended."""
        if record.ended_at:
            return SafeString("–")
        address = reverse("specifications:source-end", args=[record.pk])
        return format_html(
            '<a href="{}">{}<span class="vh"> {}</span></a>', address, gettext("End"), record.source.name
        )
