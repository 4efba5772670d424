"""The kinds of files that are taken, and how each is known by its content."""

import json
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from sluis.refusals import Refused
from sluis.refusals.catalogue import work as codes


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file; `judge` refuses content that is something else."""

    media_type: str
    judge: Callable[[bytes], None]


def _require(right: bool) -> None:
    if not right:
        raise Refused(codes.FILE_CONTENT)


_PDF_ACTIVE = re.compile(rb"/(?:JavaScript|Launch)\b")
_PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


def _pdf(content: bytes) -> None:
    """Known by head and tail. Scripts are looked for as far as they are not compressed; readers of PDF ask before more."""
    _require(content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:])
    written_out = _PDF_ESCAPE.sub(lambda found: bytes.fromhex(found[1].decode()), content)
    if _PDF_ACTIVE.search(written_out):
        raise Refused(codes.FILE_ACTIVE)


def _png(content: bytes) -> None:
    _require(content.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR") and content.endswith(b"IEND\xaeB`\x82"))


def _jpg(content: bytes) -> None:
    _require(content.startswith(b"\xff\xd8\xff") and content.rstrip(b"\x00").endswith(b"\xff\xd9"))


_MOST_MEMBERS = 5_000
_OFFICE_ACTIVE = re.compile(r"vbaProject|vbaData|activeX/|macrosheets/|^(?:Basic|Scripts)/.", re.IGNORECASE)


def _members(content: bytes) -> list[str]:
    """The names in a zip; its members are not unpacked."""
    _require(content.startswith(b"PK\x03\x04"))
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError, OSError):
        raise Refused(codes.FILE_CONTENT) from None
    _require(0 < len(names) <= _MOST_MEMBERS)
    if any(map(_OFFICE_ACTIVE.search, names)):
        raise Refused(codes.FILE_ACTIVE)
    return names


def _office(part: str) -> Callable[[bytes], None]:
    def judge(content: bytes) -> None:
        _require({"[Content_Types].xml", part} <= set(_members(content)))

    return judge


_ODT = b"application/vnd.oasis.opendocument.text"


def _odt(content: bytes) -> None:
    names = _members(content)
    _require(names[0] == "mimetype" and content[38 : 38 + len(_ODT)] == _ODT and "content.xml" in names)


_NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def _read(content: bytes) -> str:
    """Text in UTF-8, or in the older set of spreadsheets; without control characters and private keys."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
        _require("\ufffd" not in text)
    _require(not _NOT_IN_TEXT.search(text))
    if "PRIVATE KEY" in text or "AGE-SECRET-KEY-" in text.upper():
        raise Refused(codes.FILE_HOLDS_KEY)
    return text


def _text(content: bytes) -> None:
    _read(content)


def _json(content: bytes) -> None:
    try:
        json.loads(_read(content))
    except (ValueError, RecursionError):
        raise Refused(codes.FILE_CONTENT) from None


_ARMOUR = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----[A-Za-z0-9+/=\s]+-----END \1-----")


def _pem(content: bytes) -> None:
    _require(bool(_ARMOUR.search(_read(content))))


_OPEN_XML = "application/vnd.openxmlformats-officedocument"

TYPES: dict[str, Kind] = {
    "pdf": Kind("application/pdf", _pdf),
    "docx": Kind(f"{_OPEN_XML}.wordprocessingml.document", _office("word/document.xml")),
    "xlsx": Kind(f"{_OPEN_XML}.spreadsheetml.sheet", _office("xl/workbook.xml")),
    "odt": Kind(_ODT.decode(), _odt),
    "png": Kind("image/png", _png),
    "jpg": Kind("image/jpeg", _jpg),
    "jpeg": Kind("image/jpeg", _jpg),
    "txt": Kind("text/plain", _text),
    "csv": Kind("text/csv", _text),
    "json": Kind("application/json", _json),
    "pem": Kind("application/x-pem-file", _pem),
}
"""By the ending of the name."""
