"""Secrets of webhooks, which must be there to sign with and so cannot be kept as a digest.

A secret lies sealed with a key that follows from the installation's own secret, and is bound to its webhook: what was
copied to another row does not open. It is shown once, when it is made, and leaves the database for signing alone.
"""

import base64
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db.models import Q

from sluis.portal.webhooks.models import Secret, Webhook

PREFIX = "whsec_"
SIZE, NONCE = 32, 12
OVERLAP = timedelta(hours=24)
"""So long after a rotation both secrets sign."""


class SecretLostError(RuntimeError):
    """A secret does not open: the installation's own secret is another one than when it was sealed."""


def renew(webhook: Webhook, at: datetime) -> str:
    """A new secret, as it is shown once; the one that signed until now does so for another day, and no longer.

    An older one that still did stops at once: a receiver knows two at most.
    """
    key = secrets.token_bytes(SIZE)
    Secret.objects.filter(webhook=webhook).exclude(until=None).delete()
    Secret.objects.filter(webhook=webhook).update(until=at + OVERLAP)
    Secret.objects.create(webhook=webhook, sealed=_seal(key, webhook.pk), made_at=at)
    return PREFIX + base64.b64encode(key).decode("ascii")


def keys_of(webhook: Webhook, at: datetime) -> list[bytes]:
    """The keys that sign at a moment, the newest first; none for a webhook that came from elsewhere without one.

    Raises:
        SecretLostError: one does not open.
    """
    current = Secret.objects.filter(Q(until=None) | Q(until__gt=at), webhook=webhook).order_by("-made_at", "-pk")
    return [_open(bytes(each), webhook.pk) for each in current.values_list("sealed", flat=True)]


def forget(at: datetime) -> int:
    """Secrets of which the day has passed go."""
    return Secret.objects.filter(until__lte=at).delete()[0]


def _cipher() -> ChaCha20Poly1305:
    derive = HKDF(SHA256(), length=32, salt=None, info=b"sluis webhooks: secrets at rest, 1")
    return ChaCha20Poly1305(derive.derive(settings.SECRET_KEY.encode()))


def _seal(key: bytes, webhook: UUID) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + _cipher().encrypt(nonce, key, webhook.bytes)


def _open(sealed: bytes, webhook: UUID) -> bytes:
    try:
        return _cipher().decrypt(sealed[:NONCE], sealed[NONCE:], webhook.bytes)
    except (InvalidTag, ValueError):
        raise SecretLostError from None
