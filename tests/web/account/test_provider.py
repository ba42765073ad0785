"""Which answers of another organisation are believed at all."""

import time
from typing import Any

import pytest
from flask import Flask
from joserfc import jwt
from joserfc.jwk import RSAKey

from benchmark.web.account.provider import ALGORITHMS, FAULTS, _check, add_sign_on, provider
from benchmark.web.sign_on_settings import SignOnSettings

ISSUER = "https://sign-on.example"


@pytest.fixture
def app() -> Flask:
    made = Flask(__name__)
    made.config["SIGN_ON"] = SignOnSettings(ISSUER, "benchmark", "a secret of ours")
    add_sign_on(made)
    return made


def test_only_signatures_that_nobody_else_can_make_count(app: Flask) -> None:
    metadata: dict[str, Any] = {"issuer": ISSUER, ALGORITHMS: ["none", "HS256", "RS256"]}
    with app.app_context():
        assert provider() is not None
        _check(metadata)
        assert metadata[ALGORITHMS] == ["RS256"]
        for wrong in (
            {"issuer": ISSUER, ALGORITHMS: ["none"]},
            {"issuer": "https://evil.example"},
            {},
        ):
            with pytest.raises(ValueError, match="the issuer"):
                _check(wrong)


def test_without_an_organisation_there_is_nobody_to_ask() -> None:
    made = Flask(__name__)
    made.config["SIGN_ON"] = None
    add_sign_on(made)
    with made.app_context():
        assert provider() is None


OURS, OTHER = (RSAKey.generate_key(2048, {"kid": "one"}) for _ in range(2))
NOW = int(time.time())
CLAIMS = {"iss": ISSUER, "aud": "benchmark", "sub": "s", "nonce": "n"}
REFUSED: dict[str, tuple[dict[str, Any], Any]] = {
    "for another service": ({"aud": "another"}, OURS),
    "for nobody": ({"aud": None}, OURS),
    "of another issuer": ({"iss": "https://evil.example"}, OURS),
    "an hour too late": ({"exp": NOW - 3600, "iat": NOW - 7200}, OURS),
    "without an end": ({"exp": None}, OURS),
    "of another flow": ({"nonce": "m"}, OURS),
    "signed by somebody else": ({}, OTHER),
}


def claims_of(app: Flask, changed: dict[str, Any], key: Any) -> Any:
    """What Authlib, as we have set it up, makes of an ID token."""
    now = int(time.time())  # a whole run takes longer than a token lives
    told = CLAIMS | {"iat": now, "exp": now + 300} | changed
    claims = {name: value for name, value in told.items() if value is not None}
    token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)
    with app.test_request_context():
        client = provider()
        client.server_metadata = {
            "issuer": ISSUER,
            "jwks": {"keys": [OURS.as_dict(private=False)]},
            ALGORITHMS: ["RS256"],
            "_loaded_at": time.time(),
        }
        return client.parse_id_token({"id_token": token, "access_token": "x"}, nonce="n")


def test_an_id_token_for_us_and_for_now_is_taken(app: Flask) -> None:
    assert claims_of(app, {}, OURS)["sub"] == "s"


@pytest.mark.parametrize("case", REFUSED)
def test_any_other_id_token_is_refused(app: Flask, case: str) -> None:
    with pytest.raises(FAULTS):
        claims_of(app, *REFUSED[case])
