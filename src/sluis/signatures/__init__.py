"""Who signed: X.509 certificates, JWS signatures, the Signer protocol, and documents in one exact byte form.

Everything that crosses between parties is signed over its exact bytes, and the signature is verified before anything is
parsed. The certificate says which party signed and in which role; the agreement says which keys those parties have.
"""

from sluis.signatures.certificates import (
    Authority,
    Holder,
    Request,
    Role,
    Trust,
    certificate_key,
    fingerprint,
    from_pem,
    is_party_id,
    issue,
    key_id,
    make_authority,
    make_request,
    read_request,
    to_pem,
)
from sluis.signatures.jws import (
    Signature,
    sign_detached,
    sign_general,
    verify_detached,
    verify_general,
)
from sluis.signatures.signer import KeySigner, Signer, verifies

__all__ = [
    "Authority",
    "Holder",
    "KeySigner",
    "Request",
    "Role",
    "Signature",
    "Signer",
    "Trust",
    "certificate_key",
    "fingerprint",
    "from_pem",
    "is_party_id",
    "issue",
    "key_id",
    "make_authority",
    "make_request",
    "read_request",
    "sign_detached",
    "sign_general",
    "to_pem",
    "verifies",
    "verify_detached",
    "verify_general",
]
