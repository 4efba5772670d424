"""One record of each kind, for the tests that walk through every page."""

from typing import Any

import processing

from sluis.portal.access.models import Organisation

PROCESSOR = ("processor", "change", "end", "offer", "submit")
DPA = (
    "dpa", "dpa-came-back", "dpa-again", "dpa-review", "dpa-conclude", "dpa-renew", "dpa-end", "dpa-file",
)  # fmt: skip


def examples(home: Organisation) -> dict[str, dict[str, Any]]:
    """Address → ids."""
    both = processing.office(home)
    found = processing.processor(both, "Verwerker van de Proef")
    agreement = processing.reviewed(both, processing.submitted(both, found))
    own = processing.offered(both, found)
    check = processing.checked(both)
    return {
        **{f"thirdparties:{name}": {"pk": found.pk} for name in PROCESSOR},
        **{f"thirdparties:{name}": {"pk": agreement.pk} for name in DPA},
        "thirdparties:dpa-paper": {"pk": own.pk, "language": "nl", "form": "docx"},
        **{f"thirdparties:{name}": {"pk": check.sample.pk} for name in ("sample", "check-new")},
        "thirdparties:check-settle": {"pk": check.pk},
    }
