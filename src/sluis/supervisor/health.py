"""Whether a server on this machine answers over TLS."""

import http.client
import ssl
from pathlib import Path

PATIENCE_SECONDS = 5.0
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - to be asked at this machine alone


def answers(bind: str, port: int, host: str, certificate: Path, path: str = "/health") -> bool:
    """Whether the server answers 200 with this certificate.

    Args:
        bind: the address on which it listens.
        host: the name by which it is asked.
        certificate: the PEM file that it shows; trusted here, whoever issued it.
    """
    try:
        context = _trusting(certificate)
        server = http.client.HTTPSConnection(
            _EVERYWHERE.get(bind, bind), port, timeout=PATIENCE_SECONDS, context=context
        )
        try:
            server.request("GET", path, headers={"Host": host, "Connection": "close"})
            return server.getresponse().status == http.client.OK
        finally:
            server.close()
    except (OSError, http.client.HTTPException):
        return False


def _trusting(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(certificate))
    context.check_hostname = False  # the address is this machine's; the certificate itself is compared
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.verify_flags &= ~getattr(ssl, "VERIFY_X509_STRICT", 0)
    return context
