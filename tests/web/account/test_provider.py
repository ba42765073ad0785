"""Which answers of another organisation are believed at all."""

from typing import Any

import pytest
from flask import Flask

from benchmark.web.account.provider import ALGORITHMS, _check, add_sign_on, provider
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
