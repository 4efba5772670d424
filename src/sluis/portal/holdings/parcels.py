"""A return file as it comes from outside: held against its manifest, bounded in every direction, before a row is read."""

import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest, sha256
from typing import IO, Any, BinaryIO
from uuid import UUID

from sluis.portal.holdings.exporting import FORMAT
from sluis.portal.holdings.register import held
from sluis.portal.holdings.rows import LONGEST_LINE, Row, read_line
from sluis.refusals import Refused
from sluis.refusals.catalogue import holdings as codes

MOST_MEMBERS = 1_000_000
LARGEST_FILE = 256 << 20
"""Bytes, of one file that somebody once uploaded; the portal itself takes far less."""
LARGEST_RATIO, FREE_BYTES = 200, 64 << 20
"""How much larger than the file all members together may be: rows are much alike, a bomb is nothing but alike."""
_SMALL = {"manifest.json": 512 << 20, "dictionary.json": 16 << 20}

_NAME = re.compile(
    r"manifest\.json|dictionary\.json|references\.jsonl|[a-z]+\.[a-z]+\.(jsonl|csv)"
    r"|files/[a-z]+\.[a-z]+/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-[a-z_]+"
)
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A return file whose members are all as its manifest says.

    Attributes:
        sha256: of the whole file.
        organisation: whose records are in it.
    """

    archive: zipfile.ZipFile
    sha256: str
    organisation: UUID
    names: frozenset[str]

    def rows(self, name: str) -> Iterator[tuple[int, Row]]:
        """The rows of a member of JSON lines, with the numbers of their lines.

        Raises:
            Refused: RETURN_FIELDS.
        """
        record = name.removesuffix(".jsonl")
        with _reading(), self.archive.open(name) as member:
            for number, line in enumerate(_lines(member, record), 1):
                try:
                    yield number, read_line(line)
                except (ValueError, RecursionError):
                    raise Refused(codes.RETURN_FIELDS, record=record, line=number) from None

    def content(self, name: str) -> bytes:
        """The content of a file."""
        with _reading():
            return self.archive.read(name)


@contextmanager
def opened(file: BinaryIO) -> Iterator[Parcel]:
    """A return file, after all of it was read once.

    Raises:
        Refused: RETURN_UNREADABLE, RETURN_VERSION, RETURN_DIFFERS.
    """
    whole = file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # a file open for bytes
    size = file.tell()
    file.seek(0)
    with _reading(), zipfile.ZipFile(file) as archive:
        members = _bounded(archive, size)
        manifest = _manifest(archive, members)
        for name, said in manifest["members"].items():
            _compare(archive, members[name], said)
        yield Parcel(archive, whole, UUID(manifest["organisation"]), frozenset(manifest["members"]))


@contextmanager
def _reading() -> Iterator[None]:
    """What is wrong with a zip shows in many ways."""
    try:
        yield
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, OverflowError):
        raise Refused(codes.RETURN_UNREADABLE) from None


def _bounded(archive: zipfile.ZipFile, size: int) -> dict[str, zipfile.ZipInfo]:
    entries = archive.infolist()
    members = {each.filename: each for each in entries}
    whole = sum(each.file_size for each in entries)
    if len(entries) > MOST_MEMBERS or len(members) != len(entries) or whole > size * LARGEST_RATIO + FREE_BYTES:
        raise Refused(codes.RETURN_UNREADABLE)
    for name, each in members.items():
        plain = not each.flag_bits & 1 and each.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        limit = _SMALL.get(name, LARGEST_FILE if name.startswith("files/") else whole)
        if not plain or not _NAME.fullmatch(name) or each.file_size > limit:
            raise Refused(codes.RETURN_UNREADABLE)
    return members


def _manifest(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> dict[str, Any]:
    try:
        said = json.loads(archive.read("manifest.json"))
        if not isinstance(said, dict) or said.get("format") != FORMAT:
            raise Refused(codes.RETURN_VERSION)
        UUID(said["organisation"])
        listed = said["members"]
        well = isinstance(listed, dict) and all(_is_sum(each) for each in listed.values())
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        raise Refused(codes.RETURN_UNREADABLE) from None
    if not well or listed.keys() != members.keys() - {"manifest.json"}:
        raise Refused(codes.RETURN_UNREADABLE)
    return said


def _is_sum(said: Any) -> bool:
    return (
        isinstance(said, dict)
        and said.keys() <= {"sha256", "size", "rows"}
        and isinstance(said.get("sha256"), str)
        and _DIGEST.fullmatch(said["sha256"]) is not None
        and type(said.get("size")) is int
        and type(said.get("rows", 0)) is int
    )


def _compare(archive: zipfile.ZipFile, member: zipfile.ZipInfo, said: dict[str, Any]) -> None:
    summed, size = sha256(), 0
    with archive.open(member) as file:
        while piece := file.read(1 << 20):
            summed.update(piece)
            size += len(piece)
            if size > member.file_size:
                raise Refused(codes.RETURN_UNREADABLE)
    if (summed.hexdigest(), size) != (said["sha256"], said["size"]):
        raise Refused(codes.RETURN_DIFFERS)


def _lines(member: IO[bytes], record: str) -> Iterator[bytes]:
    number = 0
    while line := member.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE or not line.endswith(b"\n"):
            raise Refused(codes.RETURN_FIELDS, record=record, line=number)
        yield line


def kinds_in(parcel: Parcel) -> list[str]:
    """The kinds of records in it that can be brought in.

    Raises:
        Refused: RETURN_VERSION when it has a kind that is not known here; RETURN_UNREADABLE when it has no JSON lines.
    """
    lines = {name.removesuffix(".jsonl") for name in parcel.names if name.endswith(".jsonl")} - {"references"}
    tables = {name.removesuffix(".csv") for name in parcel.names if name.endswith(".csv")}
    if (lines | tables) - held().keys():
        raise Refused(codes.RETURN_VERSION)
    if "references.jsonl" not in parcel.names or "access.organisation" not in lines or tables - lines:
        raise Refused(codes.RETURN_UNREADABLE)
    return sorted(lines)
