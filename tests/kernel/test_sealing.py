"""Content sealed with age: for the recipient only, and refused when anything was altered."""

import io
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.kernel.sealing import (
    Identity,
    check_recipient,
    make_identity,
    open_bytes,
    open_sealed,
    read_identity,
    seal,
    seal_bytes,
)
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import keys

ME, OTHER = make_identity(), make_identity()
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


class Slow(io.RawIOBase):
    """A reader that gives a few bytes at a time."""

    def __init__(self, content: bytes, step: int) -> None:
        self._content, self._step = io.BytesIO(content), step

    def read(self, size: int = -1) -> bytes:
        return self._content.read(min(size, self._step))


class Breaking:
    """A file object that counts its uses and breaks at the nth."""

    def __init__(self, content: bytes = b"", at: int = 0, error: BaseException | None = None) -> None:
        self.uses = 0
        self._content, self._at, self._error = io.BytesIO(content), at, error

    def _step(self) -> None:
        self.uses += 1
        if self.uses == self._at and self._error is not None:
            raise self._error

    def read(self, size: int, /) -> bytes:
        self._step()
        return self._content.read(size)

    def write(self, data: bytes, /) -> int:
        self._step()
        return len(data)


def refuses(sealed: bytes, code: Code, identity: Identity = ME) -> None:
    with pytest.raises(Refused) as refused:
        open_bytes(sealed, identity)
    assert refused.value.code is code
    assert identity.secret not in repr(refused.value) + str(refused.value)


def spelled(point: bytes) -> str:
    """A public key of age, by BIP 173."""
    letters = [int.from_bytes(point) << 4 >> 5 * (51 - i) & 31 for i in range(52)]
    check = 1
    for value in [3, 3, 3, 0, 1, 7, 5, *letters, 0, 0, 0, 0, 0, 0]:  # "age", opened up
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if top >> i & 1 else 0
    letters += [(check ^ 1) >> 5 * (5 - i) & 31 for i in range(6)]
    return "age1" + "".join(BECH32[letter] for letter in letters)


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=200))
def test_small_content_comes_back(content: bytes) -> None:
    assert open_bytes(seal_bytes(content, [ME.public]), ME) == content


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 200_000])
@pytest.mark.parametrize("step", [1000, 10**6])
def test_content_streams_through_file_objects(size: int, step: int, tmp_path: Path) -> None:
    content = bytes(i % 251 for i in range(size))
    with (tmp_path / "sealed").open("wb", buffering=0) as file:
        seal(Slow(content, step), file, [ME.public, OTHER.public])
    for identity in (ME, OTHER):
        out = io.BytesIO()
        open_sealed(Slow((tmp_path / "sealed").read_bytes(), step), out, identity)
        assert out.getvalue() == content


def test_any_age_tool_opens_what_was_sealed_and_the_other_way_round() -> None:
    identity = pyrage.x25519.Identity.from_str(ME.secret)
    assert pyrage.decrypt(seal_bytes(b"content", [ME.public]), [identity]) == b"content"
    assert open_bytes(pyrage.encrypt(b"content", [identity.to_public()]), ME) == b"content"


def test_the_same_content_is_never_sealed_alike() -> None:
    first, second = (seal_bytes(b"content" * 100, [ME.public]) for _ in range(2))
    assert first.split(b"\n---")[1][60:] != second.split(b"\n---")[1][60:]
    assert not {first[i : i + 16] for i in range(40, len(first) - 16)} & {
        second[i : i + 16] for i in range(40, len(second) - 16)
    }


def test_another_key_opens_nothing() -> None:
    refuses(seal_bytes(b"content", [ME.public]), keys.SEALED_OTHER_KEY, OTHER)


@pytest.mark.parametrize("sealed", [b"", b"age-encryption.org/v", b"PK\x03\x04 a zip file that is longer", b"\0" * 999])
def test_what_is_not_age_is_refused(sealed: bytes) -> None:
    refuses(sealed, keys.SEALED_NOT_AGE)


def test_text_armour_is_refused_because_it_can_be_altered_unseen() -> None:
    refuses(
        pyrage.encrypt(b"content", [pyrage.x25519.Recipient.from_str(ME.public)], armored=True), keys.SEALED_NOT_AGE
    )


def test_every_flipped_bit_is_refused() -> None:
    sealed = seal_bytes(b"content", [ME.public])
    for place in range(len(sealed)):
        for bit in (0, 7):
            damaged = bytearray(sealed)
            damaged[place] ^= 1 << bit
            with pytest.raises(Refused):
                open_bytes(bytes(damaged), ME)


@pytest.mark.parametrize("keep", [50, 150, 230, 65_752, 100_000, -1])
def test_cut_content_is_refused(keep: int) -> None:
    sealed = seal_bytes(bytes(150_000), [ME.public])
    refuses(sealed[:keep], keys.SEALED_DAMAGED)
    refuses(sealed + b"\0", keys.SEALED_DAMAGED)


# --- keys ------------------------------------------------------------------------------------------------------------


def test_a_key_pair_is_read_from_its_private_half() -> None:
    assert read_identity(ME.secret) == ME
    assert check_recipient(ME.public) == ME.public
    assert make_identity() != make_identity()
    assert ME.secret not in repr(ME) + str(ME)


@pytest.mark.parametrize("spoil", [str.upper, lambda key: key + "\n", lambda key: key[:-1], lambda key: f" {key}"])
def test_public_keys_have_one_spelling(spoil: Callable[[str], str]) -> None:
    for use in (check_recipient, lambda key: seal_bytes(b"content", [ME.public, key])):
        with pytest.raises(Refused) as refused:
            use(spoil(ME.public))
        assert refused.value.code is keys.RECIPIENT_INVALID


@pytest.mark.parametrize(
    "spoil", [str.lower, lambda key: key + "\n", lambda key: key[:-1], lambda _: "", lambda _: "age1"]
)
def test_private_keys_have_one_spelling(spoil: Callable[[str], str]) -> None:
    for use in (read_identity, lambda key: open_bytes(b"", Identity(key, ME.public))):
        with pytest.raises(Refused) as refused:
            use(spoil(ME.secret))
        assert refused.value.code is keys.IDENTITY_INVALID
        assert refused.value.__cause__ is None


PRIME = 2**255 - 19
LOW = [0, 1, PRIME - 1, int("00b8495f16056286fdb1329ceb8d09da6ac49ff1fae35616aeb8413b7c7aebe0", 16)]


@pytest.mark.parametrize("value", [*LOW, PRIME, PRIME + 1, PRIME + 9, 2**255 - 1, 2**255 + 9, 2**256 - 1], ids=hex)
def test_points_that_everybody_could_open_are_refused(value: int) -> None:
    public = spelled(value.to_bytes(32, "little"))
    assert str(pyrage.x25519.Recipient.from_str(public)) == public, "the spelling itself is right"
    with pytest.raises(Refused) as refused:
        check_recipient(public)
    assert refused.value.code is keys.RECIPIENT_INVALID


def test_ordinary_points_are_taken() -> None:
    assert check_recipient(spelled((9).to_bytes(32, "little")))


# --- the two ends ----------------------------------------------------------------------------------------------------


SOME = [bytes(1), bytes(300_000)]
ENDS: list[Callable[[Breaking, bytes], None]] = [
    lambda end, content: seal(end, io.BytesIO(), [ME.public]),
    lambda end, content: seal(io.BytesIO(content), end, [ME.public]),
    lambda end, content: open_sealed(end, io.BytesIO(), ME),
    lambda end, content: open_sealed(io.BytesIO(seal_bytes(content, [ME.public])), end, ME),
]


@pytest.mark.parametrize("error", [OSError(28, "disk full"), KeyError("mine"), KeyboardInterrupt()], ids=type)
@pytest.mark.parametrize("content", SOME, ids=len)
@pytest.mark.parametrize("end", range(4), ids=["seal-read", "seal-write", "open-read", "open-write"])
def test_an_error_of_either_end_comes_out_as_it_was(end: int, content: bytes, error: BaseException) -> None:
    given_to_end = seal_bytes(content, [ME.public]) if end == 2 else content
    whole = Breaking(given_to_end)
    ENDS[end](whole, content)
    for at in {1, 2, whole.uses} & set(range(whole.uses + 1)):
        with pytest.raises(type(error)) as raised:
            ENDS[end](Breaking(given_to_end, at, error), content)
        assert raised.value is error


def test_a_full_disk_is_noticed_at_the_last_byte() -> None:
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError, match="No space"):
        seal(io.BytesIO(b"x"), full, [ME.public])


def test_a_reader_may_not_give_more_than_asked() -> None:
    class Greedy:
        def read(self, size: int, /) -> bytes:
            return bytes(size + 1)

    with pytest.raises(ValueError, match="more bytes"):
        seal(Greedy(), io.BytesIO(), [ME.public])


def test_content_without_a_recipient_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        seal_bytes(b"content", [])
