"""A sample that anybody can draw again, and verifications that are kept."""

import hmac
import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import casting
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from ledger.writing import AT, without_triggers, write
from signatures.issuing import new_issuer

from sluis.evidence.checkpoint import Checkpoint, sign_checkpoint
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.ledger.models import Chain, Entry
from sluis.portal.oversight.models import Mark, Sample, Verification
from sluis.portal.oversight.sampling import draw, is_unchanged
from sluis.portal.oversight.verifying import ask, carry_out, run_waiting, verify_nightly
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as access_codes
from sluis.refusals.catalogue import evidence as evidence_codes
from sluis.refusals.catalogue import oversight as codes
from sluis.signatures import Role as SignerRole
from sluis.signatures import to_pem

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def operator() -> Organisation:
    """The operator."""
    return casting.organisation("Voorbeeld-TTP", operator=True)


@pytest.fixture
def auditor(operator: Organisation) -> Person:
    """The operator's auditor."""
    return casting.person(operator, Role.AUDITOR)


def drawn(who: Person, **fields: Any) -> Sample:
    """A sample of deliveries."""
    asked: dict[str, Any] = {
        "purpose": "Controle",
        "criteria": {"kinds": "delivery.*"},
        "seed": "6-2-5-1",
        "size": 10,
    } | fields
    return draw(casting.actor(who), **asked)


def test_same_seed_gives_the_same_sample_and_another_gives_another(auditor: Person) -> None:
    write(200, kind="delivery.offered")
    write(50, kind="task.given")
    first = drawn(auditor)
    assert first.population == 200 and len(set(first.numbers)) == 10
    assert set(Entry.objects.filter(n__in=first.numbers).values_list("kind", flat=True)) == {"delivery.offered"}
    assert drawn(auditor).digest == first.digest
    assert drawn(auditor, seed="6-2-5-2").digest != first.digest
    write(100, kind="delivery.offered")  # what comes later is no part of the population
    assert is_unchanged(first) and drawn(auditor).population == 300


def test_sample_is_what_the_page_says_it_is(auditor: Person) -> None:
    """Whoever has only the lines and the words on the page draws the same."""
    write(60, kind="delivery.offered")
    lines = {each.n: bytes(each.line) for each in Entry.objects.filter(kind="delivery.offered")}
    heads = {n: sha256(line).hexdigest() for n, line in lines.items()}
    tickets = sorted(lines, key=lambda n: hmac.new(b"6-2-5-1", heads[n].encode(), sha256).hexdigest())
    assert drawn(auditor).numbers == sorted(tickets[:10])


def test_larger_sample_holds_the_smaller_one_and_never_more_than_there_is(auditor: Person) -> None:
    write(30, kind="delivery.offered")
    small, all_of_it = drawn(auditor, size=5), drawn(auditor, size=500)
    assert set(small.numbers) < set(all_of_it.numbers) and len(all_of_it.numbers) == 30
    assert drawn(auditor, criteria={"kinds": "none.*"}).numbers == []


def test_organisation_draws_from_its_own_events_only(operator: Organisation) -> None:
    home, other = casting.organisation(), casting.organisation()
    write(10, kind="delivery.offered", organisation=home.pk)
    write(90, kind="delivery.offered", organisation=other.pk)
    who = casting.person(home, Role.AUDITOR)
    sample = drawn(who, size=50)
    assert sample.population == 10 and not sample.whole
    assert drawn(casting.person(operator, Role.AUDITOR)).population == 100
    with pytest.raises(Refused):
        drawn(casting.person(home, Role.ADMINISTRATOR))


def test_changed_event_changes_the_sample(auditor: Person) -> None:
    write(30, kind="delivery.offered")
    sample = drawn(auditor)
    n = sample.numbers[0]
    with without_triggers():
        line = bytes(Entry.objects.get(n=n).line)
        Entry.objects.filter(n=n).update(line=line.replace(b'"test"', b'"best"', 1))
    assert not is_unchanged(sample)


def test_sample_is_drawn_by_the_pages(auditor: Person) -> None:
    write(40, kind="delivery.offered")
    browser = casting.browser(auditor)
    address = "/oversight/samples/new/?kinds=delivery.*&who=program:test&page=2"
    assert browser.get(address).status_code == 200
    for wrong in ({"size": "0"}, {"seed": ""}, {"size": "x"}, {"seed": "met spatie"}):
        answer = browser.post(address, {"purpose": "P", "size": "7", "seed": "worpen-41"} | wrong)
        assert answer.status_code == 422
    page = browser.post(address, {"purpose": "Proef", "size": "7", "seed": "worpen-41"}, follow=True)
    sample = Sample.everything.get()
    assert page.status_code == 200 and sample.digest in page.content.decode()
    assert sample.criteria == {"kinds": "delivery.*", "who": "program:test"} and sample.population == 40
    for part, rows in (("", 7), ("population/", 40)):
        answer = browser.get(f"/oversight/samples/{sample.pk}/{part}", {"download": "csv"})
        assert b"".join(answer.streaming_content).count(b";delivery.offered;") == rows  # type: ignore[attr-defined]
    again = browser.post(f"/oversight/samples/{sample.pk}/again/", follow=True)
    assert again.status_code == 200


# Verifications


def test_verification_is_kept_with_what_it_found(auditor: Person) -> None:
    write(5)
    made = carry_out(casting.actor(auditor), verification=ask(casting.actor(auditor), thorough=True))
    assert (made.state, made.findings) == ("sound", []) and made.until == made.events - 1
    assert Entry.objects.filter(kind="evidence.verified", outcome="done").count() == 1
    with without_triggers():
        Entry.objects.filter(n=3).update(line=b"{}\n")
    broken = carry_out(casting.actor(auditor), verification=ask(casting.actor(auditor)))
    assert broken.state == "broken" and broken.findings
    assert Entry.objects.filter(kind="evidence.verified", outcome="failed").count() == 1
    page = casting.browser(auditor).get(f"/oversight/verifications/{broken.pk}/")
    assert page.status_code == 200 and broken.findings[0]["code"] in page.content.decode()
    assert not Mark.objects.exists()


def test_job_carries_out_what_waits_once(auditor: Person) -> None:
    write(5)
    waiting = ask(casting.actor(auditor))
    assert run_waiting(casting.tester()) == 1 and run_waiting(casting.tester()) == 0
    assert Verification.everything.get(pk=waiting.pk).state == "sound"
    with pytest.raises(Refused) as refused:
        carry_out(casting.actor(auditor), verification=waiting)
    assert refused.value.code is access_codes.GONE_ALREADY
    assert verify_nightly(casting.tester()) == 1 and Verification.everything.count() == 2


def test_checkpoint_from_outside_counts_when_its_authority_is_trusted(auditor: Person) -> None:
    write(5)
    issuer = new_issuer()
    signer = issuer.signer("ttp", SignerRole.TTP, at=AT - timedelta(days=1), days=300)
    chain = Chain.objects.get()
    signed = sign_checkpoint(Checkpoint(chain.name, chain.n, chain.head, AT), signer).write()
    actor = casting.actor(auditor)
    trusted: Path = settings.INSTALLATION.folder / "trust.pem"
    trusted.unlink(missing_ok=True)
    with pytest.raises(Refused) as refused:
        ask(actor, against=signed)
    assert refused.value.code is codes.NO_TRUST
    trusted.write_bytes(to_pem((issuer.authority.certificate,)))
    try:
        assert carry_out(actor, verification=ask(actor, against=signed)).state == "sound"
        with pytest.raises(Refused) as refused:
            ask(actor, against=b"{}")
        assert refused.value.code is evidence_codes.CHECKPOINT_UNREADABLE
        value = json.loads(signed) | {"head": "0" * 64}
        with pytest.raises(Refused):
            ask(actor, against=json.dumps(value, sort_keys=True, separators=(",", ":")).encode() + b"\n")
    finally:
        trusted.unlink()


def test_page_verifies_a_short_chain_at_once_and_says_what_is_wrong_with_a_file(auditor: Person) -> None:
    write(5)
    browser = casting.browser(auditor)
    answer = browser.post("/oversight/verifications/new/", {"thorough": "on"}, follow=True)
    assert answer.status_code == 200 and Verification.everything.get().state == "sound"
    file = SimpleUploadedFile("c.json", b"[1]", "application/json")
    wrong = browser.post("/oversight/verifications/new/", {"checkpoint": file})
    assert wrong.status_code == 422 and "2705" in wrong.content.decode()
    assert Verification.everything.count() == 1
    stranger = casting.person(casting.organisation(), Role.DELIVERER)
    assert casting.browser(stranger).post("/oversight/verifications/new/").status_code == 403
