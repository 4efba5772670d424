"""Pages from templates, in the reader's language; letters, colours and icons are those of the portal.

The portal's files are found as data of an installed package. Its `ui` imports no framework, and none of its code runs.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sluis.desk.draft import Draft
from sluis.desk.entering import Session
from sluis.refusals import Refused, advice, languages, place, sentence, translation
from sluis.specification.describing import seen

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_SHELVES = (("sluis.portal.ui", "static/ui"), ("sluis.desk", "static"))
_SPELLED = {"A": "Alfa", "B": "Bravo", "C": "Charlie", "D": "Delta", "E": "Echo", "F": "Foxtrot"}
_MONTHS = {
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


@cache
def files() -> Mapping[str, tuple[bytes, str]]:
    """What is served without asking who wants it: name → bytes and kind. No other name leads anywhere."""
    found = {}
    for package, folder in _SHELVES:
        root = resources.files(package).joinpath(*folder.split("/"))
        for one in (*root.iterdir(), *((root / "vendor").iterdir() if (root / "vendor").is_dir() else ())):
            kind = KINDS.get("." + one.name.rsplit(".", 1)[-1])
            if one.is_file() and kind:
                name = one.name if (root / one.name).is_file() else f"vendor/{one.name}"
                found[name] = one.read_bytes(), kind
    return found


@cache
def digest() -> str:
    """Changes when any of the files does."""
    return hashlib.sha256(b"".join(name.encode() + body for name, (body, _) in sorted(files().items()))).hexdigest()[
        :16
    ]


def look(name: str) -> str:
    """Where a file is.

    Raises:
        LookupError: there is no such file.
    """
    if name not in files():
        raise LookupError(name)
    return f"/look/{digest()}/{name}"


def icon(name: str, kind: str = "") -> Markup:
    """A picture beside words that say the same."""
    return Markup('<svg class="ic {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>').format(
        kind, look("vendor/icons.svg"), name
    )


@pass_context
def _say(context: Context, text: str, **facts: object) -> str:
    return translation(context["language"]).gettext(text).format_map(facts) if text else ""


@pass_context
def _number(context: Context, value: int) -> str:
    return f"{value:,}".replace(",", "." if context["language"] == "nl" else ",")


@pass_context
def _size(context: Context, value: int) -> str:
    for unit, bytes_ in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if value >= bytes_:
            text = f"{value / bytes_:.1f}"
            return f"{text.replace('.', ',') if context['language'] == 'nl' else text} {unit}"
    return f"{value} B"


@pass_context
def _when(context: Context, moment: str | datetime | None) -> Markup | str:
    """A moment as people here read it."""
    if not moment:
        return "–"
    at = datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) if isinstance(moment, str) else moment
    here = at.astimezone(AMSTERDAM)
    month = _MONTHS[context["language"]][here.month - 1]
    text = f"{here.day} {month} {here.year}, {here:%H:%M}"
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), text)


@pass_context
def _day(context: Context, day: Any) -> str:
    """A day; as `2026-03-31` when it is a text."""
    if not day:
        return "–"
    found = datetime.fromisoformat(day).date() if isinstance(day, str) else day
    return f"{found.day} {_MONTHS[context['language']][found.month - 1]} {found.year}"


def spelled(number: str) -> Markup:
    """A number as it is read out over a telephone."""
    parts = [" ".join(_SPELLED.get(each, each) for each in part) for part in number.split("-")]
    return Markup(" – ").join(Markup("<b>{}</b>").format(part) for part in parts)


@pass_context
def _refusal(context: Context, refused: Refused) -> Mapping[str, str]:
    """A refusal in words."""
    language = context["language"]
    return {
        "code": refused.code.number,
        "where": place(refused.where, language) if refused.where else "",
        "sentence": sentence(refused.code, refused.facts, language),
        "advice": advice(refused.code, refused.facts, language),
    }


@pass_context
def _plain(context: Context, text: str) -> str:
    """A text of the catalogue whose facts are not known."""
    return translation(context["language"]).gettext(text).replace("{", "‹").replace("}", "›")


@pass_context
def _sights(context: Context, draft: Draft) -> list[tuple[str, ...]]:
    """What each party sees of each field."""
    say = translation(context["language"]).gettext
    specification = draft.specification
    assert specification is not None
    several = len(specification.tables) > 1
    return [
        (f"{table.name}.{one.name}" if several else one.name, *seen(one, specification.scheme, say))
        for table in specification.tables
        for one in table.fields
    ]


@cache
def environment() -> Environment:
    """Of the templates; everything that comes from outside is escaped, and a name that is not there is an error."""
    made = Environment(
        loader=PackageLoader("sluis.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        _=_say,
        icon=icon,
        look=look,
        spelled=spelled,
        in_words=_refusal,
        languages=languages,
        plain=_plain,
        sights=_sights,
    )
    made.filters.update(number=_number, size=_size, when=_when, day=_day)
    return made


def page(request: Request, name: str, status: int = 200, **more: Any) -> Response:
    """A page."""
    session: Session | None = request.state.session
    values = {
        "language": session.language if session else languages[0],
        "token": session.token if session else "",
        "root": request.state.root,
        "path": request.url.path,
        "inside": session is not None,
        **more,
    }
    return HTMLResponse(environment().get_template(name).render(values), status)


def said(request: Request, text: str, **facts: object) -> str:
    """A text of ours, where there is no template."""
    session: Session = request.state.session
    return translation(session.language).gettext(text).format_map(facts)
