"""How each kind of field is drawn."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.SelectMultiple, "utrecht-textarea multiple"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (forms.FileInput, "file"),
    (forms.widgets.Input, "utrecht-textbox utrecht-textbox--html-input"),
)
SHORT, MIDDLE = 12, 40
"""Up to how many characters a box is narrow; its width says how much is expected."""


@dataclass(frozen=True, slots=True)
class Control:
    """A field's HTML and the frame around it: `box` (label before), `check` (label after) or `set` (several options)."""

    html: SafeString
    frame: str


def control(bound: BoundField) -> Control:
    """The control of a field."""
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return Control(bound.as_widget(), "set")
    if isinstance(widget, forms.CheckboxInput):
        return Control(
            bound.as_widget(attrs=_attributes(bound, "utrecht-checkbox utrecht-checkbox--html-input")), "check"
        )
    if isinstance(widget, forms.MultiWidget):
        for part in widget.widgets:
            part.attrs.setdefault("class", _classes(part))
        return Control(bound.as_widget(), "set")
    return Control(bound.as_widget(attrs=_attributes(bound, f"{_classes(widget)} {_width(bound)}".strip())), "box")


def _classes(widget: forms.Widget) -> str:
    return next((name for kind, name in _CLASSES if isinstance(widget, kind)), "")


def _attributes(bound: BoundField, classes: str) -> dict[str, Any]:
    own = bound.field.widget.attrs.get("class", "")
    invalid = f" {classes.partition(' ')[0]}--invalid" if bound.errors and classes else ""
    # A placeholder vanishes when one types, and is too pale to read; the label says the same and stays.
    return {"class": f"{classes}{invalid} {own}".strip(), "placeholder": False}


def _width(bound: BoundField) -> str:
    longest = getattr(bound.field, "max_length", None)
    if isinstance(bound.field, forms.DateField | forms.IntegerField | forms.TimeField) or (
        longest and longest <= SHORT
    ):
        return "w-short"
    if isinstance(bound.field, forms.DateTimeField) or (longest and longest <= MIDDLE):
        return "w-middle"
    return ""
