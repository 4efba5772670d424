"""The custodian signs specifications that every party approved, and nothing else."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import casting
import pytest
from django.conf import settings
from organising import events
from specifications.specified import Cast, cast, file, fresh

from sluis.custodian.specifying import Specifier
from sluis.home.home import Home
from sluis.portal.access.changing import keeping
from sluis.portal.access.recognising import day_of
from sluis.portal.specifications.models import Specapproval, Specversion
from sluis.portal.specifications.selectors import active_version
from sluis.signatures import Role, verify_detached

NOW = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=5)
"""When the certificate of the home below is valid."""

pytestmark = pytest.mark.usefixtures("sqlite")
State = Specversion.State


@pytest.fixture(scope="module")
def ttp(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A TTP's home."""
    from worlds import sluis

    place: Path = tmp_path_factory.mktemp("ttp") / "home"
    assert sluis("ttp", "init", "--home", place, "--party", "sluis", "--name", "TTP De Sluis").code == 0
    return Home(place)


@pytest.fixture
def parties(ttp: Home) -> Iterator[Cast]:
    """The parties, at an installation that trusts the home."""
    trusted: Path = settings.INSTALLATION.folder / "trust.pem"
    trusted.write_bytes(b"".join(path.read_bytes() for path in sorted((ttp.path / "trust").glob("*.pem"))))
    yield cast()
    trusted.unlink()


def sign(home: Home) -> list[str]:
    """One round."""
    return list(Specifier(home.signer()).round(NOW))


def set_(record: Any, **fields: object) -> None:
    """As a hand in the database would."""
    with keeping(casting.tester()) as change:
        type(record).everything.filter(pk=record.pk).update(**fields)
        change.record("test.changed", record)


@pytest.mark.covers("Z-23")
def test_what_all_approved_is_signed_and_holds(ttp: Home, parties: Cast) -> None:
    waiting, made = parties.proposed(file("1.0")), parties.approved(file("2.0"))
    assert sign(ttp) == ["specversion.signed"] and sign(ttp) == []
    found = fresh(made)
    assert found.state == State.ACTIVE and active_version(parties.dataspec, day_of(NOW)) == found
    signature = verify_detached(
        bytes(found.signature or b""), bytes(found.content), kind="specification", role=Role.TTP,
        trust=ttp.shelf.trust, at=NOW,
    )  # fmt: skip
    assert signature.party == "sluis" and fresh(waiting).state == State.PROPOSED


@pytest.mark.parametrize("how", ["bytes", "digest", "approval", "gone", "author"])
def test_what_was_tampered_with_is_not_signed(ttp: Home, parties: Cast, how: str) -> None:
    made = parties.approved()
    approval = Specapproval.everything.filter(version=made).first()
    assert approval
    match how:
        case "bytes":
            set_(made, content=file("1.0", most=99))
        case "digest":
            set_(made, sha256="0" * 64)
        case "approval":
            set_(approval, digest="0" * 64)
        case "gone":
            with keeping(casting.tester()) as change:
                change.record("test.changed", approval)
                approval.delete()
        case "author":
            set_(made, drafted_by=f"person:{approval.person_id}")
    assert sign(ttp) == ["specversion.not-signed"]
    assert fresh(made).state == State.REFUSED and not fresh(made).signature
    [event] = events("specversion.not-signed")
    assert event.outcome == "refused" and event.objects["code"] == "2771"


def test_version_that_is_over_is_not_signed_and_keeps_nobody_up(ttp: Home, parties: Cast) -> None:
    late = parties.approved(file("1.0", last=day_of(NOW)))
    made = parties.approved(file("2.0"))
    set_(late, valid_until=day_of(NOW) - timedelta(days=1))
    assert sorted(sign(ttp)) == ["specversion.not-signed", "specversion.signed"]
    assert fresh(made).state == State.ACTIVE and fresh(late).state == State.REFUSED
