"""One record of each kind, for the tests that walk through every page."""

from datetime import date
from typing import Any

import casting
import contracting
from django.core.files.uploadedfile import SimpleUploadedFile

from sluis.portal.access.models import Organisation
from sluis.portal.instructions import compelling, giving
from sluis.portal.instructions.models import Compelled, Instruction

STEPS = ("instruction", "assess", "carry-out", "adapt", "confirm", "withdraw", "take-in", "file")


def examples(home: Organisation) -> dict[str, dict[str, Any]]:
    """Address → ids."""
    agreement = contracting.agree(home)
    made, law = {"pk": instruction(agreement).pk}, {"pk": compelled(agreement).pk}
    found = {f"instructions:{name}": made for name in STEPS}
    found |= {
        f"instructions:compelled-{name}": law for name in ("notify", "forbid", "start", "finish", "drop", "respond")
    }
    return found | {
        "instructions:give": {"pk": agreement.pk},
        "instructions:compel": {"pk": agreement.pk},
        "instructions:compelled": law,
    }


def instruction(agreement: Any) -> Instruction:
    """That waits for its assessment."""
    data = {
        "kind": "processing", "text": "Verstrek de Gegevens aan de Onderzoeker van de Proef", "verbs": ["report"],
        "react_on": date(2099, 1, 5),
    }  # fmt: skip
    file = SimpleUploadedFile("Instructie-Proef.txt", b"Dit is een instructie.\n", "text/plain")
    return giving.give(casting.tester(), agreement=agreement, data=data, file=file)


def compelled(agreement: Any) -> Compelled:
    """Of which the controller was told."""
    data = {
        "provision": "Vordering van de Rechter van de Proef", "intended": "Verstrekken van een Dossier van de Proef",
        "necessity": "Alleen dit ene Dossier van de Proef",
    }  # fmt: skip
    made = compelling.record(casting.tester(), agreement=agreement, data=data)
    return compelling.notify(casting.tester(), compelled=made)
