"""An organisation to sign on with that does wrong when told to, and remembers what it is asked.

The tests of a real provider stand in test_sign_on.py; this one redirects, or gives tokens that
nothing else contains.
"""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.servers import Browser

DISCOVERY, TOKENS, KEYS = "/.well-known/openid-configuration", "/tokens", "/keys"
ACCESS, REFRESH = "canary-access-token-q7x2", "canary-refresh-token-q7x2"
READER = "executive@north.example"
LASTS = 300  # seconds that an identity counts


@dataclass
class Organisation:
    """What it answers by path, and every request that came."""

    address: str
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    moved: dict[str, str] = field(default_factory=dict)  # paths that lead elsewhere
    asked: list[str] = field(default_factory=list)  # path, headers and body as one text
    nonce: str = ""
    given: str = ""  # the last identity

    def paths(self) -> list[str]:
        return [each.split("\n", 1)[0] for each in self.asked]

    def answer(self, path: str) -> dict[str, Any]:
        told: dict[str, dict[str, Any]] = {
            DISCOVERY: {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": self.address + TOKENS,
                "jwks_uri": self.address + KEYS,
                "end_session_endpoint": f"{self.address}/end",
            },
            KEYS: {"keys": [self.key.as_dict(private=False)]},
        }
        return self._tokens() if path == TOKENS else told[path]

    def _tokens(self) -> dict[str, Any]:
        now = int(time.time())
        claims = {"iss": self.address, "aud": "benchmark", "sub": "reader", "nonce": self.nonce}
        told = {"iat": now, "exp": now + LASTS, "email": READER, "email_verified": True}
        self.given = jwt.encode({"alg": "RS256", "kid": "one"}, claims | told, self.key)
        return {
            "access_token": ACCESS,
            "refresh_token": REFRESH,
            "id_token": self.given,
            "token_type": "Bearer",
            "expires_in": LASTS,
        }


@contextmanager
def organisation() -> Iterator[Organisation]:
    with ExitStack() as stack:
        server = stack.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler))
        known = Organisation(f"http://127.0.0.1:{server.server_port}")
        server.RequestHandlerClass = _handler(known)
        Thread(target=server.serve_forever, daemon=True).start()
        stack.callback(server.shutdown)
        yield known


def _handler(known: Organisation) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            known.asked.append(f"{self.path}\n{self.headers}\n{body}")
            if self.path in known.moved:
                self.send_response(307)  # a client that follows it sends the whole body again
                self.send_header("Location", known.moved[self.path])
                self.end_headers()
                return
            answer = json.dumps(known.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Stay quiet."""

    return Handler


def sign_on(browser: Browser, known: Organisation) -> tuple[int, str]:
    """There and back: status and place after the button, or the refusal of the way there."""
    left = browser.get("/sign-on")
    if left.status_code != 302:
        return left.status_code, ""
    asked = {name: each[0] for name, each in parse_qs(urlsplit(left.location).query).items()}
    known.nonce = asked["nonce"]
    answer = browser.send("/sign-on/back", code="a code", state=asked["state"])
    return answer.status_code, answer.headers.get("Location", "")
