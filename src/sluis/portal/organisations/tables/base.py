"""Parts of tables that all of them use."""

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sluis.portal.ui.templatetags.ui import when


class Day(tables.Column):
    """A day or a moment."""

    def render(self, value: Any) -> Any:
        """As people read it."""
        return when(value)

    def value(self, **kwargs: Any) -> Any:
        """In a file it stays a date."""
        return kwargs["value"]


class Part(tables.Table):
    """A part of an organisation's page; `may` says whether its reader sees what can be done with a row."""

    doing = tables.Column(verbose_name=_("Actions"), empty_values=(), orderable=False, exclude_from_export=True)

    class Meta:
        orderable = False

    def __init__(self, rows: Sequence[Any], *, may: bool = False, **kwargs: Any) -> None:
        super().__init__(rows, exclude=() if may else ("doing",), sequence=("...", "doing"), **kwargs)

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """Label and name of the address of what can be done with a row."""
        raise NotImplementedError

    def render_doing(self, record: Any) -> SafeString:
        """Links; each says for whoever listens what it is about."""
        return format_html_join(
            " · ",
            '<a href="{}">{}<span class="vh"> {}</span></a>',
            (
                (reverse(f"organisations:{name}", args=[record.pk]), label, record)
                for label, name in self.doings(record)
            ),
        )


def link(address: str, text: Any) -> SafeString:
    """A link."""
    return format_html('<a href="{}">{}</a>', address, text)


def over(record: Any) -> bool:
    """Whether its last day has passed."""
    return record.ends_on is not None and record.ends_on < timezone.localdate()
