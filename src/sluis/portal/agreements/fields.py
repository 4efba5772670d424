"""A form for any part of a contract: made from its class, so that no field can be forgotten."""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Union, get_args, get_origin

from django import forms
from django.utils.translation import gettext_lazy as _

from sluis.agreement.plain import hints
from sluis.deadlines import Term, Unit
from sluis.portal.agreements.wording_fields import choice, help_of, label_of
from sluis.portal.ui.forms import Form
from sluis.refusals import Refused

_LONG = frozenset(("activities", "general_purpose", "text", "service", "data", "retention", "deletion", "conditions"))
MONEY = frozenset(("fee_per_year", "cap_per_event"))
"""Amounts: entered in euros, kept in cents."""
"""Amounts: entered in euros, kept in cents."""
_UNITS = {
    Unit.HOURS: _("hours"),
    Unit.OFFICE_HOURS: _("office hours"),
    Unit.DAYS: _("days"),
    Unit.OFFICE_DAYS: _("office days"),
    Unit.MONTHS: _("months"),
    Unit.YEARS: _("years"),
}


class TermWidget(forms.MultiWidget):
    """A number and a unit beside each other."""

    def __init__(self) -> None:
        units = [(unit.value, label) for unit, label in _UNITS.items()]
        number = forms.NumberInput({"min": 1, "aria-label": _("How many")})
        super().__init__([number, forms.Select({"aria-label": _("Unit")}, choices=units)])

    def decompress(self, value: Any) -> list[Any]:
        """A term in its parts."""
        return [value.count, value.unit.value] if isinstance(value, Term) else [None, Unit.DAYS.value]


class TermField(forms.MultiValueField):
    """A term, or none."""

    def __init__(self, **more: Any) -> None:
        units = [(unit.value, label) for unit, label in _UNITS.items()]
        parts = (forms.IntegerField(required=False, min_value=1), forms.ChoiceField(choices=units, required=False))
        super().__init__(fields=parts, require_all_fields=False, widget=TermWidget(), **more)

    def compress(self, values: list[Any]) -> Term | None:
        """Of the parts a term."""
        if not values or not values[0]:
            return None
        try:
            return Term(values[0], Unit(values[1]))
        except Refused:
            raise forms.ValidationError(_("This term is too long."), code="term") from None


class LinesField(forms.CharField):
    """Texts, one on each line."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 3}), **more)

    def prepare_value(self, value: Any) -> Any:
        """Texts as lines."""
        return "\n".join(value) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> Any:
        """Lines as texts."""
        text = super().clean(value) or ""
        return tuple(line.strip() for line in text.splitlines() if line.strip())


class EurosField(forms.DecimalField):
    """An amount in euros, kept in cents."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=0, max_digits=12, decimal_places=2, **more)

    def prepare_value(self, value: Any) -> Any:
        """Cents as euros."""
        return f"{value / 100:.2f}" if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Euros as cents."""
        found = super().clean(value)
        return None if found is None else int(found * 100)


def form_for(kind: type, left_out: frozenset[str] = frozenset()) -> type[Form]:
    """The form of a frozen dataclass; parts that are dataclasses themselves have forms of their own."""
    known: dict[str, Any] = hints(kind)
    made: dict[str, forms.Field] = {}
    for each in fields(kind):
        if each.name in left_out or not each.compare or _has_its_own(known[each.name]):
            continue
        field = _field(kind.__name__, each.name, known[each.name])
        if field is not None:
            made[each.name] = field
    return type(f"{kind.__name__}Form", (Form,), {**made, "unfinished": True})


def _has_its_own(kind: Any) -> bool:
    """Whether it is a value, or a list of values, with a form of its own."""
    inner = get_args(kind)[0] if get_origin(kind) is tuple else kind
    return is_dataclass(inner) and inner is not Term


def initial(value: Any, form: type[Form]) -> dict[str, Any]:
    """What the form of a value holds at first."""
    return {name: getattr(value, name) for name in form.base_fields}


def changed(value: Any, typed: Mapping[str, Any]) -> Any:
    """The value with what was typed."""
    known = dict(hints(type(value)))  # type: ignore[arg-type] # a class can be hashed
    return replace(value, **{name: fitting(known[name], each) for name, each in typed.items()})


def fitting(kind: Any, typed: Any) -> Any:
    """What a field gave, as the class wants it."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = next(each for each in get_args(kind) if each is not type(None))
        return None if typed in (None, "") else fitting(inner, typed)
    if origin is tuple:
        inner = get_args(kind)[0]
        return tuple(inner(each) for each in typed)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(typed)
    if kind is int:
        return int(typed or 0)
    return typed if typed is not None else kind()


def _field(owner: str, name: str, kind: Any) -> forms.Field | None:
    about: dict[str, Any] = {"label": label_of(owner, name), "help_text": help_of(owner, name), "required": False}
    if get_origin(kind) is tuple:
        return _several(get_args(kind)[0], about)
    optional = get_origin(kind) in (Union, types.UnionType)
    inner = next(each for each in get_args(kind) if each is not type(None)) if optional else kind
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        nothing = [("", _("None"))] if optional else []
        options = [*nothing, *((each.value, choice(each)) for each in inner)]
        return forms.ChoiceField(choices=options, **about | {"required": not optional})
    make = _KINDS.get(inner)
    return make(name, about) if make else None


def _number(name: str, about: dict[str, Any]) -> forms.Field:
    return EurosField(**about) if name in MONEY else forms.IntegerField(min_value=0, max_value=10**9, **about)


def _text(name: str, about: dict[str, Any]) -> forms.Field:
    if name in _LONG:
        return forms.CharField(max_length=4000, widget=forms.Textarea({"rows": 3}), **about)
    return forms.CharField(max_length=400, **about)


_KINDS: Mapping[Any, Callable[[str, dict[str, Any]], forms.Field]] = {
    int: _number,
    str: _text,
    bool: lambda _name, about: forms.BooleanField(**about),
    date: lambda _name, about: forms.DateField(**about),
    Term: lambda _name, about: TermField(**about),
}


def _several(kind: Any, about: dict[str, Any]) -> forms.Field | None:
    if kind is str:
        return LinesField(**about | {"help_text": about["help_text"] or _("One on each line.")})
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return forms.MultipleChoiceField(
            choices=[(each.value, choice(each)) for each in kind], widget=forms.CheckboxSelectMultiple, **about
        )
    return None
