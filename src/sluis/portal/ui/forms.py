"""Forms whose fields say what they want, what is wrong, and whether they may stay empty.

    class Party(ModelForm):
        groups = ((_("Name"), ("name", "short")), (_("Address"), ("street", "postcode", "town")))
        autocomplete = {"postcode": "postal-code"}

`{% form_fields form %}` shows a summary of errors, which gets the focus, and all fields; `{% field form.name %}` one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from django import forms
from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator
from django.forms import BoundField
from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _

from sluis.portal.ui.navigation import Text
from sluis.portal.ui.refusing import worded
from sluis.refusals import Refused

Groups = Sequence[tuple[Text, Sequence[str]]]

DASHES = "---------"
DATE, MOMENT = "%Y-%m-%d", "%Y-%m-%dT%H:%M"
"""What `<input type=date>` and `<input type=datetime-local>` understand."""

LIMITS: Mapping[type[forms.Field], Sequence[BaseValidator]] = {
    forms.DateField: (MinValueValidator(date(1800, 1, 1)), MaxValueValidator(date(2999, 12, 31))),
    forms.DateTimeField: (
        MinValueValidator(datetime(1800, 1, 1, tzinfo=UTC)),
        MaxValueValidator(datetime(2999, 12, 31, tzinfo=UTC)),
    ),
}
"""Days of which somebody can mean something; terms are counted from them, and outside these there is nothing to count."""


@dataclass(frozen=True, slots=True)
class Fieldset:
    """Fields that belong together, under a title; the fields without one have an empty title."""

    title: Text
    fields: Sequence[BoundField]


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the summary of errors: the field to which it leads, and what is wrong there."""

    target: str
    label: Text
    text: str


class Fields(forms.BaseForm):
    """What both kinds of forms have in common.

    Attributes:
        groups: titles and the names of the fields below them; fields that are not named come first, without a title.
        autocomplete: field → token of HTML; only for what the reader fills in about himself or herself.
        unfinished: it is saved with gaps, so that an empty field need not be an optional one.
    """

    groups: ClassVar[Groups] = ()
    autocomplete: ClassVar[Mapping[str, str]] = {}
    unfinished: ClassVar[bool] = False
    refusal: Mapping[str, str] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            suit(field.widget)
            field.validators += LIMITS.get(type(field), ())
            name_nothing(field, _("Choose") if field.required else _("No choice"))
            if name in self.autocomplete:
                field.widget.attrs["autocomplete"] = self.autocomplete[name]

    def fieldsets(self) -> Iterator[Fieldset]:
        """The visible fields in their groups."""
        yield from grouped(self, self.groups)

    def refuse(self, refusal: Refused) -> None:
        """Show why a service did not do what was asked; what was typed stays."""
        self.full_clean()
        self.refusal = worded(refusal)
        self.add_error(None, forms.ValidationError(self.refusal["sentence"], code=refusal.code.number))

    def problems(self) -> list[Problem]:
        """The lines of the summary."""
        return problems(self)


class Form(Fields, forms.Form):
    """A form of its own."""


class ModelForm(Fields, forms.ModelForm):  # type: ignore[type-arg] # generic only for the checker, not when it runs
    """A form about a model; services save it, `form.save()` is not called by the pages."""


def suit(widget: forms.Widget) -> None:
    """Let the browser offer its calendar and clock, and let a text begin with a few lines."""
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":
        widget.attrs["rows"] = "4"
    if isinstance(widget, forms.DateTimeInput):
        widget.input_type, widget.format = "datetime-local", MOMENT
    elif isinstance(widget, forms.DateInput):
        widget.input_type, widget.format = "date", DATE
    elif isinstance(widget, forms.TimeInput):
        widget.input_type = "time"


def name_nothing(field: forms.Field, words: Text) -> None:
    """Say in words what Django says with dashes, which a screen reader reads out one by one."""
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = str(words) if field.empty_label == DASHES else field.empty_label
    elif isinstance(field.widget, forms.Select):
        choices = field.widget.choices
        field.widget.choices = [(value, words if label == DASHES else label) for value, label in choices]


def grouped(form: forms.BaseForm, groups: Groups) -> Iterator[Fieldset]:
    """The visible fields of any form; those in no group come first."""
    named = {name for _title, names in groups for name in names}
    loose = [field for field in form.visible_fields() if field.name not in named]
    if loose:
        yield Fieldset("", loose)
    for title, names in groups:
        yield Fieldset(title, [form[name] for name in names if name in form.fields and not form[name].is_hidden])


def problems(form: forms.BaseForm) -> list[Problem]:
    """What is wrong in a form, field by field and in the order of the page; refusals have their own block."""
    if not form.is_bound:
        return []
    own = [] if getattr(form, "refusal", None) else list(_lines("", "", form.non_field_errors()))
    return own + [line for field in form for line in _lines(target(field), field.label, field.errors)]


def target(field: BoundField) -> str:
    """The id of the control that gets the focus."""
    return field.id_for_label or f"{field.auto_id}_0"


def _lines(where: str, label: Text, errors: ErrorList) -> Iterator[Problem]:
    return (Problem(where, label, str(error)) for error in errors)
