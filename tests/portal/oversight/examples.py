"""One record of each kind, for the walk over all addresses."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import casting
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from sluis.evidence.event import Event
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation
from sluis.portal.documents.models import Document
from sluis.portal.documents.storing import store
from sluis.portal.ledger.appending import Concerning, append
from sluis.portal.ledger.models import Checkpoint
from sluis.portal.oversight import models

DAY, NOW = date(2026, 11, 1), datetime(2026, 11, 1, 9, tzinfo=UTC)
LATER = DAY + timedelta(days=300)


def examples(home: Organisation) -> dict[str, dict[str, Any]]:
    """Address → ids."""
    made = records(home)
    found: dict[str, dict[str, Any]] = {}
    for name, record in made.items():
        for suffix in ("", "-change"):
            found[f"oversight:{name}{suffix}"] = {"pk": record.pk}
    for name, field in (
        ("attestation", "copy"), ("asset", "destruction"), ("plan", "document"), ("arrangement", "document"), ("proof", "document"),
    ):  # fmt: skip
        found[f"oversight:{name}-file"] = {"pk": made[name].pk, "name": field}
    measure, sample, alert = ({"pk": made[name].pk} for name in ("measure", "sample", "alert"))
    found |= {f"oversight:measure-{each}": measure for each in ("evaluate", "reference", "proof")}
    found |= {f"oversight:{each}": sample for each in ("population", "sample-again")}
    found |= {f"oversight:alert-{each}": alert for each in ("see", "close")}
    n = event(home)
    return found | {
        "oversight:reference-remove": {"pk": made["reference"].pk},
        "oversight:improvement-decide": {"pk": made["improvement"].pk},
        "oversight:shift-remove": {"pk": made["shift"].pk},
        "oversight:announce": {"pk": made["version"].pk},
        "oversight:event": {"n": n},
        "oversight:verify-from": {"n": n},
        "oversight:checkpoint": {"pk": checkpoint().pk},
    }


def event(home: Organisation) -> int:
    """Something that concerns the organisation; its number."""
    with transaction.atomic():
        line = Event("delivery.offered", NOW, "program:test", "program:test", "test")
        return append((Concerning(line, home.pk),)).n


def checkpoint() -> Checkpoint:
    """Of another chain, which only who sees all evidence sees."""
    return Checkpoint.objects.create(chain="exchange." + "0" * 32, n=5, signed=b"{}", at=NOW)


def document(home: Organisation, kind: str = "other") -> Document:
    """A document with one version."""
    with keeping(casting.tester()) as change:
        file = SimpleUploadedFile("Proefstuk.txt", b"Dit is een proefstuk.\n", "text/plain")
        return store(change, organisation=home, kind=kind, title="Proefstuk van de Organisatie", file=file)


def records(home: Organisation) -> dict[str, Any]:
    """One of each."""
    who, other = casting.person(home), casting.person(home)
    paper = document(home, "policy")
    version = paper.versions.model.everything.get(document=paper)
    make = casting.make
    standard = make(models.Standard(organisation=home, code="NEN Proefnorm", edition="2099"))
    environment = make(models.Environment(organisation=home, name="Proefomgeving Productie", kind="production",
        place="Rekencentrum Proefdorp", separated_by="Een eigen Netwerk", firewall="Beheerder Proef"))  # fmt: skip
    measure = make(
        models.Measure(organisation=home, theme="access", title="Maatregel van de Proef", owner=who, kinds="grant.*")
    )
    plan = make(models.Plan(organisation=home, title="Plan van de Proef", scope="Alles wat Draait", owner=who,
        review_by=LATER, document=paper))  # fmt: skip
    rule = make(models.Rule(organisation=home, name="Regel van de Proef", kinds="grant.*"))
    backup = make(models.Backup(organisation=home, made_at=NOW, name="Kopie-Proef.age", sha256="0" * 64, size=7))
    shared = {"organisation": home, "standard": standard}
    return {
        "standard": standard, "environment": environment, "measure": measure, "plan": plan, "rule": rule,
        "backup": backup, "version": version,
        "reference": make(models.Reference(**shared, measure=measure, number="9.9.9")),
        "attestation": make(models.Attestation(**shared, scope="Alle diensten van de Proef", issuer="Keurbureau Proef",
            valid_from=DAY, valid_until=LATER, copy=paper, applicability=paper)),
        "proof": make(models.Proof(organisation=home, measure=measure, title="Bewijs van de Proef", shown_on=DAY, document=paper)),
        "improvement": make(models.Improvement(organisation=home, title="Voorstel van de Proef", owner=who,
            proposed_at=NOW, proposed_by="person:x", measure=measure)),
        "asset": make(models.Asset(organisation=home, name="Schijf van de Proef", kind="medium", owner=who,
            classification="secret", use="Alleen voor de Proef", place="Kluis Proefdorp", media_rules="Versleuteld bewaren",
            environment=environment, destruction=paper)),
        "dataset": make(models.DataSet(organisation=home, name="Gegevens van de Proef", role="processor",
            purposes="Onderzoek naar de Proef")),
        "exercise": make(models.Exercise(organisation=home, plan=plan, title="Oefening van de Proef", planned_on=LATER, led_by=who)),
        "restore": make(models.Restore(organisation=home, restored_at=NOW, backup=backup, result="passed")),
        "arrangement": make(models.Arrangement(organisation=home, what="keys", description="Sleutels van de Proef",
            receiver="Notaris Proefdorp", condition="Bij Faillissement van de Proef",
            try_by=LATER, held_at="Kluis Notaris", agreed_on=DAY, agreed_in="Artikel 9 Proef", document=paper)),
        "shift": make(models.Shift(organisation=home, window=3, starts_at=NOW, ends_at=NOW + timedelta(days=1), person=who,
            phone="0201234567", deputy=other)),
        "alert": make(models.Alert(organisation=home, rule=rule, severity="high", raised_at=NOW, remark="Opmerking Proef")),
        "sample": make(models.Sample(organisation=home, purpose="Steekproef van de Proef", seed=uuid.uuid4().hex, size=3,
            until=0, population=1, digest="0" * 64, drawn_at=NOW, drawn_by="person:x")),
        "verification": make(models.Verification(organisation=home, asked_at=NOW, asked_by="person:x")),
    }  # fmt: skip
