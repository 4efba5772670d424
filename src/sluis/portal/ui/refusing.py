"""A refusal as a page: its code, what is wrong, what the reader can do, and a way back."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from sluis.refusals import Code, Refused, advice, languages, place, sentence

CONFLICT = 409
_statuses: dict[str, int] = {}


def declare_status(code: Code, status: int) -> None:
    """Answer refusals of this code with another status than 409."""
    _statuses[code.number] = status


def refusal_status(code: Code) -> int:
    """The status of HTTP with which a refusal is answered."""
    return _statuses.get(code.number, CONFLICT)


def reader_language() -> str:
    """The language of this page, as the refusals know it."""
    spoken = (get_language() or "")[:2]
    return spoken if spoken in languages else languages[0]


def worded(refusal: Refused) -> dict[str, str]:
    """Code, place, sentence and advice in the reader's language."""
    spoken = reader_language()
    return {
        "code": refusal.code.number,
        "where": place(refusal.where, spoken),
        "sentence": sentence(refusal.code, refusal.facts, spoken),
        "advice": advice(refusal.code, refusal.facts, spoken),
    }


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The page that says so."""
    context = {"refusal": worded(refusal), "back": _back(request)}
    return render(request, "ui/refused.html", context, status=refusal_status(refusal.code))


def _back(request: HttpRequest) -> str:
    """The page from which one came, when it is another one of ours; else the first page."""
    came = urlsplit(request.headers.get("Referer", ""))
    address = came.path + (f"?{came.query}" if came.query else "")
    ours = came.netloc == request.get_host() and came.path.startswith("/") and not came.path.startswith("//")
    same = request.method == "GET" and address == request.get_full_path()
    return address if ours and not same else "/"
