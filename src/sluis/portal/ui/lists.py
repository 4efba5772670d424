"""A page with a table: search, filter, sorting, paging, and all rows as a file.

    class Parties(ListPage):
        title = _("Organisations")
        table_class = PartyTable           # django-tables2
        filter_class = PartyFilter         # django-filter; or none
        search_fields = ("name", "kvk")
        empty = _("There is no organisation yet. Make the first one with the button above.")
        action = Action(_("New organisation"), "organisations:new", icon="plus")

        def rows(self) -> QuerySet[Party]:
            return Party.objects.visible_to(self.request.user)

The number of queries does not depend on the number of rows: one to count, one to read, and what `rows` prefetches.
"""

import operator
from collections.abc import Iterable, Iterator
from functools import cached_property, reduce
from typing import Any, ClassVar, Protocol

from django import forms
from django.core.paginator import Page as Numbered
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tables2.rows import BoundRow

from sluis.portal.ui import downloads
from sluis.portal.ui.actions import Action
from sluis.portal.ui.forms import name_nothing, suit
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import Page
from sluis.portal.ui.refusing import reader_language

__all__ = ["Action", "ListPage"]

SIZES = (25, 50, 100)
READ_AT_ONCE = 1_000


class Filter(Protocol):
    """What a FilterSet of django-filter gives."""

    form: forms.Form
    qs: QuerySet[Any]

    def is_valid(self) -> bool:
        """Whether all values can be meant."""


class Search(forms.Form):
    """One box; a form, so that a value that no database takes is refused beside it."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200, widget=forms.TextInput({"type": "search"}))


class ListPage(Page):
    """A page with a table.

    Attributes:
        table_class: a table of django-tables2; its first column holds the link to the row's own page.
        filter_class: a filter of django-filter.
        search_fields: in which the words of the search box must occur, all of them.
        empty: what to do when there is nothing yet.
        action: the button above the table.
        downloadable: whether the rows can be taken along as a file.
    """

    template_name = "ui/list.html"
    table_class: ClassVar[Any]
    filter_class: ClassVar[Any] = None
    search_fields: ClassVar[Iterable[str]] = ()
    empty: ClassVar[Text] = _("There is nothing here yet.")
    action: Action | None = None
    downloadable: ClassVar[bool] = True

    def rows(self) -> QuerySet[Any]:
        """All that this person may see; related rows are selected or prefetched here."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002 - as Django calls it
        """Show a page of rows, or give all of them as a file."""
        match request.GET.get("download"):
            case "csv" | "xlsx" as kind if self.downloadable and self.valid:
                return self.download(kind)
            case None:
                return self.show()
        return self.show(status=400)

    def actions(self) -> list[Action]:
        """The button above the table."""
        return [self.action] if self.action else []

    @cached_property
    def search(self) -> Search:
        """What was searched for."""
        return Search(self.request.GET)

    @cached_property
    def filter(self) -> Filter | None:
        """What was filtered on."""
        if self.filter_class is None:
            return None
        made: Filter = self.filter_class(self.request.GET, queryset=self.rows(), request=self.request)
        for field in made.form.fields.values():
            suit(field.widget)
            name_nothing(field, _("All"))
        return made

    @cached_property
    def valid(self) -> bool:
        """Whether all that was asked can be meant; if not, there are no rows, and the field says why."""
        return self.search.is_valid() and (self.filter is None or self.filter.is_valid())

    @property
    def narrowed(self) -> bool:
        """Whether rows may be left out."""
        forms_ = [self.search] + ([self.filter.form] if self.filter else [])
        return any(self.request.GET.get(name) for form in forms_ for name in form.fields)

    def found(self) -> QuerySet[Any]:
        """The rows that were asked for."""
        if not self.valid:
            return self.rows().none()
        found = self.filter.qs if self.filter else self.rows()
        for word in self.search.cleaned_data["q"].split() if self.search_fields else ():
            found = found.filter(self.sought(word))
        return found

    def sought(self, word: str) -> Q:
        """What one word of the search box asks for."""
        return reduce(operator.or_, (Q(**{f"{name}__icontains": word}) for name in self.search_fields))

    @cached_property
    def table(self) -> Any:
        """The rows that were asked for in the order that was asked for; equal ones by their key, so that pages fit."""
        table = self.table_class(self.found(), request=self.request, order_by=self.request.GET.getlist("sort") or None)
        table.data.data = stable(table.data.data)
        return table

    def context(self) -> dict[str, Any]:
        """The table, its page, and the forms above it."""
        size = self.size
        page = Paginator(self.table.data.data, size).get_page(self.request.GET.get("page"))
        return {
            "table": self.table,
            "page": page,
            "bound_rows": [BoundRow(record, self.table) for record in page.object_list],
            "search": self.search if self.search_fields else None,
            "filter": self.filter,
            "narrowed": self.narrowed,
            "nothing": self.empty,
            "sizes": SIZES,
            "size": size,
            "valid": self.valid,
            "around": around(page),
            "downloadable": self.downloadable,
            "kept": [(name, self.request.GET[name]) for name in ("sort", "size") if name in self.request.GET],
        }

    @property
    def size(self) -> int:
        """How many rows a page has; another number than those offered is the first of them."""
        asked = self.request.GET.get("size", "")
        return int(asked) if asked in map(str, SIZES) else SIZES[0]

    def download(self, kind: str) -> HttpResponseBase:
        """All rows that were asked for, as a file."""
        name = downloads.file_name(str(self.title), timezone.localdate(), kind)
        if kind == "xlsx":
            file = downloads.xlsx_file(self.cells(), str(self.title))
            return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
        language = reader_language()
        lines = downloads.spoken(downloads.csv_lines(self.cells(), language), language)
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=disposition)

    def cells(self) -> Iterator[list[downloads.Cell]]:
        """Heading and rows; read in parts, so that memory does not grow with them."""
        columns = [column for column in self.table.columns.iterall() if not column.column.exclude_from_export]
        yield [downloads.cell(column.header) for column in columns]
        for record in self.table.data.data.iterator(chunk_size=READ_AT_ONCE):
            row = BoundRow(record, self.table)
            yield [downloads.cell(row.get_cell_value(column.name)) for column in columns]


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def stable(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The same order, with the key as the last word."""
    order = rows.query.order_by or (rows.model._meta.ordering if rows.query.default_ordering else ())
    return rows.order_by(*order, "pk")


def around(page: Numbered[Any]) -> list[int | str]:
    """The numbers of pages to offer: the first, the last, and those beside this one."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
