"""The processing report as a page for people: one HTML file that needs nothing else, on a screen or on paper.

It says first how it ended and what to do next, then how many, who and under what, then what was wrong and in which
rows. Like the report it holds no value; every word from outside is escaped, and the page allows itself no script.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from importlib import resources
from itertools import groupby
from typing import Any

from sluis.package.grouping import MOST_ROWS, Group, groups, ranges
from sluis.refusals import translation
from sluis.refusals.marking import _

_STYLE = resources.files("sluis.package").joinpath("page.css").read_text(encoding="utf-8")
_STYLE_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_DIGEST}'; base-uri 'none'; form-action 'none'"

_TITLES = {
    "prepare": _("Report of preparing a delivery"),
    "deliver": _("Report of delivering"),
    "relay": _("Report of relaying a delivery"),
    "open": _("Report of opening a delivery"),
}
_DONE = {
    "prepare": (
        _("The package is ready; nothing readable has left the source."),
        _("Send the package to the TTP."),
    ),
    "deliver": (
        _("The delivery has arrived at the TTP; nothing readable has left the source."),
        _("Nothing needs to be done. `sluis source deliveries` shows how it goes on."),
    ),
    "relay": (
        _("The package was relayed; the TTP has read nothing of its content."),
        _("Give the relayed package to the recipient."),
    ),
    "open": (
        _("The package was opened, and all checks on it passed."),
        _("Use the data set; tell the source with `sluis recipient report` when something in it is wrong."),
    ),
}
_REFUSED = {
    "prepare": _("The delivery was refused, and no package was made."),
    "deliver": _("The delivery was refused, and did not arrive."),
    "relay": _("The package was refused, and nothing was passed on."),
    "open": _("The package was refused, and nothing was written."),
}
_AT_THE_SOURCE = (
    ("rows_read", _("rows read")),
    ("rows_sent", _("rows sent")),
    ("rows_rejected", _("rows rejected")),
    ("rows_objected", _("rows left out because of an objection")),
    ("persons", _("persons sent")),
    ("persons_objected", _("persons left out because of an objection")),
)
_COUNTS = {
    "prepare": _AT_THE_SOURCE,
    "deliver": _AT_THE_SOURCE,
    "relay": (
        ("rows_read", _("rows in the package")),
        ("rows_sent", _("rows passed on")),
        ("persons", _("persons")),
    ),
    "open": (
        ("rows_read", _("rows in the package")),
        ("rows_sent", _("rows written")),
        ("persons", _("persons")),
    ),
}
_MODES = {
    "replace": _("replaces the period"),
    "add": _("adds to what is there"),
    "withdraw": _("withdraws persons"),
    "nothing": _("says that there is nothing to deliver"),
}
_SCHEMES = {"polymorphic": _("polymorphic"), "keyed": _("keyed")}
_SEVERITIES = {"fatal": _("Fatal"), "warning": _("Warning")}
# The letters of a number in hexadecimal sound alike over a telephone.
_SPELLED = {"A": "Alfa", "B": "Bravo", "C": "Charlie", "D": "Delta", "E": "Echo", "F": "Foxtrot"}


def page(document: Mapping[str, Any], language: str) -> bytes:
    """The report as one HTML5 file in UTF-8.

    Args:
        document: `Report.document` in the same language.
        language: `nl` or `en`.
    Raises:
        ValueError: another language, or one that is not the document's.
    """
    if document["language"] != language:
        raise ValueError("the report's own messages are in another language")
    return _Page(document, language).whole().encode()


class _Page:
    def __init__(self, document: Mapping[str, Any], language: str) -> None:
        self._document, self._language = document, language
        self._gettext = translation(language).gettext

    def whole(self) -> str:
        title = " – ".join(filter(None, (self._say(_TITLES[self._document["step"]]), escape(self._document["number"]))))
        mark = f"{self._say(_('TEST'))} – " if self._document["test"] else ""
        return (
            f'<!doctype html>\n<html lang="{self._language}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{mark}{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
            f'<header class="top"><span class="brand">Sluis</span>'
            f"<span>{self._say(_TITLES[self._document['step']])}</span></header>\n<main>\n"
            + "\n".join(filter(None, self._parts()))
            + f"\n</main>\n<footer>{self._small_print()}</footer>\n</body>\n</html>\n"
        )

    def _say(self, text: str, **facts: object) -> str:
        """A text of ours with its facts, both escaped."""
        return escape(self._gettext(text).format_map(facts))

    def _number(self, value: int) -> str:
        return f"{value:,}".replace(",", "." if self._language == "nl" else ",")

    def _parts(self) -> Iterator[str]:
        yield self._test_mark()
        yield self._heading()
        yield self._outcome()
        yield self._counts()
        yield self._details()
        yield self._dropped()
        yield self._findings()

    def _test_mark(self) -> str:
        if not self._document["test"]:
            return ""
        text = self._say(_("Made with test keys. It never counts as delivered and is kept apart from real data."))
        return f'<div class="test"><strong>{self._say(_("TEST DELIVERY"))}</strong>{text}</div>'

    def _heading(self) -> str:
        number = self._document["number"]
        if not number:
            return f"<h1>{self._say(_('Delivery without a number'))}</h1>"
        parts = [" ".join(_SPELLED.get(each, each) for each in part) for part in number.split("-")]
        spelled = " – ".join(f"<b>{escape(part)}</b>" for part in parts)
        return (
            f'<h1>{self._say(_("Delivery"))} <span class="number">{escape(number)}</span></h1>\n'
            f'<p class="tel">{self._say(_("Over the telephone:"))} {spelled}</p>'
        )

    def _outcome(self) -> str:
        step, refusal = self._document["step"], self._document["refusal"]
        if refusal is None:
            kind, word, lines = "done", _("Done"), [self._say(_DONE[step][0])]
            after = self._say(_DONE[step][1])
        else:
            where = f" ({escape(refusal['where'])})" if refusal["where"] else ""
            why = f"<code>{escape(refusal['code'])}</code>{where}: {escape(refusal['message'])}"
            kind, word, lines = "refused", _("Refused"), [self._say(_REFUSED[step]), why]
            after = escape(refusal["advice"])
        said = "".join(f"<p>{line}</p>" for line in lines)
        after = f"<p><strong>{self._say(_('Next step:'))}</strong> {after}</p>"
        return f'<section class="outcome {kind}"><h2>{self._say(word)}</h2>{said}{after}</section>'

    def _counts(self) -> str:
        pairs = [
            (self._say(words), self._number(self._document[key])) for key, words in _COUNTS[self._document["step"]]
        ]
        tables = [
            self._table(_("Rows per table"), self._document["rows_by_table"]),
            self._table(_("Persons per list"), self._document["persons_by_list"]),
        ]
        parts = f'<div class="parts">{"".join(tables)}</div>' if any(tables) else ""
        return self._card(_("Counts"), _pairs("kpi", pairs) + parts)

    def _table(self, caption: str, counts: Mapping[str, int]) -> str:
        if len(counts) < 2:
            return ""  # the same number stands above
        rows = "".join(
            f'<tr><th scope="row">{escape(name)}</th><td>{self._number(count)}</td></tr>'
            for name, count in sorted(counts.items())
        )
        return f"<table><caption>{self._say(caption)}</caption>{rows}</table>"

    def _details(self) -> str:
        pairs = [(self._say(label), value) for label, value in self._facts() if value]
        return self._card(_("About this delivery"), _pairs("kv", pairs))

    def _facts(self) -> Iterator[tuple[str, str]]:
        """Labels with values that are already escaped; an empty value is not shown."""
        given = self._document
        for key, label in (("source", _("Source")), ("ttp", _("TTP")), ("recipient", _("Recipient"))):
            yield label, escape(str(given.get(key, "")))
        yield _("Agreement"), self._versioned("agreement")
        yield _("Specification"), escape(str(given.get("specification", "")))
        yield _("Scheme"), self._word(_SCHEMES, given.get("scheme", ""))
        yield _("Domain"), self._versioned("domain")
        yield _("Mode"), self._word(_MODES, given.get("mode", ""))
        yield _("Sequence"), self._number(given["sequence"]) if "sequence" in given else ""
        yield _("Corrects delivery"), _short(given.get("corrects", ""))
        yield _("Follows delivery"), _short(given.get("predecessor", ""))
        yield _("Started"), self._moment(given["started_at"])
        yield _("Finished"), self._moment(given["finished_at"])

    def _versioned(self, key: str) -> str:
        if not self._document.get(key):
            return ""
        return self._say(
            _("{name}, version {version}"), name=self._document[key], version=self._document.get(f"{key}_version", "")
        )

    def _word(self, words: Mapping[str, str], value: str) -> str:
        return self._say(words[value]) if value in words else escape(value)

    def _moment(self, written: str | None) -> str:
        if not written:
            return ""
        day, time = written.rstrip("Z").split("T")
        shown = "-".join(reversed(day.split("-"))) if self._language == "nl" else day
        return f'<time datetime="{escape(written)}">{escape(shown)} {escape(time)} UTC</time>'

    def _dropped(self) -> str:
        names = self._document["columns_dropped"]
        if not names:
            return ""
        text = self._say(_("The specification does not name these columns, so they were not sent."))
        listed = "".join(f"<li><code>{escape(name)}</code></li>" for name in names)
        return self._card(_("Columns left out"), f'<p class="mut">{text}</p><ul class="names">{listed}</ul>')

    def _findings(self) -> str:
        found = groups(self._document)
        if not found:
            return self._card(_("Findings"), f"<p>{self._say(_('Nothing was found to be wrong.'))}</p>")
        text = self._say(_("Row numbers are those of the source's own file, in which the headings are row 1."))
        places = groupby(found, key=lambda each: each.place)
        listed = "".join(self._place(place, each) for place, each in places)
        return self._card(_("Findings"), f'<p class="mut">{text}</p>{listed}')

    def _place(self, place: tuple[str, str], found: Iterable[Group]) -> str:
        table, field = place
        parts = [f"{self._say(_('Table'))} <code>{escape(table)}</code>"] if table else []
        parts += [f"{self._say(_('Field'))} <code>{escape(field)}</code>"] if field else []
        heading = " · ".join(parts) or self._say(_("The delivery as a whole"))
        listed = "".join(map(self._finding, found))
        return f'<div class="group"><h3>{heading}</h3><ul>{listed}</ul></div>'

    def _finding(self, group: Group) -> str:
        times = self._say(_("Count: {count}"), count=self._number(group.count))
        where = f"<span>{escape(group.where)}</span>" if group.where else ""
        said = "".join(f"<p>{escape(message)}</p>" for message in group.messages)
        return (
            f'<li class="found {escape(group.severity)}"><div class="line">'
            f'<span class="sev">{self._word(_SEVERITIES, group.severity)}</span>'
            f"<code>{escape(group.code)}</code>{where}<span>{times}</span></div>"
            f'{said}<p class="advice">{escape(group.advice)}</p>{self._rows(group)}</li>'
        )

    def _rows(self, group: Group) -> str:
        if not group.rows:
            return ""
        listed, more = ", ".join(ranges(group.rows[:MOST_ROWS])), group.count - len(group.rows[:MOST_ROWS])
        if more > 0:
            said = self._say(_("Rows {rows}, and {more} more."), rows=listed, more=self._number(more))
        else:
            said = self._say(_("Rows {rows}."), rows=listed)
        return f'<p class="rows">{said}</p>'

    def _small_print(self) -> str:
        return "".join(
            f"<p>{self._say(text)}</p>"
            for text in (
                _("This report never holds a value from the data: no name, number, date, pseudonym or key."),
                _("It tells only counts, codes, row numbers and the names of fields, files and parties."),
                _("It may therefore be shown to a help desk; what stands in a row only the source can look up."),
            )
        )

    def _card(self, title: str, inside: str) -> str:
        return f'<section class="card"><h2>{self._say(title)}</h2>{inside}</section>'


def _pairs(kind: str, pairs: Iterable[tuple[str, str]]) -> str:
    return (
        f'<dl class="{kind}">{"".join(f"<div><dt>{label}</dt><dd>{value}</dd></div>" for label, value in pairs)}</dl>'
    )


def _short(delivery: str) -> str:
    """The number of another delivery, as its manifest shows it."""
    number = "-".join(delivery[at : at + 4] for at in range(0, 12, 4)).upper() if delivery else ""
    return f'<span class="number">{escape(number)}</span>' if number else ""
