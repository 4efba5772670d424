"""Packages under an agreement that is another, old, over or not begun, and agreements that cannot be meant."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from worlds import World, sluis

from adversaries import attacks
from adversaries.conftest import MINE, SHARED, rows_of
from sluis.agreement.card import read_card
from sluis.agreement.signing import sign
from sluis.agreement.terms import Agreement, write_terms
from sluis.custody.record import write_record
from sluis.custody.unlock import read_unlock
from sluis.home.home import Home
from sluis.kernel.sealing import seal_bytes
from sluis.package.report import Report
from sluis.recipient.opening import open_delivery
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as codes
from sluis.signatures import exact
from sluis.source.preparing import Wanted, prepare
from sluis.specification.model import Scheme
from sluis.ttp.relaying import relay

AGREEMENT = "source-1-recipient-1"
PARTIES = ("source-1", "recipient-1", "ttp")


def agree(world: World, agreement: Agreement, parties: tuple[str, ...] = PARTIES) -> Path:
    """The agreement signed by all, as a file."""
    document = None
    for party in PARTIES:
        document = sign(write_terms(agreement), world.home(party).signer(), document)
    assert document is not None
    path = world.path("changed.json")
    path.write_bytes(document)
    for party in parties:
        answer = sluis("agreement", "accept", path, "--spec", world.specification, "--home", world.path(party))
        assert answer.code == 0, answer.err
    return path


def agreed(world: World) -> Agreement:
    """The agreement in force."""
    return world.home("source-1").shelf.agreement(AGREEMENT)


def claims(world: World, package: Path, to: Path, **changes: Any) -> None:
    """The package, with its source claiming something else about what it keeps to."""
    parts = attacks.members(package)
    manifest = attacks.manifest_of(parts)
    changed = replace(manifest, claim=replace(manifest.claim, **changes))
    attacks.rebuild(to, attacks.sign_as_source(world.home("source-1"), parts, changed))


@pytest.mark.covers("Z-36")
def test_whatever_a_package_claims_beside_its_agreement_is_refused(world: World, offered: Path) -> None:
    true = asdict(attacks.manifest_of(attacks.members(offered)).claim)
    other = {"polymorphic": "keyed", "keyed": "polymorphic"}[true["scheme"]]
    card = world.home("recipient-2").shelf.card.keys
    wrong: dict[str, Any] = {
        "scheme": other, "domain": "registry-2", "domain_version": 2, "recipient": "recipient-2",
        "recipient_content": card.content, "recipient_point": card.point, "ttp": "another", "source": "source-2",
        "specification_sha256": "0" * 64, "agreement_sha256": "0" * 64, "agreement_version": 2,
    }  # fmt: skip
    ttp = world.home("ttp")
    check, forged = attacks.key_check_of(ttp, attacks.members(offered)), world.path("forged.sluis")
    for part, value in wrong.items():
        claims(world, offered, forged, **{part: value})
        with world.refuses("2416") as answers:
            answers.append(world.relay("forged.sluis"))
        attacks.rebuild(world.path("relayed.sluis"), attacks.sign_as_ttp(ttp, attacks.members(forged), check))
        with world.refuses("2416") as answers:
            answers.append(world.open())
        world.path("relayed.sluis").unlink()
    assert set(true) - set(wrong) == {"agreement", "source_key"}
    claims(world, offered, forged, agreement="nobody-knows-it")
    with world.refuses("2412") as answers:
        answers.append(world.relay("forged.sluis"))


@pytest.mark.covers("Z-36")
def test_a_package_of_one_scheme_under_an_agreement_of_the_other_is_refused(world: World, offered: Path) -> None:
    """A new version of the agreement changes the scheme at TTP and recipient; the source did not hear of it."""
    true = agreed(world)
    other = Scheme.KEYED if true.scheme is Scheme.POLYMORPHIC else Scheme.POLYMORPHIC
    keys = world.home("ttp").keys
    points = keys.public("share").public, keys.public("share-test").public  # some valid points
    domain = replace(true.domain, version=2, check=points[0], check_test=points[1])
    agree(world, replace(true, version=2, scheme=other, domain=domain), ("recipient-1", "ttp"))
    with world.refuses("2415") as answers:
        answers.append(world.relay())
    claims(world, offered, offered, agreement_version=2)
    with world.refuses("2416") as answers:
        answers.append(world.relay())


@pytest.mark.covers("Z-36")
def test_a_package_under_an_old_version_of_the_agreement_is_refused_at_both_ends(world: World, relayed: Path) -> None:
    assert world.prepare(world.write(rows_of(MINE + SHARED)), out="second.sluis").code == 0
    agree(world, replace(agreed(world), version=2))
    with world.refuses("2415") as answers:
        answers.append(world.relay("second.sluis", "second-relayed.sluis"))
    with world.refuses("2415") as answers:
        answers.append(world.open())


@pytest.mark.covers("Z-36")
def test_an_old_version_never_comes_back(world: World) -> None:
    first, third = agreed(world), replace(agreed(world), version=3)
    agree(world, third)
    for version in (1, 2, 3):
        path = agree(world, replace(first, version=version), ())
        for party in PARTIES:
            with world.refuses("2420") as answers:
                answers.append(
                    sluis("agreement", "accept", path, "--spec", world.specification, "--home", world.path(party))
                )


def moved(home: Home, days: int) -> Home:
    """The same home on another day."""
    return Home(home.path, lambda: datetime.now(UTC).replace(microsecond=0) + timedelta(days=days))


@pytest.mark.covers("Z-36")
@pytest.mark.parametrize("days", [-2, 366, 700])
def test_before_its_first_and_after_its_last_day_an_agreement_allows_nothing(
    world: World, relayed: Path, days: int
) -> None:
    report, out = Report("step", datetime.now(UTC)), world.path("out.parquet")
    file = world.write(rows_of(MINE))
    assert world.prepare(file, out="second.sluis").code == 0
    source, ttp, recipient = (moved(world.home(party), days) for party in ("source-1", "ttp", "recipient-1"))
    wanted = Wanted(inputs={"children": file}, out=out, agreement=agreed(world))
    steps: list[Callable[[], object]] = [lambda: prepare(source, wanted, report)]
    if days > 0:  # certificates and signatures are not yet valid two days ago, and are refused for that
        steps += [
            lambda: relay(ttp, world.path("second.sluis"), out, report),
            lambda: open_delivery(recipient, relayed, out, report),
        ]
    for step in steps:
        with pytest.raises(Refused) as caught:
            step()
        assert caught.value.code is codes.NOT_IN_FORCE
        assert not out.exists()


def test_an_agreement_of_next_month_is_refused_by_all_three(world: World, relayed: Path) -> None:
    assert world.prepare(world.write(rows_of(MINE)), out="second.sluis").code == 0
    begin = datetime.now(UTC).date() + timedelta(days=30)
    agree(world, replace(agreed(world), version=2, starts=begin, ends=begin + timedelta(days=9)))
    file = world.write(rows_of(MINE))
    with world.refuses("2414") as answers:
        answers.append(world.prepare(file, out="third.sluis"))
    claims(world, world.path("second.sluis"), world.path("second.sluis"), agreement_version=2)
    with world.refuses("2414") as answers:
        answers.append(world.relay("second.sluis", "second-relayed.sluis"))
    with world.refuses("2414") as answers:
        answers.append(world.open())


def test_one_organisation_as_source_and_recipient_is_refused_unless_the_agreement_says_so(world: World) -> None:
    true = agreed(world)
    one = true.source.organisation
    for spelling in (one, one.upper(), f" {one.replace(' ', '  ')} "):
        same = replace(true, version=2, recipient=replace(true.recipient, organisation=spelling))
        with pytest.raises(Refused) as caught:
            write_terms(same)
        assert caught.value.code is codes.SAME_ORGANISATION
        assert write_terms(replace(same, same_organisation=True))
    for shared in ({"signing": true.source.signing}, {"content": true.source.content}):
        with pytest.raises(Refused) as caught:
            write_terms(replace(true, recipient=replace(true.recipient, **shared)))
        assert caught.value.code is codes.SAME_ORGANISATION


def home_for(world: World, party: str, organisation: str) -> Path:
    """A new party of that organisation, enrolled, known to the TTP."""
    role, place = party.partition("-")[0], world.path(party)
    words = [role, "init", "--home", place, "--party", party, "--name", party, "--organisation", organisation]
    assert sluis(*words).code == 0
    return place / "card.json"


def test_the_ttps_command_drafts_no_agreement_within_one_organisation_unasked(world: World) -> None:
    source = home_for(world, "source-9", "Ziekenhuis Noord")
    recipient = home_for(world, "recipient-9", "ziekenhuis noord")
    today = date.today()
    words = [
        "ttp", "agree", "--id", "within", "--source", source, "--recipient", recipient, "--spec", world.specification,
        "--domain", "registry-1", "--from", today, "--until", today, "--home", world.path("ttp"),
        "--out", world.path("within.json"),
    ]  # fmt: skip
    if agreed(world).scheme is Scheme.KEYED:
        words += ["--group-check", f"{agreed(world).domain.stage_one},{agreed(world).domain.stage_one_test}"]
    with world.refuses("2404") as answers:
        answers.append(sluis(*words))
    assert sluis(*words, "--same-organisation").code == 0


@pytest.mark.parametrize("world", ["polymorphic"], indirect=True)
@pytest.mark.parametrize("point", attacks.BAD_POINTS, ids=["identity", "not canonical", "no point", "all ones"])
def test_points_that_are_none_are_refused_in_cards_and_agreements(world: World, point: bytes) -> None:
    true = agreed(world)
    recipient = world.home("recipient-1")
    body = attacks.as_json(recipient.shelf.card.data)["card"]
    for name in ("point", "point_test"):
        forged = {**body, "keys": {**body["keys"], name: point.hex()}}
        signature = recipient.keys.signing_key("signing").sign(exact.dump(forged)).hex()
        with pytest.raises(Refused):
            read_card(exact.dump({"card": forged, "signature": signature}))
        for party in ("recipient", "ttp"):
            with pytest.raises(Refused):
                write_terms(replace(true, **{party: replace(getattr(true, party), **{name: point.hex()})}))
    for name in ("check", "check_test"):
        with pytest.raises(Refused):
            write_terms(replace(true, domain=replace(true.domain, **{name: point.hex()})))  # type: ignore[arg-type]


@pytest.mark.parametrize("world", ["polymorphic"], indirect=True)
@pytest.mark.parametrize("scalar", attacks.BAD_SCALARS, ids=["zero", "L", "L+1", "all ones"])
@pytest.mark.parametrize("name", ["share", "domain-registry-1-1"])
def test_keys_out_of_range_are_refused_when_they_are_read(world: World, scalar: bytes, name: str) -> None:
    """Whoever restores a key can seal anything to the home's unlock identity; the range is checked all the same."""
    home, keys = world.home("ttp"), world.path("ttp", "keys")
    record = home.keys.public(name)
    unlock = read_unlock(world.path("ttp", "unlock"))
    head = b"# sluis-key " + write_record(record.birth())
    (keys / f"{name}.age").write_bytes(seal_bytes(head + scalar.hex().encode() + b"\n", [unlock.public]))
    with pytest.raises(Refused):
        home.keys.scalar(name)


def test_content_keys_with_which_everybody_could_open_are_refused_in_cards(world: World) -> None:
    low = "age1" + "q" * 58  # the point 0; the checksum is added by whoever makes it
    recipient = world.home("recipient-1")
    body = attacks.as_json(recipient.shelf.card.data)["card"]
    for value in (low, attacks.bech32("age", bytes(32)), attacks.bech32("age", bytes([1]) + bytes(31)), "", "age1x"):
        forged = {**body, "keys": {**body["keys"], "content": value}}
        signature = recipient.keys.signing_key("signing").sign(exact.dump(forged)).hex()
        with pytest.raises(Refused):
            read_card(exact.dump({"card": forged, "signature": signature}))


@pytest.mark.covers("Z-33")
def test_one_domain_has_one_key_and_two_domains_have_two(world: World) -> None:
    """With two keys the sources' pseudonyms would not join; with one the recipients' would."""
    true, source = agreed(world), world.home("source-1")
    other = source.shelf.agreement("source-1-recipient-2").domain
    second_key = replace(true.domain, check=other.check_test)
    first_key = replace(other, name="registry-3", check=true.domain.check, check_test=true.domain.check_test)
    test_key = replace(other, name="registry-3", check=true.domain.check_test, check_test=other.check)
    for domain in (second_key, first_key, test_key):
        path = agree(world, replace(true, id="another", domain=domain), ())
        with world.refuses("2431") as answers:
            answers.append(sluis("agreement", "accept", path, "--spec", world.specification, "--home", source.path))


def test_a_test_key_that_is_the_real_one_is_refused(world: World) -> None:
    true = agreed(world)
    shared = [
        replace(true, domain=replace(true.domain, check_test=true.domain.check)),
        replace(true, recipient=replace(true.recipient, content_test=true.recipient.content)),
    ]
    if true.scheme is Scheme.POLYMORPHIC:
        shared.append(replace(true, ttp=replace(true.ttp, point_test=true.ttp.point)))
    for agreement in shared:
        with pytest.raises(Refused) as caught:
            write_terms(agreement)
        assert caught.value.code is codes.TEST_KEY_SHARED
