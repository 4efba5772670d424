"""Signatures of notices, as Standard Webhooks 1.0 has them: HMAC-SHA256 over id, moment and the exact bytes."""

import base64
import hmac
from collections.abc import Sequence
from datetime import datetime


def headers(identity: str, at: datetime, body: bytes, keys: Sequence[bytes]) -> dict[str, str]:
    """The three headers that show who sent it, and when.

    Args:
        identity: of the notice; the same at every try.
        at: of this try.
        body: exactly as it is sent.
        keys: that sign now; one, and for a day after a rotation two.
    """
    moment = str(int(at.timestamp()))
    return {
        "webhook-id": identity,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(_signature(key, b".".join((identity.encode(), moment.encode(), body))) for key in keys),
    }  # fmt: skip


def _signature(key: bytes, content: bytes) -> str:
    return "v1," + base64.b64encode(hmac.digest(key, content, "sha256")).decode("ascii")
