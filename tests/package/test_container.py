"""The container: one byte-exact zip that ordinary tools list, and nothing else is taken."""

import io
import struct
import zipfile
from hashlib import sha256
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.package.container import Reader, Writer, rank
from sluis.refusals import Refused

NAMES = ("content-a.age", "content-b.age", "order.age", "persons.age", "manifest.json", "manifest.jws")
Parts = dict[str, bytes]


def container(parts: Parts) -> bytes:
    """These members, as the writer writes them."""
    file = io.BytesIO()
    writer = Writer(file)
    for name in sorted(parts, key=rank):
        writer.put(name, parts[name])
    writer.close()
    return file.getvalue()


def read(data: bytes) -> Parts:
    """All members, their checksums compared."""
    reader = Reader(io.BytesIO(data))
    found = {}
    for name in reader.names():
        source = reader.open(name)
        found[name] = source.read()
        source.finish(sha256(found[name]).hexdigest())
    return found


some_parts = st.dictionaries(st.sampled_from(NAMES), st.binary(max_size=300), max_size=len(NAMES))


@settings(max_examples=60, deadline=None)
@given(some_parts)
def test_what_was_put_in_comes_out_by_us_and_by_any_zip_tool(parts: Parts) -> None:
    data = container(parts)
    assert read(data) == parts
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == parts
        assert archive.namelist() == sorted(parts, key=rank)
        assert {one.compress_type for one in archive.infolist()} <= {zipfile.ZIP_STORED}


@settings(max_examples=60, deadline=None)
@given(some_parts.filter(bool), st.data())
def test_every_flipped_bit_is_refused(parts: Parts, data: st.DataObject) -> None:
    whole = container(parts)
    bit = data.draw(st.integers(0, 8 * len(whole) - 1))
    other = bytearray(whole)
    other[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Refused):
        read(bytes(other))


def test_the_writer_tells_the_digests_and_takes_members_in_their_order_only() -> None:
    file = io.BytesIO()
    writer = Writer(file)
    with writer.member("content-a.age") as sink:
        assert sink.write(b"one") == 3
        sink.write(b"two")
        sink.flush()
    assert writer.digests == {"content-a.age": sha256(b"onetwo").hexdigest()}
    writer.put("persons.age", b"")
    for name in ("order.age", "persons.age", "content-b.age"):
        with pytest.raises(ValueError, match="does not come after"):
            writer.put(name, b"")
    with pytest.raises(Refused):
        writer.put("readme.txt", b"")


def test_a_zip_that_another_tool_wrote_is_refused() -> None:
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", method) as archive:
            for name in NAMES:
                archive.writestr(name, b"some bytes")
        with pytest.raises(Refused):
            read(file.getvalue())


PARTS = {name: name.encode() for name in NAMES}


def _stretched(data: bytes) -> bytes:
    return data[:-2] + b"\x03\x00abc"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        b"PK\x05\x06" + bytes(17),
        b"\x00" * 22,
        container(PARTS)[:-1],
        container(PARTS)[1:],
        container(PARTS) + b"\x00",
        b"#!/bin/sh\n" + container(PARTS),
        container(PARTS) + container(PARTS),
        _stretched(container(PARTS)),
    ],
    ids=["empty", "short", "shorter", "zeros", "cut", "begun late", "more", "script", "twice", "comment"],
)
def test_bytes_before_between_or_after_are_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        read(data)


def test_names_that_do_not_belong_are_refused() -> None:
    whole = container({"content-a.age": b"x"})
    for name in (b"content-A.age", b"content-/.age", b"../tent-a.age", b"manifest.jsox", b"\xffontent-a.age"):
        with pytest.raises(Refused):
            read(whole.replace(b"content-a.age", name[:13]))


class Measured(io.BytesIO):
    """A file that remembers how much was asked of it at once."""

    largest = 0

    def read(self, size: int | None = -1) -> bytes:
        """As a file reads."""
        data = super().read(size)
        self.largest = max(self.largest, len(data))
        return data


def test_a_directory_that_claims_to_be_huge_is_refused_before_it_is_read() -> None:
    """The end of the file says that nearly all of it is directory."""
    length = 1 << 20
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 3, 3, length, 0, 0)
    file = Measured(bytes(length) + end)
    with pytest.raises(Refused):
        Reader(file)
    assert file.largest < 1 << 16


@pytest.mark.parametrize("size", [1 << 20, 0xFFFFFFFF])
def test_a_member_that_claims_to_be_larger_than_the_file_is_refused(size: int) -> None:
    whole = container({"content-a.age": b"x"})
    lying = whole.replace(struct.pack("<II", 1, 1), struct.pack("<II", size, size))
    assert lying != whole
    with pytest.raises(Refused):
        read(lying)


def test_a_container_of_too_many_members_is_refused() -> None:
    with pytest.raises(Refused):
        read(container({f"content-t{number}.age": b"" for number in range(65)}))
    assert len(read(container({f"content-t{number}.age": b"" for number in range(64)}))) == 64


def test_a_member_that_is_missing_or_too_large_to_be_small_is_refused() -> None:
    reader = Reader(io.BytesIO(container(PARTS)))
    assert reader.small("manifest.json", 100) == b"manifest.json"
    for step in (lambda: reader.small("manifest.json", 5), lambda: reader.open("relay.json")):
        with pytest.raises(Refused):
            step()


def test_reading_tells_how_far_it_is() -> None:
    steps: list[int] = []
    file: BinaryIO = io.BytesIO(container(PARTS))
    reader = Reader(file, steps.append)
    source = reader.open("content-a.age")
    source.read(4)
    source.finish()
    assert sum(steps) == len(PARTS["content-a.age"])
