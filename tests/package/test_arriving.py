"""A package that is checked while it arrives: as strict as the reader of whole files, and as early as its bytes allow."""

import io
import json
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.package.arriving import Arriving, resume
from sluis.package.container import LARGEST_CONTAINER, Member, Reader, Writer, directory, rank
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import agreements as agreement_codes
from sluis.refusals.catalogue import packages as codes

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "sluis-package-1"
SEALED = ("content-a.age", "content-b.age", "order.age", "persons.age")
OFFERED = (*SEALED, "manifest.json", "manifest.jws")
Parts = Mapping[str, bytes]

some = settings(max_examples=150, deadline=None)


def package(parts: Parts) -> bytes:
    """These members, as the writer writes them."""
    file = io.BytesIO()
    writer = Writer(file)
    for name in sorted(parts, key=rank):
        writer.put(name, parts[name])
    writer.close()
    return file.getvalue()


def put_together(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Members in any order, under any name, framed as they should be."""
    whole, members = b"", []
    for name, data in parts:
        members.append(Member(name, zlib.crc32(data), len(data), len(whole)))
        whole += members[-1].local() + data
    return whole + directory(tuple(members))


def digests(parts: Parts) -> dict[str, str]:
    """What a manifest says of its sealed members."""
    return {name: sha256(data).hexdigest() for name, data in parts.items() if name.endswith(".age")}


def read_whole(data: bytes, expected: Mapping[str, str] | None) -> None:
    """What is done with an offered package that has arrived: `reading.read_offered`, its signatures left out."""
    reader = Reader(io.BytesIO(data))
    required = {*(expected or ()), "order.age", "persons.age", "manifest.json", "manifest.jws"}
    if not required <= set(reader.names()) or any(name.startswith("relay.") for name in reader.names()):
        raise Refused(codes.DAMAGED)
    if expected is not None and set(reader.names()) != required:
        raise Refused(codes.FOREIGN_MEMBER)
    reader.small("manifest.json", 1 << 20)
    reader.small("manifest.jws", 1 << 16)
    for name in reader.names():
        reader.open(name).finish((expected or {}).get(name))


def verdict_of_reader(data: bytes, expected: Mapping[str, str] | None) -> bool:
    """Whether the whole is right."""
    try:
        read_whole(data, expected)
    except Refused:
        return False
    return True


def refusal(arriving: Arriving, data: bytes, cuts: Iterable[int] = ()) -> tuple[Code, int] | None:
    """What is refused and after how many bytes; none when all is right."""
    try:
        low = 0
        for high in (*sorted(cuts), len(data)):
            arriving.feed(data[low:high])
            low = high
        arriving.finish()
    except Refused as refused:
        return refused.code, arriving.received
    return None


def refused(data: bytes, expected: Mapping[str, str] | None = None, length: int | None = None) -> tuple[Code, int]:
    """What is refused, and after how many bytes."""
    found = refusal(Arriving(len(data) if length is None else length, expected), data)
    assert found
    assert refusal(Arriving(len(data) if length is None else length, expected), data, range(len(data))) == found
    return found


PARTS = {name: 3 * name.encode() for name in OFFERED}
WHOLE, EXPECTED = package(PARTS), digests(PARTS)
FRAMES = Reader(io.BytesIO(WHOLE)).members

some_parts = st.fixed_dictionaries(
    {name: st.binary(max_size=200) for name in OFFERED[2:]},
    optional={name: st.binary(max_size=200) for name in OFFERED[:2]},
)
some_cuts = st.lists(st.integers(0, 2000), max_size=12)


@some
@given(some_parts, some_cuts)
def test_a_right_package_is_taken_in_any_chunks_as_the_reader_takes_it(parts: Parts, cuts: list[int]) -> None:
    whole, expected = package(parts), digests(parts)
    for known in (expected, None):
        read_whole(whole, known)
        assert refusal(Arriving(len(whole), known), whole, cuts) is None
        assert refusal(Arriving(len(whole), known), whole, range(len(whole))) is None


@pytest.mark.parametrize("scheme", ["polymorphic", "keyed"])
def test_packages_that_were_made_once_are_taken_before_the_relay_only(scheme: str) -> None:
    path = VECTORS / scheme / "offered.sluis"
    with zipfile.ZipFile(path) as archive:
        manifest = archive.read("manifest.json"), archive.read("manifest.jws")
    expected, whole = json.loads(manifest[0])["members"], path.read_bytes()
    for arriving in (
        Arriving(len(whole), expected, manifest=manifest),
        Arriving(len(whole), on_manifest=lambda data, _: json.loads(data)["members"]),
    ):
        assert refusal(arriving, whole, range(0, len(whole), 7)) is None
    relayed = (VECTORS / scheme / "relayed.sluis").read_bytes()
    code, received = refused(relayed)
    assert (code, received) == (codes.ALREADY_RELAYED, relayed.index(b"relay.json") + len("relay.json"))


def changed(data: st.DataObject, whole: bytes) -> bytes:
    """The bytes with one thing wrong."""
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = bytes([data.draw(st.integers(0, 255))])
    return data.draw(
        st.sampled_from(
            (
                whole[:at] + bytes([whole[at] ^ (byte[0] or 1)]) + whole[at + 1 :],
                whole[:at] + byte + whole[at:],
                whole[:at] + whole[at + 1 :],
                whole[:at],
                whole + byte,
                whole[at:],
            )
        )
    )


@settings(some, max_examples=600)
@given(some_parts, st.data(), some_cuts)
def test_every_changed_byte_is_refused_at_one_place_and_by_the_reader_too(
    parts: Parts, data: st.DataObject, cuts: list[int]
) -> None:
    whole, expected = package(parts), digests(parts)
    other = changed(data, whole)
    for length in {len(other), len(whole)}:
        found = refusal(Arriving(length, expected), other, cuts)
        assert found == refusal(Arriving(length, expected), other, range(len(other))), "the chunks make no difference"
        assert (found is None) == (length == len(other) and verdict_of_reader(other, expected))
        assert (found is None) == (other == whole)
    assert (refusal(Arriving(len(other)), other) is None) == verdict_of_reader(other, None)


some_names = st.sampled_from((*OFFERED, "relay.json", "relay.jws", "content-.age")) | st.text(
    "abc-./A\x7f", max_size=90
)
some_members = st.lists(st.tuples(some_names, st.binary(max_size=9)), max_size=3)


@settings(some, max_examples=600)
@given(some_members, st.data(), st.integers(0, 8))
def test_members_of_any_name_and_order_are_judged_as_the_reader_judges_them(
    more: list[tuple[str, bytes]], data: st.DataObject, without: int
) -> None:
    parts = list(PARTS.items())
    for one in more:
        parts.insert(data.draw(st.integers(0, len(parts))), one)
    whole = put_together(parts[:without] + parts[without + 1 :])
    for expected in (EXPECTED, None):
        assert (refusal(Arriving(len(whole), expected), whole) is None) == verdict_of_reader(whole, expected)


def end_of_header(whole: bytes, name: str) -> int:
    """How many bytes there are when a member's name has arrived."""
    return whole.index(name.encode()) + len(name)


@pytest.mark.parametrize(
    ("names", "code", "at"),
    [
        (["content-a.age", "readme.txt"], codes.FOREIGN_MEMBER, "readme.txt"),
        (["content-c.age"], codes.FOREIGN_MEMBER, "content-c.age"),
        (["content-b.age"], codes.MEMBER_MISSING, "content-b.age"),
        (["content-a.age", "order.age"], codes.MEMBER_MISSING, "order.age"),
        (["content-a.age", "content-b.age", "persons.age"], codes.MEMBER_MISSING, "persons.age"),
        (["content-a.age", "content-b.age", "order.age", "content-a.age"], codes.DAMAGED, None),
        (["content-a.age", "content-b.age", "order.age", "manifest.json"], codes.MEMBER_MISSING, "manifest.json"),
        ([*OFFERED[:4], "manifest.jws"], codes.MEMBER_MISSING, "manifest.jws"),
        ([*OFFERED, "relay.json"], codes.ALREADY_RELAYED, "relay.json"),
        (["relay.jws"], codes.ALREADY_RELAYED, "relay.jws"),
    ],
)
def test_a_member_that_is_foreign_or_in_disorder_is_refused_before_its_data(
    names: list[str], code: Code, at: str | None
) -> None:
    data = 1000 * b"x"
    whole = put_together([*((name, PARTS[name]) for name in names[:-1]), (names[-1], data), *PARTS.items()])
    place = whole.index(data)
    assert at is None or place == end_of_header(whole, at)
    assert refused(whole, EXPECTED) == (code, place)


def test_a_name_that_is_longer_than_any_is_not_awaited() -> None:
    whole = put_together([("x" * 60_000, b"")])
    assert refused(whole) == (codes.FOREIGN_MEMBER, 30)
    assert refused(WHOLE.replace(b"content-a.age", b"content-\xff.age"))[0] is codes.FOREIGN_MEMBER


def test_a_byte_that_changes_within_a_member_is_refused_when_its_last_has_come() -> None:
    first = FRAMES["content-a.age"]
    for at in (first.start, first.start + first.size - 1):
        other = bytearray(WHOLE)
        other[at] ^= 1
        assert refused(bytes(other)) == (codes.DAMAGED, first.start + first.size)
    swapped = package({**PARTS, "content-a.age": b"other bytes, rightly framed"})
    assert refused(swapped, EXPECTED) == (codes.DAMAGED, swapped.index(b"framed") + len("framed"))


def test_between_two_members_nothing_else_may_come() -> None:
    place = FRAMES["content-b.age"].offset
    assert refused(WHOLE[:place] + b"more" + WHOLE[place:]) == (codes.DAMAGED, place + 4)


def lying(size: int, name: str = "content-a.age") -> bytes:
    """A package in which a member claims another size."""
    member = FRAMES[name]
    return WHOLE.replace(member.local(), replace(member, size=size).local())


@pytest.mark.parametrize("size", [len(WHOLE), len(WHOLE) - 80, 0xFFFFFFFF])
def test_a_member_that_the_announced_length_cannot_hold_is_refused_at_its_header(size: int) -> None:
    assert refused(lying(size)) == (codes.DAMAGED, FRAMES["content-a.age"].start)


def test_the_room_that_is_left_for_a_member_is_known_to_the_byte() -> None:
    """The last member that is announced leaves exactly the directory, or one byte less."""
    last = FRAMES["manifest.jws"]
    for length, place in ((len(WHOLE), len(WHOLE)), (len(WHOLE) - 1, last.start)):
        found = refusal(Arriving(length, EXPECTED), WHOLE[:length])
        assert found == (None if length == len(WHOLE) else (codes.DAMAGED, place))


@pytest.mark.parametrize(("name", "limit"), [("manifest.json", 1 << 20), ("manifest.jws", 1 << 16)])
def test_a_manifest_is_not_awaited_when_it_is_too_large(name: str, limit: int) -> None:
    right, large = (package({**PARTS, name: bytes(size)}) for size in (limit, limit + 1))
    assert refusal(Arriving(len(right), EXPECTED), right) is None
    assert refusal(Arriving(len(large), EXPECTED), large) == (codes.DAMAGED, end_of_header(large, name))
    assert not verdict_of_reader(large, EXPECTED)


def test_what_is_no_package_is_refused_at_its_fourth_byte_and_a_cut_one_at_the_end() -> None:
    for whole in (b"#!/bin/sh\n", package({}), WHOLE[1:], b"PK\x01\x02" + WHOLE):
        assert refused(whole) == (codes.NOT_A_PACKAGE, 4)
    assert refused(b"") == (codes.NOT_A_PACKAGE, 0)
    assert refused(b"PK") == (codes.NOT_A_PACKAGE, 2)
    assert refused(WHOLE[:4]) == (codes.DAMAGED, 4)
    assert refused(WHOLE[:9]) == (codes.DAMAGED, 9)
    assert refused(WHOLE[:9], length=len(WHOLE)) == (codes.DAMAGED, 9)


def test_nothing_follows_and_nothing_comes_past_the_announced_length() -> None:
    assert refused(WHOLE + b"\x00", EXPECTED, len(WHOLE)) == (codes.DAMAGED, len(WHOLE))
    directory_at = FRAMES["manifest.jws"].start + FRAMES["manifest.jws"].size
    assert refused(WHOLE + b"\x00", EXPECTED) == (codes.DAMAGED, directory_at + 4)
    assert refused(WHOLE, length=-1) == (codes.DAMAGED, 0)
    arriving = Arriving(len(WHOLE), EXPECTED)
    arriving.feed(WHOLE)
    arriving.feed(b"")
    arriving.finish()
    with pytest.raises(Refused):
        arriving.feed(b"\x00")
    with pytest.raises(Refused):
        arriving.finish()


def test_a_package_past_four_gigabytes_is_refused_before_it_comes() -> None:
    Arriving(LARGEST_CONTAINER)
    with pytest.raises(Refused) as caught:
        Arriving(LARGEST_CONTAINER + 1)
    assert caught.value.code is codes.TOO_LARGE


def test_as_many_members_are_taken_as_the_reader_takes() -> None:
    for count in (60, 61):
        contents = {f"content-t{number:02}.age": b"" for number in range(count)}
        whole = package({**contents, **{name: PARTS[name] for name in OFFERED[2:]}})
        assert (refusal(Arriving(len(whole)), whole) is None) == verdict_of_reader(whole, None) == (count == 60)


def test_after_a_refusal_there_is_only_that_refusal() -> None:
    arriving = Arriving(len(WHOLE), EXPECTED)
    with pytest.raises(Refused) as first:
        arriving.feed(put_together([("readme.txt", b"")]))
    received = arriving.received
    steps: tuple[Callable[[], None], ...] = (
        lambda: arriving.feed(WHOLE),
        lambda: arriving.feed(b""),
        arriving.finish,
    )
    for step in steps:
        with pytest.raises(Refused) as again:
            step()
        assert (again.value.code, arriving.received) == (first.value.code, received)


class TestManifest:
    """The manifest comes near the end; it is known beforehand, or it judges what came before it."""

    asked: list[tuple[bytes, bytes]]

    def arriving(self, said: Mapping[str, str], expected: Mapping[str, str] | None = None) -> Arriving:
        """A package that whoever reads its manifest takes for this."""
        self.asked = []

        def on_manifest(manifest: bytes, jws: bytes) -> Mapping[str, str]:
            self.asked.append((manifest, jws))
            return said

        return Arriving(len(WHOLE), expected, on_manifest)

    def test_it_is_shown_once_when_both_parts_are_there(self) -> None:
        arriving = self.arriving(EXPECTED)
        jws = FRAMES["manifest.jws"]
        arriving.feed(WHOLE[: jws.start + jws.size - 1])
        assert not self.asked
        arriving.feed(WHOLE[jws.start + jws.size - 1 :])
        arriving.finish()
        assert self.asked == [(PARTS["manifest.json"], PARTS["manifest.jws"])]

    @pytest.mark.parametrize("expected", [None, EXPECTED])
    @pytest.mark.parametrize(
        ("said", "code"),
        [
            (EXPECTED | {"content-a.age": "0" * 64}, codes.DAMAGED),
            (EXPECTED | {"persons.age": ""}, codes.DAMAGED),
            (EXPECTED | {"content-c.age": "0" * 64}, codes.MEMBER_MISSING),
            ({name: EXPECTED[name] for name in SEALED[1:]}, codes.FOREIGN_MEMBER),
            ({name: EXPECTED[name] for name in SEALED[:3]}, codes.MANIFEST_UNREADABLE),
            (EXPECTED | {"manifest.json": "0" * 64}, codes.MANIFEST_UNREADABLE),
            (EXPECTED | {"../x": "0" * 64}, codes.MANIFEST_UNREADABLE),
            ({}, codes.MANIFEST_UNREADABLE),
        ],
    )
    def test_what_it_says_is_compared_with_what_came(
        self, said: dict[str, str], code: Code, expected: Mapping[str, str] | None
    ) -> None:
        jws = FRAMES["manifest.jws"]
        assert refusal(self.arriving(said, expected), WHOLE) == (code, jws.start + jws.size)
        assert len(self.asked) == 1

    def test_whoever_reads_it_may_refuse(self) -> None:
        def on_manifest(_: bytes, __: bytes) -> Mapping[str, str]:
            raise Refused(agreement_codes.OTHER_AGREEMENT, agreement="a", part="source_key")

        arriving = Arriving(len(WHOLE), None, on_manifest)
        for _ in range(2):
            with pytest.raises(Refused) as caught:
                arriving.feed(WHOLE)
            assert caught.value.code is agreement_codes.OTHER_AGREEMENT

    def test_when_its_reader_breaks_down_the_rest_is_not_taken(self) -> None:
        def on_manifest(_: bytes, __: bytes) -> Mapping[str, str]:
            raise OSError

        arriving = Arriving(len(WHOLE), None, on_manifest)
        with pytest.raises(OSError):
            arriving.feed(WHOLE)
        with pytest.raises(Refused):
            arriving.finish()
        with pytest.raises(Refused):
            arriving.feed(WHOLE[arriving.received :])
        with pytest.raises(Refused):
            arriving.finish()

    def test_one_that_was_known_must_be_the_very_same(self) -> None:
        known = PARTS["manifest.json"], PARTS["manifest.jws"]

        def never(_: bytes, __: bytes) -> Mapping[str, str]:
            raise AssertionError

        assert refusal(Arriving(len(WHOLE), EXPECTED, never, known), WHOLE) is None
        for other in ((known[0] + b" ", known[1]), (known[0], b""), known[::-1]):
            found = refusal(Arriving(len(WHOLE), EXPECTED, never, other), WHOLE)
            assert found
            assert found[0] is codes.OTHER_MANIFEST
        with pytest.raises(ValueError, match="what the members must be"):
            Arriving(len(WHOLE), manifest=known)

    def test_one_that_was_known_and_cannot_be_is_refused_at_once(self) -> None:
        for expected in ({}, {"order.age": "", "content-a.age": ""}, EXPECTED | {"relay.json": ""}):
            with pytest.raises(Refused) as caught:
                Arriving(len(WHOLE), expected)
            assert caught.value.code is codes.MANIFEST_UNREADABLE


@some
@given(some_parts, st.data(), st.booleans())
def test_after_a_restart_at_any_byte_the_verdict_is_the_same(parts: Parts, data: st.DataObject, right: bool) -> None:
    whole, expected = package(parts), digests(parts)
    arrived = whole if right else changed(data, whole)
    at = data.draw(st.integers(0, len(arrived)))
    whole_verdict = refusal(Arriving(len(arrived), expected), arrived)
    resumed = Arriving(len(arrived), expected)
    try:
        resume(io.BytesIO(arrived[:at]), resumed)
        assert resumed.received == at
        verdict = refusal(resumed, arrived[at:])
    except Refused as refused:
        verdict = refused.code, resumed.received
    assert verdict == whole_verdict


def test_resuming_goes_on_behind_what_was_taken() -> None:
    arriving = Arriving(len(WHOLE), EXPECTED)
    arriving.feed(WHOLE[:100])
    file = io.BytesIO(WHOLE)
    resume(file, arriving).finish()


def test_memory_stays_flat_and_the_buffer_is_the_callers_between_two_chunks() -> None:
    big = bytes(24 << 20)
    parts = {**PARTS, "content-a.age": big, "manifest.json": big[: 1 << 20]}
    whole, expected = memoryview(package(parts)), digests(parts)
    arriving = Arriving(len(whole), expected)
    tracemalloc.start()
    buffer = bytearray()
    for at in range(0, len(whole), 1 << 16):
        buffer += whole[at : at + (1 << 16)]
        arriving.feed(memoryview(buffer))
        buffer.clear()  # an error when somebody still looks at it
    arriving.finish()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 << 20
