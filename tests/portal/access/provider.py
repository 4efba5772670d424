"""A small real OpenID Connect provider on this machine: discovery, authorize, token, userinfo, keys; and how it can err."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

CLIENT, SECRET = "sluis-proef", "geheim-van-de-proef"


@dataclass
class Provider:
    """The provider, whom it says is there, and what is wrong with what it says.

    Attributes:
        claims: of who signs in.
        algorithm: of its signature.
        token: claims of the ID token that are other than they should be; None leaves one out.
        told: claims of userinfo that are other than those.
        forged: the ID token is signed with a key that is not published.
        header: of the ID token, other than it should be.
        asked: questions to authorize, newest last.
    """

    claims: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    token: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    discovery: dict[str, Any] = field(default_factory=dict)
    forged: bool = False
    named: bool = True
    asked: list[dict[str, str]] = field(default_factory=list)
    address: str = ""

    def __post_init__(self) -> None:
        self._keys = {name: make() for name, make in _MAKE.items()}
        self._codes: dict[str, dict[str, str]] = {}
        self._tokens: set[str] = set()

    def answer(self, path: str, sent: dict[str, str], authorization: str) -> tuple[int, Any]:
        """Status and value; a text is an address to go to."""
        match path:
            case "/.well-known/openid-configuration":
                return 200, self._configuration()
            case "/authorize":
                self.asked.append(sent)
                code = secrets.token_urlsafe()
                self._codes[code] = sent
                return 302, sent["redirect_uri"] + "?" + urlencode({"code": code, "state": sent["state"]})
            case "/token":
                return self._exchange(sent)
            case "/userinfo" if authorization.removeprefix("Bearer ") in self._tokens:
                return 200, self.claims | self.told
            case "/keys":
                return 200, {"keys": [self._published()]}
        return 404, {}

    def _configuration(self) -> dict[str, Any]:
        at = self.address
        return {
            "issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token",
            "userinfo_endpoint": f"{at}/userinfo", "jwks_uri": f"{at}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        } | self.discovery  # fmt: skip

    def _exchange(self, sent: dict[str, str]) -> tuple[int, Any]:
        asked = self._codes.pop(sent.get("code", ""), None)
        proven = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest()).decode()
        known = (sent.get("client_id"), sent.get("client_secret")) == (CLIENT, SECRET)
        if asked is None or not known or asked.get("code_challenge") != proven.rstrip("="):
            return 400, {"error": "invalid_grant"}
        token = secrets.token_urlsafe()
        self._tokens.add(token)
        return 200, {"access_token": token, "token_type": "Bearer", "id_token": self._signed(asked), "expires_in": 60}

    def _signed(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        said = {"iss": self.address, "aud": CLIENT, "exp": now + 60, "iat": now, "nonce": asked.get("nonce")}
        said |= {"sub": self.claims["sub"]} | self.token
        said = {name: value for name, value in said.items() if value is not None}
        headers = {"kid": "one"} if self.named else {}
        if self.algorithm == "HS256":
            return jwt.encode(said, SECRET, "HS256", headers)
        if self.algorithm == "none":
            return jwt.encode(said, "", "none", headers)
        key = _MAKE[self.algorithm]() if self.forged else self._keys[self.algorithm]
        return jwt.encode(said, key, self.algorithm, headers)

    def _published(self) -> dict[str, Any]:
        name = self.algorithm if self.algorithm in _MAKE else "RS256"
        kind = jwt.algorithms.RSAAlgorithm if name == "RS256" else jwt.algorithms.ECAlgorithm
        key: dict[str, Any] = json.loads(kind.to_jwk(self._keys[name].public_key()))
        return key | {"kid": "one", "use": "sig"}


_MAKE: dict[str, Any] = {
    "RS256": lambda: rsa.generate_private_key(65537, 2048),
    "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
}


@contextmanager
def serving(provider: Provider) -> Iterator[Provider]:
    """The provider on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self._give(parts.path, parts.query)

        def do_POST(self) -> None:
            length = min(int(self.headers.get("Content-Length") or 0), 1 << 16)
            self._give(self.path, self.rfile.read(length).decode())

        def _give(self, path: str, sent: str) -> None:
            values = {name: value[0] for name, value in parse_qs(sent).items()}
            status, value = provider.answer(path, values, self.headers.get("Authorization", ""))
            body = b"" if isinstance(value, str) else json.dumps(value).encode()
            self.send_response(status)
            if isinstance(value, str):
                self.send_header("Location", value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    provider.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
