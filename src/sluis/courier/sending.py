"""A package on its way to the TTP: in pieces, and going on where it was broken off.

The pieces have no checksums of their own: TLS keeps them whole, and the gate holds each member against the signed manifest.
"""

import base64
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from sluis.courier.gate import Gate
from sluis.home.files import open_package
from sluis.home.home import Home
from sluis.home.progress import Progress, Silent
from sluis.package.manifest import LIMIT_BYTES, Manifest
from sluis.refusals import Refused
from sluis.refusals.catalogue import courier as codes
from sluis.refusals.catalogue import deliveries as delivery_codes
from sluis.signatures import exact
from sluis.signatures.jws import LARGEST_JWS

PIECE = 16 << 20
MOST_METADATA = 48 << 10
"""Bytes of headers; a manifest that does not fit travels in the package alone."""
FIRST_WAIT, LONGEST_WAIT = 0.2, 30.0
PATIENCE_SECONDS = 600.0
"""How long a gate that is away is tried again, as long as nothing arrives."""
_AGAIN = (409, 410, 423, 460, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Sent:
    """A delivery that arrived at the TTP.

    Attributes:
        id: by which the gate knows it.
        number: for the telephone.
        before: it had arrived already, when this program was broken off or another one sent it.
    """

    id: str
    delivery: str
    number: str
    before: bool = False


def send(
    home: Home, package: Path, *, report: dict[str, Any] | None = None, progress: Progress | None = None,
    patience: float = PATIENCE_SECONDS,
) -> Sent:  # fmt: skip
    """Send a package.

    Args:
        home: of the source.
        package: as it was prepared.
        report: the processing report of preparing it; the TTP's desk looks at its counts.
        patience: seconds during which a gate that is away is tried again.
    Raises:
        Refused: what the gate refuses; GATE_AWAY; NOT_PREPARED_HERE.
    """
    with open_package(package) as reader:
        manifest, signature = reader.small("manifest.json", LIMIT_BYTES), reader.small("manifest.jws", LARGEST_JWS)
    read = Manifest.read(manifest)
    if read.claim.source != home.settings.party:
        raise Refused(codes.NOT_PREPARED_HERE)
    with Gate(home) as gate, package.open("rb") as file:
        courier = _Courier(gate, file, package.stat().st_size, progress or Silent(), patience, report)
        found = courier.run(manifest, signature)
        before = not found
        identifier = found or courier.known(read.delivery)
    home.record("delivery.sent", objects=read.objects(), counts={"bytes": package.stat().st_size})
    return Sent(identifier, read.delivery, read.number, before)


class _Courier:
    def __init__(
        self, gate: Gate, file: BinaryIO, size: int, progress: Progress, patience: float, report: dict[str, Any] | None
    ) -> None:
        self._gate, self._file, self._size, self._report = gate, file, size, report
        self._progress, self._patience = progress, patience
        self._wait, self._last = FIRST_WAIT, time.monotonic()

    def run(self, manifest: bytes, signature: bytes) -> str:
        """Send all of it; the delivery's id at the gate, or nothing when it had arrived before."""
        self._progress.begin("bytes", self._size)
        try:
            place, at = self._begin(manifest, signature)
        except Refused as refused:
            if refused.code is delivery_codes.TAKEN_ALREADY:
                return ""
            raise
        self._progress.advance(at)  # what had arrived before
        while True:
            found, at = self._piece(place, at)
            self._progress.advance(at)
            if found:
                self._describe(found)
                return found

    def _describe(self, identifier: str) -> None:
        """Say what preparing it found, as soon as the gate knows the delivery. It helps who authorises; when it cannot
        be taken, the delivery stands all the same."""
        report, headers = self._report, {"Content-Type": "application/json"}
        if report is None or not identifier:
            return
        self._report = None
        try:
            self._gate.request("PUT", f"/deliveries/{identifier}/report", headers, exact.dump(report))
        except Refused:
            return

    def known(self, delivery: str) -> str:
        """The id of a delivery that had arrived; one that was refused since is no success, nor is one taken back."""
        for one in self._gate.get(f"/deliveries?delivery={delivery}"):
            if one["delivery"] == delivery:
                if one.get("refusal"):
                    raise self._gate.meant(one["refusal"])
                if one["state"] == "withdrawn":
                    raise Refused(delivery_codes.TAKEN_BACK, number=str(one["number"]))
                return str(one["id"])
        raise Refused(delivery_codes.TAKEN_ALREADY)

    def _begin(self, manifest: bytes, signature: bytes) -> tuple[str, int]:
        headers = {"Upload-Length": str(self._size)}
        said = ",".join(
            f"{name} {base64.b64encode(value).decode()}"
            for name, value in (("manifest", manifest), ("signature", signature))
        )
        if len(said) <= MOST_METADATA:
            headers["Upload-Metadata"] = said
        while True:
            try:
                found = self._gate.request("POST", "/uploads", headers, accept=(423, 500, 502, 503, 504))
                if found.status == 201:
                    self._arrived()
                    self._describe(found.headers.get("Sluis-Delivery", ""))
                    return found.headers["Location"], int(found.headers.get("Upload-Offset", "0"))
                self._later(self._gate.refusal(found))
            except Refused as refused:
                self._later(refused)

    def _piece(self, place: str, at: int) -> tuple[str, int]:
        """Send one piece; the delivery's id when it was the last, and where to go on."""
        self._file.seek(at)
        data = self._file.read(PIECE)
        headers = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(at)}
        try:
            found = self._gate.request("PATCH", place, headers, data, accept=_AGAIN)
        except Refused as refused:
            self._later(refused)
            return self._where(place)
        if found.status == 204:
            self._arrived()
            now = int(found.headers["Upload-Offset"])
            return (found.headers.get("Sluis-Delivery", "") if now == self._size else ""), now
        if found.status not in (409, 410, 460):
            self._later(self._gate.refusal(found))
        return self._where(place)

    def _where(self, place: str) -> tuple[str, int]:
        """How much is there; the delivery's id when that is all."""
        while True:
            try:
                found = self._gate.request("HEAD", place, accept=(*_AGAIN,))
            except Refused as refused:
                self._later(refused)
                continue
            if found.status == 410:
                raise self._why(place, found.headers.get("Sluis-Code", ""))
            if found.status == 200:
                at = int(found.headers["Upload-Offset"])
                return (found.headers.get("Sluis-Delivery", "") if at == self._size else ""), at
            self._later(self._gate.refusal(found))

    def _why(self, place: str, code: str) -> Refused:
        said = self._gate.get(place).get("refusal")
        if not said:
            return Refused(codes.REFUSED_THERE, number=code or "–", message="–")
        return self._gate.meant(said)

    def _arrived(self) -> None:
        self._wait, self._last = FIRST_WAIT, time.monotonic()

    def _later(self, refused: Refused) -> None:
        """Wait a moment for a gate that is away; after the patience, give up with what was wrong."""
        passing = refused.code in (codes.GATE_AWAY, codes.ANSWER_UNREADABLE, delivery_codes.BEING_TAKEN)
        if not passing or time.monotonic() - self._last > self._patience:
            raise refused
        threading.Event().wait(self._wait)
        self._wait = min(self._wait * 2, LONGEST_WAIT)
