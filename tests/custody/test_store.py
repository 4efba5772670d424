"""The key store: made, opened, retired, destroyed, and everything that does not open."""

import json
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest
import rbcl
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from signatures.issuing import AT, issuer, refuses

from sluis.custody import KeyStore, Kind, Secret, make_unlock
from sluis.refusals import Refused
from sluis.refusals.catalogue import custody
from sluis.signatures import Role, issue, read_request, sign_detached, verify_detached

LATER = AT + timedelta(days=7)


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    make_unlock(tmp_path / "unlock")
    return KeyStore(tmp_path / "keys", tmp_path / "unlock")


def opens(store: KeyStore, name: str, kind: Kind) -> object:
    readers: dict[Kind, Callable[[str], object]] = {
        Kind.SIGNING: store.signing_key,
        Kind.CONTENT: store.identity,
        Kind.SCALAR: store.scalar,
        Kind.SECRET: store.secret,
    }
    return readers[kind](name)


def unsealed(tmp_path: Path, name: str) -> bytes:
    """What any age tool gives with the unlock file."""
    identity = pyrage.x25519.Identity.from_str((tmp_path / "unlock").read_text().strip())
    return bytes(pyrage.decrypt((tmp_path / "keys" / f"{name}.age").read_bytes(), [identity]))


@pytest.mark.parametrize("kind", list(Kind))
def test_made_key_opens_and_belongs_to_its_public_part(store: KeyStore, kind: Kind) -> None:
    record = store.make("a-key", kind.value, at=AT)
    again = KeyStore(store._folder, store._unlock)
    assert again.public("a-key") == record
    opened = opens(again, "a-key", kind)
    match kind:
        case Kind.SIGNING:
            assert again.signing_key("a-key").key_id == record.key_id
        case Kind.CONTENT:
            assert again.identity("a-key").public == record.public
        case Kind.SCALAR:
            assert rbcl.crypto_scalarmult_ristretto255_base(again.scalar("a-key")).hex() == record.public
        case Kind.SECRET:
            assert isinstance(opened, bytes)
            assert len(opened) == 32
            assert record.public == ""
    assert len(record.key_id) == 32


def test_files_are_for_their_owner_alone(store: KeyStore, tmp_path: Path) -> None:
    store.make("a", "secret", at=AT)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "keys").iterdir()}
    assert modes == {"a.age": 0o600, "a.json": 0o600}
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "unlock").stat().st_mode) == 0o600


def test_private_part_is_on_disk_only_sealed(store: KeyStore, tmp_path: Path) -> None:
    store.make("a", "secret", at=AT)
    store.make("b", "content", at=AT)
    secret, identity = bytes(store.secret("a")), store.identity("b").secret.encode()
    for path in (tmp_path / "keys").iterdir():
        data = path.read_bytes()
        assert secret not in data
        assert secret.hex().encode() not in data
        assert identity not in data


def test_ordinary_tools_read_what_is_unsealed(store: KeyStore, tmp_path: Path) -> None:
    record = store.make("content", "content", at=AT)
    store.make("signing", "signing", at=AT)
    lines = [line for line in unsealed(tmp_path, "content").decode().splitlines() if not line.startswith("#")]
    identity = pyrage.x25519.Identity.from_str(lines[0])  # an age identity file: comments and one identity
    sealed = pyrage.encrypt(b"content", [pyrage.x25519.Recipient.from_str(record.public)])
    assert pyrage.decrypt(sealed, [identity]) == b"content"
    pem = unsealed(tmp_path, "signing")  # PEM allows text before it (RFC 7468, section 5.2)
    assert load_pem_private_key(pem, None)


def test_unlock_identity_may_come_from_elsewhere(store: KeyStore, tmp_path: Path) -> None:
    store.make("a", "secret", at=AT)
    line = (tmp_path / "unlock").read_text()
    (tmp_path / "unlock").unlink()
    assert KeyStore(tmp_path / "keys", line).secret("a")
    with refuses(custody.UNLOCK_WRONG):
        store.secret("a")
    with refuses(custody.UNLOCK_WRONG):
        KeyStore(tmp_path / "keys", "AGE-SECRET-KEY-1NO").secret("a")


@pytest.mark.covers("Z-48")
def test_register_says_what_z48_asks(store: KeyStore, tmp_path: Path) -> None:
    store.make(
        "k",
        "scalar",
        at=AT,
        purpose="pseudonyms",
        agreement="youth-2026",
        domain="youth",
        version=3,
        custodian="A. Jansen",
        test=True,
        active=False,
    )
    store.activate("k", LATER)
    store.retire("k", LATER + timedelta(days=1))
    store.destroy("k", LATER + timedelta(days=2))
    entry = json.loads((tmp_path / "keys" / "k.json").read_bytes())
    assert len(entry.pop("key_id")) == 32
    assert len(entry.pop("public")) == 64
    assert entry == {
        "format": "sluis-key/1",
        "name": "k",
        "kind": "scalar",
        "algorithm": "ristretto255",
        "purpose": "pseudonyms",
        "test": True,
        "agreement": "youth-2026",
        "domain": "youth",
        "version": 3,
        "custodian": "A. Jansen",
        "created_at": "2026-03-01T12:00:00Z",
        "activated_at": "2026-03-08T12:00:00Z",
        "retired_at": "2026-03-09T12:00:00Z",
        "destroyed_at": "2026-03-10T12:00:00Z",
    }


def test_list_is_by_name_and_keeps_destroyed_keys(store: KeyStore) -> None:
    assert store.list() == ()
    for name in ("b", "a", "c"):
        store.make(name, "secret", at=AT)
    store.destroy("b", LATER)
    assert [(key.name, key.destroyed_at is None) for key in store.list()] == [("a", True), ("b", False), ("c", True)]


@pytest.mark.parametrize("kind", list(Kind))
def test_destroyed_key_is_gone_for_good(store: KeyStore, tmp_path: Path, kind: Kind) -> None:
    store.make("k", kind.value, at=AT)
    kept = os.open(tmp_path / "keys" / "k.age", os.O_RDONLY)
    before = os.pread(kept, 1 << 16, 0)
    assert store.destroy("k", LATER).destroyed_at == LATER
    after = os.pread(kept, 1 << 16, 0)
    os.close(kept)
    assert len(after) == len(before)
    assert after[:20] != before[:20]
    assert not (tmp_path / "keys" / "k.age").exists()
    with refuses(custody.KEY_DESTROYED):
        opens(store, "k", kind)
    for change in (store.destroy, store.retire, store.activate):
        with refuses(custody.KEY_DESTROYED):
            change("k", LATER)
    with refuses(custody.KEY_EXISTS):
        store.make("k", kind.value, at=LATER)


def test_destroying_again_completes_what_was_interrupted(store: KeyStore, tmp_path: Path) -> None:
    store.make("k", "secret", at=AT)
    (tmp_path / "keys" / "k.age").unlink()
    with refuses(custody.KEY_MISSING):
        store.secret("k")
    assert store.destroy("k", LATER).destroyed_at == LATER


def test_retired_key_signs_no_more_but_still_opens_content(store: KeyStore) -> None:
    store.make("signing", "signing", at=AT)
    store.make("content", "content", at=AT)
    for name in ("signing", "content"):
        assert store.retire(name, LATER).retired_at == LATER
        assert store.retire(name, LATER + timedelta(days=1)).retired_at == LATER
    with refuses(custody.KEY_NOT_IN_USE):
        store.signing_key("signing")
    assert store.identity("content").secret


def test_key_signs_only_from_its_activation(store: KeyStore) -> None:
    store.make("signing", "signing", at=AT, active=False)
    with refuses(custody.KEY_NOT_IN_USE):
        store.signing_key("signing")
    store.activate("signing", LATER)
    assert store.signing_key("signing")


def test_kept_signing_key_signs_for_its_party(store: KeyStore) -> None:
    record = store.make("signing", "signing", at=AT)
    request = store.signing_key("signing").request("clinic", Role.SOURCE)
    assert read_request(request).key_id == record.key_id
    certificate = issue(issuer().authority, request, Role.SOURCE, serial=7, at=AT, days=1)
    jws = sign_detached(b"x", store.signing_key("signing").signer([certificate]), "manifest")
    found = verify_detached(jws, b"x", kind="manifest", role=Role.SOURCE, trust=issuer().trust, at=AT)
    assert found.key_id == record.key_id


def test_secret_from_elsewhere_and_its_check_value(store: KeyStore) -> None:
    given = bytes(range(32))
    record = store.make("group", "secret", at=AT, given=given, check=lambda secret: secret[:0].hex() + "c0ffee")
    assert store.secret("group") == given
    assert record.public == "c0ffee"
    for kind, wrong in (("scalar", given), ("secret", given[:31])):
        with pytest.raises(ValueError, match="32 bytes"):
            store.make("other", kind, at=AT, given=wrong)


def test_name_is_used_once(store: KeyStore, tmp_path: Path) -> None:
    store.make("k", "secret", at=AT)
    secret = store.secret("k")
    with refuses(custody.KEY_EXISTS):
        store.make("k", "secret", at=AT)
    (tmp_path / "keys" / "k.json").rename(tmp_path / "lost.json")
    with refuses(custody.KEY_EXISTS):
        store.make("k", "secret", at=AT)
    (tmp_path / "lost.json").rename(tmp_path / "keys" / "k.json")
    assert store.secret("k") == secret
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == ["k.age", "k.json"]


@pytest.mark.parametrize("name", ["", "A", "../unlock", "a/b", "-a", "a.b", "a\n", "a" * 81, "é"])
def test_other_names_are_refused(store: KeyStore, name: str, tmp_path: Path) -> None:
    for attempt in (lambda: store.make(name, "secret", at=AT), lambda: store.public(name), lambda: store.secret(name)):
        with refuses(custody.KEY_NAME):
            attempt()
    assert not (tmp_path / "keys").exists()


def test_key_of_another_kind_is_refused(store: KeyStore) -> None:
    store.make("k", "scalar", at=AT)
    with refuses(custody.KEY_KIND):
        store.secret("k")
    with refuses(custody.KEY_UNKNOWN):
        store.secret("other")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_file_that_others_can_use_is_refused(store: KeyStore, tmp_path: Path, mode: int) -> None:
    store.make("k", "secret", at=AT)
    for path in (tmp_path / "keys" / "k.age", tmp_path / "unlock"):
        path.chmod(mode)
        with refuses(custody.KEY_READABLE_BY_OTHERS):
            store.secret("k")
        path.chmod(0o600)
    assert store.secret("k")


def test_link_is_no_key_file(store: KeyStore, tmp_path: Path) -> None:
    store.make("k", "secret", at=AT)
    (tmp_path / "keys" / "k.age").rename(tmp_path / "k.age")
    (tmp_path / "keys" / "k.age").symlink_to(tmp_path / "k.age")
    with refuses(custody.KEY_MISSING):
        store.secret("k")


def test_one_flipped_bit_in_a_key_file_is_refused(store: KeyStore, tmp_path: Path) -> None:
    store.make("k", "secret", at=AT)
    path = tmp_path / "keys" / "k.age"
    good = path.read_bytes()
    for place in range(len(good)):
        damaged = bytearray(good)
        damaged[place] ^= 1 << place % 8
        path.write_bytes(damaged)
        try:
            store.secret("k")
        except Refused as refusal:
            assert refusal.code is custody.KEY_NOT_OPENED
            continue
        pytest.fail(f"a bit of byte {place} was not seen")
    path.write_bytes(good)
    assert store.secret("k")


def test_key_of_another_home_is_refused(store: KeyStore, tmp_path: Path) -> None:
    store.make("k", "secret", at=AT)
    make_unlock(tmp_path / "other")
    with refuses(custody.KEY_NOT_OPENED):
        KeyStore(tmp_path / "keys", tmp_path / "other").secret("k")


def test_key_under_another_name_is_refused(store: KeyStore, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    store.make("real", "scalar", at=AT)
    store.make("other", "scalar", at=AT)
    (keys / "real.age").replace(keys / "other.age")
    with refuses(custody.KEY_ALTERED):
        store.scalar("other")
    (keys / "real.json").replace(keys / "other.json")
    with refuses(custody.KEY_ALTERED):
        store.scalar("other")


@pytest.mark.parametrize(
    ("name", "value"),
    [("test", False), ("domain", "adults"), ("version", 2), ("agreement", "x"), ("public", "00" * 32), ("purpose", "")],
)
def test_altered_entry_is_refused(store: KeyStore, tmp_path: Path, name: str, value: object) -> None:
    store.make("k", "scalar", at=AT, test=True, domain="youth", version=1, purpose="pseudonyms")
    path = tmp_path / "keys" / "k.json"
    entry = json.loads(path.read_bytes()) | {name: value}
    path.write_bytes(json.dumps(entry, sort_keys=True, separators=(",", ":")).encode() + b"\n")
    assert store.public("k")
    with refuses(custody.KEY_ALTERED):
        store.scalar("k")


@pytest.mark.parametrize(
    "change", [{"more": 1}, {"test": 1}, {"kind": "magic"}, {"created_at": 5}, {"format": "sluis-key/2"}, {"name": "b"}]
)
def test_entry_of_another_form_is_refused(store: KeyStore, tmp_path: Path, change: dict[str, object]) -> None:
    store.make("k", "secret", at=AT)
    path = tmp_path / "keys" / "k.json"
    entry = json.loads(path.read_bytes()) | change
    path.write_bytes(json.dumps(entry, sort_keys=True, separators=(",", ":")).encode() + b"\n")
    with refuses(custody.KEY_ALTERED):
        store.public("k")


def test_nothing_shows_a_secret(store: KeyStore, tmp_path: Path) -> None:
    for kind in Kind:
        store.make(kind.value, kind.value, at=AT)
    unlock = (tmp_path / "unlock").read_text().strip()
    line_store = KeyStore(tmp_path / "keys", unlock)
    scalar, identity = store.scalar("scalar"), store.identity("content")
    signing = store.signing_key("signing")
    shown = "".join(f"{each!r}{each!s}{each}" for each in (line_store, scalar, identity, signing, *store.list()))
    for secret in (bytes(scalar).hex(), repr(bytes(scalar)), identity.secret, unlock, "AGE-SECRET"):
        assert secret not in shown


def test_times_are_kept_in_utc_to_the_second(store: KeyStore) -> None:
    at = datetime.fromisoformat("2026-03-01T13:00:00.987+01:00")
    assert store.make("k", "secret", at=at).created_at == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert store.public("k").created_at == datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_unlock_identity_is_never_replaced(tmp_path: Path) -> None:
    make_unlock(tmp_path / "unlock")
    before = (tmp_path / "unlock").read_bytes()
    with pytest.raises(FileExistsError):
        make_unlock(tmp_path / "unlock")
    assert (tmp_path / "unlock").read_bytes() == before


def test_secret_is_bytes_that_do_not_show_themselves() -> None:
    import copy
    import pickle

    secret = Secret(b"hunter2")
    assert secret == b"hunter2"
    assert {repr(secret), str(secret), f"{secret}", f"{secret:>3}"} == {"Secret(7 bytes)"}
    for carry in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            carry(secret)
