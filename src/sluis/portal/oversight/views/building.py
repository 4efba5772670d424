"""Tables, filters and forms of a register, made from its model."""

from collections.abc import Sequence
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Person
from sluis.portal.access.rights import Right
from sluis.portal.documents.fields import UploadField
from sluis.portal.oversight.views.parts import When
from sluis.portal.ui.forms import ModelForm
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.templatetags.ui import when

NEWEST = _("Add a file: %(label)s")


def table_of(model: type[models.Model], columns: tuple[str, ...], name: str) -> type[tables.Table]:
    """A table whose first column leads to the record."""
    made: dict[str, Any] = {}
    for place, column in enumerate(columns):
        link = (f"oversight:{name}", {"pk": tables.A("pk")}) if place == 0 else None
        made[column] = _column(model, column, link)
    meta = type("Meta", (), {"model": model, "fields": columns, "sequence": columns})
    return type(f"{model.__name__}Table", (tables.Table,), made | {"Meta": meta})


def _column(model: type[models.Model], name: str, link: Any) -> tables.Column:
    field: Any = model._meta.get_field(name) if not hasattr(model, name) or _is_field(model, name) else None
    options: dict[str, Any] = {"linkify": link} if link else {}
    if field is None:
        return tables.Column(_("Name"), orderable=False, **options)
    if isinstance(field, models.DateField):
        return When(field.verbose_name, **options)
    if isinstance(field, models.BooleanField):
        return YesNo(field.verbose_name, **options)
    return tables.Column(field.verbose_name, **options)


def _is_field(model: type[models.Model], name: str) -> bool:
    return name in {field.name for field in model._meta.get_fields()}


class YesNo(tables.Column):
    """Yes or no, in words."""

    def render(self, value: bool) -> str:
        """In the reader's language."""
        return gettext("yes") if value else gettext("no")


def filter_of(model: type[models.Model], fields: tuple[str, ...]) -> Any:
    """A filter on fields that have choices; never on references, whose names are not for everybody."""
    for name in fields:
        if not getattr(model._meta.get_field(name), "choices", None):
            raise ValueError(f"{name} has no choices to filter on")
    if not fields:
        return None
    meta = type("Meta", (), {"model": model, "fields": list(fields)})
    return type(f"{model.__name__}Filter", (django_filters.FilterSet,), {"Meta": meta})


def form_of(model: type[models.Model], fields: tuple[str, ...], uploads: tuple[str, ...]) -> type[ModelForm]:
    """A form whose references offer only what the person may see."""
    extra: dict[str, Any] = {}
    for name in uploads:
        extra[f"new_{name}"] = UploadField(label=label_of(model, name), required=False)
    kept = [name for name in fields if name not in uploads]
    meta = type("Meta", (), {"model": model, "fields": kept})
    return type(f"{model.__name__}Form", (RegisterForm,), extra | {"Meta": meta})


class RegisterForm(ModelForm):
    """A form about a record.

    Args:
        actor: who fills it in.
        right: with which references are looked up.
    """

    def __init__(self, *args: Any, actor: Actor, right: Right, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = _choices(field.queryset.model, actor, right)  # type: ignore[union-attr]
            if isinstance(field, forms.DateTimeField):
                field.widget.format = "%Y-%m-%dT%H:%M"


def _choices(model: Any, actor: Actor, right: Right) -> Any:
    """Colleagues who are there, or records that may be seen."""
    if issubclass(model, Person):
        return Person.people.visible_to(actor, right).filter(organisation=actor.organisation, is_active=True)
    return model.objects.visible_to(actor, right)


def shown_fields(record: models.Model, fields: Sequence[str]) -> list[tuple[Text, Any]]:
    """Names and values, as a reader wants them."""
    return [(label_of(type(record), name), _shown(record, name)) for name in fields]


def label_of(model: type[models.Model], name: str) -> Any:
    """What a field is called."""
    field: Any = model._meta.get_field(name)
    return field.verbose_name


def _shown(record: models.Model, name: str) -> Any:
    value = getattr(record, name)
    if hasattr(record, f"get_{name}_display"):
        return getattr(record, f"get_{name}_display")()
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return when(value) if hasattr(value, "isoformat") else value
