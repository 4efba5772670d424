"""What an agreement says: exact bytes, complete, and nothing that cannot be meant."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement.parties import AT, agreement
from sluis.agreement.terms import FORMAT, Agreement, Retention, read_terms, write_terms
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import agreements as codes
from sluis.signatures import exact
from sluis.signatures.certificates import Role


def refuses(code: Code, made: Agreement) -> None:
    """Such terms are not written."""
    with pytest.raises(Refused) as refusal:
        write_terms(made)
    assert refusal.value.code is code


def test_terms_come_back_with_the_digest_of_their_bytes() -> None:
    made = agreement(reversible_encryption=True, retention=Retention(5, 20, 10), countries=("NL", "BE"))
    data = write_terms(made)
    back = read_terms(data)
    assert back == made and back.sha256 == sha256(data).hexdigest()
    assert write_terms(back) == data


@pytest.mark.covers("I-23")
def test_reversible_encryption_and_one_organisation_are_off_unless_they_are_written_down() -> None:
    value = json.loads(write_terms(agreement()))
    assert value["reversible_encryption"] is False and value["same_organisation"] is False


def _paths(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (*way, step)
        yield from _paths(inner, (*way, step))


WAYS = list(_paths(json.loads(write_terms(agreement()))))
ODD: tuple[Any, ...] = (None, 1, -1, 2**53 - 1, True, "", "x", "yes", [], {}, [1], ["x"], {"x": 1})


@pytest.mark.parametrize("way", WAYS, ids=lambda way: ".".join(map(str, way)))
def test_a_part_of_another_kind_or_missing_is_refused(way: tuple[Any, ...]) -> None:
    *above, last = way
    for odd in (*ODD, ...):
        value = json.loads(write_terms(agreement()))
        place = value
        for step in above:
            place = place[step]
        before = place[last]
        if odd is ...:
            if isinstance(place, list):
                continue
            del place[last]
        else:
            place[last] = odd
        if odd is not ... and type(odd) is type(before):  # it may be meant; then it stands there as it was read
            with suppress(Refused):
                assert write_terms(read_terms(exact.dump(value))) == exact.dump(value)
        else:
            with pytest.raises(Refused):
                read_terms(exact.dump(value))


def test_other_bytes_for_the_same_terms_are_refused() -> None:
    data = write_terms(agreement())
    value = json.loads(data)
    others = (data[:-1], b" " + data, exact.dump(value | {"more": 1}), exact.dump(value | {"format": FORMAT + "0"}))
    for other in (*others, b"", b"{}\n", b"[]\n", b"\xff"):
        with pytest.raises(Refused):
            read_terms(other)
    dates = exact.dump(value | {"starts": "20260101"})
    with pytest.raises(Refused):
        read_terms(dates)


def test_terms_larger_than_a_megabyte_are_refused() -> None:
    value = json.loads(write_terms(agreement())) | {"specification_name": "x" * (1 << 20)}
    with pytest.raises(Refused):
        read_terms(exact.dump(value))


@pytest.mark.parametrize("name", ["", "A", "1a", "a_b", "a.b", "knees-test", "knees-", "é", "a" * 41, "a/b", "a\n"])
def test_names_that_stand_in_labels_and_files_have_one_form(name: str) -> None:
    refuses(codes.NAME_NOT_ALLOWED, agreement(id=name))
    refuses(codes.NAME_NOT_ALLOWED, agreement(domain=replace(agreement().domain, name=name)))
    for role in ("source", "recipient", "ttp"):
        made = agreement()
        refuses(codes.NAME_NOT_ALLOWED, replace(made, **{role: replace(getattr(made, role), id=name)}))


@pytest.mark.parametrize(
    "changes",
    [
        {"starts": date(2026, 2, 2), "ends": date(2026, 2, 1)},
        {"version": 0},
        {"version": -1},
        {"retention": Retention(days_after_download=-1)},
        {"retention": Retention(max_undownloaded_days=-1)},
        {"retention": Retention(backup_days=-1)},
    ],
    ids=str,
)
def test_a_term_a_version_or_a_retention_that_cannot_be_is_refused(changes: dict[str, Any]) -> None:
    refuses(codes.TERM, agreement(**changes))


def test_one_organisation_on_both_sides_must_be_meant() -> None:
    made = agreement()
    same = replace(made, recipient=replace(made.recipient, organisation=made.source.organisation.upper() + " "))
    refuses(codes.SAME_ORGANISATION, same)
    assert write_terms(replace(same, same_organisation=True))


@pytest.mark.parametrize(
    ("at", "wanted"),
    [
        (datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 1, 1, tzinfo=UTC), True),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), True),
        (datetime(2027, 1, 1, tzinfo=UTC), False),
        (datetime(2026, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=1))), False),
        (datetime(2027, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=1))), True),
    ],
)
def test_the_first_and_the_last_day_count_in_full_in_utc(at: datetime, wanted: bool) -> None:
    assert agreement().in_force(at) is wanted


@given(st.dates(), st.dates())
def test_any_term_that_can_be_written_can_be_asked(starts: date, ends: date) -> None:
    made = agreement(starts=min(starts, ends), ends=max(starts, ends))
    assert made.in_force(AT) is (made.starts <= AT.date() <= made.ends)


def test_parties_and_test_keys_are_found_by_role_and_kind() -> None:
    made = agreement()
    assert [made.party(role).id for role in (Role.SOURCE, Role.RECIPIENT, Role.TTP)] == ["clinic", "registry", "sluis"]
    assert made.label_domain == ("knees", 1)
    assert made.domain.key_check(test=True) == made.domain.check_test != made.domain.key_check(test=False)
    assert made.recipient.share(test=True) == made.recipient.point_test != made.recipient.share(test=False)
    assert made.recipient.content_key(test=True) != made.recipient.content_key(test=False)
