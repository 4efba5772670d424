"""PDF and DOCX: the same input gives the same bytes, hostile text stays text, and work is bounded."""

import socket
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import docx as word
import pytest
from django.utils.html import escape

from documents.rendering.reading import bare, objects, pages, parts, word_text
from sluis.portal.documents.rendering import bounded, bounds, docx, pdf, worker
from sluis.portal.documents.rendering.cleaning import clean
from sluis.portal.documents.rendering.markup import shares
from sluis.refusals import Refused
from sluis.refusals.catalogue import papers as codes

HOSTILE = (
    '<script>alert(1)</script> {{ 7*7 }} {% for x in y %} {_{ R&D "quoted" ’ 😀 العربية Łódź Čapek '
    "\u202edesrever\u202c \x00\x07\x0c\x1b ]]> --> &lt;"
)


def word_file(*lines: str) -> bytes:
    """A template as somebody makes it in Word."""
    document = word.Document()
    for line in lines:
        document.add_paragraph(line)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def hostile() -> bytes:
    return pdf(f"<h1>Titel</h1><p>{escape(HOSTILE)}</p>", language="nl", title=HOSTILE, footing=HOSTILE)


def test_a_pdf_says_what_it_was_given_whatever_it_is(hostile: bytes) -> None:
    (page,) = pages(hostile)
    for word_ in (
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "{_{",
        'R&D "quoted"',
        "Łódź Čapek",
        "]]> -->",
        "&lt;",
        "😀",
    ):
        assert bare(word_) in bare(page)
    assert "49" not in page and "\ufffd" not in page


def test_the_same_text_gives_the_same_pdf(hostile: bytes) -> None:
    again = pdf(f"<h1>Titel</h1><p>{escape(HOSTILE)}</p>", language="nl", title=HOSTILE, footing=HOSTILE)
    other = pdf("<h1>Titel</h1><p>anders</p>", language="nl", title=HOSTILE, footing=HOSTILE)
    assert again == hostile != other


def test_a_pdf_is_for_everybody_and_numbered() -> None:
    rows = "".join(f"<tr><td>{row}</td></tr>" for row in range(100))
    table = f"<table><thead><tr><th>Kop</th></tr></thead><tbody>{rows}</tbody></table>"
    made = pdf(f"<h1>Lijst</h1>{table}", language="nl", title="Lijst van rijen", footing="VO-1")
    first, *middle, last = pages(made)
    count = 2 + len(middle)
    assert f"1 / {count}" in first and f"{count} / {count}" in last
    assert "Lijst van rijen" not in first and "Lijst van rijen" in last
    assert "Kop" in last, "the head of a table comes back on every page"
    everything = b"".join(objects(made).values())
    assert (
        b"/MarkInfo" in everything and b"/Lang (nl)" in everything and b"SourceSans3" in everything.replace(b"-", b"")
    )


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{address}/x.png" alt="x">',
        '<link rel="stylesheet" href="{address}/x.css">',
        '<link rel="attachment" href="{address}/x">',
        "<style>@import url({address}/y.css); @font-face {{ font-family: x; src: url({address}/z.woff2) }}</style>",
        '<p style="background: url({address}/b.png)">x</p>',
        '<object data="{address}/o.svg"></object>',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}/i.png" width="9" height="9"/></svg>',
    ],
)
def test_nothing_is_fetched_for_a_paper(markup: str, tmp_path: Path) -> None:
    secret = tmp_path / "x.png"
    secret.write_text("tell-nobody")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        port = server.getsockname()[1]
        for address in (f"http://127.0.0.1:{port}", tmp_path.as_uri(), f"ftp://127.0.0.1:{port}"):
            made = pdf(markup.format(address=address), language="nl", title="x")
            assert b"tell-nobody" not in b"".join(objects(made).values()) + made
        with pytest.raises(BlockingIOError):
            server.accept()


def test_ten_thousand_lines_are_printed() -> None:
    made = pdf("".join(f"<p>regel {row}</p>" for row in range(10_000)), language="nl", title="Lang")
    assert "regel 9999" in pages(made)[-1]


def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        pdf("x" * bounds.LONGEST, language="nl", title="Lang")
    assert refusal.value.code is codes.PAPER_TOO_LONG


@pytest.mark.parametrize(("bound", "value"), [("MEMORY", 1 << 26), ("SECONDS", 0)])
def test_the_worker_is_bounded(bound: str, value: int) -> None:
    """It ends by itself, whatever the order asks of it."""
    order = b'{"kind": "pdf", "markup": "x", "title": "x", "footing": "", "language": "nl", "accessible": true}'
    code = f"import {worker.__name__} as w; w.bounds.{bound} = {value}; raise SystemExit(w.main())"
    done = subprocess.run([sys.executable, "-c", code], input=order, capture_output=True, timeout=60, check=False)
    assert done.returncode and not done.stdout


def test_who_waits_too_long_for_a_place_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "_PATIENCE", 0.0)
    held = [bounded._PLACES.acquire(blocking=False) for _ in range(2)]
    try:
        with pytest.raises(Refused) as refusal:
            pdf("x", language="nl", title="x")
    finally:
        for each in held:
            if each:
                bounded._PLACES.release()
    assert all(held) and refusal.value.code is codes.PAPERS_BUSY


def test_no_secret_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLUIS_DATABASE_PASSWORD", "x")
    assert not [name for name in bounded._surroundings() if "SLUIS" in name]


def test_the_merge_fields_of_a_template_are_filled_in() -> None:
    template = word_file("Tussen {{ customer_name }} te {{ customer_city }}", "{{ authorised_signatory }}, {{ text }}")
    context = {
        "customer_name": "Zorg & Zo", "customer_city": "‘s-Graveland", "authorised_signatory": "A. de Boer",
        "text": HOSTILE,
    }  # fmt: skip
    made = docx(template, context, title="Een & ander")
    text = word_text(made)
    assert text.startswith("Tussen Zorg & Zo te ‘s-Graveland\nA. de Boer, ") and clean(HOSTILE) in text
    assert parts(made) and word.Document(BytesIO(made)).core_properties.title == "Een & ander"


def test_the_same_context_gives_the_same_docx() -> None:
    template = word_file("{{ a }}")
    assert docx(template, {"a": "1"}) == docx(template, {"a": "1"}) != docx(template, {"a": "2"})
    with zipfile.ZipFile(BytesIO(docx(template, {"a": "1"}))) as packed:
        assert {each.date_time[0] for each in packed.infolist()} == {1980}


@pytest.mark.parametrize(
    "template",
    [
        b"no zip",
        word_file("{{ unknown }}"),
        word_file("{% for x in %}"),
        word_file("{{ a.__class__.__mro__ }}"),
        word_file("{{ ''.__class__ }}"),
        word_file("{% for x in range(10000000) %}{% endfor %}"),
    ],
    ids=["no zip", "unknown field", "half a loop", "class", "class of a text", "endless"],
)
def test_a_template_that_cannot_be_filled_is_refused(template: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        docx(template, {"a": "1"})
    assert refusal.value.code is codes.WORD_TEMPLATE


@pytest.mark.parametrize(
    "widths", [(15, 14, 11, 14, 9, 8, 8, 11, 10), (1, 1, 1), (80, 20), (1, 99), (7,) * 8, (3, 0, 5)]
)
def test_the_columns_of_a_table_are_as_wide_as_the_page(widths: tuple[int, ...]) -> None:
    found = shares(widths)
    assert sum(found) == 100
    assert all(abs(share - 100 * width / sum(widths)) < 1 for share, width in zip(found, widths, strict=True))
