"""Completeness: per recipient and year the sources against the rounds; on the screen, on paper and as CSV."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import Organisation
from sluis.portal.rounds import life
from sluis.portal.rounds.completeness import Matrix, Row, matrix
from sluis.portal.rounds.models import Round
from sluis.portal.rounds.rights import SEE
from sluis.portal.rounds.views.base import LIST, OfCalendar
from sluis.portal.rounds.years import chosen_year, years_around
from sluis.portal.ui import downloads
from sluis.portal.ui.actions import Action, Badge, Crumb, Weight
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage
from sluis.portal.ui.refusing import reader_language


class Complete(OfCalendar, DetailPage):
    """Who delivered what to a recipient in a year."""

    title = _("Completeness")
    template_name = "rounds/complete.html"

    def crumbs(self) -> Sequence[Crumb]:
        """The calendar."""
        return (LIST,)

    @property
    def subtitle(self) -> Text:
        """To whom, in which year."""
        return f"{self.recipient}, {self.year}" if self.recipient else ""

    @cached_property
    def recipients(self) -> list[Organisation]:
        """Those whose completeness this person may see: the own organisation, or for the operator everybody."""
        seen = Round.objects.visible_to(self.actor, SEE)
        found = Organisation.objects.visible_to(self.actor, SEE).filter(pk__in=seen.values("recipient"))
        return list(found.order_by("name", "pk"))

    @cached_property
    def recipient(self) -> Organisation | None:
        """The one in the address, when it is one of them; else the first."""
        asked = self.request.GET.get("recipient", "")
        found = [one for one in self.recipients if str(one.pk) == asked] or self.recipients
        return found[0] if found else None

    @cached_property
    def years(self) -> list[int]:
        """In which something is expected."""
        seen = Round.objects.visible_to(self.actor, SEE).filter(recipient=self.recipient)
        return years_around(seen.values_list("ends_on__year", flat=True).distinct().order_by(), self.today)

    @property
    def year(self) -> int:
        """The one that is shown."""
        return chosen_year(self.request, self.years, self.today)

    @cached_property
    def matrix(self) -> Matrix:
        """What is shown."""
        return matrix(self.actor, self.recipient, self.year) if self.recipient else Matrix([], [])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As a page, or as a file."""
        if request.GET.get("download") == "csv":
            return self.download()
        return super().get(request, *args, **kwargs)

    def actions(self) -> Sequence[Action]:
        """Take it along."""
        if not self.matrix.rows:
            return ()
        asked = self.request.GET.copy()
        asked["download"] = "csv"
        return [Action("CSV", f"?{asked.urlencode()}", "download", weight=Weight.SECONDARY, download=True)]

    def context(self) -> dict[str, Any]:
        """The table, and what can be chosen."""
        return {
            "columns": self.matrix.columns,
            "rows": [(row, self._shown(row)) for row in self.matrix.rows],
            "recipients": self.recipients if len(self.recipients) > 1 else [],
            "recipient": self.recipient,
            "years": self.years,
            "year": self.year,
            "own": not self.actor.is_operator,
        }

    def download(self) -> HttpResponse:
        """A row per flow, a column per round."""
        language = reader_language()
        lines = downloads.spoken(downloads.csv_lines(self._cells(), language), language)
        name = downloads.file_name(f"{self.title} {self.year}", self.today, "csv")
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=disposition)  # type: ignore[return-value] # a response as well

    def _cells(self) -> Iterator[list[downloads.Cell]]:
        columns = [downloads.cell(each.name) for each in self.matrix.columns]
        yield [downloads.cell(gettext("Source")), downloads.cell(gettext("Flow")), *columns]
        for row in self.matrix.rows:
            yield self._line(row)

    def _line(self, row: Row) -> list[downloads.Cell]:
        states = [downloads.cell(one.get_state_display() if one else None) for one in row.cells]
        return [downloads.cell(row.source.name), downloads.cell(row.flow), *states]

    def _shown(self, row: Row) -> list[tuple[str, Round | None, Badge | None]]:
        columns = zip(self.matrix.columns, row.cells, strict=True)
        return [(column.name, one, life.badge_of(one) if one else None) for column, one in columns]
