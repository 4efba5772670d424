"""Files are what their names say, hold nothing that acts, and have harmless names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.files import DOCX, GOOD, JPG, ODT, PDF, PEM, PNG, XLSX, upload, zipped
from sluis.portal.documents.checking import LARGEST, check
from sluis.portal.documents.fields import UploadField
from sluis.portal.documents.names import clean_name
from sluis.portal.documents.types import TYPES
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import work as codes


def code_of(name: str, content: bytes) -> Code | None:
    try:
        check(upload(name, content))
    except Refused as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize("kind", TYPES)
def test_every_kind_is_taken_with_its_digest(kind: str) -> None:
    found = check(upload(f"Beleid.{kind.upper()}", GOOD[kind]))
    assert found.name == f"Beleid.{kind}" and found.content == GOOD[kind] and len(found.sha256) == 64


@pytest.mark.parametrize("kind", TYPES)
def test_no_kind_takes_the_content_of_a_program_or_page(kind: str) -> None:
    for content in (b"MZ\x90\x00\x03" + bytes(200), b"\x7fELF" + bytes(100), bytes(1000)):
        assert code_of(f"a.{kind}", content) is codes.FILE_CONTENT


@pytest.mark.parametrize(("name", "content"), [
    ("a.pdf", PNG), ("a.png", PDF), ("a.docx", XLSX), ("a.xlsx", DOCX), ("a.odt", DOCX), ("a.docx", ODT),
    ("a.docx", DOCX[:-30]), ("a.docx", zipped("word/document.xml")), ("a.pdf", b"x" + PDF), ("a.pdf", PDF[:-8]),
    ("a.jpg", JPG[:-2]), ("a.png", PNG[:-4]), ("a.json", b"{,}"), ("a.json", b"[" * 100_000), ("a.pem", b"no armour"),
    ("a.txt", b"a\x00b"), ("a.csv", b"\x1b]0;x\x07"), ("a.txt", b"\x81\x8d"), ("a.docx", b"PK\x03\x04" + bytes(50)),
])  # fmt: skip
def test_content_that_is_not_what_the_name_says_is_refused(name: str, content: bytes) -> None:
    assert code_of(name, content) is codes.FILE_CONTENT


@pytest.mark.parametrize(("name", "content"), [
    ("a.docx", zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
    ("a.xlsx", zipped("[Content_Types].xml", "xl/workbook.xml", "xl/macrosheets/sheet1.xml")),
    ("a.docx", zipped("[Content_Types].xml", "word/document.xml", "word/activeX/activeX1.bin")),
    ("a.odt", zipped("content.xml", "Basic/Standard/Module1.xml", first=("mimetype", b"application/vnd.oasis.opendocument.text"))),
    ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (x) >>")),
    ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog /AA << /S /Launch >>")),
    ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /J#61vaScript >>")),
])  # fmt: skip
def test_what_acts_is_refused(name: str, content: bytes) -> None:
    assert code_of(name, content) is codes.FILE_ACTIVE


@pytest.mark.parametrize("kind", ["pem", "txt", "csv", "json"])
def test_private_keys_are_refused(kind: str) -> None:
    key = b"-----BEGIN EC PRIVATE KEY-----\nMIIB\n-----END EC PRIVATE KEY-----\n"
    text = PEM + key if kind == "pem" else b'"' + b"AGE-SECRET-KEY-1" + b'"' if kind == "json" else key
    assert code_of(f"a.{kind}", text) is codes.FILE_HOLDS_KEY


def test_size_is_limited() -> None:
    assert code_of("a.txt", b"x" * LARGEST) is None
    assert code_of("a.txt", b"x" * (LARGEST + 1)) is codes.FILE_TOO_LARGE
    assert code_of("a.txt", b"") is codes.FILE_EMPTY


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.svg", "a.docm", "a.zip", "a.pdf.exe", "a.js"])
def test_other_kinds_are_refused(name: str) -> None:
    assert code_of(name, PDF) is codes.FILE_TYPE


@pytest.mark.parametrize(("given_name", "clean"), [
    ("../../etc/Beleid.pdf", "Beleid.pdf"),
    ("C:\\Users\\x\\Plan 2026.PDF", "Plan 2026.pdf"),
    ('a"b<c>.pdf', "abc.pdf"),
    ("beleid\u202efdp.txt", "beleidfdp.txt"),
    ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
    (".verborgen.txt", "verborgen.txt"),
    ("CON.txt", "_CON.txt"),
    ("cafe\u0301.txt", "café.txt"),
    ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ("a\u2028b\u00a0c.txt", "ab c.txt"),
])  # fmt: skip
def test_names_become_harmless(given_name: str, clean: str) -> None:
    assert clean_name(given_name) == clean


@pytest.mark.parametrize("name", ["", ".pdf", "beleid", "...", "a.", "\u202e.pdf", "/.pdf"])
def test_names_of_which_nothing_is_left_are_refused(name: str) -> None:
    with pytest.raises(Refused) as refusal:
        clean_name(name)
    assert refusal.value.code is codes.FILE_NAME


@given(st.text(max_size=200))
def test_any_name_is_refused_or_harmless_and_stays_so(text: str) -> None:
    try:
        name = clean_name(text)
    except Refused:
        return
    assert clean_name(name) == name and len(name) <= 120
    assert not set(name) & set('/\\<>:"|?*\r\n\x00') and not name.startswith(".") and name.isprintable()


@given(st.binary(max_size=300), st.sampled_from(sorted(TYPES)))
def test_any_content_is_taken_or_refused(content: bytes, kind: str) -> None:
    code_of(f"a.{kind}", content)


def test_field_says_what_is_wrong_and_gives_the_file_its_harmless_name() -> None:
    from django.core.exceptions import ValidationError

    field = UploadField()
    file = field.clean(upload("../Plan.PDF", PDF))
    assert file is not None and file.name == "Plan.pdf" and file.read() == PDF
    with pytest.raises(ValidationError) as wrong:
        field.clean(upload("a.exe", PDF))
    assert wrong.value.code == "2940" and "pdf" in wrong.value.messages[0]
