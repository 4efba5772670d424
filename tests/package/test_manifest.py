"""What the source and the TTP say of a delivery: exact bytes, every part of the kind that it must be."""

from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.agreement.claims import Claim
from sluis.package.manifest import MANIFEST_FORMAT, RELAY_FORMAT, Manifest, Mode, RelayNote
from sluis.refusals import Refused
from sluis.signatures import exact

HEX = st.text("0123456789abcdef", min_size=32, max_size=32)
TEXT = st.text(max_size=12)
COUNT = st.integers(0, 1 << 40)
NAMES = st.text("abcdefghij-_", min_size=1, max_size=8)

claims = st.builds(
    Claim,
    **{name: COUNT if name.endswith("_version") else TEXT for name in Claim.__dataclass_fields__},
)
manifests = st.builds(
    Manifest,
    delivery=HEX,
    sequence=COUNT,
    predecessor=st.just("") | HEX,
    corrects=st.just("") | HEX,
    mode=st.sampled_from(Mode),
    test=st.booleans(),
    created_at=TEXT,
    claim=claims,
    clear=st.dictionaries(NAMES, TEXT, max_size=3),
    rows=st.dictionaries(NAMES, COUNT, max_size=3),
    persons=st.dictionaries(NAMES, COUNT, max_size=3),
    members=st.dictionaries(NAMES, TEXT, max_size=3),
)
CLAIM = Claim("a", 1, "00", "11", "keyed", "d", 1, "s", "22", "r", "age1", "", "t")
MANIFEST = Manifest("ab" * 16, 3, "cd" * 16, "", Mode.ADD, False, "2026-01-01T00:00:00Z", CLAIM, {"P": "1"}, {"t": 2},
                    {"bsn": 2, "LINK": 3}, {"order.age": "00"})  # fmt: skip
NOTE = RelayNote("00", "11", {"bsn": 2}, "22", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", {"events": 1})


@settings(max_examples=60, deadline=None)
@given(manifests)
def test_a_manifest_comes_back_as_it_was(manifest: Manifest) -> None:
    assert Manifest.read(manifest.write()) == manifest


def test_a_note_comes_back_as_it_was() -> None:
    assert RelayNote.read(NOTE.write()) == NOTE


def changed(made: Manifest | RelayNote, **parts: Any) -> bytes:
    """The bytes with other parts."""
    form = MANIFEST_FORMAT if isinstance(made, Manifest) else RELAY_FORMAT
    return exact.dump({"format": form} | asdict(made) | parts)


ODD: tuple[Any, ...] = (None, "x", 1, -1, True, [], {}, ["x"], {"x": None}, {"x": -1}, {"x": "y"}, {"x": 1}, 1 << 50)
ALLOWED: dict[str, Any] = {
    "test": (True,), "sequence": (1,), "created_at": ("x",), "clear": ({}, {"x": "y"}), "members": ({}, {"x": "y"}),
    "rows": ({}, {"x": 1}), "persons": ({}, {"x": 1}), "manifest_sha256": ("x",), "persons_sha256": ("x",),
    "key_check": ("x",), "received_at": ("x",), "relayed_at": ("x",), "checkpoint": None,
}  # fmt: skip


@pytest.mark.parametrize("made", [MANIFEST, NOTE], ids=["manifest", "note"])
def test_a_part_of_another_kind_is_refused(made: Manifest | RelayNote) -> None:
    """Also 1 for true, and a number that no delivery reaches."""
    for part in asdict(made):
        allowed = ALLOWED.get(part, ())
        for odd in ODD:
            if allowed is None or any(type(odd) is type(one) and odd == one for one in allowed):
                continue
            with pytest.raises(Refused):
                type(made).read(changed(made, **{part: odd}))


@pytest.mark.parametrize("part", Claim.__dataclass_fields__)
@pytest.mark.parametrize("odd", [None, True, [], {}, 1.0])
def test_a_claim_with_a_part_of_another_kind_is_refused(part: str, odd: Any) -> None:
    claim = asdict(CLAIM) | {part: odd}
    with pytest.raises((Refused, TypeError)) as refusal:  # a fraction cannot even be written down
        Manifest.read(changed(MANIFEST, claim=claim))
    assert refusal.type is Refused or isinstance(odd, float)


@pytest.mark.parametrize("made", [MANIFEST, NOTE], ids=["manifest", "note"])
def test_a_part_more_or_less_or_another_format_is_refused(made: Manifest | RelayNote) -> None:
    whole = {"format": MANIFEST_FORMAT if made is MANIFEST else RELAY_FORMAT} | asdict(made)
    for part in whole:
        with pytest.raises(Refused):
            type(made).read(exact.dump({name: value for name, value in whole.items() if name != part}))
    for other in (whole | {"more": 1}, whole | {"format": "sluis-manifest/2"}):
        with pytest.raises(Refused):
            type(made).read(exact.dump(other))
    claim = asdict(CLAIM) | {"more": "x"}
    with pytest.raises(Refused):
        Manifest.read(changed(MANIFEST, claim=claim))


@pytest.mark.parametrize(
    "delivery",
    ["", "../../../../tmp/x", "AB" * 16, "ab" * 15, "ab" * 17, "ab" * 15 + "/x", "ab" * 16 + "\n", "x" * 32],
)
def test_a_deliverys_id_is_32_hex_digits_since_it_names_a_file(delivery: str) -> None:
    for part in ("delivery", "predecessor", "corrects"):
        if delivery or part == "delivery":
            with pytest.raises(Refused):
                Manifest.read(changed(MANIFEST, **{part: delivery}))


def test_other_bytes_for_the_same_manifest_are_refused() -> None:
    data = MANIFEST.write()
    for other in (data[:-1], data + b"\n", b" " + data, data.replace(b'"test":false', b'"test": false'),
                  data[:-2] + b',"test":false}\n', b"", b"null\n", b"[]\n", b"\xff"):  # fmt: skip
        with pytest.raises(Refused):
            Manifest.read(other)


def test_a_manifest_larger_than_a_megabyte_is_refused() -> None:
    with pytest.raises(Refused):
        Manifest.read(changed(MANIFEST, clear={"x": "y" * (1 << 20)}))


def test_what_people_and_reports_are_told() -> None:
    assert MANIFEST.number == "ABAB-ABAB-ABAB"
    assert MANIFEST.main_persons == 2
    assert replace(MANIFEST, persons={"LINK": 3}).main_persons == 3
    assert replace(MANIFEST, persons={}).main_persons == 0
    assert MANIFEST.facts()["mode"] == "add" and MANIFEST.objects()["delivery"] == "ab" * 16


def test_every_sealed_member_repeats_who_and_what_but_no_counts() -> None:
    binding = MANIFEST.binding()
    assert set(binding) == {"delivery", "mode", "test", "created_at", "claim"}
    assert binding["claim"] == asdict(CLAIM)
