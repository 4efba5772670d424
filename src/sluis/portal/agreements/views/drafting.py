"""A draft, completed part by part."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from enum import StrEnum
from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.agreement.contract import Contract
from sluis.portal.agreements import drafting
from sluis.portal.agreements.fields import changed, form_for, initial
from sluis.portal.agreements.missing import Missing, missing
from sluis.portal.agreements.models import Stage
from sluis.portal.agreements.parts import PARTS, Part, find
from sluis.portal.agreements.rights import DRAFT, SEE
from sluis.portal.agreements.views.base import OfVersion
from sluis.portal.agreements.wording_fields import choice
from sluis.portal.ui.actions import Action, Crumb, Weight
from sluis.portal.ui.forms import Form
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage, DetailPage, FormPage


class OfDraft(OfVersion):
    """A page about a draft of one's own side."""

    right = DRAFT

    @cached_property
    def contract(self) -> Contract:
        """What it says now.

        Raises:
            Http404: it is no draft any more, or another side's.
        """
        if self.version.stage != Stage.DRAFT or self.version.proposed_side != self.side.value:
            raise Http404
        return self.version.contract

    def crumbs(self) -> Sequence[Crumb]:
        """The draft."""
        return (*super().crumbs(), Crumb(_("draft"), reverse("agreements:edit", args=[self.version.pk])))

    @cached_property
    def part(self) -> Part:
        """The part in the address.

        Raises:
            Http404: there is none of that name.
        """
        found = find(self.kwargs["part"])
        if found is None:
            raise Http404
        return found

    def keep(self, contract: Contract, seen: str) -> object:
        """Call the service."""
        return drafting.revise(self.actor, version=self.version, contract=contract, seen=seen or self.version.sha256)

    def seeing(self, form: type[Form]) -> type[Form]:
        """The form, with the digest of what it was shown with: somebody else may change the draft meanwhile."""
        seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False, initial=self.version.sha256)
        return type(form.__name__, (form,), {"seen": seen})

    @staticmethod
    def typed(form: Any) -> tuple[dict[str, Any], str]:
        """What was filled in, and what was seen."""
        found = dict(form.cleaned_data)
        return found, found.pop("seen", "")

    def part_address(self, name: str) -> str:
        """Where a part is changed."""
        return reverse("agreements:part", args=[self.version.pk, name])


class Edit(OfDraft, DetailPage):
    """All parts of a draft, and what is missing."""

    template_name = "agreements/edit.html"

    @property
    def title(self) -> Text:
        """Which one."""
        return gettext("Draft of %(number)s") % {"number": self.agreement.number}

    def actions(self) -> Sequence[Action]:
        """Read it, offer it."""
        read = self.button(_("Read"), "version", SEE, "file-text", self.version.pk, weight=Weight.SECONDARY)
        offer = self.button(_("Offer"), "offer", SEE, "send", self.version.pk)
        return [read] if self.missing else [read, offer]

    def crumbs(self) -> Sequence[Crumb]:
        """The agreement."""
        return OfVersion.crumbs(self)

    @cached_property
    def missing(self) -> list[Missing]:
        """What it lacks before it can be offered."""
        return missing(self.contract)

    def context(self) -> dict[str, Any]:
        """Part by part."""
        lacking = Counter(each.part.name for each in self.missing)
        return {
            "parts": [
                {
                    "label": part.label,
                    "address": self.part_address(part.name),
                    "missing": lacking[part.name],
                    "rows": len(part.of(self.contract)) if part.rows else None,
                }
                for part in PARTS
            ],
            "missing": [(each.words, each.address(self.version.pk)) for each in self.missing],
        }


class Change(OfDraft, FormPage):
    """Change one part: a form, or a list of rows."""

    message = _("The draft was saved.")

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """A list has a page of its own."""
        if self.part.rows:
            self.template_name = "agreements/rows.html"
            return self.show(
                rows=self.rows(), add=reverse("agreements:row-new", args=[self.version.pk, self.part.name])
            )
        return super().get(request, *args, **kwargs)

    @property
    def title(self) -> Text:
        """Which part."""
        return self.part.label

    @property
    def success_url(self) -> str:
        """The draft."""
        return reverse("agreements:edit", args=[self.version.pk])

    def rows(self) -> list[dict[str, Any]]:
        """Each row in a few words."""
        return [
            {
                "number": index + 1,
                "words": _words(row),
                "address": self._row(index),
                "remove": self._row(index, "remove"),
            }
            for index, row in enumerate(self.part.of(self.contract))
        ]

    def _row(self, index: int, name: str = "change") -> str:
        return reverse(f"agreements:row-{name}", args=[self.version.pk, self.part.name, index + 1])

    def form(self) -> Any:
        """Made from the class of the part."""
        if self.part.rows:
            raise Http404
        self.form_class = self.seeing(_form(self.part))
        return super().form()

    def initial(self) -> dict[str, Any]:
        """What it says now."""
        return initial(self.part.of(self.contract), _form(self.part))

    def save(self, form: Any) -> object:
        """Keep it."""
        typed, seen = self.typed(form)
        value = changed(self.part.of(self.contract), typed)
        return self.keep(self.part.put(self.contract, value), seen)


class Row(OfDraft, FormPage):
    """Add or change a row of a list."""

    message = _("The draft was saved.")

    @property
    def title(self) -> Text:
        """Which row."""
        number = self.kwargs.get("number")
        return gettext("Row %(number)s") % {"number": number} if number else _("Add a row")

    @property
    def subtitle(self) -> Text:
        """Which list."""
        return self.part.label

    @cached_property
    def index(self) -> int | None:
        """Which row; none for a new one.

        Raises:
            Http404: there is no such row.
        """
        number = self.kwargs.get("number")
        if not self.part.rows or (number is not None and not 1 <= number <= len(self.part.of(self.contract))):
            raise Http404
        return None if number is None else number - 1

    @property
    def row(self) -> Any:
        """What it says now."""
        return self.part.empty if self.index is None else self.part.of(self.contract)[self.index]

    @property
    def success_url(self) -> str:
        """The list."""
        return self.part_address(self.part.name)

    def crumbs(self) -> Sequence[Crumb]:
        """The list."""
        return (*super().crumbs(), Crumb(self.part.label, self.success_url))

    def form(self) -> Any:
        """Made from the class of a row."""
        self.row  # noqa: B018 - 404 comes first
        self.form_class = self.seeing(form_for(self.part.kind))
        return super().form()

    def initial(self) -> dict[str, Any]:
        """What it says now."""
        return initial(self.row, form_for(self.part.kind))

    def save(self, form: Any) -> object:
        """Keep it."""
        rows = list(self.part.of(self.contract))
        typed, seen = self.typed(form)
        made = changed(self.row, typed)
        if self.index is None:
            rows.append(made)
        else:
            rows[self.index] = made
        return self.keep(self.part.put(self.contract, tuple(rows)), seen)


class Remove(Row, ConfirmPage):
    """Take a row out."""

    submit = _("Remove")
    template_name = "ui/confirm.html"

    def form(self) -> Any:
        """Nothing to fill in."""
        self.row  # noqa: B018 - 404 comes first
        self.form_class = self.seeing(Form)
        return FormPage.form(self)

    def initial(self) -> dict[str, Any]:
        """Nothing."""
        return {}

    def consequences(self) -> Sequence[Text]:
        """Which row."""
        return [gettext("This row is removed from the draft: %(row)s") % {"row": _words(self.row)}]

    def save(self, form: Any) -> object:
        """Keep the others."""
        rows = [row for index, row in enumerate(self.part.of(self.contract)) if index != self.index]
        return self.keep(self.part.put(self.contract, tuple(rows)), self.typed(form)[1])


def _form(part: Part) -> type[Form]:
    """The form of a part that is no list; of the contract itself only what the part shows."""
    if not part.only:
        return form_for(part.kind)
    others = frozenset(each.name for each in fields(part.kind)) - set(part.only)
    return form_for(part.kind, others)


def _words(row: Any) -> str:
    """A row in a few words: its first fields that say something."""
    said = []
    for each in fields(row):
        value = getattr(row, each.name)
        if isinstance(value, StrEnum):
            said.append(str(choice(value)))
        elif isinstance(value, str) and value:
            said.append(value)
    return " · ".join(said[:3]) or gettext("(empty)")
