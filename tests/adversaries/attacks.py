"""What attackers do: take packages apart, put them together again, sign with the keys that they hold, and compute.

An outsider has bytes; a party has its home as well, and plays itself with the product's own parts.
"""

import base64
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from sluis.custody.record import Kind
from sluis.home.home import Home
from sluis.kernel import polymorphic
from sluis.kernel.eleventest import is_bsn
from sluis.kernel.keyed import SENTINELS, ColumnMac, derive
from sluis.kernel.ristretto import ORDER, multiply
from sluis.kernel.sealing import Identity, open_bytes, seal_bytes
from sluis.package.container import Writer, rank
from sluis.package.manifest import Manifest, RelayNote
from sluis.package.persons import Handles, Secrets, read_order, read_persons, write_persons
from sluis.refusals import Refused
from sluis.signatures.jws import sign_detached
from sluis.specification.model import Scheme

Bytes = npt.NDArray[np.uint8]
Step = Callable[[Bytes], Bytes]

IDENTITY = bytes(32)
"""The identity element of ristretto255 in its one encoding; a lock without a key."""
NOT_CANONICAL = ((1 << 255) - 19 + 2).to_bytes(32, "little")
"""The field element 2 written a second way, above the prime."""
NO_POINT = (1).to_bytes(32, "little")
"""A negative field element; never the encoding of a point."""
BAD_POINTS = (IDENTITY, NOT_CANONICAL, NO_POINT, b"\xff" * 32)
BAD_SCALARS = (bytes(32), ORDER.to_bytes(32, "little"), (ORDER + 1).to_bytes(32, "little"), b"\xff" * 32)
"""0, L, L + 1 and the largest number of 32 bytes."""


def members(package: Path) -> dict[str, bytes]:
    """What is in a package, by any zip tool."""
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rebuild(package: Path, parts: Mapping[str, bytes]) -> Path:
    """A package of these parts, its container exactly as Sluis writes it."""
    with package.open("wb") as file:
        container = Writer(file)
        for name in sorted(parts, key=rank):
            container.put(name, parts[name])
        container.close()
    return package


def manifest_of(parts: Mapping[str, bytes]) -> Manifest:
    """What the source says in a package."""
    return Manifest.read(parts["manifest.json"])


def sign_as_source(home: Home, parts: Mapping[str, bytes], manifest: Manifest | None = None) -> dict[str, bytes]:
    """The parts under a manifest that fits them, signed by this source; without what a TTP added."""
    kept = {name: data for name, data in parts.items() if not name.startswith(("relay", "manifest"))}
    digests = {name: sha256(data).hexdigest() for name, data in kept.items()}
    data = replace(manifest or manifest_of(parts), members=digests).write()
    return {**kept, "manifest.json": data, "manifest.jws": sign_detached(data, home.signer(), "manifest")}


def sign_as_ttp(home: Home, parts: Mapping[str, bytes], key_check: str) -> dict[str, bytes]:
    """The parts with a note that fits them, signed by this TTP."""
    return sign_note(home, parts, manifest_of(parts), key_check)


def sign_note(home: Home, parts: Mapping[str, bytes], manifest: Manifest, key_check: str) -> dict[str, bytes]:
    """The same for a manifest that no program would read; the counts are of another."""
    at = home.clock()
    note = RelayNote(
        manifest_sha256=sha256(parts["manifest.json"]).hexdigest(),
        persons_sha256=sha256(parts["persons.age"]).hexdigest(),
        persons=manifest.persons,
        key_check=key_check,
        received_at=at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        relayed_at=at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        checkpoint=home.evidence.checkpoint(home.signer(), at).value(),
    )
    data = note.write()
    return {**parts, "relay.json": data, "relay.jws": sign_detached(data, home.signer(), "relay")}


def shape(manifest: Manifest) -> tuple[int, int]:
    """Bytes per person before the relay, and rows that are nobody."""
    return (16, len(SENTINELS)) if manifest.claim.scheme == Scheme.KEYED else (64, 1)


def persons_of(home: Home, parts: Mapping[str, bytes]) -> dict[str, Bytes]:
    """The persons' lists, opened by whom they are sealed to."""
    manifest = manifest_of(parts)
    width, extra = shape(manifest)
    data = open_bytes(parts["persons.age"], home.keys.identity("content-test" if manifest.test else "content"))
    lists = read_persons(data, binding=manifest.binding(), expected=manifest.persons, width=width, extra=extra)
    return {name: rows.copy() for name, rows in lists.items()}


def order_of(home: Home, parts: Mapping[str, bytes]) -> dict[str, tuple[Handles, Secrets]]:
    """The handles and secrets of the lists, opened by the recipient."""
    manifest = manifest_of(parts)
    data = open_bytes(parts["order.age"], home.keys.identity("content"))
    return read_order(data, binding=manifest.binding(), expected=manifest.persons, extra=shape(manifest)[1])


def content_of(home: Home, parts: Mapping[str, bytes]) -> Any:
    """The table inside the sealed content, as the source wrote it, opened by the recipient."""
    (name,) = (one for one in parts if one.startswith("content-"))
    return pq.read_table(BytesIO(open_bytes(parts[name], home.keys.identity("content"))))


def relay_as_ttp(
    home: Home,
    parts: Mapping[str, bytes],
    *,
    key_check: str,
    factor: bytes | None = None,
    recipient: str | None = None,
    before: Step = lambda rows: rows,
    after: Step = lambda rows: rows,
) -> dict[str, bytes]:
    """A relay by a TTP that does not keep to the rules, and signs the result.

    Args:
        key_check: what it claims about its key.
        factor: the key that it really uses; its own of the domain when none is given.
        recipient: Y, hex, for which it encrypts; the agreed one when none is given.
        before, after: what it does to the list of citizen service numbers besides.
    """
    manifest = manifest_of(parts)
    claim = manifest.claim
    name = f"domain-{claim.domain}-{claim.domain_version}"

    def step(rows: Bytes) -> Bytes:
        if claim.scheme == Scheme.KEYED:
            return ColumnMac(factor or home.keys.secret(name)).tags_of_blocks(rows)
        key, share = factor or home.keys.scalar(name), home.keys.scalar("share")
        point = bytes.fromhex(recipient or claim.recipient_point)
        return polymorphic.relay(rows, factor=key, share=share, recipient=point)

    lists = persons_of(home, parts)
    lists["bsn"] = before(lists["bsn"])
    lists = {name: step(rows) for name, rows in lists.items()}
    lists["bsn"] = after(lists["bsn"])
    sealed = seal_bytes(write_persons(lists, manifest.binding()), [claim.recipient_content])
    return sign_as_ttp(home, {**parts, "persons.age": sealed}, key_check)


def key_check_of(world_home: Home, parts: Mapping[str, bytes]) -> str:
    """What the agreement publishes of the TTP's key."""
    return world_home.shelf.agreement(manifest_of(parts).claim.agreement).domain.key_check(test=False)


def flipped(data: bytes, bit: int) -> bytes:
    """The bytes with one bit turned."""
    altered = bytearray(data)
    altered[bit >> 3] ^= 1 << (bit & 7)
    return bytes(altered)


def numbers(count: int, start: int = 900_000_000) -> list[str]:
    """Valid citizen service numbers in a range that is not issued."""
    found: list[str] = []
    while len(found) < count:
        if is_bsn(str(start)):
            found.append(str(start))
        start += 1
    return found


def canonical(bsns: Iterable[str]) -> pa.Array:
    """As the source makes them before they are pseudonymised."""
    return pa.array([f"bsn:{one}" for one in bsns], pa.string())


def pseudonyms(received: Path, column: str = "BSN") -> list[bytes]:
    """The pseudonyms in a received table, without what their labels say besides."""
    labels = pq.read_table(received, columns=[column]).column(0).to_pylist()
    return [bytes.fromhex(label.rsplit(".", 1)[1]) for label in labels if label]


class Coalition:
    """Parties that pool all private keys of their homes."""

    def __init__(self, *homes: Home) -> None:
        self._kept = [(home, record) for home in homes for record in home.keys.list()]
        self.identities = self._all(Kind.CONTENT, lambda home, name: home.keys.identity(name))
        self.scalars = [bytes(one) for one in self._all(Kind.SCALAR, lambda home, name: home.keys.scalar(name))]
        self.secrets = [bytes(one) for one in self._all(Kind.SECRET, lambda home, name: home.keys.secret(name))]

    def _all(self, kind: Kind, get: Callable[[Home, str], Any]) -> list[Any]:
        return [get(home, record.name) for home, record in self._kept if record.kind is kind]

    def opens(self, sealed: bytes) -> bytes | None:
        """The content, when one of the keys opens it."""
        return next((content for one in self.identities if (content := _try(sealed, one)) is not None), None)

    def readable(self, *packages: Mapping[str, bytes]) -> dict[str, bytes]:
        """All sealed members that the coalition can open."""
        sealed = [(name, data) for parts in packages for name, data in parts.items() if name.endswith(".age")]
        opened = {f"{at} {name}": self.opens(data) for at, (name, data) in enumerate(sealed)}
        return {name: data for name, data in opened.items() if data is not None}

    def lists(self, *packages: Mapping[str, bytes]) -> list[Bytes]:
        """All lists of persons that the coalition can open."""
        found = []
        for parts in packages:
            data, manifest = self.opens(parts["persons.age"]), manifest_of(parts)
            if data is not None:
                width, extra = shape(manifest)
                lists = read_persons(
                    data, binding=manifest.binding(), expected=manifest.persons, width=width, extra=extra
                )
                found += list(lists.values())
        return found

    def computes(self, scheme: Scheme, guesses: list[str]) -> set[bytes]:
        """Everything that the keys, one or two at a time, make of these numbers: what it would recognise."""
        if scheme is Scheme.KEYED:
            keys = self._macs()
            first = [np.ascontiguousarray(one.tags(canonical(guesses))) for one in keys]
            second = [one.tags_of_blocks(tags) for tags in first for one in keys]
            return {row.tobytes() for tags in (*first, *second) for row in tags}
        points = polymorphic.hash_to_group(canonical(guesses))
        made = [points] + [multiply(each, points) for each in self._factors()]
        return {row.tobytes() for rows in made for row in rows}

    def sees(self, scheme: Scheme, lists: list[Bytes]) -> set[bytes]:
        """Everything that the keys, one or two at a time, make of these lists of persons."""
        if scheme is Scheme.KEYED:
            keys = self._macs()
            back = [one.blocks_of_tags(rows) for rows in lists for one in keys]
            return {row.tobytes() for rows in (*lists, *back) for row in rows}
        found: set[bytes] = set()
        for rows in lists:
            found |= {half.tobytes() for half in rows.reshape(-1, 32)}
            for lock in self._locks():
                found |= {row.tobytes() for row in polymorphic.decrypt(rows, lock)}
        return found

    def recognises(self, scheme: Scheme, guesses: list[str], held: Iterable[bytes], lists: list[Bytes]) -> bool:
        """Whether any of the guessed persons can be found among pseudonyms and lists that it holds."""
        return bool(self.computes(scheme, guesses) & (self.sees(scheme, lists) | set(held)))

    def reverses(self, held: list[bytes], first: str) -> list[str]:
        """Keyed: whose pseudonyms these are, by going back through both keys, without any guess."""
        rows = np.frombuffer(b"".join(held), np.uint8).reshape(-1, 16)
        for one in self._macs():
            middle = one.blocks_of_tags(rows)
            for other in self._macs():
                texts = [_unpadded(row.tobytes()) for row in other_back(other, middle)]
                if all(text is not None and text.startswith(first) for text in texts):
                    return [str(text) for text in texts]
        return []

    def _macs(self) -> list[ColumnMac]:
        domains = {(record.domain, record.version or 1) for _, record in self._kept if record.domain}
        derived = [
            derive(secret, purpose="stage-one", domain=domain, version=version, test=test)
            for secret in self.secrets
            for domain, version in domains
            for test in (False, True)
        ]
        return [ColumnMac(key) for key in dict.fromkeys([*self.secrets, *derived])]

    def _factors(self) -> list[bytes]:
        return list(dict.fromkeys(self.scalars))

    def _locks(self) -> list[bytes]:
        values = [int.from_bytes(one, "little") for one in self._factors()]
        sums = values + [(one + other) % ORDER for one, other in combinations(values, 2)]
        return [one.to_bytes(32, "little") for one in sums if one]


def other_back(mac: ColumnMac, tags: Bytes) -> Bytes:
    """The padded blocks behind tags of short texts: AES back, and the second subkey of CMAC off (RFC 4493)."""
    zero = mac.encrypt_blocks(np.zeros((1, 16), np.uint8))[0].tobytes()
    subkey = np.frombuffer(_double(_double(zero)), np.uint8)
    return np.asarray(mac.decrypt_blocks(tags) ^ subkey, np.uint8)


def _double(block: bytes) -> bytes:
    value = int.from_bytes(block) << 1
    return ((value ^ (0x87 if value >> 128 else 0)) & ((1 << 128) - 1)).to_bytes(16)


def _unpadded(block: bytes) -> str | None:
    text = block.rstrip(b"\0")
    return text[:-1].decode("ascii", "replace") if text.endswith(b"\x80") else None


def _try(sealed: bytes, identity: Identity) -> bytes | None:
    try:
        return open_bytes(sealed, identity)
    except Refused:
        return None


def spellings(secret: bytes) -> list[bytes]:
    """How a secret could stand in a file: raw, hex, base64 at any offset."""
    found = [secret, secret.hex().encode(), secret.hex().upper().encode()]
    for before in range(3):
        text = base64.b64encode(bytes(before) + secret).rstrip(b"=")
        middle = text[(8 * before + 5) // 6 : -1]
        found += [middle, middle.replace(b"+", b"-").replace(b"/", b"_")]
    return list(dict.fromkeys(found))


def found_in(folder: Path, secrets: Iterable[bytes], *, but: Iterable[Path] = ()) -> dict[str, int]:
    """The files below a folder that hold one of these, raw or written: name → which one."""
    wanted = [(number, text) for number, secret in enumerate(secrets) for text in spellings(secret)]
    left_out = set(but)
    found: dict[str, int] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path not in left_out:
            data = path.read_bytes()
            found |= {str(path.relative_to(folder)): number for number, text in wanted if text in data}
    return found


def as_json(data: bytes) -> Any:
    """A member that is JSON."""
    return json.loads(data)


_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def bech32(prefix: str, data: bytes) -> str:
    """Any 32 bytes as an age recipient (BIP 173)."""
    number = int.from_bytes(data) << 4
    values = [number >> 5 * at & 31 for at in reversed(range(52))]
    high, low = [ord(one) >> 5 for one in prefix], [ord(one) & 31 for one in prefix]
    mark = _polymod([*high, 0, *low, *values, *[0] * 6]) ^ 1
    return prefix + "1" + "".join(_BECH32[one] for one in [*values, *(mark >> 5 * (5 - at) & 31 for at in range(6))])


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for at, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if top >> at & 1 else 0
    return check
