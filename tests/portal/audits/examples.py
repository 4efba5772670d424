"""One record of each kind, for the tests that walk through every page."""

from datetime import date
from typing import Any

import auditing
import casting
from django.core.files.uploadedfile import SimpleUploadedFile

from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation
from sluis.portal.audits import informing
from sluis.portal.audits.keeping import attach
from sluis.portal.audits.models import Adequacy
from sluis.portal.documents.storing import store
from sluis.portal.oversight.models import Measure, Standard

AUDIT = ("audit", "steps", "propose", "agree", "carried-out", "close", "cost", "withdraw", "finding-new")
FINDING = ("finding", "finding-assess", "finding-term", "finding-carry-out", "finding-verify")


def examples(home: Organisation) -> dict[str, dict[str, Any]]:
    """Address → ids."""
    both = auditing.sides(home)
    audit = auditing.carried_out(both)
    finding = auditing.found(both, audit)
    asked = informing.ask(
        both.theirs(), agreement=both.agreement, data={"question": "Wie heeft Sleutels van de Proef", "due_on": date(2099, 1, 5)}
    )  # fmt: skip
    with keeping(casting.tester()) as change:
        file = SimpleUploadedFile("Rapport-Proef.txt", b"Dit is een rapport.\n", "text/plain")
        kept = attach(change, audit, file)
    assert kept is not None
    evidence = {"pk": adequacy(home).pk}
    found = {f"audits:{name}": {"pk": audit.pk} for name in AUDIT}
    found |= {f"audits:{name}": {"pk": finding.pk} for name in FINDING}
    found |= {f"audits:{name}": {"pk": asked.pk} for name in ("inforequest", "info-answer", "info-withdraw")}
    found |= {f"audits:{name}": evidence for name in ("evidence", "evidence-change", "evidence-file")}
    found |= {f"audits:{name}": {"pk": both.agreement.pk} for name in ("ask", "info-ask")}
    return found | {"audits:file": {"pk": kept.pk}}


def adequacy(home: Organisation) -> Adequacy:
    """Evidence with a document."""
    standard = casting.make(Standard(organisation=home, code="NEN Proefnorm Twee", edition="2098"))
    measure = casting.make(
        Measure(organisation=home, theme="access", title="Maatregel van de Toets", status="in-force")
    )
    with keeping(casting.tester()) as change:
        file = SimpleUploadedFile("Bewijs-Proef.txt", b"Dit is bewijs.\n", "text/plain")
        paper = store(change, organisation=home, kind="other", title="Bewijs van Geschiktheid", file=file)
    made = casting.make(
        Adequacy(organisation=home, measure=measure, standard=standard, kind="own-check", shown_on=date(2026, 11, 1),
                 until=date(2099, 1, 1), result="Gezien door de Eigen Toets", document=paper)
    )  # fmt: skip
    assert isinstance(made, Adequacy)
    return made
