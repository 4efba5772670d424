"""What a notice may tell."""

import re

import pytest

from sluis.portal.webhooks.guarding import checked
from sluis.portal.webhooks.kinds import TRIAL, declare_kind
from sluis.portal.webhooks.signing import headers
from sluis.refusals import Refused
from sluis.refusals.catalogue import webhooks as codes

GOOD: dict[str, str | int] = {
    "delivery": "3f6c1c1e-8a52-4c0e-9e55-0d6a3b2f1c77",
    "digest": "123456782" * 7 + "0",
    "sum": ("ab123456782c" * 6)[:64],
    "round": "2026-03",
    "until": "2026-03-02T09:00:00Z",
    "state": "ready",
    "package": "0123456782abcdef0123456789abcdef",
    "sequence": "1234-5678-2012",
    "agreement": "eyjafjalla-sk-age16-2026",
    "code": "2551",
    "bytes": 123456782,
    "number": 17,
}


def test_ids_numbers_states_codes_and_counts_are_told() -> None:
    assert checked(GOOD) == GOOD and checked({}) == {}


@pytest.mark.parametrize(
    "value",
    [
        "123456782", 123456782, "1234.56.782", "123-456-782", "nr:123456782", "b123456782", "x_123456782",
        "p1.domein.bron.0123456789abcdef", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLJSw", "AGE-SECRET-KEY-1QQQ",
        "age1" + "q" * 58, "eyJhbGciOiJIUzI1NiJ9.e30.x", "Proef Persoon", "proef@voorbeeld.example", "a\nb", "",
        "x" * 121, "https://x.example/?a=b", -1, 2**60, True, None, 1.5, ["x"], {"a": 1},
    ],
)  # fmt: skip
def test_what_could_be_of_a_person_or_a_secret_is_refused_and_not_shown(value: object) -> None:
    with pytest.raises(Refused) as refusal:
        checked({"state": "ready", "thing": value})  # type: ignore[dict-item]
    assert refusal.value.code is codes.NOTICE_VALUE and refusal.value.facts == {"field": "thing"}
    assert len(str(value)) < 3 or str(value) not in str(refusal.value)


@pytest.mark.parametrize("facts", [{"Naam": 1}, {"": 1}, {"123456782": 1}, {f"n{one}": 1 for one in range(21)}])
def test_names_of_facts_are_the_programs_own(facts: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="a few facts"):
        checked(facts)


@pytest.mark.parametrize("name", ["delivery", "Delivery.Available", "delivery available", TRIAL, "a." + "b" * 60])
def test_kind_has_a_name_like_those_of_events(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(name)):
        declare_kind(name, "x")


def test_signature_is_that_of_the_example_in_the_standard() -> None:
    """The vector that the libraries of Standard Webhooks share."""
    import base64
    from datetime import UTC, datetime

    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    at = datetime.fromtimestamp(1614265330, UTC)
    found = headers("msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}', [key])
    assert found == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
