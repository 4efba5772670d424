"""What an event may say, and what it must never hold."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signatures.issuing import AT, refuses

from evidence.acting import event
from sluis.evidence import Event, Outcome
from sluis.refusals import Refused
from sluis.refusals.catalogue import evidence


def made(**changes: Any) -> Event:
    fields: dict[str, Any] = {
        "kind": "delivery.relayed",
        "at": AT,
        "actor": "a",
        "responsible": "b",
        "access_point": "c",
    }
    return Event(**(fields | changes))


def test_value_and_back() -> None:
    assert Event.from_value(event(7).value()) == event(7)
    refused = made(outcome=Outcome.REFUSED, objects={"code": "2501"})
    assert Event.from_value(refused.value()).outcome is Outcome.REFUSED


NEVER = [
    "123456782",
    "bsn:123456782",
    "BSN123456782",
    "person:123456782",
    "person:1234-56-782",
    "123-456-782",
    "6f1c1c8a-91c0-4a2e-8b1a-0123456789ab:123456782",
    "number 123456782 of a client",
    "1234.56.782",
    "1234 56 782",
    "123 456 782",
    "123.456.782",
    "k1.ttp.youth.0123456789abcdef0123456789abcdef",
    "p3.zorg-ttp.a." + "0" * 64,
    "AGE-SECRET-KEY-1XYZ",
    "age-secret-key-1xyz",
    "-----BEGIN PRIVATE KEY-----",
    "x" * 201,
    "line\nbreak",
    "\x00",
]


@pytest.mark.parametrize("text", NEVER)
@pytest.mark.parametrize("name", ["actor", "responsible", "access_point", "file"])
def test_what_evidence_must_never_hold_is_refused(text: str, name: str) -> None:
    with refuses(evidence.EVENT_VALUE):
        made(objects={"file": text}) if name == "file" else made(**{name: text})


def test_refusal_does_not_show_the_value() -> None:
    with pytest.raises(Refused) as refusal:
        made(actor="123456782")
    assert "123456782" not in f"{refusal.value!r} {refusal.value} {refusal.value.facts}"


@pytest.mark.parametrize(
    "text", ["123456789", "000000000", "1234567820", "2026-03-01T12:00:00Z", "a123456782", "7f3a-91c0-22de", ""]
)
def test_other_texts_pass(text: str) -> None:
    assert made(objects={"delivery": text}).objects["delivery"] == text


@settings(max_examples=200)
@given(st.binary(min_size=32, max_size=32))
def test_digests_always_pass(digest: bytes) -> None:
    assert made(objects={"digest": digest.hex(), "delivery": digest[:16].hex()})


UUIDS = st.one_of(
    st.uuids(version=4),
    # the worst: a random UUID that happens to be written with digits alone
    st.from_regex(r"[0-9]{8}-[0-9]{4}-4[0-9]{3}-[89][0-9]{3}-[0-9]{12}", fullmatch=True),
).map(str)


@settings(max_examples=500)
@given(UUIDS, UUIDS, st.sampled_from(["{}", "person:{}", "organisation:{}", "{}.pdf", "{} {}", "{}/{}", "a.{}.{}"]))
def test_ids_of_persons_and_organisations_always_pass(one: str, other: str, form: str) -> None:
    text = form.format(one, other)
    assert made(actor=text, responsible=text.upper(), objects={"person": text, "organisation": one})


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "relayed"},
        {"kind": "Delivery.relayed"},
        {"at": datetime(2026, 1, 1)},
        {"objects": {"client": "x"}},
        {"objects": {"bsn": "x"}},
        {"counts": {"age": 7}},
        {"counts": {"rows": -1}},
        {"counts": {"rows": True}},
        {"counts": {"rows": 2**53}},
    ],
)
def test_what_no_program_should_say_is_a_mistake(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"event|count"):
        made(**changes)
    with pytest.raises(TypeError):
        made(objects={"file": 7})


def test_event_cannot_be_changed() -> None:
    objects = {"delivery": "a"}
    frozen = made(objects=objects)
    objects["delivery"] = "b"
    assert frozen.objects["delivery"] == "a"
    with pytest.raises(TypeError):
        frozen.objects["delivery"] = "b"  # type: ignore[index]


def test_event_names_no_client() -> None:
    """NEN 7513 without the one field that would name a person in care."""
    assert set(event().value()) == {
        "kind",
        "at",
        "actor",
        "responsible",
        "access_point",
        "outcome",
        "objects",
        "counts",
    }
