"""What the documentation tells a receiver to do, done with notices that really came."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import casting
import pytest

from sluis.portal.access.models import Organisation
from sluis.portal.webhooks import keeping
from sluis.portal.webhooks.delivering import WAITS, deliver
from webhooks.receiving import Receiver

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "docs" / "reference" / "webhooks.md").read_text("utf-8")
Check = Callable[[str, dict[str, str], bytes], bool]


@pytest.fixture
def is_ours() -> Check:
    """The example, as it stands there."""
    found = re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert found is not None and found[1].count("\n") <= 16
    space: dict[str, Check] = {}
    exec(found[1], space)
    return space["is_ours"]


@pytest.mark.usefixtures("sqlite")
def test_example_takes_what_the_portal_sends_and_nothing_else(program: Receiver, is_ours: Check) -> None:
    home: Organisation = casting.organisation()
    webhook, old = keeping.make(casting.tester(), organisation=home, address=program.address, kinds=[])
    new = keeping.rotate(casting.tester(), webhook=webhook)
    keeping.try_out(casting.tester(), webhook=webhook)
    assert deliver(casting.tester()) == 1
    headers, body = dict(program.got[0].headers), program.got[0].body
    assert is_ours(new, headers, body) and is_ours(old, headers, body)
    assert not is_ours("whsec_" + "A" * 44, headers, body)
    assert not is_ours(new, headers, body.replace(b"webhook.trial", b"webhook.other"))
    for name, value in (("webhook-id", "x"), ("webhook-timestamp", "0"), ("webhook-timestamp", "²")):
        assert not is_ours(new, headers | {name: value}, body)
    late = str(int(headers["webhook-timestamp"]) - 301)
    assert not is_ours(new, headers | {"webhook-timestamp": late}, body)
    assert not is_ours(new, headers | {"webhook-signature": "v1, v1,é x"}, body)


def test_document_tells_the_waits_as_they_are() -> None:
    minutes, hours = re.findall(r"after ([\d, ]+ and \d+) (?:minutes|hours)", TEXT)
    numbers = [[int(one) for one in re.findall(r"\d+", each)] for each in (minutes, hours)]
    told = [timedelta(minutes=one) for one in numbers[0]] + [timedelta(hours=one) for one in numbers[1]]
    assert tuple(told) == WAITS
