"""Certificates: who a party is (X.509, RFC 5280), issued by the TTP's own authority or by any other.

A party stands in its certificate as two alternative names, exactly one of each:

    urn:sluis:party:<id>        urn:sluis:role:<source|recipient|ttp>

The subject's common name is for people and decides nothing.
"""

from sluis.signatures.certificates.issuing import (
    Authority,
    Request,
    issue,
    make_authority,
    make_request,
    read_request,
)
from sluis.signatures.certificates.reading import (
    Role,
    certificate_key,
    fingerprint,
    from_pem,
    is_party_id,
    key_id,
    party_and_role,
    read_certificate,
    to_pem,
)
from sluis.signatures.certificates.trust import MOST_CERTIFICATES, Holder, Trust

__all__ = [
    "MOST_CERTIFICATES",
    "Authority",
    "Holder",
    "Request",
    "Role",
    "Trust",
    "certificate_key",
    "fingerprint",
    "from_pem",
    "is_party_id",
    "issue",
    "key_id",
    "make_authority",
    "make_request",
    "party_and_role",
    "read_certificate",
    "read_request",
    "to_pem",
]
