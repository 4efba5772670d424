"""`{% load ui %}`: the pieces of which pages are made."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.http import HttpRequest
from django.template import Context
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from sluis.portal.ui import actions, assets, moments, navigation, slots
from sluis.portal.ui.controls import control
from sluis.portal.ui.forms import Fieldset, grouped, problems
from sluis.portal.ui.life import Life

register = template.Library()
SPRITE = "ui/vendor/icons.svg"


def _request(context: Context) -> HttpRequest | None:
    found = context.get("request")
    return found if isinstance(found, HttpRequest) else None


@register.simple_tag
def asset(name: str) -> str:
    """The address of a static file."""
    return assets.asset_address(name)


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """A sign beside words, hidden from who listens."""
    return format_html(
        '<svg class="ic{}" aria-hidden="true" focusable="false" width="20" height="20"><use href="{}#{}"/></svg>',
        f" {extra}" if extra else "",
        assets.asset_address(SPRITE),
        name,
    )


@register.simple_tag
def badge(value: Any, tone: str = "neutral") -> SafeString:
    """A state; takes an `actions.Badge`, or words and a tone."""
    if isinstance(value, actions.Badge):
        value, tone = value.label, value.tone
    kind = {"good": "success", "info": "neutral"}.get(str(tone), str(tone))
    return format_html(
        '<span class="utrecht-status-badge utrecht-status-badge--{} badge badge--{}">{}</span>', kind, tone, value
    )


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[tuple[navigation.Group, list[navigation.Shown]]]:
    """The parts of the main menu; none when nobody asks."""
    request = _request(context)
    return list(navigation.menu(request)) if request else []


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, subject: object = None) -> SafeString:
    """The panels that other apps show here."""
    request = _request(context)
    return mark_safe("\n".join(slots.filled(name, request, subject)) if request else "")  # noqa: S308 - panels are safe strings


@register.inclusion_tag("ui/_crumbs.html")
def crumbs(steps: Sequence[actions.Crumb], here: Any = "") -> dict[str, Any]:
    """The way to this page."""
    return {"steps": steps, "here": here}


@register.inclusion_tag("ui/_action.html", takes_context=True)
def action(context: Context, one: actions.Action) -> dict[str, Any]:
    """A button."""
    return {"action": one, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/_field.html")
def field(bound: BoundField, optional: bool = True) -> dict[str, Any]:
    """One field with its label, help and errors; `optional=False` leaves out the words for what may stay empty."""
    may_stay_empty = not bound.field.required and not getattr(bound.form, "unfinished", False)
    return {"field": bound, "control": control(bound), "optional": optional and may_stay_empty}


@register.inclusion_tag("ui/_fields.html")
def form_fields(form: forms.BaseForm) -> dict[str, Any]:
    """Summary of errors, hidden fields and all groups of fields; of any form, also those of others."""
    groups: Iterable[Fieldset] = grouped(form, getattr(form, "groups", ()))
    refusal = getattr(form, "refusal", None)
    return {"form": form, "groups": list(groups), "problems": problems(form), "refusal": refusal}


@register.inclusion_tag("ui/_keyvalues.html")
def keyvalues(pairs: Any) -> dict[str, Any]:
    """Names and values below each other: a mapping, or pairs."""
    return {"pairs": list(pairs.items() if hasattr(pairs, "items") else pairs)}


@register.inclusion_tag("ui/_empty.html")
def empty(text: Any, sign: str = "inbox") -> dict[str, Any]:
    """What to do when there is nothing."""
    return {"text": text, "sign": sign}


@register.inclusion_tag("ui/_life.html")
def life(line: Life, title: Any = "") -> dict[str, Any]:
    """The life line, as a card."""
    return {"line": line, "title": title}


@register.inclusion_tag("ui/_calendar.html")
def cal(on: date, tone: str = "") -> dict[str, Any]:
    """A leaf of the calendar, beside a deadline."""
    return {"on": on, "month": moments.month(on.month), "tone": tone}


@register.inclusion_tag("ui/_tabs.html", takes_context=True)
def tabs(context: Context, entries: Sequence[actions.Crumb], label: Any = "") -> dict[str, Any]:
    """Parts of one thing that are pages of their own."""
    request = _request(context)
    return {"entries": entries, "label": label, "path": request.path if request else ""}


@register.inclusion_tag("ui/_pager.html", takes_context=True)
def pager(context: Context) -> dict[str, Any]:
    """The pages of a list; for `ui/list.html`."""
    return {name: context.get(name) for name in ("request", "page", "around", "sizes", "size")}


@register.simple_block_tag
def card(content: str, title: Any = "", sign: str = "", level: int = 2) -> SafeString:
    """A panel with a title: `{% card _("Data") %}…{% endcard %}`."""
    head = format_html("<h{0}>{1}{2}</h{0}>", level, icon(sign) if sign else "", title) if title else ""
    return format_html('<section class="card">{}{}</section>', head, content)


@register.filter
def number(value: float | None) -> str:
    """Digits in groups of three, as the language writes them."""
    return "" if value is None else number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def when(value: Any) -> SafeString | str:
    """A moment or a day, with what machines read: "25 nov 2026, 17:40"."""
    return _time(value, long=True)


@register.filter
def short(value: Any) -> SafeString | str:
    """The same in a few characters: "25 nov 17:40"."""
    return _time(value, long=False)


def _time(value: Any, *, long: bool) -> SafeString | str:
    if not isinstance(value, date):
        return "" if value is None else value
    words = moments.moment(value) if isinstance(value, datetime) else moments.day(value)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words if long else moments.short(value))


@register.filter
def term(value: date | datetime | None) -> SafeString | str:
    """A moment by which something must have happened, and how long that is from now."""
    from sluis.portal.ui.terms import remaining

    return format_html('{} <span class="mut">({})</span>', when(value), remaining(value)) if value else ""


@register.simple_tag
def inline_svg(drawing: str) -> SafeString:
    """A drawing that the program itself made, in the page instead of in an address of `data:`."""
    return mark_safe(drawing[drawing.index("<svg") :])  # noqa: S308 - a QR code of allauth, of modules only


@register.simple_tag
def spoken() -> str:
    """The language of this page."""
    return (get_language() or "nl")[:2]


@register.simple_tag
def sentences(texts: Iterable[Any]) -> SafeString:
    """A list of sentences."""
    return format_html_join("\n", "<li>{}</li>", ((text,) for text in texts))
