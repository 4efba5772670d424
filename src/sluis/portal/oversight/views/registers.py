"""Pages of a register: a list, a record, a new one, a change, and the files that go with it.

A register is described (`Register`); its pages are made from the description (`pages_of`), so that every register has the
same pages and none has a rule of its own hidden in a view.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.portal.access.actor import Actor
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.access.rights import Right
from sluis.portal.access.tenancy import Owned
from sluis.portal.documents.giving_out import give_out
from sluis.portal.oversight.keeping import keep
from sluis.portal.oversight.selectors import newest_version
from sluis.portal.oversight.views.building import filter_of, form_of, label_of, shown_fields, table_of
from sluis.portal.ui.actions import Action, Badge, Crumb, Weight
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage, FormPage


def nothing(_request: HttpRequest, _record: Any) -> Any:
    """No more than the fields."""
    return {}


def no_warnings(_record: Any, _on: Any) -> Sequence[Text]:
    """Nothing to warn of."""
    return ()


def no_badges(_record: Any) -> Sequence[Badge]:
    """No badge."""
    return ()


@dataclass(frozen=True)
class Register:
    """A register.

    Attributes:
        name: of one record, in addresses: `asset`; the list is `assets`.
        model: of the records.
        see, keep: the rights; without `keep` a program fills it.
        title, new, empty: the heading, the button, and what to do when there is nothing.
        columns: of the table; the first leads to the record.
        fields: that are filled in.
        uploads: fields with a document.
        search: fields that are searched.
        filters: fields with choices that are filtered on.
        crumbs: the pages above it.
        template: of a record's page.
        prepare: fills in what nobody types, before a new record is kept.
        more: what the template shows besides.
        warnings: what is wrong with a record on a day.
        badges: its state.
        actions: more buttons, for a request and a record.
        related: that is read along.
    """

    name: str
    model: type[Owned]
    see: Right
    keep: Right | None
    title: Text
    new: Text
    empty: Text
    columns: Sequence[str]
    fields: Sequence[str]
    uploads: Sequence[str] = ()
    search: Sequence[str] = ()
    filters: Sequence[str] = ()
    subtitle: Text = ""
    plural: str = ""
    crumbs: Sequence[Crumb] = field(default_factory=tuple)
    template: str = "oversight/record.html"
    related: Sequence[str] = ()
    prepare: Callable[[Any, Actor], None] = lambda _record, _actor: None
    more: Callable[[HttpRequest, Any], Mapping[str, Any]] = nothing
    warnings: Callable[[Any, Any], Sequence[Text]] = no_warnings
    badges: Callable[[Any], Sequence[Badge]] = no_badges
    actions: Callable[[HttpRequest, Any], Sequence[Action]] = lambda _request, _record: ()

    @property
    def list_name(self) -> str:
        """The name of the list's address."""
        return self.plural or f"{self.name}s"

    @property
    def crumb(self) -> Crumb:
        """The step to the list."""
        return Crumb(self.title, f"oversight:{self.list_name}")


class RecordList(ListPage):
    """All records of a register that this person may see."""

    register: Register

    @property
    def title(self) -> Text:
        """Of the register."""
        return self.register.title

    @property
    def subtitle(self) -> Text:
        """Of the register."""
        return self.register.subtitle

    @property
    def empty(self) -> Text:  # type: ignore[override] # a property in place of an attribute
        """Of the register."""
        return self.register.empty

    def crumbs(self) -> Sequence[Crumb]:
        """Of the register."""
        return self.register.crumbs

    def rows(self) -> QuerySet[Any]:
        """By the rule of tenancy."""
        one = self.register
        found: QuerySet[Any] = one.model.objects.visible_to(actor_of(self.request), one.see)
        return found.select_related(*one.related) if one.related else found

    def actions(self) -> list[Action]:
        """A new one."""
        one = self.register
        may = one.keep is not None and actor_of(self.request).may(one.keep)
        return [Action(one.new, f"oversight:{one.name}-new", "plus", lambda _r: may)] if one.keep else []


class RecordPage(DetailPage):
    """One record."""

    register: Register

    @cached_property
    def record(self) -> Any:
        """The record of the address."""
        return visible(self.request, self.register.model, self.register.see, self.kwargs["pk"], *self.register.related)

    @property
    def template_name(self) -> str:  # type: ignore[override] # a property in place of an attribute
        """Of the register."""
        return self.register.template

    @property
    def title(self) -> Text:
        """What it is called."""
        return str(self.record)

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (*self.register.crumbs, self.register.crumb)

    def badges(self) -> Sequence[Badge]:
        """Its state."""
        return self.register.badges(self.record)

    def actions(self) -> Sequence[Action]:
        """Change it, and what the register adds."""
        one, record = self.register, self.record
        may = one.keep is not None and actor_of(self.request).reaches(one.keep, record.organisation_id)
        more = one.actions(self.request, record)
        if one.keep is None:
            return more
        address = reverse(f"oversight:{one.name}-change", args=[record.pk])
        return (Action(_("Change"), address, "pencil", lambda _r: may, Weight.SECONDARY), *more)

    def context(self) -> dict[str, Any]:
        """Its fields, its files, and what is wrong with it."""
        one, record = self.register, self.record
        files = [
            (label_of(one.model, name), reverse(f"oversight:{one.name}-file", args=[record.pk, name]))
            for name in one.uploads
            if getattr(record, f"{name}_id")
        ]
        today = timezone.localdate()
        shown = {"record": record, "pairs": shown_fields(record, one.fields), "files": files}
        return shown | {"warnings": one.warnings(record, today)} | dict(one.more(self.request, record))


class RecordForm(FormPage):
    """A new record, or a change of one."""

    register: Register

    @cached_property
    def record(self) -> Any:
        """The record of the address, or a new one."""
        one = self.register
        assert one.keep
        if "pk" in self.kwargs:
            return visible(self.request, one.model, one.keep, self.kwargs["pk"])
        made = one.model(organisation=actor_of(self.request).organisation)
        one.prepare(made, actor_of(self.request))
        return made

    @property
    def form_class(self) -> Any:  # type: ignore[override] # a property in place of an attribute
        """Of the register."""
        return form_of(self.register.model, tuple(self.register.fields), tuple(self.register.uploads))

    @property
    def title(self) -> Text:
        """New, or which one."""
        if "pk" not in self.kwargs:
            return self.register.new
        return gettext("Change: %(record)s") % {"record": self.record}

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list, or below the record."""
        one = self.register
        above = (*one.crumbs, one.crumb)
        if "pk" not in self.kwargs:
            return above
        return (*above, Crumb(str(self.record), reverse(f"oversight:{one.name}", args=[self.kwargs["pk"]])))

    def form_options(self) -> dict[str, Any]:
        """The record, and who chooses."""
        assert self.register.keep
        return {"instance": self.record, "actor": actor_of(self.request), "right": self.register.see}

    def save(self, form: Any) -> str:
        """Keep it."""
        one = self.register
        assert one.keep
        files = {name: form.cleaned_data.get(f"new_{name}") for name in one.uploads}
        made = keep(actor_of(self.request), record=form.instance, right=one.keep, files=files)
        return reverse(f"oversight:{one.name}", args=[made.pk])


class RecordFile(View):
    """A document that goes with a record, for whoever may see the record (Z-96, I-69); that it was taken is recorded."""

    register: Register
    http_method_names = ["get"]  # noqa: RUF012 - as Django declares it

    def get(self, request: HttpRequest, pk: Any, name: str) -> HttpResponse:
        """The newest version, as an attachment."""
        one = self.register
        record: Any = visible(request, one.model, one.see, pk)
        document = getattr(record, f"{name}_id", None) if name in one.uploads else None
        version = newest_version(document) if document else None
        if version is None:
            raise Http404
        return give_out(actor_of(request), version=version)


def pages_of(one: Register) -> list[URLPattern]:
    """The addresses of a register."""

    def page(kind: type[Any], right: Right, **more: Any) -> Any:
        made: Any = type(f"{one.model.__name__}{kind.__name__}", (kind,), {"register": one, "right": right, **more})
        return made.as_view()

    table = {"table_class": table_of(one.model, tuple(one.columns), one.name), "search_fields": one.search,
             "filter_class": filter_of(one.model, tuple(one.filters))}  # fmt: skip
    root = one.list_name
    found = [
        path(f"{root}/", page(RecordList, one.see, **table), name=one.list_name),
        path(f"{root}/<uuid:pk>/", page(RecordPage, one.see), name=one.name),
    ]
    if one.uploads:
        found.append(path(f"{root}/<uuid:pk>/files/<slug:name>/", page(RecordFile, one.see), name=f"{one.name}-file"))
    if one.keep:
        found += [
            path(f"{root}/new/", page(RecordForm, one.keep), name=f"{one.name}-new"),
            path(f"{root}/<uuid:pk>/change/", page(RecordForm, one.keep), name=f"{one.name}-change"),
        ]
    return found
