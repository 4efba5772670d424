"""What somebody sends does not get into the log."""

import io
import logging
from collections.abc import Iterator

import casting
import pytest

from sluis.supervisor.lines import StructuredFormatter

pytestmark = pytest.mark.usefixtures("sqlite")
SENT = "geheim-merkteken"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the portal logs, as it writes it."""
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    handler.setFormatter(StructuredFormatter())
    logging.getLogger().addHandler(handler)
    yield heard
    logging.getLogger().removeHandler(handler)


def test_nothing_that_is_sent_is_logged(log: io.StringIO) -> None:
    client = casting.browser()
    client.get("/account/login/", headers={"host": f"{SENT}.example"})
    client.get(f"/{SENT}/", headers={"referer": f"https://{SENT}.example", "user-agent": SENT})
    client.get("/people/", {SENT: SENT})
    client.get("/people/", dict.fromkeys(map(str, range(2_500)), SENT))
    client.post(
        "/account/login/", {"login": f"{SENT}@x.example", "password": SENT}, headers={"origin": f"https://{SENT}"}
    )
    client.post("/account/login/", SENT, content_type=f"multipart/form-data; boundary={SENT}")
    client.get(f"/people/join/{SENT}")
    client.cookies["__Host-session"] = SENT
    client.get("/people/")
    assert log.getvalue().count("\n") >= 4 and SENT not in log.getvalue()
