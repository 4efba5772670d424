"""The findings of the source's report: filtered, in pages, and as a file."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from sluis.portal.deliveries.findings import Found, counts, findings, numbers
from sluis.portal.deliveries.models import Delivery
from sluis.portal.deliveries.views.base import OfSource
from sluis.portal.ui import downloads
from sluis.portal.ui.lists import around
from sluis.portal.ui.refusing import reader_language
from sluis.refusals import Severity

AT_ONCE = 25


class Reported:
    """The report of a delivery as somebody asks to see it.

    Args:
        asked: `severity`, `find` (field or code) and `page`.
    """

    def __init__(self, delivery: Delivery, asked: Mapping[str, str]) -> None:
        self._report = delivery.prepared
        self._asked = asked
        self.counts = counts(self._report)
        self.numbers = numbers(self._report)

    @property
    def severity(self) -> str:
        """Of which one wants to see findings; empty for all."""
        asked = self._asked.get("severity", "")
        return asked if asked in list(Severity) else ""

    @property
    def find(self) -> str:
        """Field or code that one looks for."""
        return self._asked.get("find", "")[:80].strip()

    def found(self) -> Iterator[Found]:
        """The findings that were asked for."""
        word = self.find.casefold()
        for one in findings(self._report, reader_language()):
            if self.severity in ("", one.severity) and (word in one.place.casefold() or one.code.startswith(word)):
                yield one

    @cached_property
    def page(self) -> Page[Found]:
        """One page of them."""
        return Paginator(list(self.found()), AT_ONCE).get_page(self._asked.get("page"))

    @property
    def around(self) -> list[int | str]:
        """The numbers of pages to offer."""
        return around(self.page)

    @property
    def kinds(self) -> list[tuple[str, str, int]]:
        """Value, words and number of what one can filter on."""
        named = ((Severity.FATAL, _("Fatal")), (Severity.WARNING, _("Warning")))
        return [("", _("All"), self.total), *((one.value, words, self.counts[one]) for one, words in named)]

    @property
    def total(self) -> int:
        """How many findings there are, also those that the report does not list."""
        return sum(self.counts.values())


class FindingsFile(OfSource):
    """All findings that were asked for, as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002 - as Django calls it
        """CSV, as the spreadsheet of the reader's language opens it."""
        if not self.delivery.prepared:
            raise Http404
        language = reader_language()
        rows = _rows(Reported(self.delivery, request.GET))
        lines = downloads.spoken(downloads.csv_lines(rows, language), language)
        name = downloads.file_name(f"{_('Findings')} {self.delivery.number}", timezone.localdate(), "csv")
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _rows(reported: Reported) -> Iterator[list[downloads.Cell]]:
    yield [_("Row"), _("Field"), _("Code"), _("Explanation"), _("Severity"), _("What to do")]
    words = {value: label for value, label, _count in reported.kinds}
    for one in reported.found():
        cells = (one.row, one.place, one.code, one.message, words[one.severity.value], one.advice)
        yield [downloads.cell(value) for value in cells]
