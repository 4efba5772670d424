"""Receipts: the recipient tells the gate that it opened a result; what could not be told waits in the home."""

import json
from pathlib import Path

from sluis.courier.following import find
from sluis.courier.gate import Gate
from sluis.home.home import Home
from sluis.package.manifest import Manifest
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliverynet as codes
from sluis.refusals.catalogue import gate as gate_codes
from sluis.tables.files import atomic

_SETTLED = (codes.NOT_IN_THIS_STATE, codes.GONE, gate_codes.NOT_THERE)
"""The gate will never take it: there is nothing left to tell."""


def note_opened(home: Home, manifest: Manifest) -> None:
    """A result was opened here; it is told later. Without a gate there is nobody to tell."""
    if not home.settings.gate:
        return
    folder = _folder(home)
    folder.mkdir(exist_ok=True, mode=0o700)
    with atomic(folder / f"{manifest.delivery}.json") as file:
        file.write(json.dumps({"delivery": manifest.delivery, "source": manifest.claim.source}).encode())


def tell_waiting(home: Home, gate: Gate) -> int:
    """Tell what waits; how many were told. What the gate does not know came another way, and is let go.

    Raises:
        Refused: what the gate refuses; GATE_AWAY. What was not told is kept.
    """
    told = 0
    for path in sorted(_folder(home).glob("*.json")):
        said = json.loads(path.read_bytes())
        found = find(gate, said["delivery"])
        if found is not None and found["source"] == said["source"] and found["state"] != "opened":
            told += _tell(gate, str(found["id"]))
        path.unlink()
    return told


def _tell(gate: Gate, identifier: str) -> bool:
    try:
        gate.request("POST", f"/deliveries/{identifier}/receipt")
    except Refused as refused:
        if refused.code not in _SETTLED:
            raise
        return False
    return True


def _folder(home: Home) -> Path:
    return home.path / "receipts"
